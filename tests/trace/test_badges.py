"""Which steps are built in: read from the text of the week, held against what is known by hand."""

from pathlib import Path

import pytest
from traces import CARE, HEALTH, heeded, team

from icsim.engine import influences
from icsim.engine.block_fields import COUNT, FLOW, GRIDS, STATE
from icsim.engine.influences import dependency_edges, shortest_path, written_fields
from icsim.trace.input_differences import changed_inputs, distant_differences, local_differences
from icsim.trace.series import measure_series
from icsim.trace.step_origin import EMERGENT, IMPOSED, StepOrigins

ANYTHING = dict.fromkeys(GRIDS, 1)  # every field has moved by week 1

DIRECT = [
    ("lever.heed", "fairness"),  # decided → consideration → fairness_change: one equation
    ("lever.vision", "intent"),
    ("lever.cost_cutting", "job_fear"),
    ("lever.joint_groups", "territoriality"),
    ("lever.acknowledge", "identity_threat"),  # read off identity_own in the same step
    ("lever.vision", "expectation_gap"),  # read off the expectation in the same step
    ("lever.recognition", "intent"),  # respect is only a part of the equation of intent
    ("context.central_control", "risk_aversion"),
    ("fairness", "morale"),
    ("reporting_lines", "reporting_time"),
    ("parameters.trust.gain", "trust_ab"),
    ("rules.intent", "intent"),
]
THROUGH = [
    ("lever.heed", "attendance", ("fairness",)),
    ("lever.cost_cutting", "exits", ("misfit", "survival")),
    ("context.central_control", "short_termism", ("risk_aversion",)),
    ("lever.cost_cutting", "staff_strain", ("capacity_cut", "pressure")),  # pressure is worked out after strain: a week passes
]


def test_edges_that_were_kept_are_those_of_the_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read from the steps once, then from a file; one that is spoilt or of other sources is made anew."""
    monkeypatch.setenv("ICSIM_CACHE_DIR", str(tmp_path))
    fresh, kept = dependency_edges.__wrapped__, tmp_path / influences.KEPT
    first, whole = fresh(), kept.read_text(encoding="utf-8")
    monkeypatch.setattr(influences, "read_edges", lambda: ())
    assert fresh() == first
    for spoilt in ("", "[]", "{", whole[: len(whole) // 2], whole.replace('"source": "', '"source": "other'), '{"source": 1}'):
        kept.write_text(spoilt, encoding="utf-8")
        assert fresh() == (), spoilt[:40]


@pytest.mark.parametrize(("source", "target"), DIRECT)
def test_imposed_steps(source: str, target: str) -> None:
    found = shortest_path(frozenset({source}), target, ANYTHING, 1)
    assert found is not None
    assert found.direct, found


@pytest.mark.parametrize(("source", "target", "through"), THROUGH)
def test_steps_with_something_in_between(source: str, target: str, through: tuple[str, ...]) -> None:
    found = shortest_path(frozenset({source}), target, ANYTHING, 1)
    assert found is not None
    assert not found.direct
    assert found.through == through


def test_trust_between_teams_takes_two_unless_a_leader_introduces_them() -> None:
    found = shortest_path(frozenset({"lever.heed"}), "trust_ab", {name: 1 for name in GRIDS if name != "trust_leading"}, 1)
    assert found is not None
    assert found.others
    assert not found.direct
    vouched = shortest_path(frozenset({"lever.heed"}), "trust_ab", ANYTHING, 1)
    assert vouched is not None
    assert vouched.through == ("trust_leading",)
    assert "trust_introduced" in vouched.rules


def test_a_way_leads_only_through_what_had_moved() -> None:
    still = {name: 1 for name in GRIDS if name != "fairness"} | {"fairness": 9}
    found = shortest_path(frozenset({"lever.heed"}), "attendance", still, 1)
    assert found is not None
    assert "fairness" not in found.through
    assert shortest_path(frozenset({"lever.heed"}), "attendance", {}, 1) is None
    assert shortest_path(frozenset(), "attendance", ANYTHING, 1) is None


def test_rules_on_the_way_are_named() -> None:
    found = shortest_path(frozenset({"lever.heed"}), "fairness", ANYTHING, 1)
    assert found is not None
    assert {"decision_position", "consideration", "fairness_change"} <= found.rules


def test_every_state_and_flow_is_worked_out_from_something() -> None:
    reached = {edge.target for edge in dependency_edges()}
    asked = {"ask_mode", "ask_stakes", "ask_about", "ask_placed", "ask_distance"}
    by_the_timeline = asked | {"change_in", "harm_in", "lines_in", "exit_in", "crisis_in", "reporting_lines"}
    missing = {name for table in (STATE, FLOW, COUNT) for names in table.values() for name in names} - reached
    assert missing - by_the_timeline == set()


def test_what_others_have_is_told_from_what_is_ones_own() -> None:
    heard = [edge for edge in dependency_edges() if (edge.source, edge.target) == ("fairness", "fairness_next")]
    assert [edge.others for edge in heard] == [True, False]  # of those one knows; of one's own, where nobody is known
    assert not any(edge.others for edge in dependency_edges() if (edge.source, edge.target) == ("fairness", "morale"))


def test_what_is_added_to_is_read() -> None:
    into_the_queue = [edge for edge in dependency_edges() if edge.target == "queue" and edge.step >= 0]
    first = min(edge.step for edge in into_the_queue)
    assert any(edge.source == "queue" for edge in into_the_queue if edge.step == first)


def test_a_step_writes_in_the_order_of_its_text() -> None:
    from icsim.week.receiving import update_fairness

    assert written_fields(update_fairness) == ("felt", "found", "fairness", "fair", "breach")


@pytest.mark.slow
def test_badges_of_a_planted_lever() -> None:
    pair = heeded()
    near = team(pair, HEALTH)
    assert [(one.name, one.who) for one in local_differences(pair, near)] == [("lever.heed", "health/lead")]
    assert changed_inputs(pair, near, 10) == {"lever.heed"}
    badges = StepOrigins(pair, near)
    fair = badges.of(measure_series(pair, near, "fairness", {}))
    assert fair is not None
    assert (fair.origin, fair.through, fair.others, fair.assumption) == (IMPOSED, (), False, True)
    goes = badges.of(measure_series(pair, near, "attendance", {}))
    assert goes is not None
    assert goes.origin == EMERGENT
    assert "fairness" in goes.through
    assert badges.of(measure_series(pair, near, "reporting_time", {})) is None


def test_what_reaches_another_team_came_through_others() -> None:
    pair = heeded()
    far = team(pair, CARE)
    assert local_differences(pair, far) == []
    assert [one.name for one in distant_differences(pair, far)] == ["lever.heed"]
    heard = StepOrigins(pair, far).of(measure_series(pair, far, "fairness", {}))
    assert heard is not None
    assert (heard.origin, heard.others) == (EMERGENT, True)
    looking_on = measure_series(pair, team(pair, HEALTH), "fairness", "bystanders")
    assert looking_on.who == "teams that look on"
    assert (looking_on.values[1:] == measure_series(pair, far, "fairness", {}).values[1:]).all()
    heard = StepOrigins(pair, team(pair, HEALTH)).of(looking_on)
    assert heard is not None
    assert (heard.origin, heard.others) == (EMERGENT, True)
