"""What a theory rests on: its rules are found, its papers are those of the docs, and no number is called important by chance."""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from theories import case, theory

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.commands import entry
from icsim.report.evidence_text import _cited, bibtex, evidence_lines, untitled_lines
from icsim.results.numbers_behind import numbers_behind
from icsim.rules import RULES, load_all
from icsim.theory.evidence_base import EvidenceBase, _differs, evidence_base, functional_forms, rule_codes
from icsim.theory.theory_cases import load_cases
from icsim.theory.theory_schema import TheorySource

EVIDENCE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(B\d+)` \| (.*?) \| (.*?) \|$", EVIDENCE, flags=re.MULTILINE)
NOTHING = EvidenceBase((), (), (), {}, {}, False, True)


def test_the_forms_are_those_of_the_docs_with_the_same_papers() -> None:
    assert [code for code, _, _ in ROWS] == list(functional_forms())
    for code, about, papers in ROWS:
        form = functional_forms()[code]
        assert form.about == about
        said = re.findall(r"(?:^|; )(?:rival: )?([^;\[\]]*?) (\d{4})(?: \[(.)[^\]]*\])?", papers)
        assert [(paper.cite, str(paper.year), paper.label[0]) for paper in form.papers] == [
            (cite, year, {"V": "r", "M": "r"}[tag]) for cite, year, tag in said
        ]
        assert [paper.label == "read" for paper in form.papers] == [tag == "V" for _, _, tag in said]


def test_every_form_that_a_rule_names_is_known() -> None:
    load_all()
    named = {code for name in RULES for code in rule_codes(name) if re.fullmatch(r"B\d+", code)}
    assert len(named) >= 10
    assert named <= set(functional_forms())


def test_the_rules_lie_between_what_differs_and_what_is_read() -> None:
    base = evidence_base(case("smallest"))
    assert "morale_target" in base.rules
    assert not base.events
    assert sum(base.all_numbers.values()) >= sum(base.numbers.values()) > 0
    drawn = [one for one in catalogue().parameters.values() if one.range is not None and one.range[0] < one.range[1]]
    assert sum(base.all_numbers.values()) == len(drawn)


def test_what_differs_is_found_for_tiers_leaders_mechanisms_contexts_and_events() -> None:
    arms = {
        "with": {"leader.a/b.working_with_power.heed": 0.9, "leadership.team.clarifying_complexity.level": 0.9},
        "without": {"context.demand": 0.2, "timeline": []},
    }
    found, events = _differs(theory(arms=arms))
    assert {"lever.heed", "lever.structure", "lever.explanation", "lever.pacing", "context.demand"} <= found
    assert events


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("box4", "the arms differ in dated events, too; rules that only these lead through are not listed"),
        ("box7", "the arms differ in dated events alone; the rules that lead from these are not listed"),
        ("t6_5", "the arms differ in dated events, too; rules that only these lead through are not listed"),
    ],
)
def test_what_is_listed_where_arms_differ_in_events_is_said(name: str, said: str) -> None:
    (case,) = load_cases([name], [])
    lines = list(evidence_lines(case.theory, evidence_base(case), None, None))
    assert said in lines
    between = "what differs and what is read" if name != "box7" else "the reasoning and the outcome"
    listed = next(line for line in lines if "by the shortest way" in line or "no rule leads" in line)
    assert between in listed or f"no rule leads from {between.replace(' and ', ' to ')}" in listed


def test_bibtex_has_each_paper_once_with_balanced_braces_and_says_what_is_recalled() -> None:
    forms = functional_forms()
    base = EvidenceBase((), (forms["B4"], forms["B5"], forms["B4"]), (), {}, {}, False, True)
    source = {"citation": "Best A & Co (2012) 50% of_it {here}", "doi": "10.1111/x"}
    text = bibtex(theory(source=source), base)
    keys = re.findall(r"^@\w+\{(\w+),$", text, flags=re.MULTILINE)
    assert len(keys) == len(set(keys))
    assert {"source_of_smallest", "sims2021", "nembhard2006", "morrison2014", "devries2012"} <= set(keys)
    assert "Best A \\& Co (2012) 50\\% of\\_it \\{here\\}" in text
    assert "author = {{de Vries} and Jehn and Terwel}" in text
    assert re.search(r"morrison2014,.*?recalled from memory, to be checked", text, flags=re.DOTALL)
    plain = re.sub(r"\\[{}]", "", text)
    assert plain.count("{") == plain.count("}")
    assert "source_of" not in bibtex(theory(source={"where": "Box 1"}), NOTHING)
    assert TheorySource(where="Box 1").is_the_review


def tables(folder: Path, settings: int, strength: float) -> Path:
    """A study with one clause whose effect follows one of thirty numbers, or none."""
    chance = np.random.default_rng(3)
    drawn = {f"file.number_{n}": chance.random(settings) for n in range(30)}
    effect = strength * drawn["file.number_7"] + chance.random(settings)
    part = folder / "parts" / "planted"
    part.mkdir(parents=True)
    pq.write_table(pa.table({"draw": range(settings), **drawn, "file.fixed": np.ones(settings)}), part / "parameter_sets.parquet")
    rows = {"clause": ["outcome_1"] * settings, "primary": [True] * settings, "draw": range(settings), "effect": effect}
    pq.write_table(pa.table(rows), part / "effects.parquet")
    return folder


def test_a_number_that_an_effect_follows_is_found_and_others_are_not(tmp_path: Path) -> None:
    behind = numbers_behind(tables(tmp_path, 64, 5.0), "planted")
    assert [one.parameter for one in behind.found] == ["file.number_7"]
    assert behind.found[0].correlation > 0.9
    assert (behind.settings, behind.parameters, behind.clauses) == (64, 30, 1)
    told = "\n".join(evidence_lines(theory(), NOTHING, behind, "study"))
    assert "file.number_7 with outcome_1: +0.9" in told


@pytest.mark.parametrize(("settings", "strength"), [(64, 0.0), (8, 5.0)])
def test_where_none_can_be_told_from_chance_that_is_said_and_not_that_none_matters(
    tmp_path: Path, settings: int, strength: float
) -> None:
    behind = numbers_behind(tables(tmp_path, settings, strength), "planted")
    assert behind.found == ()
    told = "\n".join(evidence_lines(theory(), NOTHING, behind, "study"))
    assert "none was found in study" in told
    assert "so that is no sign of none" in told


def test_a_study_without_the_theory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="parts/nobody cannot be read"):
        numbers_behind(tmp_path, "nobody")


def test_the_command_prints_it_and_writes_bibtex(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["evidence", "t1_1", f"bib={tmp_path / 'x.bib'}"]) == 0
    said = capsys.readouterr().out
    assert "form B3, credibility, and the gap between what was promised and what came: Zhao et al. 2007 (read)" in said
    assert "assumption)" in said
    assert "not asked; give study=FOLDER" in said
    assert "without a title: none is printed in the review" in said
    first, second = (tmp_path / "x.bib").read_text(encoding="utf-8").splitlines()[::2][:2]
    assert re.match(r"% [0-9]+ papers of the forms without a title", first)
    assert second == "@article{sims2021,"


@pytest.mark.parametrize(
    ("citation", "fields"),
    [
        (
            "Best A, Greenhalgh T, Carroll S (2012) Large-system transformation in health care. Milbank Quarterly 90:421",
            {
                "author": "Best, A and Greenhalgh, T and Carroll, S", "year": "2012",
                "title": "Large-system transformation in health care", "howpublished": "Milbank Quarterly 90:421",
            },
        ),
        ("Goodman C et al. (2016) BMC Health Services Research 16:269", {"author": "Goodman, C and others", "year": "2016"}),
        ("De Brún A, McAuliffe E (2020) BMC 20:261", {"author": "De Brún, A and McAuliffe, E", "year": "2020"}),
        ("Department of Health (2014) What works? Guidance for boards", {"author": "{Department of Health}", "year": "2014"}),
        ("An evaluation of 2019", {"year": "2019"}),
        ("An evaluation", {}),
    ],
)  # fmt: skip
def test_a_citation_in_the_usual_form_is_taken_apart_and_no_title_is_made_up(citation: str, fields: dict[str, str]) -> None:
    assert _cited(citation) == fields
    told = " ".join(untitled_lines(theory(source={"citation": citation}), NOTHING))
    assert ("source_of_smallest without a title" in told) == ("title" not in fields)


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ([], "evidence: nothing is no theory"),
        (["box1", "box2"], "evidence: box1 box2 is no theory; give one"),
        (["box*"], "evidence: box* is 7 theories; give one"),
        (["box1", "studdy=x"], "evidence: studdy=x is not understood"),
        (["box1", "study=nowhere"], "study: nowhere is no folder; give the folder that icsim test wrote"),
    ],
)
def test_a_mistake_is_one_line(capsys: pytest.CaptureFixture[str], args: list[str], part: str) -> None:
    assert entry.main(["evidence", *args]) == 2
    error = capsys.readouterr().err
    assert part in error
    assert error.count("\n") == 1
