"""What is said of theories whose worlds are made up."""

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tried_theories import case, look, passage, tried

from icsim.report.theory.report_page import report_page
from icsim.report.theory.theory_terminal import FIRST, TOPICS, clause_table, overview, print_theories, summary
from icsim.report.theory.verdict_json import verdict_file
from icsim.report.theory.verdict_words import CRITERIA, clause_word
from icsim.results.values import Estimate
from icsim.results.verdict import VerdictFile
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.boundary import Boundaries, Boundary, boundary
from icsim.theory.mediation import MediationResult
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.theory_result import Attenuation
from icsim.theory.verdict import NOT_TESTED


def said(found: VerdictFile, about: str) -> str:
    return " | ".join(found.lines(about))


def plain(folder: Path, draws: int = 64, **effects: Any) -> VerdictFile:
    return verdict_file(tried(case(folder, draws=draws), draws, **effects), "source")


def test_a_theory_that_always_holds_is_supported_and_counted_in_settings(tmp_path: Path) -> None:
    found = plain(tmp_path)
    assert found.verdict.verdict_text == "supported"
    assert "held in 64 of 64 plausible settings" in said(found, "verdict")
    assert said(found, "pattern").startswith("for the reason given, in 64 of 64")
    assert "effort" not in {line.about for line in found.sentences}


def test_a_theory_whose_outcome_goes_the_other_way_is_contradicted(tmp_path: Path) -> None:
    found = plain(tmp_path, outcome=-0.2)
    assert found.verdict.verdict_text == "contradicted"
    assert "held in 0 of 64 plausible settings" in said(found, "verdict")
    assert said(found, "pattern").startswith("reasoning in full, outcome not")


def test_an_outcome_that_stays_has_no_effect(tmp_path: Path) -> None:
    assert plain(tmp_path, reasoning=0.01, outcome=0.01).verdict.verdict_text == "no effect"


def test_a_reasoning_without_its_outcome_leaves_the_theory_unresolved(tmp_path: Path) -> None:
    found = plain(tmp_path, outcome=0.01)
    assert found.verdict.verdict_text == "unresolved"
    assert said(found, "pattern").startswith("reasoning in full, outcome not")


def test_what_does_not_arrive_is_not_tested(tmp_path: Path) -> None:
    found = plain(tmp_path, resource=0.0)
    assert found.verdict.verdict_text == NOT_TESTED
    assert "the resource arrived in 0 of 64 plausible settings" in said(found, "verdict")
    assert not {"pattern", "smallest", "replicates"} & {line.about for line in found.sentences}


def test_what_cannot_be_read_has_no_value(tmp_path: Path) -> None:
    found = plain(tmp_path, outcome=np.nan)
    assert found.verdict.verdict_text == "no value"
    assert "could be read in none of 64 plausible settings" in said(found, "verdict")
    (outcome,) = found.part("outcome")
    assert outcome.effect == Estimate(value=None, low=None, high=None)


def test_settings_in_which_the_resource_did_not_arrive_are_left_out_and_told(tmp_path: Path) -> None:
    found = plain(tmp_path, resource=np.where(np.arange(64) < 56, 0.8, 0.0))
    told = "held in 56 of 56 plausible settings in which the resource arrived and could be read, of 64 tried"
    assert told in said(found, "verdict")


@pytest.mark.parametrize("outcome", [0.2, 0.01, -0.2])
def test_a_quick_look_says_so_and_calls_nothing_supported(tmp_path: Path, outcome: float) -> None:
    found = plain(tmp_path, draws=32, outcome=outcome)
    assert said(found, "effort").startswith("a quick look")
    words = [*found.verdict.bands, *(band for clause in found.clauses for band in clause.bands)]
    words += [getattr(found.verdict, at) for at in ("verdict_text", "at_half", "at_one", "at_double")]
    assert "supported" not in " ".join(words)
    assert not any("supported" in line for line in (*clause_table(found), *overview([found])))
    assert ("leaning" in words) == (outcome == 0.2 or "leaning" in found.clauses[0].bands)


def test_two_words_stand_where_one_cannot_be_told_and_more_settings_are_named(tmp_path: Path) -> None:
    found = plain(tmp_path, outcome=np.where(np.arange(64) < 53, 0.2, 0.0))
    assert found.verdict.verdict_text == "not settled"
    assert said(found, "excluded").startswith("supported, no effect and contradicted are excluded, leaning and unresolved are left")
    assert re.search(r"about \d+ more settings would leave one word \(budget.draws=\d+\)", said(found, "why"))
    assert found.verdict.more_draws > 0


def test_a_word_that_hangs_on_the_smallest_effect_says_so(tmp_path: Path) -> None:
    assert "twice as large: unresolved" in said(plain(tmp_path, outcome=0.08), "smallest")
    assert "twice as large: no effect" in said(plain(tmp_path, outcome=0.08, reasoning=0.08), "smallest")
    assert said(plain(tmp_path, outcome=0.3, reasoning=0.3), "smallest") == ""


def test_where_the_interval_leaves_several_words_none_of_them_is_called_the_word(tmp_path: Path) -> None:
    found = plain(tmp_path, outcome=np.where(np.arange(64) < 53, 0.08, 0.0))
    assert found.verdict.verdict_text == "not settled"
    told = said(found, "smallest")
    assert told.startswith("the word that the share itself gives, whatever its interval leaves open, changes with"), told
    assert said(plain(tmp_path, outcome=0.08), "smallest").startswith("the word changes with")


def test_single_pairs_are_counted_as_right_the_same_and_the_other_way(tmp_path: Path) -> None:
    found = plain(tmp_path, outcome=np.where(np.arange(64) < 16, 0.2, np.where(np.arange(64) < 24, -0.2, 0.0)))
    name = found.part("outcome")[0].display
    told = f"in single pairs of worlds, of 100: {name} went as expected in 25, came out the same in 63 and went the other way in 12"
    assert said(found, "replicates") == told or said(found, "replicates") == told.replace("63", "62").replace("12", "13")


def test_a_theory_that_hangs_on_numbers_has_no_word_but_a_boundary(tmp_path: Path) -> None:
    effects = np.where(np.arange(64) < 20, 0.2, 0.0)
    made = tried(case(tmp_path, role="P"), outcome=effects)
    found = verdict_file(made, "source")
    assert found.verdict.verdict_text == "no boundary sought"
    now = "too few settings to look for a boundary in (budget.draws=64, budget.robustness_draws=0): it takes 16 or more of each"
    assert said(found, "effort").startswith(now)
    asked = next(one for one in made.case.asked if one.part == "outcome")
    draws = draw_parameters(64, 1)
    some = next(name for name in draws[0].parameters if len({draw.parameters[name] for draw in draws}) == 64)
    order = np.argsort([draw.parameters[some] for draw in draws])
    planted = np.zeros(64)
    planted[order[40:]] = 0.2
    cut = boundary(asked, planted, draws)
    assert isinstance(cut, Boundary)
    for bounds, says in ((Boundaries((cut,), ()), "boundary found"), (Boundaries((), ((asked, "none"),)), "no boundary found")):
        found = verdict_file(replace(made, boundary=bounds), "source")
        judged = found.verdict
        assert (judged.verdict_text, judged.bands, judged.at_half, judged.more_draws) == (says, (), None, None)
        assert [bool(clause.bands) for clause in found.clauses if clause.primary] == [True, False]
        told = " ".join((*overview([found]), *clause_table(found), *(line.text for line in found.sentences)))
        assert not re.search("unresolved|leaning|contradicted|one word", told.partition("reasoning")[0])
        assert says in told
    shown = report_page([verdict_file(replace(made, boundary=Boundaries((cut,), ())), "source")] * 2, [], "icsim test")
    assert cut.rule in unescape(shown)


@pytest.mark.parametrize(("role", "word"), [("I", "verification"), ("P", "how large"), ("X", "finding")])
def test_the_role_stands_above_the_verdict(tmp_path: Path, role: str, word: str) -> None:
    found = verdict_file(tried(case(tmp_path, role=role)), "source")
    assert found.sentences[0].about == "role"
    assert word in found.sentences[0].text


def test_other_forms_of_rules_are_counted_and_named_but_never_averaged(tmp_path: Path) -> None:
    made = case(tmp_path)
    looked = (
        look(made, "variant", "how trust moves: symmetric"),
        look(made, "variant", "how opinions spread: deffuant", outcome=0.0),
        look(made, "variant", "joint output: weakest link", resource=0.0),
    )
    found = verdict_file(tried(made, looked=looked), "source")
    assert said(found, "forms") == (
        "holds in 1 of 2 other forms of the rules, not under how opinions spread: deffuant; "
        "not tested under joint output: weakest link"
    )


def test_attention_rivals_and_weaker_places_have_their_lines(tmp_path: Path) -> None:
    rival = {"id": "duty", "claim": "They only do as told.", "patch": {"context.mandate": 0.9}}
    made = case(tmp_path, rival=[rival], weaker_where=[{"context.demand": 0.9}])
    looked = (
        look(made, "attention", "attention", outcome=0.0),
        look(made, "weaker", "context.demand = 0.9", weaker=Attenuation(Estimate95(0.875, 0.82, 0.99), 8)),
        look(made, "rival", "duty", note="They only do as told.", outcome=-0.2, reasoning=0.0),
    )
    found = verdict_file(tried(made, looked=looked), "source")
    assert said(found, "attention") == "against the same hours of mere attention: held in 0 of 8 plausible settings"
    assert "as it does: in 7 of 8 plausible settings" in said(found, "weaker")
    assert "context.demand" not in said(found, "weaker")
    assert said(found, "rival").startswith("duty (They only do as told), with ")
    assert "higher in 8 of 8 settings, under the rival in 0 of 8" in said(found, "rival")


def test_the_chain_gives_a_share_or_says_why_none(tmp_path: Path) -> None:
    made = tried(case(tmp_path))
    shown = replace(made, chain=MediationResult((passage(made, 0.2, 0.5),)))
    assert "25 to 50 of 100 parts" in said(verdict_file(shown, "source"), "mediation")
    small = replace(made, chain=MediationResult((passage(made, 0.02, None),)))
    assert "below the smallest effect that counts, so no share" in said(verdict_file(small, "source"), "mediation")
    assert said(verdict_file(made, "source"), "mediation") == "not traced: not looked at"


def test_one_theory_in_the_terminal_has_its_clauses_in_labels_and_where_its_files_lie(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    print_theories([plain(tmp_path)], tmp_path / "here", reused=1)
    shown = capsys.readouterr().out
    for text in ("intent to work together", "64 of 64", "+0.20 [+0.20, +0.20]", "verdict: supported", "1 of 1 found already done"):
        assert text in shown
    assert f"results: {tmp_path / 'here'}" in shown
    assert "enacted.recognition" not in shown
    assert not re.search(r"probab", shown)


def test_the_terminal_begins_with_what_was_compared_the_verdict_and_who_loses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest stands in the report, of which one line says so; `full=true` has every sentence, once."""
    found = plain(tmp_path)
    print_theories([found], tmp_path, 0)
    brief = capsys.readouterr().out
    order = [brief.index(f"{about}: ") for about in ("compared", "verdict", "role")]
    assert order == sorted(order)
    assert max(order) < brief.index("\npart ")
    left = {one.about for one in found.sentences} - set(FIRST)
    assert left
    assert left <= set(TOPICS)
    assert all(TOPICS[about] in brief.partition("The report says more, on ")[2] for about in left)
    assert not any(one.text in brief for one in found.sentences if one.about in left)
    print_theories([found], tmp_path, 0, full=True)
    whole = capsys.readouterr().out
    assert "The report says more" not in whole
    assert all(one.text in whole for one in found.sentences)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_about_a_theory_is_wider_than_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    found = plain(tmp_path)
    for theories, full in (([found], False), ([found], True), ([found, found], False)):
        print_theories(theories, Path("out"), 0, full)
        lines = capsys.readouterr().out.splitlines()
        told = [line for line in lines if not line.startswith(("results:", "next:"))]
        assert max(map(len, told)) <= columns


def test_several_theories_have_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = plain(tmp_path), plain(tmp_path, resource=0.0)
    print_theories([one, other], tmp_path / "here", reused=0)
    lines = capsys.readouterr().out.splitlines()
    assert re.search(r"^smallest +Recognition lifts morale +imposed \(I\) +64 of 64 +supported +for the reason given$", lines[1])
    assert re.search(r"^smallest +Recognition lifts morale +imposed \(I\) +– +not tested$", lines[2])


def test_what_to_type_next_names_a_theory_as_it_was_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = plain(tmp_path)
    print_theories([one, one], tmp_path, reused=0)
    assert f"; icsim trace {tmp_path / 'smallest.yaml'}  (who did what" in capsys.readouterr().out


def test_a_narrow_terminal_keeps_every_clause(tmp_path: Path) -> None:
    found = plain(tmp_path)
    lines = clause_table(found, 60)
    assert max(map(len, lines)) <= 80
    assert sum("held in 64 of 64" in line for line in lines) == len(found.clauses)


def test_the_file_is_read_as_it_was_written_and_has_nothing_that_json_lacks(tmp_path: Path) -> None:
    for effects in ({}, {"outcome": np.nan}, {"resource": 0.0}):
        found = plain(tmp_path, **effects)
        found.write(tmp_path)
        assert VerdictFile.from_file(tmp_path, "test") == found
        assert json.loads((tmp_path / "verdict.json").read_text(encoding="utf-8"), parse_constant=pytest.fail)["schema"] == 5


def test_a_lever_that_is_a_choice_is_said_in_words_and_is_no_amount(tmp_path: Path) -> None:
    lever = "leadership.team.balancing_perspectives.conflict"
    arms = {"with": {lever: "avoid"}, "without": {lever: "resolve"}}
    resource = [{"measure": "enacted.conflict", "of": {"tier": "team"}, "expect": "up"}]
    found = verdict_file(tried(case(tmp_path, arms=arms, resource=resource), resource=2.0), "source")
    (clause,) = found.part("resource")
    assert clause.choice == "the leader stays away in “with”, the leader settles it in “without”"
    (line,) = (line for line in clause_table(found) if "conflict" in line)
    assert "another choice" in line
    assert clause.choice in line
    assert not re.search(r"\+2|higher|leaning|supported", line)
    mixed = verdict_file(tried(case(tmp_path, arms=arms, resource=resource), resource=1.5), "source")
    assert mixed.part("resource")[0].choice.startswith("not the same choice everywhere in “with”")
    assert all(one.choice == "" for one in found.clauses if one.part != "resource")


def test_a_count_of_fewer_settings_than_were_tried_says_why(tmp_path: Path) -> None:
    """Else “25 of 31” stands beside “of 32”, and nobody knows where the other one went."""
    gaps = plain(tmp_path, outcome=np.where(np.arange(64) < 63, 0.2, np.nan))
    (outcome,) = gaps.part("outcome")
    assert outcome.shares.draws == 63
    assert said(gaps, "counted").startswith("settings left out where there is no value, of 64 (the resource did not arrive")
    assert f"{outcome.display} in 1; counts are of the others" in said(gaps, "counted")
    assert said(plain(tmp_path), "counted") == ""


def test_the_same_share_has_the_same_interval_everywhere(tmp_path: Path) -> None:
    effects = np.where(np.arange(64) < 53, 0.051, 0.0)
    judged = plain(tmp_path, outcome=effects).verdict
    assert judged.patterns["for the reason given"] == judged.shares.expected


@pytest.mark.parametrize("effects", [{}, {"outcome": 0.0}, {"outcome": -0.2}, {"outcome": np.nan}, {"resource": 0.0}])
def test_each_clause_of_the_file_has_its_own_word(tmp_path: Path, effects: dict[str, Any]) -> None:
    found = plain(tmp_path, **effects)
    data = json.loads(found.to_json())
    assert [one["verdict_text"] for one in data["clauses"]] == [clause_word(one) for one in found.clauses]
    assert all(one["verdict_text"] in CRITERIA for one in data["clauses"])


def test_the_list_of_several_says_what_leaves_a_verdict_open(tmp_path: Path) -> None:
    found = plain(tmp_path, outcome=np.where(np.arange(64) < 53, 0.2, 0.0))
    assert f"What leaves more than one word: few settings ({found.id} and {found.id})." in summary([found, found])
    assert "few settings" in report_page([found, found], ["", ""], "icsim test")


def test_patterns_that_are_as_common_are_both_told(tmp_path: Path) -> None:
    found = plain(tmp_path, reasoning=np.where(np.arange(64) < 32, 0.2, 0.0), outcome=0.0)
    assert said(found, "pattern").endswith("; as often: neither in full")
    assert "as often" not in said(plain(tmp_path), "pattern")


@pytest.mark.parametrize(("came", "counted"), [(32, False), (28, True), (26, True)])
def test_a_verb_has_no_count_only_where_its_interval_leaves_no_other_word(tmp_path: Path, came: int, counted: bool) -> None:
    """As docs/verdicts.md says it: 28 of 32 is more than 80 of 100, and chance alone could make it less."""
    found = plain(tmp_path, 32, outcome=np.where(np.arange(32) < came, 0.2, 0.0))
    assert (f"rose in {came} of 32 settings" in found.lines("verdict")[0]) == counted
