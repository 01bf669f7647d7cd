"""Controls of the verdict: where the truth is known, it must come out."""

from functools import cache

import numpy as np
import pytest

from icsim.catalogue import catalogue
from icsim.engine.block import ReplicateSeeds
from icsim.statistics.effect_shares import Band
from icsim.theory.effects import arm_contrast
from icsim.theory.panel import run_panel
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.verdict import ClauseResult
from loser_controls import null_losers
from null_controls import (
    FIRST,
    SECOND,
    NullPanels,
    NullTheory,
    make_null,
    null_results,
    random_theory,
    reversed_clauses,
    run_null,
)
from positive_controls import PlantedEffect, classify_readings, is_misclassified

NULLS, DRAWS, LUCKS = 8, 64, 4
TIERS = ("leadership.team.", "leadership.system.")


@cache
def nulls() -> list[tuple[NullTheory, NullPanels]]:
    made = [make_null(seed) for seed in range(NULLS)]
    return [(one, run_null(one, draw_parameters(DRAWS, 1), LUCKS)) for one in made]


def key(found: tuple[ClauseResult, ...]) -> list[ClauseResult]:
    return [finding for finding in found if finding.asked.key]


@pytest.mark.slow
def test_a_null_theory_is_made_the_same_again() -> None:
    (other, _), (one, _) = nulls()[:2]
    again = make_null(one.seed)
    assert [arm.content_hash() for arm in one.arms.values()] == [arm.content_hash() for arm in again.arms.values()]
    assert one.asked == again.asked
    assert one.arms[FIRST].content_hash() != other.arms[FIRST].content_hash()
    assert {made.differ for made, _ in nulls()} == {"levers", "context", "event"}


@pytest.mark.slow
def test_nulls_are_not_supported_in_any_direction() -> None:
    """At most one clause in twenty; with four replicates only, so that there is much luck to be taken in by."""
    for way in ("coin", "same"):
        found = [finding for one, worlds in nulls() for finding in key(null_results(one.asked, getattr(worlds, way)()))]
        false = sum(finding.bands in ((Band.SUPPORTED,), (Band.CONTRADICTED,)) for finding in found)
        assert false <= 0.05 * len(found)


@pytest.mark.slow
def test_the_nulls_are_no_empty_worlds() -> None:
    """Luck moves them, coins change arms, and some of the contrasts behind them do have an effect."""
    readings = [arm_contrast(asked, worlds.same()) for one, worlds in nulls() for asked in one.asked if asked.key]
    moved = [bool(np.nan_to_num(found).any()) for found in readings]
    assert np.mean(moved) > 0.5
    assert all(0.2 < worlds.coins.mean() < 0.8 for _, worlds in nulls())
    real = [f.shares.expected.value + f.shares.opposite.value for one, w in nulls() for f in key(null_results(one.asked, w.real()))]
    assert max(real) > 0.2


@pytest.mark.slow
def test_a_coin_changes_the_arms_of_its_draw_and_leaves_their_luck() -> None:
    one, worlds = nulls()[0]
    swapped, here = worlds.coin().values, worlds.coins
    assert np.array_equal(swapped[0][here], worlds.one.values[1][here], equal_nan=True)
    assert np.array_equal(swapped[1][here], worlds.other.values[0][here], equal_nan=True)
    assert np.array_equal(swapped[0][~here], worlds.one.values[0][~here], equal_nan=True)
    assert not set(worlds.one.replicates) & set(worlds.other.replicates)
    assert all(arm.world.place == one.arms[FIRST].world.place for arm in one.arms.values())


@pytest.mark.slow
def test_with_every_expectation_turned_round_e_and_o_change_places_exactly() -> None:
    for one, worlds in nulls():
        for panel in (worlds.real(), worlds.coin()):
            for a, b in zip(null_results(one.asked, panel), null_results(reversed_clauses(one.asked), panel), strict=True):
                if a.asked.key:
                    assert np.array_equal(np.array(a.shares[:3]), np.array(b.shares[:3][::-1]), equal_nan=True)


def made(plan: PlantedEffect, seeds: int = 40) -> list[tuple[float, bool, tuple[Band, ...], bool]]:
    """Error of E, whether its interval holds, the bands, and whether they are wrong, for panels made up."""
    found = []
    for seed in range(seeds):
        counted, possible = classify_readings(plan.readings(np.random.default_rng(seed)))
        e = counted.expected
        found.append((e.value - plan.expected, e.low <= plan.expected <= e.high, possible, is_misclassified(plan, possible)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("skewed", [False, True])
@pytest.mark.parametrize("expected", [0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0])
def test_planted_effects_come_back_as_what_they_are(expected: float, skewed: bool) -> None:
    """Standard error of a draw's mean a quarter of the smallest effect, as the stop rule has it."""
    found = made(PlantedEffect(expected, noise=1.4, skewed=skewed))
    assert abs(np.mean([error for error, *_ in found])) < 0.06
    assert np.mean([astray for *_, astray in found]) <= 0.05
    if 0.0 < expected < 1.0 and not skewed:
        assert np.mean([held for _, held, *_ in found]) >= 0.85


@pytest.mark.slow
@pytest.mark.parametrize(("expected", "band"), [(0.0, Band.NO_EFFECT), (0.6, Band.UNRESOLVED), (0.88, Band.LEANING)])
def test_many_draws_name_the_planted_band_alone(expected: float, band: Band) -> None:
    found = made(PlantedEffect(expected, noise=0.5, draws=512, replicates=32), seeds=10)
    assert np.mean([possible == (band,) for *_, possible, _ in found]) >= 0.8


def test_an_effect_in_every_setting_is_supported_and_a_quick_look_never_says_so_alone() -> None:
    assert all(possible == (Band.SUPPORTED,) for *_, possible, _ in made(PlantedEffect(1.0, noise=0.0), seeds=10))
    assert all(possible != (Band.SUPPORTED,) for *_, possible, _ in made(PlantedEffect(1.0, 0.0, draws=32), seeds=10))


def test_luck_that_all_settings_share_is_not_taken_for_support() -> None:
    """The worst case of a crossed design: the same luck lifts every setting at once, by more than the smallest effect."""
    found = made(PlantedEffect(0.0, noise=8.0, replicates=16, common=1.0), seeds=100)
    assert np.mean([error > 0.9 for error, *_ in found]) > 0.1, "luck lifts all settings in some panels"
    assert np.mean([possible == (Band.SUPPORTED,) for *_, possible, _ in found]) <= 0.05


def once(one: NullTheory) -> tuple[ClauseResult, ...]:
    return null_results(
        one.asked, run_panel(one.arms, draw_parameters(DRAWS, 1), [ReplicateSeeds(n, n) for n in range(2)], one.wanted)
    )


def test_a_lever_that_arrives_has_no_effect_where_no_path_leads() -> None:
    lever = "leadership.team.inspiring_intent.recognition"
    arms = {FIRST: {lever: 0.9}, SECOND: {lever: 0.1}}
    came = {"measure": "enacted.recognition", "of": {"tier": "team"}, "week": 13, "expect": "up"}
    for rules in ({}, {"rules.morale": "off", "rules.exits": "off"}):
        outcome = [{"measure": name, "week": 13, "expect": "up"} for name in ("morale", "job_fear")]
        reasoning = [{"measure": "intent", "week": 8, "expect": "up"}]
        one = random_theory({"place": "pair", "weeks": 13, **rules}, arms, 13, reasoning, outcome, came)
        resource, _, *unreached = once(one)
        assert resource.shares.expected.value == 1.0
        assert unreached[0].effects.any() != bool(rules), "recognition lifts morale, unless the rule is off"
        if rules:
            assert all(not finding.effects.any() for finding in unreached)
            assert all(finding.bands == (Band.NO_EFFECT,) for finding in unreached)


def every(week: int) -> list[dict[str, object]]:
    return [
        {"measure": m.name, "by_week" if m.kind == "count" else "week": week, "expect": "up"}
        for m in catalogue().measures.values()
        if not m.per_lever
    ]


@pytest.mark.slow
@pytest.mark.parametrize("exits", ["off", "on"])
def test_attention_is_idle_in_every_measure(exits: str) -> None:
    arms = {FIRST: {tier + "attention": 0.6 for tier in TIERS}, SECOND: {tier + "idle": 0.6 for tier in TIERS}}
    one = random_theory({"place": "place", "weeks": 13, "rules.exits": exits}, arms, 13, every(13)[:1], every(13)[1:], RESOURCE)
    assert all(not np.nan_to_num(finding.effects).any() for finding in once(one))


RESOURCE = {"measure": "enacted.vision", "week": 13, "expect": "none"}
HARD = {"place": "place", "context.demand": 0.9, "context.complexity": 0.9}
DOSES = {arm: {tier + "resilience": dose for tier in TIERS} for arm, dose in ((FIRST, 0.9), (SECOND, 0.1))}


@pytest.mark.slow
def test_resilience_eases_leaders_strain_and_without_exits_nothing_else() -> None:
    one = random_theory({**HARD, "weeks": 13, "rules.exits": "off"}, DOSES, 13, every(13)[:1], every(13)[1:], RESOURCE)
    moved = {f.asked.clause.measure: f for f in once(one) if np.nan_to_num(f.effects).any()}
    assert set(moved) == {"leader_strain"}
    assert moved["leader_strain"].size.high < 0.0


@pytest.mark.slow
def test_resilience_delays_exits() -> None:
    """By which week how many fewer is printed by `benchmarks/controls.py placebos`."""
    outcome = [{"measure": "leader_exits", "by_week": week, "expect": "down"} for week in (26, 52)]
    one = random_theory({**HARD, "weeks": 52}, DOSES, 26, [{"measure": "leader_strain", "week": 26, "expect": "down"}], outcome)
    _, strain, _, exits = once(one)
    assert strain.shares.expected.value > 0.8
    assert exits.size.high < 0.0


@pytest.mark.slow
def test_where_nothing_differs_but_replicates_nobody_loses_or_gains() -> None:
    """Though somebody of hundreds always looks worse: this is what the correction is for."""
    draws = list(draw_parameters(16, 1))
    for seed in range(2):
        found = null_losers(make_null(seed), draws, 8)
        for kind in ("coin", "same"):
            assert found[kind].half
            assert (found[kind].named, found[kind].gaining) == (0, 0)
