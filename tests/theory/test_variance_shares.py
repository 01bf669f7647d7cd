"""Shares of variance, from worlds that are made up."""

import numpy as np
import pytest
from theories import case

from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.theory.variance_shares import (
    CIRCUMSTANCES,
    GROUPS,
    LEADERS,
    REPLICATES,
    SIZES,
    STRUCTURE,
    decompose_variance,
    random_leadership,
    variance_components,
)

TRUST = catalogue().measures["trust"]
DESIGNS = 400


def parts(seed: int = 0) -> list[np.ndarray]:
    """For each group, a normal number for each of its levels in each design."""
    chance = np.random.default_rng(seed)
    made = []
    for n, size in enumerate(SIZES):
        shape = [DESIGNS, *(size if k == n else 1 for k in range(len(SIZES)))]
        made.append(chance.standard_normal(shape))
    return made


def test_shares_of_a_sum_are_those_of_its_parts() -> None:
    """Deviations 1, 2, 0 and 3 about a mean far away: variances 1, 4, 0 and 9 of 14."""
    leaders, around, structure, luck = parts()
    found = variance_components(TRUST, 50.0 + leaders + 2.0 * around + 0.0 * structure + 3.0 * luck)
    wanted = dict(zip(GROUPS, (1.0 / 14.0, 4.0 / 14.0, 0.0, 9.0 / 14.0), strict=True))
    for group, share in wanted.items():
        assert found.of(group).alone.value == pytest.approx(share, abs=0.04), group
        assert found.of(group).whole.value == pytest.approx(share, abs=0.04), group
        assert found.of(group).alone.low - 0.001 <= share <= found.of(group).alone.high + 0.001, group
    assert found.together.value == pytest.approx(0.0, abs=0.03)
    assert found.deviation.value == pytest.approx(np.sqrt(14.0), rel=0.05)


def test_what_two_do_together_belongs_to_neither_alone() -> None:
    leaders, around, structure, luck = parts()
    found = variance_components(TRUST, leaders * around + 0.0 * structure + luck)
    assert found.of(LEADERS).alone.value == pytest.approx(0.0, abs=0.04)
    assert found.of(LEADERS).whole.value == pytest.approx(0.5, abs=0.06)
    assert found.of(CIRCUMSTANCES).whole.value == pytest.approx(0.5, abs=0.06)
    assert found.of(STRUCTURE).whole.value == pytest.approx(0.0, abs=0.03)
    assert found.of(REPLICATES).alone.value == pytest.approx(0.5, abs=0.06)
    assert found.together.value == pytest.approx(0.5, abs=0.06)


def test_luck_of_single_worlds_is_not_taken_for_a_share_of_anybody() -> None:
    """Noise of its own in every world is what all four do together: no group's level explains it."""
    found = variance_components(TRUST, np.random.default_rng(1).standard_normal((DESIGNS, *SIZES)))
    assert all(found.of(group).alone.value == pytest.approx(0.0, abs=0.03) for group in GROUPS)
    assert found.together.value == pytest.approx(1.0, abs=0.05)


def test_worlds_without_a_value_are_left_out() -> None:
    leaders, around, structure, luck = parts()
    worlds = 3.0 + leaders + around + structure + luck
    worlds[np.random.default_rng(2).random(worlds.shape) < 0.2] = np.nan
    found = variance_components(TRUST, worlds)
    assert [found.of(group).alone.value for group in GROUPS] == pytest.approx([0.25] * 4, abs=0.05)


def test_where_nothing_differs_nothing_has_a_share() -> None:
    found = variance_components(TRUST, np.full((8, *SIZES), 0.5))
    assert np.isnan(found.of(LEADERS).alone.value)
    assert found.deviation.value == 0.0


def test_leaders_made_by_chance_differ_in_every_level_and_in_nothing_else() -> None:
    settings = case("smallest").pair[0]
    one, other = (random_leadership(settings, np.random.default_rng(seed)) for seed in (1, 2))
    assert one.context == settings.context
    assert one.parameters == settings.parameters
    assert one.levers("team")["vision"] != other.levers("team")["vision"]
    assert one.levers("team")["vision"] != one.levers("system")["vision"]
    assert 0.0 <= one.levers("team")["vision"] <= 1.0


@pytest.mark.slow
def test_two_teams_have_shares_that_add_up() -> None:
    settings = compose("mechanisms", ["place=pair", "weeks=12"])
    (found,) = decompose_variance(settings, 8, ["trust"], list(catalogue().context))
    alone = sum(share.alone.value for share in found.shares)
    assert alone + found.together.value == pytest.approx(1.0)
    assert found.of(CIRCUMSTANCES).alone.value > found.of(REPLICATES).alone.value  # trust at the start is one of them
    assert (found,) == decompose_variance(settings, 8, ["trust"], list(catalogue().context))
