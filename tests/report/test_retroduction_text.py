"""Where the outcome came for another reason, in the file, the terminal and on the page."""

from dataclasses import replace
from pathlib import Path

import pytest
from tried_theories import case, tried

from icsim.catalogue import catalogue
from icsim.report.theory.theory_section import theory_section
from icsim.report.theory.theory_terminal import print_theories
from icsim.report.theory.verdict_json import verdict_file
from icsim.results.verdict import VerdictFile
from icsim.theory.retroduction import MovedState, RetroducedOutcome, Retroduction


def made(folder: Path, *states: MovedState) -> VerdictFile:
    one = tried(case(folder), reasoning=0.0)
    outcome = next(asked for asked in one.case.asked if asked.part == "outcome")
    instead = Retroduction(40, 64, 24, 8, 8, (RetroducedOutcome(outcome, states, 30),))
    return verdict_file(replace(one, retroduction=instead), "0")


FAIRNESS = MovedState(catalogue().measures["fairness"], {"sector": "health"}, False, 0.75, 0.25, 5, 1, False)


def test_the_states_stand_everywhere_with_how_often_when_and_where_not_every_outcome_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = made(tmp_path, FAIRNESS)
    found.write(tmp_path)
    read = VerdictFile.from_file(tmp_path, "test").retroduction
    assert read is not None
    (state,) = read.outcomes[0].states
    assert (state.measure, state.share, state.otherwise, state.rose) == ("fairness", 0.75, 0.25, False)
    print_theories([found], tmp_path, 0, full=True)
    out = capsys.readouterr().out
    assert "through: in 40 of 64 settings every outcome came, but not every reasoning (24 of them read week by week" in out
    said = (
        "before “morale” there moved, by what counts, in half of those settings or more: fairness, sector health, which fell in "
        "18 of 24 (week 5; 1 state in between; where not every outcome came, it moved in 2 of the 8 settings read)"
    )
    assert said in out
    section = theory_section(found, ())
    assert "Where the outcome came for another reason" in section
    assert said[:60] in section.replace("Before", "before")
    assert "is not to have brought it about" in section


def test_where_nothing_moved_first_that_is_said(tmp_path: Path) -> None:
    lines = made(tmp_path).lines("through")
    assert lines[1] == "before “morale” none of the 30 states that lead to it moved by what counts in half of those settings"
    assert len(lines) == 2


def test_without_such_settings_there_is_no_section(tmp_path: Path) -> None:
    assert "another reason" not in theory_section(verdict_file(tried(case(tmp_path)), "0"), ())
