"""Named scenarios compared in pairs: at the same point, with the same luck, so that nothing but the scenario differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from icsim.sweep.analysis.sweep_results import LESS, FloatArray, nan_mean, nan_standard_error
from icsim.sweep.stopping import SURE


class ConfidenceInterval(NamedTuple):
    """An interval of a mean; nan where it cannot be said."""

    low: float
    high: float

    def around(self, size: float) -> bool:
        """Whether all of it lies within plus or minus a size."""
        return -size <= self.low and self.high <= size

    def beyond(self, size: float) -> bool:
        """Whether all of it lies beyond a size, on one side."""
        return self.low > size or self.high < -size


class ComparisonVerdict(StrEnum):
    """What a difference comes to, against the smallest one that counts."""

    HIGHER = "higher"
    LOWER = "lower"
    PERHAPS_HIGHER = "higher, perhaps by less than counts"
    PERHAPS_LOWER = "lower, perhaps by less than counts"
    NONE = "no difference that counts"
    OPEN = "not settled"


@dataclass(frozen=True)
class PairedComparison:
    """What the first scenario has beyond the second."""

    difference: float  # mean over points of the means over replicates
    alone: ConfidenceInterval  # at the usual level, were this the only comparison
    among: ConfidenceInterval  # at that level for all comparisons of the family together
    says: ComparisonVerdict
    other_way: float  # share of worlds whose own difference has the other sign
    same: float  # share of worlds in which both scenarios are equal to the bit
    worlds: int  # pairs that have a value
    points: FloatArray  # difference at each point, [point]; nan where it has no value
    errors: FloatArray  # its standard error from luck, [point]

    @property
    def against(self) -> int:
        """Points whose mean difference has the other sign."""
        return int((np.sign(self.points) == -np.sign(self.difference)).sum())

    def clearly_against(self, family: int) -> list[int]:
        """Points that surely go the other way, all points of all comparisons counted together."""
        from scipy.special import stdtrit

        with np.errstate(invalid="ignore"):
            count = max(2, round(self.worlds / max(1, int((~np.isnan(self.points)).sum()))))
            sure = float(stdtrit(count - 1, 1.0 - (1.0 - SURE) / 2.0 / (family * self.points.size)))
            return np.flatnonzero(-np.sign(self.difference) * self.points > sure * self.errors).tolist()


def compare_pairs(
    first: FloatArray, second: FloatArray, smallest: float, family: int = 1, sampled: bool = False, events: bool = False
) -> PairedComparison:
    """Two scenarios over the same points and replicates, each [point, replicate]; `family`: how many are compared together.

    `sampled`: the points were drawn from a space, and the interval covers that others might have been. `events`: what is compared
    counts events.
    """
    apart = first - second
    points, errors = nan_mean(apart), nan_standard_error(apart)
    there = ~np.isnan(apart)
    difference = float(nan_mean(points))
    alone, among = (mean_interval(apart, level, sampled) for level in (SURE, 1.0 - (1.0 - SURE) / family))
    count = int(there.sum())
    return PairedComparison(
        difference, alone, among, comparison_verdict(difference, among, smallest, events),
        float((np.sign(apart[there]) == -np.sign(difference)).mean()) if count and difference else 0.0,
        float((apart[there] == 0.0).mean()) if count else np.nan,
        count, points, errors,
    )  # fmt: skip


def mean_interval(apart: FloatArray, level: float, sampled: bool = False) -> ConfidenceInterval:
    """Student's interval of the mean over points of the means over replicates, [point, replicate].

    The replicates are the same at every point, so a luck is one observation: what it adds at all points goes together. Where points
    are a sample too, both ways of gathering are counted, less what is counted twice (Cameron, Gelbach & Miller 2011).
    """
    from scipy.special import stdtrit

    some = apart[~np.isnan(apart).all(axis=1)]
    there = ~np.isnan(some)
    if not some.size:
        return ConfidenceInterval(np.nan, np.nan)
    each = nan_mean(some)
    middle = float(each.mean())
    replicates = int(there.any(axis=0).sum())
    shares = np.where(there, (some - each[:, None]) / there.sum(axis=1)[:, None], 0.0) / each.size
    by_luck = replicates / (replicates - 1) * float((shares.sum(axis=0) ** 2).sum()) if replicates > 1 else np.nan
    variance, freedom = by_luck, replicates - 1
    if sampled and each.size > 1:
        by_point = float(each.var(ddof=1)) / each.size
        twice = float((shares**2).sum()) * (replicates / (replicates - 1) if replicates > 1 else 0.0)
        luck = 0.0 if replicates == 1 else by_luck
        variance = max(by_point, luck, by_point + luck - twice)
        freedom = each.size - 1 if replicates == 1 else min(each.size, replicates) - 1
    if freedom < 1 or not np.isfinite(variance):
        return ConfidenceInterval(-np.inf, np.inf)
    half = float(stdtrit(freedom, (1.0 + level) / 2.0)) * float(np.sqrt(variance))
    return ConfidenceInterval(middle - half, middle + half)


def comparison_verdict(difference: float, among: ConfidenceInterval, smallest: float, events: bool = False) -> ComparisonVerdict:
    """A difference in a word.

    `events`: where it is one of rare events, replicates that all say the same have not told how much luck there is.
    """
    if not np.isfinite(difference) or (events and among.low == among.high):
        return ComparisonVerdict.OPEN
    if among.around(smallest):
        return ComparisonVerdict.NONE
    if among.beyond(smallest):
        return ComparisonVerdict.HIGHER if difference > 0.0 else ComparisonVerdict.LOWER
    if among.beyond(0.0):
        return ComparisonVerdict.PERHAPS_HIGHER if difference > 0.0 else ComparisonVerdict.PERHAPS_LOWER
    return ComparisonVerdict.OPEN


def scenario_pairs(arms: Sequence[str]) -> list[tuple[str, str]]:
    """Which scenarios are compared: the differences among these, such as `shared - told`; without any, each with the first."""
    apart = [arm.partition(LESS) for arm in arms if LESS in arm]
    return [(one, other) for one, _, other in apart] or [(arm, arms[0]) for arm in arms[1:]]
