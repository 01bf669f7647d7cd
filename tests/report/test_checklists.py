"""The reporting checklists: each place that an item names is there, each number is the code's, and what is open is called so."""

import re
import sys
from pathlib import Path

import pytest
from tried_theories import case, tried

from icsim.catalogue import catalogue
from icsim.commands import entry
from icsim.report.checklists.checklist import ANSWERED, IN_PART, OF_A_STUDY, OPEN, ChecklistItem, answer, checklists
from icsim.report.checklists.checklist_text import markdown
from icsim.report.theory.theory_section import theory_section
from icsim.report.theory.verdict_json import verdict_file
from icsim.results.verdict import VerdictFile, VerdictsFile

ROOT = Path(__file__).parents[2]
ITEMS = [(one.name, item) for one in checklists() for item in one.items]
PLACES = sorted({place for _, item in ITEMS for place in item.where})


@pytest.fixture(scope="module")
def reference() -> dict[str, str]:
    sys.path.insert(0, str(ROOT / "docs"))
    import reference as pages

    wanted = {place.partition(":")[0] for place in PLACES if place.startswith("reference/")}
    return {name: pages.pages()[Path(name).stem]() for name in wanted}


@pytest.mark.parametrize("place", PLACES)
def test_each_place_is_there(place: str, reference: dict[str, str], tmp_path: Path) -> None:
    file, _, part = place.partition(": ")
    if file == "verdict.json":
        assert part in VerdictFile.model_fields
    elif file == "report.html":
        page = theory_section(verdict_file(tried(case(tmp_path)), "0"), ())
        template = (ROOT / "src/icsim/report/templates/theories.html.j2").read_text(encoding="utf-8")
        assert part in page + template or f'class="{part}"' in page
    else:
        path = ROOT / file if file in ("README.md", "CONTRIBUTING.md") else ROOT / "docs" / file
        text = reference.get(file) or path.read_text(encoding="utf-8")
        assert re.search(rf"^#+ {re.escape(part)}", text, flags=re.MULTILINE), place


def test_the_three_lists_are_whole_and_each_item_is_answered_or_left_to_the_author() -> None:
    assert {one.name: len(one.items) for one in checklists()} == {"odd_d": 44, "rameses_ii": 20, "stress_abs": 23}
    for name, item in ITEMS:
        assert item.says or item.study or item.author, f"{name} {item.id}"
        assert bool(item.where) or not item.says or item.author, f"{name} {item.id}"
    for one in checklists():
        assert len({item.id for item in one.items}) == len(one.items)
        assert "doi:10." in one.cite


def test_what_is_open_is_called_so() -> None:
    def item(**given: str) -> ChecklistItem:
        return ChecklistItem("1", "x", given.get("says", ""), given.get("study", ""), (), given.get("author", ""))

    assert item(author="yours").status == OPEN
    assert item(says="this", author="yours").status == IN_PART
    assert item(study="{command}").status == ANSWERED
    assert OF_A_STUDY in answer(item(study="{command}"))


def test_numbers_are_those_of_the_code_and_of_the_study(tmp_path: Path) -> None:
    assert f"{len(catalogue().levers)} levers of leaders" in markdown()
    found = verdict_file(tried(case(tmp_path)), "0")
    text = markdown(VerdictsFile(note="", command="icsim test mine.yaml", theories=(found,)))
    assert "Made by: icsim test mine.yaml" in text
    assert "64 settings of the numbers, 4 replicates of each" in text
    assert OF_A_STUDY not in text
    assert re.search(r"\{[a-z]+\}", text) is None


def test_the_command_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["list", "checklists", "rameses"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 21
    assert OPEN in next(line for line in lines if line.startswith("rameses_ii 20 "))
