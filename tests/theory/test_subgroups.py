"""Who gains and who loses, from worlds that are made up, and what is read of worlds that ran."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from theories import case
from written import written

from icsim.catalogue import catalogue
from icsim.engine.block import ReplicateSeeds
from icsim.engine.crossed_design import DEFAULT_DRAW
from icsim.engine.ensemble import replicate_seeds
from icsim.report.theory import subgroups_figure
from icsim.report.theory.further_json import subgroup_records
from icsim.report.theory.further_text import who_loses
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.all_states import AllStates, LookedAt, all_readings, everywhere_readings, look_everywhere, run_everywhere
from icsim.theory.effects import effect
from icsim.theory.losers import told_from_chance
from icsim.theory.panel import ReplicatePanel, bootstrap_weights, run_panel
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.run_theory import default_trajectories
from icsim.theory.subgroups import MOST, NO_EVIDENCE, SubgroupEffect, SubgroupTable, readings, subgroup_effects, subgroup_queries
from icsim.theory.theory_cases import TheoryCase

DRAWS, LUCKS = 20, 16


def hospital(folder: Path, measure: str = "morale") -> TheoryCase:
    """Physicians and nurses, two sites, one leader whom the arms treat differently."""
    lever = "leader.hospital_b/medicine_lead.inspiring_intent.recognition"
    return written(
        folder,
        context={"place": "merged_hospital", "weeks": 8},
        arms={"with": {lever: 0.9}, "without": {lever: 0.1}},
        outcome=[{"measure": measure, "week": 8, "expect": "up"}],
    )


def table(mine: TheoryCase, effects: dict[tuple[str, str, str], np.ndarray | float]) -> SubgroupTable:
    """The table where the first arm has these effects in every draw, by measure, kind of group and name; 0 elsewhere."""
    keys = list(dict.fromkeys((query.key, week) for query, week in subgroup_queries(mine)))
    places = {key: n for n, key in enumerate(keys)}
    values = np.zeros((2, DRAWS, len(keys), LUCKS))
    for one in readings(mine):
        by = effects.get((one.name, one.group.kind, one.group.value))
        if by is not None:
            assert len(one.terms) == 1
            values[0, :, places[one.terms[0][0].key, one.week]] = np.broadcast_to(by, DRAWS)[:, None]
    panel = ReplicatePanel(mine.theory.contrasted, DRAWS, tuple(ReplicateSeeds(n, n) for n in range(LUCKS)), places, values)
    return subgroup_effects(mine, panel, np.ones((DRAWS, LUCKS), dtype=bool), bootstrap_weights(DRAWS, LUCKS, 50))


def named(rows: tuple[SubgroupEffect, ...]) -> set[tuple[str, str, str]]:
    return {(row.reading.name, row.reading.group.kind, row.reading.group.value) for row in rows}


def test_losers_are_those_who_were_planted(tmp_path: Path) -> None:
    effects = {
        ("morale", "profession", "physician"): -0.2,
        ("morale", "profession", "nurse"): 0.2,
        ("morale", "site", "site_a"): -0.04,  # within the smallest effect
        ("leader_strain", "tier", "system"): 0.2,  # more strain is worse
        ("waiting", "served", ""): 1.0,
        ("user_experience", "served", ""): -0.2,
    }
    found = table(hospital(tmp_path), effects)
    lost = {key for key in effects if key[2] not in ("nurse", "site_a")}
    assert named(row for row in found.rows if row.worse_off) == lost
    assert named(tuple(row for row in found.rows if row.better_off)) == {("morale", "profession", "nurse")}


def looked(many: int) -> LookedAt:
    return LookedAt(measures=1, groups=1, readings=many, unreached=0, week=8, draws=DRAWS, replicates=LUCKS)


def test_luck_of_replicates_names_nobody_and_what_was_planted_is_named_beside_it(tmp_path: Path) -> None:
    """Worse in more than half of the settings by the luck of the replicates alone: common to all settings, so all agree."""
    mine = hospital(tmp_path)
    keys = list(dict.fromkeys((query.key, week) for query, week in subgroup_queries(mine)))
    places = {key: n for n, key in enumerate(keys)}
    chance, tested, weights = np.random.default_rng(1), np.ones((DRAWS, LUCKS), dtype=bool), bootstrap_weights(DRAWS, LUCKS, 50)
    values = np.zeros((2, DRAWS, len(keys), LUCKS))
    values[0] = chance.normal(0.0, 0.3, (len(keys), LUCKS)) + chance.normal(0.0, 0.02, (DRAWS, len(keys), LUCKS))
    planted = next(one for one in readings(mine) if (one.name, one.group.value) == ("morale", "physician"))
    values[0, :, places[planted.terms[0][0].key, planted.week]] = -0.2 + chance.normal(0.0, 0.001, (DRAWS, LUCKS))
    panel = ReplicatePanel(mine.theory.contrasted, DRAWS, tuple(ReplicateSeeds(n, n) for n in range(LUCKS)), places, values)
    whom, _ = told_from_chance(subgroup_effects(mine, panel, tested, weights), AllStates(looked(2600), ()))
    assert sum(row.worse.value >= MOST for row in whom.rows) > 10
    assert named(tuple(row for row in whom.rows if row.worse_off)) == {("morale", "profession", "physician")}
    assert not any(row.better_off for row in whom.rows)


def test_everybody_says_which_parts_it_leaves_out(tmp_path: Path) -> None:
    """Also those that were read and did not move, of which no row is kept."""
    mine = hospital(tmp_path)
    parts = [one for one in readings(mine) if one.name == "morale" and one.group.kind != "everybody"]
    those = [one.group for one in parts if one.group.value != "nurse" and len(one.terms) == 1]
    lost = {("morale", group.kind, group.value): -0.2 for group in those}
    found = table(mine, {("morale", "everybody", ""): -0.1, **lost})
    still = next(one for one in parts if one.group.value == "physician")
    for kept, spared in (((), ("nurse teams",)), ((still,), ("nurse teams", "physician teams"))):
        whom, _ = told_from_chance(found, AllStates(looked(len(found.rows)), (), kept))
        (row,) = (row for row in whom.rows if (row.reading.name, row.reading.group.kind) == ("morale", "everybody"))
        assert row.spared == spared
        assert not any(one.spared for one in whom.rows if one is not row)


@pytest.mark.parametrize(("share", "loses"), [(0.5, True), (0.45, False)])
def test_a_group_loses_when_it_is_worse_off_in_half_of_the_draws(share: float, loses: bool, tmp_path: Path) -> None:
    some = np.where(np.arange(DRAWS) < share * DRAWS, -0.2, -0.04)
    found = table(hospital(tmp_path), {("morale", "profession", "physician"): some})
    (row,) = (row for row in found.rows if row.reading.group.value == "physician")
    assert row.worse_off is loses
    assert (row.worse.value, row.moved.value) == pytest.approx((share, share))
    assert row.worse.low < share < row.worse.high
    assert row.size.value == pytest.approx(-0.2 * share - 0.04 * (1.0 - share))


def test_of_what_is_neither_good_nor_bad_nobody_loses(tmp_path: Path) -> None:
    for moved in (-0.5, 0.5):
        found = table(hospital(tmp_path, "goal_spread"), {("goal_spread", "everybody", ""): moved})
        (row,) = (row for row in found.rows if row.reading.name == "goal_spread")
        assert row.moved.value == 1.0
        assert not row.worse_off
        assert not row.better_off


def test_the_people_served_are_always_there_with_their_note(tmp_path: Path) -> None:
    for measure in ("morale", "waiting", "user_experience", "trust", "leader_strain", "trust_in_leader", "goal_spread"):
        rows = table(hospital(tmp_path, measure), {}).rows
        served = [row for row in rows if row.reading.group.kind == "served"]
        assert [row.reading.name for row in served] == ["user_experience", "waiting", "unmet_need"]
        assert {row.note for row in served} == {NO_EVIDENCE}
        assert {"leader_strain", "loyalty_strain"} <= {row.reading.name for row in rows}
        labels = [(row.reading.display, row.reading.group.label, row.reading.week) for row in rows]
        assert len(labels) == len(set(labels))
        assert not any("_" in label for _, label, _ in labels)


def test_every_group_of_a_place_is_read() -> None:
    kinds = {one.group.kind for one in readings(case("box4")) if one.name == "morale"}
    assert kinds == {"everybody", "site", "profession", "power_rank", "led_by", "bystanders"}  # one sector divides nobody
    assert {one.group.kind for one in readings(case("box3")) if one.name == "loyalty_strain"} == {
        "everybody", "tier", "sector", "site", "power_rank", "leader",
    }  # fmt: skip


def four_arms(folder: Path) -> TheoryCase:
    """Two levers, each with and without the other: what is compared is a difference of two differences."""
    lever, other = "leadership.team.inspiring_intent.recognition", "context.mandate"
    return written(
        folder,
        context={"place": "merged_hospital", "weeks": 8},
        arms={
            "both": {lever: 0.9, other: 0.9}, "one": {lever: 0.1, other: 0.9},
            "other": {lever: 0.9, other: 0.1}, "neither": {lever: 0.1, other: 0.1},
        },
        contrast="(both - one) - (other - neither)",
        resource=[{"measure": "enacted.recognition", "of": {"tier": "team"}, "expect": "up", "contrast": "both - one"}],
        outcome=[
            {"measure": "morale", "week": 8, "expect": "up"},
            {"measure": "trust", "week": 8, "expect": "up", "contrast": "both - neither"},
        ],
    )  # fmt: skip


def test_of_an_interaction_every_group_has_the_difference_of_both_differences(tmp_path: Path) -> None:
    mine = four_arms(tmp_path)
    keys = list(dict.fromkeys((query.key, week) for query, week in subgroup_queries(mine)))
    values = np.zeros((4, DRAWS, len(keys), LUCKS))
    for arm, value in enumerate((0.9, 0.3, 0.8, 0.05)):  # the first lever brings .6 beside the second, .75 without it
        values[arm] = value
    places = {key: n for n, key in enumerate(keys)}
    panel = ReplicatePanel(tuple(mine.arms), DRAWS, tuple(ReplicateSeeds(n, n) for n in range(LUCKS)), places, values)
    rows = subgroup_effects(mine, panel, np.ones((DRAWS, LUCKS), dtype=bool), bootstrap_weights(DRAWS, LUCKS, 50)).rows
    size = {name: {row.size.value for row in rows if row.reading.name == name} for name in ("morale", "leader_strain", "waiting")}
    assert {name: [pytest.approx(-0.15)] for name in size} == {name: sorted(found)[:1] for name, found in size.items()}
    own = [row for row in rows if row.reading.name == "trust"]
    assert {row.reading.contrast for row in own} == {"both - neither"}
    assert [row.size.value for row in own] == [pytest.approx(0.85)] * len(own)
    assert {row.reading.contrast for row in rows if row not in own} == {mine.theory.contrast}
    assert {one.arms for one in all_readings(mine)} == {("both", "one", "other", "neither")}
    told = subgroup_records(mine.theory, SubgroupTable(rows), None)
    assert {one.contrast for one in told if one.own_contrast} == {"both less neither"}
    text = who_loses(told, None)
    assert text.startswith("by (both less one) less (other less neither), that is where the first difference is worse for them")


def test_everybodys_row_of_an_interaction_is_the_effect_of_its_clause(tmp_path: Path) -> None:
    """Values near the end of the scale, where a difference of differences is a matter of the scale in some draws."""
    mine = four_arms(tmp_path)
    clause = next(one for one in mine.asked if one.clause.measure == "morale")
    keys = list(dict.fromkeys((query.key, week) for query, week in subgroup_queries(mine)))
    values = np.random.default_rng(1).uniform(-0.08, 0.08, (4, DRAWS, len(keys), LUCKS))
    values += np.array([0.95, 0.86, 0.6, 0.5])[:, None, None, None]
    places = {key: n for n, key in enumerate(keys)}
    panel = ReplicatePanel(tuple(mine.arms), DRAWS, tuple(ReplicateSeeds(n, n) for n in range(LUCKS)), places, values)
    tested, weights = np.ones((DRAWS, LUCKS), dtype=bool), bootstrap_weights(DRAWS, LUCKS, 50)
    found = effect(clause, panel, tested, weights)
    assert 0 < np.sum(found[:, 0] == 0.0) < DRAWS
    rows = subgroup_effects(mine, panel, tested, weights).rows
    (row,) = (row for row in rows if (row.reading.name, row.reading.group.kind) == ("morale", "everybody"))
    assert row.size.value == pytest.approx(weights.average(found)[0])


def test_the_curves_are_those_of_every_arm_that_is_compared(tmp_path: Path) -> None:
    mine = four_arms(tmp_path)
    found = default_trajectories(mine)
    assert found.arms == ("both", "one", "other", "neither")
    assert {paths.shape[:2] for paths in found.paths.values()} == {(4, 8)}
    assert default_trajectories(case("box4")).arms == case("box4").theory.contrasted


def test_parts_add_up_to_the_whole_in_worlds_that_ran() -> None:
    mine = case("box4")
    replicates = replicate_seeds(mine.pair[0], 4)
    panel = run_panel(mine.arms, [DEFAULT_DRAW], replicates, subgroup_queries(mine))
    rows = subgroup_effects(mine, panel, np.ones((1, 4), dtype=bool), bootstrap_weights(1, 4, 20)).rows
    size = {(row.reading.group.kind, row.reading.group.value): row.size.value for row in rows if row.reading.name == "morale"}
    world = mine.pair[0].world
    for kind, names in (
        ("profession", [team.profession for team in world.teams]),
        ("site", [world.organisations[team.organisation].site for team in world.teams]),
    ):
        assert np.mean([size[kind, name] for name in names]) == pytest.approx(size["everybody", ""])
    assert size["everybody", ""] != 0.0
    assert abs(size["bystanders", ""]) < abs(size["led_by", "hospital_b/medicine_lead"])


def test_every_measure_says_whether_more_is_better() -> None:
    good = {name: measure.better for name, measure in catalogue().measures.items()}
    assert set(good.values()) == {"up", "down", "none"}
    assert (good["morale"], good["leader_strain"], good["waiting"], good["goal_spread"]) == ("up", "down", "down", "none")


def test_all_states_of_all_parts_are_asked_and_what_was_looked_at_is_counted(tmp_path: Path) -> None:
    """A lever that takes leaders' time: those who lose do so in what the theory never names."""
    mine = case("box3")
    first = mine.pair[0]
    draws, replicates = draw_parameters(4, 1), replicate_seeds(first, 4)
    asked = everywhere_readings(mine, 4, 4)
    found = look_everywhere(asked, run_everywhere(mine, asked, draws, replicates), np.ones((4, 4), dtype=bool))
    every, before = all_readings(mine), readings(mine)
    assert found.looked.readings == len(every) + len(before)
    bad_or_good = {name for name, one in catalogue().measures.items() if one.better in ("up", "down") and not one.per_lever}
    assert {one.name for one in (*every, *before)} >= bad_or_good
    keys = [(one.name, one.group.kind, one.group.value, one.week) for one in (*every, *before)]
    assert len(keys) == len(set(keys))
    outcomes = {one.clause.measure for one in mine.asked if one.part == "outcome"}
    lost = {row.reading.name for row in found.rows if row.worse.value >= MOST}
    assert lost - outcomes
    assert all(row.moved.value >= 0.05 for row in found.rows)


def test_the_figure_draws_as_many_rows_as_can_be_read_and_everybody_among_them() -> None:
    """A large place has hundreds of readings: those with the largest effects stay, in their order."""

    def row(kind: str, value: float) -> Any:
        reading = SimpleNamespace(smallest=0.05, group=SimpleNamespace(kind=kind))
        return SimpleNamespace(size=Estimate95(value, value, value), reading=reading)

    rows = [row("everybody", 0.0), *(row("site", 0.001 * n) for n in range(100)), row("site", float("nan"))]
    kept = subgroups_figure.largest(rows)
    assert len(kept) == subgroups_figure.MOST
    assert kept[0] is rows[0]
    assert kept[1:] == rows[101 - subgroups_figure.MOST + 1 : 101]
    assert subgroups_figure.largest(rows[:5]) == rows[:5]


def test_looking_everywhere_knows_when_the_worlds_first_differ(tmp_path: Path) -> None:
    """An event in week 30 was looked for in week 20, and nobody was found to be worse off."""
    early = written(
        tmp_path,
        context={"place": "pair", "weeks": 40},
        arms={"with": {"timeline": [{"week": 30, "restructure": {"lines": 3, "by": "team"}}]}, "without": {}},
        resource=[{"measure": "backlog", "week": 10, "expect": "up"}],
        outcome=[{"measure": "morale", "week": 20, "expect": "down"}],
    )
    assert (everywhere_readings(early, 2, 2).looked.begins, everywhere_readings(early, 2, 2).looked.week) == (30, 20)
    assert everywhere_readings(hospital(tmp_path), 2, 2).looked.begins == 1
