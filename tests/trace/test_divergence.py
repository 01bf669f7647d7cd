"""Worlds that differ in one planted thing part where and when that thing acts, and nowhere before."""

from typing import Any

import numpy as np
import pytest
from traces import CARE, CUTTING, DECISION, HEALTH, HEED, arms, asked, heeded, heeding, team, theory

from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import CARRIERS
from icsim.engine.ensemble import BlockRunner
from icsim.engine.plain_world import Plain
from icsim.trace.divergence import BEFORE, EVENT, Divergence, first_divergence
from icsim.trace.followed_team import most_affected_team, selected_teams, team_position
from icsim.trace.paired_run import run_pair
from icsim.week.week import STEPS

SET = {"set": {CUTTING: 0.9}}
LINES = {"restructure": {"lines": 3, "by": "health/lead"}}
PLANTED = {
    "a lever that acts from the first week": ({CUTTING: 0.9}, {CUTTING: 0.1}, {}, (1, "update_cuts_and_reporting", "capacity_cut")),
    "a lever that takes hours": (
        {"leader.health/lead.clarifying_complexity.explanation": 0.9},
        {"leader.health/lead.clarifying_complexity.explanation": 0.1},
        {},
        (1, "allocate_leader_time", "load"),
    ),
    "a lever from week 9 on": ({"timeline": [{"week": 9} | SET]}, {}, {}, (9, "update_cuts_and_reporting", "capacity_cut")),
    "an event that one world has": ({"timeline": [{"week": 7} | LINES]}, {}, {}, (7, EVENT, "reporting_lines")),
    "a circumstance before the first week": (
        {"context.initial_trust": 0.9}, {"context.initial_trust": 0.1}, {}, (0, BEFORE, "trust_ab"),
    ),
}  # fmt: skip


def parted(one: dict[str, Any], other: dict[str, Any], name: str, **context: Any) -> Divergence | None:
    pair = run_pair(arms(one, other, **context), ReplicateSeeds(3, 3))
    return first_divergence(pair, team(pair, name))


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_the_first_week_step_and_field(planted: Any) -> None:
    one, other, context, expected = planted
    found = parted(one, other, HEALTH, **context)
    assert found is not None
    assert (found.week, found.step, found.field) == expected
    assert found.values[0] != found.values[1]


def test_heeding_is_first_seen_in_how_fair_the_decision_was() -> None:
    found = first_divergence(heeded(), team(heeded(), HEALTH))
    assert found is not None
    assert (found.week, found.step, found.field) == (5, "update_fairness", "fairness")
    assert found.values[0] < found.values[1]
    assert {field for field, _ in found.also} <= {"fairness", "breach"}  # what else follows from it comes in the next step
    assert found.values == tuple(heeded().field("fairness")[5, found.row])  # nothing moves it again that week


def test_the_other_team_hears_of_it_later() -> None:
    near, far = (first_divergence(heeded(), team(heeded(), name)) for name in (HEALTH, CARE))
    assert near is not None
    assert far is not None
    assert (far.week, far.step) > (near.week, near.step) or far.field != near.field


def test_equal_worlds_never_part() -> None:
    same = heeding()[0]
    pair = run_pair((same, same), ReplicateSeeds(3, 3))
    assert first_divergence(pair, team(pair, HEALTH)) is None
    assert not any(apart.any() for apart in pair.apart.values())


def test_what_is_followed_is_what_the_engine_runs() -> None:
    settings = heeding()
    block = build_block(settings, [ReplicateSeeds(3, 3)])
    BlockRunner(block, settings).until(20)
    pair = run_pair(settings, ReplicateSeeds(3, 3), 20)
    for carrier in CARRIERS:
        assert (pair.grids[carrier][20] == getattr(block.packed, carrier)).all(), carrier
    assert (pair.tables["lever"][20] == block.packed.lever).all()


def test_plain_python_makes_the_bits_of_compiled_code() -> None:
    settings = heeding()
    plain, compiled = (build_block(settings, [ReplicateSeeds(3, 3)]) for _ in range(2))
    for week in range(1, 8):
        run_plainly(plain, settings, week)
    BlockRunner(compiled, settings).until(7)
    for carrier in CARRIERS:
        assert (getattr(plain.packed, carrier) == getattr(compiled.packed, carrier)).all(), carrier


def run_plainly(block: Any, settings: Any, week: int) -> None:
    BlockRunner(block, settings).timeline.happen(block, week)
    assert len(list(Plain(block).through(STEPS, week))) > 20


def test_dated_events_that_both_worlds_have_bring_no_difference() -> None:
    assert heeded().brought == {}
    pair = run_pair(arms({"timeline": [{"week": 7} | LINES]}, {"timeline": [DECISION]}), ReplicateSeeds(3, 3))
    assert pair.brought.keys() == {5, 7}
    assert "reporting_lines" in pair.brought[7]
    assert "ask_mode" in pair.brought[5]
    assert not np.isnan(pair.field("fairness")).any()


def test_of_all_teams_the_one_whose_reasoning_moved_most_is_followed() -> None:
    one, other = heeding()
    planted = theory({HEED: 0.1}, {HEED: 0.9}, timeline=[DECISION])
    everybody = planted.model_copy(update={"reasoning": [planted.reasoning[0].model_copy(update={"of": {}})]})
    (reasoning,) = [each for each in asked(everybody, (one, other)) if each.part == "reasoning"]
    pair = heeded()
    assert len(selected_teams(pair, reasoning)) == len(pair.world.teams)
    assert pair.world.teams[most_affected_team(pair, reasoning)].name == HEALTH
    (narrow,) = [each for each in asked(planted, (one, other)) if each.part == "reasoning"]
    assert selected_teams(pair, narrow) == (team_position(pair.world, HEALTH),)
