"""The tracer, on a chain whose answer is known (limit C18), through the engine's own step and the theory's own code."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from planted import noisy, panel
from theories import case, smallest

from icsim.base.errors import UserError
from icsim.catalogue import MECHANISMS
from icsim.engine.block import build_block
from icsim.engine.crossed_design import DEFAULT_DRAW, MediatorHold, run_crossed, set_mediator_hold
from icsim.engine.ensemble import replicate_seeds
from icsim.engine.measures import Query
from icsim.theory.mediation import decompose_mediation, held_arms, held_names, mediated_pair
from icsim.theory.panel import bootstrap_weights
from icsim.theory.run_theory import run_theory
from icsim.theory.theory_cases import load_cases
from icsim.week.mediator_hold import copy_held_states as copy_states

A, B, C = 0.5, 0.4, 0.3  # dose -> a -> b -> y
DRAWS, LUCKS = 8, 8


def chain_of(direct: float) -> np.ndarray:
    """y of four worlds of a linear chain: with, without, with held at without, without held at with.

    The state that is held is `a`, row 0 of the teams' fields; the step that holds it is the engine's.
    """
    team, nothing = np.zeros((2, 1, 4)), np.zeros(0, dtype=np.int64)
    dose = np.array([1.0, 0.0, 1.0, 0.0])
    pairs = np.array([1, 0], dtype=np.int64), np.array([2, 3], dtype=np.int64)
    held = np.array([0, 0], dtype=np.int64)

    def hold() -> None:
        copy_states(*pairs, np.zeros(len(pairs[0])), held, *[nothing] * 4, team, *[team[:0]] * 4)

    team[0, 0] = A * dose
    hold()
    team[1, 0] = B * team[0, 0]
    hold()
    return np.asarray(C * team[1, 0] + direct * dose)


@pytest.mark.slow
@pytest.mark.parametrize(("direct", "total", "share"), [(0.0, 0.06, 1.0), (0.04, 0.10, 0.6)])
def test_c18_the_tracer_finds_the_indirect_share_of_a_known_chain(direct: float, total: float, share: float) -> None:
    chosen = case("smallest")
    names = [*chosen.arms, *held_names(mediated_pair(chosen))]
    values = {(arm, "outcome_1_morale"): np.full((DRAWS, LUCKS), y) for arm, y in zip(names, chain_of(direct), strict=True)}
    made = panel(chosen.asked, values, DRAWS, LUCKS)
    (passage,) = decompose_mediation(chosen, made, np.ones((DRAWS, LUCKS), dtype=bool), bootstrap_weights(DRAWS, LUCKS)).outcomes
    assert passage.total.value == pytest.approx(total)
    assert (passage.tnie_share, passage.pnie_share) == (pytest.approx(share), pytest.approx(share))
    assert passage.interaction.value == pytest.approx(0.0)


def test_no_share_is_named_where_the_total_is_too_small_to_divide() -> None:
    chosen = case("smallest")
    values = {("with", "outcome_1_morale"): noisy(np.full(DRAWS, 0.01), LUCKS, 0.01)}
    values |= {(name, "outcome_1_morale"): np.zeros((DRAWS, LUCKS)) for name in held_names(mediated_pair(chosen))}
    made = panel(chosen.asked, values, DRAWS, LUCKS)
    (passage,) = decompose_mediation(chosen, made, np.ones((DRAWS, LUCKS), dtype=bool), bootstrap_weights(DRAWS, LUCKS)).outcomes
    assert passage.tnie_share is None


def four_arms() -> tuple[list, MediatorHold, list]:
    chosen = case("box4", "budget=quick")
    arms = {**chosen.arms, **held_arms(chosen)}
    return list(arms.values()), MediatorHold((Query("fairness"),), ((1, 2), (0, 3))), [(Query("fairness"), w) for w in (9, 12, 26)]


def test_a_held_state_follows_the_other_world_to_the_bit() -> None:
    arms, hold, wanted = four_arms()
    values = run_crossed(arms, [DEFAULT_DRAW], replicate_seeds(arms[0], 3), wanted, hold)
    assert np.array_equal(values[2], values[1])
    assert np.array_equal(values[3], values[0])
    assert (values[0] != values[1]).any()


def test_held_at_its_own_path_nothing_changes() -> None:
    arms, _, _ = four_arms()
    wanted = [(Query("morale"), 26), (Query("attendance"), 40)]
    same = [arms[0], arms[0], arms[0]]
    own = run_crossed(same, [DEFAULT_DRAW], replicate_seeds(arms[0], 3), wanted, MediatorHold((Query("fairness"),), ((0, 2),)))
    assert np.array_equal(own[0], own[2])


def test_with_all_states_held_a_world_is_its_donor() -> None:
    arms, _, _ = four_arms()
    replicates = replicate_seeds(arms[0], 2)
    block = build_block(arms[:2], replicates)
    fields = [[n, row] for n in range(block.packed.team.shape[0]) for row in range(block.packed.team.shape[1])]
    assert len(fields) > 100
    team = block.packed.team
    copy_states(
        np.array([0, 1]), np.array([2, 3]), np.zeros(2), np.array(fields).ravel(), *[np.zeros(0, dtype=np.int64)] * 4,
        *[team] * 5,
    )  # fmt: skip
    assert np.array_equal(team[:, :, :2], team[:, :, 2:])


def test_what_is_no_state_of_agents_cannot_be_held() -> None:
    arms, _, _ = four_arms()
    block = build_block(arms, replicate_seeds(arms[0], 1))
    for measure in ("enacted.heed", "user_experience"):
        with pytest.raises(UserError, match=f"{measure}: is no state that could be held"):
            set_mediator_hold(block, arms[0], MediatorHold((Query(measure),), ((0, 1),)), 4, 1)


@pytest.mark.parametrize(
    ("measure", "given"),
    [
        ("goal_spread", []),
        ("influence_gini", []),
        ("leader_trust", ["rules.exits=off"]),  # read between filled posts: who is in post is a state of its own, and is not held
        ("bridging_ties", []),
        ("speaking_up", []),
    ],
)
def test_what_is_worked_out_of_states_is_held_by_holding_them(measure: str, given: list[str]) -> None:
    base = case("t6_4", "budget=quick", *given).pair[0]
    names = [f"leadership.{tier}.{name}.level" for tier in ("team", "system") for name in MECHANISMS]
    arms = [base.with_changes(dict.fromkeys(names, level) | {"context.initial_trust": level}) for level in (0.1, 0.9, 0.1)]
    query = Query(measure)
    values = run_crossed(arms, [DEFAULT_DRAW], replicate_seeds(arms[0], 2), [(query, 26)], MediatorHold((query,), ((1, 2),)))
    assert (values[0] != values[1]).any()
    assert np.array_equal(values[2], values[1])


def test_a_reasoning_that_cannot_be_held_leaves_the_chain_untraced_and_says_why(tmp_path: Path) -> None:
    data = smallest(reasoning=[{"measure": "user_experience", "week": 4, "expect": "up"}])
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(data))
    (chosen,) = load_cases([str(file)], ["budget=quick", "budget.draws=8", "budget.replicates=2", "budget.robustness_draws=0"])
    chain = run_theory(chosen).chain
    assert chain.outcomes == ()
    assert "user_experience: is no state" in (chain.reason or "")


def test_an_interaction_has_no_single_chain() -> None:
    from test_effects import INTERACTION
    from theories import theory

    from icsim.theory.theory_cases import TheoryCase

    made = theory(**INTERACTION)
    chosen = TheoryCase(made, {}, (), None, {}, (), (), (), "", "", "")
    assert held_arms(chosen) == {}
