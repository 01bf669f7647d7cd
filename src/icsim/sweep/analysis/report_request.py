"""What a report is asked for: which outcomes, of which arms, where, and drawn along which axes."""

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.sweep.analysis.sweep_results import LESS, FloatArray, SweepResults
from icsim.theory.mechanism_factorial import OUTCOMES

FEW = 6  # measures that a report tells of without being asked: more would bury the reader
CONDITION = re.compile(r"^\s*(?P<column>.+?)\s*(?P<sign><=|>=|<|>)\s*(?P<limit>[-+.\w]+)\s*$")
SPREAD = ("lhs", "sobol_sequence", "saltelli", "grid", "factorial", "file")
"""Designs in whose points the part of the space where a condition holds can be looked for."""
SIGNS = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}


class OutcomeSeries(NamedTuple):
    """One thing to analyse: an outcome of an arm, or of two arms their difference."""

    name: str  # `trust_w260`, or `trust_w260 (shared - told)`
    outcome: str  # the column
    arm: str  # "" where no arm is named
    values: FloatArray  # [point, replicate]; nan where missing


@dataclass(frozen=True)
class OutcomeCondition:
    """A condition on the mean of an outcome at a point, such as `trust_w260 < 0.4`."""

    outcome: str
    sign: str
    limit: float

    def __str__(self) -> str:
        return f"{self.outcome} {self.sign} {self.limit:g}"

    def holds(self, means: FloatArray) -> NDArray[np.bool_]:
        """Where it holds; not where the mean is missing."""
        found: NDArray[np.bool_] = SIGNS[self.sign](means, self.limit)
        return found


@dataclass(frozen=True)
class ReportRequest:
    """The outcomes, arms and axes of a report, all known to the study."""

    outcomes: tuple[str, ...]  # columns
    arms: tuple[str, ...]  # `shared`, or `shared - told`; ("",) where the study names none
    where: OutcomeCondition | None = None
    axes: tuple[str, ...] = ()  # what figures are drawn along, most important first; empty: as each section thinks fit

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
    where: str | None = None,
    axes: list[str] | None = None,
) -> ReportRequest:
    """What was asked for, with the rest as the study suggests: the last week, the main measures, each arm less the first.

    UserError for what the study does not have.
    """
    for path in axes or ():
        frame.axis(path)
    condition = None if where is None else parse_condition(frame, where)
    if condition is not None and frame.design not in SPREAD:
        raise UserError(f"where: the points of design={frame.design} do not fill the space evenly; allowed: {', '.join(SPREAD)}")
    if condition is not None and len(frame.arms) > 1 and arms is None:
        first, other, *_ = frame.arms
        raise UserError(
            f"where: the study has arms; say of which, as in arms=[{other}], or of a difference, arms='[{other} - {first}]'"
        )
    outcomes = _usual(frame) if measures is None else tuple(dict.fromkeys(_outcome(frame, one, "measures") for one in measures))
    return ReportRequest(outcomes, _arms(frame, arms), condition, tuple(axes or ()))


def parse_condition(frame: SweepResults, given: str) -> OutcomeCondition:
    """`trust_w260 < 0.4` as a condition. UserError where it cannot be read or the study has no such outcome."""
    match = CONDITION.match(given)
    try:
        limit = float(match["limit"]) if match else np.nan
    except ValueError:
        limit = np.nan
    if match is None or not np.isfinite(limit):
        raise UserError(
            f"where: {given} is no condition; give an outcome, a sign and a number, as in where='{frame.outcomes[-1].column} < 0.4'"
        )
    return OutcomeCondition(_outcome(frame, match["column"], "where"), match["sign"], limit)


def _outcome(frame: SweepResults, given: str, where: str) -> str:
    """A column by its name, or a measure by its name, at the last week that was reported."""
    last = f"{given}_w{frame.held.weeks[-1]}"
    if given in frame.columns or last in frame.columns:
        return given if given in frame.columns else last
    names = list(dict.fromkeys([*(one.query.key for one in frame.outcomes), *frame.columns]))
    meant = did_you_mean(given, names)
    known = f"{list_names(dict.fromkeys(one.query.key for one in frame.outcomes))}, with _wWEEK for one of the weeks"
    raise UserError(f"{where}: {given} is not in the table; allowed: {known} {list_names(map(str, frame.held.weeks))}{meant}")


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
