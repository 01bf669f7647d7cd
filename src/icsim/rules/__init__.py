"""The rulebook: one file per mechanism and per process, each rule a small function of numbers.

A rule stays plain Python: tests, notebooks and the page call it as it is. The engine compiles the same function,
so a rule uses only what gives the same bits in both: + - * /, comparisons, min, max, abs, math.sqrt and the rules
of icsim.rules.arithmetic; no power operator, no other library function, and every denominator is above 0.
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
