"""How many worlds stand behind the means that a sentence is of: those that have a value, not those that were run."""

from collections.abc import Sequence

import numpy as np

from icsim.report.sweep.section_types import FEW_WORLDS
from icsim.report.words import count_worlds
from icsim.sweep.analysis.sweep_results import SweepResults


def worlds_behind(frame: SweepResults, outcomes: Sequence[str], arms: Sequence[str]) -> str:
    """`15 worlds behind each mean`, or from the fewest to the most; and of how many means there are too few to say one."""
    counts = np.concatenate([(~np.isnan(frame.read(name, arm))).sum(axis=-1) for name in outcomes for arm in arms])
    counts = counts[counts > 0]
    few = int((counts < FEW_WORLDS).sum()) if counts.size and counts.max() >= FEW_WORLDS else 0
    said = f"{count_text(counts)} behind each mean"
    return f"{said}, {few:,} of them of fewer than {FEW_WORLDS}" if few else said


def count_text(counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> str:
    """Numbers of worlds in words: one, or from the fewest to the most."""
    if not counts.size:
        return count_worlds(0)
    low, high = int(counts.min()), int(counts.max())
    return count_worlds(high) if low == high else f"{low:,} to {count_worlds(high)}"
