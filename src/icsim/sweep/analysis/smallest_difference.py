"""The smallest difference that counts in an outcome of a sweep at its week; of what is counted, so much a year."""

from icsim.catalogue import catalogue
from icsim.catalogue.entries import Measure
from icsim.sweep.analysis.sweep_results import OutcomeColumn


def smallest_difference(outcome: OutcomeColumn) -> float:
    """What counts at the outcome's week."""
    return _measure(outcome).smallest_by(outcome.week)


def counts_events(outcome: OutcomeColumn) -> bool:
    """Whether it counts what happened, such as leaders who left."""
    return _measure(outcome).kind == "count"


def smallest_text(outcome: OutcomeColumn) -> str:
    """The same in words: a total's with what it is in a year."""
    measure = _measure(outcome)
    by_week = f" by week {outcome.week}, {measure.counts}" if measure.smallest_effect_per else ""
    return f"{smallest_difference(outcome):.3g}{by_week}"


def _measure(outcome: OutcomeColumn) -> Measure:
    return catalogue().measures[outcome.query.measure.partition(".")[0]]
