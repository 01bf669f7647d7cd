"""Sentence forms of a theory's further questions, each held to a record that was planted: who loses, needed, rivals, the chain."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tried_theories import case, tried

from icsim.report.theory.clause_text import ROLES, format_to_precision, role_text
from icsim.report.theory.further_text import who_loses
from icsim.report.theory.theory_section import theory_section
from icsim.report.theory.theory_terminal import judged_line, summary
from icsim.report.theory.verdict_json import verdict_file
from icsim.report.theory.verdict_text import verdict_lines
from icsim.results.further import (
    BoundariesRecord,
    ClauseRoleRecord,
    DiscriminatingClause,
    GroupRecord,
    LookedAtRecord,
    NecessityRecord,
    NoBoundary,
    RoleRecord,
    SubgroupRecord,
)
from icsim.results.values import Estimate
from icsim.results.verdict import (
    AttenuationRecord,
    MediatedOutcome,
    MediationRecord,
    RobustnessRecord,
    RouteRecord,
    VerdictFile,
)


def estimate(value: float | None, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(value=value, low=value if low is None else low, high=value if high is None else high)


@cache
def plain() -> VerdictFile:
    with TemporaryDirectory() as folder:
        return verdict_file(tried(case(Path(folder))), "source")


@cache
def gone() -> VerdictFile:
    """The outcome goes the other way."""
    with TemporaryDirectory() as folder:
        return verdict_file(tried(case(Path(folder)), outcome=-0.2), "source")


def said(about: str, **changes: Any) -> list[str]:
    """The lines about something, of a verdict with other records."""
    return [one.text for one in verdict_lines(plain().model_copy(update=changes)) if one.about == about]


def group(label: str, value: float, worse: float, kind: str = "sector", **changes: Any) -> SubgroupRecord:
    given = {
        "measure": "morale", "display": "morale", "group": GroupRecord(kind=kind, value=label, label=label), "week": 26,
        "contrast": "with less without", "own_contrast": False, "interaction": False, "unit": "share", "smallest_effect": 0.05,
        "effect": estimate(value, value - 0.01, value + 0.01), "better": estimate(0.0), "worse": estimate(worse),
        "moved": estimate(worse), "draws": 64, "corrected": 0.0, "worse_off": worse >= 0.5, "better_off": False, "spared": (),
        "note": "", "drawn": True,
        "declared": True,
    }  # fmt: skip
    return SubgroupRecord(**given | changes)


LOOKED = LookedAtRecord(measures=3, groups=4, readings=12, unreached=0, week=26, draws=64, replicates=4, begins=1)


def test_nobody_is_worse_off_is_said_with_what_was_looked_at() -> None:
    (line,) = said("subgroups", subgroups=(group("nurses", 0.2, 0.0),), looked_at=LOOKED)
    looked = "looked at in week 26: 3 measures of 4 parts of the place, 12 readings"
    assert line == f"nobody is worse off in 50 of 100 settings or more; {looked}"
    (line,) = said("subgroups", subgroups=(group("nurses", 0.2, 0.49),), looked_at=LOOKED.model_copy(update={"unreached": 5}))
    assert line.endswith("12 readings, 5 of which no rule reaches")


def test_who_loses_is_named_most_first_and_everybody_goes_before_the_parts() -> None:
    rows = (group("nurses", -0.1, 0.6), group("physicians", -0.3, 0.9))
    (line,) = said("subgroups", subgroups=rows, looked_at=LOOKED)
    named = "physicians (morale, −0.30 [−0.31, −0.29]); nurses (morale, −0.10 [−0.11, −0.09])"
    assert line.startswith(f"worse off in 50 of 100 settings or more: {named}; looked at")
    (line,) = said("subgroups", subgroups=(*rows, group("everybody", -0.2, 0.8, kind="everybody")), looked_at=LOOKED)
    assert "everybody (morale" in line
    assert "nurses" not in line
    many = tuple(group(f"site {n}", -0.1 - 0.01 * n, 0.7) for n in range(8))
    (line,) = said("subgroups", subgroups=many, looked_at=None)
    assert "; and 2 more; looked at in week 26: the declared outcomes, leaders' strain and the people served" in line


def test_who_loses_in_several_measures_is_named_once_with_them_and_hides_nobody_else() -> None:
    """Seven losses of one team leave room for the other; the same measure in two weeks is told apart."""
    mine = [group("team a", -0.5 + 0.01 * n, 0.9, measure=f"m{n}", display=f"m{n}") for n in range(5)]
    again = group("team a", -0.6, 0.9, measure="m0", display="m0", week=52)
    (line,) = said("subgroups", subgroups=(*mine, again, group("nurses", -0.1, 0.6)), looked_at=LOOKED)
    own = "team a (m0, week 52, −0.60 [−0.61, −0.59]; m0, week 26, −0.50 [−0.51, −0.49]; m1, −0.49 [−0.50, −0.48]; and 3 more)"
    assert line.startswith(f"worse off in 50 of 100 settings or more: {own}; nurses (morale, −0.10 [−0.11, −0.09]); looked at")


def test_who_has_a_value_in_few_settings_comes_last_and_says_in_how_many() -> None:
    """A share of 15 in 19 is no share of 15 in 32."""
    few = group("director", -0.9, 0.79, draws=19, measure="speed", display="speed of decisions")
    (line,) = said("subgroups", subgroups=(few, group("nurses", -0.1, 0.6, draws=32)), looked_at=LOOKED)
    nurses = "nurses (morale, −0.10 [−0.11, −0.09])"
    director = "director (speed of decisions, of those with a value (19 of 32 settings), "
    assert line.startswith(f"worse off in 50 of 100 settings or more: {nurses}; {director}")
    brief = who_loses((few, group("nurses", -0.1, 0.6, draws=32)), LOOKED, brief=True)
    assert "director (speed of decisions, of those with a value (19 of 32 settings), −0.90" in brief


def test_what_chance_does_is_counted_and_names_nobody() -> None:
    """A team below by half of the settings of its own luck stood among those who lose."""
    chance = group("lead", -0.08, 0.55, worse_off=False, corrected=0.4)
    (line,) = said("subgroups", subgroups=(chance, chance), looked_at=LOOKED)
    who = "2 readings look worse (lead: morale) but not beyond what chance"
    assert line.startswith(f"nobody can be said to be worse off in 50 of 100 settings or more; {who}")
    fewer = LOOKED.model_copy(update={"unreached": 2})
    (line,) = said("subgroups", subgroups=(group("nurses", -0.1, 0.6), chance), looked_at=fewer)
    named = "nurses (morale, −0.10 [−0.11, −0.09])"
    assert f"{named}; 1 more reading looks worse (lead: morale) but not beyond what chance does among 10; " in line


def test_everybody_is_said_only_where_every_part_is_worse_off() -> None:
    """Half of a place had 0.00 where everybody was said to lose."""
    whole = group("everybody", -0.2, 0.9, kind="everybody", spared=("sector health", "site north"))
    care = group("sector care", -0.4, 0.9)
    (line,) = said("subgroups", subgroups=(whole, care), looked_at=LOOKED)
    own = "sector care (morale, −0.40 [−0.41, −0.39]); not: sector health and site north (morale)"
    assert line.startswith(f"worse off in 50 of 100 settings or more: {own}; looked at")
    (line,) = said("subgroups", subgroups=(whole,), looked_at=LOOKED)
    assert "or more: everybody, on average (morale, −0.20 [−0.21, −0.19]); not: sector health and site north (morale); " in line


def test_before_the_worlds_differ_nothing_is_said_of_who_loses() -> None:
    """An event in week 30, looked at in week 26, named nobody, as though that were a finding."""
    line = who_loses((group("nurses", 0.0, 0.0),), LOOKED.model_copy(update={"begins": 30}))
    assert line == "nothing could have happened yet to anybody: it was looked in week 26, and the worlds first differ in week 30"
    assert "nobody is worse off" in who_loses((group("nurses", 0.0, 0.0),), LOOKED.model_copy(update={"begins": 26}))


def test_the_terminal_gives_the_sizes_of_the_largest_losses() -> None:
    rows = tuple(group(f"site {n}", -0.1 * n, 0.7) for n in range(1, 6))
    line = who_loses(rows, LOOKED, brief=True)
    assert "site 5 (morale, −0.50 [−0.51, −0.49]); site 4 (morale, −0.40 [−0.41, −0.39]); site 3 (morale, −0.30" in line
    assert "site 2 (morale); site 1 (morale) (sizes of the largest 3; the report has all); " in line


def test_worse_off_by_an_interaction_says_that_it_is_a_difference_of_differences() -> None:
    rows = (group("nurses", -0.1, 0.6, interaction=True, contrast="(a less b) less (c less d)"),)
    (line,) = said("subgroups", subgroups=rows, looked_at=LOOKED)
    claim = "that is where the first difference is worse for them than the second, worse off in 50 of 100"
    assert line.startswith(f"by (a less b) less (c less d), {claim}")


def needed(pairs: int, with_it: int, without: int, pn: float | None, ps: float | None) -> NecessityRecord:
    return NecessityRecord(
        occurred_if="an exit", first="with", second="without", pn=estimate(pn), ps=estimate(ps), pns=estimate(0.1),
        with_it=with_it, without=without, pairs=pairs, missing=0,
    )  # fmt: skip


def test_needed_and_enough_are_counted_in_pairs_of_worlds() -> None:
    (line,) = said("necessity", necessity=needed(100, 40, 10, 0.8, 0.4))
    assert line == (
        "counted as having come about: an exit; of 40 pairs of worlds in which it came about in “with”, it did not in “without” in "
        "32; of 90 pairs of worlds in which it did not in “without”, it did in “with” in 36"
    )
    (line,) = said("necessity", necessity=needed(100, 0, 100, None, None))
    assert "there is no pair of worlds in which it came about in “with”" in line
    assert "there is no pair of worlds in which it did not in “without”" in line


@pytest.mark.parametrize(
    ("found", "differs", "part"),
    [
        ("imposed", False, "found imposed (I), as declared (in 16 settings, 4 replicates): because"),
        ("emergent", True, "declared imposed (I), found emergent (X) (in 16 settings, 4 replicates): because"),
        (None, False, "declared imposed (I); what it is cannot be computed: because"),
    ],
)
def test_a_role_is_said_as_declared_beside_what_was_found(found: Any, differs: bool, part: str) -> None:
    clause = ClauseRoleRecord(clause="outcome_1_clarity", found=found, reason="because")
    role = RoleRecord(found=found, differs=differs, reason="because", draws=16, replicates=4, clauses=(clause,))
    (line,) = said("sign", role_found=role)
    assert line.startswith(part.partition(" (in")[0])
    assert line.endswith("because")
    (above,) = said("role", role_found=role)
    assert ("what it is could not be computed" in above) == (found is None)
    (unchecked,) = said("role", role_found=None)
    assert "not checked, which takes 16 settings of budget.robustness_draws. If that is right, " in unchecked
    assert (". If that is right, " in above) == (found is None)
    if found is not None:
        kept = " The verdict follows the role declared (a word for how often it held); the role found does not change it."
        assert above.endswith(f"found {role_text(found)}. {ROLES[found]}{kept if differs else ''}")


def test_a_role_found_changes_neither_the_word_nor_the_boundary_and_the_line_says_so() -> None:
    """A theory with a word is not told that it gets none, nor one for which a boundary was sought that it is verification alone."""
    role = RoleRecord(found="parameter_dependent", differs=True, reason="because", draws=16, replicates=4, clauses=())
    (line,) = said("role", role_found=role)
    assert "it then gets no word" not in line
    assert line.endswith("follows the role declared (a word for how often it held); the role found does not change it.")
    imposed = role.model_copy(update={"found": "imposed"})
    (line,) = said("role", role="parameter_dependent", role_found=imposed)
    assert "(a boundary, and no word for how often it held); the role found does not change it." in line
    (line,) = said("role", role="parameter_dependent", role_found=None)
    assert line.endswith("It gets no word, but a boundary, where one can be found.")


def test_a_route_that_was_read_before_anything_differed_is_not_said_to_carry_nothing() -> None:
    early = RouteRecord(
        steps=1, way=("a", "b"), by_leaving=False, next_to_nothing=True, people=(), measures=(), read_before=True
    )
    clauses = tuple(one.model_copy(update={"route": early if one.part == "outcome" else None}) for one in plain().clauses)
    (line,) = said("route", clauses=clauses)
    assert line.endswith(
        "a route of 1 step leads there (a → b), but it was read before anything differed between the worlds: what the route "
        "carries was not tried"
    )
    other = plain().model_copy(update={"clauses": clauses})
    page = theory_section(other.model_copy(update={"sentences": tuple(verdict_lines(other))}), ())
    assert "<h3>Routes</h3>" in page
    assert "cannot carry" not in page


@pytest.mark.parametrize(
    ("draws", "contrast", "told"),
    [
        (0, "with less without", "Not looked at: budget.robustness_draws is 0."),
        (8, "with less without", "Not compared: the first world spends no more of its leaders&#39; hours than the second."),
        (8, "(a less b) less (c less d)", "Not compared: four worlds are compared, and this look is for two."),
    ],
)
def test_no_comparison_with_attention_says_which_reason_it_has(draws: int, contrast: str, told: str) -> None:
    effort = plain().effort.model_copy(update={"robustness_draws": draws})
    clauses = tuple(one.model_copy(update={"contrast": contrast}) for one in plain().clauses)
    page = theory_section(plain().model_copy(update={"effort": effort, "clauses": clauses, "robustness": ()}), ())
    assert told in page


def test_an_outcome_without_a_boundary_says_why() -> None:
    outcome = plain().part("outcome")[0]
    none = NoBoundary(clause=outcome.clause, display=outcome.display, reason="it came in every setting")
    (line,) = said("boundary", boundary=BoundariesRecord(found=(), without=(none,)))
    assert line == f"{outcome.display}: it came in every setting"


def check(kind: Any, holds: VerdictFile, **changes: Any) -> RobustnessRecord:
    given = {
        "kind": kind, "name": "other", "differs": "another rule", "note": "", "about": "outcome", "holds": True,
        "verdict": holds.verdict, "weaker": None, "discriminating_clause": None,
    }  # fmt: skip
    return RobustnessRecord(**given | changes)


def test_settings_of_the_whole_ranges_agree_or_disagree_with_those_that_resemble_the_field() -> None:
    (same,) = said("settings", robustness=(check("settings", plain(), differs="settings drawn over the whole ranges"),))
    assert same == (
        "in settings drawn over the whole ranges: held in 64 of 64 plausible settings; the two agree within their intervals"
    )
    (other,) = said("settings", robustness=(check("settings", gone()),))
    assert other.endswith("the two disagree: it holds more often in settings that resemble what was observed")
    lines = [one.text for one in verdict_lines(gone().model_copy(update={"robustness": (check("settings", plain()),)}))]
    assert any("the two disagree: it holds less often in settings that resemble what was observed" in line for line in lines)


@pytest.mark.parametrize(
    ("low", "high", "part"),
    [
        (0.85, 1.0, "or more, as it does: in 9 of 10 plausible settings in which it counts (95 % interval 8 to 10 of 10)"),
        (0.1, 0.5, "and does not reliably: in 9 of 10"),
        (0.5, 0.95, "and perhaps does: in 9 of 10"),
        (None, None, "it counts in no setting here, so there is nothing to shrink"),
    ],
)
def test_where_it_should_be_weaker_says_whether_it_is(low: float | None, high: float | None, part: str) -> None:
    weaker = AttenuationRecord(value=None if low is None else 0.9, low=low, high=high, draws=10)
    (line,) = said("weaker", robustness=(check("weaker", plain(), differs="culture at stake at .1", weaker=weaker),))
    assert line.startswith("with culture at stake at .1, the effect on the outcome should shrink by 25 % or more")
    assert part in line


def test_a_rival_is_told_apart_by_a_clause_or_by_none() -> None:
    clause = DiscriminatingClause(
        clause="outcome_1_clarity",
        display="clarity",
        who="everybody",
        week="26",
        expected="higher",
        here=0.9,
        draws_here=64,
        there=0.1,
        draws_there=63,
    )
    rival = check("rival", gone(), name="hero_rival", note="One person.", discriminating_clause=clause)
    (line,) = said("rival", robustness=(rival,))
    assert line == (
        "hero rival (One person), with another rule: held in 0 of 64 plausible settings; told apart best by clarity, everybody, "
        "week 26: higher in 58 of 64 settings, under the rival in 6 of 63"
    )
    few = clause.model_copy(update={"here": 0.2, "draws_here": 5, "there": 0.0, "draws_there": 4})
    (line,) = said("rival", robustness=(check("rival", plain(), discriminating_clause=few),))
    assert "told apart" not in line
    assert "nothing that was read tells the two apart (most of all clarity, everybody, week 26: higher in 1 of 5 settings" in line
    equal = clause.model_copy(update={"there": 0.9})
    for none in (None, equal):
        (line,) = said("rival", robustness=(check("rival", plain(), discriminating_clause=none),))
        assert line.endswith("no clause tells the two apart")


def mediated(**changes: Any) -> MediatedOutcome:
    clause = plain().part("outcome")[0]
    given = {
        "clause": clause.clause, "display": clause.display, "who": clause.who, "smallest_effect": 0.05,
        "total": estimate(0.2), "tnie": estimate(0.1), "pnie": estimate(0.04), "interaction": estimate(0.06),
        "tnie_share": 0.5, "pnie_share": 0.2, "has_path": True,
    }  # fmt: skip
    return MediatedOutcome(**given | changes)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({}, "in all; through the reasoning +0.10 [+0.10, +0.10] with the resource there (TNIE), +0.04 [+0.04, +0.04] without it "
         "(PNIE): 20 to 50 of 100 parts"),
        ({"tnie_share": None}, "below the smallest effect that counts, so no share of it is told"),
        ({"has_path": False}, "no rule leads from this reasoning to it, whatever comes between: it can only go along with it"),
        ({"total": estimate(None)}, "has no value, so nothing of it can be traced"),
    ],
)  # fmt: skip
def test_what_passes_through_the_reasoning(changes: dict[str, Any], part: str) -> None:
    (line,) = said("mediation", mediation=MediationRecord(outcomes=(mediated(**changes),), reason=None))
    assert part in line


def test_what_is_said_to_pass_beside_the_reasoning_says_so() -> None:
    clauses = tuple(one.model_copy(update={"mediated": one.part != "outcome"}) for one in plain().clauses)
    (line,) = said("mediation", clauses=clauses, mediation=MediationRecord(outcomes=(mediated(),), reason=None))
    assert "(said to pass beside the reasoning)" in line


def test_no_route_names_who_and_what_can_be_reached() -> None:
    nothing = RouteRecord(
        steps=None, way=(), by_leaving=False, next_to_nothing=False, people=("sector acute",), measures=("morale", "trust")
    )
    clauses = tuple(one.model_copy(update={"route": nothing if one.part == "outcome" else None}) for one in plain().clauses)
    (line,) = said("route", clauses=clauses)
    outcome = plain().part("outcome")[0]
    assert line == (
        f"no rule leads from what differs between the worlds to “{outcome.display}” of {outcome.who}, so it cannot move; this is "
        f"no evidence against it; the same measure can be reached of: sector acute; of {outcome.who} one can reach: morale, trust"
    )
    leaving = RouteRecord(steps=2, way=("a", "b"), by_leaving=True, next_to_nothing=False, people=(), measures=())
    clauses = tuple(one.model_copy(update={"route": leaving if one.part == "outcome" else None}) for one in plain().clauses)
    (line,) = said("route", clauses=clauses)
    assert line.endswith("what differs between the worlds gets there only over a leader who leaves (a → b)")


def test_what_a_verdict_rests_on_counts_every_number_by_its_label() -> None:
    (line,) = said("basis")
    drawn = plain().evidence.drawn
    assert line.startswith(f"of {sum(drawn.values())} numbers drawn over their ranges: ")
    assert f"{drawn['assumption']} assumptions" in line


def test_the_line_of_a_judged_theory_and_the_summary_of_several_count_as_the_judge_does() -> None:
    assert judged_line(plain()) == "supported, held in 64 of 64"
    assert judged_line(gone()) == "contradicted, held in 0 of 64"
    other = gone().model_copy(update={"id": "other"})
    lines = summary([plain(), other])
    assert lines[0] == "1 supported; 1 contradicted, of 2 theories."
    assert lines[1] == "Held most often: smallest (64 of 64 settings); least often: other (0 of 64 settings)."
    assert summary([gone(), other])[1:] == ["None held in any setting."]
    assert summary([plain(), plain().model_copy(update={"id": "other"})])[1:] == []


def test_where_reasoning_and_outcome_came_together_what_did_not_pass_through_is_said() -> None:
    """“For the reason given” counts what came; how much of it came through the reasoning is another question."""
    (outcome,) = plain().part("outcome")
    one = MediatedOutcome(
        clause=outcome.clause, display=outcome.display, who=outcome.who, total=estimate(0.2), tnie=estimate(0.01),
        pnie=estimate(0.01), interaction=estimate(0.0), smallest_effect=0.05, tnie_share=0.03, pnie_share=0.04, has_path=True,
    )  # fmt: skip
    (line,) = said("passage", mediation=MediationRecord(outcomes=(one,), reason=""))
    assert line.endswith(f"less than half of the effect passed through the reasoning: of “{outcome.display}” 3 to 4 of 100 parts")
    through = one.model_copy(update={"tnie_share": 0.51, "pnie_share": 0.45})
    assert said("passage", mediation=MediationRecord(outcomes=(through,), reason="")) == []
    little = MediationRecord(outcomes=(one,), reason="")
    assert said("passage", mediation=little, clauses=gone().clauses, verdict=gone().verdict) == []
    beside = tuple(c.model_copy(update={"mediated": False}) if c.part == "outcome" else c for c in plain().clauses)
    assert said("passage", mediation=little, clauses=beside) == []


def test_numbers_have_the_digits_that_tell_a_quarter_of_the_smallest_effect() -> None:
    """Else an effect of half of what counts is printed as one of what counts, or as nothing."""
    for smallest, text in ((0.05, "+0.12"), (0.02, "+0.123"), (0.1, "+0.12"), (0.2, "+0.12"), (0.5, "+0.1"), (5.0, "0")):
        assert format_to_precision(0.123, smallest, signed=True) == text
