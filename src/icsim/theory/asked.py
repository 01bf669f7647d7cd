"""What a theory asks of its worlds: each clause as something the engine can read, checked before anything runs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import Measure, catalogue
from icsim.catalogue.orders import LEVERS
from icsim.config.settings import Settings
from icsim.engine.measures import LEADER_KEYS, Query
from icsim.engine.run import Values
from icsim.errors import UserError
from icsim.nearest import did_you_mean, listed
from icsim.theory.bystanders import bystanders, selection
from icsim.theory.vocabulary import BYSTANDERS, Clause, Part, Theory
from icsim.world.population import World
from icsim.world.selection import select, select_ties

Arms = tuple[Settings, Settings]


@dataclass(frozen=True)
class Asked:
    """One clause, when it is read, and the queries whose weighted sum it is."""

    part: Part
    number: int  # from 1, within its part
    clause: Clause
    week: int
    terms: tuple[tuple[Query, float], ...]

    @property
    def measure(self) -> Measure:
        """The catalogue's entry of what is measured."""
        return catalogue().measures[self.clause.measure.partition(".")[0]]

    @property
    def column(self) -> str:
        """Its name in tables: stable as long as the clause keeps its place."""
        return f"{self.part}_{self.number}_{self.clause.measure.replace('.', '_')}"

    def read(self, values: Values, week: int) -> NDArray[np.float64]:
        """Its value at a week: [arm, luck], nan where there is none."""
        (query, weight), *more = self.terms
        total = weight * values.of(query, week)
        for query, weight in more:
            total = total + weight * values.of(query, week)
        return np.asarray(total)


def ask(theory: Theory, arms: Arms, where: str) -> tuple[Asked, ...]:
    """All clauses, ready to be read; a UserError names the first that cannot be."""
    weeks = [week for clause in theory.reasoning if (week := clause.week or clause.by_week)]
    asked = []
    for part, n, clause in theory.clauses():
        try:
            asked.append(_one(part, n, clause, arms, min(weeks, default=None)))
        except UserError as error:
            raise UserError(f"{where}: {part}.{n}.{error}") from None
    return tuple(asked)


def queries(asked: Sequence[Asked]) -> tuple[Query, ...]:
    """Every query of the clauses, once."""
    found: list[Query] = []
    for one in asked:
        found += [query for query, _ in one.terms if query not in found]
    return tuple(found)


def _one(part: Part, n: int, clause: Clause, arms: Arms, when_reasoning: int | None) -> Asked:
    kind = _measure(clause)
    if clause.week is not None and clause.by_week is not None:
        raise UserError(f"by_week: {clause.by_week} beside week: {clause.week}; give one of them")
    if clause.by_week is not None and kind.kind != "count":
        raise UserError(f"by_week: {kind.name} is not counted; give week")
    key = "week" if clause.by_week is None else "by_week"
    week = clause.week or clause.by_week or (when_reasoning if part == "resource" else None)
    if week is None:
        raise UserError("week: missing; give the week in which it is read")
    if week > arms[0].weeks:
        raise UserError(f"{key}: {week} comes after the end; allowed: 1 to {arms[0].weeks}, or set weeks higher")
    return Asked(part, n + 1, clause, week, _terms(clause, kind, arms))


def _measure(clause: Clause) -> Measure:
    known = catalogue().measures
    name, _, lever = clause.measure.partition(".")
    if name not in known:
        raise UserError(f"measure: {clause.measure} is unknown; allowed: {listed(known)}{did_you_mean(name, known)}")
    if known[name].per_lever and lever not in LEVERS:
        allowed = f"{name}.LEVER with LEVER out of {listed(LEVERS, len(LEVERS))}"
        raise UserError(f"measure: {clause.measure} is unknown; allowed: {allowed}{did_you_mean(lever, LEVERS)}")
    if lever and not known[name].per_lever:
        raise UserError(f"measure: {clause.measure} has no parts; give {name}")
    return known[name]


def _terms(clause: Clause, kind: Measure, arms: Arms) -> tuple[tuple[Query, float], ...]:
    world = arms[0].world
    if clause.of == BYSTANDERS:
        return _of_bystanders(clause, kind, world, arms)
    assert isinstance(clause.of, dict)
    _check_selection(clause.of, kind, world)
    return ((Query(clause.measure, clause.of, clause.stat), 1.0),)


def _check_selection(of: dict[str, object], kind: Measure, world: World) -> None:
    """The engine would refuse it as well, but only once it is compiled."""
    if kind.carrier in ("tie", "leader_tie"):
        select_ties(world, [], [], of, "team" if kind.carrier == "tie" else "leader")
    elif kind.carrier in ("place", "user_group"):
        if of:
            raise UserError(f"of: {kind.name} has no parts to choose from; leave it out")
    elif kind.carrier == "leading":
        if of.get("tier", "team") not in ("team", "system"):
            raise UserError(f"of.tier: {of['tier']} is no tier; allowed: team, system")
        select(world, "team", {key: value for key, value in of.items() if key != "tier"})
    else:
        also = kind.also is not None and any(key in of for key in LEADER_KEYS)
        select(world, "leader" if also else kind.carrier, of)


def _of_bystanders(clause: Clause, kind: Measure, world: World, arms: Arms) -> tuple[tuple[Query, float], ...]:
    """The mean over bystanders, as the weighted mean over their leaders: all teams of a leader look on, or none."""
    if kind.carrier != "team" or kind.kind == "ratio" or clause.stat != "mean":
        raise UserError(
            f"of: bystanders are teams: {kind.name} as {clause.stat} is not theirs; give a state of teams, as mean"
        )
    if not bystanders(world, arms):
        raise UserError(
            f"of: bystanders: the arms concern every team of {world.place}; drop the clause, or let one leader differ"
        )
    chosen = select(world, "team", {"bystanders": "yes"}, selection(arms))
    led: dict[str, int] = {}
    for i in chosen:
        leader = world.posts[world.teams[i].leader].name
        led[leader] = led.get(leader, 0) + 1
    return tuple((Query(clause.measure, {"led_by": leader}), count / len(chosen)) for leader, count in led.items())
