"""Every experiment that ships says its command first, is whole, and still gives what is committed of it."""

import csv
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from icsim.base.resources import experiments_dir
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.ensemble import run_queries
from icsim.sweep.sweep_study import ALONE, SweepStudy, plan_sweep

FILES = sorted(experiments_dir().glob("*.yaml"))
ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "results"
NAMES = [path.stem for path in FILES]


@cache
def planned(name: str) -> SweepStudy:
    return plan_sweep([f"experiment={name}"])


def committed(name: str, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader((RESULTS / name / file).open(encoding="utf-8")))


def again(made: SweepStudy, point: int, arm: str, replicates: range) -> dict[str, list[float]]:
    """What worlds of a point come to now, column by column."""
    settings = made.settings(made.points.rows([point])[0], arm)
    seeds = [ReplicateSeeds(made.first.structure_seed + n, made.first.seed + n) for n in replicates]
    values = run_queries(build_block([settings], seeds), [settings], made.reading.in_table, settings.weeks)
    return {column: list(map(float, row)) for column, row in zip(made.reading.columns, values, strict=True)}


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_an_experiment_is_what_its_command_says(path):
    first, second, third, *_ = path.read_text(encoding="utf-8").splitlines()
    assert first == f"# icsim sweep experiment={path.stem}"
    assert second == "# @package _global_"
    assert re.fullmatch(r"# About \d minutes? on two cores\.", third)
    made = planned(path.stem)
    assert made.name == path.stem
    assert made.asked.title
    assert made.asked.question
    assert made.points.count > 1
    last = made.points.rows([made.points.count - 1])[0]
    assert made.settings(last, made.arms[-1]).weeks == made.first.weeks


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_worlds_run_again_give_the_committed_rows(name):
    made, rows = planned(name), committed(name, "rows.csv")
    assert len(rows) >= 4
    assert set(rows[0]) == {"point", "arm", "replicate", *made.reading.columns}
    for row in rows[:: max(1, len(rows) // 2)]:
        replicate = int(row["replicate"])
        now = again(made, int(row["point"]), row["arm"] or ALONE, range(replicate, replicate + 1))
        for column, (value,) in now.items():
            assert value == pytest.approx(float(row[column]), rel=1e-12, nan_ok=True), column


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if (RESULTS / name / "points.csv").exists()])
def test_a_point_run_again_gives_the_committed_means(name):
    made, rows = planned(name), committed(name, "points.csv")
    assert len(rows) == made.points.count * len(made.arms)
    row = rows[len(rows) // 2]
    point, worlds = int(row["point"]), int(row["worlds"])
    assert worlds == made.first.replicates
    for axis, value in zip(made.points.axes, made.points.rows([point])[0], strict=True):
        assert row[axis.path] == str(value) or float(row[axis.path]) == pytest.approx(value, abs=1e-4)
    for column, values in again(made, point, row["arm"] or ALONE, range(worlds)).items():
        assert np.nanmean(values) == pytest.approx(float(row[column]), rel=1e-4), column


def test_every_experiment_has_its_folder_its_line_and_its_part_of_the_page():
    page = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
    table = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"results/{name}/findings.md" in page
        assert f"reference/experiment_{name}.md" in page
        assert f"| `{name}` |" in table
        assert all(path.stat().st_size < 300_000 for path in (RESULTS / name).iterdir())
        found = (RESULTS / name / "findings.md").read_text(encoding="utf-8")
        assert not re.search(r"\b(should|proves?|proved|proof)\b", found)


def test_answers_are_differences_of_the_committed_means():
    answers = {row["asked"]: float(row["value"]) for row in committed("imbalance", "answers.csv")}
    means = {
        (float(row["context.power_imbalance"]), float(row["leadership.both.working_with_power.share"])): row
        for row in committed("imbalance", "points.csv")
    }
    for column in planned("imbalance").reading.columns:
        for counts in (0.1, 0.5, 0.9):
            told = answers[f"{column}, power imbalance {counts:g}: .9 - .1"]
            assert told == pytest.approx(float(means[counts, 0.9][column]) - float(means[counts, 0.1][column]), abs=1e-4)
