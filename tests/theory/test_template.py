"""`icsim new theory NAME`: what it writes is a theory, and it spoils nothing."""

from pathlib import Path

import pytest

from icsim.commands import entry
from icsim.commands.new import TEMPLATE
from icsim.theory.load_theory import load_theory
from icsim.theory.theory_cases import load_cases
from icsim.theory.theory_schema import ChainText, ClauseSpec, GroupContrast, OccurrenceSpec, RivalSpec, Theory, TheorySource


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert entry.main(["new", *args]) == 2
    line = capsys.readouterr().err
    assert line.startswith("icsim: new")
    assert line.count("\n") == 1
    return line


def test_what_is_written_is_a_theory_with_its_name_and_arms_ready_to_run(here: Path) -> None:
    assert entry.main(["new", "theory", "sharing_power"]) == 0
    (case,) = load_cases(["sharing_power.yaml"], ["budget=quick"])
    assert case.theory.id == "sharing_power"
    assert list(case.arms) == ["shared", "kept"]
    assert {one.part for one in case.asked} == {"resource", "reasoning", "outcome", "secondary"}
    assert [path.name for path in here.iterdir()] == ["sharing_power.yaml"]


def test_it_tells_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    entry.main(["new", "theory", "mine", "out=theories"])
    assert "icsim test theories/mine.yaml budget=quick" in capsys.readouterr().out
    assert load_theory(Path("theories/mine.yaml")).id == "mine"


def test_out_may_be_a_file() -> None:
    entry.main(["new", "theory", "mine", "out=deep/er/other.yaml"])
    assert load_theory(Path("deep/er/other.yaml")).id == "mine"


def test_nothing_is_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.yaml").write_text("kept", encoding="utf-8")
    assert "mine.yaml is there already" in refused(capsys, "theory", "mine")
    assert "mine.yaml is there already" in refused(capsys, "theory", "other", "out=mine.yaml")
    assert Path("mine.yaml").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ([], "new: nothing to write; allowed: icsim new theory NAME"),
        (["place", "x"], "new: place cannot be written; allowed: icsim new theory NAME"),
        (["theories", "x"], "did you mean theory?"),
        (["theory"], "no name; give one name"),
        (["theory", "a", "b"], "a b; give one name"),
        (["theory", "Mine"], "Mine is no id; give a word of small letters"),
        (["theory", "mine.yaml"], "mine.yaml is no id"),
        (["theory", "../mine"], "../mine is no id"),
        (["theory", "1st"], "1st is no id"),
        (["theory", "box4"], "box4 comes with icsim; give another name"),
        (["theory", "mine", "budget=quick"], "budget=quick is not understood"),
        (["theory", "mine", "out="], "out= is not understood"),
    ],
)
def test_a_mistake_is_one_line_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], here: Path, args: list[str], part: str
) -> None:
    assert part in refused(capsys, *args)
    assert list(here.iterdir()) == []


def test_help_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["new", "--help"]) == 0
    assert "icsim new theory NAME" in capsys.readouterr().out


def test_the_template_explains_every_key() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    for model in (Theory, TheorySource, ChainText, ClauseSpec, GroupContrast, OccurrenceSpec, RivalSpec):
        missing = [key for key in model.model_fields if f"{key}:" not in text and key != "at_most"]
        assert missing == []
    assert "at_least or at_most" in text


def test_only_the_id_is_filled_in() -> None:
    entry.main(["new", "theory", "mine"])
    template, written = load_theory(TEMPLATE), load_theory(Path("mine.yaml"))
    assert written == template.model_copy(update={"id": "mine"})
