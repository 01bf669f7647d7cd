"""Many theories: what is done is not done again, what is stopped leaves whole parts, what is not ours is left alone."""

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from tried_theories import case, tried

import icsim
from icsim.base.errors import UserError
from icsim.base.progress import TimeEstimate, rough_duration
from icsim.commands import entry
from icsim.report.theory import write_theory as theory_files
from icsim.results.theory_study import TheoryStudy, keep_part, name_of, plan_study, run_study
from icsim.theory.theory_cases import TheoryCase

NAMES = ("first", "second", "third")


def cases(folder: Path, *overrides: str, draws: int = 8) -> list[TheoryCase]:
    return [case(folder, *overrides, draws=draws, id=name) for name in NAMES]


def planned(folder: Path, *overrides: str, draws: int = 8) -> TheoryStudy:
    return plan_study(cases(folder, f"out={folder / 'out'}", *overrides, draws=draws), "icsim test all")


def carried(given: TheoryStudy, stop_at: str = "") -> tuple[list[str], int]:
    """What was run, and how many were reused."""
    run = []

    def work(made: TheoryCase, part: Path) -> None:
        def write(into: Path) -> None:
            (into / "figure.png").write_bytes(b"half")
            if made.theory.id == stop_at:
                raise KeyboardInterrupt
            run.append(made.theory.id)
            told = {"content_hash": made.content, "source_hash": given.source}
            (into / "verdict.json").write_text(json.dumps(told), encoding="utf-8")

        keep_part(part, write)

    return run, run_study(given, work, lambda done, made: None)


@pytest.mark.slow
def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    assert carried(planned(tmp_path)) == (list(NAMES), 0)
    assert carried(planned(tmp_path)) == ([], 3)


@pytest.mark.slow
def test_another_budget_or_theory_is_done_again(tmp_path: Path) -> None:
    carried(planned(tmp_path))
    assert carried(planned(tmp_path, draws=16)) == (list(NAMES), 0)
    changed = [*cases(tmp_path, f"out={tmp_path / 'out'}", draws=16)[:2], case(tmp_path, draws=16, id="third", title="New words")]
    assert carried(TheoryStudy(tuple(changed), tmp_path / "out", "again")) == (["third"], 2)


def test_another_state_of_the_source_is_done_again(tmp_path: Path) -> None:
    carried(planned(tmp_path))
    other = planned(tmp_path)
    other.__dict__["source"] = "another"
    assert carried(other) == (list(NAMES), 0)


@pytest.mark.slow
def test_stopped_between_theories_whole_parts_stay_and_nothing_of_the_one_under_way(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        carried(planned(tmp_path), stop_at="second")
    parts = tmp_path / "out" / "parts"
    assert [path.name for path in parts.iterdir()] == ["first"]
    assert {path.name for path in (parts / "first").iterdir()} == {"figure.png", "verdict.json"}
    assert carried(planned(tmp_path)) == (["second", "third"], 1)


def test_a_part_without_its_verdict_is_no_part(tmp_path: Path) -> None:
    given = planned(tmp_path)
    carried(given)
    (given.part(given.cases[0]) / "verdict.json").write_text("{", encoding="utf-8")
    assert not given.done(given.cases[0])


@pytest.mark.slow
def test_a_figure_that_a_theory_has_no_longer_goes(tmp_path: Path) -> None:
    given = planned(tmp_path)
    carried(given)
    (given.part(given.cases[0]) / "dose_response.png").write_bytes(b"old")
    carried(planned(tmp_path, draws=16))
    assert not (given.part(given.cases[0]) / "dose_response.png").exists()


def test_a_folder_with_other_files_is_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine")
    with pytest.raises(UserError, match="holds other files"):
        carried(planned(tmp_path))


def test_two_theories_of_one_name_are_refused(tmp_path: Path) -> None:
    one = case(tmp_path)
    for where in ("other.yaml", one.where):  # in another folder, a file may have the same name
        with pytest.raises(UserError, match="is also that of"):
            plan_study([one, replace(one, where=where)], "icsim test")


@pytest.mark.slow
def test_folders_are_named_after_what_they_hold(tmp_path: Path) -> None:
    one, *others = cases(tmp_path)
    assert name_of([one]) == f"first-{one.content[:8]}"
    several = name_of([one, *others])
    assert several.startswith("first-and-2-more-")
    edited = case(tmp_path, draws=8, id="first", title="New words")
    assert name_of([edited, *others]) == several  # the others need not run again
    assert name_of([edited]) != name_of([one])
    assert name_of(cases(tmp_path, "weeks=9")) != several


@pytest.mark.slow
def test_the_command_leaves_its_files_and_finds_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = case(tmp_path)
    words = ["test", str(tmp_path / "smallest.yaml"), f"out={tmp_path / 'out'}", "budget.robustness_draws=0"]
    monkeypatch.setattr("icsim.theory.run_theory.run_theory", lambda one, stage: tried(one))
    assert entry.main(words) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "study.json", "verdicts.json", "clauses.parquet", "log.jsonl", "report.html", "parts", "ro-crate-metadata.json",
    }  # fmt: skip
    assert "verdict: supported" in capsys.readouterr().out
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    monkeypatch.setattr("icsim.theory.run_theory.run_theory", pytest.fail)
    assert entry.main(words) == 0
    assert "1 of 1 found already done" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before
    assert made.theory.id == "smallest"


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_one_theory_of_a_study_is_shown_in_full_and_the_study_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last line of several theories says how to see one in full: it must not make the study one of one theory."""
    paths = [str(tmp_path / f"{one.theory.id}.yaml") for one in cases(tmp_path)]
    out = tmp_path / "out"
    monkeypatch.setattr("icsim.theory.run_theory.run_theory", lambda one, stage: tried(one))
    monkeypatch.setattr(theory_files, "figures", lambda made: {})
    assert entry.main(["test", *paths, f"out={out}", "budget.robustness_draws=0"]) == 0
    said = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("next: "))
    before = everything(out)
    monkeypatch.setattr("icsim.theory.run_theory.run_theory", pytest.fail)
    words = shlex.split(said.removeprefix("next: ").partition("  (one by itself)")[0])[1:]
    assert words[:2] == ["test", paths[0]]
    assert entry.main(words) == 0
    told = capsys.readouterr().out
    assert "verdict: supported" in told
    assert "1 of 1 found already done" in told
    assert everything(out) == before
    assert icsim.run_theories(*words[1:2], overrides=words[2:]).folder == out
    assert everything(out) == before
    other = [*words, "budget.draws=8"]
    assert entry.main(other) == 2
    complaint = capsys.readouterr().err
    assert re.search(r"out: .* holds a study of other theories, too \(second, third\), and first is not done there", complaint)
    assert complaint.rstrip().count("\n") == 0
    assert everything(out) == before


def test_the_folder_of_a_sweep_is_no_place_for_theories(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "study.json").write_text(json.dumps({"schema": 1, "design": {"kind": "lhs"}}))
    with pytest.raises(UserError, match="holds the study of a sweep"):
        carried(planned(tmp_path))


def test_a_study_may_get_more_theories(tmp_path: Path) -> None:
    few = cases(tmp_path, f"out={tmp_path / 'out'}")
    carried(plan_study(few[:2], "icsim test few"))
    assert carried(plan_study(few, "icsim test all")) == (["third"], 2)


@pytest.mark.slow
def test_who_stops_it_is_told_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(tmp_path / f"{one.theory.id}.yaml") for one in cases(tmp_path)]
    left = ["first"]

    def run(one: TheoryCase, stage: object) -> object:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        return tried(one)

    monkeypatch.setattr("icsim.theory.run_theory.run_theory", run)
    monkeypatch.setattr(theory_files, "figures", lambda made: {})
    assert entry.main(["test", *paths, f"out={tmp_path / 'out'}"]) == 130
    assert "1 of 3 theories are done and kept; to go on, repeat the command" in capsys.readouterr().err


def test_the_time_left_is_told_of_several(capsys: pytest.CaptureFixture[str]) -> None:
    TimeEstimate(1).say(1, "alone")
    assert capsys.readouterr().err == ""
    several = TimeEstimate(4, 1)
    several.say(2, "box3")  # the engine may have been compiled in it
    assert capsys.readouterr().err == "box3: done, 2 of 4\n"
    several.say(3, "box4")
    assert capsys.readouterr().err.startswith("box4: done, 3 of 4, about ")
    assert [rough_duration(x) for x in (0.2, 90.0, 150.0, 9000.0)] == ["1 s", "90 s", "2 minutes", "2 hours"]
