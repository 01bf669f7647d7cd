"""Shares, bands and cells, from worlds that are made up."""

import numpy as np
import pytest
from planted import asked_of, noisy, panel, verdict

from icsim.statistics.effect_shares import (
    Band,
    EffectShares,
    Estimate95,
    jeffreys,
    more_draws,
    needs_replicates,
    point,
    possible_bands,
)
from icsim.theory.verdict import ClauseResult, ReasoningOutcomeCell, Verdict

DRAWS, LUCKS = 128, 8
RESOURCE, REASONING, OUTCOME = "resource_1_enacted_recognition", "reasoning_1_intent", "outcome_1_morale"


def tried(
    reasoning: object, outcome: object, resource: object = 0.8, draws: int = DRAWS
) -> tuple[tuple[ClauseResult, ...], Verdict]:
    """The smallest theory, where the first arm lies above the second by so much in each draw."""
    asked = asked_of()
    sizes = {RESOURCE: resource, REASONING: reasoning, OUTCOME: outcome}
    values = {("with", column): noisy(np.broadcast_to(size, draws) * 1.0, LUCKS, 0.0) for column, size in sizes.items()}
    return verdict(asked, panel(asked, values, draws, LUCKS))


def some(share: float, yes: float = 0.2, no: float = 0.0, draws: int = DRAWS) -> np.ndarray:
    return np.where(np.arange(draws) < round(share * draws), yes, no)


@pytest.mark.parametrize(
    ("outcome", "band"),
    [
        (0.2, Band.SUPPORTED),
        (some(0.88), Band.LEANING),
        (some(0.5), Band.UNRESOLVED),
        (0.0, Band.NO_EFFECT),
        (-0.2, Band.CONTRADICTED),
        (some(0.5, 0.2, -0.2), Band.UNRESOLVED),
    ],
)
def test_every_band_comes_from_what_it_stands_for(outcome: object, band: Band) -> None:
    findings, found = tried(outcome, outcome)
    assert findings[-1].bands == (band,)
    assert found.bands == (band,)


def test_where_some_came_and_some_did_not_nothing_is_said_of_the_theory() -> None:
    """No effect means that no key clause has one; a reasoning that goes the other way contradicts, too."""
    findings, found = tried(0.2, 0.0)
    assert findings[-1].bands == (Band.NO_EFFECT,)
    assert found.bands == (Band.UNRESOLVED,)
    assert tried(-0.2, 0.2)[1].bands == (Band.CONTRADICTED,)


def test_shares_add_up_to_one() -> None:
    findings, _ = tried(0.2, np.concatenate([some(0.5, 0.2, 0.0, 96), np.full(32, -0.2)]))
    assert [share.value for share in findings[-1].shares[:3]] == [0.375, 0.375, 0.25]


def test_all_key_clauses_must_hold_in_the_same_draw() -> None:
    """Each of two clauses holds in nine tenths of the draws; together they hold in eight tenths."""
    reasoning, outcome = some(0.9), some(0.9)[::-1]
    findings, found = tried(reasoning, outcome)
    assert [round(f.shares.expected.value, 1) for f in findings[1:]] == [0.9, 0.9]
    assert found.shares.expected.value == pytest.approx(1.0 - 2.0 * (1.0 - np.mean(reasoning > 0.0)))


@pytest.mark.parametrize(
    ("reasoning", "outcome", "cell"),
    [
        (0.2, 0.2, ReasoningOutcomeCell.FOR_THE_REASON_GIVEN),
        (0.0, 0.2, ReasoningOutcomeCell.ANOTHER_REASON),
        (-0.2, 0.2, ReasoningOutcomeCell.ANOTHER_REASON),
        (0.2, 0.0, ReasoningOutcomeCell.NO_RESULT),
        (0.2, -0.2, ReasoningOutcomeCell.NO_RESULT),
        (0.0, -0.2, ReasoningOutcomeCell.NEITHER),
    ],
)
def test_four_cells(reasoning: float, outcome: float, cell: ReasoningOutcomeCell) -> None:
    _, found = tried(reasoning, outcome)
    assert found.pattern == cell
    assert found.patterns[cell].value == 1.0
    assert sum(share.value for share in found.patterns.values()) == 1.0


def test_without_its_resource_nothing_is_tested() -> None:
    _, found = tried(0.2, 0.2, resource=0.0)
    assert found.pattern == "not tested"
    _, found = tried(0.2, 0.2, resource=some(0.7))
    assert found.pattern == "not tested"


def test_draws_in_which_the_resource_did_not_arrive_are_left_out() -> None:
    """Where it arrives, everything holds; elsewhere nothing does, and that says nothing about the theory."""
    arrives = some(0.9)
    _, found = tried(arrives, arrives, resource=arrives)
    assert found.resource_delivered.value == pytest.approx(np.mean(arrives > 0.0))
    assert found.shares.expected.value == 1.0
    assert found.shares.missing == int(np.sum(arrives == 0.0))


def test_a_quick_look_never_supports() -> None:
    findings, found = tried(0.2, 0.2, draws=32)
    assert found.preliminary
    assert found.bands == (Band.LEANING,)
    assert all(finding.bands == (Band.LEANING,) for finding in findings)


def test_half_and_double_the_smallest_effect_are_tried_too() -> None:
    _, found = tried(0.08, 0.08)
    assert found.at_scales == (Band.SUPPORTED, Band.NO_EFFECT)


def test_values_that_are_missing_are_counted_and_not_guessed() -> None:
    outcome = np.full(DRAWS, 0.2)
    outcome[:16] = np.nan
    findings, _ = tried(0.2, outcome)
    assert (findings[-1].shares.draws, findings[-1].shares.missing) == (DRAWS - 16, 16)
    findings, _ = tried(0.2, np.nan)
    assert findings[-1].bands == (Band.NO_VALUE,)


def test_what_is_expected_not_to_move_uses_the_share_within() -> None:
    asked = asked_of(outcome=[{"measure": "morale", "week": 8, "expect": "none"}])
    values = {("with", RESOURCE): np.full((DRAWS, LUCKS), 0.8), ("with", REASONING): np.full((DRAWS, LUCKS), 0.2)}
    findings, _ = verdict(asked, panel(asked, values, DRAWS, LUCKS))
    assert findings[-1].bands == (Band.SUPPORTED,)
    values["with", OUTCOME] = np.full((DRAWS, LUCKS), 0.2)
    findings, _ = verdict(asked, panel(asked, values, DRAWS, LUCKS))
    assert findings[-1].bands == (Band.CONTRADICTED,)


def test_luck_is_told_apart_from_plausible_settings() -> None:
    """A sure mean effect can go the wrong way in many a world."""
    asked = asked_of()
    values = {
        ("with", RESOURCE): np.full((DRAWS, 64), 0.8), ("with", REASONING): np.full((DRAWS, 64), 0.2),
        ("with", OUTCOME): noisy(np.full(DRAWS, 0.2), 64, 0.2),
    }  # fmt: skip
    findings, _ = verdict(asked, panel(asked, values, DRAWS, 64))
    assert findings[-1].bands == (Band.SUPPORTED,)
    assert findings[-1].replicates_as_predicted == pytest.approx(0.84, abs=0.02)
    assert findings[-1].replicates_same == 0.0


def test_single_pairs_that_do_not_differ_are_neither_right_nor_wrong() -> None:
    asked = asked_of()
    effects = np.zeros((DRAWS, 4))
    effects[:, 0], effects[:, 1] = 0.4, -0.2  # of four pairs one as expected, one the other way, two alike
    values = {
        ("with", RESOURCE): np.full((DRAWS, 4), 0.8), ("with", REASONING): np.full((DRAWS, 4), 0.2),
        ("with", OUTCOME): effects,
    }  # fmt: skip
    findings, _ = verdict(asked, panel(asked, values, DRAWS, 4))
    assert (findings[-1].replicates_as_predicted, findings[-1].replicates_same) == (0.25, 0.5)


def share(value: float, draws: int) -> Estimate95:
    return Estimate95(value, *jeffreys(value * draws, draws))


@pytest.mark.parametrize(
    ("expected", "draws", "possible"),
    [
        (1.0, 256, [Band.SUPPORTED]),
        (0.96, 64, [Band.SUPPORTED, Band.LEANING]),
        (0.9, 256, [Band.LEANING]),
        (0.8, 64, [Band.LEANING, Band.UNRESOLVED]),
    ],
)
def test_a_band_is_named_alone_only_when_the_interval_lies_inside_it(expected: float, draws: int, possible: list[Band]) -> None:
    found = EffectShares(share(expected, draws), share(1.0 - expected, draws), share(0.0, draws), draws, 0)
    assert list(possible_bands(found, quick=False)) == possible
    assert point(found) in possible
    assert (more_draws(found) == 0 and not needs_replicates(found)) == (len(possible) == 1)


def test_jeffreys_interval_against_published_values() -> None:
    """Brown, Cai and DasGupta 2001, Interval estimation for a binomial proportion, table of Jeffreys' limits: n = 10."""
    assert jeffreys(0.0, 10) == (0.0, pytest.approx(0.217, abs=0.001))
    assert jeffreys(1.0, 10) == (pytest.approx(0.011, abs=0.001), pytest.approx(0.381, abs=0.001))
    assert jeffreys(5.0, 10) == (pytest.approx(0.224, abs=0.001), pytest.approx(0.776, abs=0.001))


def test_how_many_more_draws_are_needed_depends_on_the_limit_that_is_open() -> None:
    """E is settled far below its limits; it is N whose interval holds .80."""
    found = EffectShares(share(0.1, 64), share(0.9, 64), share(0.0, 64), 64, 0)
    assert possible_bands(found, quick=False) == (Band.NO_EFFECT,) or more_draws(found) is not None
    nearly = EffectShares(share(0.14, 50), share(0.86, 50), share(0.0, 50), 50, 0)
    needed = more_draws(nearly)
    assert needed is not None
    assert 64 - 50 <= needed < 200  # 1.96 standard errors of .86 fit into .06 with 129 draws
    assert more_draws(EffectShares(share(0.195, 200), share(0.805, 200), share(0.0, 200), 200, 0)) is None


def test_where_luck_leaves_it_open_more_draws_are_not_asked_for() -> None:
    open_by_luck = EffectShares(Estimate95(0.5, 0.1, 0.97), Estimate95(0.5, 0.03, 0.9), share(0.0, 256), 256, 0)
    assert more_draws(open_by_luck) == 0
    assert needs_replicates(open_by_luck)
