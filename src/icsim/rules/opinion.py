"""Opinion: what teams think is best, moved by those they trust and by common goals."""

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01


@rule
def influence_weight(say: float, trust: float) -> float:
    """Weight of another team's word: its share of the say, carried by trust.

    Formula: say trust
    Symbols: say >= 0, trust in [0, 1]. Source: B9 (weights by power and trust).
    """
    return say * trust


@rule
def outlook_friedkin_johnsen(outlook: float, first: float, others: float, openness: float, rate: float, confidence: float) -> float:
    """Outlook drawn to others' and held by one's own first view.

    Formula: outlook + rate (openness others + (1 - openness) first - outlook)
    Symbols: outlook, first, others, openness, result in [0, 1]; rate per week; confidence unused. Source: B9, C4.
    """
    return outlook + rate * (openness * others + (1.0 - openness) * first - outlook)


@rule
def outlook_deffuant(outlook: float, first: float, others: float, openness: float, rate: float, confidence: float) -> float:
    """Outlook drawn to others' only when it is near enough to be heard.

    Formula: outlook + rate openness (others - outlook) if abs(others - outlook) < confidence, else outlook
    Symbols: as outlook_friedkin_johnsen; confidence in [0, 1], the distance that is still heard; first unused. Source: B9, C5.
    Assumption: the others are met as one weighted voice.
    """
    return outlook + rate * openness * (others - outlook) if abs(others - outlook) < confidence else outlook


@rule
def outlook_after(
    variant: int, outlook: float, first: float, others: float, openness: float, rate: float, confidence: float
) -> float:
    """Outlook after a week under the chosen rule.

    Formula:
        result = outlook if variant = 0,
            else outlook_friedkin_johnsen(outlook, first, others, openness, rate, confidence) if variant = 1,
            else outlook_deffuant(outlook, first, others, openness, rate, confidence)
    Symbols: variant 0 off, 1 friedkin_johnsen, 2 deffuant; others as outlook_deffuant. Source: B9.
    """
    if variant == 0:
        return outlook
    if variant == 1:
        return outlook_friedkin_johnsen(outlook, first, others, openness, rate, confidence)
    return outlook_deffuant(outlook, first, others, openness, rate, confidence)


@rule
def with_common_goal(outlook: float, goal: float, heard_goals: float, pull: float) -> float:
    """Outlook drawn to a common goal that leaders set.

    Formula: clamp01(outlook + pull heard_goals (goal - outlook))
    Symbols: outlook, goal, heard_goals, result in [0, 1]; pull per week. Source: T2.4, C3 (leader as steady source).
    """
    return clamp01(outlook + pull * heard_goals * (goal - outlook))


@rule
def first_outlook(values: float, u: float, lean: float, spread: float) -> float:
    """A team's first view of what is best: its organisation's values, and its own mind.

    Formula: clamp01(1/2 + lean (values - 1/2) + spread (2 u - 1))
    Symbols: values, result in [0, 1]; u uniform draw; lean, spread in [0, 1]. Source: C14. Assumption: uniform
    differences.
    """
    return clamp01(0.5 + lean * (values - 0.5) + spread * (2.0 * u - 1.0))
