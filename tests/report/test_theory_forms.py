"""Real theories of every form through the engine to their page: four worlds, an interior clause, groups, looks."""

import re
from functools import cache
from pathlib import Path

import pytest
from test_theory_page import NEVER, Reader
from tried_theories import VALID

from icsim.report.page import embed_figures
from icsim.report.theory import write_theory as theory_files
from icsim.report.theory.theory_terminal import clause_table
from icsim.report.theory.verdict_json import verdict_file
from icsim.results.verdict import VerdictFile
from icsim.theory.run_theory import run_theory
from icsim.theory.theory_cases import load_cases
from icsim.theory.theory_result import TheoryResult

SMALL = (
    "budget.draws=16", "budget.replicates=2", "budget.max_replicates=2", "budget.robustness_draws=8",
    "budget.robustness_replicates=2", "budget.scope_draws=16",
)  # fmt: skip
FORMS = (str(VALID / "every_word.yaml"), "box3", "box4", "t1_9", "t4_7")

pytestmark = pytest.mark.slow


@cache
def ran(word: str) -> TheoryResult:
    (case,) = load_cases([word], SMALL)
    return run_theory(case)


def told(word: str) -> VerdictFile:
    return verdict_file(ran(word), "source")


@pytest.mark.parametrize("word", FORMS)
def test_every_form_gets_a_whole_section_in_words(word: str, tmp_path: Path) -> None:
    theory_files.write_theory(ran(word), verdict_file(ran(word), "source"), tmp_path)
    reader = Reader()
    reader.feed(embed_figures((tmp_path / "section.html").read_text(encoding="utf-8"), tmp_path))
    reader.close()
    assert reader.open == []
    assert len(reader.pictures) == len(theory_files.figures(ran(word)))
    text = " ".join(reader.text).lower()
    assert [word for word in NEVER if f" {word} " in text] == []
    assert "the people served" in text


def test_an_interior_clause_is_drawn_along_its_lever() -> None:
    found = told("box3")
    (dosed,) = found.doses
    assert dosed.along == "time in joint groups"
    assert len(dosed.at) == len(dosed.median) == 7
    assert "dose_response" in theory_files.figures(ran("box3"))
    assert any("most in between" in line for line in clause_table(found))


def test_a_clause_with_worlds_of_its_own_names_them_and_two_alike_are_told_apart() -> None:
    found = told("t1_9")
    shown = "\n".join(clause_table(found))
    assert "across sectors; (both less conditions alone) less (alone less neither)" in shown
    assert "higher, beyond the sum of both" in shown
    (replicates,) = found.lines("replicates")
    assert replicates.count("joint work (") == 2


def test_groups_are_compared_in_words() -> None:
    (also,) = (one for one in told("box4").clauses if one.stronger_for)
    assert also.who.startswith("physician teams more than nurse teams, led by ")
    assert also.expected == "lower, and further"


def test_a_rival_is_told_with_what_differs_and_what_tells_it_apart() -> None:
    (rival,) = (look for look in told("t4_7").robustness if look.kind == "rival")
    assert rival.differs == "what voice is worth: any voice"
    assert rival.discriminating_clause is not None
    assert 0.0 <= rival.discriminating_clause.there <= 1.0


def test_users_have_their_rows_and_what_looks_worse_by_chance_is_counted() -> None:
    """So few settings and replicates tell little from chance; `test_planted_sentences` has everybody and its parts."""
    rows = told("box3").subgroups
    assert {row.measure for row in rows if row.group.kind == "served"} == {"user_experience", "waiting", "unmet_need"}
    (whom,) = told("box3").lines("subgroups")
    assert all(row.corrected <= 0.05 for row in rows if row.worse_off or row.better_off)
    chance = sum((row.worse.value or 0.0) >= 0.5 and not row.worse_off for row in rows)
    assert chance
    assert re.search(rf"; {chance} (more )?readings? looks? worse \(\S.*: \S.*\) but not beyond what chance does among \d+; ", whom)
    assert re.search(r"looked at in weeks? [^:]+: \d+ measures of \d+ parts of the place, \d+ readings", whom)


def test_what_counts_as_having_come_about_is_told_in_pairs_of_worlds() -> None:
    (needed,) = told("box3").lines("necessity")
    assert needed.startswith("counted as having come about: strain of two loyalties, team leaders, week 52: ")
