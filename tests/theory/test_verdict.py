"""The headline, from clauses whose outcomes are made up."""

import math

import pytest
from theories import case

from icsim.theory.clauses.compare import Comparison, Outcome
from icsim.theory.verdict import Finding, Headline, Verdict, judge

INTERVALS = {  # of a clause that is expected to rise, by how it comes out
    Outcome.AS_EXPECTED: (0.2, 0.3),
    Outcome.NO_EFFECT: (-0.01, 0.01),
    Outcome.OTHER_WAY: (-0.3, -0.2),
    Outcome.NOT_SETTLED: (-0.1, 0.1),
    Outcome.NOT_THIS_WAY: (-0.1, 0.01),
    Outcome.NO_VALUE: (math.nan, math.nan),
}
YES, NO, BACK, OPEN, MISSED, NOTHING = INTERVALS


def judged(resource: Outcome, reasoning: Outcome, *outcomes: Outcome) -> Verdict:
    """The verdict on the smallest theory, with its one outcome as often as there are outcomes."""
    first, second, third = case("smallest").asked
    came = [(first, resource), (second, reasoning), *((third, outcome) for outcome in outcomes)]
    return judge([Finding(asked, comparison(outcome)) for asked, outcome in came], pairs=16)


def comparison(outcome: Outcome, low: float | None = None) -> Comparison:
    ends = INTERVALS[outcome]
    return Comparison(0.5, 0.5, sum(ends) / 2, ends[0] if low is None else low, ends[1], 16, 0.5, 0.1, 0.05, outcome)


@pytest.mark.parametrize(
    ("reasoning", "outcome", "headline"),
    [
        (YES, YES, Headline.FOR_THE_REASON_GIVEN),
        (NO, YES, Headline.ANOTHER_REASON),
        (BACK, YES, Headline.ANOTHER_REASON),
        (YES, NO, Headline.NO_RESULT),
        (YES, BACK, Headline.NO_RESULT),
        (NO, BACK, Headline.NEITHER),
        (MISSED, MISSED, Headline.NEITHER),
        (YES, NOTHING, Headline.NO_RESULT),
        (OPEN, YES, Headline.NOT_SETTLED),
        (YES, OPEN, Headline.NOT_SETTLED),
        (NO, OPEN, Headline.NOT_SETTLED),
    ],
)
def test_four_cells_and_the_open_one(reasoning: Outcome, outcome: Outcome, headline: Headline) -> None:
    assert judged(YES, reasoning, outcome).headline == headline


@pytest.mark.parametrize("resource", [NO, BACK, OPEN, MISSED, NOTHING])
def test_without_its_resource_nothing_is_tested(resource: Outcome) -> None:
    verdict = judged(resource, YES, YES)
    assert verdict.headline == Headline.NOT_TESTED
    assert ("not settled" in verdict.sentence) == (resource == OPEN)


def test_every_key_clause_must_hold_and_one_that_fails_is_not_made_up_for() -> None:
    assert judged(YES, YES, YES, YES).headline == Headline.FOR_THE_REASON_GIVEN
    assert judged(YES, YES, YES, NO).headline == Headline.NO_RESULT
    assert judged(YES, YES, YES, OPEN).headline == Headline.NOT_SETTLED
    assert judged(YES, YES, NO, OPEN).headline == Headline.NO_RESULT
    assert "outcome 1 of 2" in judged(YES, YES, YES, NO).sentence


def test_what_stands_under_also_has_no_say() -> None:
    first, *_ = (one for one in case("box4").asked if one.part == "also")
    key = [Finding(asked, comparison(YES)) for asked in case("smallest").asked]
    assert judge([*key, Finding(first, comparison(BACK))], 16) == judge(key, 16)


def test_an_open_clause_that_goes_the_expected_way_is_said_to() -> None:
    first, second, third = case("smallest").asked
    key = [Finding(first, comparison(YES)), Finding(second, comparison(YES))]
    leaning = judge([*key, Finding(third, comparison(OPEN, low=0.02))], 16).sentence
    assert "of 1 open, 1 go the expected way" in leaning
    assert "expected way" not in judge([*key, Finding(third, comparison(OPEN))], 16).sentence


def test_a_quick_look_is_never_called_more() -> None:
    for reasoning in INTERVALS:
        for outcome in INTERVALS:
            verdict = judged(YES, reasoning, outcome)
            text = f"{verdict.headline} {verdict.sentence} {verdict.basis}"
            assert "a quick look at default parameters, 16 paired worlds; not a band over plausible settings" in text
            assert not any(word in text for word in ("supported", "leaning", "contradicted", "proven", "probab"))
