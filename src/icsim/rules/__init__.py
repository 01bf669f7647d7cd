"""The rulebook: one file per mechanism and per process, each rule a small function of numbers.

A rule stays plain Python: tests, notebooks and the page call it as it is. The engine compiles the same function,
so a rule uses only what gives the same bits in both: + - * /, comparisons, min, max, abs, math.sqrt and the rules
of icsim.rules.arithmetic; no power operator, no other library function, and every denominator is above 0.

The formula in a rule's docstring is the rule, to the bit. Things side by side are multiplied; products and quotients
are worked out from left to right, then sums and differences from left to right, in float64. A line `name = ...` names a
part and `result` is what the rule gives; `;` parts two steps, done one after the other, and `12 times:` repeats the
steps of its line, each time with the values of the time before. `a if this, else b if that, else c` is a, b or c, each
up to the next `if` or `else`, by the first condition that holds; a symbol of type bool is a condition by itself. min,
max and abs are the usual ones, floor(x) is the greatest whole number that is not above x, and any other name before a
bracket is the rule of that name, unless it is a symbol or a part. A symbol of type int stands for a word: a variant is
the place of the form's word in the list of its forms, counted from 0, which is `off`; a lever that is a choice is the
place of its word, counted in the same way; what else such a symbol stands for, its rule says.
"""

import functools
import importlib
import pkgutil
from collections.abc import Callable
from typing import Any, TypeVar

AnyRule = TypeVar("AnyRule", bound=Callable[..., Any])

RULES: dict[str, Callable[..., Any]] = {}


def rule(function: AnyRule) -> AnyRule:
    """Enter the function in the registry under its name and give it back unchanged."""
    name = function.__name__
    if name in RULES:
        raise ValueError(f"two rules are called {name}: in {RULES[name].__module__} and in {function.__module__}")
    RULES[name] = function
    return function


@functools.cache
def load_all() -> None:
    """Import every module of the rulebook, so that the registry is full."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
