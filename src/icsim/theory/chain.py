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
from icsim.engine.block import build
from icsim.engine.crossed import Hold, states
from icsim.engine.run import lucks_of
from icsim.theory.asked import Asked
from icsim.theory.cases import Case
from icsim.theory.effects import apart
from icsim.theory.panel import Panel, Resampled
from icsim.theory.shares import CONFIDENCE, Interval
from icsim.theory.vocabulary import is_interaction


@dataclass(frozen=True)
class Passage:
    """What of one outcome's effect passes through the reasoning, on average over plausible settings."""

    asked: Asked
    total: Interval
    through_with: Interval  # what the effect loses when the reasoning is taken away
    through_without: Interval  # what the reasoning brings without the resource
    difference: Interval  # of the two: beyond 0, resource and reasoning need each other
    share_with: float | None  # of the total; None where the total is below the smallest effect
    share_without: float | None


@dataclass(frozen=True)
class Chain:
    """The passages of all outcomes, or why there are none."""

    passages: tuple[Passage, ...]
    reason: str | None = None  # why nothing was held


def held_names(case: Case) -> tuple[str, str]:
    """Names of the two worlds in which the reasoning is held."""
    first, second = case.theory.contrasted
    return f"{first}, reasoning of {second}", f"{second}, reasoning of {first}"


def held_arms(case: Case) -> dict[str, Settings]:
    """The arms once more, for the worlds with their reasoning held; none for an interaction."""
    if is_interaction(case.theory.weights(case.theory.outcome[0])):
        return {}
    first, second = case.theory.contrasted
    return dict(zip(held_names(case), (case.arms[first], case.arms[second]), strict=True))


def hold(case: Case, arms: Mapping[str, Settings]) -> Hold:
    """What is held where: the reasoning's states of those whom the theory names. UserError where there are no such states."""
    names = list(arms)
    first, second = case.theory.contrasted
    without, with_ = held_names(case)
    reasoning = [query for one in case.asked if one.part == "reasoning" for query, _ in (*one.terms, *one.less)]
    block = build([arms[first]], lucks_of(arms[first], 1))
    for query in reasoning:
        states(query, arms[first], block)
    pairs = ((names.index(second), names.index(without)), (names.index(first), names.index(with_)))
    return Hold(tuple(reasoning), pairs)


def trace(case: Case, panel: Panel, tested: NDArray[np.bool_], weights: Resampled, reason: str | None = None) -> Chain:
    """The passages, from a panel that has the held worlds; without them, the reason why it has none."""
    first, second = case.theory.contrasted
    names = held_names(case)
    if names[0] not in panel.arms:
        return Chain((), reason or "an interaction compares four arms; its pairs can be traced as theories of their own")
    found = []
    for one in case.asked:
        if one.part != "outcome" or set(one.weights) != {first, second} or one.doses:
            continue
        total, taken, alone = (
            weights.average(weights.mean(np.where(tested, apart(one, panel, instead), np.nan)))
            for instead in ({}, {first: names[0]}, {first: names[1]})
        )
        sign, lost, brought = one.weights[first], total - taken, alone
        whole, with_, without, between = (_interval(sign * size) for size in (total, lost, brought, lost - brought))
        shown = abs(whole.value) > one.smallest
        share_with, share_without = (float(part[0] / total[0]) if shown else None for part in (lost, brought))
        found.append(Passage(one, whole, with_, without, between, share_with, share_without))
    return Chain(tuple(found))


def _interval(samples: NDArray[np.float64]) -> Interval:
    if np.isnan(samples[1:]).all():
        return Interval(np.nan, np.nan, np.nan)
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.nanquantile(samples[1:], [tail, 1.0 - tail])
    return Interval(float(samples[0]), float(low), float(high))
