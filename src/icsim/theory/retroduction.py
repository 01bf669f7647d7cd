"""Retroduction: where the outcome came and the reasoning did not, through what it may have come, over all such settings.

Every state that what the arms set can reach, and from which rules lead on to the outcome, is read along the weeks in worlds of the
same settings and replicates. Named are those that moved by what counts before the outcome did. To come before is not to bring
about: a state that is named can be made the reasoning of a theory of its own, which holds it still.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.catalogue import Measure, catalogue
from icsim.engine.block import ReplicateSeeds
from icsim.engine.crossed_design import ParameterDraw
from icsim.engine.influences import dependency_edges, shortest_path
from icsim.engine.measures import FIELDS, RATIOS, WORKED_OUT_OF
from icsim.statistics.effect_shares import classify_draws
from icsim.theory.clauses import BoundClause, QueryTerms, query_terms
from icsim.theory.comparison import first_difference
from icsim.theory.effects import errors
from icsim.theory.panel import ReplicatePanel, run_panel
from icsim.theory.routes import Reach
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import ReadingSpec
from icsim.theory.verdict import ClauseResult

DRAWS, OTHERS, REPLICATES = 24, 8, 8
"""At most: settings with the outcome and without, and replicates of each. It may not cost more than the verdict."""
WEEKS = (1, 2, 4, 6, 8, 10, 13, 17, 21, 26, 34, 42, 52, 65, 78, 104, 130, 156, 208, 260)
"""Weeks in which all of it is read, as far as the outcome's own: close together where most begins."""
TOLD = 0.5  # of those settings: a state that moved first in fewer is kept in no file
MOST = 8  # states of an outcome that are kept

Flags = NDArray[np.bool_]
Weeks = NDArray[np.float64]


@dataclass(frozen=True)
class MovedState:
    """A state that moved before the outcome did."""

    measure: Measure
    of: Mapping[str, object]
    rose: bool  # in most of those settings
    share: float  # of settings in which the outcome came without the reasoning: it moved by what counts, and first
    otherwise: float  # share of settings in which not every outcome came: it moved as well; nan where there are none
    week: int  # median of the weeks in which it had first moved
    steps: int  # states in between it and the outcome, by the shortest way that rules lead
    declared: bool  # whether the theory has its measure as a reasoning


@dataclass(frozen=True)
class RetroducedOutcome:
    """One outcome, and what moved before it; most often first."""

    asked: BoundClause
    states: tuple[MovedState, ...]
    looked_at: int  # states that were read


@dataclass(frozen=True)
class Retroduction:
    """All outcomes of a theory."""

    settings: int  # in which every outcome came and not every reasoning
    of: int  # settings in which the resource arrived
    read: int  # of the former, how many were read along the weeks
    otherwise: int  # settings in which not every outcome came and that were read
    replicates: int
    outcomes: tuple[RetroducedOutcome, ...]


def retroduce(
    case: TheoryCase, findings: Sequence[ClauseResult], draws: Sequence[ParameterDraw], replicates: Sequence[ReplicateSeeds],
    progress: ProgressCallback | None = None,
) -> Retroduction | None:  # fmt: skip
    """What moved before each outcome; None where no outcome came without the reasoning."""
    arrived, came, without = _kinds(findings)
    chosen, others = np.flatnonzero(without)[:DRAWS], np.flatnonzero(arrived & ~came)[:OTHERS]
    asked = [one for one in case.asked if one.part == "outcome" and not one.doses and one.clause.expect in ("up", "down")]
    if not chosen.size or not asked:
        return None
    seeds = list(replicates[:REPLICATES])
    read = {one.column: _candidates(case, one, len(seeds)) for one in asked}
    wanted = [
        (query, week)
        for one in asked for terms in ((*one.terms, *one.less), *(state.terms for state in read[one.column]))
        for query, _ in terms for week in _weeks(case, one)
    ]  # fmt: skip
    arms = {name: case.arms[name] for one in asked for name in one.weights}
    panel = run_panel(arms, [draws[n] for n in (*chosen, *others)], seeds, wanted, None, progress)
    outcomes = tuple(_outcome(case, one, read[one.column], panel, len(chosen)) for one in asked)
    return Retroduction(int(without.sum()), int(arrived.sum()), len(chosen), len(others), len(seeds), outcomes)


def _kinds(findings: Sequence[ClauseResult]) -> tuple[Flags, Flags, Flags]:
    """Settings in which the resource arrived; in which every outcome came; in which it came, and not every reasoning."""

    def every(part: str) -> Flags:
        kinds = [classify_draws(f.effects, f.asked.clause.expect, f.asked.smallest) for f in findings if f.asked.part == part]
        return np.asarray(np.all(np.stack(kinds) == 1.0, axis=0))

    arrived, came = every("resource"), every("outcome")
    there = [~np.isnan(f.effects) for f in findings if f.asked.key]
    arrived &= np.all(there, axis=0)
    return arrived, came, arrived & came & ~every("reasoning")


@dataclass(frozen=True)
class _Candidate:
    measure: Measure
    of: Mapping[str, object]
    terms: QueryTerms
    steps: int


def _candidates(case: TheoryCase, outcome: BoundClause, replicates: int) -> list[_Candidate]:
    """States that can be reached and that lead on to the outcome, of everybody and of those whom the outcome is about."""
    reached = Reach([case.arms[name] for name in outcome.weights], replicates)
    given = {one.measure for part in ("resource", "outcome") for one in getattr(case.theory, part)}
    own, found = _fields(outcome.measure.name), []
    for name, measure in catalogue().measures.items():
        if measure.per_lever or name in given or own & _fields(name):
            continue  # the same count read otherwise is no other state
        steps = _steps(_fields(name), own)
        for of in _of_whom(outcome) if steps is not None else ():
            terms = _terms(name, measure, of, case)
            if steps is not None and terms and any(reached.nearest(query) is not None for query, _ in terms):
                found.append(_Candidate(measure, of, terms, steps))
    return found


def _of_whom(outcome: BoundClause) -> list[dict[str, object]]:
    of = outcome.clause.of
    return [{}, of] if isinstance(of, dict) and of else [{}]


def _terms(name: str, measure: Measure, of: dict[str, object], case: TheoryCase) -> QueryTerms:
    """How it is read of whom; nothing where those do not have it."""
    try:
        return query_terms(ReadingSpec(measure=name, of=of, week=None, by_week=None), measure, case.pair)
    except UserError:
        return ()


def _fields(name: str) -> frozenset[str]:
    """The states behind a measure."""
    if name in WORKED_OUT_OF:
        return frozenset({WORKED_OUT_OF[name]})
    return frozenset(FIELDS.get(name, RATIOS.get(name, (name,))))


@cache
def _steps(sources: frozenset[str], targets: frozenset[str]) -> int | None:
    """The fewest states in between; None where no rule leads on."""
    moved = {edge.target: 0 for edge in dependency_edges()}
    ways = [shortest_path(sources, target, moved, 1) for target in sorted(targets)]
    return min((len(way.through) for way in ways if way is not None), default=None)


def _weeks(case: TheoryCase, outcome: BoundClause) -> tuple[int, ...]:
    first = first_difference(case, outcome)
    return (*(week for week in WEEKS if first <= week < outcome.week), outcome.week)


def _outcome(
    case: TheoryCase, outcome: BoundClause, read: Sequence[_Candidate], panel: ReplicatePanel, chosen: int
) -> RetroducedOutcome:
    """The states that moved first, in the first `chosen` of the panel's draws."""
    weeks = _weeks(case, outcome)
    sign = 1.0 if outcome.clause.expect == "up" else -1.0
    effects, moved = _path(outcome.terms, outcome, outcome.measure, panel, weeks, outcome.less)
    began = _first(moved & (sign * effects > 0.0), weeks)
    began = np.where(np.isinf(began), outcome.week, began)  # it came, whatever fewer replicates make of the weeks before
    declared = {one.measure for one in case.theory.reasoning}
    found = []
    for state in read:
        sizes, shifts = _path(state.terms, outcome, state.measure, panel, weeks)
        first = _first(shifts, weeks)
        before = (first < began)[:chosen]
        if before.mean() < TOLD:
            continue
        at = [sizes[draw, weeks.index(int(first[draw]))] for draw in np.flatnonzero(before)]
        elsewhere = ~np.isinf(first[chosen:])
        found.append(
            MovedState(
                measure=state.measure, of=state.of, rose=float(np.mean(np.array(at) > 0.0)) >= 0.5, share=float(before.mean()),
                otherwise=float(elsewhere.mean()) if elsewhere.size else float("nan"),
                week=int(np.median(first[:chosen][before])), steps=state.steps, declared=state.measure.name in declared,
            )
        )  # fmt: skip
    return RetroducedOutcome(outcome, tuple(_ranked(found))[:MOST], len(read))


def _ranked(found: Sequence[MovedState]) -> Iterator[MovedState]:
    """Most often first, and what moves as often where not every outcome came later; one reading of each measure."""
    seen = set()
    for one in sorted(found, key=lambda state: (-state.share, np.nan_to_num(state.otherwise), state.steps, state.measure.name)):
        if one.measure.name not in seen:
            seen.add(one.measure.name)
            yield one


def _path(
    terms: QueryTerms, outcome: BoundClause, measure: Measure, panel: ReplicatePanel, weeks: Sequence[int], less: QueryTerms = ()
) -> tuple[Weeks, Flags]:
    """Effects week by week, and whether they go beyond the smallest that counts and beyond luck: [draw, week]."""
    effects, moved = [], []
    for week in weeks:
        total = np.zeros((panel.draws, len(panel.replicates)))
        for arm, weight in outcome.weights.items():
            total = total + weight * (panel.read(arm, terms, week) - (panel.read(arm, less, week) if less else 0.0))
        there = ~np.isnan(total)
        mean = np.where(there, total, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
        effects.append(mean)
        moved.append((np.abs(mean) >= measure.smallest_by(week)) & (np.abs(mean) > 2.0 * errors(total)))
    return np.stack(effects, axis=1), np.stack(moved, axis=1)


def _first(moved: Flags, weeks: Sequence[int]) -> Weeks:
    """The first week in which it had moved; infinite where it never does: [draw]."""
    return np.where(moved.any(axis=1), np.array(weeks, dtype=np.float64)[moved.argmax(axis=1)], np.inf)
