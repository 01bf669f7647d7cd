"""Why a verdict is open, and which clause makes it so: from worlds that are made up."""

import numpy as np
import pytest
from planted import asked_of, noisy, panel, verdict
from theories import smallest

from icsim.report.theory.unsettled_text import why_sentence, why_short
from icsim.report.theory.verdict_json import clause_record, verdict_record
from icsim.theory.load_theory import parse_theory
from icsim.theory.verdict import Verdict

RESOURCE, REASONING, OUTCOME = "resource_1_enacted_recognition", "reasoning_1_intent", "outcome_1_morale"
SMALLEST = 0.05


def tried(
    reasoning: object, outcome: object, draws: int, replicates: int = 8, spread: dict[str, float] | None = None
) -> tuple[Verdict, str, str]:
    """The verdict, its sentence and its few words, where effects spread by so much over replicates."""
    asked = asked_of()
    sizes = {RESOURCE: 0.8, REASONING: reasoning, OUTCOME: outcome}
    spreads = {column: (spread or {}).get(column.partition("_")[0], 0.0) for column in sizes}
    values = {
        ("with", column): noisy(np.broadcast_to(size, draws) * 1.0, replicates, spreads[column], seed)
        for seed, (column, size) in enumerate(sizes.items())
    }
    made = panel(asked, values, draws, replicates)
    findings, found = verdict(asked, made)
    theory = parse_theory(smallest(), "mine.yaml")
    clauses = tuple(clause_record(one, theory, made, None) for one in findings)
    judged = verdict_record(found, draws, "imposed")
    return found, why_sentence(judged, clauses, replicates) or "", why_short(judged, clauses)


def some(share: float, draws: int) -> np.ndarray:
    return np.where(np.arange(draws) < round(share * draws), 0.2, 0.0)


def test_one_word_needs_no_reason() -> None:
    found, told, short = tried(0.2, 0.2, 128)
    assert (found.unsettled, told, short) == (None, "", "")


def test_few_settings_are_told_as_that_with_how_many_more() -> None:
    found, told, short = tried(0.2, some(0.83, 64), 64)
    assert found.unsettled is not None
    assert (found.unsettled.because, found.unsettled.undecided, found.unsettled.widest) == ("settings", 0, None)
    assert told.startswith("that it held in 53 of 64 (95 % interval ")
    assert ") is not firm yet: " in told
    assert "64 settings are too few to tell leaning and unresolved apart" in told
    assert "more settings would leave one word (budget.draws=" in told
    assert short == "few settings"


def test_few_replicates_name_the_clause_that_is_too_near_to_be_called() -> None:
    """Every outcome lies a little beyond what counts, and few replicates blur it; the reasoning is as clear as can be."""
    found, told, short = tried(0.2, np.full(128, 0.075), 128, spread={"outcome": 0.05})
    one = found.unsettled
    assert one is not None
    assert (one.because, one.widest, one.of_widest) == ("replicates", OUTCOME, one.undecided)
    assert one.undecided > 10
    assert f"with 8 replicates it is open in {one.undecided} of the settings whether all key clauses came" in told
    assert "because “morale” is too near its smallest effect to be called in all of them" in told
    assert one.times is not None
    assert f"about {8 * one.times} replicates would leave one word" in told
    assert f"budget.max_replicates={8 * one.times}" in told
    assert told.endswith("and more settings would not")
    assert short == "few replicates for “morale”"
    sure, *_ = tried(0.2, np.full(128, 0.075), 128, 8 * one.times, {"outcome": 0.05})
    assert sure.unsettled is None


def test_what_another_clause_leaves_open_is_told_beside_the_one_that_leaves_most() -> None:
    reasoning, outcome = np.full(128, 0.2), np.full(128, 0.2)
    reasoning[:30], outcome[30:90] = 0.075, 0.075
    found, told, _ = tried(reasoning, outcome, 128, spread={"reasoning": 0.05, "outcome": 0.05})
    assert found.unsettled is not None
    most, every = found.unsettled.of_widest, found.unsettled.undecided
    assert 0 < most < every
    assert f"in {most} of them, and in the other {every - most} another clause is, or several at once" in told


def test_where_both_are_few_it_takes_more_of_both() -> None:
    found, told, short = tried(np.where(np.arange(64) < 62, 0.1, 0.0), 0.2, 64, 6, {"reasoning": 0.06})
    assert found.unsettled is not None
    assert (found.unsettled.because, found.unsettled.widest) == ("both", REASONING)
    assert "64 settings are too few to tell supported and leaning apart" in told
    assert "would leave supported and leaning (budget.replicates=" in told
    assert "one word takes more settings, too (budget.draws" in told
    assert short == "few replicates for “intent to work together”, and few settings"


def test_what_is_open_may_be_whether_anything_moved() -> None:
    _, told, _ = tried(some(0.2, 64), 0.0, 64)
    assert told.startswith("that no key clause moved in 51 of 64 (95 % interval ")
    assert ") is not firm yet: " in told
    assert "that it held" not in told


def test_where_it_is_open_whether_anything_moved_the_clause_that_may_have_is_named() -> None:
    """Nothing moves by as much as counts, and few replicates leave open whether the reasoning did."""
    found, told, short = tried(np.full(64, 0.03), 0.0, 64, spread={"reasoning": 0.05})
    assert found.unsettled is not None
    assert (found.unsettled.about, found.unsettled.widest) == ("negligible", REASONING)
    assert f"it is open in {found.unsettled.undecided} of the settings whether any key clause moved, because “intent" in told
    assert short.startswith("few replicates for “intent to work together”")


def test_few_settings_name_the_clause_that_replicates_leave_open_beside_them() -> None:
    effects = np.where(np.arange(64) < 52, 0.2, 0.0)
    effects[-2:] = 0.048
    found, told, _ = tried(0.2, effects, 64, spread={"outcome": 0.01})
    assert found.unsettled is not None
    assert (found.unsettled.because, found.unsettled.widest) == ("settings", OUTCOME)
    left = f"it is open in {found.unsettled.undecided} of the settings whether all key clauses came"
    assert f"apart (beside that, with 8 replicates {left}" in told
    assert "because “morale” is too near its smallest effect to be called" in told


def test_a_quick_look_counts_the_settings_that_supported_takes_as_well() -> None:
    """29 settings leave leaning and unresolved; the many more that it names are to tell supported from leaning."""
    found, told, _ = tried(0.2, np.where(np.arange(29) < 27, 0.2, 0.0), 29)
    assert "29 settings are too few to tell leaning and unresolved apart" in told
    more = "about 657 more settings would leave one of all words, supported among them, which takes 64 settings to be called"
    assert more in told
    of_more = why_sentence(verdict_record(found, 32, "emergent"), (), 8) or ""
    assert "about 725 more settings" in of_more  # three in 32 have no value, so 32 + 725 give the 29 + 657 with one
    assert "(budget.draws=757)" in of_more


@pytest.mark.parametrize("draws", [32, 64])
def test_a_quick_look_has_a_reason_too(draws: int) -> None:
    found, told, _ = tried(0.2, some(0.75, draws), draws)
    assert bool(told) == (len(found.bands) > 1)
