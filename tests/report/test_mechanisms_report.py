"""`icsim mechanisms` from the command line, and what it leaves."""

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from icsim.catalogue import MECHANISMS, catalogue
from icsim.catalogue.labels import count_word
from icsim.commands import entry
from icsim.theory.mechanism_factorial import OUTCOMES
from icsim.theory.variance_shares import GROUPS

SMALL = ("place=pair", "weeks=40", "budget=quick", "budget.robustness_draws=2", "budget.robustness_replicates=4", "budget.draws=8")
LEFT = {
    "config.yaml", "mechanisms.json", "mechanisms.parquet", "combinations.parquet", "mechanisms.png", "mechanisms.svg",
    "report.html", "ro-crate-metadata.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a small study, and what the terminal got."""
    folder = tmp_path_factory.mktemp("mechanisms") / "one"
    with redirect_stdout(io.StringIO()) as shown:
        assert entry.main(["mechanisms", *SMALL, "context.demand=0.3", f"out={folder}"]) == 0
    return folder, shown.getvalue()


@pytest.fixture(scope="module")
def left(study: tuple[Path, str]) -> Path:
    return study[0]


@pytest.mark.slow
def test_a_study_leaves_a_whole_folder(left: Path) -> None:
    assert {path.name for path in left.iterdir()} == LEFT
    assert [path.name for path in left.parent.iterdir()] == ["one"]


@pytest.mark.slow
def test_the_data_name_everything_and_say_what_cannot_be_said(left: Path) -> None:
    text = (left / "mechanisms.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert "NaN" not in text
    assert [one["measure"] for one in found["outcomes"]] == [one["measure"] for one in found["variance"]] == list(OUTCOMES)
    for one in found["outcomes"]:
        assert [each["mechanism"] for each in one["mechanisms"]] == list(MECHANISMS)
        assert len(one["interactions"]) == 21
        for each in one["mechanisms"]:
            effect = each["effect"]
            if one["measure"] == "joint_success" and effect["value"] is None:
                continue  # two teams may have no joint work in the last weeks
            assert effect["low"] <= effect["value"] + 1e-9
            assert effect["value"] <= effect["high"] + 1e-9
    assert all([group["group"] for group in one["groups"]] == list(GROUPS) for one in found["variance"])


@pytest.mark.slow
def test_the_table_says_the_same_as_the_data(left: Path) -> None:
    found = json.loads((left / "mechanisms.json").read_text(encoding="utf-8"))
    rows = pq.read_table(left / "mechanisms.parquet").to_pylist()
    trust = next(one for one in found["outcomes"] if one["measure"] == "trust")
    for each in trust["mechanisms"]:
        (row,) = (row for row in rows if (row["measure"], row["part"], row["quantity"]) == ("trust", each["mechanism"], "effect"))
        assert (row["value"], row["low"], row["high"]) == tuple(each["effect"].values())


@pytest.mark.slow
def test_the_figure_has_its_labels(left: Path) -> None:
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", (left / "mechanisms.svg").read_text(encoding="utf-8"))).lower()
    assert all(catalogue().mechanisms[name].title.lower() in words for name in MECHANISMS)
    assert all(catalogue().measures[name].display in words for name in OUTCOMES)
    assert all(group in words for group in GROUPS)
    assert "no forecast of any real system" in words


@pytest.mark.slow
def test_the_terminal_gets_tables(study: tuple[Path, str]) -> None:
    shown = study[1]
    told = " ".join(shown.split())
    assert f"Two teams, week 40. Each of the {count_word(len(MECHANISMS))} mechanisms stood at 0.2 (low) or 0.8 (high)" in told
    assert f"{count_word(len(MECHANISMS))} effects, added up" in told
    for question in ("What each adds", "What leaving it out costs", "Which two need each other", "Whose doing it is"):
        assert question in told
    assert "nan" not in shown


@pytest.mark.slow
@pytest.mark.parametrize(
    ("args", "part"),
    [
        (["pair"], "did you mean place=pair?"),
        (["leadership.system.clarifying_complexity.level=0.9"], "is what the arms set, from levels.low to levels.high"),
        (["levels.low=0.8"], "levels.low: 0.8 is not below levels.high: 0.8"),
        (["budget.robustness_draws=0"], "budget.robustness_draws: 0 leaves nothing to look at"),
    ],
)
def test_mistakes_are_one_line(capsys: pytest.CaptureFixture[str], args: list[str], part: str) -> None:
    assert entry.main(["mechanisms", *args]) == 2
    said = capsys.readouterr().err
    assert part in said
    assert said.count("\n") == 1
