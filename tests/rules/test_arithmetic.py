"""The shared arithmetic: near the true functions, and the same bits compiled as plain."""

import math
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icsim import rules
from icsim.engine.compile import register_rules
from icsim.rules.arithmetic import clamp, clamp01, exp, logistic, towards, where

anything = st.floats(allow_nan=False)
finite = st.floats(-1e9, 1e9)


def compiled(function: Any) -> Any:
    """Called from compiled code, as the engine does."""
    register_rules()
    names = ", ".join(function.__code__.co_varnames[: function.__code__.co_argcount])
    return numba.njit(error_model="numpy")(eval(f"lambda {names}: function({names})", {"function": function}))


COMPILED: dict[Any, Any] = {
    function: compiled(function) for function in (exp, logistic, clamp, clamp01, towards, where)
}


def same_bits(x: float, y: float) -> bool:
    return np.float64(x).tobytes() == np.float64(y).tobytes()


@pytest.mark.parametrize(("reach", "error"), [(10.0, 1e-13), (32.0, 1e-9), (64.0, 2e-7)])
def test_exp_is_the_exponential_over_its_range(reach: float, error: float) -> None:
    for x in np.linspace(-reach, reach, 20_001).tolist():
        assert abs(exp(x) / math.exp(x) - 1.0) < error
    assert exp(0.0) == 1.0


def test_exp_is_held_beyond_its_range() -> None:
    assert exp(-1e300) == exp(-64.0) > 0.0
    assert exp(math.inf) == exp(64.0) < math.inf


def test_logistic_is_near_the_true_one_and_half_at_zero() -> None:
    assert logistic(0.0) == 0.5
    for x in np.linspace(-100.0, 100.0, 20_001).tolist():
        assert abs(logistic(x) - 1.0 / (1.0 + math.exp(-x))) < 2e-14


@given(anything, anything)
def test_logistic_stays_a_probability_and_rises(x: float, y: float) -> None:
    low, high = sorted((x, y))
    assert 0.0 < logistic(low) <= 1.0
    assert logistic(low) <= logistic(high) + 2e-14


@given(anything, finite, finite)
def test_clamps_stay_in_their_range_and_leave_what_is_in_it(x: float, a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert low <= clamp(x, low, high) <= high
    assert clamp(a, low, high) == a
    assert clamp01(x) == clamp(x, 0.0, 1.0)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_towards_moves_its_share_of_the_way(x: float, target: float, rate: float) -> None:
    assert min(x, target) - 1e-15 <= towards(x, target, rate) <= max(x, target) + 1e-15
    assert towards(x, target, 0.0) == x
    assert towards(0.0, target, 1.0) == target


def test_select_takes_one_of_two() -> None:
    assert (where(True, 1.0, 2.0), where(False, 1.0, 2.0)) == (1.0, 2.0)


@pytest.mark.slow
@settings(max_examples=300)
@given(anything, finite, finite)
def test_compiled_gives_the_bits_of_plain(x: float, y: float, z: float) -> None:
    for one in (exp, logistic, clamp01):
        assert same_bits(COMPILED[one](x), one(x)), one.__name__
    for three in (clamp, towards):
        assert same_bits(COMPILED[three](x, y, z), three(x, y, z)), three.__name__
    assert same_bits(COMPILED[where](x < y, y, z), where(x < y, y, z))


def test_a_rule_is_recorded_and_stays_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", {})

    def twice(x: float) -> float:
        return 2.0 * x

    assert rules.rule(twice) is twice
    assert list(rules.RULES.items()) == [("twice", twice)]
    with pytest.raises(ValueError, match="two rules are called twice"):
        rules.rule(twice)


def test_load_all_fills_the_registry() -> None:
    rules.load_all()
    assert rules.RULES["exp"] is exp
