"""How each clause came out: shares of plausible settings, sizes, and what luck had to do with it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from icsim.theory.asked import Asked
from icsim.theory.effects import Effect, apart, effect, errors, luck_of
from icsim.theory.panel import Panel, Readings, Resampled
from icsim.theory.shares import CONFIDENCE, Interval, bands, counted
from icsim.theory.verdict import Finding, Verdict, judge

Where = NDArray[np.bool_]  # [draw, luck]


def judged(
    asked: Sequence[Asked], panel: Panel, tested: Where, weights: Resampled
) -> tuple[tuple[Finding, ...], Verdict]:
    """Every clause, and all of them together."""
    effects = [effect(one, panel, tested, weights) for one in asked]
    luck = [luck_of(one, panel, tested) for one in asked]
    verdict = judge(asked, effects, luck, weights)
    findings = [
        _finding(one, panel, tested, weights, found, error, verdict.quick)
        for one, found, error in zip(asked, effects, luck, strict=True)
    ]
    return tuple(findings), verdict


def straddles(effects: NDArray[np.float64], error: NDArray[np.float64], smallest: float) -> NDArray[np.bool_]:
    """Draws whose mean effect lies within two standard errors of plus or minus the smallest effect."""
    return np.asarray(np.abs(np.abs(effects) - smallest) < 2.0 * error)


def _finding(
    one: Asked, panel: Panel, tested: Where, weights: Resampled, found: Effect, error: NDArray[np.float64], quick: bool
) -> Finding:
    readings = np.where(tested, apart(one, panel), np.nan) if not one.doses else np.full(tested.shape, np.nan)
    three = counted(found, error, one.clause.expect, one.smallest, weights.draws)
    samples, single = weights.average(found), found[:, 0]
    there = single[~np.isnan(single)]
    low, high = np.nanquantile(samples[1:], [(1.0 - CONFIDENCE) / 2.0, (1.0 + CONFIDENCE) / 2.0]) if there.size else (np.nan,) * 2
    middle = np.quantile(there, [0.05, 0.95]) if there.size else (np.nan, np.nan)
    return Finding(
        asked=one,
        shares=three,
        bands=bands(three, quick),
        size=Interval(float(samples[0]), float(low), float(high)),
        middle=(float(middle[0]), float(middle[1])),
        deviations=_deviations(one, panel, tested, float(samples[0])),
        lucks_right=_right(readings, one),
        straddling=int(np.sum(straddles(single, error, one.smallest))),
        effects=single,
    )


def _right(readings: Readings, one: Asked) -> float:
    """Share of worlds whose own difference has the sign expected; of no effect, that is within the smallest."""
    there = readings[~np.isnan(readings)]
    if not there.size:
        return float("nan")
    right = {"up": there > 0.0, "down": there < 0.0}.get(one.clause.expect, np.abs(there) <= one.smallest)
    return float(right.mean())


def _deviations(one: Asked, panel: Panel, tested: Where, size: float) -> float:
    """The effect in standard deviations between the worlds of one arm and one draw, pooled."""
    if one.doses:
        return float("nan")
    variances = []
    for arm in one.weights:
        readings = np.where(tested, panel.read(arm, one.terms, one.week), np.nan)
        error, many = errors(readings), (~np.isnan(readings)).sum(axis=1)
        variances.append(np.nanmean(error * error * many) if not np.isnan(error).all() else np.nan)
    pooled = float(np.sqrt(np.mean(variances)))
    return size / pooled if pooled > 0.0 else float("nan")
