"""What a report is asked for: which outcomes, of which arms, where, and drawn along which axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.sweep.analysis.outcome_condition import OutcomeCondition, outcome_column, parse_condition
from icsim.sweep.analysis.sweep_results import LESS, FloatArray, SweepResults
from icsim.theory.mechanism_factorial import OUTCOMES

FEW = 6  # measures that a report tells of without being asked: more would bury the reader
SPREAD = ("lhs", "sobol_sequence", "saltelli", "grid", "factorial", "file", "crossed")
"""Designs in whose points the part of the space where a condition holds can be looked for."""


class OutcomeSeries(NamedTuple):
    """One thing to analyse: an outcome of an arm, or of two arms their difference."""

    name: str  # `trust_w260`, or `trust_w260 (shared - told)`
    outcome: str  # the column
    arm: str  # "" where no arm is named
    values: FloatArray  # [point, replicate]; nan where missing


@dataclass(frozen=True)
class ReportRequest:
    """The outcomes, arms and axes of a report, all known to the study."""

    outcomes: tuple[str, ...]  # columns
    arms: tuple[str, ...]  # `shared`, or `shared - told`; ("",) where the study names none
    where: tuple[OutcomeCondition, ...] = ()
    axes: tuple[str, ...] = ()  # what figures are drawn along, most important first; empty: as each section thinks fit
    policies: tuple[str, ...] | None = None  # axes that are decided on, all others being uncertain; None: as their paths say
    meets: tuple[OutcomeCondition, ...] = ()  # what a policy has to reach in a setting

    def series(self, frame: SweepResults) -> list[OutcomeSeries]:
        """What is to be analysed, outcome by outcome."""
        return [
            OutcomeSeries(f"{outcome} ({arm})" if arm else outcome, outcome, arm, frame.read(outcome, arm))
            for outcome in self.outcomes
            for arm in self.arms
        ]


def parse_report_request(
    frame: SweepResults,
    measures: list[str] | None = None,
    arms: list[str] | None = None,
    where: str | Sequence[str] | None = None,
    axes: list[str] | None = None,
    policies: list[str] | None = None,
    meets: str | Sequence[str] | None = None,
) -> ReportRequest:
    """What was asked for, with the rest as the study suggests: the last week, the main measures, each arm less the first.

    UserError for what the study does not have.
    """
    for path in (*(axes or ()), *(policies or ())):
        frame.axis(path)
    conditions = tuple(parse_condition(frame, one) for one in _each(where))
    needed = tuple(parse_condition(frame, one, "meets") for one in _each(meets))
    if conditions and frame.design not in SPREAD:
        raise UserError(f"where: the points of design={frame.design} do not fill the space evenly; allowed: {', '.join(SPREAD)}")
    if conditions and len(frame.arms) > 1 and arms is None:
        first, other, *_ = frame.arms
        raise UserError(
            f"where: the study has arms; say of which, as in arms=[{other}], or of a difference, arms='[{other} - {first}]'"
        )
    named = tuple(dict.fromkeys(outcome_column(frame, one, "measures") for one in measures or ()))
    outcomes = _usual(frame) if measures is None else named
    decided = None if policies is None else tuple(policies)
    return ReportRequest(outcomes, _arms(frame, arms), conditions, tuple(axes or ()), decided, needed)


def _each(given: str | Sequence[str] | None) -> Sequence[str]:
    """One condition or several; none where nothing was asked."""
    return () if given is None else (given,) if isinstance(given, str) else given


def _usual(frame: SweepResults) -> tuple[str, ...]:
    """All outcomes of the last week where they are few; else the main ones of the project, or the first."""
    last = [one for one in frame.outcomes if one.week == frame.held.weeks[-1]]
    main = [one for one in last if one.query.key in OUTCOMES]
    chosen = last if len(last) <= FEW else main or last[:FEW]
    return tuple(one.column for one in chosen)


def _arms(frame: SweepResults, given: list[str] | None) -> tuple[str, ...]:
    if given is None:
        first, *others = frame.arms
        return (first, *(f"{arm}{LESS}{first}" for arm in others))
    if frame.arms == ("",):
        raise UserError(f"arms: {', '.join(given)}: the study has no arms; leave arms out")
    for one in given:
        for arm in one.split(LESS):
            if arm not in frame.arms or not arm:
                known = f"{list_names(arm for arm in frame.arms if arm)}, or a difference, as in arms='[a - b]'"
                raise UserError(f"arms: {arm} is no arm of this study; allowed: {known}{did_you_mean(arm, frame.arms)}")
    return tuple(given)
