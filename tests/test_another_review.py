"""The page "From another review": its commands run one after another, and its tables are those of the model."""

import contextlib
import csv
import glob
import io
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from icsim.base.yaml_io import read_yaml
from icsim.commands import entry
from icsim.drafts.configurations import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "docs" / "another_review"
PAGE = (ROOT / "docs" / "another_review.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.*)$", PAGE, flags=re.MULTILINE)
SMALL = " budget.draws=8 budget.replicates=2 budget.max_replicates=2"
LONG = ("icsim test drafts/", "icsim compare ")
EIGHT = list(csv.DictReader((TABLES / "eight.csv").read_text(encoding="utf-8").splitlines()))
WORDS = list(csv.DictReader((TABLES / "words.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder after all commands, and what each said; the one that runs worlds runs few, of two configurations."""
    folder = tmp_path_factory.mktemp("walk")
    for name in ("words.csv", "eight.csv"):
        shutil.copy(TABLES / name, folder)
    said = {}
    for command in COMMANDS:
        few = command.replace("drafts/*.yaml", "drafts/reflect.yaml drafts/path.yaml") + SMALL
        said[command.removeprefix("icsim ")] = typed(few if command.startswith(LONG) else command, folder)
    return folder, said


def typed(command: str, folder: Path) -> str:
    """What a command says, typed in a folder: one of icsim in this process, with the names that a shell would make of a pattern."""
    with contextlib.chdir(folder):
        if not command.startswith("icsim "):
            return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True).stdout
        words = [one for word in shlex.split(command)[1:] for one in sorted(glob.glob(word)) or [word]]
        with contextlib.redirect_stdout(io.StringIO()) as told, contextlib.redirect_stderr(io.StringIO()) as warned:
            code = entry.main(words)
        assert code == 0, f"{command}: {warned.getvalue()}"
        return told.getvalue()


def test_the_page_goes_from_a_table_to_a_supplement() -> None:
    steps = [command.removeprefix("icsim ").split()[0] for command in COMMANDS]
    assert steps == ["import", "find", "import", "test", "test", "verify", "evidence", "export", "sed", "compare"]


@pytest.mark.slow
def test_every_command_of_the_page_runs(walk: tuple[Path, dict[str, str]]) -> None:
    folder, said = walk
    assert "8 drafts, 0 with nothing left open" in said["import words.csv"]
    assert "8 drafts, 8 with nothing left open" in said["import eight.csv out=drafts"]
    assert said["test --check drafts/*.yaml"].count(": whole. ") == 8
    assert said["verify study"].count("are the same to the bit") == 2
    compared = next(text for command, text in said.items() if command.startswith("compare"))
    assert "context.context.protected_time: 0.8 → 0.2" in compared
    assert "all of it came in both versions in" in compared
    assert "not asked" not in next(text for command, text in said.items() if command.startswith("evidence"))
    assert (folder / "reflect.bib").exists()
    assert (folder / "study" / "supplement" / "supplement.md").exists()


@pytest.mark.slow
def test_the_drafts_say_what_the_table_says(walk: tuple[Path, dict[str, str]]) -> None:
    folder, _ = walk
    for row in EIGHT:
        theory = read_yaml(folder / "drafts" / f"{row['id']}.yaml")
        assert theory["as_written"] == {part: row[part] for part in ("context", "resource", "reasoning", "outcome")}
        assert theory["source"]["left_out"] == row["left_out"]


def test_both_tables_have_the_same_words_and_the_page_tells_of_each_row_and_each_column() -> None:
    for plain, chosen in zip(WORDS, EIGHT, strict=True):
        assert plain == {key: chosen[key] for key in plain}
    listed = re.findall(r"^\| `(\w+)` \| (?:faithful|as a|in part|not)", PAGE, flags=re.MULTILINE)
    assert sorted(listed) == sorted(row["id"] for row in EIGHT)
    shown = re.findall(r"^\| `(\w+_\w+)` \| [`a]", PAGE, flags=re.MULTILINE)
    assert [key for key in shown if key not in COLUMNS] == []
    assert {key for key in COLUMNS if key.startswith(("set_", "read_", "left_"))} == set(shown)


def test_examples_of_the_page_stand_in_the_table() -> None:
    cells = " ".join(" ".join(row.values()) for row in EIGHT)
    for column in ("set_context", "set_resource", "read_reasoning", "read_outcome", "read_resource"):
        for example in re.findall(rf"^\| `{column}` \| `(.*?)` \|", PAGE, flags=re.MULTILINE):
            assert example.replace("\\|", "|") in cells, example


def test_the_verdicts_on_the_page_are_of_the_rows_of_the_table() -> None:
    text = (ROOT / "results" / "another_review" / "supplement.md").read_text(encoding="utf-8")
    table = text.split("## Verdicts")[1].split("## blend")[0]
    assert sorted(re.findall(r"^\| (\w+) \| ", table, flags=re.MULTILINE)[1:]) == sorted(row["id"] for row in EIGHT)
