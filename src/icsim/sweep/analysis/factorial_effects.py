"""A two-level factorial taken apart: what each axis does from its low to its high, and what two do beyond their sum.

Every effect is a contrast over all points, so that a luck gives it once at every point: its interval is over replicates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from icsim.sweep.analysis.paired_comparison import ComparisonVerdict, ConfidenceInterval, comparison_verdict, mean_interval
from icsim.sweep.analysis.report_request import OutcomeSeries
from icsim.sweep.analysis.smallest_difference import counts_events
from icsim.sweep.analysis.sweep_results import AxisColumn, FloatArray, SweepResults, nan_mean
from icsim.sweep.stopping import SURE

AxisNames = tuple[str, ...]
"""One axis, or two that are taken together."""


@dataclass(frozen=True)
class FactorialEffect:
    """One axis from its low to its high, averaged over all others; or two, what both do beyond the sum of each."""

    axes: AxisNames
    confounded: tuple[AxisNames, ...]  # pairs whose effect this design cannot tell from it: the number is of all of them together
    size: float
    among: ConfidenceInterval  # for all effects of the family together
    says: ComparisonVerdict


@dataclass(frozen=True)
class FactorialEffects:
    """All effects on one outcome, single axes first, each kind largest first; and how far a sum of single axes goes."""

    series: OutcomeSeries
    found: tuple[FactorialEffect, ...]
    additive: float  # share of the variance between points that single axes explain; nan where luck cannot be kept out of it
    additive_interval: ConfidenceInterval


def two_level_signs(frame: SweepResults) -> tuple[tuple[AxisColumn, ...], FloatArray] | None:
    """The axes that vary and their levels as -1 and 1, [point, axis]; None where the points are no two-level factorial.

    They are where every axis has two values, each at half of the points, and no two axes go together.
    """
    axes = tuple(axis for axis in frame.axes if np.unique(axis.column[~np.isnan(axis.column)]).size > 1)
    if frame.design == "ramp" or len(axes) < 2:
        return None
    levels = [np.unique(axis.column) for axis in axes]
    if any(found.size != 2 or np.isnan(found).any() for found in levels):
        return None
    signs = np.column_stack([signs_of(axis) for axis in axes])
    even = not signs.sum(axis=0).any()
    return (axes, signs) if even and np.array_equal(signs.T @ signs, frame.points * np.eye(len(axes))) else None


def signs_of(axis: AxisColumn) -> FloatArray:
    """The levels of an axis with two values as -1 and 1, [point]."""
    return np.where(axis.column == axis.column.max(), 1.0, -1.0)


def contrast_values(values: FloatArray, *signs: FloatArray) -> FloatArray:
    """Values [point, replicate] turned so that their mean over points is an effect.

    With the signs of one axis: its high less its low. With those of two: both high and both low less the rest, which is what
    both bring together beyond what each brings alone.
    """
    sign = np.prod(signs, axis=0)
    return np.asarray(2.0 ** len(signs) * sign[:, None] * values)


def factorial_effects(frame: SweepResults, series: OutcomeSeries, smallest: float, family: int = 1) -> FactorialEffects | None:
    """All effects on one outcome, against its smallest difference that counts; `family`: outcomes that are told together.

    None where the points are no two-level factorial, or a point has no value, without which no contrast is even.
    """
    held = two_level_signs(frame)
    if held is None or np.isnan(nan_mean(series.values)).any():
        return None
    axes, signs = held
    groups = list(_groups([axis.path for axis in axes], signs))
    level, events = 1.0 - (1.0 - SURE) / (family * len(groups)), counts_events(frame.columns[series.outcome])
    made = []
    for names, confounded, columns in groups:
        turned = contrast_values(series.values, *columns)
        size, among = float(nan_mean(turned).mean()), mean_interval(turned, level)
        made.append(FactorialEffect(names, confounded, size, among, comparison_verdict(size, among, smallest, events)))
    made.sort(key=lambda one: (len(one.axes), -abs(one.size)))
    shares = additive_share(series.values, list(signs.T))
    between = ConfidenceInterval(np.nan, np.nan) if shares is None else mean_interval(shares[None], SURE)
    return FactorialEffects(series, tuple(made), np.nan if shares is None else float(shares.mean()), between)


def _groups(names: Sequence[str], signs: FloatArray) -> Iterator[tuple[AxisNames, tuple[AxisNames, ...], tuple[FloatArray, ...]]]:
    """Every axis and every pair, those with the same column of signs (or the reverse) together, under the first of them."""
    every: list[tuple[tuple[int, ...], FloatArray]] = [((n,), signs[:, n]) for n in range(len(names))]
    every += [(pair, signs[:, pair[0]] * signs[:, pair[1]]) for pair in combinations(range(len(names)), 2)]
    alike: dict[bytes, list[tuple[int, ...]]] = {}
    for axes, column in every:
        alike.setdefault((column * column[0]).tobytes(), []).append(axes)
    for first, *others in alike.values():
        yield (
            tuple(names[n] for n in first),
            tuple(tuple(names[n] for n in other) for other in others),
            tuple(signs[:, n] for n in first),
        )


def additive_share(values: FloatArray, signs: Sequence[FloatArray]) -> FloatArray | None:
    """The share of the variance between points that single axes explain, [replicate]: each luck against all others.

    Squares would count luck as difference; a product of a luck with the others is right on average. None with one luck, or
    where a world has no value.
    """
    replicates = values.shape[1]
    if replicates < 2 or np.isnan(values).any():
        return None
    whole = values.mean(axis=1)
    shares = []
    for column in values.T:
        rest = (whole * replicates - column) / (replicates - 1)
        mains = sum(float(np.mean(sign * rest) * np.mean(sign * column)) for sign in signs)
        between = float(np.mean((rest - rest.mean()) * (column - column.mean())))
        shares.append(mains / between if between > 0.0 else np.nan)
    return None if np.isnan(shares).any() else np.array(shares)
