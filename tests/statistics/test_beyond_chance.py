"""What chance does among many mean effects is not called an effect, and what was planted is."""

import numpy as np
import pytest

from icsim.statistics.beyond_chance import FALSE, chance_of_mean, corrected

DRAWS, LUCKS, MANY = 32, 8, 400


def of_luck(chance: np.random.Generator, noise: float = 1.0) -> np.ndarray:
    """Effects that are nothing but replicates' luck, which is common to all draws, and that of single worlds."""
    return chance.normal(0.0, 1.0, LUCKS)[None, :] + chance.normal(0.0, noise, (DRAWS, LUCKS))


@pytest.mark.parametrize("noise", [0.0, 1.0, 10.0])
def test_luck_common_to_all_draws_is_no_effect(noise: float) -> None:
    chance = np.random.default_rng(1)
    chances = np.array([chance_of_mean(of_luck(chance, noise)) for _ in range(MANY)])
    assert np.mean(chances < 0.05) < 0.08
    assert np.min(corrected(list(chances), MANY)) > FALSE


def test_a_draw_that_goes_either_way_is_no_effect() -> None:
    chance = np.random.default_rng(2)
    chances = [chance_of_mean(np.repeat(chance.normal(size=(DRAWS, 1)), LUCKS, axis=1)) for _ in range(MANY)]
    assert np.mean(np.array(chances) < 0.05) < 0.1


def test_what_was_planted_is_told_among_thousands_that_were_looked_at() -> None:
    chance = np.random.default_rng(3)
    luck = [of_luck(chance) for _ in range(50)]
    found = corrected([chance_of_mean(one) for one in [luck[0] - 10.0, *luck]], 2600)
    assert found[0] <= FALSE
    assert np.all(found[1:] > FALSE)


def test_a_value_in_few_replicates_can_be_chance_however_many_draws_repeat_it() -> None:
    """A leader decided something in two replicates of eight: 28 settings said the same of the same two, and it looked certain."""
    few = np.full((DRAWS, LUCKS), np.nan)
    few[:, [0, 4]] = -0.26 + np.random.default_rng(4).normal(0.0, 0.05, (DRAWS, 2))
    assert chance_of_mean(few) == 1.0
    few[0, 1:4] = -0.3  # and one setting in three others
    assert chance_of_mean(few) > 0.5 * FALSE / 100


def test_what_was_looked_at_and_never_moved_counts() -> None:
    assert corrected([0.001], 1)[0] <= FALSE
    assert corrected([0.001], 2600)[0] == 1.0
    assert corrected([], 5).size == 0
    assert chance_of_mean(np.zeros((4, 4))) == 1.0
    assert chance_of_mean(np.full((1, 8), -0.3)) == 1.0  # one setting says nothing of others
    assert chance_of_mean(np.full((4, 4), np.nan)) == 1.0
