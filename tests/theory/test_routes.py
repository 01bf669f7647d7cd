"""Routes from what arms set to what is read: whatever is not reached is the same in both worlds, to the last bit."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from written import written

from icsim.config.compose import compose
from icsim.engine.block import build_block
from icsim.engine.block_fields import GRIDS
from icsim.engine.ensemble import BlockRunner, replicate_seeds
from icsim.engine.measures import Query
from icsim.theory.reach import LEVER
from icsim.theory.routes import Reach, clause_routes, unreached
from icsim.theory.theory_cases import TheoryCase

MERGER, PAIR = "two_site_merger", "pair"
LEADER = "leader.hospital_a.medicine_matron"
REPLICATES = 4
SEEDS = ("3", "4")  # of hashes, with which a set of all levers has the two of box1 in another order


def case(folder: Path, **changes: Any) -> TheoryCase:
    return written(folder, "budget=quick", **changes)


def events(**fields: Any) -> list[dict[str, Any]]:
    return [{"week": 5, **fields}]


@pytest.mark.parametrize(
    ("place", "first", "second"),
    [
        (MERGER, {f"{LEADER}.inspiring_intent.recognition": 0.9}, {}),
        (MERGER, {f"{LEADER}.balancing_perspectives.conflict": "hold"}, {f"{LEADER}.balancing_perspectives.conflict": "resolve"}),
        (MERGER, {f"{LEADER}.loyalty": 0.1}, {}),
        (MERGER, {"leadership.system.creating_conditions.cost_cutting": 0.9}, {}),
        (PAIR, {"leadership.team.idle": 0.9}, {}),
        (PAIR, {"context.policy_detail": 0.9}, {}),
        (PAIR, {"rules.exits": "off"}, {}),
        (MERGER, {"timeline": events(crisis={"size": 0.7})}, {}),
        (MERGER, {"timeline": events(change={"who": "hospital_a", "size": 0.8})}, {}),
        (MERGER, {"timeline": events(set={f"{LEADER}.inspiring_intent.vision": 0.9})}, {}),
        (MERGER, {"timeline": events(leader_exit={"who": "hospital_a/medicine_matron"})}, {}),
    ],
)
def test_what_no_rule_reaches_is_the_same_to_the_last_bit(
    place: str, first: dict[str, Any], second: dict[str, Any], tmp_path: Path
) -> None:
    made = case(
        tmp_path, context={"place": place, "weeks": 30, "context.demand": 0.9}, arms={"with": first, "without": second},
        resource=[{"measure": "morale", "week": 8, "expect": "up"}],
    )  # fmt: skip
    arms = list(made.arms.values())
    block = build_block(arms, replicate_seeds(arms[0], REPLICATES))
    runner = BlockRunner(block, arms)
    differ = {name: np.zeros(getattr(block, name).shape[0], dtype=bool) for name in GRIDS}
    for week in range(arms[0].weeks + 1):
        runner.until(week)
        for name in GRIDS:
            grid = getattr(block, name)
            differ[name] |= (grid[:, :REPLICATES] != grid[:, REPLICATES:]).any(axis=1)
    steps = Reach(arms, REPLICATES).every.steps
    assert {name: np.flatnonzero(rows & (steps[name] < 0)).tolist() for name, rows in differ.items()} == {
        name: [] for name in GRIDS
    }
    assert any(rows.any() for rows in differ.values())


def test_a_route_names_what_stands_on_it_and_counts_states(tmp_path: Path) -> None:
    routes = clause_routes(case(tmp_path))
    assert routes["resource_1_enacted_recognition"].steps == 0
    morale = routes["outcome_1_morale"]
    assert (morale.steps, morale.way[0], morale.way[-1]) == (1, f"{LEVER}recognition", "morale")
    assert not morale.turnover


def test_a_measure_that_only_moves_where_leaders_leave_is_told_apart(tmp_path: Path) -> None:
    route = clause_routes(case(tmp_path, outcome=[{"measure": "job_fear", "week": 8, "expect": "down"}]))["outcome_1_job_fear"]
    assert route.turnover
    assert "left" in route.way


def test_a_measure_that_nothing_leads_to_names_what_can_be_reached(tmp_path: Path) -> None:
    """Two teams whose leaders have nobody to trust: nothing that a leader does reaches trust between leaders."""
    made = case(tmp_path, outcome=[{"measure": "leader_trust", "week": 8, "expect": "up"}])
    (route,) = unreached(made)
    assert (route.steps, route.way, len(route.measures)) == (None, (), 3)
    reached = Reach(list(made.arms.values()), 1)
    assert all(reached.nearest(Query(name)) is not None for name in route.measures)


def test_a_clause_that_should_not_move_needs_no_route(tmp_path: Path) -> None:
    assert not unreached(case(tmp_path, outcome=[{"measure": "leader_trust", "week": 8, "expect": "none"}]))


def test_an_unreached_group_names_groups_that_are_reached() -> None:
    """Leaders' own levers are theirs: what one leader enacts of a lever leads to that leader's practice."""
    base = compose("test", [f"place={MERGER}"])
    reached = Reach([base, base.with_changes({f"{LEADER}.inspiring_intent.recognition": 0.9})], 1)
    own, other = ({"leader": name} for name in ("hospital_a/medicine_matron", "hospital_b/medicine_chief"))
    assert not reached.needs_turnover(Query("enacted.recognition", own))
    assert reached.nearest(Query("enacted.recognition", own))[0] == 0  # type: ignore[index]
    assert reached.nearest(Query("enacted.recognition", other))[0] > 1  # type: ignore[index]


@pytest.mark.slow
def test_the_same_way_is_told_in_every_process() -> None:
    """Two levers of box1 lead there in as many steps; which of them was named hung on the order of a set of words."""
    program = (
        "from icsim.theory.routes import clause_routes; from icsim.theory.theory_cases import load_cases; "
        "print([route.way for route in clause_routes(load_cases(['box1'], ['budget=quick'])[0]).values()])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE)
        for seed in SEEDS
    ]
    first, second = (one.communicate()[0] for one in running)
    assert [one.returncode for one in running] == [0, 0]
    assert first == second
