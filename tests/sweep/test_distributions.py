"""Distributions over the ranges of axes, and constraints between axes: the points are those that are asked for."""

import numpy as np
import pytest
import scipy.stats
from made_up import PLAIN

from icsim.base.errors import UserError
from icsim.sweep.distributions import Distribution
from icsim.sweep.sweep_study import plan_sweep

DEMAND, URGENCY = "design.axes.context.demand", "design.axes.context.urgency"
LHS = ("design=lhs", "design.points=64")


def points(*words: str) -> np.ndarray:
    made = plan_sweep([*PLAIN, *words]).points
    return np.array(made.rows(range(made.count)), dtype=np.float64)


@pytest.mark.parametrize(
    ("kind", "numbers", "theirs"),
    [
        ("triangular", {"mode": 0.3}, scipy.stats.triang((0.3 - 0.2) / 0.6, 0.2, 0.6)),
        ("normal", {"mean": 0.4, "sd": 0.2}, scipy.stats.truncnorm((0.2 - 0.4) / 0.2, (0.8 - 0.4) / 0.2, 0.4, 0.2)),
        ("beta", {"a": 2.0, "b": 5.0}, scipy.stats.beta(2.0, 5.0, 0.2, 0.6)),
        ("loguniform", {}, scipy.stats.loguniform(0.2, 0.8)),
    ],
)
def test_quantiles_are_those_of_scipy(kind: str, numbers: dict[str, float], theirs: object) -> None:
    mine = Distribution(kind, 0.2, 0.8, numbers)
    shares = np.linspace(0.0, 1.0, 41)
    np.testing.assert_allclose([mine.at(u) for u in shares], theirs.ppf(shares), atol=1e-9)  # type: ignore[attr-defined]


def test_a_hypercube_of_a_distribution_meets_each_of_its_slices_once() -> None:
    spread = f"{DEMAND}={{low: 0.1, high: 0.9, distribution: triangular, mode: 0.2}}"
    column = points(*LHS, spread)[:, 0]
    shares = scipy.stats.triang(0.125, 0.1, 0.8).cdf(column)
    assert sorted((shares * 64).astype(int)) == list(range(64))
    plain = plan_sweep([*PLAIN, *LHS, f"{DEMAND}={{low: 0.1, high: 0.9}}"])
    assert plan_sweep([*PLAIN, *LHS, spread]).content != plain.content


def test_points_meet_their_constraints_and_a_sequence_still_begins_alike() -> None:
    words = (
        "design=sobol_sequence",
        f"{DEMAND}=null",
        f"{URGENCY}=null",
        "design.constraints=['context.demand + 0.5*context.urgency <= 0.8']",
    )
    few, many = points(*words, "design.points=64"), points(*words, "design.points=256")
    assert (many @ [1.0, 0.5] <= 0.8).all()
    assert 0 < len(few) < 64
    np.testing.assert_array_equal(many[: len(few)], few)
    both = points(
        *LHS, f"{DEMAND}=null", f"{URGENCY}=null", "design.constraints=['context.demand < context.urgency','context.urgency > 0.2']"
    )
    assert (both[:, 0] < both[:, 1]).all()
    assert (both[:, 1] > 0.2).all()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*LHS, f"{DEMAND}={{distribution: gaussian}}"), "distribution: gaussian is unknown; allowed: triangular, normal"),
        ((*LHS, f"{DEMAND}={{distribution: normal, mean: 0.5}}"), "demand.sd: missing; distribution=normal takes mean and sd"),
        ((*LHS, f"{DEMAND}={{distribution: normal, mean: 0.5, sd: 0}}"), "demand.sd: 0 is not allowed; give a number above 0"),
        ((*LHS, f"{DEMAND}={{distribution: triangular, mode: 1.5}}"), "demand.mode: 1.5 is beyond the range"),
        ((*LHS, f"{DEMAND}={{distribution: loguniform}}"), "demand.low: 0 is not allowed with distribution=loguniform"),
        ((*LHS, f"{DEMAND}={{distribution: beta, a: 1, b: 1, mode: 0.5}}"), "demand.mode: has no meaning"),
        ((*LHS, f"{DEMAND}={{mode: 0.5}}"), "demand.mode: is of a distribution; say which"),
        ((f"{DEMAND}={{distribution: beta, a: 1, b: 1}}",), "has no meaning in design=grid, which draws nothing"),
        ((*LHS, f"{DEMAND}=null", "design.constraints=['context.demnd < 1']"), "did you mean context.demand?"),
        ((*LHS, f"{DEMAND}=null", "design.constraints=['context.demand']"), "give one such as 'context.demand <= 0.5'"),
        ((*LHS, f"{DEMAND}=null", "design.constraints=['context.demand > 2']"), "none of 64 points meets all of them"),
        ((*LHS, f"{DEMAND}=null", "design.constraints=['2**context.demand > 2']"), "is no sum of axes and numbers"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_line(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UserError) as raised:
        plan_sweep([*PLAIN, *words])
    assert said in str(raised.value)
