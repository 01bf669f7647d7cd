"""The effect of each clause: what its arms add up to, in every draw, on the scale on which it is judged."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.effect_shares import EffectSamples
from icsim.theory.clauses import DOSES, BoundClause, QueryTerms
from icsim.theory.panel import BootstrapWeights, DrawMeans, Readings, ReplicatePanel, bootstrap_weights
from icsim.theory.theory_cases import dose_name
from icsim.theory.theory_schema import is_interaction

EDGE = 0.005  # shares nearer to 0 or 1 count as this far away on the logit scale


def arm_contrast(one: BoundClause, panel: ReplicatePanel, instead: Mapping[str, str] | None = None) -> Readings:
    """A clause's effect in every draw and luck: its arms, weighted and added up; nan where one has no value.

    `instead` names arms that stand in for others.
    """
    total = np.zeros(panel.values.shape[1::2])
    for arm, weight in one.weights.items():
        name = (instead or {}).get(arm, arm)
        value = panel.read(name, one.terms, one.week)
        if one.less:
            value = value - panel.read(name, one.less, one.week)
        total = total + weight * value
    return total


def resource_delivered(
    asked: tuple[BoundClause, ...], panel: ReplicatePanel, instead: Mapping[str, str] | None = None
) -> NDArray[np.bool_]:
    """Where the resource can be seen: [draw, replicate]. Where nobody is in post or nothing was decided, nothing is tested."""
    missing = [np.isnan(arm_contrast(one, panel, instead)) for one in asked if one.part == "resource"]
    return np.asarray(~np.any(missing, axis=0))


def effect(
    one: BoundClause,
    panel: ReplicatePanel,
    tested: NDArray[np.bool_],
    weights: BootstrapWeights,
    instead: Mapping[str, str] | None = None,
) -> EffectSamples:
    """Mean effect over replicates: [draw, sample]."""
    if one.doses:
        return _interior(one, panel, tested, weights)
    found = weights.mean(np.where(tested, arm_contrast(one, panel, instead), np.nan))
    if is_interaction(one.weights) and one.measure.range == (0.0, 1.0):
        return on_both_scales(found, one.weights, one.terms, one.week, panel, tested, weights)
    return found


def doses(one: BoundClause, panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights) -> list[DrawMeans]:
    """Mean outcome at each dose of an interior clause, from none to all."""
    arm = one.doses[0][0]
    names = [dose_name(arm, one.clause.dose or "", step) for step in range(DOSES)]
    return [weights.mean(np.where(tested, panel.read(name, one.terms, one.week), np.nan)) for name in names]


def _interior(one: BoundClause, panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights) -> EffectSamples:
    """How far the best inner dose lies above both ends.

    The dose is chosen with one half of the replicates and measured with the other, both ways round: with the same replicates the
    best of five would look good by luck alone.
    """
    even, odd = (np.stack(doses(one, panel, tested, weights.half(parity))) for parity in (0, 1))
    return (_above_ends(even, odd) + _above_ends(odd, even)) / 2.0


def replicate_standard_error(one: BoundClause, panel: ReplicatePanel, tested: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Standard error of each draw's effect, from luck: [draw]; of an interior clause from its two halves."""
    if not one.doses:
        return errors(np.where(tested, arm_contrast(one, panel), np.nan))
    plain = bootstrap_weights(panel.draws, len(panel.replicates), samples=0)
    even, odd = (np.stack(doses(one, panel, tested, plain.half(parity))) for parity in (0, 1))
    return np.asarray(np.abs(_above_ends(even, odd) - _above_ends(odd, even))[:, 0] / 2.0)


def errors(readings: Readings) -> NDArray[np.float64]:
    """Standard error of each draw's mean over replicates; nan with fewer than two."""
    count = (~np.isnan(readings)).sum(axis=1)
    middle = np.nansum(readings, axis=1) / np.maximum(count, 1)
    apart_ = np.where(np.isnan(readings), 0.0, readings - middle[:, None])
    spread = np.sqrt((apart_ * apart_).sum(axis=1) / np.maximum(count - 1, 1))
    return np.where(count > 1, spread / np.sqrt(np.maximum(count, 1)), np.nan)


def _above_ends(chooses: NDArray[np.float64], measures: NDArray[np.float64]) -> EffectSamples:
    best = np.argmax(np.where(np.isnan(chooses[1:-1]), -np.inf, chooses[1:-1]), axis=0)
    inner = np.take_along_axis(measures[1:-1], best[None], axis=0)[0]
    return np.asarray(inner - np.maximum(measures[0], measures[-1]))


def on_both_scales(
    natural: EffectSamples, arms: Mapping[str, float], terms: QueryTerms, week: int,
    panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights,
) -> EffectSamples:  # fmt: skip
    """An interaction of shares where it has the same sign on the logit scale: else it is a matter of the scale, and 0."""
    total = np.zeros_like(natural)
    for arm, weight in arms.items():
        mean = weights.mean(np.where(tested, panel.read(arm, terms, week), np.nan))
        share = np.clip(mean, EDGE, 1.0 - EDGE)
        total = total + weight * np.log(share / (1.0 - share))
    return np.where(np.isnan(natural) | (np.sign(total) == np.sign(natural)), natural, 0.0)
