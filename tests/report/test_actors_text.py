"""Who acts is said in the terminal, on the page, in verdict.json and in the list of theories."""

from pathlib import Path

import pytest
from tried_theories import case, tried

from icsim.commands import entry
from icsim.report.supplement.write_supplement import _verdict
from icsim.report.theory.theory_section import theory_section
from icsim.report.theory.theory_terminal import print_theories
from icsim.report.theory.verdict_json import verdict_file
from icsim.results.verdict import VerdictFile

ACTORS = {"as_written": "ward managers", "who": "leaders", "of": {"tier": "team"}, "staff": "own"}
WORDS = "team leaders (care lead, health lead), towards their own staff (every team)"
CHAIN = {"context": "a", "resource": "b", "reasoning": "c", "outcome": "d"}


def test_the_slot_stands_in_the_file_the_terminal_and_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = verdict_file(tried(case(tmp_path, actors=ACTORS, as_written=CHAIN, recast=CHAIN)), "0")
    found.write(tmp_path)
    read = VerdictFile.from_file(tmp_path, "test").actors
    assert read is not None
    assert (read.words, read.leaders, read.teams) == (WORDS, ("care/lead", "health/lead"), ("care/team", "health/team"))
    print_theories([found], tmp_path, 0)
    assert f"  who acts: “ward managers” in the source; in the model {WORDS}" in capsys.readouterr().out
    section = theory_section(found, ())
    assert f"Who acts: “ward managers” in the source; in the model {WORDS}." in section
    assert f'<th scope="row">actors</th><td>ward managers</td><td>{WORDS}</td>' in section
    row = _verdict(found)
    assert (row["actors"], row["actors_in_the_model"], row["who_act"]) == ("ward managers", WORDS, "care/lead; health/lead")


def test_without_the_slot_nothing_is_said_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = verdict_file(tried(case(tmp_path, as_written=CHAIN)), "0")
    print_theories([found], tmp_path, 0)
    assert "who acts:" not in capsys.readouterr().out
    assert "actors" not in theory_section(found, ())
    assert _verdict(found)["who_act"] == ""


def test_a_partners_staff_and_nobody_are_said_in_words(tmp_path: Path) -> None:
    leader = {"who": "leaders", "of": {"leader": "health/lead"}, "staff": "partner", "towards": {"sector": "social_care"}}
    found = verdict_file(tried(case(tmp_path, actors=leader)), "0").actors
    assert found is not None
    assert found.words == "health lead, towards a partner’s staff, sector social care (1 team)"
    arms = {"with": {"context.demand": 0.9}, "without": {"context.demand": 0.1}}
    nobody = verdict_file(tried(case(tmp_path, actors={"who": "nobody"}, arms=arms)), "0").actors
    assert nobody is not None
    assert nobody.words == "nobody: circumstances are compared"


def test_the_list_of_theories_has_a_column_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["list", "theories", "box1"]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split()[:4] == ["id", "role", "mechanism", "actors"]
    assert "The chief executive" in row
