"""Where a sign comes from: planted signs in the whole place and between two teams, and theories that were run."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from planted import asked_of
from theories import case
from written import written

from icsim.engine.ensemble import replicate_seeds
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.panel import bootstrap_weights, run_panel
from icsim.theory.parameter_draws import draw_parameters, fixed_parameters
from icsim.theory.role import EffectSigns, RoleFound, effect_signs, outcome_role, role_found
from icsim.theory.run_theory import run_theory
from icsim.theory.subgroups import subgroup_effects, subgroup_queries
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.two_teams import NotApplicable, to_two_teams

DRAWS = 32
CLAUSE = asked_of(outcome=[{"measure": "morale", "week": 8, "expect": "up"}])[-1]
EVERY = np.ones(DRAWS)
MORALE = "leadership.team.inspiring_intent.recognition"


def place(effects: np.ndarray, end: np.ndarray | None = None, error: float = 0.0, reasoned: bool = True) -> EffectSigns:
    found = effect_signs(effects, np.full(DRAWS, error), CLAUSE)
    return EffectSigns(effects, found, effects if end is None else end, reasoned)


def some(many: int, these: float, others: float) -> np.ndarray:
    return np.where(np.arange(DRAWS) < many, these, others)


def test_a_sign_needs_more_than_luck_and_no_effect_needs_as_much() -> None:
    effects, error = np.array([0.2, -0.2, 0.02, 0.001, 0.06, np.nan]), np.array([0.01, 0.01, 0.001, 0.01, 0.05, 0.01])
    assert effect_signs(effects, error, CLAUSE) == pytest.approx([1.0, -1.0, 1.0, 0.0, np.nan, np.nan], nan_ok=True)
    down, none = (asked_of(outcome=[{"measure": "morale", "week": 8, "expect": way}])[-1] for way in ("down", "none"))
    assert effect_signs(effects, error, down)[:3] == pytest.approx([-1.0, 1.0, -1.0])
    assert effect_signs(effects, error, none) == pytest.approx([-1.0, -1.0, 1.0, 1.0, np.nan, np.nan], nan_ok=True)


def test_one_sign_in_two_teams_is_one_rules_doing() -> None:
    for size in (0.2, 0.001):  # any size
        assert outcome_role(CLAUSE, place(0.2 * EVERY), place(size * EVERY))[0] == "imposed"
    role, why = outcome_role(CLAUSE, place(-0.2 * EVERY), place(-0.2 * EVERY))
    assert role == "imposed"
    assert "not the one expected" in why


def test_a_sign_that_hangs_on_the_draw_is_a_matter_of_parameters() -> None:
    role, why = outcome_role(CLAUSE, place(some(20, 0.2, -0.2)), place(some(20, 0.2, -0.2)))
    assert role == "parameter_dependent"
    assert "20 of 32 plausible settings, and the whole place agrees in 32 of 32" in why
    assert outcome_role(CLAUSE, place(some(31, 0.2, -0.2)), place(some(31, 0.2, -0.2)))[0] == "parameter_dependent"  # one is enough
    assert outcome_role(CLAUSE, place(some(31, 0.2, -0.01)), place(some(31, 0.2, -0.01)))[0] == "imposed"


def test_another_sign_than_two_teams_have_emerges_unless_few_draws_or_small_effects_say_so() -> None:
    alone = place(0.2 * EVERY)
    assert outcome_role(CLAUSE, place(some(8, -0.2, 0.2)), alone)[0] == "emergent"
    assert outcome_role(CLAUSE, place(some(2, -0.2, 0.2)), alone)[0] != "emergent"
    assert outcome_role(CLAUSE, place(-0.02 * EVERY), place(0.02 * EVERY))[0] != "emergent"


def test_an_effect_that_two_teams_lack_emerges_if_the_reasoning_is_there() -> None:
    nothing = 0.0 * EVERY
    assert outcome_role(CLAUSE, place(0.2 * EVERY), place(nothing))[0] == "emergent"
    role, why = outcome_role(CLAUSE, place(0.2 * EVERY), place(nothing, reasoned=False))
    assert role is None
    assert "may lack" in why
    assert outcome_role(CLAUSE, place(nothing), place(nothing))[0] is None


def test_no_change_needs_the_reasoning_to_move_in_two_teams() -> None:
    none = asked_of(outcome=[{"measure": "morale", "week": 8, "expect": "none"}])[-1]
    still = EffectSigns(0.001 * EVERY, effect_signs(0.001 * EVERY, 0.001 * EVERY, none), 0.001 * EVERY)
    assert outcome_role(none, still, still) == ("imposed", "two teams alone show no change in 32 of 32 plausible settings")
    assert outcome_role(none, still, replace(still, reasoned=False))[0] is None
    moved = EffectSigns(0.2 * EVERY, effect_signs(0.2 * EVERY, 0.001 * EVERY, none), 0.2 * EVERY)
    assert outcome_role(none, moved, still)[0] == "emergent"


def test_a_measure_without_a_value_is_not_judged() -> None:
    role, why = outcome_role(CLAUSE, place(0.2 * EVERY), place(np.nan * EVERY))
    assert role is None
    assert why == "the measure has no value in two teams alone"


def test_an_effect_that_lasts_in_one_of_them_only_emerges() -> None:
    there, gone = 0.2 * EVERY, 0.01 * EVERY
    assert outcome_role(CLAUSE, place(there), place(there, end=gone))[0] == "emergent"
    assert outcome_role(CLAUSE, place(there, end=gone), place(there))[0] == "emergent"
    assert outcome_role(CLAUSE, place(there, end=gone), place(there, end=gone))[0] == "imposed"
    assert outcome_role(CLAUSE, place(0.06 * EVERY, end=0.04 * EVERY), place(there, end=0.13 * EVERY))[0] == "imposed"  # alike


def test_what_few_replicates_leave_open_is_not_judged() -> None:
    role, why = outcome_role(CLAUSE, place(0.1 * EVERY, error=0.2), place(0.2 * EVERY))
    assert role is None
    assert "too few replicates leave the sign open in 32 of 32" in why


def found(mine: TheoryCase, replicates: int = 8, reach: bool = False, **change: Any) -> RoleFound:
    draws, shared = draw_parameters(DRAWS, 1, fixed_parameters(mine)), replicate_seeds(mine.pair[0], replicates)
    if not reach:
        return role_found(mine, draws, shared)
    panel = run_panel(mine.arms, draws, shared, subgroup_queries(mine))
    table = subgroup_effects(mine, panel, np.ones((DRAWS, replicates), dtype=bool), bootstrap_weights(DRAWS, replicates, 50))
    rows = tuple(replace(row, **change) if row.reading.group.kind == "bystanders" else row for row in table.rows)
    return role_found(mine, draws, shared, replace(table, rows=rows))


def test_a_direct_theory_is_one_rules_doing() -> None:
    made = found(case("smallest"))
    assert (made.declared, made.found, made.differs) == ("imposed", "imposed", False)
    assert (made.draws, made.replicates) == (DRAWS, 8)
    (only,) = made.clauses
    assert only.whole is not None
    assert only.alone == pytest.approx(only.whole)  # its place is the pair


def test_a_theory_about_bystanders_emerges_when_it_reaches_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lever = "leader.hospital_b/medicine_lead.inspiring_intent.recognition"
    mine = written(
        tmp_path,
        context={"place": "merged_hospital", "weeks": 8},
        arms={"with": {lever: 0.9}, "without": {lever: 0.1}},
        outcome=[{"measure": "morale", "of": "bystanders", "week": 8, "expect": "up"}],
    )
    assert found(mine, 2).found is None  # as it is, next to nothing reaches them
    for effect, role in ((0.2, "emergent"), (0.04, None)):
        whole = {1: place(effect * EVERY)}
        monkeypatch.setattr("icsim.theory.role._signs_whole", lambda *_, whole=whole: whole)
        made = found(mine, 2)
        assert made.found == role
        assert "look" in made.reason


@pytest.mark.slow
def test_a_theory_whose_effect_spreads_emerges() -> None:
    box4 = case("box4")
    still, moved = (Estimate95(share, share, share) for share in (0.1, 0.9))
    assert found(box4, 4, reach=True, moved=still).found != "emergent"
    made = found(box4, 4, reach=True, moved=moved)
    assert made.found == "emergent"
    assert "it spreads to teams that look on" in made.reason


@pytest.mark.slow
def test_two_teams_do_what_the_named_leader_does() -> None:
    unit = to_two_teams(case("box4"))
    for name, heed in (("overridden", 0.1), ("heeded", 0.9)):
        arm = unit.arms[name]
        assert arm.place_file.name == "pair"
        assert (arm.levers("team")["consult"], arm.levers("team")["heed"]) == (1.0, heed)
        assert not arm.leaders
        assert [item["decision"]["by"] for item in arm.timeline] == ["team"]
        there = case("box4").arms[name]
        assert {key for key in there.context if arm.context[key] != there.context[key]} <= {"prior_ties"}
        assert len(arm.world.groups) == 1  # the hospital has joint groups
    assert not to_two_teams(case("smallest")).arms["with"].world.groups
    assert {query.key for one in unit.outcome.values() for query, _ in one.terms} == {"morale", "trust_in_leader", "attendance"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"context": {"timeline": [{"week": 2, "programme_move": {"from": "site_a", "harm": 0.5}}]}}, "moves between sites"),
        ({"context": {"timeline": [{"week": 2, "decision": {"by": "system", "mode": "told"}}]}}, "leaders of the system"),
        ({"context": {"timeline": [{"week": 2, "leader_exit": {"who": "chief", "successor": "none"}}]}}, "those who leave"),
        ({"lever": "leadership.system.inspiring_intent.recognition"}, "the arms differ in what is done by leaders of the system"),
        ({"lever": "leader.chief.inspiring_intent.recognition"}, "the arms differ in what is done by leaders of the system"),
    ],
)  # fmt: skip
def test_what_does_not_fit_between_two_teams_is_said(changes: dict[str, Any], why: str, tmp_path: Path) -> None:
    lever = changes.get("lever", MORALE)
    mine = written(
        tmp_path,
        context={"place": "merged_hospital", "weeks": 8, **changes.get("context", {})},
        arms={"with": {lever: 0.9}, "without": {lever: 0.1}},
    )
    with pytest.raises(NotApplicable, match=why):
        to_two_teams(mine)
    made = role_found(mine, draw_parameters(2, 1), replicate_seeds(mine.pair[0], 2))
    assert made.found is None
    assert why in made.reason
    assert not made.differs


def test_clauses_that_compare_groups_or_look_above_are_left_out(tmp_path: Path) -> None:
    groups = {"of": {"profession": "nurse"}, "than": {"profession": "physician"}}
    mine = written(
        tmp_path,
        context={"place": "merged_hospital", "weeks": 8},
        outcome=[
            {"measure": "morale", "week": 8, "expect": "up", "stronger_for": groups},
            {"measure": "trust_in_leader", "of": {"tier": "system"}, "week": 8, "expect": "up"},
            {"measure": "morale", "of": {"profession": "nurse"}, "week": 8, "expect": "up"},
        ],
    )
    unit = to_two_teams(mine)
    assert set(unit.outcome) == {3}
    assert set(unit.left_out) == {1, 2}


@pytest.mark.slow
def test_a_quick_look_says_whom_and_how_necessary_but_nothing_of_roles(tmp_path: Path) -> None:
    occurred_if = {"measure": "morale", "week": 8, "at_least": 0.5}
    replicates = ("budget.replicates=2", "budget.max_replicates=2", "budget.robustness_replicates=2")
    few = ("budget=quick", "budget.scope_draws=0", *replicates)
    quick = run_theory(written(tmp_path, *few, role="P", occurred_if=occurred_if))
    assert quick.whom is not None
    assert quick.necessity is not None
    assert (quick.role, quick.boundary) == (None, None)
    more = run_theory(written(tmp_path, *few, "budget.robustness_draws=16", role="P", occurred_if=occurred_if))
    assert more.role is not None
    assert more.role.draws == 16
    assert more.boundary is not None  # declared P
    assert len(more.boundary.found) + len(more.boundary.without) == 1
