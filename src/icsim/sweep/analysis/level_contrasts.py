"""Axes whose values are words: they have no low and high, so what they do is told by contrasts of their levels, not by an index.

Of all contrasts of one axis the clearest is kept, and its error made wider by as much as looking at so many takes (Bonferroni).
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from icsim.sweep.analysis.index_estimate import TESTS, significance_multiplier
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, FloatArray


class LevelContrast(NamedTuple):
    """The clearest contrast of an axis: its size, and its standard error, wider for all that were looked at."""

    size: float
    error: float
    levels: tuple[float, ...] = ()
    """Shares of the way along the axis: the one against all others, or from the first to the second; none of numbers."""


def is_choice(axis: AxisColumn) -> bool:
    """Whether an axis has more than two words, so that no order of them means anything; of two, they are the contrast."""
    return axis.kind == CHOICE and len(axis.values) > 2


def rank_contrast(levels: FloatArray, values: FloatArray, axes: int) -> LevelContrast:
    """Each level against all others: the rank correlation of the outcome with being at it, [point], among so many axes."""
    from scipy.stats import rankdata

    found, ranks = np.unique(levels), rankdata(values)
    error = 1.0 / np.sqrt(values.size - 1.0)
    if found.size < 2 or np.ptp(values) == 0.0:
        return LevelContrast(0.0, error)
    every = [LevelContrast(float(np.corrcoef(levels == one, ranks)[0, 1]), error, (one,)) for one in found.tolist()]
    best = max(every, key=lambda one: abs(one.size))
    return best._replace(error=error * _wider(len(every), axes, values.size))


def step_contrast(levels: FloatArray, paths: FloatArray, axes: int) -> tuple[LevelContrast, LevelContrast]:
    """Of an axis in Morris' trajectories, [path, point]: the mean size of what its steps change, and the clearest pair of levels.

    A step goes from one level to another; a pair's contrast is what the outcome changes by from the first to the second.
    """
    steps = list(_steps(levels, paths))
    sizes = np.array([abs(change) for _, _, change in steps])
    whole = LevelContrast(float(sizes.mean()), float(sizes.std(ddof=1) / np.sqrt(sizes.size)) if sizes.size > 1 else np.inf)
    found = np.unique(levels)
    pairs = []
    for first, second in combinations(found.tolist(), 2):
        changes = np.array([change if a == first else -change for a, b, change in steps if {a, b} == {first, second}])
        if changes.size > 2:
            error = float(changes.std(ddof=1) / np.sqrt(changes.size))
            pairs.append(LevelContrast(float(changes.mean()), error, (first, second)))
    if not pairs:
        return whole, LevelContrast(0.0, np.inf)
    best = max(pairs, key=lambda one: abs(one.size) / max(one.error, 1e-12))
    return whole, best._replace(error=best.error * _wider(len(pairs), axes, paths.shape[0]))


def _steps(levels: FloatArray, paths: FloatArray) -> Iterator[tuple[float, float, float]]:
    """From which level, to which, and what the outcome changed by; a step that a short list makes none changes nothing."""
    for along, values in zip(levels, paths, strict=True):
        moved: NDArray[np.int64] = np.flatnonzero(along[1:] != along[:-1])
        if not moved.size:
            yield float(along[0]), float(along[0]), 0.0
        for n in moved.tolist():
            yield float(along[n]), float(along[n + 1]), float(values[n + 1] - values[n])


def _wider(contrasts: int, axes: int, units: int) -> float:
    """How many times wider an interval is for so many contrasts of one axis, among so many axes and both tests."""
    return significance_multiplier(TESTS * axes * contrasts, units) / significance_multiplier(TESTS * axes, units)
