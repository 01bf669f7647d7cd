"""The traced chain: how much of an outcome's effect passes through the reasoning, by holding the reasoning still.

Four worlds of one luck: with and without the resource, and each of them with the reasoning states of the theory held,
week by week and step by step, at the path they take in the other. What the effect loses with the reasoning taken away,
and what the reasoning brings alone, are the two orders in which it can be counted; where they differ, resource and
reasoning need each other. Natural effects are exact here, for the model knows both paths (Pearl 2001).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.config.settings import Settings
from icsim.engine.block import build_block
from icsim.engine.block_fields import CARRIED_BY, Block
from icsim.engine.crossed_design import MediatorHold, state_fields
from icsim.engine.ensemble import replicate_seeds
from icsim.engine.influences import targets_of
from icsim.engine.measures import WORKED_OUT_OF, Query, compile_query
from icsim.statistics.effect_shares import CONFIDENCE, Estimate95
from icsim.theory.clauses import BoundClause
from icsim.theory.effects import arm_contrast
from icsim.theory.panel import BootstrapWeights, ReplicatePanel
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import is_interaction


@dataclass(frozen=True)
class MediatedEffect:
    """What of one outcome's effect passes through the reasoning, on average over plausible settings."""

    asked: BoundClause
    total: Estimate95
    tnie: Estimate95  # what the effect loses when the reasoning is taken away
    pnie: Estimate95  # what the reasoning brings without the resource
    interaction: Estimate95  # of the two: beyond 0, resource and reasoning need each other
    tnie_share: float | None  # of the total; None where the total is below the smallest effect
    pnie_share: float | None
    has_path: bool = True  # whether any rule leads from the reasoning to the outcome at all


@dataclass(frozen=True)
class MediationResult:
    """How the effect on each outcome divides, or why it is not divided."""

    outcomes: tuple[MediatedEffect, ...]
    reason: str | None = None  # why nothing was held


def mediated_pair(case: TheoryCase) -> tuple[str, str] | None:
    """The two worlds whose outcome is traced: those that the first outcome compares, if it compares two."""
    for one in case.asked:
        if one.part == "outcome" and not one.doses and not is_interaction(one.weights):
            first, second = sorted(one.weights, key=lambda arm: -one.weights[arm])
            return first, second
    return None


def held_names(pair: tuple[str, str]) -> tuple[str, str]:
    """Names of the two worlds in which the reasoning is held."""
    first, second = pair
    return f"{first}, reasoning of {second}", f"{second}, reasoning of {first}"


def held_arms(case: TheoryCase) -> dict[str, Settings]:
    """The arms once more, for the worlds with their reasoning held; none where no outcome compares two worlds."""
    pair = mediated_pair(case)
    return dict(zip(held_names(pair), (case.arms[name] for name in pair), strict=True)) if pair else {}


def mediator_hold(case: TheoryCase, arms: Mapping[str, Settings]) -> MediatorHold:
    """What is held where: the reasoning's states of those whom the theory names. UserError where there are no such states."""
    names, pair = list(arms), mediated_pair(case)
    assert pair is not None
    reasoning = _reasoning(case)
    block = build_block([arms[pair[0]]], replicate_seeds(arms[pair[0]], 1))
    for query in reasoning:
        state_fields(query, arms[pair[0]], block)
    without, with_ = held_names(pair)
    pairs = ((names.index(pair[1]), names.index(without)), (names.index(pair[0]), names.index(with_)))
    return MediatorHold(reasoning, pairs)


def decompose_mediation(
    case: TheoryCase, panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights, reason: str | None = None
) -> MediationResult:
    """Mediated effects of each outcome, from a panel with the held worlds; without them, the reason why there are none."""
    pair = mediated_pair(case)
    if pair is None or held_names(pair)[0] not in panel.arms:
        return MediationResult(
            (), reason or "no outcome compares two worlds: an interaction's pairs can be traced as theories of their own"
        )
    names, block = held_names(pair), build_block([case.arms[pair[0]]], replicate_seeds(case.arms[pair[0]], 1))
    found = []
    for one in case.asked:
        if one.part != "outcome" or set(one.weights) != set(pair) or one.doses:
            continue
        readings = [arm_contrast(one, panel, instead) for instead in ({}, {pair[0]: names[0]}, {pair[0]: names[1]})]
        common = tested & ~np.isnan(readings).any(axis=0)  # the same worlds in all three, or their difference means nothing
        total, taken, alone = (weights.average(weights.mean(np.where(common, one_, np.nan))) for one_ in readings)
        sign, lost, brought = one.weights[pair[0]], total - taken, alone
        whole, with_, without, between = (_interval(sign * size) for size in (total, lost, brought, lost - brought))
        shown = abs(whole.value) > one.smallest
        tnie_share, pnie_share = (float(part[0] / total[0]) if shown else None for part in (lost, brought))
        has_path = _has_path(case, one, block)
        found.append(MediatedEffect(one, whole, with_, without, between, tnie_share, pnie_share, has_path))
    return MediationResult(tuple(found))


def _has_path(case: TheoryCase, outcome: BoundClause, block: Block) -> bool:
    """Whether any rule leads, over whatever states, from the reasoning to what the outcome reads."""
    arm = next(iter(case.arms.values()))
    sources = {field for query in _reasoning(case) for field, _ in state_fields(query, arm, block)}
    sources |= {flow for field in sources for flow in CARRIED_BY.get(field, ())}
    read = [part for query, _ in outcome.terms for part in compile_query(query, arm.world, block).parts]
    targets = {field for value, _, below, _ in read for field in (value, below)}
    targets |= {WORKED_OUT_OF[query.measure] for query, _ in outcome.terms if query.measure in WORKED_OUT_OF}
    met, ahead = set(sources), list(sources)
    while ahead:
        new = targets_of(ahead.pop()) - met
        met |= new
        ahead += new
    return bool((met - sources) & targets)


def _reasoning(case: TheoryCase) -> tuple[Query, ...]:
    return tuple(query for one in case.asked if one.part == "reasoning" for query, _ in (*one.terms, *one.less))


def _interval(samples: NDArray[np.float64]) -> Estimate95:
    if np.isnan(samples[1:]).all():
        return Estimate95(np.nan, np.nan, np.nan)
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.nanquantile(samples[1:], [tail, 1.0 - tail])
    return Estimate95(float(samples[0]), float(low), float(high))
