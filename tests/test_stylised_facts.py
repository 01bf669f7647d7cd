"""Stylised facts are scored right: on made-up states whose truth is known, and with chances that the engine draws by."""

import importlib.util
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from icsim.calibrate import correlation, cross_section, stylised_facts
from icsim.catalogue.load import LEVERS
from icsim.engine.compiled_week import week_kernel

FACTS = Path(__file__).parents[1] / "benchmarks" / "stylised_facts.py"
TEAMS, WORLDS = 30, 64


def load() -> Any:
    spec = importlib.util.spec_from_file_location("facts", FACTS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["facts"] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


facts = load()


def planted(rho: float, teams: int = TEAMS, apart: float = 5.0, seed: int = 7) -> dict[str, Any]:
    """States x and y that correlate by rho within worlds, while worlds differ far more, and the other way round."""
    rng = np.random.default_rng(seed)
    shared, own = rng.normal(size=(2, teams, WORLDS))
    between = apart * rng.normal(size=WORLDS)
    return {"x": shared + between, "y": rho * shared + math.sqrt(1.0 - rho * rho) * own - between}


def fact(expected: float, **more: Any) -> Any:
    return stylised_facts.Fact("SF99", "made up", "team", "x", "y", expected, "nobody", **more)


@pytest.mark.parametrize("rho", [-0.8, -0.21, 0.0, 0.3, 0.72, 1.0])
def test_a_planted_correlation_comes_back_whatever_worlds_differ_in(rho: float) -> None:
    one = facts.score(fact(rho), planted(rho))
    assert one.found == pytest.approx(rho, abs=0.04)
    assert one.low - 1e-9 <= one.found <= one.high + 1e-9
    assert one.hit


def test_the_interval_holds_what_was_planted_as_often_as_it_says() -> None:
    found = [facts.score(fact(0.3), planted(0.3, seed=seed), draws=400) for seed in range(200)]
    assert 0.90 <= np.mean([one.low <= 0.3 <= one.high for one in found]) <= 0.99


def test_pooled_is_the_ordinary_correlation_in_one_world() -> None:
    x, y = np.random.default_rng(3).normal(size=(2, 50, 1))
    assert correlation.pooled(x, y, np.ones((1, 1)))[0] == pytest.approx(np.corrcoef(x[:, 0], y[:, 0])[0, 1])


def test_a_world_counted_twice_is_two_worlds() -> None:
    states = planted(0.5)
    counts = np.random.default_rng(5).integers(0, 3, WORLDS)
    again = [np.repeat(states[name], counts, axis=1) for name in "xy"]
    once = correlation.pooled(states["x"], states["y"], counts[None, :])
    assert once[0] == pytest.approx(correlation.pooled(*again, np.ones((1, counts.sum())))[0])


def test_what_is_missing_is_left_out() -> None:
    states = planted(0.6)
    states["x"][3], states["y"][5] = np.nan, np.nan
    states["x"][:, 4] = np.nan  # a world in which nobody has it
    kept = np.delete(np.arange(TEAMS), (3, 5))
    worlds = np.delete(np.arange(WORLDS), 4)
    whole = [states[name][np.ix_(kept, worlds)] for name in "xy"]
    found = correlation.pooled(states["x"], states["y"], np.ones((1, WORLDS)))
    assert found[0] == pytest.approx(correlation.pooled(*whole, np.ones((1, WORLDS - 1)))[0])


@pytest.mark.parametrize(
    ("found", "hit"), [(0.30, True), (0.15, True), (0.45, True), (0.1499, False), (0.4501, False), (-0.30, False), (0.96, False)]
)
def test_a_band_is_fifteen_points_either_side(found: float, hit: bool) -> None:
    assert facts.Score(fact(0.30), found, found - 0.1, found + 0.1).hit is hit


def test_a_band_of_its_own_outranks_the_usual_one() -> None:
    own = fact(0.72, band=(0.45, 0.80))
    assert own.range == (0.45, 0.80)
    assert facts.Score(own, 0.50, 0.4, 0.6).hit
    assert not facts.Score(own, 0.85, 0.8, 0.9).hit


@pytest.mark.parametrize(("expected", "low", "high", "hit"), [(1, 0.01, 0.2, True), (1, -0.01, 0.2, False), (1, -0.2, -0.1, False),
                                                              (-1, -0.2, -0.01, True), (-1, 0.1, 0.2, False)])  # fmt: skip
def test_a_sign_needs_the_whole_interval(expected: float, low: float, high: float, hit: bool) -> None:
    assert facts.Score(fact(expected, kind="sign"), (low + high) / 2.0, low, high).hit is hit


def test_an_order_is_a_difference_of_two_correlations() -> None:
    states = planted(0.6) | {"z": planted(0.2)["y"]}
    first = facts.score(fact(0.0, kind="order", than=("x", "z")), states)
    assert first.found == pytest.approx(0.4, abs=0.05)
    assert first.hit
    assert not facts.score(fact(0.0, kind="order", than=("x", "y")), states).hit


def test_a_raw_correlation_is_held_against_what_a_survey_would_show() -> None:
    states = planted(-0.5)
    true, raw = facts.score(fact(-0.5), states), facts.score(fact(-0.4, kind="r"), states)
    assert raw.found == pytest.approx(0.8 * true.found)
    assert raw.hit


def test_a_fact_is_looked_for_where_it_holds() -> None:
    states = planted(0.6)
    flipped = {"x": states["x"], "y": np.where(np.arange(TEAMS)[:, None] < 15, states["y"], np.nan)}
    chosen = np.where(np.arange(TEAMS)[:, None] < 15, 1.0, 0.0) * np.ones((TEAMS, WORLDS))
    part = facts.score(fact(0.6, where="chosen"), states | {"chosen": chosen})
    assert part.found == pytest.approx(facts.score(fact(0.6), flipped).found)


def test_what_does_not_vary_is_a_miss() -> None:
    still = planted(0.5) | {"y": np.full((TEAMS, WORLDS), 0.25)}
    one = facts.score(fact(0.0), still)
    assert math.isnan(one.found)
    assert not one.hit


def test_a_miss_is_written_as_a_miss_and_counted_so() -> None:
    scores = [facts.Score(fact(0.3), 0.9, 0.8, 0.95), facts.Score(fact(0.3), 0.3, 0.2, 0.4)]
    assert [cells[-1] for cells in facts.rows(scores)] == ["miss", "HIT"]
    assert facts.counted(scores).startswith("1 of 2 tests hit; of the 0 kept for calibration, 0")
    written = facts.page(scores, {"safety": 0.88})
    assert "--write" in written.splitlines()[0]
    assert "does NOT hold" in written
    assert "holds" in facts.condition({"safety": 0.2})


def test_only_four_facts_may_set_a_scale() -> None:
    kept = {one.id for one in facts.FACTS if one.calibration}
    assert kept == {"SF1", "SF3", "SF5a", "SF5b", "SF6a"}


def test_all_fifteen_are_scored_or_said_to_have_no_counterpart() -> None:
    ids = [one.id for one in facts.FACTS] + [name for names in facts.WITHOUT for name in names.split(", ")]
    assert len(ids) == len(set(ids))
    assert {name.rstrip("abcde") for name in ids} == {f"SF{n}" for n in range(1, 16)}


@pytest.mark.slow
def test_levers_hang_together_within_a_mechanism_and_nowhere_else() -> None:
    for together, (low, high) in ((True, (0.6, 0.9)), (False, (-0.1, 0.1))):
        block = next(cross_section.run("place", (1,), 16, together))
        vision, recognition, structure = (block.lever[LEVERS.index(x)].ravel() for x in ("vision", "recognition", "structure"))
        assert low < np.corrcoef(vision, recognition)[0, 1] < high
        assert abs(np.corrcoef(vision, structure)[0, 1]) < 0.1
        assert vision.std() > 0.1


@pytest.mark.slow
def test_what_came_of_joint_work_is_a_share_that_scatters_about_its_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "WORLDS", 16)
    ties = facts.levels_of()["tie"]
    came, chance = ties["succeeded"], ties["success"]
    assert ((came >= 0.0) & (came <= 1.0) | np.isnan(came)).all()
    assert np.nanmean(came) == pytest.approx(np.nanmean(chance), abs=0.05)
    assert np.nanstd(came) > 1.5 * np.nanstd(chance)


@pytest.mark.slow
def test_states_are_there_and_chances_are_those_that_the_engine_draws_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "WORLDS", 16)
    monkeypatch.setattr(facts, "WEEK", 40)
    levels = facts.levels_of()
    missing = {one.id for one in facts.FACTS for name in (one.x, one.y) if name not in levels[one.level]}
    assert missing == set()
    (block,) = cross_section.run("place", (40,), 16)
    expected, came = np.zeros(2), np.zeros(2)
    asked = worked = 0.0
    for week in range(41, 81):
        states = cross_section.tie_states(block)
        week_kernel().weeks(block.packed, week, week)
        cases, joint = block.cases > 0.0, block.joint > 0.0
        expected += [np.nansum(states["turns_up_ab"][cases]), np.nansum(states["success"][joint])]
        came += [block.came_a.sum(), block.success.sum()]
        asked, worked = asked + cases.sum(), worked + joint.sum()
    assert worked > 1000
    assert (np.abs(came - expected) < 4.0 * np.sqrt([asked, worked]) * 0.5).all()
