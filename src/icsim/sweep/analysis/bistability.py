"""Where the start decides: the same settings and replicates from different beginnings, along an axis, and the gap that is left."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from icsim.sweep.analysis.paired_comparison import ConfidenceInterval, PairedComparison, compare_pairs, mean_interval
from icsim.sweep.analysis.sweep_results import FloatArray, nan_mean
from icsim.sweep.stopping import SURE

KEPT = 0.75
"""Share of a gap that is left when the time doubles, from which it is said to last. A delay that dies out exponentially keeps less
once about half of it is over. An assumption."""
MIDDLE = 1.0 / 3.0
"""Worlds that began in the middle third of the starts gather at the two ends of the gap when fewer than a third of them end in its
middle third: with starts that only fade all would, and spread evenly a third. An assumption."""


class BistabilityVerdict(StrEnum):
    """What the beginnings show."""

    TWO_BASINS = "two basins"
    START_LASTS = "the start lasts"
    START_FADES = "the start fades"
    START_TELLS = "the start still tells"
    NONE = "the start makes no difference that counts"
    OPEN = "not settled"


SAID = {
    BistabilityVerdict.TWO_BASINS: (
        "most of the gap is left when the time doubles, and worlds from in between gather at its two ends"
    ),
    BistabilityVerdict.START_LASTS: (
        "most of the gap is left when the time doubles; that worlds from in between gather at its ends is not shown"
    ),
    BistabilityVerdict.START_FADES: "the gap closes with time: slowness, not two basins",
    BistabilityVerdict.START_TELLS: "the ends differ; whether the gap closes with time cannot be told from these weeks",
    BistabilityVerdict.NONE: "worlds end alike from all starts: a steep response may be there, a tipping region is not",
    BistabilityVerdict.OPEN: "more worlds are needed to say whether the start makes a difference that counts",
}


@dataclass(frozen=True)
class BistabilityTest:
    """Along one axis: how far apart worlds end that began low and high."""

    at: FloatArray  # [value], rising
    low: FloatArray  # mean end from the lowest start, [value]
    high: FloatArray  # from the highest
    gaps: tuple[PairedComparison, ...]  # high less low at each value; `among` covers all values together
    region: tuple[int, int] | None  # positions of the first and the last value of the tipping region
    upper: FloatArray  # share of worlds in the upper half of the gap, [value, start]; nan outside the region
    between: (
        ConfidenceInterval | None
    )  # share of worlds from the middle third of starts that end in the gap's; None without such starts
    kept: ConfidenceInterval | None  # share of the gap that is left when the time has doubled; None where it was read once
    tips: BistabilityVerdict

    def edge(self, side: int) -> tuple[float, float] | None:
        """Between which two values the region begins (0) or ends (1); None where it reaches the end of what was tried."""
        if self.region is None:
            return None
        inside = self.region[side]
        outside = inside + (1 if side else -1)
        if not 0 <= outside < self.at.size:
            return None
        return float(self.at[min(inside, outside)]), float(self.at[max(inside, outside)])

    @property
    def next_values(self) -> list[float]:
        """Values half-way between the ends of each edge: where the next worlds tell most."""
        return [sum(edge) / 2.0 for side in (0, 1) if (edge := self.edge(side)) is not None]


def bistability_test(
    ends: FloatArray, starts: FloatArray, at: FloatArray, smallest: float, before: FloatArray | None = None, family: int = 1
) -> BistabilityTest:
    """From ends [start, value, replicate], starts and values rising; `before`: the same, read at half the time.

    `family`: how many such maps are judged together.
    """
    low, high = ends[0], ends[-1]
    gaps = tuple(compare_pairs(high[n : n + 1], low[n : n + 1], smallest, family=family * at.size) for n in range(at.size))
    region = _region([gap.among for gap in gaps], smallest)
    kept = None if region is None or before is None else _kept(high - low, before[-1] - before[0], region)
    means = nan_mean(ends)
    place = _places(ends, means, region)
    with np.errstate(invalid="ignore"):
        upper = nan_mean(np.where(np.isnan(place), np.nan, place > 0.5)).T
    middle = np.abs((starts - starts[0]) / (starts[-1] - starts[0]) - 0.5) < MIDDLE / 2.0 + 1e-9
    between = None if region is None or not middle.any() else _between(place[middle])
    return BistabilityTest(
        at, means[0], means[-1], gaps, region, upper, between, kept, _tips(gaps, smallest, region, kept, between)
    )


def _places(ends: FloatArray, means: FloatArray, region: tuple[int, int] | None) -> FloatArray:
    """Where worlds end between the mean from the lowest start, 0, and from the highest, 1; nan outside the region."""
    found = np.full(ends.shape, np.nan)
    if region is not None:
        there = slice(region[0], region[1] + 1)
        low, high = means[0, there, None], means[-1, there, None]
        found[:, there] = (ends[:, there] - low) / (high - low)
    return found


def _between(place: FloatArray) -> ConfidenceInterval:
    """The share in the middle third, [start, value, replicate], with its interval over replicates."""
    inside = np.where(np.isnan(place), np.nan, np.abs(place - 0.5) < MIDDLE / 2.0)
    return mean_interval(inside.reshape(-1, place.shape[2]), SURE)


def _region(among: list[ConfidenceInterval], smallest: float) -> tuple[int, int] | None:
    """The longest run of values whose gap is beyond the smallest effect, all the same way."""
    signs = [(1 if one.low > 0 else -1) if one.beyond(smallest) else 0 for one in among]
    best: tuple[int, int] | None = None
    first = 0
    for n in range(1, len(signs) + 1):
        if n == len(signs) or signs[n] != signs[first]:
            if signs[first] and (best is None or n - 1 - first > best[1] - best[0]):
                best = (first, n - 1)
            first = n
    return best


def _kept(now: FloatArray, before: FloatArray, region: tuple[int, int]) -> ConfidenceInterval:
    """Which share of the gap of a region is left: an interval of the ratio of two means over replicates (Fieller 1954)."""
    there = slice(region[0], region[1] + 1)
    return fieller_interval(nan_mean(now[there].T), nan_mean(before[there].T))


def fieller_interval(over: FloatArray, under: FloatArray) -> ConfidenceInterval:
    """The interval of mean(over) / mean(under), [replicate] each, in pairs (Fieller 1954); boundless where `under` may be 0."""
    from scipy.special import stdtrit

    there = ~(np.isnan(over) | np.isnan(under))
    a, b = over[there], under[there]
    if a.size < 2:
        return ConfidenceInterval(-np.inf, np.inf)
    t = float(stdtrit(a.size - 1, (1.0 + SURE) / 2.0))
    covariance = np.cov(a, b) / a.size
    square = float(b.mean() ** 2 - t**2 * covariance[1, 1])
    mixed = float(a.mean() * b.mean() - t**2 * covariance[0, 1])
    inside = mixed**2 - square * float(a.mean() ** 2 - t**2 * covariance[0, 0])
    if square <= 0.0:
        return ConfidenceInterval(-np.inf, np.inf)
    half = float(np.sqrt(max(0.0, inside)))
    return ConfidenceInterval((mixed - half) / square, (mixed + half) / square)


def _tips(
    gaps: tuple[PairedComparison, ...],
    smallest: float,
    region: tuple[int, int] | None,
    kept: ConfidenceInterval | None,
    between: ConfidenceInterval | None,
) -> BistabilityVerdict:
    if region is None:
        return BistabilityVerdict.NONE if all(gap.among.around(smallest) for gap in gaps) else BistabilityVerdict.OPEN
    if kept is not None and kept.high < KEPT:
        return BistabilityVerdict.START_FADES
    if kept is None or kept.low < KEPT:
        return BistabilityVerdict.START_TELLS
    return BistabilityVerdict.TWO_BASINS if between is not None and between.high < MIDDLE else BistabilityVerdict.START_LASTS


def steepest(at: FloatArray, ends: FloatArray) -> tuple[float, float, ConfidenceInterval]:
    """Between which two neighbouring values a response [value, replicate] changes most, and by how much."""
    means = nan_mean(ends)
    n = int(np.nanargmax(np.abs(np.diff(means))))
    return float(at[n]), float(at[n + 1]), mean_interval(ends[n + 1 : n + 2] - ends[n : n + 1], SURE)
