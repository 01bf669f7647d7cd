"""How each clause came out: shares of plausible settings, sizes, and what luck had to do with it."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.effect_shares import CONFIDENCE, EffectSamples, Estimate95, count_shares, possible_bands
from icsim.theory.clauses import BoundClause
from icsim.theory.effects import arm_contrast, effect, errors, replicate_standard_error
from icsim.theory.panel import BootstrapWeights, Readings, ReplicatePanel
from icsim.theory.verdict import ClauseResult, Verdict, judge

TestedMask = NDArray[np.bool_]  # [draw, replicate]
FINEST = 0.01  # of the smallest effect: nearer than this no number of replicates is worth naming

ALIKE = 1e-12  # what four readings that cancel leave of rounding


def clause_results(
    asked: Sequence[BoundClause], panel: ReplicatePanel, tested: TestedMask, weights: BootstrapWeights
) -> tuple[tuple[ClauseResult, ...], Verdict]:
    """Every clause, and all of them together."""
    effects = [effect(one, panel, tested, weights) for one in asked]
    luck = [replicate_standard_error(one, panel, tested) for one in asked]
    verdict = judge(asked, effects, luck, weights)
    findings = [
        _finding(one, panel, tested, weights, found, error, verdict.preliminary)
        for one, found, error in zip(asked, effects, luck, strict=True)
    ]
    return tuple(findings), verdict


def arm_means(one: BoundClause, panel: ReplicatePanel) -> dict[str, float]:
    """What is read in each arm of a clause, averaged over draws and replicates; nan where nothing can be."""
    read = {arm: panel.read(arm, one.terms, one.week) for arm in one.weights}
    return {arm: float(np.nanmean(values)) if not np.isnan(values).all() else float("nan") for arm, values in read.items()}


def near_threshold(effects: NDArray[np.float64], error: NDArray[np.float64], smallest: float) -> NDArray[np.bool_]:
    """Draws whose mean effect lies within two standard errors of plus or minus the smallest effect."""
    return np.asarray(np.abs(np.abs(effects) - smallest) < 2.0 * error)


def settling_replicates(effects: NDArray[np.float64], error: NDArray[np.float64], smallest: float, replicates: int) -> int | None:
    """About how many replicates call half of the draws that so many leave too near the smallest effect; None: none is left.

    A standard error falls with the root of the number of replicates.
    """
    near = near_threshold(effects, error, smallest)
    if not near.any():
        return None
    distance = np.maximum(np.abs(np.abs(effects[near]) - smallest), FINEST * smallest)
    needed = float(np.median(replicates * (2.0 * error[near] / distance) ** 2))
    return int(2 ** math.ceil(math.log2(max(needed, replicates + 1.0))))


def _finding(
    one: BoundClause,
    panel: ReplicatePanel,
    tested: TestedMask,
    weights: BootstrapWeights,
    found: EffectSamples,
    error: NDArray[np.float64],
    quick: bool,
) -> ClauseResult:
    readings = np.where(tested, arm_contrast(one, panel), np.nan) if not one.doses else np.full(tested.shape, np.nan)
    three = count_shares(found, error, one.clause.expect, one.smallest, weights.draws)
    samples, single = weights.average(found), found[:, 0]
    there = single[~np.isnan(single)]
    low, high = np.nanquantile(samples[1:], [(1.0 - CONFIDENCE) / 2.0, (1.0 + CONFIDENCE) / 2.0]) if there.size else (np.nan,) * 2
    middle = np.quantile(there, [0.05, 0.95]) if there.size else (np.nan, np.nan)
    return ClauseResult(
        asked=one,
        shares=three,
        bands=possible_bands(three, quick),
        size=Estimate95(float(samples[0]), float(low), float(high)),
        p05_p95=(float(middle[0]), float(middle[1])),
        effect_in_sd=_deviations(one, panel, tested, float(samples[0])),
        replicates_as_predicted=_right(readings, one),
        replicates_same=_same(readings),
        undecided_draws=int(np.sum(near_threshold(single, error, one.smallest))),
        settling_replicates=settling_replicates(single, error, one.smallest, tested.shape[1]),
        effects=single,
    )


def _right(readings: Readings, one: BoundClause) -> float:
    """Share of worlds whose own difference has the sign expected; of no effect, that is within the smallest."""
    there = readings[~np.isnan(readings)]
    if not there.size:
        return float("nan")
    right = {"up": there > ALIKE, "down": there < -ALIKE}.get(one.clause.expect, np.abs(there) <= one.smallest)
    return float(right.mean())


def _same(readings: Readings) -> float:
    """Share of worlds that do not differ at all."""
    there = readings[~np.isnan(readings)]
    return float((np.abs(there) <= ALIKE).mean()) if there.size else float("nan")


def _deviations(one: BoundClause, panel: ReplicatePanel, tested: TestedMask, size: float) -> float:
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
