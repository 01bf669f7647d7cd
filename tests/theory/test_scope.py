"""Where a theory fails, from settings that are made up; and the whole way once, through the engine."""

from functools import cache

import numpy as np
import pytest
from theories import case

from icsim.catalogue import catalogue
from icsim.statistics.decision_tree import SplitCondition, TreeLeaf, fit_tree
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.scope import ScopeOutcome, ScopeResult, free_context, scope_conditions, scope_result, scope_table

POINTS = 128
NAMES, VALUES = scope_table(draw_parameters(POINTS, 1, around=tuple(catalogue().context)))
NUMBERS = {name: VALUES[:, n] for n, name in enumerate(NAMES)}
CONTEXT = [name for name in NAMES if name.startswith("context.")]


def made(held: np.ndarray, otherwise: ScopeOutcome = ScopeOutcome.ERASED) -> ScopeResult:
    """The box of the smallest theory with these outcomes in the settings of every theory."""
    return scope_result(case("smallest"), NAMES, VALUES, tuple(ScopeOutcome.HELD if one else otherwise for one in held), 0)


def wrong(held: np.ndarray, share: float) -> np.ndarray:
    """Some settings the other way round, as luck would have it."""
    return held ^ (np.random.default_rng(3).random(held.size) < share)


@pytest.mark.slow
def test_the_planted_boundary_is_found_among_hundreds_of_numbers() -> None:
    fails_where = (NUMBERS["context.demand"] > 0.6) & (NUMBERS["context.initial_trust"] <= 0.55)
    found = made(wrong(~fails_where, 0.05))
    (worst, *_) = found.circumstances.rare
    limits = {limit.name: limit for limit in worst.limits}
    assert found.circumstances.found
    assert (limits["context.demand"].above, limits["context.initial_trust"].above) == (True, False)
    assert limits["context.demand"].threshold == pytest.approx(0.6, abs=0.05)
    assert limits["context.initial_trust"].threshold == pytest.approx(0.55, abs=0.08)
    assert found.circumstances.accuracy > 0.8
    assert set(found.axes) == {"context.demand", "context.initial_trust"}
    assert found.best is found.circumstances  # numbers of the rules add nothing


@pytest.mark.slow
def test_a_number_of_the_rules_is_no_circumstance() -> None:
    """Some circumstance always goes along with it in so few settings; what tells better is told instead."""
    found = made(wrong(NUMBERS["parameters.trust.gain"] > np.median(NUMBERS["parameters.trust.gain"]), 0.05))
    assert found.everything.found
    assert next(iter(found.everything.importance)) == "parameters.trust.gain"
    assert found.axes[0] == "parameters.trust.gain"
    assert found.best is found.everything


@cache
def of_noise(names: int, share: float) -> float:
    """How often a rule is found where there is none."""
    hits = 0
    for seed in range(40):
        chance = np.random.default_rng(seed)
        values, held = chance.random((POINTS, names)), chance.random(POINTS) < share
        found = fit_tree(values, [str(n) for n in range(names)], held)
        hits += found is not None and found.found
    return hits / 40.0


@pytest.mark.slow
@pytest.mark.parametrize(("names", "share"), [(17, 0.5), (17, 0.85)])
def test_noise_has_no_simple_rule(names: int, share: float) -> None:
    assert of_noise(names, share) <= 0.1


def test_a_tree_that_fits_noise_well_is_still_none() -> None:
    """In the settings it was made with, it seems to tell much."""
    chance = np.random.default_rng(8)
    held = chance.random(POINTS) < 0.5
    found = fit_tree(chance.random((POINTS, 200)), [str(n) for n in range(200)], held)
    shares = [leaf.share for leaf in found.leaves]
    assert max(shares) - min(shares) > 0.3
    assert not found.found


def test_where_it_nearly_always_holds_no_rule_is_looked_for() -> None:
    held = np.ones(POINTS, dtype=bool)
    assert made(held).circumstances is None
    held[:7] = False
    assert made(held).circumstances is None
    assert len(made(held).axes) == 2


def test_leaves_hold_every_setting_once_and_know_who_lies_in_them() -> None:
    held = wrong(NUMBERS["context.urgency"] > 0.4, 0.1)
    found = made(held).everything
    inside = np.stack([leaf.has(VALUES, NAMES) for leaf in found.leaves])
    assert (inside.sum(axis=0) == 1).all()
    assert [leaf.of for leaf in found.leaves] == inside.sum(axis=1).tolist()
    assert [leaf.hits for leaf in found.leaves] == [int(held[one].sum()) for one in inside]
    assert min(leaf.of for leaf in found.leaves) >= 16


def test_limits_of_a_leaf() -> None:
    leaf = TreeLeaf((SplitCondition("a", True, 0.2), SplitCondition("a", False, 0.5)), 1, 2)
    assert leaf.has(np.array([[0.2], [0.3], [0.5], [0.6]]), ["a"]).tolist() == [False, True, True, False]


def test_settings_in_which_nothing_was_tested_teach_nothing() -> None:
    """The resource fails to arrive where demand is high; where it arrives, trust at the start decides."""
    came = [
        ScopeOutcome.UNTESTED if demand > 0.7 else ScopeOutcome.HELD if trust > 0.5 else ScopeOutcome.FLIPPED
        for demand, trust in zip(NUMBERS["context.demand"], NUMBERS["context.initial_trust"], strict=True)
    ]
    found = scope_result(case("smallest"), NAMES, VALUES, tuple(came), 0)
    assert sum(leaf.of for leaf in found.circumstances.leaves) == found.tested.sum() == POINTS - came.count(ScopeOutcome.UNTESTED)
    assert next(iter(found.circumstances.importance)) == "context.initial_trust"
    assert next(iter(found.flips.importance)) == "context.initial_trust"


def test_what_the_theory_its_arms_or_the_user_settle_is_left_alone() -> None:
    assert free_context(case("smallest")) == tuple(catalogue().context)
    assert set(catalogue().context) - set(free_context(case("smallest", "context.demand=0.9"))) == {"demand"}
    crisis = set(catalogue().context) - set(free_context(case("smallest", "context=crisis")))
    assert crisis == {"urgency", "change_load", "demand"}
    assert "demand" in free_context(case("smallest", "parameters.trust.gain=0.1"))


def test_box4_through_the_engine() -> None:
    chosen = case("box4", "weeks=52", "context.demand=0.5")
    found = scope_conditions(chosen, 24)
    assert len(found.came) == found.values.shape[0] == 24
    assert "context.demand" not in found.names
    assert {"context.urgency", "parameters.fairness.pain"} <= set(found.names)
    assert found.came == scope_conditions(chosen, 24).came
    assert scope_conditions(chosen, 0) is None


def test_a_theory_that_never_delivers_its_resource_is_never_tested() -> None:
    found = scope_conditions(case("overtaken"), 16)
    assert set(found.came) == {ScopeOutcome.UNTESTED}
    assert found.circumstances is None
