"""No step hands a state on that it works out itself: whoever holds the state after the step would hold it too late."""

import ast
import inspect
import textwrap
from collections.abc import Iterator

import pytest

from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.engine.block_fields import CARRIED_BY, GRIDS, HELD, STATE
from icsim.engine.crossed_design import DEFAULT_DRAW, MediatorHold, run_crossed
from icsim.engine.ensemble import replicate_seeds
from icsim.engine.measures import FIELDS, Query
from icsim.week.week import STEPS, AnyStep

MEASURED = {field for name in catalogue().measures for field in FIELDS.get(name, (name,))}
STATES = MEASURED & {name for carrier in HELD for name in STATE[carrier]}


def assignments(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """All of them, those of several names at once one by one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AugAssign):
            yield node.target, node.value
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                yield from zip(target.elts, node.value.elts, strict=True) if several else [(target, node.value)]


def field_of(node: ast.AST) -> str:
    """The field that `team.field` in a step, or `field[team, lane]` in a kernel by hand, means; none of anything else."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(getattr(node, "value", None), "id", "")
    return name if isinstance(node, ast.Attribute | ast.Subscript) and name in GRIDS else ""


def handed_on(step: AnyStep) -> Iterator[tuple[str, str]]:
    """The states a theory may name that a step works out, each with a field made of what it has just worked out."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(step))).body[0]
    local: dict[str, list[ast.expr]] = {}
    made: list[tuple[str, ast.expr, int]] = []
    for target, value in assignments(tree):
        for one in target.elts if isinstance(target, ast.Tuple) else [target]:
            if field := field_of(one):
                made.append((field, value, value.lineno))
            elif isinstance(one, ast.Name):
                local.setdefault(one.id, []).append(value)

    def reads(expression: ast.expr, seen: frozenset[str]) -> Iterator[tuple[str, int]]:
        for part in ast.walk(expression):
            if field := field_of(part):
                yield field, part.lineno
            elif isinstance(part, ast.Name):
                yield part.id, part.lineno
                for value in () if part.id in seen else local.get(part.id, ()):
                    yield from reads(value, seen | {part.id})

    for state, new, line in made:
        name = new.id if isinstance(new, ast.Name) else ""
        for other, of, _ in made:
            found = set(reads(of, frozenset())) if state in STATES and other != state else set()
            if name in {read for read, _ in found} or any(read == state and at > line for read, at in found):
                yield state, other


def test_what_a_step_hands_on_is_held_with_the_state() -> None:
    found = {(step.__name__, state, other) for step in STEPS for state, other in handed_on(step)}
    assert {("update_fairness", "fairness", "fair"), ("update_backlog", "backlog", "overload")} <= found
    assert {one for one in found if one[2] not in CARRIED_BY.get(one[1], ())} == set()


@pytest.mark.parametrize(
    ("number", "low", "high", "held", "beside"),
    [
        ("fairness.told", 0.0, 0.1, "fairness", "acceptance"),
        ("fairness.gain", 0.15, 0.5, "fairness", "acceptance"),
        ("clarifying_complexity.absorb", 0.1, 0.4, "backlog", "staff_strain"),
        ("commitment_to_learning.risk_base", 0.15, 0.45, "risk_aversion", "short_termism"),
    ],
)
def test_nothing_arrives_past_the_state_that_is_held(number: str, low: float, high: float, held: str, beside: str) -> None:
    """Two worlds differ in a number that acts on one state alone: with the state held, one world is the other to the bit."""
    base = compose("run", ["place=pair", "weeks=26"])
    arms = [base.with_changes({f"parameters.{number}": value}) for value in (low, high, low)]
    fields = dict.fromkeys((beside, "morale", "trust_in_leader", "clarity", "collaboration", "intent", "staff_strain"))
    wanted = [(Query(measure), week) for measure in fields for week in (4, 13, 26)]
    values = run_crossed(arms, [DEFAULT_DRAW], replicate_seeds(base, 4), wanted, MediatorHold((Query(held),), ((1, 2),)))
    assert (values[0] != values[1])[:, [n for n, (query, _) in enumerate(wanted) if query.measure == beside]].any()
    assert values[2].tobytes() == values[1].tobytes()
