"""A second reading of icsim.rules.opinion, written from what its rules say of themselves and not from their code."""

from formulas.arithmetic import clamp01, towards


def influence_weight(say: float, trust: float) -> float:
    return say * trust


def outlook_friedkin_johnsen(outlook: float, first: float, others: float, openness: float, rate: float, confidence: float) -> float:
    return towards(outlook, towards(first, others, openness), rate)


def outlook_deffuant(outlook: float, first: float, others: float, openness: float, rate: float, confidence: float) -> float:
    return towards(outlook, others, rate * openness) if abs(others - outlook) < confidence else outlook


def outlook_after(
    variant: int, outlook: float, first: float, others: float, openness: float, rate: float, confidence: float
) -> float:
    if variant == 0:
        return outlook
    if variant == 1:
        return (1 - rate) * outlook + rate * (openness * others + (1 - openness) * first)
    heard = abs(others - outlook) < confidence
    return outlook + heard * rate * openness * (others - outlook)


def with_common_goal(outlook: float, goal: float, heard_goals: float, pull: float) -> float:
    return clamp01(towards(outlook, goal, pull * heard_goals))


def first_outlook(values: float, u: float, lean: float, spread: float) -> float:
    return clamp01(0.5 + lean * (values - 0.5) + 2 * spread * (u - 0.5))
