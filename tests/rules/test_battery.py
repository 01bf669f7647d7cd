"""One battery over the whole rulebook: what every rule says of itself, and that it holds, compiled as plain."""

import ast
import inspect
import math
import random
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from icsim import rules
from icsim.engine.compile import register_rules
from icsim.rules import RULES, load_all

load_all()
NAMES = sorted(RULES)
HOME = Path(inspect.getfile(rules)).parent
SHARE = (0.0, 1.0)  # the range of a symbol whose docstring says [0, 1] or a uniform draw
# The ranges of all other symbols, by name: wide enough for the catalogue's, and within what the docstrings say.
RANGES: dict[str, tuple[float, float]] = {
    "x": (-1e6, 1e6), "a": SHARE, "b": SHARE, "low": (-9.0, 9.0), "high": (-9.0, 9.0), "b0": (-5.0, 5.0),
    "lines": (1.0, 6.0), "count": (1.0, 60.0), "backlog": (0.0, 40.0), "limit": (0.5, 8.0), "capacity": (0.01, 1.0),
    "change": (-1.0, 1.0), "contact": SHARE, "half": (0.02, 5.0), "least": (0.01, 0.2), "homophily": (0.0, 8.0),
    "tolerance": (0.01, 1.0), "steepness": (0.1, 5.0), "sharpness": (0.0, 5.0), "beta": (0.1, 20.0), "bias": (0.0, 2.0),
    "utility": (-3.0, 3.0), "delay": (0.0, 2.0), "wait": (0.0, 50.0), "horizon": (0.0, 300.0), "patience": (0.1, 50.0),
    "waiting": (0.0, 500.0), "queue": (0.0, 5000.0), "capacity_week": (0.05, 500.0), "excess": (0.0, 5000.0),
    "scale": (0.05, 1.0), "expected": (0.0, 500.0), "came": (0.0, 40.0), "chances": (0.0, 40.0), "size": (1.0, 500.0),
    "per_head": (0.1, 20.0), "week": (10.0, 60.0), "hours": (0.0, 80.0), "span": (0.0, 5.0), "teams": (0.0, 40.0),
    "crisis_hours": (0.0, 20.0), "load_asked": (0.0, 4.0), "reporting": (0.0, 20.0), "learning": (0.0, 20.0),
    "meetings": (0.0, 20.0), "per_line": (0.0, 3.0), "w_policy": (0.0, 5.0), "slope": (0.0, 1.0), "say": (0.0, 3.0),
    "spread": (0.0, 0.25), "trust": SHARE, "base": SHARE, "annual": (0.0, 0.99), "heads": (1.0, 500.0),
    "deviation": SHARE, "disposition": (-0.5, 0.5),
}  # fmt: skip
BY_PREFIX = {"w_": (0.0, 2.0), "b_": (0.0, 6.0)}
# The same name with another range in one rule, and what must hold between symbols.
OWN: dict[tuple[str, str], tuple[float, float]] = {
    ("exp", "x"): (-60.0, 60.0),
    ("credit_to_leader", "felt"): (-1.0, 1.0),
    ("credit_to_leader", "brought"): (-1.0, 1.0),
    ("credit_to_leader", "w_fair"): SHARE,
    ("credit_to_leader", "w_result"): SHARE,
    ("terms_of_case", "own"): (0.01, 1.0),
    ("terms_of_case", "other"): (0.01, 1.0),
    ("effective_power", "power"): SHARE,
    ("effective_power", "mean"): SHARE,
    ("effective_power", "imbalance"): SHARE,
    ("clarity_after", "change"): (0.0, 20.0),
    ("reason_after", "change"): (0.0, 20.0),
    ("contact_share", "contact"): (0.0, 40.0),
    ("engagement_chance", "utility"): (0.0, 6.0),
    ("attendance_chance", "base"): (-5.0, 5.0),
    ("speaking_up_chance", "base"): (-5.0, 5.0),
    ("short_termism_target", "long"): (10.0, 300.0),
    ("cooperation_motive", "w_intent"): SHARE,
    ("cooperation_motive", "w_value"): SHARE,
    ("shared_understanding", "w_goals"): SHARE,
    ("partnership_value_after", "w_identity"): SHARE,
    ("capacity_of_skilled", "w_skill"): SHARE,
    ("eased_by_morale", "w_morale"): SHARE,
    ("mood_in_conflict", "w_conflict"): SHARE,
}
BETWEEN: dict[str, Callable[..., bool]] = {
    "clamp": lambda x, low, high: low <= high,
    "turnout_after": lambda turnout, came, chances, rate: came <= chances,
    "effective_power": lambda power, mean, imbalance, least: power >= least and mean >= least,
    "group_position": lambda pooled, voiced, plan: pooled <= voiced,
}
CHOICES = {"mode": (0, 4), "variant": (0, 3), "outcome": (0, 3), "about": (0, 2), "matter": (0, 2), "contacts": (0, 1)}
POINTS = 200
STATED = re.compile(r"(?:[Rr]esult in|\ball in) [\[(]([^,\]]+), ([^\])]+)[\])]")


@cache
def symbols(name: str) -> str:
    """What the docstring says of the symbols, with what it takes over from another rule ("as trust_asymmetric")."""
    text = " ".join(inspect.getdoc(RULES[name]).split()).partition("Symbols:")[2].partition("Source:")[0]
    other = re.search(r"\bas (\w+)", text)
    if other and other[1] in ("above", "there"):
        here = [rule for rule in RULES if RULES[rule].__module__ == RULES[name].__module__]
        return text + symbols(here[here.index(name) - 1])
    return text + symbols(other[1]) if other and other[1] in RULES and other[1] != "decision_mode" else text


@cache
def range_of(name: str, symbol: str) -> tuple[float, float] | None:
    if (name, symbol) in OWN:
        return OWN[name, symbol]
    if symbol in RANGES:
        return RANGES[symbol]
    prefixed = [limits for prefix, limits in BY_PREFIX.items() if symbol.startswith(prefix)]
    said = "[0, 1]" in symbols(name) or "uniform draw" in symbols(name) or ">= 0" in symbols(name)
    return prefixed[0] if prefixed else (SHARE if said else None)


@cache
def points(name: str) -> list[tuple[Any, ...]]:
    """Inputs over the range of a rule, always the same: many at ends, where it leaves its range, and alike, where it decides."""
    chance, found = random.Random(name), []
    while len(found) < POINTS:
        x: list[Any] = []
        for symbol, parameter in inspect.signature(RULES[name]).parameters.items():
            if parameter.annotation is bool:
                x.append(chance.random() < 0.5)
            elif parameter.annotation is int:
                x.append(chance.randint(*CHOICES[symbol]))
            else:
                low, high = range_of(name, symbol) or SHARE
                alike = [value for value in (0.0, 0.5, 1.0, *x) if isinstance(value, float) and low <= value <= high]
                between = (chance.uniform(low, high), chance.uniform(low, high))
                x.append(chance.choice((*between, low, high, chance.choice([*alike, low]))))
        if name not in BETWEEN or BETWEEN[name](*x):
            found.append(tuple(x))
    return found


@cache
def compiled(module: str) -> Callable[[int, Any], float]:
    """One compiled function for all rules of a module, which it inlines as the engine does; a number says which."""
    register_rules()
    here = [name for name in NAMES if RULES[name].__module__ == module]
    lines = ["def call(which, x):"]
    for number, name in enumerate(here):
        casts = {int: "int(x[{}])", bool: "x[{}] > 0.5", float: "x[{}]"}
        parameters = inspect.signature(RULES[name]).parameters.values()
        given_ = ", ".join(casts[parameter.annotation].format(n) for n, parameter in enumerate(parameters))
        lines += [f"    if which == {number}:", f"        return float({name}({given_}))"]
    scope = {name: RULES[name] for name in here}
    exec("\n".join([*lines, "    return 0.0"]), scope)
    call: Any = numba.njit(error_model="numpy")(scope["call"])
    return lambda which, x: call(which, np.array(x, dtype=np.float64))


def numbers() -> dict[str, int]:
    seen: dict[str, int] = defaultdict(int)
    found = {}
    for name in NAMES:
        found[name] = seen[RULES[name].__module__]
        seen[RULES[name].__module__] += 1
    return found


NUMBERS = numbers()


def test_the_registry_holds_the_rulebook() -> None:
    homes = {RULES[name].__module__.rpartition(".")[2] for name in NAMES}
    assert len(NAMES) > 100
    assert {path.stem for path in HOME.glob("*.py")} - {"__init__"} == homes


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_is_typed_and_says_what_it_is(name: str) -> None:
    signature = inspect.signature(RULES[name])
    assert signature.return_annotation in (float, int, bool)
    for symbol, parameter in signature.parameters.items():
        assert parameter.annotation in (float, int, bool), f"{symbol} has no plain type"
        assert parameter.default is parameter.empty, f"{symbol} has a default beside the catalogue"
        if parameter.annotation is int:
            assert symbol in CHOICES, f"{symbol}: add its choices to this test"
        if parameter.annotation is float:
            assert range_of(name, symbol), f"{symbol}: neither this test's table nor the docstring knows its range"
    text = inspect.getdoc(RULES[name]) or ""
    summary = text.splitlines()[0]
    assert summary.endswith(".")
    assert len(summary) > 15
    assert "Symbols:" in text
    assert "Source:" in text


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_compiled_gives_the_bits_of_plain_and_stays_where_it_says(name: str) -> None:
    rule, call, number = RULES[name], compiled(RULES[name].__module__), NUMBERS[name]
    symbol_names = list(inspect.signature(rule).parameters)
    stated = STATED.search(symbols(name))

    for x in points(name):
        result = rule(*x)
        assert math.isfinite(result)
        assert np.float64(result).tobytes() == np.float64(call(number, x)).tobytes()
        if stated:
            of = dict(zip(symbol_names, x, strict=True))
            low, high = (of[end] if end in of else float(end) for end in stated.groups())
            assert low <= result <= high, f"{name}{x} is {result}"


@pytest.mark.parametrize("path", sorted(HOME.glob("*.py")), ids=lambda path: path.stem)
def test_rules_use_only_what_gives_the_same_bits_everywhere(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = {"min", "max", "abs", "int", "float", "range"} | set(RULES)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in RULES]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import) and path.stem != "__init__":
            names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            assert all(one == "math" or one.startswith("icsim.rules") for one in names), ast.unparse(node)
    for node in (inner for function in functions for inner in ast.walk(function)):
        if isinstance(node, ast.BinOp | ast.AugAssign):
            same = ast.Add | ast.Sub | ast.Mult | ast.Div | ast.BitAnd | ast.BitOr
            assert isinstance(node.op, same), ast.unparse(node)
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called in allowed or called == "math.sqrt", ast.unparse(node)
        if isinstance(node, ast.For):
            assert re.fullmatch(r"range\(\d+\)", ast.unparse(node.iter)), "the same steps for every input"
        assert not isinstance(node, ast.While | ast.ListComp | ast.GeneratorExp | ast.Lambda), path.stem
