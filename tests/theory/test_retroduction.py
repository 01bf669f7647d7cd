"""Retroduction: what moved before an outcome is named, what moved after it, too little, or leads nowhere is not."""

from typing import Any

import numpy as np
import pytest
from theories import case

from icsim.theory import retroduction
from icsim.theory.clauses import BoundClause
from icsim.theory.panel import ReplicatePanel
from icsim.theory.retroduction import retroduce
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.verdict import ClauseResult

DRAWS, LUCKS = 8, 4
MOVES = {"intent": 1, "fairness": 2, "safety": 8, "clarity": 99}
"""From which week on each state moves where it is planted; the outcome, morale, moves from week 6 on."""


def found(one: BoundClause, effects: Any) -> ClauseResult:
    """A clause result of which only the effects are read."""
    made = ClauseResult.__new__(ClauseResult)
    object.__setattr__(made, "asked", one)
    object.__setattr__(made, "effects", np.broadcast_to(np.asarray(effects, dtype=float), (DRAWS,)))
    return made


def findings(made: TheoryCase, reasoning: Any, outcome: Any) -> list[ClauseResult]:
    sizes = {"resource": 0.8, "reasoning": reasoning, "outcome": outcome}
    return [found(one, sizes[one.part]) for one in made.asked]


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worlds in which every state that is read moves by .2 from its week on, in the first arm."""

    def run(arms: Any, draws: Any, lucks: Any, wanted: Any, hold: Any = None, progress: Any = None) -> ReplicatePanel:
        places = {(query.key, week): n for n, (query, week) in enumerate(wanted)}
        values = np.zeros((2, len(draws), len(places), len(lucks)))
        for (key, week), n in places.items():
            start = 6 if key == "morale" else MOVES.get(key, 99)
            values[0, :, n] = 0.2 if week >= start else 0.0
        return ReplicatePanel(tuple(arms), len(draws), tuple(lucks), places, values)

    monkeypatch.setattr(retroduction, "run_panel", run)


def retroduced(made: TheoryCase, reasoning: Any, outcome: Any) -> Any:
    return retroduce(made, findings(made, reasoning, outcome), list(range(DRAWS)), list(range(LUCKS)))  # type: ignore[arg-type]


def test_where_no_outcome_came_without_the_reasoning_there_is_nothing_to_ask(planted: None) -> None:
    made = case("smallest")
    assert retroduced(made, 0.2, 0.2) is None
    assert retroduced(made, 0.0, 0.0) is None


def test_a_state_that_moved_first_is_named_and_one_that_moved_later_or_not_is_not(planted: None) -> None:
    made = case("smallest")
    result = retroduced(made, np.where(np.arange(DRAWS) < 3, 0.2, 0.0), 0.2)
    assert (result.settings, result.of, result.read, result.otherwise) == (5, DRAWS, 5, 0)
    (outcome,) = result.outcomes
    named = {one.measure.name: one for one in outcome.states}
    assert named.keys() == {"intent", "fairness"}
    assert (named["fairness"].week, named["fairness"].share, named["fairness"].rose) == (2, 1.0, True)
    assert outcome.looked_at > len(named)


def test_where_the_outcome_did_not_come_is_told_beside_it(planted: None) -> None:
    made = case("smallest")
    result = retroduced(made, 0.0, np.where(np.arange(DRAWS) < 6, 0.2, 0.0))
    assert (result.settings, result.otherwise) == (6, 2)
    assert {one.otherwise for one in result.outcomes[0].states} == {1.0}


def test_a_reasoning_of_the_theory_is_marked_and_the_resource_is_no_state(planted: None) -> None:
    made = case("smallest")
    states = retroduced(made, 0.0, 0.2).outcomes[0].states
    assert {one.measure.name: one.declared for one in states} == {"intent": True, "fairness": False}


def test_what_shares_a_count_with_the_outcome_is_no_other_state() -> None:
    made = case("smallest")
    (outcome,) = [one for one in made.asked if one.part == "outcome"]
    names = {one.measure.name for one in retroduction._candidates(made, outcome, 1)}
    assert {"fairness", "trust"} <= names
    assert not {"morale", "user_experience"} & names  # itself, and what leads nowhere
    assert retroduction._fields("joint_success") & retroduction._fields("collaboration") == {"joint"}
