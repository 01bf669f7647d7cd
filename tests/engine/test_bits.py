"""Bits depend on settings, structure and seed alone: not on threads, lanes, neighbours, or the order of a file."""

import random
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from crn_check import compare_draws, log_draws, replay_in_python
from worlds import KEPT, LIVING, RICH, by_name, changed, names, plain, replicates, rich, run, shuffled

from icsim.config.settings import Settings, validate
from icsim.engine.block import ReplicateSeeds
from icsim.engine.ensemble import Query, all_measures, run_ensemble
from icsim.week.rng import Process

WEEKS = 20
PEOPLE = ("affectivity", "trusting", "ability", "habit")  # what a team's people are like
QUERIES = (*all_measures(), Query("trust", stat="sd"), Query("enacted.vision"))


def values(arms: list[Settings], count: int, **engine: int) -> Any:
    settings = [changed(arm, {f"engine.{key}": value for key, value in engine.items()}) for arm in arms]
    return run_ensemble(settings, replicates(count), QUERIES, (4, WEEKS)).array


def unlike(one: Any, other: Any) -> list[str]:
    """The measures in which any bit differs; [arm, query, week, replicate]."""
    return [query.key for n, query in enumerate(QUERIES) if one[:, n].tobytes() != other[:, n].tobytes()]


@pytest.mark.slow
@pytest.mark.parametrize("place", RICH)
@pytest.mark.parametrize("engine", [{"threads": 2, "block_size": 3}, {"block_size": 1}, {"block_size": 8}, {"block_size": 32}])
def test_threads_and_lanes_do_not_show(place: str, engine: dict[str, int]) -> None:
    once = values([rich(place)], 11, threads=1, block_size=11)
    assert np.isfinite(once).mean() > 0.9
    assert unlike(once, values([rich(place)], 11, **engine)) == []


def test_padding_and_more_worlds_do_not_show() -> None:
    arms = [rich("merged_hospital"), plain("merged_hospital")]
    eleven = values(arms, 11, block_size=32)
    assert unlike(eleven, values(arms, 16, block_size=32)[..., :11]) == []
    assert unlike(eleven[1:], values(arms[1:], 11, block_size=32)) == []


@pytest.mark.parametrize("place", RICH)
def test_a_world_is_the_same_alone_and_among_others(place: str) -> None:
    other = changed(rich(place), {"context.prior_ties": 0.9, "parameters.start.within_ties": 0.8, "timeline": []})
    arms, chances = [other, rich(place), plain(place)], (*replicates(5, 40), ReplicateSeeds(1, 1), ReplicateSeeds(7, 1))
    among = run(arms, chances, WEEKS)
    for arm in (1, 2):
        for luck in (0, 5):
            alone = run([arms[arm]], [chances[luck]], WEEKS)
            expected = by_name(arms[arm], alone, 0)
            assert by_name(arms[arm], among, arm * len(chances) + luck) == expected
            assert len(expected) > 100


def test_structure_and_seed_are_two_lucks() -> None:
    block = run([plain("place")], [ReplicateSeeds(1, 1), ReplicateSeeds(1, 2), ReplicateSeeds(2, 1)], 1)
    for field in ("uneven", "outlook_first", "tie_luck", *PEOPLE, "chemistry"):
        grid = getattr(block, field)
        assert np.array_equal(grid[:, 0], grid[:, 1])
        assert not np.array_equal(grid[:, 0], grid[:, 2])
    assert np.array_equal(block.exit_draw[:, 0], block.exit_draw[:, 2])
    assert not np.array_equal(block.exit_draw[:, 0], block.exit_draw[:, 1])


@pytest.mark.parametrize("place", ["place", "merged_hospital", "neighbourhood"])
def test_the_order_of_a_place_file_does_not_show(place: str) -> None:
    data = plain(place).resolved()
    expected = by_name(plain(place), run([plain(place)], replicates(1), WEEKS), 0)
    for seed in (1, 2):
        mixed = validate("run", data | {"place": shuffled(data["place"], random.Random(seed))})
        assert list(mixed.values["place"]["teams"]) != list(data["place"]["teams"]) or len(data["place"]["teams"]) < 3
        assert by_name(mixed, run([mixed], replicates(1), WEEKS), 0) == expected


def larger(place: str) -> Settings:
    """The place with one more team under a leader of its own."""
    data = plain(place).resolved()
    home, teams = next(iter(data["place"]["teams"].items()))
    like = next(iter(teams.values()))
    above = plain(place).place_file.leaders[like["leader"]].reports_to
    teams["newcomers"] = like | {"leader": f"{home}/of_newcomers"}
    data["place"]["leaders"].setdefault(home, {})["of_newcomers"] = {"reports_to": above} if above else {}
    return validate("run", data)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["pair", "place", "neighbourhood"])
def test_one_more_team_changes_nobody_elses_draws(place: str) -> None:
    few, many = plain(place), larger(place)
    assert len(many.world.teams) == len(few.world.teams) + 1
    comparison = compare_draws(log_draws(few, ReplicateSeeds(1, 1), 3), log_draws(many, ReplicateSeeds(1, 1), 3))
    assert not comparison.different
    candidates = {Process.OPENABLE, Process.TIE, Process.CHEMISTRY, Process.ENCOUNTER}  # fewer pairs where there are more teams
    on_events = {Process.DECISION_MORE, Process.SIGNAL, Process.BRIDGE}
    assert {Process(key.process) for key in comparison.only_first} <= candidates | on_events
    assert comparison.only_second

    of_teams = ("uneven", "outlook_first", *PEOPLE)
    drawn = (*of_teams, "exit_draw", "lever", "tie_luck", "open_luck", "distance_first", "chemistry")
    before, after = (run([settings], replicates(1), 1) for settings in (few, many))
    for field in drawn:
        carrier = "leader" if field in ("exit_draw", "lever") else "team" if field in of_teams else "tie"
        ours, theirs = (
            dict(zip(names(settings, block)[carrier], rows_of(block, field), strict=True))
            for settings, block in ((few, before), (many, after))
        )
        both = ours.keys() & theirs.keys()
        assert len(both) == len(ours) or carrier == "tie"
        assert both
        assert all(ours[key] == theirs[key] for key in both), field


def rows_of(block: Any, field: str) -> list[bytes]:
    grid = getattr(block, field)
    return [row.tobytes() for row in (grid.swapaxes(0, 1) if field == "lever" else grid)]


@pytest.mark.slow
@pytest.mark.parametrize("place", RICH)
def test_two_configurations_share_every_draw_that_both_make(place: str) -> None:
    one, two = log_draws(plain(place), ReplicateSeeds(1, 1), 10), log_draws(rich(place), ReplicateSeeds(1, 1), 10)
    comparison = compare_draws(one, two)
    assert not comparison.different
    assert len(comparison.shared) > 100
    # What only one makes hangs on what happens in it: who decides, who leaves, whom leaders may bring together.
    on_events = {Process.DECISION_MORE, Process.SIGNAL, Process.SUCCESSOR, Process.EXIT, Process.TRAIT, Process.BRIDGE}
    on_setting = {Process.TIE, Process.OPENABLE, Process.CHEMISTRY, Process.ENCOUNTER}  # candidates follow from prior ties
    alone = {Process(key.process) for key in (*comparison.only_first, *comparison.only_second)}
    assert alone <= on_events | on_setting
    of_structure = {Process.OUTLOOK, Process.DEMAND, Process.PEOPLE, Process.CHEMISTRY}
    other = compare_draws(one, log_draws(plain(place), ReplicateSeeds(2, 1), 10))
    assert {Process(key.process) for key in other.shared}.isdisjoint(of_structure)


@pytest.mark.slow
@pytest.mark.parametrize("place", RICH)
def test_each_draw_has_one_use(place: str) -> None:
    made = log_draws(rich(place), ReplicateSeeds(1, 1), 12)
    together: dict[frozenset[str], set[str]] = defaultdict(set)
    for key, steps in made.steps.items():
        together[steps].add(Process(key.process).name)
    shared = {steps: processes for steps, processes in together.items() if len(steps) > 1}
    # One event seen from two sides: each takes its own of the four numbers, or the same number for the same thing.
    assert set(shared) <= {
        frozenset({"arrivals_and_capacity", "hand_over", "serve"}),
        frozenset({"propose", "decide"}),
        frozenset({"derive_levers", "appoint_successors"}),
    }
    unlike: dict[tuple[float, ...], int] = defaultdict(int)
    for draws in made.draws.values():
        unlike[draws] += 1
    assert max(unlike.values()) == 1, "two keys with one draw"


@pytest.mark.parametrize("place", [pytest.param(one, marks=[pytest.mark.slow] if one == "place" else []) for one in RICH])
def test_the_steps_as_plain_python_leave_the_bits_of_the_compiled_week(place: str) -> None:
    by_hand, compiled = replay_in_python(rich(place), ReplicateSeeds(3, 4), 12), run([rich(place)], [ReplicateSeeds(3, 4)], 12)
    for field in {*LIVING, *KEPT}:
        assert getattr(by_hand, field).tobytes() == getattr(compiled, field).tobytes(), field


def test_a_key_says_what_it_is_for() -> None:
    key = next(iter(log_draws(plain("pair"), ReplicateSeeds(1, 1), 1).draws))
    assert str(key).startswith("tie, week 0, between ")
