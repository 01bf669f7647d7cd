"""States lead somewhere: a reasoning that moves nothing could carry no effect, whatever a theory says of it."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest
from worlds import plain, replicates

from icsim.engine.block_fields import STATE
from icsim.engine.influences import dependency_edges

EXITS = Path(__file__).parents[2] / "benchmarks" / "exits.py"
WORLDS, WORLDS_OF_EXITS = 16, 32  # leaders who leave are few, so that fewer worlds tell little of them

ENDS = {  # outcomes: what they stand for is not thought to act back within the horizon of the model
    "partnership_leader": "a core value, the outcome of Box 1: what leaders do of it is what is set of their levers",
    "user_experience": "the experience of the people served",
}

# What a state that is held .2 above its path must move, and which way. Joint work, unless the model has a reason for another end.
JOINT_WORK = {
    **dict.fromkeys(
        ("intent", "ownership", "clarity", "safety", "fairness", "morale", "respect", "skill", "partnership_team", "attendance",
         "delivered", "trust", "trust_in_leader", "credibility", "leader_trust", "identity_shared", "familiarity",
         "reason_understood"), 1,
    ),
    **dict.fromkeys(
        ("territoriality", "identity_threat", "job_fear", "overload", "expectation_gap", "distance", "conflict_open", "sectional",
         "perceived_sectional"), -1,
    ),
}  # fmt: skip
ELSEWHERE = {
    "willingness": ("innovation_adopted", 1, "ideas; each that works adds little to what is delivered"),
    "belief_error": ("user_experience", -1, "whose needs are seen (T6.1); plans err to both sides, which costs little"),
    "referent": ("trust_in_leader", 1, "trust in the leader, one of its sources"),
    "risk_aversion": ("innovation_adopted", -1, "the board's gate for ideas (Box 5)"),
    "short_termism": ("innovation_adopted", -1, "the board's gate for ideas (Box 5)"),
    "staff_strain": ("morale", -1, "morale, through which all else goes"),
    "leader_strain": ("leader_exits", 1, "felt strain makes leaders go and nothing else, or resilience were no placebo (T10.1)"),
    "loyalty_strain": ("leader_exits", 1, "a part of the strain on leaders (Box 3)"),
    "misfit": ("leader_exits", 1, "a leader whose values clash goes (Box 2)"),
    "outlook": ("decision_quality", -1, "all outlooks moved alike: what is proposed leans away from the best"),
}  # fmt: skip


def test_every_state_is_read_by_a_rule_that_moves_another() -> None:
    read = {edge.source for edge in dependency_edges() if edge.source != edge.target}
    idle = {name for names in STATE.values() for name in names} - read
    assert idle == set(ENDS)


def load() -> Any:
    spec = importlib.util.spec_from_file_location("exits", EXITS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["exits"] = module
    spec.loader.exec_module(module)
    return module


exits = load()


def test_each_state_of_reasoning_is_asked_for_or_an_end() -> None:
    assert {*JOINT_WORK, *ELSEWHERE} | (set(ENDS) & set(exits.STATES)) == set(exits.STATES)


def change(state: str, outcome: str) -> Any:
    worlds = WORLDS_OF_EXITS if outcome == "leader_exits" else WORLDS
    return exits.changes(plain("place"), replicates(worlds), [state], [outcome])[state][outcome]


@pytest.mark.parametrize(
    "state", [pytest.param(one, marks=[pytest.mark.slow] if n % 4 else []) for n, one in enumerate([*JOINT_WORK, *ELSEWHERE])]
)
def test_a_state_held_higher_moves_what_it_should_the_right_way(state: str) -> None:
    """Beyond three standard errors of the mean over worlds, in the default place."""
    outcome, sign = ("collaboration", JOINT_WORK[state]) if state in JOINT_WORK else ELSEWHERE[state][:2]
    found = change(state, outcome)
    assert sign * found.mean > 3.0 * found.error > 0.0
