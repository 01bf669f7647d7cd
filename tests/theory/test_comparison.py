"""What a theory compares: every value that its arms set, and what a reader is warned of before the run."""

import re
from pathlib import Path
from typing import Any

import pytest
from written import written

from icsim.base.errors import UserError
from icsim.commands.test import _print_warnings
from icsim.report.theory.comparison_json import comparison_record
from icsim.results.verdict import EffortRecord
from icsim.theory.comparison import compared_values, differing, first_difference, own_events, warnings
from icsim.theory.theory_cases import TheoryCase, load_cases

RECOGNITION = "leadership.team.inspiring_intent.recognition"
VISION = "leadership.team.inspiring_intent.vision"


def case(folder: Path, **changes: Any) -> TheoryCase:
    return written(folder, "budget=quick", **changes)


def test_every_value_that_an_arm_sets_stands_there_for_all_arms(tmp_path: Path) -> None:
    """A lever that one arm leaves alone has the value that follows from its mechanism's level."""
    made = case(tmp_path, arms={"with": {RECOGNITION: 0.9, VISION: 0.7}, "without": {RECOGNITION: 0.1}})
    values = {one.path: dict(one.values) for one in compared_values(made)}
    usual = made.arms["without"].levers("team")["vision"]
    assert values == {RECOGNITION: {"with": 0.9, "without": 0.1}, VISION: {"with": 0.7, "without": usual}}
    assert differing(made) == (RECOGNITION, VISION)


def test_one_difference_is_not_warned_of_and_two_are(tmp_path: Path) -> None:
    assert warnings(case(tmp_path)) == ()
    (one,) = warnings(case(tmp_path, arms={"with": {RECOGNITION: 0.9, VISION: 0.7}, "without": {RECOGNITION: 0.1}}))
    assert one.startswith(f"with and without differ in 2 things ({RECOGNITION}; {VISION})")
    same = {"with": {RECOGNITION: 0.9, VISION: 0.7}, "without": {RECOGNITION: 0.1, VISION: 0.7}}
    assert warnings(case(tmp_path, arms=same)) == ()


def test_one_lever_of_both_tiers_is_one_difference_unless_its_values_are_not_the_same(tmp_path: Path) -> None:
    """As a lever without a tier is read: `share: 0.9` is what leaders of both tiers do."""
    system = RECOGNITION.replace("team", "system")
    both = {"with": {RECOGNITION: 0.9, system: 0.9}, "without": {RECOGNITION: 0.1, system: 0.1}}
    assert warnings(case(tmp_path, arms=both)) == ()
    other = {"with": {RECOGNITION: 0.9, system: 0.7}, "without": {RECOGNITION: 0.1, system: 0.1}}
    assert len(warnings(case(tmp_path, arms=other))) == 1


def test_two_levers_of_both_tiers_are_two_differences(tmp_path: Path) -> None:
    levers = {path: [path, path.replace("team", "system")] for path in (RECOGNITION, VISION)}
    arms = {name: {one: value for pair in levers.values() for one in pair} for name, value in (("with", 0.9), ("without", 0.1))}
    (one,) = warnings(case(tmp_path, arms=arms))
    told = "; ".join(" and ".join(pair) for pair in levers.values())
    assert one.startswith(f"with and without differ in 2 things ({told})")


def test_a_reasoning_that_is_read_after_the_outcome_is_warned_of(tmp_path: Path) -> None:
    late = {"reasoning": [{"measure": "intent", "week": 8, "expect": "up"}]}
    assert warnings(case(tmp_path, **late)) == ()
    (one,) = warnings(case(tmp_path, **late, outcome=[{"measure": "morale", "week": 6, "expect": "up"}]))
    assert "reasoning.0 (intent) is read in week 8, after outcome.0 (morale) in week 6" in one
    beside = [{"measure": "morale", "week": 6, "expect": "up", "mediated": False}]
    assert warnings(case(tmp_path, **late, outcome=beside)) == ()


def test_what_is_read_before_the_arms_differ_is_warned_of(tmp_path: Path) -> None:
    arms = {"with": {"timeline": [{"week": 5, "set": {RECOGNITION: 0.9}}]}, "without": {}}
    made = case(tmp_path, arms=arms)
    assert [first_difference(made, one) for one in made.asked] == [5, 5, 5]
    told = warnings(made)
    assert [text.partition(" is read")[0] for text in told] == ["resource.0 (enacted.recognition)", "reasoning.0 (intent)"]
    assert all("before the worlds first differ (week 5)" in text for text in told)
    assert [len(items) for items in own_events(made).values()] == [1, 0]


def test_what_was_compared_names_the_dated_event_and_its_week(tmp_path: Path) -> None:
    arms = {"with": {"timeline": [{"week": 5, "set": {RECOGNITION: 0.9}}]}, "without": {}}
    made = case(tmp_path, arms=arms)
    effort = EffortRecord(
        place="x", weeks=8, draws=1, replicates=1, robustness_draws=0, robustness_replicates=0, seed=1, structure_seed=1
    )
    sentence = comparison_record(made, effort).sentence
    assert re.search(r"“without”: [^;]*recognises effort at 0\.9[^;]* in week 5 against none\. Everything", sentence)


@pytest.mark.parametrize(
    ("part", "key"), [("reasoning", "week"), ("outcome", "week"), ("outcome", "by_week"), ("resource", "week")]
)
def test_a_week_beyond_the_end_is_told_under_the_key_that_was_written(tmp_path: Path, part: str, key: str) -> None:
    measure = "leader_exits" if key == "by_week" else "intent" if part == "reasoning" else "morale"
    with pytest.raises(UserError, match=rf"{part}\.0\.{key}: 99 comes after the end"):
        case(tmp_path, **{part: [{"measure": measure, key: 99, "expect": "up"}]})


def test_several_theories_whose_worlds_differ_in_several_things_are_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    cases = load_cases(["box4", "box6", "box7"], [])
    _print_warnings(cases)
    lines = [line for line in capsys.readouterr().err.splitlines() if "compiling" not in line]
    assert lines == [
        "icsim: the worlds of box4 (2 things) and box6 (3 things) differ in several things at once: "
        "what comes is the effect of all of them together; the report names them"
    ]
    _print_warnings(cases[:1])
    assert "overridden and heeded differ in 2 things (" in capsys.readouterr().err
