"""What the translator works with in the place of numbers and objects, and how it reads what a step says."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import FunctionType
from typing import NamedTuple, cast

from icsim.catalogue.load import CONTEXT, PARAMETERS, VARIANTS
from icsim.engine.layout import All, Members, Two

KINDS = {float: "float", int: "int", bool: "bool"}
DRAWS = ("draw", "draw_once")


class Value(NamedTuple):
    """A number of the kernel: its text, its kind, whether it differs by lane, and as what it is stored if not as itself."""

    text: str
    kind: str
    lane: bool
    stored: str = ""


class Ref(NamedTuple):
    """An entity: its carrier, the name of its row, where that is known, and when it exists (always, if nothing is said)."""

    carrier: str
    row: str
    scope: "Scope"
    exists: str = ""
    end: tuple[str, str] = ("", "")  # of a team: this end of that tie
    reached: tuple[str, str] = ("", "")  # of a tie: the team it was reached from, and what says that this is end a


class Linked(NamedTuple):
    """A list of entities, not yet walked."""

    link: Members | Two | All
    of: Ref


class Bound(NamedTuple):
    """A function or lambda with what it already knows."""

    node: ast.FunctionDef | ast.Lambda
    known: dict[str, object]
    names: dict[str, object]  # its globals
    file: str


class Table(NamedTuple):
    """Names that stand in one of the block's tables."""

    array: str
    names: Sequence[str]
    kind: str
    title: str
    home: str = ""
    row: str = ""


@dataclass(eq=False)
class Scope:
    """Where statements stand: a loop over entities or a branch. `once` is worked out first at every pass."""

    head: str
    line: int
    once: dict[str, str] = field(default_factory=dict)
    body: list["Part"] = field(default_factory=list)


Line = tuple[int, str]
Part = Line | list[Line] | Scope
"""What stands in a scope: texts with their lines, lists of them (loops over lanes), scopes."""


TABLES = {
    "numbers": Table("par", PARAMETERS, "float", "the parameters"),
    "context": Table("ctx", CONTEXT, "float", "the context"),
    "rules": Table("var", VARIANTS, "int", "the rules"),
}


def bound(function: FunctionType) -> Bound:
    """A function with its text, on the lines where it stands."""
    lines, first = inspect.getsourcelines(function)
    tree = ast.increment_lineno(ast.parse(textwrap.dedent("".join(lines))), first - 1)
    return Bound(cast(ast.FunctionDef, tree.body[0]), {}, function.__globals__, inspect.getfile(function))


def constant(value: float | bool) -> Value:
    """A number that is written out."""
    kind = KINDS.get(type(value), "int")
    return Value(repr(int(value) if kind == "int" else value), kind, False)


def negated(value: Value) -> Value:
    """What holds where the value does not."""
    flipped = {"True": "False", "False": "True"}.get(value.text)
    if flipped is None:
        flipped = value.text[5:-1] if value.text.startswith("(not ") else f"(not {value.text})"
    return Value(flipped, "bool", value.lane)


def is_number(text: str) -> bool:
    """Whether a text is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def assigned_once(function: ast.FunctionDef) -> set[str]:
    """The names that a function gives a value once."""
    names = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return {name for name in names if names.count(name) == 1}


def needs_branch(statement: ast.If) -> bool:
    """Whether a loop or a draw stands in it."""
    return any(
        isinstance(n, ast.For) or (isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr in DRAWS)
        for part in (*statement.body, *statement.orelse)
        for n in ast.walk(part)
    )


def returns(statement: ast.If) -> bool:
    """Whether it gives something back."""
    return any(isinstance(n, ast.Return) for n in ast.walk(statement))


def without_early_exits(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """`if x: return` (or continue) with more after it becomes `if x: … else: more`."""
    found: list[ast.stmt] = []
    for n, statement in enumerate(body):
        if isinstance(statement, ast.Continue) or (isinstance(statement, ast.Return) and statement.value is None):
            return found
        if isinstance(statement, ast.If) and not statement.orelse and isinstance(statement.body[-1], (ast.Return, ast.Continue)):
            rest = without_early_exits(body[n + 1 :])
            inner = without_early_exits(statement.body)
            if inner or rest:
                test = statement.test if inner else ast.copy_location(ast.UnaryOp(ast.Not(), statement.test), statement.test)
                found.append(ast.copy_location(ast.If(test, inner or rest, rest if inner else []), statement))
            return found
        found.append(statement)
    return found


def parts(text: str) -> list[str]:
    """The conditions that an `and` of the kernel is made of."""
    return [part.strip("()") for part in text.replace(" and ", " & ").split(" & ")]


def without_unused(lines: list[tuple[int, str]], names: set[str]) -> list[tuple[int, str]]:
    """Lines without those that name something nobody asks for."""
    used = " ".join(text.strip().partition(" = ")[2] if text.strip().partition(" = ")[0] in names else text for _, text in lines)
    words = set(re.findall(r"\w+", used))
    return [(at, text) for at, text in lines if (name := text.strip().partition(" = ")[0]) not in names or name in words]


def without_empty(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Lines without the loops and branches in which nothing stands."""

    def depth(at: int) -> int:
        return len(lines[at][1]) - len(lines[at][1].lstrip()) if at < len(lines) else 0

    return [line for at, line in enumerate(lines) if not line[1].endswith(":") or depth(at + 1) > depth(at)]


def lines(scope: Scope, depth: int) -> Iterator[tuple[int, str]]:
    """The kernel's lines, each with the line of the notation that it comes from."""
    inside = depth + bool(scope.head)
    if scope.head:
        yield scope.line, " " * depth + scope.head
    for text, name in scope.once.items():
        yield scope.line, " " * inside + f"{name} = {text}"
    for part in scope.body:
        if isinstance(part, Scope):
            yield from lines(part, inside)
        elif isinstance(part, list):
            yield part[0][0], " " * inside + "for k in range(lanes):"
            yield from ((line, " " * (inside + 1) + text) for line, text in part)
        else:
            yield part[0], " " * inside + part[1]
