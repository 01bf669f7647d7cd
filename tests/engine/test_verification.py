"""What shows that the model is alive: nothing is lost, placebos do nothing, and everything else does something."""

import importlib.util
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from worlds import LIVING, PLACES, RICH, SYSTEM, TEAM, changed, differs, plain, replicates, rich, run, stepped

from icsim.catalogue import catalogue
from icsim.config.compose import groups
from icsim.config.settings import Settings
from icsim.engine.block import build_block
from icsim.engine.ensemble import run_ensemble
from icsim.engine.measures import Query

FUZZ = Path(__file__).parents[2] / "benchmarks" / "fuzz.py"
TIERS = (TEAM, SYSTEM)


def fuzz() -> Any:
    spec = importlib.util.spec_from_file_location("fuzz", FUZZ)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_place_that_ships_is_here() -> None:
    assert set(groups("run")["place"]) == set(PLACES)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_no_case_is_lost_in_any_team_of_any_world(place: str) -> None:
    busy = {TEAM + "coordinating": 1.0, SYSTEM + "coordinating": 1.0, "context.uneven_load": 1.0, "context.demand": 0.9}
    arms = [plain(place), changed(plain(place), busy)]
    block = build_block(arms, replicates(4))
    before = {name: getattr(block, name).copy() for name in ("queue", "served", "gave_up", "arrived_total")}
    helped = waited = 0.0
    for week in stepped(block, arms, 60):
        now = {name: getattr(block, name).copy() for name in before}
        for counted in (*now.values(), block.handed, block.taken_on, block.arrived):
            assert (counted == np.floor(counted)).all()
            assert (counted >= 0.0).all()
        moved = block.taken_on - block.handed
        done = now["served"] - before["served"] + now["gave_up"] - before["gave_up"]
        assert (now["arrived_total"] - before["arrived_total"] == block.arrived).all(), week
        assert (now["queue"] == before["queue"] + block.arrived + moved - done).all(), week
        assert (moved.sum(axis=0) == 0.0).all(), week
        helped, waited, before = helped + block.handed.sum(), waited + now["queue"].sum(), now
    assert waited > 0.0
    assert helped > 0.0 or place == "pair", "no case is ever handed over"
    total = sum(getattr(block, name).sum(axis=0) for name in ("served", "queue", "gave_up"))
    assert (total == block.arrived_total.sum(axis=0)).all()


@pytest.mark.slow
def test_littles_law_is_an_identity_of_every_run() -> None:
    """Weeks that all cases waited, each from arrival to leaving in the order of arrival, are the sum of all queues."""
    arm = changed(plain("place"), {"context.demand": 0.8})
    block = build_block([arm], replicates(2))
    for lane in range(2):
        block = build_block([arm], replicates(2))
        waited, arrivals, leavings = 0.0, [], []
        gone = 0.0
        for week in stepped(block, [arm], 80):
            waited += block.queue[:, lane].sum()
            arrivals += [week] * int(block.arrived[:, lane].sum())
            left = block.served[:, lane].sum() + block.gave_up[:, lane].sum()
            leavings += [week] * int(left - gone)
            gone = left
        ends = leavings + [81] * (len(arrivals) - len(leavings))
        assert sum(end - start for start, end in zip(arrivals, ends, strict=True)) == waited
        assert waited > 100


def every(tier: str, value: float) -> dict[str, float]:
    """Every lever of a tier that follows its mechanism's level, at one value by its own name."""
    free = [lever for lever in catalogue().levers.values() if lever.default is None and tier.split(".")[1] in lever.tiers]
    return {tier + lever.key: value for lever in free}


@pytest.mark.slow
def test_no_dose_and_no_event_are_the_baseline() -> None:
    levels = {f"{tier}{name}.level": 0.0 for tier in TIERS for name in catalogue().levels}
    others = {f"{tier}{name}.level": 0.7 for tier in TIERS for name in catalogue().levels}
    none = changed(plain("place"), levels)
    empty = [
        {"week": 2, "change": {"size": 0.0}},
        {"week": 3, "crisis": {"size": 0.0}},
        {"week": 4, "programme_move": {"from": none.world.organisations[0].name, "harm": 0.0}},
        {"week": 5, "restructure": {"lines": 1}},
        {"week": 6, "set": {"context.demand": none.context["demand"], **levels}},
        {"week": 7, "decision": {"by": "team", "mode": "told"}},
    ]
    arms = [
        none,
        changed(none, {**every(TEAM, 0.0), **every(SYSTEM, 0.0)}),
        changed(none, {**others, **every(TEAM, 0.0), **every(SYSTEM, 0.0)}),
        changed(none, {tier + "spread": 0.25 for tier in TIERS}),
        changed(none, {"timeline": empty[:5]}),
        changed(none, {"timeline": empty}),
    ]
    arms[3] = changed(arms[3], {tier + name: 0.0 for tier in TIERS for name in ("coordinating", "resilience")})
    arms.append(changed(arms[3], {tier + "spread": 0.0 for tier in TIERS}))
    fixed = {tier + "working_with_power.consult": 0.0 for tier in TIERS}
    arms[3], arms[6] = changed(arms[3], fixed), changed(arms[6], fixed)
    block = run(arms, replicates(1), 30)
    for same in (1, 2, 4):
        assert not differs(block, same, 0), same
    assert not differs(block, 6, 3), "spread spreads what is not there"
    assert differs(block, 5, 0), "a decision does something"


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("hours", [0.3, 1.0])
def test_attention_is_idle_to_the_bit(tier: str, hours: float) -> None:
    base = rich("place")
    arms = [changed(base, {tier + name: hours}) for name in ("attention", "idle")]
    arms = [changed(arm, {tier + other: 0.0}) for arm, other in zip(arms, ("idle", "attention"), strict=True)]
    block = run([*arms, base], replicates(1), 60)
    assert not differs(block, 1, 0)
    assert differs(block, 2, 0)


@pytest.mark.slow
@pytest.mark.parametrize("place", RICH)
def test_resilience_acts_on_felt_strain_and_that_on_exits_only(place: str) -> None:
    ends = [{TEAM + "resilience": dose, SYSTEM + "resilience": dose} for dose in (0.0, 1.0)]
    stay, may_go = ({"rules.exits": word} for word in ("off", "on"))
    arms = [changed(rich(place), {**end, **exits}) for exits in (stay, may_go) for end in ends]
    block = run(arms, replicates(16), 104)
    for luck in range(16):
        assert differs(block, 16 + luck, luck) == {"leader_strain"}
    exits = block.exits.sum(axis=0).reshape(4, 16).sum(axis=1)
    assert exits[3] < exits[2], "with exits on, they come later"


def test_sectors_are_labels_where_power_is_equal() -> None:
    """Health and social care change names in the place of equal power: nothing else changes, to the bit."""
    there = plain("equal_power")
    other = {"health": "social_care", "social_care": "health"}
    swapped = Settings(there.command, there.values, there.place_file)
    homes = [replace(home, sector=other.get(home.sector, home.sector)) for home in there.world.organisations]
    swapped.__dict__["world"] = replace(there.world, organisations=tuple(homes))
    blocks = [run([arm], replicates(4), 60) for arm in (there, swapped)]
    for field in LIVING:
        assert getattr(blocks[0], field).tobytes() == getattr(blocks[1], field).tobytes(), field


def test_equal_sectors_are_exchangeable() -> None:
    """Two equal teams, one of each sector: in a permutation test no measure tells them apart."""
    values = plain("pair").resolved()
    values["place"]["equalise"] = True
    pair = changed(plain("pair"), {"place": values["place"]})
    measures = ("intent", "trust", "morale", "fairness", "skill", "served", "influence_share", "territoriality")
    sides = [
        [Query(name, {"from": {"sector": one}} if name == "trust" else {"sector": one}) for name in measures]
        for one in ("health", "social_care")
    ]
    found = run_ensemble([pair], replicates(128), [*sides[0], *sides[1]], (52,)).array[0, :, 0]
    apart = found[: len(sides[0])] - found[len(sides[0]) :]
    signs = np.random.default_rng(1).choice((-1.0, 1.0), (4000, apart.shape[1]))
    for name, difference in zip(measures, apart, strict=True):
        beyond = np.abs(signs @ difference) >= abs(difference.sum()) - 1e-9
        assert beyond.mean() > 0.002, f"{name}: {difference.mean()}"


@pytest.mark.slow
def test_random_configurations_stay_sound() -> None:
    assert fuzz().valid_runs(160, seed=3) == []


@pytest.mark.slow
def test_random_mistakes_are_one_line_each() -> None:
    assert fuzz().refusals(30, seed=3) == []
