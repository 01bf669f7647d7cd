"""Settings of the whole prior, in batches of any number: every uncertain number varies, each keyed by its own name.

Batch n of a seed is the same whoever draws it and whatever else is drawn, so that batches can be computed anywhere, in any
order, and a number that is new or gone leaves all others as they are.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import Entry, catalogue
from icsim.engine.crossed_design import ParameterDraw
from icsim.statistics.strata import hypercube, key
from icsim.theory.parameter_draws import about_default, uncertain
from icsim.theory.settings_table import DIGITS

BATCH = 256
"""Settings of a batch: seconds to a minute of work, which is what a killed process loses at most."""

Draws = NDArray[np.float64]
"""[setting, number]"""


def varied(fixed: Collection[str] = ()) -> tuple[str, ...]:
    """The numbers that are drawn."""
    return tuple(name for name, entry in catalogue().parameters.items() if name not in fixed and uncertain(entry))


def draw_batch(batch: int, seed: int, names: Sequence[str]) -> Draws:
    """The settings of a batch."""
    own = key(f"batch {batch} of {seed}") % (1 << 63)
    columns = [_column(catalogue().parameters[name], hypercube(BATCH, own, f"parameters.{name}")) for name in names]
    return np.asarray(np.stack(columns, axis=1))


def from_shares(names: Sequence[str], shares: NDArray[np.float64]) -> Draws:
    """Settings from how far through its prior each number is, [setting, number]."""
    known = catalogue().parameters
    return np.asarray(np.stack([_column(known[name], shares[:, n]) for n, name in enumerate(names)], axis=1))


def as_draw(names: Sequence[str], values: NDArray[np.float64]) -> ParameterDraw:
    """One setting as worlds take it."""
    return ParameterDraw(dict(zip(names, values.tolist(), strict=True)), {})


def _column(entry: Entry, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    assert entry.range is not None
    found = [float(f"{about_default(entry, u):.{DIGITS}g}") for u in shares.tolist()]
    return np.clip(found, *entry.range)
