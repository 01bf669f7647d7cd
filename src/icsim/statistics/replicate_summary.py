"""What many worlds say together: their mean with its interval, and how far they lie apart."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

LEVEL = 0.95  # of an interval for the mean
MIDDLE = 0.90  # of the worlds that lie between `low` and `high`


@dataclass(frozen=True)
class ReplicateSummary:
    """Statistics over the worlds in which a value is there; None where these are too few to say."""

    worlds: int
    mean: float | None
    half: float | None  # half the width of the interval for the mean
    sd: float | None
    low: float | None
    median: float | None
    high: float | None


def summarise_replicates(values: NDArray[np.float64]) -> ReplicateSummary:
    """Of one value in each world, nan where it is missing. The interval is Student's, for worlds are independent."""
    there = values[~np.isnan(values)]
    count = int(there.size)
    if count == 0:
        return ReplicateSummary(0, None, None, None, None, None, None)
    low, median, high = (float(q) for q in np.quantile(there, [(1.0 - MIDDLE) / 2.0, 0.5, (1.0 + MIDDLE) / 2.0]))
    mean = math.fsum(there.tolist()) / count
    if count == 1:
        return ReplicateSummary(1, mean, None, None, None, median, None)
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in there.tolist()) / (count - 1))
    half = float(stdtrit(count - 1, (1.0 + LEVEL) / 2.0)) * sd / math.sqrt(count)
    return ReplicateSummary(count, mean, half, sd, low, median, high)
