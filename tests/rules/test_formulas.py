"""The formula in a rule's docstring is the rule: read as icsim.rules says formulas are read, it gives the same bits."""

import inspect
import math
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from test_battery import NAMES, points

from icsim.rules import RULES

TOKEN = re.compile(r"(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<mark><=|>=|[-+/(),;<>=])")
LINE = re.compile(r"(?:(?P<times>\d+) times: )?(?P<steps>\w+ = .+)")
KEPT = {"if", "else", "not", "and", "or"}
SHARED = {"min": min, "max": max, "abs": abs, "floor": math.floor, "sqrt": math.sqrt, "true": True, "false": False}


def formula(name: str) -> str:
    """What stands between "Formula:" and "Symbols:", where continued lines are joined."""
    text = (inspect.getdoc(RULES[name]) or "").partition("Formula:")[2].partition("\nSymbols:")[0]
    return re.sub(r"\n {5,}", " ", text)


def product_signs(text: str, functions: set[str]) -> str:
    """The text as Python: a sign where two things stand side by side, == where a condition asks, no comma before else."""
    made: list[str] = []
    before = ""
    assert TOKEN.sub("", text).strip() == "", f"{text}: not in the notation"
    for token in TOKEN.finditer(text.replace(", else", " else")):
        now = token[0]
        value_before = before == ")" or (before[:1].isalnum() and before not in KEPT)
        if value_before and (token["number"] or (token["name"] and now not in KEPT) or now == "("):
            made.append("*" if not (now == "(" and before in functions) else "")
        made.append("==" if now == "=" else now)
        before = now
    return " ".join(made)


@cache
def read(name: str) -> Callable[..., float]:
    """The formula as a function of the rule's symbols."""
    parameters = list(inspect.signature(RULES[name]).parameters)
    text = formula(name)
    lines = text.strip("\n").splitlines() if text.startswith("\n") else [f"result = {text.strip()}"]
    body: list[str] = []
    found = [LINE.fullmatch(line.strip()) for line in lines]
    assert all(found), f"{name}: {lines}"
    steps = [(int(one["times"] or 1), one["steps"].split("; ")) for one in found if one]
    own = {*parameters, *(step.partition(" = ")[0] for _, of in steps for step in of)}
    functions = (set(RULES) | {"min", "max", "abs", "floor", "sqrt"}) - own
    for times, of in steps:
        done = [f"{to} = {product_signs(value, functions)}" for to, _, value in (step.partition(" = ") for step in of)]
        body += [f"    for _ in range({times}):", *[f"        {step}" for step in done]]
    scope: dict[str, Any] = {**{rule: RULES[rule] for rule in functions & set(RULES)}, **SHARED}
    exec("\n".join([f"def read({', '.join(parameters)}):", *body, "    return result"]), scope)
    made: Callable[..., float] = scope["read"]
    return made


@pytest.mark.parametrize("name", NAMES)
def test_the_formula_gives_the_bits_of_the_rule(name: str) -> None:
    by_formula = read(name)
    for x in points(name):
        said, done = np.float64(by_formula(*x)), np.float64(RULES[name](*x))
        assert said.tobytes() == done.tobytes(), f"{name}{x}: the formula says {said}, the rule {done}"


@pytest.mark.parametrize("name", NAMES)
def test_the_formula_names_every_symbol(name: str) -> None:
    for symbol in inspect.signature(RULES[name]).parameters:
        told = re.search(rf"\b{symbol}\b", formula(name)) or re.search(
            rf"\b{symbol}\b[^;.]* unused", inspect.getdoc(RULES[name]) or ""
        )
        assert told, f"{name}: the formula does not use {symbol}, and the docstring does not say that it is unused"


def test_a_wrong_formula_would_be_found() -> None:
    assert product_signs("rate (1 - w x) / 2", {"clamp01"}) == "rate * ( 1 - w * x ) / 2"
    assert product_signs("clamp01(a) b if mode = 0, else -c", {"clamp01"}) == "clamp01  ( a ) * b if mode == 0 else - c"
    with pytest.raises(AssertionError, match="not in the notation"):
        product_signs("a * b", set())
