"""Which of many mean effects go beyond what chance does: a p-value for each, and all of them corrected together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

FALSE = 0.05  # of what is named, about this share may be chance; where nothing differs, anything is named so often
LEAST = 2.0  # degrees of freedom: two replicates may agree by chance to any digit


def chance_of_mean(readings: NDArray[np.float64]) -> float:
    """The chance of a mean so far from 0, of effects [draw, replicate] (nan: no value), if it were 0; 1: cannot be told.

    Draws and replicates are crossed, so the mean varies with both, as in the two-way bootstrap: variances over draws and over
    replicates are added, which counts the noise of single worlds twice and errs on the wide side. It has as many degrees of freedom
    as the fewer of the two, counted by the weight that each has: what has a value in a few replicates only rests on these few.
    """
    there = ~np.isnan(readings)
    readings = readings[there.any(axis=1)][:, there.any(axis=0)]
    if min(readings.shape) < 2:
        return 1.0
    there = ~np.isnan(readings)
    weights = there / there.sum(axis=1, keepdims=True) / readings.shape[0]
    mean = float(np.nansum(weights * readings))
    apart = np.where(there, weights * (readings - mean), 0.0)
    squares = [n / (n - 1.0) * float(np.sum(apart.sum(axis=1 - axis) ** 2)) for axis, n in enumerate(readings.shape)]
    freedom = min(1.0 / float(np.sum(weights.sum(axis=1 - axis) ** 2)) for axis in (0, 1)) - 1.0
    if mean == 0.0 or freedom < LEAST:
        return 1.0
    return float(2.0 * stats.t.sf(abs(mean) / np.sqrt(sum(squares)), freedom)) if sum(squares) else 0.0


def corrected(chances: Sequence[float], of: int) -> NDArray[np.float64]:
    """Corrected for all that was looked at, `of` with those not given (Benjamini and Hochberg 1995); to be compared with FALSE."""
    if not chances:
        return np.zeros(0)
    every = np.ones(max(of, len(chances)))
    every[: len(chances)] = chances
    return np.asarray(stats.false_discovery_control(every, method="bh"))[: len(chances)]
