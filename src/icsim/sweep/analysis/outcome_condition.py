"""Conditions on outcomes, such as `trust_w260 between 0.3 and 0.4 and morale < q25`: how they are read, and where they hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.sweep.analysis.sweep_results import FloatArray, SweepResults

AND = re.compile(r"\s+and\s+")
BETWEEN = " between "
LIMIT = re.compile(r"^(?P<column>[^<>]+?)\s*(?P<sign><=|>=|<|>)\s*(?P<limit>[-+.\w]+)$")
RANGE = re.compile(r"^(?P<column>[^<>]+?)\s+between\s+(?P<low>[-+.\w]+)\s+and\s+(?P<high>[-+.\w]+)$")
QUANTILE = re.compile(r"^q(\d+(?:\.\d+)?)$")
SIGNS = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}


@dataclass(frozen=True)
class OutcomeLimit:
    """One limit of a condition: a number, or the quantile of an outcome's means over the points (`q25`)."""

    outcome: str
    sign: str
    limit: float
    quantile: float | None = None  # in hundredths; `limit` is then not known before the means are

    def __str__(self) -> str:
        return f"{self.outcome} {self.sign} " + (f"{self.limit:g}" if self.quantile is None else f"q{self.quantile:g}")

    def number(self, means: FloatArray) -> float:
        """The limit as a number, given the means at all points."""
        if self.quantile is None:
            return self.limit
        there = means[~np.isnan(means)]
        return float(np.quantile(there, self.quantile / 100.0)) if there.size else np.nan


@dataclass(frozen=True)
class OutcomeCondition:
    """Limits that hold together, each on the mean of an outcome at a point."""

    limits: tuple[OutcomeLimit, ...]

    def __str__(self) -> str:
        return " and ".join(map(str, self.limits))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The columns that it needs, in its order."""
        return tuple(dict.fromkeys(one.outcome for one in self.limits))

    def numbers(self, means: Mapping[str, FloatArray]) -> tuple[float, ...]:
        """Every limit as a number."""
        return tuple(one.number(means[one.outcome]) for one in self.limits)

    def holds(self, means: Mapping[str, FloatArray]) -> NDArray[np.bool_]:
        """Where all of it holds; not where a mean is missing."""
        found = [SIGNS[one.sign](means[one.outcome], at) for one, at in zip(self.limits, self.numbers(means), strict=True)]
        return np.asarray(np.logical_and.reduce(found), dtype=bool)


def parse_condition(frame: SweepResults, given: str, key: str = "where") -> OutcomeCondition:
    """A condition in words. UserError where it cannot be read or the study has no such outcome."""
    limits: list[OutcomeLimit] = []
    for clause in _clauses(given):
        if match := RANGE.match(clause):
            ends = ((">=", "low"), ("<=", "high"))
            low, high = (_limit(frame, match["column"], sign, match[end], given, key) for sign, end in ends)
            if low.limit > high.limit or (low.quantile or 0.0) > (high.quantile or 100.0):  # nan is above nothing
                raise UserError(f"{key}: {clause}: nothing lies between; give the lower end first")
            limits += [low, high]
        elif match := LIMIT.match(clause):
            limits.append(_limit(frame, match["column"], match["sign"], match["limit"], given, key))
        else:
            raise _unread(frame, given, key)
    return OutcomeCondition(tuple(limits))


def _clauses(given: str) -> list[str]:
    """What `and` joins; the one of `between … and …` joins nothing."""
    parts: list[str] = []
    for part in AND.split(given.strip()):
        if parts and BETWEEN in parts[-1] and not AND.search(parts[-1].partition(BETWEEN)[2]):
            parts[-1] += f" and {part}"
        else:
            parts.append(part)
    return parts


def _limit(frame: SweepResults, column: str, sign: str, text: str, given: str, key: str) -> OutcomeLimit:
    outcome = outcome_column(frame, column.strip(), key)
    if (match := QUANTILE.match(text)) is not None:
        quantile = float(match[1])
        if quantile > 100.0:
            raise UserError(f"{key}: {text} is no quantile; allowed: q0 to q100, in hundredths of the points")
        return OutcomeLimit(outcome, sign, np.nan, quantile)
    try:
        limit = float(text)
    except ValueError:
        limit = np.nan
    if not np.isfinite(limit):
        raise _unread(frame, given, key)
    return OutcomeLimit(outcome, sign, limit)


def _unread(frame: SweepResults, given: str, key: str) -> UserError:
    name = frame.outcomes[-1].column
    if re.search(r"\sor\s", given):
        return UserError(f"{key}: {given}: or is not understood; ask two questions, {key}=… once for each")
    return UserError(
        f"{key}: {given} is no condition; give an outcome, a sign and a number or quantile, joined by and, as in "
        f"{key}='{name} < 0.4', '{name} between 0.3 and 0.4' or '{name} < q25'"
    )


def outcome_column(frame: SweepResults, given: str, where: str) -> str:
    """A column by its name, or a measure by its name, at the last week that was reported."""
    last = f"{given}_w{frame.held.weeks[-1]}"
    if given in frame.columns or last in frame.columns:
        return given if given in frame.columns else last
    names = list(dict.fromkeys([*(one.query.key for one in frame.outcomes), *frame.columns]))
    meant = did_you_mean(given, names)
    known = f"{list_names(dict.fromkeys(one.query.key for one in frame.outcomes))}, with _wWEEK for one of the weeks"
    raise UserError(f"{where}: {given} is not in the table; allowed: {known} {list_names(map(str, frame.held.weeks))}{meant}")
