"""The log of versions and predictions: predictions before results, changes told, stopped runs seen, spoilt lines refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from icsim.base.errors import UserError
from icsim.base.yaml_io import read_yaml
from icsim.commands import entry
from icsim.report.theory.log_text import STOPPED, log_lines, log_rows
from icsim.results.version_log import LOG, VersionLog, log_beside, version_of
from icsim.theory.theory_cases import TheoryCase, load_cases

SMALLEST = Path(__file__).parents[1] / "theory" / "valid" / "smallest.yaml"
SMALL = ["budget.draws=8", "budget.replicates=2", "budget.max_replicates=2", "budget.robustness_draws=0", "budget.scope_draws=0"]
DOWN = [{"measure": "morale", "week": 8, "expect": "down"}]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str = "mine", **changes: Any) -> str:
    data = read_yaml(SMALLEST) | {"id": "mine"} | changes
    Path(f"{name}.yaml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return f"{name}.yaml"


def made(**changes: Any) -> TheoryCase:
    (case,) = load_cases([write(**changes)], SMALL)
    return case


def test_a_version_is_what_the_file_says_and_not_the_budget() -> None:
    first, longer = made(), load_cases([write()], [*SMALL, "budget.draws=9"])[0]
    assert version_of(first.theory) == version_of(longer.theory)
    assert version_of(first.theory) != version_of(made(outcome=DOWN).theory)


def test_a_prediction_waits_for_its_result_and_changes_are_told(here: Path) -> None:
    log, first, second = VersionLog(here / "deep" / LOG), made(), made(outcome=DOWN)
    log.predict(first, ["morale: higher"])
    log.came(first, ["supported; held in 8 of 8", "morale: supported"])
    log.predict(second, ["morale: lower"])
    log.predict(first, ["morale: higher"])
    log.came(second, ["contradicted"])
    rows = log_rows(log.tries(["mine"]))
    assert [row[3] for row in rows] == ["first", "outcome.0.expect: up → down", "an earlier version again"]
    assert [row[5] for row in rows] == ["supported; held in 8 of 8; morale: supported", "contradicted", STOPPED]
    assert rows[0][2] == rows[2][2] != rows[1][2]
    assert next(log_lines(log.tries(["mine"]), 6)).endswith("supported  (changed: first)")
    assert log.tries(["other"]) == []
    shown = list(log_lines(log.tries(["mine"]), 2))  # of the last ones, too, what changed is told as on the page
    assert [line.partition("changed: ")[2] for line in shown] == ["outcome.0.expect: up → down)", "an earlier version again)"]


@pytest.mark.parametrize("line", ["{", '{"event": "came"}', "[]", '"x"', '{"when": "\x1b[31m"}'])
def test_a_line_that_is_none_is_one_line_and_stays(here: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    path = here / "results" / "runs" / LOG
    path.parent.mkdir(parents=True)
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(UserError, match="line 1 is no line of a log"):
        VersionLog(path).lines()
    assert entry.main(["test", write(), *SMALL]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert path.read_text(encoding="utf-8") == f"{line}\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_log_that_is_no_text_is_one_line(here: Path) -> None:
    (here / LOG).write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UserError, match="cannot be read"):
        VersionLog(here / LOG).lines()


@pytest.mark.slow
def test_the_command_logs_what_it_predicted_and_what_came_and_the_page_shows_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entry.main(["test", write(), *SMALL, "out=study"]) == 0
    assert "versions of mine" not in capsys.readouterr().out
    assert entry.main(["test", write(outcome=DOWN), *SMALL, "out=study"]) == 0
    out = capsys.readouterr().out
    assert "versions of mine, in study/log.jsonl:" in out
    assert "(changed: outcome.0.expect: up → down)" in out
    tries = log_beside(here / "study").tries(["mine"])
    assert [one.came is not None for one in tries] == [True, True]
    page = (here / "study" / "report.html").read_text(encoding="utf-8")
    assert "Versions and predictions" in page
    assert "outcome: morale, everybody, week 8: lower" in page
    assert entry.main(["verify", "study"]) == 0
    assert entry.main(["export", "study"]) == 0
    assert "outcome.0.expect: up → down" in (here / "study" / "supplement" / "supplement.md").read_text(encoding="utf-8")
    before = (here / "study" / LOG).read_text(encoding="utf-8")
    assert entry.main(["test", "mine.yaml", *SMALL, "out=study"]) == 0  # done already: nothing is tried, nothing is added
    assert (here / "study" / LOG).read_text(encoding="utf-8") == before


@pytest.mark.slow
def test_two_versions_that_are_compared_are_logged(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["compare", write(), write("other", outcome=DOWN), *SMALL]) == 0
    out = capsys.readouterr().out
    assert "; with those of other theories, in results/runs/log.jsonl:" in out
    tries = log_beside(here / "results" / "runs" / "any").tries(["mine"])
    assert [one.came is not None for one in tries] == [True, True]
    assert tries[1].predicted.changed == ("outcome.0.expect: up → down",)
    assert tries[0].predicted.command.startswith("icsim compare mine.yaml other.yaml")
