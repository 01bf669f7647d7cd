"""What a theory asks of its worlds: each clause as something the engine can read, checked before anything runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import Measure, catalogue
from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.catalogue.load import LEVERS
from icsim.config.config_paths import flatten
from icsim.config.settings import Settings
from icsim.engine.ensemble import EnsembleResult
from icsim.engine.measures import LEADER_KEYS, Query
from icsim.engine.people_served import SERVED, SERVED_KEYS, check_sides
from icsim.theory.bystanders import bystander_key, bystanders
from icsim.theory.theory_schema import BYSTANDERS, ClausePart, ClauseSpec, ReadingSpec, Theory
from icsim.world.population import Population
from icsim.world.selection import select_entities, select_ties

ArmPair = tuple[Settings, Settings]
QueryTerms = tuple[tuple[Query, float], ...]
"""Queries whose weighted sum is one reading."""

DOSES = 7  # from none to all, both ends included


@dataclass(frozen=True)
class BoundClause:
    """One clause: when it is read, of whom, and how the arms add up to its effect."""

    part: ClausePart
    number: int  # from 1, within its part
    clause: ClauseSpec
    week: int
    weights: Mapping[str, float]  # of the arms
    terms: QueryTerms
    less: QueryTerms = ()  # the group for whom it should be weaker: its effect is taken off
    doses: tuple[tuple[str, str], ...] = ()  # of an interior clause: names of arms and the path of the lever in them

    @property
    def measure(self) -> Measure:
        """The catalogue's entry of what is measured."""
        return catalogue().measures[self.clause.measure.partition(".")[0]]

    @property
    def smallest(self) -> float:
        """The smallest effect that counts when it is read."""
        return self.measure.smallest_by(self.week)

    @property
    def column(self) -> str:
        """Its name in tables: stable as long as the clause keeps its place."""
        return f"{self.part}_{self.number}_{self.clause.measure.replace('.', '_')}"

    @property
    def key(self) -> bool:
        """Whether the theory's verdict hangs on it."""
        return self.part in ("reasoning", "outcome")

    def read(self, values: EnsembleResult, week: int) -> NDArray[np.float64]:
        """Its value at a week: [arm, replicate], nan where there is none."""
        (query, weight), *more = self.terms
        total = weight * values.of(query, week)
        for query, weight in more:
            total = total + weight * values.of(query, week)
        return np.asarray(total)


def bind_clauses(theory: Theory, arms: Mapping[str, Settings], where: str) -> tuple[BoundClause, ...]:
    """All clauses, ready to be read; a UserError names the first that cannot be."""
    return tuple(bind_clause(theory, part, n, arms, where) for part, n, _ in theory.clauses())


def bind_clause(theory: Theory, part: ClausePart, n: int, arms: Mapping[str, Settings], where: str) -> BoundClause:
    """One clause, ready to be read, or a UserError."""
    clause: ClauseSpec = getattr(theory, part)[n]
    if part == "reasoning" and not (clause.week or clause.by_week):
        raise UserError(f"{where}: reasoning.{n}.week: missing; give the week in which it is read")
    weeks = [week for one in theory.reasoning if (week := one.week or one.by_week)]
    if weeks:  # one beyond the end is complained of under its own key
        weeks.append(min(arm.weeks for arm in arms.values()))
    try:
        return _one(part, n, clause, theory, arms, min(weeks, default=None))
    except UserError as error:
        raise UserError(f"{where}: {part}.{n}.{error}") from None


def bind_occurrence(theory: Theory, arms: Mapping[str, Settings], where: str) -> tuple[QueryTerms, int] | None:
    """What is read to see whether the outcome came about in a world, and when; a UserError where it cannot be."""
    if theory.occurred_if is None:
        return None
    if (theory.occurred_if.at_least is None) == (theory.occurred_if.at_most is None):
        raise UserError(f"{where}: occurred_if: at_least or at_most says what counts as having occurred; give one of them")
    first, second = theory.contrasted
    try:
        kind = measure_of(theory.occurred_if)
        week = clause_week(theory.occurred_if, kind, arms[first].weeks)
        return query_terms(theory.occurred_if, kind, (arms[first], arms[second])), week
    except UserError as error:
        raise UserError(f"{where}: occurred_if.{error}") from None


def clause_queries(asked: Sequence[BoundClause]) -> tuple[Query, ...]:
    """Every query of the clauses, once."""
    found: list[Query] = []
    for one in asked:
        found += [query for query, _ in (*one.terms, *one.less) if query not in found]
    return tuple(found)


def clause_week(clause: ReadingSpec, kind: Measure, weeks: int, otherwise: int | None = None) -> int:
    """The week at which something is read, checked."""
    if clause.week is not None and clause.by_week is not None:
        raise UserError(f"by_week: {clause.by_week} beside week: {clause.week}; give one of them")
    if clause.by_week is not None and kind.kind != "count":
        raise UserError(f"by_week: {kind.name} is not counted; give week")
    key = "week" if clause.by_week is None else "by_week"
    week = clause.week or clause.by_week or otherwise
    if week is None:
        raise UserError("week: missing; give the week in which it is read")
    if week > weeks:
        raise UserError(f"{key}: {week} comes after the end; allowed: 1 to {weeks}, or set weeks higher")
    return week


def _one(
    part: ClausePart, n: int, clause: ClauseSpec, theory: Theory, arms: Mapping[str, Settings], reasoned: int | None
) -> BoundClause:
    kind = measure_of(clause)
    weights = theory.weights(clause)
    first, second, *_ = weights
    pair = arms[first], arms[second]
    week = clause_week(clause, kind, pair[0].weeks, reasoned if part == "resource" else None)
    doses = tuple((first, path) for path in _lever_paths(clause.dose, theory, first)) if clause.dose else ()
    if clause.stronger_for is None:
        return BoundClause(part, n + 1, clause, week, weights, query_terms(clause, kind, pair), doses=doses)
    groups = clause.stronger_for
    of, than = ((_group(clause, group, kind, pair)) for group in (groups.of, groups.than))
    return BoundClause(part, n + 1, clause, week, weights, of, than)


def _group(clause: ClauseSpec, of: dict[str, object], kind: Measure, arms: ArmPair) -> QueryTerms:
    _check_selection(of, kind, arms[0].world)
    return ((Query(clause.measure, of, clause.stat), 1.0),)


def _lever_paths(dose: str, theory: Theory, arm: str) -> list[str]:
    """The paths of the lever that goes from none to all: as given, or those in the arm that end in it."""
    paths = [path for path, _ in flatten(theory.arms[arm])]
    if "." in dose:
        return [dose]
    found = [path for path in paths if path.endswith(f".{dose}")]
    if not found:
        raise UserError(f"dose: {dose} is no lever of arm {arm}; allowed: {list_names(paths)}, or the full path of a lever")
    return found


def measure_of(clause: ReadingSpec) -> Measure:
    """The catalogue's entry of what a clause names; UserError when there is none."""
    known = catalogue().measures
    name, _, lever = clause.measure.partition(".")
    if name not in known:
        raise UserError(f"measure: {clause.measure} is unknown; allowed: {list_names(known)}{did_you_mean(name, known)}")
    if known[name].per_lever and lever not in LEVERS:
        allowed = f"{name}.LEVER with LEVER out of {list_names(LEVERS, len(LEVERS))}"
        raise UserError(f"measure: {clause.measure} is unknown; allowed: {allowed}{did_you_mean(lever, LEVERS)}")
    if lever and not known[name].per_lever:
        raise UserError(f"measure: {clause.measure} has no parts; give {name}")
    return known[name]


def query_terms(clause: ReadingSpec, kind: Measure, arms: ArmPair) -> QueryTerms:
    """What is read of whom, checked; `arms` are those that say who looks on."""
    world = arms[0].world
    if clause.of == BYSTANDERS:
        return _of_bystanders(clause, kind, world, arms)
    assert isinstance(clause.of, dict)
    _check_selection(clause.of, kind, world)
    return ((Query(clause.measure, clause.of, clause.stat), 1.0),)


def _check_selection(of: dict[str, object], kind: Measure, world: Population) -> None:
    """The engine would refuse it as well, but only once it is compiled."""
    if SERVED in of and kind.name not in PEOPLE_SERVED:
        raise UserError(
            f"measure: {kind.name} is not modelled of the people served, who have no reasoning here; of them there is "
            f"{list_names(PEOPLE_SERVED)}, and their say is set, context.user_influence, and read nowhere; read one of these, or "
            "leave the clause out and say so in source.left_out"
        )
    if kind.carrier in ("tie", "leader_tie"):
        select_ties(world, [], [], of, "team" if kind.carrier == "tie" else "leader")
    elif kind.carrier == "place":
        if of:
            raise UserError(f"of: {kind.name} has no parts to choose from; leave it out")
    elif kind.carrier == "leading":
        if of.get("tier", "team") not in ("team", "system"):
            raise UserError(f"of.tier: {of['tier']} is no tier; allowed: team, system")
        select_entities(world, "team", {key: value for key, value in of.items() if key != "tier"})
    else:
        also = kind.also is not None and any(key in of for key in LEADER_KEYS)
        carrier = "leader" if also else kind.carrier
        check_sides(world, carrier, of)
        select_entities(world, carrier, of, SERVED_KEYS.get(carrier))


def _of_bystanders(clause: ReadingSpec, kind: Measure, world: Population, arms: ArmPair) -> QueryTerms:
    """The mean over bystanders, as the weighted mean over their leaders: all teams of a leader look on, or none."""
    if kind.carrier != "team" or kind.kind == "ratio" or clause.stat != "mean":
        raise UserError(
            f"of: bystanders are teams: {kind.name} as {clause.stat} is not theirs; give a state of teams, as mean"
        )
    if not bystanders(world, arms):
        raise UserError(
            f"of: bystanders: the arms concern every team of {world.place}; drop the clause, or let one leader differ"
        )
    chosen = select_entities(world, "team", {"bystanders": "yes"}, bystander_key(arms))
    led: dict[str, int] = {}
    for i in chosen:
        leader = world.posts[world.teams[i].leader].name
        led[leader] = led.get(leader, 0) + 1
    return tuple((Query(clause.measure, {"led_by": leader}), count / len(chosen)) for leader, count in led.items())
