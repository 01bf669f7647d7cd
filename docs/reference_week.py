"""Prints the week's steps for the ODD page: what each entity does, in the order it is done, in the words of the page."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from icsim.catalogue.load import PARAMETERS
from icsim.week.notation import is_step
from icsim.week.week import PARTS, AnyStep

DRAWS = ("draw", "draw_once")

SHORT = {
    "inspiring_intent": "II", "creating_conditions": "CC", "balancing_perspectives": "BP", "working_with_power": "WP",
    "commitment_to_learning": "CL", "taking_wider_view": "WV", "clarifying_complexity": "CX",
}  # fmt: skip
KINDS = {"leading": "leading relation", "leader_tie": "leader tie", "user_group": "group of service users"}
WIDTH = 130


def pages() -> dict[str, Callable[[], str]]:
    """One piece for each part of the week; the ODD page includes them under its own headings."""
    return {f"week_{n}": partial(part_of, steps) for n, steps in enumerate(PARTS.values(), start=1)}


def part_of(steps: tuple[AnyStep, ...]) -> str:
    """One part of the week."""
    return "\n\n".join(text_of(step) for step in steps)


def text_of(step: AnyStep) -> str:
    """A step in words: a sentence, the steps in code, and the parts it calls that are written beside it."""
    if not is_step(step):
        return f"**{step.__name__}**, below. {inspect.getdoc(step)}"
    function = _parsed(step)
    each = step.each.carrier  # type: ignore[attr-defined]
    page = _Page(function.args.args[0].arg if each != "place" else "", step.__globals__)
    lines = list(page.block(function.body, 0))
    draws = f", with {'; '.join(page.draws)}" if page.draws else ""
    everybody = f"For every {KINDS.get(each, each)} {page.me}{draws}:" if each != "place" else f"For the place{draws}:"
    parts = [line for name in page.parts for line in page.part(name)]
    head = f"**{step.__name__}**: {inspect.getdoc(step)}\n\n{everybody}\n"
    return "\n".join([head, "```text", *lines, *(["", *parts] if parts else []), "```"])


class _Page:
    """Writes the statements of one step."""

    def __init__(self, me: str, names: dict[str, Any]) -> None:
        self.me, self.names = me, names
        self.short: dict[str, str] = {}  # locals that only give something a shorter name
        self.draws: list[str] = []
        self.parts: dict[str, None] = {}

    def block(self, body: list[ast.stmt], depth: int) -> Iterator[str]:
        for statement in body:
            yield from self.statement(statement, depth)

    def statement(self, node: ast.stmt, depth: int, gate: str = "") -> Iterator[str]:
        pad = "  " * depth + gate
        if isinstance(node, ast.Assign):
            yield from self.assigned(node, pad)
        elif isinstance(node, ast.AugAssign):
            sign = "+=" if isinstance(node.op, ast.Add) else "-="
            yield from _wrapped(f"{pad}{self.words(node.target)} {sign} ", self.words(node.value))
        elif isinstance(node, ast.For):
            yield f"{pad}for every {_one(node.iter)} {ast.unparse(node.target)} of {self.words(node.iter)}, in order:"
            yield from self.block(node.body, depth + 1)
        elif isinstance(node, ast.If):
            rule = self.words(node.test)
            if rule.startswith("rules.") and rule[6:].isidentifier() and not node.orelse and not _draws(node):
                for inner in node.body:
                    yield from self.statement(inner, depth, f"{gate}[{rule[6:]}] ")
                return
            yield f"{pad}if {rule}:"
            yield from self.block(node.body, depth + 1)
            if node.orelse:
                yield f"{pad}else:"
                yield from self.block(node.orelse, depth + 1)
        elif isinstance(node, ast.Return):
            yield f"{pad}nothing else happens" if node.value is None else f"{pad}give {self.words(node.value)}"
        elif isinstance(node, ast.Continue):
            yield f"{pad}go on with the next"

    def assigned(self, node: ast.Assign, pad: str) -> Iterator[str]:
        target, value = node.targets[0], node.value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in DRAWS:
            names = [ast.unparse(name) for name in target.elts]  # type: ignore[attr-defined]
            said = [f"u{n} is {name}" for n, name in enumerate(names) if name != "_"]
            process, *about = value.args
            week = "week" if value.func.attr == "draw" else "0"
            key = ", ".join([week, *(self.words(one) for one in about), *(["0"] if len(about) == 1 else [])])
            self.draws.append(f"{ast.unparse(process).rpartition('.')[2]}({key}) where {', '.join(said)}")
            return
        both = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        pairs = list(zip(target.elts, value.elts, strict=True)) if both else [(target, value)]  # type: ignore[attr-defined]
        for one, what in pairs:
            said = self.words(what)
            if isinstance(one, ast.Name) and isinstance(what, ast.Attribute) and "(" not in said:
                self.short[one.id] = said
                continue
            arrow = "<-" if any(isinstance(each, ast.Attribute) for each in (one, *node.targets)) else "="
            left = ", ".join(self.words(each) for each in (node.targets if len(node.targets) > 1 else [one]))
            yield from _wrapped(f"{pad}{left} {arrow} ", said)

    def part(self, name: str) -> Iterator[str]:
        function = _parsed(self.names[name])
        arguments = [argument.arg for argument in function.args.args if argument.arg != "world"]
        yield f"{name.strip('_')}({', '.join(arguments)}): {ast.get_docstring(function)}"
        inner = _Page("", self.names)
        yield from inner.block(function.body, 1)

    def words(self, node: ast.expr) -> str:
        return ast.unparse(_Words(self).visit(ast.parse(ast.unparse(node), mode="eval").body)).replace("'", "")


class _Words(ast.NodeTransformer):
    """Python's way of saying it, turned into the page's: intent(i), style(threat, p), II.gain, [rule]."""

    def __init__(self, page: _Page) -> None:
        self.page = page

    def visit_Name(self, node: ast.Name) -> ast.expr:
        found = self.page.short.get(node.id)
        return ast.parse(found, mode="eval").body if found else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        of = ast.unparse(self.visit(node.value))
        if of in ("world", "world.numbers") or of.startswith("numbers"):
            return ast.Name(SHORT.get(node.attr, node.attr))
        if of in ("context", "rules") or of in SHORT.values() or of in _HOMES:
            return ast.Name(f"{of}.{node.attr}")
        return ast.Name(f"{node.attr}({of})")

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if isinstance(node.value, ast.Attribute) and node.value.attr == "lever":
            return ast.Name(f"lever[{ast.literal_eval(node.slice)}]({ast.unparse(self.visit(node.value.value))})")
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        return ast.Name(f"{node.args.args[0].arg}: {ast.unparse(self.visit(node.body))}")

    def visit_Call(self, node: ast.Call) -> ast.expr:
        arguments = [ast.unparse(self.visit(a)) for a in node.args]
        if isinstance(node.func, ast.Attribute):
            of = ast.unparse(self.visit(node.func.value))
            named = any(isinstance(a, ast.Constant) for a in node.args)  # a lever is named first, an end of a tie last
            me = [] if of == self.page.me else [of]
            arguments = [*arguments, *me] if named else [*me, *arguments]
            return ast.Name(f"{node.func.attr}({', '.join(arguments)})")
        name = ast.unparse(node.func)
        if name.startswith("_"):
            self.page.parts[name] = None
            arguments = arguments[1:]
        return ast.Name(f"{name.strip('_')}({', '.join(arguments)})")


_HOMES = {key.partition(".")[0] for key in PARAMETERS}


def _parsed(function: Callable[..., Any]) -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree


def _one(node: ast.expr) -> str:
    one = {"ties": "tie", "teams": "team", "leaders": "leader", "leader_relations": "leader's relation", "led": "relation"}
    return one.get(ast.unparse(node).rpartition(".")[2], "one")


def _draws(node: ast.If) -> bool:
    return any(isinstance(n, (ast.For, ast.If)) for part in node.body for n in ast.walk(part))


def _wrapped(left: str, right: str) -> Iterator[str]:
    first, *more = textwrap.wrap(right, max(40, WIDTH - len(left)), break_long_words=False) or [""]
    yield left + first
    yield from (" " * len(left) + line for line in more)
