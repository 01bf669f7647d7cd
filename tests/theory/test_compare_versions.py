"""Two versions of a theory: what changed is told key by key, and what moved is told apart from what chance would do."""

import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from theories import theory
from written import theory_file, written

from icsim.base.errors import UserError
from icsim.commands import entry
from icsim.commands.compare import warn_of_ids
from icsim.report.comparison.comparison_json import changed, comparison_file
from icsim.report.comparison.comparison_text import change_lines, comparison_lines, difference_text
from icsim.report.theory.verdict_words import clause_word
from icsim.results.comparison import ClauseMove, ComparisonFile
from icsim.results.values import Estimate
from icsim.theory.compare_versions import A_LITTLE, ABSENT, MOVED, SAME, _clause, _Ran, changed_keys, compare_versions
from icsim.theory.panel import bootstrap_weights
from icsim.theory.theory_cases import load_cases

LEVER = "leadership.team.inspiring_intent.recognition"
EFFORT = ["budget.draws=8", "budget.replicates=4", "budget.max_replicates=4"]


def file(folder: Path, name: str, **changes: Any) -> str:
    return str(theory_file(folder, name, **changes))


def silent(_: str) -> None:
    return None


def test_what_changed_is_told_key_by_key_and_words_last() -> None:
    arms = {"with": {LEVER: 0.4}, "without": {LEVER: 0.1}}
    other = theory(title="Another", arms=arms, secondary=[{"measure": "trust", "week": 4, "expect": "up"}])
    changes = changed_keys(theory(), other)
    assert (f"arms.with.{LEVER}", "0.9", "0.4") in changes
    assert ("secondary.0.measure", ABSENT, "trust") in changes
    lines = list(change_lines(changed(changes)))
    assert lines[-1].startswith("  title: ")
    assert list(change_lines(changed(changed_keys(theory(), theory())))) == ["the two files say the same"]
    assert "no world depends" in list(change_lines(changed(changed_keys(theory(), theory(title="Another")))))[-1]


@pytest.mark.slow
def test_a_weaker_dose_moves_what_arrives_and_the_same_version_moves_nothing(tmp_path: Path) -> None:
    first = written(tmp_path, *EFFORT)
    weaker = {"with": {LEVER: 0.3}, "without": {LEVER: 0.1}}
    second = written(tmp_path, *EFFORT, arms=weaker, secondary=[{"measure": "trust", "week": 4, "expect": "up"}])
    found = compare_versions(first, second, silent)
    arrived = found.clauses[0]
    assert arrived.says == MOVED
    assert arrived.difference is not None
    assert arrived.first is not None
    assert arrived.second is not None
    assert arrived.difference.high < 0.0
    assert arrived.difference.value == pytest.approx(arrived.second.size.value - arrived.first.size.value)
    assert [one.says for one in found.clauses[1:3]] == [A_LITTLE, A_LITTLE]
    assert (found.clauses[3].first, found.clauses[3].says) == (None, "")
    assert sum(found.held.values()) == found.settings == 8
    assert "only in the second" in "\n".join(comparison_lines(comparison_file(found, "icsim compare a b")))
    same = compare_versions(first, first, silent)
    assert [one.difference and one.difference.value for one in same.clauses] == [0.0, 0.0, 0.0]
    assert {one.says for one in same.clauses} == {SAME}


def test_a_resample_without_a_value_does_not_take_the_difference_away() -> None:
    """Few settings have a value: some resamples have none of them, and the others give the interval."""
    result: Any = SimpleNamespace(asked=SimpleNamespace(smallest=0.05))
    weights = bootstrap_weights(8, 4)
    effects = np.full((8, weights.draws.shape[1]), 0.2)
    effects[1:] = np.nan
    found = _clause(_Ran(result, effects), _Ran(result, effects + 0.1), weights)
    assert found.difference is not None
    assert tuple(found.difference) == pytest.approx((0.1, 0.1, 0.1))
    assert _clause(_Ran(result, effects), _Ran(result, effects * np.nan), weights).says == "no value in both"


def test_other_budgets_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="set other budgets or seeds"):
        compare_versions(written(tmp_path, *EFFORT), written(tmp_path, *EFFORT, "seed=4"), silent)


@pytest.mark.slow
def test_the_command_prints_both_parts_and_leaves_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [file(tmp_path, "a"), file(tmp_path, "b", arms={"with": {LEVER: 0.4}, "without": {LEVER: 0.1}})]
    assert entry.main(["compare", *words, *EFFORT, "out=both"]) == 0
    said = capsys.readouterr().out
    assert f"arms.with.{LEVER}: 0.9 → 0.4" in said
    assert "first: a.yaml; second: b.yaml; 8 settings, the same 4 replicates of each" in said
    assert "all of it came in both versions in" in said
    assert "results: both (report.html, comparison.json" in said
    assert "versions and predictions, in both/log.jsonl; with those of other theories, in results/runs/log.jsonl:" in said
    found = ComparisonFile.from_file(tmp_path / "both", "test")
    assert (found.first.file, found.second.file) == ("a.yaml", "b.yaml")
    assert found.held.both + found.held.first + found.held.second + found.held.neither == found.first.effort.draws == 8
    assert [one.came.partition(";")[0] for one in found.log] == [f"compared: {one.verdict.verdict_text}" for one in found.both]
    assert all(one.verdict_text == clause_word(one) for each in found.both for one in each.clauses)
    page = unescape(re.sub(r"<[^>]+>", " ", (tmp_path / "both" / "report.html").read_text(encoding="utf-8")))
    for line in (*found.sentences, found.first.headline, found.second.headline):
        assert line[1:] in page
    assert entry.main(["report", "both"]) == 0
    assert entry.main(["verify", "both", "sample=2"]) == 0
    assert capsys.readouterr().out.count("are the same to the bit") == 2
    assert entry.main(["export", "both"]) == 2
    refused = capsys.readouterr().err
    assert "export: both holds a comparison of two versions; its own tables are in its report.html; test a version by" in refused
    assert f"such as {found.first.command.removesuffix(' out=both')} out=FOLDER, and give that folder" in refused
    again = [*words, *EFFORT, "out=both"]
    assert entry.main(["compare", *again]) == 0
    assert [one.changed for one in ComparisonFile.from_file(tmp_path / "both", "test").log][2:] == ["an earlier version again"] * 2
    (tmp_path / "both" / "comparison.json").write_text("{}", encoding="utf-8")
    assert entry.main(["report", "both"]) == 2
    assert "comparison.json" in capsys.readouterr().err


def test_versions_that_differ_in_words_alone_are_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [file(tmp_path, "a"), file(tmp_path, "b", title="Another title")]
    assert entry.main(["compare", *words, *EFFORT, "out=both"]) == 0
    assert capsys.readouterr().out.endswith("  no world depends on any of that\nnothing was run, and nothing written\n")
    assert not (tmp_path / "both").exists()
    assert not (tmp_path / "results").exists()


def test_a_folder_that_holds_something_else_is_refused_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [file(tmp_path, "a"), file(tmp_path, "b", arms={"with": {LEVER: 0.4}, "without": {LEVER: 0.1}})]
    assert entry.main(["compare", *words, *EFFORT, f"out={tmp_path}"]) == 2
    assert "holds other files" in capsys.readouterr().err
    assert not (tmp_path / "results").exists()


def test_a_difference_that_moves_is_never_told_with_an_interval_that_touches_nothing() -> None:
    move = ClauseMove(first="a", second="a", difference=Estimate(value=-0.005, low=-0.007, high=-0.003), text=A_LITTLE)
    assert difference_text(move, 0.05) == "−0.005 [−0.007, −0.003]"


def test_mistakes_of_both_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [file(tmp_path, "a", role="none"), file(tmp_path, "b", title=None)]
    assert entry.main(["compare", *words]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1:3] for line in lines] == [["a.yaml", "role"], ["b.yaml", "title"]]


@pytest.mark.parametrize("args", [[], ["box1"], ["box1", "box2", "box3"], ["box*", "box1"]])
def test_two_are_asked_for(capsys: pytest.CaptureFixture[str], args: list[str]) -> None:
    assert entry.main(["compare", *args]) == 2
    assert "icsim: compare: " in capsys.readouterr().err


def test_two_theories_with_ids_of_their_own_are_no_two_versions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*ids: str) -> str:
        cases = [load_cases([file(tmp_path, f"file_{n}", id=one)], EFFORT)[0] for n, one in enumerate(ids)]
        warn_of_ids(*(case.theory for case in cases))
        return capsys.readouterr().err

    assert said("mine", "mine") == ""
    assert said("mine", "yours") == "icsim: compare: mine and yours are two theories by their ids, not two versions of one\n"
