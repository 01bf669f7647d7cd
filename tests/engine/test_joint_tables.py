"""Joint groups decide across organisations: who sits at whose table, and whose decision concerns whom."""

import numpy as np
import pytest

from icsim.config.compose import compose
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.ensemble import BlockRunner
from icsim.engine.leading_maps import leading_maps
from icsim.world.population import Population

LUCKS = [ReplicateSeeds(n, n) for n in range(8)]


def world(place: str) -> Population:
    return compose("run", [f"place={place}"]).world


def members(here: Population, name: str) -> list[tuple[str, str]]:
    """Whom the leader of this name may decide for: each team, and as what it is there."""
    maps, post = leading_maps(here), [post.name for post in here.posts].index(name)
    rows = maps["member_rel"][maps["member_start"][post] : maps["member_start"][post + 1]]
    kinds = [" and ".join(kind for kind in ("home", "table") if maps[f"rel_{kind}"][row]) for row in rows]
    return [(here.teams[maps["rel_team"][row]].name, kind) for row, kind in zip(rows, kinds, strict=True)]


def test_a_director_decides_with_the_members_of_the_board() -> None:
    here = world("place")
    board = next(group for group in here.groups if group.name == "groups/place_board")
    assert sorted(members(here, "director")) == sorted((here.teams[i].name, "table") for i in board.members)
    assert len({here.teams[i].organisation for i in board.members}) == 12


def test_a_chair_decides_for_own_teams_and_for_guests() -> None:
    found = dict(members(world("place"), "primary_north/practices_lead"))
    assert found.pop("primary_north/practices") == "home and table"
    assert set(found.values()) == {"table"}
    assert len(found) == 6


def test_who_leads_all_members_anyway_has_no_table_of_its_own() -> None:
    here = world("neighbourhood")
    assert leading_maps(here)["post_chairs"].tolist() == [0]
    assert len(members(here, "lead")) == 12


@pytest.mark.parametrize("place", ["place", "two_site_merger", "merged_hospital"])
def test_every_row_is_somebodys_and_comes_once(place: str) -> None:
    maps = leading_maps(world(place))
    there = np.flatnonzero(maps["rel_on"]).tolist()
    assert sorted(maps["member_rel"].tolist()) == sorted(maps["head_of"].tolist()) == there
    pairs = list(zip(maps["rel_post"][there].tolist(), maps["rel_team"][there].tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)


def run(place: str, weeks: int, *overrides: str) -> Block:
    settings = compose("run", [f"place={place}", f"weeks={weeks}", *overrides])
    block = build_block([settings], LUCKS)
    BlockRunner(block, [settings]).until(weeks)
    return block


@pytest.mark.slow
def test_a_decision_concerns_own_teams_or_the_table() -> None:
    settings = compose("run", ["place=place"])
    block = build_block([settings], LUCKS)
    runner, jointly, alone = BlockRunner(block, [settings]), 0, 0
    for week in range(1, 30):
        runner.until(week)
        mode, joint = block.mode[block.rel_post] > 0.0, block.jointly[block.rel_post] > 0.0
        at_table, at_home = block.rel_table[:, None] > 0, block.rel_home[:, None] > 0
        there = block.rel_on[:, None] > 0
        assert ((block.concerned > 0.0) == (there & mode & np.where(joint, at_table, at_home))).all()
        jointly += int((block.jointly * (block.mode > 0.0)).sum())
        alone += int(((block.jointly == 0.0) & (block.mode > 0.0) & (block.post_chairs[:, None] > 0)).sum())
    assert jointly > 0
    assert alone > 0


@pytest.mark.slow
def test_a_chair_who_gives_no_time_to_groups_decides_at_home() -> None:
    none = [f"leadership.{tier}.balancing_perspectives.joint_groups=0.0" for tier in ("team", "system")]
    block = run("place", 1, *none)
    assert not (block.jointly * block.post_own[:, None]).any()


@pytest.mark.slow
def test_with_equal_power_nobody_stands_below() -> None:
    block = run("place", 4, "context.power_imbalance=0.0")
    assert np.abs(block.below).max() < 1e-12
    assert np.abs(block.above).max() < 1e-12


@pytest.mark.slow
def test_a_team_stands_below_or_above_its_partners_not_both() -> None:
    block = run("place", 4, "context.power_imbalance=0.95")
    assert (block.below * block.above == 0.0).all()
    assert block.below.max() > 0.4
