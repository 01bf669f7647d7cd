"""What luck does to an outcome: how much of the variance it is, and a dummy axis that changes nothing but the luck.

All points have the same replicates. What a luck does everywhere alike moves all means together and tells points apart in nothing;
what it does at some points and not at others is the noise in their means.
"""

from dataclasses import dataclass

import numpy as np

from icsim.sweep.analysis.sweep_results import FloatArray, nan_mean

SPLITS = 16  # ways of halving the replicates, over which the dummy is averaged


@dataclass(frozen=True)
class ReplicateVariance:
    """The variance between single worlds, taken apart; nan where one world at each point tells nothing."""

    between: float  # variance of the means over replicates, luck's part in it included
    everywhere: float  # variance of what each luck does at all points alike
    here: float  # variance of what is left: a luck at this point rather than at another
    of_mean: float  # that part in the mean over the replicates of a point
    replicates: float  # worlds behind a mean, on average

    @property
    def known(self) -> bool:
        """Whether luck can be told from the axes at all."""
        return not np.isnan(self.here)

    @property
    def share(self) -> float:
        """Share of luck in the variance of the means."""
        return min(1.0, self.of_mean / self.between) if self.known and self.between > 0.0 else np.nan

    @property
    def parts(self) -> tuple[float, float, float]:
        """Of the variance between single worlds: shares of the axes, of luck everywhere, of luck here."""
        axes = max(0.0, self.between - self.of_mean)
        total = axes + self.everywhere + self.here
        return (axes / total, self.everywhere / total, self.here / total) if total > 0.0 else (np.nan, np.nan, np.nan)


def replicate_variance(values: FloatArray) -> ReplicateVariance:
    """The variance of values [point, replicate], nan where one is missing."""
    means = nan_mean(values)
    between = float(np.nanvar(means, ddof=1)) if (~np.isnan(means)).sum() > 1 else np.nan
    count = (~np.isnan(values)).sum(axis=1)
    left, everywhere = _left(values)
    free = int(count.sum()) - int((count > 0).sum()) - (everywhere.size - 1)
    if count.max(initial=0) < 2 or free < 1:
        return ReplicateVariance(between, np.nan, np.nan, np.nan, float(count.mean()))
    here = float(np.nansum(left**2)) / free
    of_mean = float((here / np.maximum(count[count > 0], 1)).mean())
    alike = float(np.nanvar(everywhere, ddof=1)) - here / max(1, int((count > 0).sum()))
    return ReplicateVariance(between, max(0.0, alike), here, of_mean, float(count.mean()))


def dummy_outcomes(values: FloatArray) -> FloatArray | None:
    """What an axis that changes nothing but the luck would do: differences of two means with own replicates, [split, point].

    One half of the replicates less the other, as large as the difference of two whole means. None with one world at each point.
    """
    if values.shape[1] < 2:
        return None
    left, _ = _left(values)
    there = ~np.isnan(left)
    rng = np.random.default_rng(1)
    made = np.full((SPLITS, values.shape[0]), np.nan)
    for split in range(SPLITS):
        first = np.zeros(values.shape[1], dtype=bool)
        first[rng.permutation(values.shape[1])[: values.shape[1] // 2]] = True
        one, other = ((there & half).sum(axis=1) for half in (first, ~first))
        both = (one > 0) & (other > 0)
        apart = nan_mean(np.where(first, left, np.nan)) - nan_mean(np.where(first, np.nan, left))
        size = np.sqrt(2.0 / np.maximum(one + other, 1) / (1.0 / np.maximum(one, 1) + 1.0 / np.maximum(other, 1)))
        made[split] = np.where(both, apart * size, np.nan)
    return made


def _left(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What is left of each world beyond its point's mean and its luck's, [point, replicate]; and each luck's, [replicate]."""
    beyond = values - nan_mean(values)[:, None]
    everywhere = nan_mean(beyond.T)
    return beyond - everywhere, everywhere
