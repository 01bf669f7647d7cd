"""A number that could be otherwise is data beside the rule, not a figure inside it."""

import ast
import inspect

import pytest

from icsim.rules import RULES, load_all

load_all()
ANYWHERE = {0.0, 0.5, 1.0, 2.0}  # ends, middles, halves, and what stretches [0, 1] to [-1, 1]
HERE = {
    "best_course": {0.2, 0.6},  # a convention: the scale of decisions has no other unit
    "delivered_by_decision": {0.25},  # half times half: what is usual
    "success_chance": {3.0},  # two thirds told is usual: a convention, from which `success_base` counts
    "satisfaction": {0.25},  # where a clash of values counts neither way: only the hazard's scale hangs on it
    "conflict_closing": {0.02},  # of conflict that leaders stay away from: between none and twice as much nothing feels it
    "capacity": {0.2},  # a guard: hours never vanish
    "culture_difference": {3.0},  # a mean of three
    "capability": {3.0},
    "footing_contract": {3.0},
    "footing_resources": {3.0},
    "week_for_leader": {4.0},  # a mean of four
    "partnership_value_after": {3.0},
    "loyalty_strain_target": {4.0},  # makes 4 l (1 - l) one at its top
    "with_spread": {4.0},
    "stable_trait": {12.0},  # a uniform draw has the variance 1/12
    "weekly_hazard": {52.0},  # weeks of a year
}


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if not rule.__module__.endswith("arithmetic")))
def test_rules_hold_no_number_of_their_own(name: str) -> None:
    tree = ast.parse(inspect.getsource(RULES[name]))
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)}
    assert found <= ANYWHERE | HERE.get(name, set())


def test_no_exception_outlives_its_rule() -> None:
    assert set(HERE) <= set(RULES)
