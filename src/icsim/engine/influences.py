"""What enters what: read from the kernels of the week's steps, so that no list of it is kept anywhere by hand.

An edge says that a step works out `target` from `source`. Sources are fields of a block, and `lever.NAME`,
`context.NAME`, `parameters.FILE.NAME` and `rules.NAME`; assignments to local names are followed to what they hold.
"""

import ast
import contextlib
import inspect
import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from icsim.base import fingerprint
from icsim.base.caches import store, user_folder
from icsim.catalogue import catalogue
from icsim.catalogue.load import CONTEXT, LEVERS, PARAMETERS, VARIANTS
from icsim.engine.block_fields import FLOW, GRIDS
from icsim.engine.compile import StepFunction
from icsim.engine.measures import FIELDS
from icsim.engine.translation import translate
from icsim.rules import RULES, load_all
from icsim.week.notation import is_step
from icsim.week.week import BEGIN, STEPS

OWN = ("team", "leading")
ORDERS = {"lever": LEVERS, "context": CONTEXT, "parameters": PARAMETERS, "rules": VARIANTS}
HEADS = {"lever": "lever", "lever_set": "lever", "ctx": "context", "par": "parameters", "var": "rules"}
FLOWS = frozenset(name for names in FLOW.values() for name in names)
BETWEEN = ("tie", "leader_tie")  # what happens on these, two sides do together
KEPT = "influences.json"


@dataclass(frozen=True)
class DependencyEdge:
    """`source` stands in what a step makes of `target`."""

    source: str
    target: str
    step: int  # position in the week; all steps before week 1 are at -1
    rules: frozenset[str]  # all rules that the source goes through on its way
    others: bool  # the source is read from somebody else of the same kind
    lever_of_another: bool = False  # the source is a lever, and another leader's than the one whose field is written


@dataclass(frozen=True)
class FieldRead:
    """A field read, in whose row, and the rules around it."""

    name: str
    row: str
    rules: frozenset[str]


@dataclass(frozen=True)
class DependencyPath:
    """The shortest way from something to a state: the states in between, and whether other teams are part of it."""

    through: tuple[str, ...]
    rules: frozenset[str]
    others: bool

    @property
    def direct(self) -> bool:
        """No other state, and nobody else, stands in between: the state's own equation says it."""
        return not self.through and not self.others


@cache
def dependency_edges() -> tuple[DependencyEdge, ...]:
    """All edges, in the order of the week; read once for each state of the sources, and kept, for it takes a second."""
    source = fingerprint.compiled()
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):  # spoilt, or made from other sources
        held = json.loads((user_folder() / KEPT).read_text(encoding="utf-8"))
        if held["source"] == source:
            return tuple(DependencyEdge(**{**row, "rules": frozenset(row["rules"])}) for row in held["edges"])
    found = read_edges()
    rows = [{**vars(one), "rules": sorted(one.rules)} for one in found]
    with contextlib.suppress(OSError):  # without a folder for that, each process reads them
        user_folder().mkdir(parents=True, exist_ok=True)
        store(user_folder() / KEPT, json.dumps({"source": source, "edges": rows}))
    return found


def targets_of(source: str) -> frozenset[str]:
    """What a field, lever or setting enters directly."""
    return _targets().get(source, frozenset())


@cache
def _targets() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for edge in dependency_edges():
        found.setdefault(edge.source, set()).add(edge.target)
    return {source: frozenset(targets) for source, targets in found.items()}


def read_edges() -> tuple[DependencyEdge, ...]:
    """The same, from the steps."""
    load_all()
    placed = [*((-1, step) for step in BEGIN), *enumerate(STEPS)]
    return tuple(edge for position, step in placed for edge in _Step(step, position).edges())


@cache
def written_fields(step: StepFunction) -> tuple[str, ...]:
    """The fields that a step writes, in the order in which its text does."""
    if is_step(step):
        return translate(step).written
    return tuple(dict.fromkeys(target for target, _, _ in _Step(step, 0).assigned))


def is_transient(field: str) -> bool:
    """Whether a field is only a part of the equation that it enters, and no state in between.

    So are flows of one side's own, and what a team or its leading relation works out anew each week without being a
    measure. Both are gone when the week is.
    """
    if field in FLOWS and GRIDS[field] not in BETWEEN:
        return True
    return GRIDS[field] in OWN and not _remembers(field) and field not in _measured()


def shortest_path(sources: frozenset[str], target: str, moved: Mapping[str, int], by: int) -> DependencyPath | None:
    """The way with the fewest states in between, along fields that had moved by a week; None where there is none.

    `moved`: for each field, the first week in which anybody's differed. What passes is good for the steps after the
    one that made it; used earlier in the week, it has come through time, and stands in between. A target that the
    same step reads off a state (`identity_threat` off `identity_own`) is that state's other face.
    """
    best: set[tuple[str, int]] = set()
    through_time: DependencyPath | None = None
    near: list[_Stop] = [_Stop(source, -1, -1, DependencyPath((), frozenset(), False)) for source in sorted(sources)]
    for _ in range(_LONGEST):
        further: list[_Stop] = []
        for stop in near:  # grows while it is walked: what passes costs nothing
            for edge in _from().get(stop.name, ()):
                late = edge.step < stop.good_after
                through = (*stop.way.through, stop.name) if late else stop.way.through
                gone = DependencyPath(through, stop.way.rules | edge.rules, stop.way.others or edge.others)
                if edge.target == target and not late:
                    return _arrived(gone, edge, stop)
                if edge.target == target:
                    through_time = through_time or gone
                if moved.get(edge.target, by + 1) > by:
                    continue
                passing = is_transient(edge.target)
                good_after = edge.step if passing else -1
                if (edge.target, good_after) in best:
                    continue
                best.add((edge.target, good_after))
                free = passing and not late and not edge.others
                if not passing or edge.others:
                    gone = DependencyPath((*gone.through, edge.target), gone.rules, gone.others or GRIDS[edge.target] in BETWEEN)
                (near if free else further).append(_Stop(edge.target, good_after, edge.step, gone))
        if through_time is not None:
            return through_time
        near = further
    return None


class _Stop(NamedTuple):
    """Where a search for a way has come to."""

    name: str
    good_after: int
    made: int
    way: DependencyPath


def _arrived(gone: DependencyPath, edge: DependencyEdge, last: _Stop) -> DependencyPath:
    """The whole way; the last state is left out where the target is read off it."""
    face = bool(gone.through) and gone.through[-1] == last.name and edge.step == last.made
    if face and GRIDS[edge.target] in OWN and not _remembers(edge.target) and not edge.others:
        return DependencyPath(gone.through[:-1], gone.rules, gone.others)
    return gone


@cache
def _remembers(field: str) -> bool:
    """Whether what last week left of a field is in its next value: the first step of the week that writes it reads it."""
    own = [edge for edge in dependency_edges() if edge.target == field and edge.step >= 0]
    first = min((edge.step for edge in own), default=-1)
    return any(edge.source == field and edge.step == first and not edge.others for edge in own)


@cache
def _measured() -> frozenset[str]:
    known = catalogue().measures
    return frozenset(name for measure in known for name in FIELDS.get(measure, (measure,)))


_LONGEST = 12  # states in between, at most


@cache
def _from() -> dict[str, tuple[DependencyEdge, ...]]:
    found: dict[str, list[DependencyEdge]] = {}
    for edge in sorted(dependency_edges(), key=lambda edge: edge.step < 0):  # what happens before week 1 comes last
        if edge.source != edge.target or edge.others:
            found.setdefault(edge.source, []).append(edge)
    return {name: tuple(those) for name, those in found.items()}


class _Step:
    """The assignments of one step: to fields, and to local names."""

    def __init__(self, step: StepFunction, position: int) -> None:
        text = translate(step).unsettled if is_step(step) else textwrap.dedent(inspect.getsource(step))
        tree = ast.parse(text).body[0]
        assert isinstance(tree, ast.FunctionDef)
        self.position = position
        self.local: dict[str, list[ast.expr]] = {}
        self.made: dict[tuple[str, str], list[ast.expr]] = {}  # by field and row
        self.assigned: list[tuple[str, str, list[ast.expr]]] = []  # field, row, what it is made of
        self._walk(tree.body, [])

    def edges(self) -> Iterator[DependencyEdge]:
        """All of them."""
        for target, row, made_of in self.assigned:
            found: dict[tuple[str, bool, bool], frozenset[str]] = {}
            for read in (read for expression in made_of for read in self._reads(expression, frozenset())):
                others = GRIDS.get(read.name) == GRIDS[target] and read.row != row
                another = GRIDS[target] == "leader" and read.name.startswith("lever") and read.row != row
                key = read.name, others, another
                found[key] = found.get(key, frozenset()) | read.rules
            for (source, others, another), rules in found.items():
                yield DependencyEdge(source, target, self.position, rules, others, another)

    def _walk(self, body: list[ast.stmt], tests: list[ast.expr]) -> None:
        for node in body:
            if isinstance(node, ast.If):
                self._walk(node.body, [*tests, node.test])
                self._walk(node.orelse, [*tests, node.test])
            elif isinstance(node, ast.For):
                self._walk(node.body, tests)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self._assign(target, node.value, tests)
            elif isinstance(node, ast.AugAssign):
                self._assign(node.target, node.value, [*tests, node.target])  # what is added to is read

    def _assign(self, target: ast.expr, value: ast.expr, tests: list[ast.expr]) -> None:
        if isinstance(target, ast.Tuple):
            values = value.elts if isinstance(value, ast.Tuple) else [value] * len(target.elts)
            for one, of in zip(target.elts, values, strict=True):
                self._assign(one, of, tests)
        elif isinstance(target, ast.Name):
            self.local.setdefault(target.id, []).extend([value, *tests])
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            name = target.value.id
            if name in GRIDS:
                self.assigned.append((name, _rows(target)[0], [value, *tests]))
                self.made.setdefault((name, _rows(target)[0]), []).extend([value, *tests])
            else:
                self.local.setdefault(name, []).extend([value, *tests])

    def _reads(self, node: ast.expr, seen: frozenset[str]) -> Iterator[FieldRead]:
        """What an expression is made of, local names followed."""
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            name, rows = node.value.id, _rows(node)
            if name in GRIDS:
                yield FieldRead(name, rows[0], frozenset())
                yield from self._flow(name, rows[0], seen)
            elif name in HEADS:
                yield FieldRead(_named(HEADS[name], rows[0]), rows[1] if HEADS[name] == "lever" else "", frozenset())
            else:
                yield from self._local(name, seen)
        elif isinstance(node, ast.Name):
            yield from self._local(node.id, seen)
        else:
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            rule = frozenset({called} & RULES.keys())
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    for read in self._reads(child, seen):
                        yield FieldRead(read.name, read.row, read.rules | rule)

    def _flow(self, name: str, row: str, seen: frozenset[str]) -> Iterator[FieldRead]:
        """A flow that the step itself makes is a local by another name: what it is made of enters, too."""
        if name in FLOWS and name not in seen:
            for expression in self.made.get((name, row), ()):
                yield from self._reads(expression, seen | {name})

    def _local(self, name: str, seen: frozenset[str]) -> Iterator[FieldRead]:
        if name not in seen:
            for expression in self.local.get(name, ()):
                yield from self._reads(expression, seen | {name})


def _rows(node: ast.Subscript) -> list[str]:
    index = node.slice
    return [ast.unparse(part) for part in (index.elts if isinstance(index, ast.Tuple) else [index])]


def _named(head: str, position: str) -> str:
    """`L.heed`, or its position in a translated kernel, is `lever.heed`; a running number stands for all of them."""
    if position.isdecimal():
        return f"{head}.{ORDERS[head][int(position)]}"
    return f"{head}.{position.partition('.')[2]}" if "." in position else head
