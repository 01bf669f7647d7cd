"""`icsim new theory NAME`: what it writes cannot be left as it is, becomes a theory once filled in, and spoils nothing."""

import re
from pathlib import Path

import pytest

from icsim.commands import entry
from icsim.commands.new import TEMPLATE
from icsim.theory.theory_cases import load_cases
from icsim.theory.theory_schema import FILE_MODELS


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


OPEN = re.compile(r"<[^<>]+>")
OPTIONAL = re.compile(r"^( *)# ((?:- |  |  - )?\{?(?!my_theory)[a-z_.]+: .*|[a-z_]+:)$")


def filled_in(text: str) -> str:
    """The template with the example beside each open place in it."""
    lines = []
    for line in text.splitlines():
        said, _, examples = line.partition("  # ")
        for example in examples.split("; ") if OPEN.search(said) and not line.startswith("#") else ():
            said = OPEN.sub(example if example != "one rule, sizes, or neither" else "imposed", said, count=1)
        lines.append(said)
    return "\n".join(lines).replace("role: where you expect its sign to come from: one rule, sizes, or neither", "role: imposed")


def test_what_is_written_is_refused_until_it_is_filled_in_and_every_open_place_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    entry.main(["new", "theory", "mine"])
    capsys.readouterr()
    assert entry.main(["test", "mine.yaml"]) == 2
    lines = capsys.readouterr().err.splitlines()
    keys = ["title", "source.citation", "role", "as_written.outcome", "context.place", "arms.with", "arms.without"]
    for key in [*keys, "resource.0.measure", "reasoning.0.measure", "reasoning.0.expect", "outcome.0.measure"]:
        assert [line for line in lines if line.startswith(f"icsim: mine.yaml: {key}: <")], key
    assert [line for line in lines if "is still the template's; give your own" not in line] == []


def test_with_its_own_examples_it_is_a_theory_ready_to_run() -> None:
    entry.main(["new", "theory", "sharing_power"])
    path = Path("sharing_power.yaml")
    path.write_text(filled_in(path.read_text(encoding="utf-8")), encoding="utf-8")
    (case,) = load_cases(["sharing_power.yaml"], ["budget=quick"])
    assert case.theory.id == "sharing_power"
    assert case.theory.outcome[0].measure == "collaboration"
    assert {one.part for one in case.asked} == {"resource", "reasoning", "outcome"}


def test_its_optional_lines_are_right_as_well(tmp_path: Path) -> None:
    text = "\n".join(OPTIONAL.sub(r"\1\2", line) for line in TEMPLATE.read_text(encoding="utf-8").splitlines())
    of_the_review = r"^  (where|provenance|papers|study): .*$|^follows: .*$"
    mine = re.sub(of_the_review, "", filled_in(text), flags=re.M)
    Path("other.yaml").write_text(mine.replace("my_theory", "other"), encoding="utf-8")
    (case,) = load_cases(["other.yaml"], ["budget=quick"])
    assert {one.part for one in case.asked} == {"resource", "reasoning", "outcome", "secondary"}
    assert (len(case.weaker), len(case.rivals), case.happened is not None) == (1, 1, True)
    assert case.theory.source.confidence == "moderate"


def test_it_tells_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    entry.main(["new", "theory", "mine", "out=theories"])
    assert "icsim test --check theories/mine.yaml" in capsys.readouterr().out
    assert Path("theories/mine.yaml").exists()


def test_out_may_be_a_file() -> None:
    entry.main(["new", "theory", "mine", "out=deep/er/other.yaml"])
    assert "id: mine " in Path("deep/er/other.yaml").read_text(encoding="utf-8")


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
    for model in FILE_MODELS:
        missing = [key for key in model.model_fields if f"{key}:" not in text and key != "at_most"]
        assert missing == []
    assert "at_least or at_most" in text


def test_only_the_id_is_filled_in() -> None:
    entry.main(["new", "theory", "mine"])
    template = TEMPLATE.read_text(encoding="utf-8")
    assert Path("mine.yaml").read_text(encoding="utf-8") == template.replace("my_theory", "mine")
