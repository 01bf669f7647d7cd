"""Theories from their file to their folder, through the engine."""

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml
from theories import HERE, case

from icsim.engine.measures import Query
from icsim.engine.run import ensemble, lucks_of
from icsim.errors import UserError
from icsim.theory.bystanders import bystanders
from icsim.theory.result import Tried
from icsim.theory.test import run, run_case
from icsim.theory.verdict import Headline

LUCKS = 8
FILES = {"verdict.json", "paired.parquet", "report.html", "verdict.png", "verdict.svg", "paths.png", "paths.svg"}
NAMES = {
    "column", "part", "measure", "display", "of", "stat", "week", "until", "expect", "means", "difference", "low",
    "high", "confidence", "smallest_effect", "standard_deviations", "lucks", "share_as_expected", "outcome",
}  # fmt: skip


@pytest.fixture(scope="module")
def box4() -> Tried:
    return run_case(case("box4", f"budget.lucks={LUCKS}"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("results") / "box4"
    run(["box4"], [f"budget.lucks={LUCKS}", f"out={path}"])
    return path


def test_box4_compares_worlds_that_share_their_luck(box4: Tried) -> None:
    assert len(box4.lucks) == LUCKS
    assert box4.weeks == tuple(range(1, 105))
    before = [values[:, :3] for column, values in box4.paths.items() if not column.startswith("resource")]
    decided = [values[:, 8:] for column, values in box4.paths.items() if not column.startswith("resource")]
    for values in before:  # weeks 1 to 3: worlds differ between lucks, and hardly between arms
        assert np.abs(values[0] - values[1]).max() < 0.2
    for values in decided:
        assert (values[0] != values[1]).any()


def test_box4_delivers_its_resource(box4: Tried) -> None:
    """Whatever the parameters are: both ask, and one heeds."""
    asked, heeded = (f.result for f in box4.findings if f.asked.part == "resource")
    assert asked.outcome == heeded.outcome == "as expected"
    assert asked.first == pytest.approx(1.0, abs=0.05)
    assert box4.verdict.headline != Headline.NOT_TESTED


def test_where_nobody_decides_nothing_is_tested() -> None:
    """Asking and heeding show in decisions: without one, the resource has not arrived, whatever the levers say."""
    tried = run_case(case("box4", "budget.lucks=4", "rules.decisions=off"))
    assert tried.verdict.headline == Headline.NOT_TESTED
    assert {f.result.lucks for f in tried.findings} == {0}


def test_findings_are_what_the_paths_say(box4: Tried) -> None:
    for finding in box4.findings:
        first, second = box4.at(finding.asked)
        assert finding.result.difference == pytest.approx(float(np.mean(first - second)))


def test_bystanders_are_the_teams_of_all_other_leaders(box4: Tried) -> None:
    arms = box4.case.arms
    world = arms[0].world
    looking_on = {world.teams[i].name for i in bystanders(world, arms)}
    assert {team.name for team in world.teams} - looking_on == {
        "hospital_b/medicine_physicians", "hospital_b/medicine_nurses",
    }  # fmt: skip


def test_the_mean_over_bystanders_is_the_mean_over_their_teams(box4: Tried) -> None:
    arms = box4.case.arms
    (also,) = (f.asked for f in box4.findings if f.asked.part == "also")
    queries = [Query("fairness", {"led_by": name}) for name in sorted({str(q.of["led_by"]) for q, _ in also.terms})]
    values = ensemble(
        arms, lucks_of(arms[0]), [Query("fairness"), Query("fairness", {"led_by": "hospital_b/medicine_lead"})], [26]
    )
    everybody, concerned = values.of(0, 26), values.of(1, 26)
    assert len(queries) == 5
    assert box4.at(also) == pytest.approx((12.0 * everybody - 2.0 * concerned) / 10.0)


def test_a_resource_that_does_not_arrive_means_not_tested() -> None:
    tried = run_case(case("overtaken", "budget.lucks=4"))
    (resource,) = (f for f in tried.findings if f.asked.part == "resource")
    assert resource.result.outcome == "no effect"
    assert tried.verdict.headline == Headline.NOT_TESTED
    assert "did not arrive" in tried.verdict.sentence


@pytest.mark.parametrize("name", ["smallest", "every_word"])
def test_every_word_of_the_vocabulary_runs(name: str, tmp_path: Path) -> None:
    run([str(HERE / "valid" / f"{name}.yaml")], ["budget.lucks=4", f"out={tmp_path / 'out'}"])
    assert {path.name for path in (tmp_path / "out").iterdir()} >= FILES


def test_the_folder_holds_everything(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES | {"overridden", "heeded"}
    for arm, heed in (("overridden", 0.1), ("heeded", 0.9)):
        record = yaml.safe_load((folder / arm / "config.yaml").read_text(encoding="utf-8"))
        leader = record["config"]["leader"]["hospital_b/medicine_lead"]
        assert leader["working_with_power"]["heed"] == heed
        assert record["versions"]["numba"]


def test_the_verdict_file_has_stable_names_and_no_nan(folder: Path) -> None:
    found = json.loads((folder / "verdict.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert list(found) == ["icsim", "theory", "command", "content_hash", "contrast", "worlds", "verdict", "clauses"]
    assert {name for clause in found["clauses"] for name in clause} == NAMES
    assert found["worlds"] == {"pairs": LUCKS, "draws": 1, "weeks": 104, "seed": 1, "structure": 1}
    assert found["command"].startswith(f"icsim test box4 budget.lucks={LUCKS} out=")


def test_the_table_has_a_row_for_each_luck_and_arm_from_which_the_differences_follow(folder: Path) -> None:
    table = pq.read_table(folder / "paired.parquet").to_pydict()
    found = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    assert list(zip(table["structure"], table["seed"], table["arm"], strict=True)) == [
        (n, n, arm) for n in range(1, LUCKS + 1) for arm in ("overridden", "heeded")
    ]
    for clause in found["clauses"]:
        values = np.array(table[clause["column"]]).reshape(LUCKS, 2)
        assert np.mean(values[:, 0] - values[:, 1]) == pytest.approx(clause["difference"])


def test_a_second_run_gives_the_same_bits(folder: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    run(["box4"], [f"budget.lucks={LUCKS}", f"out={folder}"])
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_threads_and_lanes_leave_the_bits_alone(box4: Tried) -> None:
    other = run_case(case("box4", f"budget.lucks={LUCKS}", "engine.threads=1", "engine.lanes=4"))
    assert other.case.content == box4.case.content
    for column, values in box4.paths.items():
        assert np.array_equal(values, other.paths[column], equal_nan=True)


def test_the_page_stands_alone_and_says_what_it_is(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []
    assert page.count('src="data:image/png;base64,') == 2
    for text in (
        "A theory explored, not a forecast of any real system.",
        "icsim test box4",
        "As the review has it",
        "numba",
    ):
        assert text in page


def test_what_a_user_writes_is_escaped(tmp_path: Path) -> None:
    from icsim.report.theory_page import page

    tried = run_case(case("smallest", "budget.lucks=2"))
    nasty = "<script>alert(1)</script>"
    named = replace(tried.case, theory=tried.case.theory.model_copy(update={"title": nasty}), command=f"icsim {nasty}")
    for name in ("verdict.png", "paths.png"):
        (tmp_path / name).write_bytes(b"")
    assert "<script" not in page(replace(tried, case=named), tmp_path)


def test_the_terminal_speaks_in_labels(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["box4"], [f"budget.lucks={LUCKS}", f"out={folder}"])
    said = capsys.readouterr().out
    for text in (
        "trust in the leader",
        "heeds proposals",
        "teams that look on",
        "verdict: ",
        "a quick look at default parameters",
    ):
        assert text in said
    for name in ("trust_in_leader", "enacted.heed", "bystanders", "supported"):
        assert name not in said


def test_several_theories_get_a_folder_each(tmp_path: Path) -> None:
    words = [str(HERE / "valid" / name) for name in ("smallest.yaml", "overtaken.yaml")]
    run(words, ["budget.lucks=2", f"out={tmp_path}"])
    assert sorted(path.name.partition("-")[0] for path in tmp_path.iterdir()) == ["overtaken", "smallest"]


def test_a_folder_that_cannot_be_written_costs_no_simulation(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    start = time.monotonic()
    with pytest.raises(UserError, match="cannot write results"):
        run(["box4"], ["budget.lucks=100000", f"out={tmp_path / 'file' / 'out'}"])
    assert time.monotonic() - start < 30.0


def test_stopped_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("icsim.report.theory_files._write_worlds", stop)
    with pytest.raises(KeyboardInterrupt):
        run(["box4"], ["budget.lucks=2", f"out={tmp_path / 'out'}"])
    assert list(tmp_path.iterdir()) == []
