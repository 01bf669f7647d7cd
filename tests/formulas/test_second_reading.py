"""Every rule gives what its docstring says: it is compared with a second reading, written from the docstrings alone."""

import inspect
import math
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from formulas.points import CHOICES, ends_of, points
from icsim.rules import RULES, load_all

load_all()
HERE = Path(__file__).parent
HOMES = [
    import_module(f"formulas.{path.stem}")
    for path in HERE.glob("*.py")
    if path.stem not in ("__init__", "points", Path(__file__).stem)
]
READINGS = {
    name: function
    for home in HOMES
    for name, function in inspect.getmembers(home, inspect.isfunction)
    if function.__module__ == home.__name__
}
NAMES = sorted(RULES)
RELATIVE, ABSOLUTE = 1e-9, 1e-12


def test_every_rule_has_a_second_reading_in_the_file_of_its_name() -> None:
    def homes(functions: dict) -> dict[str, str]:
        return {name: function.__module__.rpartition(".")[2] for name, function in functions.items()}

    assert homes(READINGS) == homes(RULES)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_gives_what_its_second_reading_gives(name: str) -> None:
    home = RULES[name].__module__.rpartition(".")[2]
    assert name in READINGS, f"write tests/formulas/{home}.py: {name}, from its description alone"
    rule, reading = RULES[name], READINGS[name]
    assert list(inspect.signature(reading).parameters) == list(inspect.signature(rule).parameters)
    for point in points(name):
        got, expected = rule(*point), reading(*point)
        relative = 2e-7 if name == "exp" and abs(point[0]) > 32 else RELATIVE  # what exp says of itself
        near = math.isclose(got, expected, rel_tol=relative, abs_tol=0.0 if name == "exp" else ABSOLUTE)
        assert near, f"{name}{point} gives {got}, its second reading {expected}"


@pytest.mark.parametrize("name", NAMES)
def test_the_points_tell_every_symbol_of_a_rule_from_a_constant(name: str) -> None:
    """Otherwise the comparison above would pass whatever a rule does with that symbol. What is unused, the docstring says."""
    symbols = inspect.signature(RULES[name]).parameters
    text = " ".join((inspect.getdoc(RULES[name]) or "").split())
    for place, (symbol, parameter) in enumerate(symbols.items()):
        if parameter.annotation is bool:
            others = [False, True]
        elif parameter.annotation is int:
            others = list(range(CHOICES[symbol][0], CHOICES[symbol][1] + 1))
        else:
            others = list(ends_of(name, symbol))
        moved = any(
            abs(RULES[name](*point[:place], other, *point[place + 1 :]) - RULES[name](*point)) > 1e-6
            for point in points(name)
            for other in others
        )
        unused = any("unused" in part and symbol in part for part in text.replace(".", ";").split(";"))
        assert moved is not unused, f"{symbol} is {'' if unused else 'not '}said to be unused"


def test_exp_and_logistic_are_as_near_to_the_functions_as_they_say() -> None:
    for x in np.linspace(-64.0, 64.0, 4001):
        off = abs(RULES["exp"](x) / math.exp(x) - 1)
        assert off < (1e-13 if abs(x) <= 10 else 1e-9 if abs(x) <= 32 else 2e-7), x
        assert abs(RULES["logistic"](x) - 1 / (1 + math.exp(-x))) < 2e-14, x
    assert RULES["exp"](1e6) == RULES["exp"](64.0)
    assert RULES["exp"](-1e6) == RULES["exp"](-64.0)
    assert 1.6e-28 <= RULES["exp"](-1e6) < RULES["exp"](1e6) <= 6.24e27
