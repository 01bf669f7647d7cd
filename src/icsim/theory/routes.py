"""Whether any rule leads from what the arms set to what a clause reads, of those whom it names: found before anything runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.catalogue.load import LEVERS
from icsim.config.config_paths import flatten
from icsim.config.settings import Settings
from icsim.engine.block import TRAITS, build_block
from icsim.engine.block_fields import GRIDS, Block
from icsim.engine.ensemble import replicate_seeds
from icsim.engine.measures import IN_POST, WORKED_OUT_OF, Query, compile_query
from icsim.engine.timeline import EVENTS
from icsim.theory.bystanders import set_for, settled_posts
from icsim.theory.clauses import BoundClause
from icsim.theory.reach import LEVER, Reached, Rows, reach
from icsim.theory.theory_cases import TheoryCase, dose_name
from icsim.week.index import GENERIC_TRUST, HERO
from icsim.world.population import Population
from icsim.world.selection import KEYS

TRAIT_FIELDS = {"values": "values_first", "annual_exit": "exit_weekly"}
"""Fields of traits whose name in a place is another."""
FILLS = (0.0, 7.5)  # what stands in a block while an event is put into it: what it writes shows in one of the two
NEAREST = 3  # people and measures that are named beside a clause that nothing leads to
LEAVERS = frozenset({"left", "exits"})
GROUPS = ("sector", "profession", "led_by", "tier", "leader")

SourceRows = dict[str, Rows | None]


@dataclass(frozen=True)
class Route:
    """How what the arms set gets to a clause; `steps` is None where no rule leads there."""

    asked: BoundClause
    steps: int | None  # states in between that remember or are somebody else's, the clause's own included
    way: tuple[str, ...]  # names of the fields on the shortest way
    turnover: bool  # every way leads over a leader who leaves
    people: tuple[dict[str, object], ...] = ()  # no route: others of whom the same measure can be reached, nearest first
    measures: tuple[str, ...] = ()  # no route: other measures of the same people that can be reached, nearest first


class Reach:
    """What a contrast can get to: of any reading, the fewest steps."""

    def __init__(self, arms: Sequence[Settings], replicates: int) -> None:
        """Of arms that are compared, all in one place; who may know whom is that of so many replicates."""
        self.world, first = arms[0].world, arms[0]
        alike = all(one.context == first.context and one.parameters == first.parameters for one in arms)
        self.block = build_block([first] if alike else list(arms), replicate_seeds(first, replicates))
        sources: SourceRows = {}
        for one in arms[1:]:
            _join(sources, differences(first, one, self.block))
        counted = any(arm.variants["leading"] in (GENERIC_TRUST, HERO) for arm in arms)
        self.every = reach(self.world, self.block, sources, counted)
        self.sources, self.counted = sources, counted

    @cached_property
    def staying(self) -> Reached:
        """The same while nobody leaves who would not leave anyway; few ask for it."""
        return reach(self.world, self.block, self.sources, self.counted, turnover=False)

    def nearest(self, query: Query) -> tuple[int, str, NDArray[np.int64]] | None:
        """The fewest steps to a reading, with the field and rows that they lead to; None where none does."""
        found = [
            (steps, field, rows)
            for field, rows in read_fields(query, self.world, self.block)
            if (steps := self.every.nearest(field, rows)) is not None
        ]
        return min(found, key=lambda one: one[0]) if found else None

    def needs_turnover(self, query: Query) -> bool:
        """Whether a reading is reached only over a leader who leaves."""
        fields = [(field, rows) for field, rows in read_fields(query, self.world, self.block)]
        if LEAVERS & {field for field, _ in fields}:
            return False
        return all(self.staying.nearest(field, rows) is None for field, rows in fields)


def clause_routes(case: TheoryCase) -> Mapping[str, Route]:
    """The route to each clause, by its column."""
    if case.content not in _KNOWN:
        _KNOWN[case.content] = _clause_routes(case)
    return _KNOWN[case.content]


_KNOWN: dict[str, Mapping[str, Route]] = {}
"""Routes by the content of a theory and its arms: asked for before the run, and again for the result."""


def unreached(case: TheoryCase) -> tuple[Route, ...]:
    """Key clauses that should move, to which no rule leads: such a theory cannot be tested here."""
    return tuple(
        route
        for route in clause_routes(case).values()
        if route.steps is None and route.asked.key and route.asked.clause.expect != "none"
    )


def _clause_routes(case: TheoryCase) -> dict[str, Route]:
    known: dict[tuple[str, ...], Reach] = {}
    found = {}
    for one in case.asked:
        arms = _arms(one, case)
        key = tuple(sorted(arms))
        if key not in known:
            known[key] = Reach(list(arms.values()), int(case.pair[0].values["budget"]["max_replicates"]))
        found[one.column] = _route(one, known[key])
    return found


def read_fields(query: Query, world: Population, block: Block) -> list[tuple[str, NDArray[np.int64]]]:
    """All fields and rows that a reading hangs on: values, denominators, and who has the measure at all."""
    reader, found = compile_query(query, world, block), []
    for value, rows, below, mask in reader.parts:
        found += [(name, rows) for name in (value, below, mask) if name in GRIDS]
        for posts in IN_POST.get(mask or "", ()):
            found.append(("in_post", np.unique(getattr(block, posts)[rows])))
        if reader.lever is not None:
            found.append((LEVER + LEVERS[reader.lever], rows))
    if query.measure in WORKED_OUT_OF:
        field = WORKED_OUT_OF[query.measure]
        found.append((field, np.arange(getattr(block, field).shape[0])))
    return found


def differences(first: Settings, second: Settings, block: Block) -> SourceRows:
    """Where two arms part: levers and traits of leaders, settings that count for everybody, and what dated events write."""
    found: SourceRows = {}
    world = first.world
    for p, post in enumerate(world.posts):
        one, other = set_for(first, post), set_for(second, post)
        for name in dict.fromkeys((*one, *other)):  # in order: which of two equally short ways is told must not hang on a hash
            if one.get(name) != other.get(name):
                _join(found, _of_post(name, p, len(world.posts)))
    tables = (("context", first.context, second.context), ("parameters", first.parameters, second.parameters))
    for head, one_, other_ in (*tables, ("rules", first.variants, second.variants)):
        found |= {f"{head}.{name}": None for name in one_ if one_[name] != other_[name]}
    for item in (*first.timeline, *second.timeline):
        if item not in first.timeline or item not in second.timeline:
            for name, fields in item.items():
                if name != "week":
                    _join(found, _of_event(name, fields, world, block))
    return found


def _arms(one: BoundClause, case: TheoryCase) -> dict[str, Settings]:
    """The arms that a clause compares, by name; of doses, the first and the last."""
    if one.doses:
        doses = [name for name in case.dosed if name.startswith(dose_name(one.doses[0][0], one.clause.dose or "", 0)[:-3])]
        return {name: case.dosed[name] for name in (doses[0], doses[-1])}
    return {name: case.arms[name] for name in one.weights}


def _route(one: BoundClause, reached: Reach) -> Route:
    queries = [query for query, _ in (*one.terms, *one.less)]
    found = [near for query in queries if (near := reached.nearest(query)) is not None]
    if not found:
        return Route(one, None, (), False, _people(one, reached), _measures(queries[0], reached))
    steps, field, rows = min(found, key=lambda near: near[0])
    return Route(one, steps, reached.every.way(field, rows), all(reached.needs_turnover(query) for query in queries))


def _people(one: BoundClause, reached: Reach) -> tuple[dict[str, object], ...]:
    """Groups of whom the same measure is reached, nearest first."""
    found = []
    for carrier in ("team", "leader"):
        for key in GROUPS:
            values = sorted(frozenset().union(*KEYS[carrier][key](reached.world, carrier))) if key in KEYS[carrier] else ()
            for value in values:
                near = _tried(Query(one.clause.measure, {key: value}), reached)
                if near is not None:
                    found.append((near, {key: value}))
    first = sorted(found, key=lambda near: near[0])[:NEAREST]
    return tuple({str(name): value for name, value in of.items()} for _, of in first)


def _measures(query: Query, reached: Reach) -> tuple[str, ...]:
    """Measures that the same people have and that are reached, nearest first."""
    found = []
    for name, measure in catalogue().measures.items():
        if not measure.per_lever and name != query.measure.partition(".")[0]:
            near = _tried(Query(name, query.of), reached)
            if near is not None:
                found.append((near, name))
    return tuple(name for _, name in sorted(found)[:NEAREST])


def _tried(query: Query, reached: Reach) -> int | None:
    """Steps to a reading; None where there is none, or no such reading."""
    try:
        near = reached.nearest(query)
    except UserError:
        return None
    return near[0] if near is not None else None


def _join(found: SourceRows, more: Mapping[str, Rows | None]) -> None:
    for name, rows in more.items():
        old = found.get(name, np.zeros(0, dtype=bool))
        found[name] = None if rows is None or old is None else (rows if not old.size else rows | old)


def _of_post(name: str, p: int, many: int) -> SourceRows:
    """The sources that one lever or trait of one leader is."""
    rows = np.arange(many) == p
    if name in LEVERS:
        return {LEVER + name: rows} | ({name: rows} if name in GRIDS else {})
    field = TRAIT_FIELDS.get(name, name)
    assert field in TRAITS, name
    return {field: rows}


def _of_event(name: str, fields: Mapping[str, object], world: Population, block: Block) -> SourceRows:
    """What a dated event writes into a block, of whom."""
    if name == "set":
        return _of_set(fields, world)
    found: SourceRows = {}
    for fill in FILLS:
        before = {field: getattr(block, field).copy() for field in GRIDS}
        for field in GRIDS:
            getattr(block, field)[...] = fill
        EVENTS[name](block, world, slice(0, block.lanes), fields)
        for field, kept in before.items():
            rows = (getattr(block, field) != fill).any(axis=1)
            if rows.any():
                _join(found, {field: rows})
            getattr(block, field)[...] = kept
    return found


def _of_set(paths: Mapping[str, object], world: Population) -> SourceRows:
    """A `set` event: levers and traits of whom it is about, or settings that count for everybody."""
    found: SourceRows = {}
    for path, _ in flatten(paths):
        head, last = path.partition(".")[0], path.rpartition(".")[2]
        if head in ("leadership", "leader"):
            names = LEVERS if last == "level" else (last,)  # a level sets several: any lever, to be on the side of reaching
            for p in settled_posts(world, {path: 0}):
                for name in names:
                    _join(found, _of_post(name, p, len(world.posts)))
        else:
            found[path] = None
    return found
