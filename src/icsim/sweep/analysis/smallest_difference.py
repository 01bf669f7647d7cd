"""The smallest difference that counts in an outcome of a sweep; of a total, per unit of time."""

from icsim.catalogue import catalogue
from icsim.sweep.analysis.sweep_results import OutcomeColumn

YEAR = 52  # weeks


def smallest_difference(outcome: OutcomeColumn) -> float:
    """What counts at the outcome's week: of what is counted from the start on, so much a year, for totals grow with the weeks."""
    measure = catalogue().measures[outcome.query.measure.partition(".")[0]]
    return measure.smallest_effect * outcome.week / YEAR if measure.kind == "count" else measure.smallest_effect


def smallest_text(outcome: OutcomeColumn) -> str:
    """The same in words: a total's with what it is in a year."""
    measure = catalogue().measures[outcome.query.measure.partition(".")[0]]
    by_week = f" by week {outcome.week}, {measure.smallest_effect:g} a year" if measure.kind == "count" else ""
    return f"{smallest_difference(outcome):.3g}{by_week}"
