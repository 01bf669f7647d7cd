"""Agents are views: what they show is the block, and what is written into them counts from the next week on."""

import gc
import weakref
from typing import Any

import mesa
import numpy as np
import pytest

from icsim import CareSystem
from icsim.base.errors import UserError
from icsim.config.compose import groups
from icsim.engine.block_fields import COUNT, DERIVED, FLOW, GRIDS, KINDS, STATE
from icsim.model import LeaderAgent, OrganisationAgent, ServiceUserGroupAgent, TeamAgent
from icsim.model.agent_fields import OF_A_DECISION

HOSPITAL = "merged_hospital"  # it has everything: system leaders, joint groups, people served


def light(place: str = HOSPITAL, **settings: Any) -> CareSystem:
    return CareSystem(place, measures=(), **{"seed": 1} | settings)


def someone(model: CareSystem, carrier: str) -> Any:
    """Somebody who carries these fields, and not the first in the arrays."""
    team, leader = model.teams[2], next(leader for leader in reversed(model.leaders) if leader.ties)
    return {
        "team": team,
        "leading": team.leader_relations[-1],
        "tie": team.ties[-1],
        "leader": leader,
        "leader_tie": leader.ties[-1],
        "organisation": model.organisations[-1],
        "user_group": model.users[-1],
        "place": model,
    }[carrier]


@pytest.mark.parametrize(("carrier", "name"), [(carrier, name) for carrier in STATE for name in STATE[carrier]])
def test_every_state_is_an_attribute_that_reads_and_writes_its_cell(carrier: str, name: str) -> None:
    model = light()
    view = someone(model, carrier)
    grid = getattr(model.block, name)
    assert getattr(view, name) == grid[view.row, 0]
    before = {field: getattr(model.block, field).copy() for field in GRIDS}

    value = {float: 0.375, int: 7, bool: not before[name][view.row, 0]}[KINDS[name]]
    setattr(view, name, value)

    assert getattr(view, name) == grid[view.row, 0] == value
    assert type(getattr(view, name)) is KINDS[name]
    assert [field for field in GRIDS if not np.array_equal(getattr(model.block, field), before[field])] == [name]
    assert (grid != before[name]).sum() == 1


@pytest.mark.parametrize("carrier", [carrier for carrier in STATE if carrier != "place"])
def test_what_the_week_works_out_can_be_read_only(carrier: str) -> None:
    view = someone(light(), carrier)
    written = {"authority", "loyalty"}  # traits of a leader, which are settings
    for table in (FLOW, COUNT, DERIVED):
        for name in set(table.get(carrier, ())) - {*written, *OF_A_DECISION}:
            assert getattr(view, name) == getattr(view.block, name)[view.row, 0]
            with pytest.raises(UserError, match=f"^{name}: worked out"):
                setattr(view, name, 0.5)


def test_what_the_place_says_can_be_read_only() -> None:
    model = light()
    team = model.teams[0]
    assert (team.name, team.size, team.profession) == tuple(
        getattr(model.world.teams[0], name) for name in ("name", "size", "profession")
    )
    with pytest.raises(UserError, match=r"^size: fixed by the place"):
        team.size = 4
    with pytest.raises(UserError, match="nobody leaves"):
        team.remove()
    assert team in model.agents


@pytest.mark.parametrize("value", [1.2, -0.1, float("nan"), float("inf"), "0.5", None])
def test_a_value_that_cannot_be_is_refused(value: Any) -> None:
    team = light("pair").teams[0]
    before = team.morale
    with pytest.raises(UserError, match=r"^morale: .* from 0 to 1$"):
        team.morale = value
    assert team.morale == before


def test_a_yes_or_no_and_a_count_take_nothing_in_between() -> None:
    model = light()
    with pytest.raises(UserError, match=r"^present: 0\.5 is not allowed; give True or False"):
        model.teams[0].ties[0].present = 0.5
    with pytest.raises(UserError, match=r"^incumbent: 0\.5 is not allowed; give a whole number"):
        model.leaders[0].incumbent = 0.5


@pytest.mark.slow
@pytest.mark.parametrize("place", groups("run")["place"])
def test_everybody_of_a_place_is_an_agent(place: str) -> None:
    model = light(place)
    world = model.world
    everybody: dict[Any, Any] = {OrganisationAgent: world.organisations, LeaderAgent: world.posts, TeamAgent: world.teams}
    everybody |= {ServiceUserGroupAgent: world.users}
    assert set(model.agent_types) == set(everybody)
    for kind, records in everybody.items():
        assert len(records) > 0
        assert model.agents_by_type[kind].get("name") == [record.name for record in records]
    assert sorted(model.agents.get("unique_id")) == list(range(1, len(model.agents) + 1))
    assert all(group.teams and 0.0 <= group.user_experience <= 1.0 for group in model.users)


def test_relations_agree_with_the_world() -> None:
    model = light()
    for team in model.teams:
        record = team.record
        assert team.leader.name == model.world.posts[record.leader].name
        assert team in team.leader.teams
        assert team in team.organisation.teams
        assert team.sector == model.world.organisations[record.organisation].sector
        assert team.system_leader is not None
        assert team in team.system_leader.teams
        assert team.trust_in(team.leader) == team.trust_in_leader == model.block.trust_leading[2 * team.row, 0]
        assert team.trust_in(team.system_leader) == model.block.trust_leading[2 * team.row + 1, 0]
    assert sum(len(team.ties) for team in model.teams) == 2 * model.block.tie_a.size
    assert sum(len(leader.ties) for leader in model.leaders) == 2 * model.block.lt_a.size
    assert sum(len(team.partners()) for team in model.teams) == 2 * model.block.present.sum()


def test_each_end_of_a_tie_has_its_own_trust() -> None:
    model = light("pair")
    care, health = model.named("care/team"), model.named("health/team")
    health.tie(care).trust = 0.2
    care.tie(health).trust = 0.7
    assert (health.trust_in(care), care.trust_in(health)) == (0.2, 0.7)
    assert health.tie(care).trust_of_partner == 0.7
    assert model.measure("trust", of={"from": {"sector": "health"}}) == 0.2
    assert model.measure("trust") == pytest.approx(0.45)
    health.tie(care).present = 0.0
    assert (health.partners(), care.partners()) == ([], [])
    with pytest.raises(UserError, match="has no tie with health/lead"):
        care.trust_in(model.named("health/lead"))


def test_what_is_written_counts_from_the_next_week_on() -> None:
    plain, by_agent, by_array = (light(seed=4) for _ in range(3))
    by_agent.agents_by_type[TeamAgent].set("morale", 0.05)
    by_array.block.morale[:] = 0.05
    for model in (plain, by_agent, by_array):
        for _ in range(8):
            model.step()
    assert np.array_equal(by_agent.block.packed.team, by_array.block.packed.team)
    assert by_agent.measure("morale") < plain.measure("morale") - 0.05
    assert by_agent.measure("willingness") < plain.measure("willingness")


def test_a_lever_written_is_a_set_event() -> None:
    name = "hospital_a/medicine_lead"
    event = {"working_with_power.heed": 0.95, "inspiring_intent.framing": "collective"}
    dated = light(timeline=[{"week": 5, "set": {"leader": {name: event}}}])
    written = light()
    for model in (dated, written):
        for _ in range(4):
            model.step()
    before = written.named(name).levers["heed"]
    written.named(name).levers["heed"] = 0.95
    written.named(name).levers["framing"] = "collective"
    for model in (dated, written):
        for _ in range(6):
            model.step()
    assert before == 0.5
    for leader in (dated.named(name), written.named(name)):
        assert (leader.levers["heed"], leader.levers["framing"]) == (0.95, "collective")
        assert leader.levers.get("vision") == 0.5
    assert np.array_equal(dated.block.lever, written.block.lever)
    assert np.array_equal(dated.block.packed.team, written.block.packed.team)
    assert not np.array_equal(dated.block.lever_set, light().block.lever_set)


def test_what_was_written_survives_a_later_set_event() -> None:
    model = light("pair", timeline=[{"week": 2, "set": {"context.demand": 0.77}}])
    leader = model.named("care/lead")
    leader.levers["share"] = 0.8
    leader.authority = 0.9
    model.step()
    model.step()
    assert (leader.levers["share"], leader.authority) == (0.8, 0.9)
    assert 0.77 in model.block.ctx


def test_enacted_is_what_a_leader_does_of_what_is_set() -> None:
    model = light()
    model.step()
    leader = model.leaders[3]
    assert set(leader.enacted) == set(leader.levers)
    assert leader.enacted["vision"] == model.measure("enacted.vision", of={"leader": leader.name})
    assert any(leader.enacted[name] != leader.levers[name] for name in ("vision", "visibility"))


@pytest.mark.parametrize(("lever", "value"), [("visoin", 0.5), ("vision", 1.5), ("framing", "odd"), ("spread", 0.1)])
def test_a_lever_that_cannot_be_is_refused(lever: str, value: Any) -> None:
    model = light("pair")
    before = model.block.lever_set.copy()
    with pytest.raises(UserError):
        model.leaders[0].levers[lever] = value
    assert np.array_equal(model.block.lever_set, before)


def test_selections_work_as_mesa_users_know_them() -> None:
    model = light()
    physicians = model.agents.select(agent_type=TeamAgent).select(lambda team: team.profession == "physician")
    assert 0 < len(physicians) < len(model.teams)
    assert {team.profession for team in physicians} == {"physician"}
    physicians.set("fairness", 0.125)
    assert model.measure("fairness", of={"profession": "physician"}) == physicians.agg("fairness", np.mean) == 0.125
    assert model.agents_by_type[TeamAgent].groupby("profession").count()["physician"] == len(physicians)
    strongest = model.agents_by_type[TeamAgent].sort("influence")[0]
    assert strongest.influence == model.block.influence.max()


def test_the_order_of_agents_and_their_chance_do_not_matter() -> None:
    model, shuffled = light(), light()
    for _ in range(5):
        shuffled.agents.shuffle(inplace=True).shuffle_do("step")
        shuffled.random.random()
        shuffled.step()
        model.step()
    assert np.array_equal(model.block.packed.team, shuffled.block.packed.team)


def test_a_model_that_nobody_holds_is_gone() -> None:
    model = light("pair")
    mesa.Agent(model)  # one of the user's own
    assert len(set(model.agents.get("unique_id"))) == len(model.agents)
    held = weakref.ref(model)
    del model
    gc.collect()
    assert held() is None
