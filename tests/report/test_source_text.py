"""Where a theory comes from is said as its own source has it: of the review, or of any other."""

from html import unescape
from pathlib import Path

import pytest
from tried_theories import case, tried

from icsim.report.theory.source_text import citation, pages_text, quotes, source_line
from icsim.report.theory.theory_section import theory_section
from icsim.report.theory.theory_terminal import print_theories
from icsim.report.theory.verdict_json import verdict_file
from icsim.theory.theory_schema import TheorySource

OTHER = {
    "citation": "Best A, Greenhalgh T, Lewis S, et al. (2012) Large-system transformation in health care. Milbank Q 90.",
    "doi": "10.1111/j.1468-0009.2012.00670.x",
    "pages": "421-456",
    "quotes": ["Blend designated leadership with distributed leadership"],
    "sources": 27,
    "confidence": "very_low",
}
CHAIN = {"context": "a", "resource": "b", "reasoning": "c", "outcome": "d"}


def test_of_the_review_the_part_the_mechanism_and_the_counts_are_told() -> None:
    source = TheorySource(where="Box 4", mechanism="working_with_power", papers=16, study=26)
    assert source_line("box4", source) == "box4: Box 4, working with power, a mechanism with 16 papers, study [26] of the review"
    assert source_line("box4", TheorySource(where="Box 4")) == "box4: Box 4"


def test_of_another_source_the_citation_and_what_it_says_of_itself_are_told() -> None:
    line = source_line("blend", TheorySource.model_validate(OTHER))
    assert line.startswith("blend: Best A, Greenhalgh T")
    assert "pp. 421–456, doi:10.1111/j.1468-0009.2012.00670.x; as its source has it, 27 primary sources" in line
    assert "and very low confidence." in line
    assert line.endswith("What its source says was not checked here.")
    assert "the review" not in line
    said = source_line("blend", TheorySource(citation="A", left_out="the second link."))
    assert said.endswith("was not checked here. Not expressed here: the second link.")
    assert citation(TheorySource(citation="A B. 2012.", where="Table 3")) == "A B. 2012, Table 3"


def test_the_section_says_as_its_source_has_it_and_quotes_it(tmp_path: Path) -> None:
    section = theory_section(verdict_file(tried(case(tmp_path, source=OTHER, as_written=CHAIN)), "0"), ())
    assert "As its source has it" in section
    assert "As the review has it" not in section
    assert "“Blend designated leadership with distributed leadership”" in section
    assert "those of the rules of" not in section
    ours = theory_section(verdict_file(tried(case(tmp_path, as_written=CHAIN)), "0"), ())
    assert "As the review has it" in ours


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We knew", "“We knew”"),
        ("“We knew”", "“We knew”"),
        ('"We knew"', '"We knew"'),
        ("“We knew who did what” (p. 3)", "“We knew who did what” (p. 3)"),
        ("«We knew»", "«We knew»"),
        ("She said “no” to it", "“She said ‘no’ to it”"),
        ('She said "no"', "“She said ‘no’”"),
        ("“No”, she said, “not we”", "“‘No’, she said, ‘not we’”"),
    ],
)
def test_quotation_marks_of_its_own_are_not_doubled(text: str, said: str) -> None:
    assert quotes(TheorySource(citation="A", quotes=[text])) == (said,)


def test_what_is_left_out_stands_beside_the_verdict_in_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = verdict_file(tried(case(tmp_path, source=OTHER | {"left_out": "The second link"})), "0")
    print_theories([ours], tmp_path, 0)
    lines = capsys.readouterr().out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("   verdict: "))
    assert lines[at + 1] == "  left out: Not expressed here: The second link."
    print_theories([ours, ours], tmp_path, 0)
    assert f"{ours.id}: Not expressed here: The second link." in capsys.readouterr().out
    print_theories([verdict_file(tried(case(tmp_path, source=OTHER)), "0")], tmp_path, 0)
    assert "Not expressed" not in capsys.readouterr().out


def test_the_picture_of_several_is_named_where_it_lies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = verdict_file(tried(case(tmp_path, source=OTHER)), "0")
    print_theories([ours, ours], tmp_path, 0)
    assert "picture: " not in capsys.readouterr().out
    drawn = tmp_path / "parts" / ours.id / "forest.svg"
    drawn.parent.mkdir(parents=True)
    drawn.touch()
    print_theories([ours, ours], tmp_path, 0)
    assert f"picture: {drawn}  (" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "cited"),
    [
        ("421-456", "pp. 421–456"), ("421 – 456", "pp. 421–456"), ("421--456", "pp. 421–456"), ("7", "p. 7"),
        ("S12-S15", "pp. S12–S15"), ("12, 15-17", "pp. 12, 15–17"),
        ("article 82", "article 82"), ("p. 7", "p. 7"), ("pp. 7-9", "pp. 7-9"), ("10:82", "10:82"),
    ],
)  # fmt: skip
def test_pages_are_cited_as_pages(given: str, cited: str) -> None:
    assert pages_text(given) == cited


def test_the_references_hold_the_source_of_the_theory(tmp_path: Path) -> None:
    section = unescape(theory_section(verdict_file(tried(case(tmp_path, source=OTHER)), "0"), []))
    own = f"<li>{citation(TheorySource(**OTHER))}.</li>"
    assert own in section
    assert section.count("<li>The icsim developers") == 1
    assert own not in unescape(theory_section(verdict_file(tried(case(tmp_path)), "0"), []))
