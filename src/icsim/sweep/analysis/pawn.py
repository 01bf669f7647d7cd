"""PAWN indices: how far the distribution of an outcome moves when one axis is held in a slice of its range.

The median over slices of the Kolmogorov-Smirnov distance between the points of a slice and all points (Pianosi and Wagener 2018),
as in SALib, whose numbers a test compares. Worked out here for the thousands of shuffles and resamples, for which SALib's way, with
a test of significance for each slice, takes too long.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from icsim.sweep.analysis.index_estimate import SAMPLES, SEED, SURE, TESTS, IndexEstimate, IndexMethod, capped_samples
from icsim.sweep.analysis.level_contrasts import LevelContrast, is_choice, rank_contrast
from icsim.sweep.analysis.sweep_results import FloatArray, SweepResults

SLICES = 10
FEWEST = 20  # points in a slice
MOST = 20_000  # points that indices are worked out from; more would take minutes and tell no more
SHUFFLES, FEWEST_SHUFFLES = 200, 39  # studies without any meaning; as many as half of the level takes

Slices = NDArray[np.int16]  # [point]; so few that sorting by them is quick


def method(frame: SweepResults, means: FloatArray, dummy: FloatArray | None) -> IndexMethod:
    """The method on means [point] of any sampled design. Luck is among what a shuffled axis gets, so dummies are not needed."""
    whole = np.flatnonzero(~np.isnan(means))
    missing = means.size - whole.size
    if whole.size > MOST:
        whole = np.sort(np.random.default_rng(SEED).permutation(whole)[:MOST])
    along = np.stack([axis.shares for axis in frame.axes], axis=1)[whole]
    values = means[whole]

    words = [is_choice(axis) for axis in frame.axes]

    def estimate(units: NDArray[np.int64]) -> IndexEstimate:
        return _estimate(along[units], values[units], words)

    def alone(units: NDArray[np.int64]) -> FloatArray:
        return pawn_indices([conditioning_slices(along[units, n], word) for n, word in enumerate(words)], values[units])

    return IndexMethod("pawn", whole.size, whole.size + missing, 1, estimate, alone)


def _estimate(along: FloatArray, values: FloatArray, words: Sequence[bool]) -> IndexEstimate:
    axes = along.shape[1]
    cut = [conditioning_slices(along[:, n], word) for n, word in enumerate(words)]
    rng = np.random.default_rng(SEED)
    many = capped_samples(SAMPLES, values.size * axes)
    drawn = rng.integers(values.size, size=(many, values.size))
    samples = np.array([pawn_indices([slices[one] for slices in cut], values[one]) for one in drawn])
    # Each round is a study in which no axis means anything; the largest of its indices is what one of that many gets by chance.
    rounds = max(FEWEST_SHUFFLES, capped_samples(SHUFFLES, values.size * axes))
    noise = [pawn_indices(cut, rng.permutation(values)).max() for _ in range(rounds)]
    alone = [rank_contrast(along[:, n], values, axes) if word else _ranks(along[:, n], values) for n, word in enumerate(words)]
    return IndexEstimate(
        value=pawn_indices(cut, values),
        error=samples.std(axis=0, ddof=1),
        alone=np.array([one.size for one in alone]),
        alone_error=np.array([one.error for one in alone]),
        levels={n: one.levels for n, one in enumerate(alone) if one.levels},
        floor=float(np.quantile(noise, 1.0 - (1.0 - SURE) / TESTS, method="higher")),  # one of two tests: at half of the level
    )


def _ranks(along: FloatArray, values: FloatArray) -> LevelContrast:
    """The rank correlation along numbers, or between two words."""
    from scipy.stats import spearmanr

    size = float(spearmanr(along, values).statistic) if np.ptp(along) else 0.0
    return LevelContrast(size, 1.0 / np.sqrt(values.size - 1.0))


def conditioning_slices(along: FloatArray, words: bool = False) -> Slices:
    """The slice of each point: the values themselves where they are few or are words, else slices of equally many points."""
    found, position = np.unique(along, return_inverse=True)
    count = int(max(2, min(SLICES, along.size // FEWEST)))
    if words or found.size <= count:
        return np.asarray(position.ravel(), dtype=np.int16)
    edges = np.quantile(along, np.arange(1, count) / count)
    return np.asarray(np.searchsorted(edges, along, side="right"), dtype=np.int16)


def pawn_indices(cut: Sequence[Slices], values: FloatArray) -> FloatArray:
    """The index of each axis, [axis], from the slice that every point has along it, and the value of every point."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    apart = np.flatnonzero(ranked[1:] > ranked[:-1]) + 1
    alike = np.repeat(np.arange(apart.size + 1), np.diff(np.concatenate([[0], apart, [values.size]])))  # equal values, by rank
    below = np.concatenate([[0], apart])[alike] / values.size  # of all points, those below this value
    upto = np.concatenate([apart, [values.size]])[alike] / values.size  # and those up to it
    return np.array([_median_distance(slices[order], alike, below, upto) for slices in cut])


def _median_distance(placed: Slices, alike: NDArray[np.int64], below: FloatArray, upto: FloatArray) -> float:
    """The median over slices of the largest distance between the distribution in a slice and that of all points.

    It is at, or right below, one of the slice's own values; of equal ones only the first and the last are a step.
    """
    by = np.argsort(placed, kind="stable")
    own, group = placed[by], alike[by]
    starts = np.flatnonzero(np.concatenate([[True], own[1:] != own[:-1]]))
    sizes = np.diff(np.append(starts, own.size))
    before = np.arange(own.size) - np.repeat(starts, sizes)
    size = np.repeat(sizes, sizes)
    new = np.concatenate([[True], (own[1:] != own[:-1]) | (group[1:] != group[:-1])])
    right_below = np.where(new, np.abs(before / size - below[by]), 0.0)
    at = np.where(np.append(new[1:], True), np.abs((before + 1) / size - upto[by]), 0.0)
    return float(np.median(np.maximum.reduceat(np.maximum(right_below, at), starts)))
