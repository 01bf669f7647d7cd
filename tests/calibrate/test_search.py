"""Rejection: what is met, what is looked at afresh, what enters the table, and that who computes does not matter."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from icsim.calibrate import search as searching
from icsim.calibrate.cross_section import run_settings
from icsim.calibrate.judging import DISTANCE, VALUE, distance, judge, met
from icsim.calibrate.parts import PartStore
from icsim.calibrate.plan import CalibrationPlan, plan_field
from icsim.calibrate.prior import BATCH, draw_batch, varied
from icsim.calibrate.probes import plan_probes
from icsim.calibrate.targets import Target, read_targets
from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.engine.block import ReplicateSeeds
from icsim.engine.block_pool import BlockCall, BlockValues, ProgressCounter, ThreadExecutor
from icsim.engine.survey import RELIABILITY, answers

TARGETS = """
title: what a test made up
cut: 3.0
screen: 2
targets:
  joint_work: {measure: collaboration, place: pair, week: 8, between: [0.1, 0.9], confirm: 4, source: made up}
  trust: {measure: trust, place: pair, week: 8, value: 0.5, observation: 0.03, luck: null, confirm: 4, source: made up}
  ambiguity: {correlation: [ambiguity, morale], place: pair, week: 8, value: -0.4, observation: 0.3, confirm: 4, source: made up}
"""
VALUES = {"seed": 1, "wanted": 20, "fresh_sets": 2, "explored": 0, "most": 10 * BATCH}


@pytest.fixture
def plan(tmp_path: Path) -> CalibrationPlan:
    path = tmp_path / "made_up.yaml"
    path.write_text(TARGETS, encoding="utf-8")
    return plan_field("made_up", read_targets(path), [], VALUES)


def test_a_batch_hangs_on_nothing_but_its_number_the_seed_and_the_names_own_range() -> None:
    names = varied()
    whole, some = draw_batch(3, 1, names), draw_batch(3, 1, names[5:9])
    assert np.array_equal(whole[:, 5:9], some)
    assert not np.array_equal(draw_batch(4, 1, names[5:9]), some)
    assert not np.array_equal(draw_batch(3, 2, names[5:9]), some)
    for n, name in enumerate(names):
        low, high = catalogue().parameters[name].range or (0.0, 0.0)
        assert low <= whole[:, n].min()
        assert whole[:, n].max() <= high


def test_half_of_a_batch_lies_below_the_default() -> None:
    name = "trust.gain"
    values, default = draw_batch(0, 1, [name])[:, 0], catalogue().parameters[name].default
    assert (values < default).sum() == pytest.approx(BATCH / 2, abs=1)


@pytest.mark.slow
def test_persons_answers_hang_together_less_than_what_teams_share() -> None:
    over = {"correlation": ("ambiguity", "morale"), "week": 26, "value": -0.4, "observation": 0.3, "source": "made up"}
    targets = {level: Target.model_validate({**over, "level": level}) for level in ("team", "person")}
    (probe,) = plan_probes(targets, lambda place: compose("run", [f"place={place}", "weeks=26", "rules.exits=off"]), 2)
    replicates = [ReplicateSeeds(n, n) for n in range(1, 9)]
    teams, persons = probe.read([probe.settings], replicates, 1, lambda week: None)[0, :, 0]
    (block,) = run_settings([probe.settings], replicates, (26,))
    said = [answers(block, question, 26) for question in ("clarity", "morale")]
    a, b = (values - values.mean(axis=0) for values in said)
    assert persons == pytest.approx(-(a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()) / RELIABILITY)
    assert teams < persons < 0.0


def values_of(*given: float) -> np.ndarray:
    return np.array(given)


def test_a_distance_counts_all_errors_and_is_one_at_the_cut() -> None:
    target = Target(measure="trust", value=0.5, observation=0.03, discrepancy=0.04, luck=0.0, source="made up")
    far = distance(target, 2.0, values_of(0.5, 0.6, 0.4, 0.7, np.nan), np.zeros(5), 8)
    assert far[:4] == pytest.approx([0.0, 1.0, 1.0, 2.0])
    assert np.isinf(far[4])


def test_luck_falls_with_worlds_but_not_that_of_the_one_place_that_was_observed() -> None:
    target = Target(measure="trust", value=0.5, observation=0.0, discrepancy=0.01, luck=None, source="made up")
    spread = np.full(1, 0.2)
    few, many = (distance(target, 1.0, values_of(0.6), spread, worlds)[0] for worlds in (4, 400))
    assert few < 1.1 < many
    alone = distance(target.model_copy(update={"one_place": True}), 1.0, values_of(0.6), spread, 400)[0]
    assert alone == pytest.approx(0.5, abs=0.01)


def test_within_a_range_all_is_as_good_and_beyond_it_nothing_is() -> None:
    target = Target(measure="collaboration", between=(0.1, 0.9), source="made up")
    assert distance(target, 3.0, values_of(0.1, 0.5, 0.9, 0.91), np.zeros(4), 8).tolist() == [0.0, 0.0, 0.0, np.inf]


@pytest.mark.slow
def test_stopping_at_a_miss_leaves_the_rest_unread_and_changes_nothing_that_is_read(plan: CalibrationPlan) -> None:
    draws = draw_batch(0, 1, plan.names)[:12]
    whole, short = (judge(replace(plan, fresh_sets=1), draws, everything, ProgressCounter()) for everything in (True, False))
    looked = np.isfinite(short[:, 0, VALUE])
    assert np.array_equal(whole[:, 0, VALUE][looked], short[:, 0, VALUE][looked])
    assert 0 < looked.sum() < looked.size
    assert np.array_equal(met(whole[:, 0]), met(short[:, 0]))
    assert np.array_equal(whole[:, 1], short[:, 1], equal_nan=True)
    passed = met(whole[:, 0])
    assert np.isnan(whole[~passed, 1]).all()
    assert passed.any()


@pytest.mark.slow
def test_a_setting_is_judged_alike_in_any_company(plan: CalibrationPlan) -> None:
    draws = draw_batch(0, 1, plan.names)[:5]
    together = judge(plan, draws, True, ProgressCounter())
    alone = np.concatenate([judge(plan, draws[n : n + 1], True, ProgressCounter()) for n in range(5)])
    assert np.array_equal(together, alone, equal_nan=True)


def test_no_world_is_looked_at_twice(plan: CalibrationPlan) -> None:
    seeds = [{luck.seed for luck in plan.replicates(fresh, 64)} for fresh in range(3)]
    assert all(not one & other for n, one in enumerate(seeds) for other in seeds[:n])
    assert len({plan.leaders(fresh) for fresh in range(3)}) == 3


class Made:
    """Batches as a machine that needs no worlds makes them: a setting passes with a chance of 2 %, and again in half."""

    def __init__(self, plan: CalibrationPlan) -> None:
        self.plan, self.asked = plan, list[int]()

    @property
    def calls(self) -> int:
        return len(self.asked)

    def __call__(self, batch: int) -> BlockCall:
        self.asked.append(batch)

        def call(march: ProgressCounter) -> BlockValues:
            rng = np.random.default_rng(batch)
            found = np.full((BATCH, 1 + self.plan.fresh_sets, 2, len(self.plan.targets)), np.nan)
            found[:, 0, DISTANCE] = np.where(rng.random((BATCH, 1)) < 0.02, 0.5, 2.0)
            again = rng.random((BATCH, self.plan.fresh_sets, 1)) < 0.5
            found[:, 1:, DISTANCE] = np.where((found[:, :1, DISTANCE] <= 1.0) & again, 0.5, np.nan)
            return found

        return call


def found_by(plan: CalibrationPlan, folder: Path, threads: int = 1) -> tuple[searching.Survivors, Made]:
    made = Made(plan)
    return searching.search(plan, PartStore(plan, folder), ThreadExecutor(threads, made)), made


@pytest.mark.slow
def test_who_computes_does_not_matter_and_what_is_there_is_not_made_again(plan: CalibrationPlan, tmp_path: Path) -> None:
    one, made = found_by(plan, tmp_path / "one")
    three, _ = found_by(plan, tmp_path / "three", 3)
    assert one.drawn == three.drawn
    assert (one.tried, one.passed, one.again) == (three.tried, three.passed, three.again)
    assert len(one.drawn) == plan.wanted
    assert one.tried % BATCH == 0
    again, more = found_by(plan, tmp_path / "one")
    assert (again.drawn, more.calls) == (one.drawn, 0)
    spoilt = min((tmp_path / "one" / "parts").iterdir())  # the first batch, which is always read
    spoilt.write_bytes(spoilt.read_bytes()[:100])
    mended, few = found_by(plan, tmp_path / "one")
    assert (mended.drawn, few.calls) == (one.drawn, 1)
    assert made.calls > few.calls


@pytest.mark.slow
def test_settings_enter_as_often_as_they_pass_again(plan: CalibrationPlan, tmp_path: Path) -> None:
    found, _ = found_by(replace(plan, wanted=10_000, most=60), tmp_path)
    assert found.tried == 60 * BATCH
    assert found.again == pytest.approx(0.5, abs=0.07)
    assert len(found.drawn) == pytest.approx(found.passed * found.again, rel=0.2)
    assert found.share == pytest.approx(0.01, rel=0.25)
    assert (found.weights > 0.0).all()
    rows = draw_batch(found.drawn[7] // BATCH, plan.seed, plan.names)
    assert np.array_equal(found.values[7], rows[found.drawn[7] % BATCH])


@pytest.mark.slow
def test_stopped_on_the_way_whole_parts_stay(plan: CalibrationPlan, tmp_path: Path) -> None:
    store = PartStore(plan, tmp_path)

    def tell(passed: int, tried: int) -> None:
        if tried >= 2 * BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        searching.search(plan, store, ThreadExecutor(1, Made(plan)), tell)
    kept = list((tmp_path / "parts").iterdir())
    assert len(kept) == 2
    whole, made = found_by(plan, tmp_path)
    elsewhere, anew = found_by(plan, tmp_path / "elsewhere")
    assert {0, 1}.isdisjoint(made.asked)  # how many are asked for ahead of the end hangs on who is at work
    assert {0, 1} <= {*anew.asked}
    assert whole.drawn == elsewhere.drawn


@pytest.mark.slow
def test_parts_of_another_plan_are_left_unread(plan: CalibrationPlan, tmp_path: Path) -> None:
    found_by(plan, tmp_path)
    _, made = found_by(replace(plan, seed=2), tmp_path)
    assert made.calls > 0
