"""The factorial of the mechanisms, from worlds that are made up; and the whole way once, through the engine."""

import numpy as np
import pytest

from icsim.base.errors import UserError
from icsim.catalogue import MECHANISMS, catalogue
from icsim.config.compose import compose
from icsim.theory.mechanism_factorial import (
    ALL,
    MechanismDecomposition,
    MechanismPair,
    decompose_factorial,
    factorial_arms,
    run_factorial,
)
from icsim.theory.panel import bootstrap_weights

DRAWS, LUCKS = 24, 8
TRUST, STRAIN = (catalogue().measures[name] for name in ("trust", "staff_strain"))
HIGH = np.array([[arm >> n & 1 for n in range(ALL)] for arm in range(1 << ALL)], dtype=float)
SIZES = np.array([0.12, 0.08, 0.04, 0.0, 0.0, 0.0, -0.04])


def found(means: np.ndarray, noise: float = 0.0, measure=TRUST, seed: int = 0) -> MechanismDecomposition:
    """From the mean of every arm; luck is shared by arms, but for the noise."""
    chance = np.random.default_rng(seed)
    values = means[:, None, None] + 0.1 * chance.standard_normal((1, DRAWS, LUCKS))
    return decompose_factorial(
        measure, values + noise * chance.standard_normal((1 << ALL, DRAWS, LUCKS)), bootstrap_weights(DRAWS, LUCKS)
    )


def pair(made: MechanismDecomposition, first: int, second: int) -> MechanismPair:
    names = MECHANISMS[first], MECHANISMS[second]
    return next(one for one in made.together if (one.first, one.second) == names)


def test_a_sum_is_explained_as_one() -> None:
    made = found(0.4 + HIGH @ SIZES)
    assert [one.effect.value for one in made.alone] == pytest.approx(SIZES.tolist())
    shares = SIZES**2 / (SIZES**2).sum()
    assert [one.main.value for one in made.alone] == pytest.approx(shares.tolist())
    assert [one.shapley.value for one in made.alone] == pytest.approx(shares.tolist())
    assert made.additive.value == pytest.approx(1.0)
    assert made.spread.value == pytest.approx(np.std(HIGH @ SIZES))
    assert not any(one.counts for one in made.together)
    assert max(abs(one.size.value) for one in made.together) == pytest.approx(0.0, abs=1e-12)


def test_luck_that_differs_between_arms_is_no_interaction() -> None:
    """Squares of contrasts would put most of the variance down to 120 interactions that are not there."""
    made = found(0.4 + HIGH @ SIZES, noise=0.3)
    naive = 120 * 0.3**2 / (1 << ALL) / LUCKS
    assert naive > 1.5 * np.var(HIGH @ SIZES)
    assert made.additive.value == pytest.approx(1.0, abs=0.15)
    assert made.pairs.value == pytest.approx(0.0, abs=0.1)
    assert made.rest.value == pytest.approx(0.0, abs=0.15)


def test_arms_that_differ_by_luck_alone_have_no_shares() -> None:
    made = found(np.full(1 << ALL, 0.5), noise=0.1)
    assert np.isnan(made.additive.value)
    assert all(np.isnan(one.shapley.value) for one in made.alone)
    assert not any(one.counts for one in made.together)


def test_a_planted_synergy_is_found_and_no_other() -> None:
    made = found(0.2 + HIGH @ np.full(ALL, 0.02) + 0.2 * HIGH[:, 1] * HIGH[:, 4], noise=0.02)
    assert [(one.first, one.second) for one in made.together if one.counts] == [(MECHANISMS[1], MECHANISMS[4])]
    planted = pair(made, 1, 4)
    assert planted.size.value == pytest.approx(0.2, abs=0.01)
    assert planted.more_in.value == 1.0
    assert planted.less_in.value == 0.0
    assert made.alone[1].effect.value == pytest.approx(0.12, abs=0.01)  # its own, and half of what both do
    between = 0.05**2  # of a product of two levels coded -1 and 1, times a quarter of .2
    mains = 2 * 0.06**2 + 5 * 0.01**2
    assert made.additive.value == pytest.approx(mains / (mains + between), abs=0.02)
    assert made.alone[1].shapley.value == pytest.approx((0.06**2 + between / 2) / (mains + between), abs=0.02)
    assert sum(one.shapley.value for one in made.alone) == pytest.approx(1.0)


def test_what_hinders_one_another_is_less() -> None:
    made = found(0.6 - 0.15 * HIGH[:, 0] * HIGH[:, 2])
    assert pair(made, 0, 2).counts
    assert (pair(made, 0, 2).less_in.value, pair(made, 0, 2).more_in.value) == (1.0, 0.0)


def test_an_interaction_of_the_scale_alone_does_not_count() -> None:
    """A sum on the logit scale bends near the end of the natural one: less than the sum there, and nothing here."""
    odds = -1.0 + 2.0 * HIGH[:, 0] + 2.0 * HIGH[:, 1] + 0.02 * HIGH[:, 0] * HIGH[:, 1]
    made = decompose_factorial(
        TRUST,
        np.broadcast_to(1.0 / (1.0 + np.exp(-odds))[:, None, None], (1 << ALL, DRAWS, LUCKS)),
        bootstrap_weights(DRAWS, LUCKS),
    )
    one = pair(made, 0, 1)
    assert one.size.value < -TRUST.smallest_effect
    assert not one.counts
    assert made.additive_logit.value == pytest.approx(1.0, abs=0.001)
    assert made.additive.value < 0.97


def test_needed_and_enough() -> None:
    """Either of two is enough; a third is needed by all."""
    made = found(0.2 + 0.3 * HIGH[:, 2] * np.maximum(HIGH[:, 0], HIGH[:, 1]))
    needed = [one.needed.value for one in made.alone]
    assert needed == pytest.approx([0.0, 0.0, 0.3, 0.0, 0.0, 0.0, 0.0])
    assert [one.needed_in.value for one in made.alone] == [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    assert [one.enough.value for one in made.alone] == pytest.approx([0.0] * ALL)


def test_less_strain_is_better() -> None:
    made = found(0.8 - 0.1 * HIGH[:, 0], measure=STRAIN)
    assert made.alone[0].effect.value == pytest.approx(-0.1)
    assert (made.alone[0].enough_in.value, made.alone[0].needed_in.value) == (1.0, 1.0)


def test_draws_without_a_value_are_left_out() -> None:
    values = np.broadcast_to((0.4 + HIGH @ SIZES)[:, None, None], (1 << ALL, DRAWS, LUCKS)).copy()
    values[5, :3] = np.nan
    made = decompose_factorial(TRUST, values, bootstrap_weights(DRAWS, LUCKS))
    assert made.alone[0].effect.value == pytest.approx(SIZES[0])
    assert made.additive.value == pytest.approx(1.0)


def test_arms_have_their_mechanisms_at_the_levels() -> None:
    arms = factorial_arms(compose("mechanisms", ["place=pair", "levels.low=0.1", "levels.high=0.9"]))
    assert len({arm.content_hash() for arm in arms}) == 1 << ALL
    for number in (0, 5, 127):
        levels = [arms[number].values["leadership"][tier][name]["level"] for tier in ("team", "system") for name in MECHANISMS]
        assert levels == [0.9 if one else 0.1 for one in HIGH[number]] * 2


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("leadership.team.inspiring_intent.level=0.7", "leadership.team.inspiring_intent.level: is what the arms set"),
        ("levels.low=0.9", "levels.low: 0.9 is not below levels.high: 0.8"),
    ],
)
def test_what_cannot_be_set(override: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        factorial_arms(compose("mechanisms", [override]))


@pytest.mark.slow
def test_two_teams_through_the_engine() -> None:
    small = ["place=pair", "weeks=26", "budget=quick", "budget.robustness_draws=4", "budget.robustness_replicates=4"]
    made = run_factorial(compose("mechanisms", small))
    trust = next(one for one in made if one.measure.name == "trust")
    assert trust.alone[0].effect.value > 0.0  # limit of the rules: intent raises trust
    strain = next(one for one in made if one.measure.name == "staff_strain")  # luck hardly touches it
    assert strain.additive.value + strain.pairs.value + strain.rest.value == pytest.approx(1.0)
    again = run_factorial(compose("mechanisms", [*small, "engine.threads=1", "engine.block_size=32"]))
    assert repr(made) == repr(again)  # for what cannot be said is not equal to itself
