"""The statistics of paired worlds, on made-up numbers whose truth is known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from icsim.theory.clauses.compare import CONFIDENCE, Outcome, compare, settle

LUCKS = 32
TRIALS = 4000
rng = np.random.default_rng(20261123)  # numpy's own luck: nothing of the model is drawn here


def planted(difference: float, trials: int = TRIALS, skewed: bool = False) -> list[tuple[float, float, float]]:
    """Mean, low and high of pairs that share most of their luck and differ by a known mean."""
    shared = rng.normal(0.5, 0.3, (trials, LUCKS))
    own = rng.exponential(0.05, (trials, LUCKS)) - 0.05 if skewed else rng.normal(0.0, 0.05, (trials, LUCKS))
    found = [compare(a, b, "up", 0.05) for a, b in zip(shared + difference + own, shared, strict=True)]
    return [(one.difference, one.low, one.high) for one in found]


@pytest.mark.parametrize("difference", [-0.3, -0.05, 0.0, 0.05, 0.3])
def test_a_planted_difference_comes_back_and_the_interval_holds_it_as_often_as_it_says(difference: float) -> None:
    found = np.array(planted(difference))
    assert found[:, 0].mean() == pytest.approx(difference, abs=0.001)
    held = ((found[:, 1] <= difference) & (difference <= found[:, 2])).mean()
    assert held == pytest.approx(CONFIDENCE, abs=4.0 * math.sqrt(CONFIDENCE * (1.0 - CONFIDENCE) / TRIALS))


def test_skewed_differences_cost_little_coverage() -> None:
    found = np.array(planted(0.1, skewed=True))
    assert 0.91 <= ((found[:, 1] <= 0.1) & (found[:, 2] >= 0.1)).mean() <= 0.97


def test_luck_that_is_shared_does_not_widen_the_interval() -> None:
    luck = rng.normal(0.0, 10.0, LUCKS)
    own = rng.normal(0.0, 0.01, LUCKS)
    assert compare(luck + 0.1 + own, luck, "up", 0.05).outcome == Outcome.AS_EXPECTED


def test_by_hand() -> None:
    # differences 1, 2, 3: mean 2, standard deviation 1, and Student's t with 2 degrees of freedom is 4.302653
    one = compare([2.0, 4.0, 6.0], [1.0, 2.0, 3.0], "up", 0.5)
    assert (one.first, one.second, one.difference, one.lucks) == (4.0, 2.0, 2.0, 3)
    assert one.high - one.difference == pytest.approx(4.302653 / math.sqrt(3.0), abs=1e-6)
    assert one.deviations == pytest.approx(2.0 / math.sqrt((4.0 + 1.0) / 2.0))
    assert one.share == 1.0


def test_the_same_difference_in_every_luck_has_an_interval_without_width() -> None:
    one = compare([0.75, 1.0], [0.25, 0.5], "up", 0.05)
    assert (one.low, one.high, one.outcome) == (0.5, 0.5, Outcome.AS_EXPECTED)


def test_lucks_without_a_value_in_either_arm_are_left_out_of_both() -> None:
    one = compare([1.0, math.nan, 3.0, 9.0], [0.0, 1.0, 2.0, math.nan], "up", 0.05)
    assert (one.lucks, one.first, one.second, one.difference) == (2, 2.0, 1.0, 1.0)


def test_too_few_lucks_settle_nothing() -> None:
    assert compare([1.0], [0.0], "up", 0.05).outcome == Outcome.NOT_SETTLED
    assert compare([], [], "up", 0.05).outcome == Outcome.NO_VALUE
    assert compare([math.nan], [0.0], "up", 0.05).outcome == Outcome.NO_VALUE


@pytest.mark.parametrize(
    ("low", "high", "up", "down", "none"),
    [
        (0.06, 0.10, Outcome.AS_EXPECTED, Outcome.OTHER_WAY, Outcome.OTHER_WAY),
        (-0.10, -0.06, Outcome.OTHER_WAY, Outcome.AS_EXPECTED, Outcome.OTHER_WAY),
        (-0.05, 0.05, Outcome.NO_EFFECT, Outcome.NO_EFFECT, Outcome.AS_EXPECTED),
        (0.01, 0.04, Outcome.NO_EFFECT, Outcome.NO_EFFECT, Outcome.AS_EXPECTED),
        (0.04, 0.10, Outcome.NOT_SETTLED, Outcome.NOT_THIS_WAY, Outcome.NOT_SETTLED),
        (0.05, 0.10, Outcome.NOT_SETTLED, Outcome.NOT_THIS_WAY, Outcome.NOT_SETTLED),
        (-0.113, -0.049, Outcome.NOT_THIS_WAY, Outcome.NOT_SETTLED, Outcome.NOT_SETTLED),
        (-0.10, 0.10, Outcome.NOT_SETTLED, Outcome.NOT_SETTLED, Outcome.NOT_SETTLED),
        (math.nan, math.nan, Outcome.NOT_SETTLED, Outcome.NOT_SETTLED, Outcome.NOT_SETTLED),
    ],
)
def test_what_an_interval_says(low: float, high: float, up: Outcome, down: Outcome, none: Outcome) -> None:
    assert [settle(low, high, expect, 0.05) for expect in ("up", "down", "none")] == [up, down, none]


@given(arrays(np.float64, (2, 9), elements=st.floats(0.0, 1.0)))
def test_swapping_the_arms_turns_everything_round(both: np.ndarray) -> None:
    there, back = compare(both[0], both[1], "up", 0.05), compare(both[1], both[0], "down", 0.05)
    assert (there.difference, there.low, there.high) == (-back.difference, -back.high, -back.low)
    assert (there.outcome, there.share) == (back.outcome, back.share)


@pytest.mark.parametrize(("expect", "share"), [("up", 0.5), ("down", 0.25), ("none", 0.5)])
def test_the_share_of_lucks_with_the_expected_sign(expect: str, share: float) -> None:
    assert compare([0.2, 0.01, 0.0, -0.3], [0.0] * 4, expect, 0.05).share == share  # type: ignore[arg-type]
