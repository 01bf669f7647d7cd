"""People differ by what they are like: drawn once per structure, shared by arms, and nothing where the rule is off."""

import math

import numpy as np
import pytest

from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.plain_world import Plain
from icsim.engine.survey import OWN_STANDING, RELIABILITY, answers, heads, own_dispositions, own_standings, rated
from icsim.rules.people import as_read, stable_trait
from icsim.statistics.agreement import icc1
from icsim.week.rng import Draws, Process, draw4_python
from icsim.week.week import STEPS

OF_TEAMS = ("affectivity", "trusting", "ability", "habit")


def settings(*changes: str) -> Settings:
    return compose("run", ["place=pair", "weeks=3", *changes])


def block(*changes: str, structures: tuple[int, ...] = (1,)) -> Block:
    return build_block([settings(*changes)], [ReplicateSeeds(n, n) for n in structures])


def test_arms_share_their_people_and_structures_do_not() -> None:
    arms = [settings(), settings("context.demand=0.9")]
    both = build_block(arms, [ReplicateSeeds(1, 7), ReplicateSeeds(2, 8)])
    for name in (*OF_TEAMS, "chemistry"):
        grid = getattr(both, name)
        assert (grid[:, :2] == grid[:, 2:]).all(), name
        assert (grid[:, 0] != grid[:, 1]).any(), name
    assert (block(structures=(5,)).habit == block(structures=(4, 5)).habit[:, 1:]).all()


def test_off_nobody_differs_and_no_draw_about_people_is_of_any_account() -> None:
    def others(process: int, week: int, a: int, b: int, seed: int) -> Draws:
        return draw4_python(process, week, a, b, seed + (process in (Process.PEOPLE, Process.CHEMISTRY)))

    off = block("rules.people=off")
    assert not any(getattr(off, name).any() for name in (*OF_TEAMS, "chemistry"))
    for week in range(1, 4):
        for _ in Plain(off, others).through(STEPS, week):
            pass
    again = block("rules.people=off")
    for week in range(1, 4):
        for _ in Plain(again).through(STEPS, week):
            pass
    assert off.packed.team.tobytes() == again.packed.team.tobytes()
    assert off.packed.tie.tobytes() == again.packed.tie.tobytes()


@pytest.mark.parametrize("x", [0.0, 1e-300, 0.1, 1 / 3, 0.9999999999999999, 1.0])
def test_without_a_disposition_a_thing_is_read_as_it_is(x: float) -> None:
    assert as_read(x, 0.0) == x
    assert as_read(x, stable_trait(0.3, 0.0, 9.0)) == x


def test_a_team_deviates_as_the_mean_of_its_people() -> None:
    u = (np.arange(20000) + 0.5) / 20000
    assert np.std([stable_trait(x, 0.1, 1.0) for x in u]) == pytest.approx(0.1, rel=1e-3)
    assert np.std([stable_trait(x, 0.1, 16.0) for x in u]) == pytest.approx(0.1 / 4.0, rel=1e-3)


def test_people_lie_about_the_mean_of_their_team_by_what_the_setting_says() -> None:
    many = block("parameters.people.disposition=0.15", structures=tuple(range(1, 301)))
    team, own = heads(many), own_dispositions(many, "morale")
    for i, size in enumerate(many.size):
        assert own[team == i].sum(axis=0) == pytest.approx(0.0, abs=1e-12)
        assert own[team == i].std() == pytest.approx(0.15 * math.sqrt(1.0 - 1.0 / size), rel=0.05)
    assert not own_dispositions(block("rules.people=off"), "morale").any()


def test_persons_stand_where_they_stand_in_each_question_by_itself() -> None:
    many = block(structures=tuple(range(1, 301)))
    morale, clarity = own_standings(many, "morale"), own_standings(many, "clarity")
    assert morale.std() == pytest.approx(OWN_STANDING, rel=0.03)
    assert np.corrcoef(morale.ravel(), clarity.ravel())[0, 1] == pytest.approx(0.0, abs=0.03)
    assert not own_standings(block("rules.people=off"), "morale").any()


def test_answers_are_as_reliable_as_is_said_and_move_nothing() -> None:
    many = block(structures=tuple(range(1, 301)))
    before = many.packed.team.tobytes()
    meant = many.morale[heads(many)] + own_dispositions(many, "morale") + own_standings(many, "morale")
    found = answers(many, "morale", 3)
    assert meant.var() / found.var() == pytest.approx(RELIABILITY, abs=0.03)
    assert np.corrcoef((found - meant).ravel(), meant.ravel())[0, 1] == pytest.approx(0.0, abs=0.05)
    assert (answers(many, "morale", 3) == found).all()
    assert (answers(many, "morale", 4) != found).any()
    assert many.packed.team.tobytes() == before


def test_those_who_are_content_by_nature_rate_their_leader_higher() -> None:
    one = block(structures=tuple(range(1, 60)))
    conduct = np.full(one.affectivity.shape, 0.5)
    assert (np.sign(rated(one, conduct) - 0.5) == np.sign(one.affectivity)).all()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_agreement_is_the_share_between_groups_of_unequal_size_whatever_worlds_differ_in(share: float) -> None:
    rng = np.random.default_rng(11)
    group = np.repeat(np.arange(60), rng.integers(4, 12, 60))
    between = math.sqrt(share) * rng.normal(size=(60, 80))[group] + 5.0 * rng.normal(size=80)
    assert icc1(between + math.sqrt(1.0 - share) * rng.normal(size=(group.size, 80)), group) == pytest.approx(share, abs=0.02)
