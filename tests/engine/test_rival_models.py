"""The five rival models: what each believes in moves joint work, what it says is idle moves nothing, and all is enacted."""

from typing import Any

import numpy as np
import pytest
from worlds import LIVING, SYSTEM, TEAM, changed, differs, plain, replicates, rich, run, stepped

from icsim.catalogue import catalogue
from icsim.config.compose import compose, groups
from icsim.config.settings import Settings
from icsim.engine.block import build_block
from icsim.engine.block_fields import EXPRESSIONS, Block
from icsim.engine.compiled_week import week_kernel
from icsim.engine.ensemble import run_ensemble
from icsim.engine.measures import Query

MODELS = ("no_leader", "generic_trust", "hero", "contract", "resources_only")
SHOWN = {"practice_pace", "mean_enactment", "goodwill"}  # what leaders give as it is shown; read by no step but a rival's own
NUMBERS = [lever for lever in catalogue().levers.values() if not lever.choices]


def rules_of(model: str) -> dict[str, Any]:
    """What the configuration file of a rival chooses, as paths."""
    chosen = compose("run", [f"rules={model}"]).resolved()["rules"]
    usual = plain("place").resolved()["rules"]
    return {f"rules.{name}": word for name, word in chosen.items() if word != usual[name]}


def under(model: str, settings: Settings, **paths: Any) -> Settings:
    return changed(settings, rules_of(model) | paths)


def everything(tier: str, dose: float, word: int = -1) -> dict[str, Any]:
    """Every lever of a tier at a dose, choices at one of their words, and leaders far apart."""
    there = [lever for lever in catalogue().levers.values() if tier.split(".")[1] in lever.tiers]
    numbers = {tier + lever.key: dose for lever in there if not lever.choices}
    words = {tier + lever.key: list(lever.choices)[word] for lever in there if lever.choices}
    return numbers | words | {tier + "spread": 0.25}


def moved(arms: list[Settings], weeks: int = 60) -> set[str]:
    """The fields in which any later arm differs from the first, in two worlds, in any of the weeks looked at."""
    block, found = build_block(arms, replicates(2)), set()
    for week in stepped(block, arms, weeks):
        if week < 4 or week % 10 == 0:
            found |= set().union(*(differs(block, 2 * n + w, w) for n in range(1, len(arms)) for w in range(2)))
    return found


def reset(block: Block, states: dict[str, float]) -> dict[str, Any]:
    """All team and tie fields after one more week on a copy of the block, in which these states were put to a value."""
    packed = type(block.packed)(*(array.copy() for array in block.packed))
    for name, value in states.items():
        eval(EXPRESSIONS[name], {"block": packed})[:] = value
    week_kernel().weeks(packed, 21, 21)
    return {name: eval(EXPRESSIONS[name], {"block": packed}) for name in LIVING}


def collaboration(arms: list[Settings], weeks: int = 104) -> list[float]:
    values = run_ensemble(arms, replicates(16), [Query("collaboration")], (weeks,)).array
    return [float(np.nanmean(arm)) for arm in values[:, 0, 0]]


@pytest.mark.slow
def test_each_model_is_an_option_that_differs_from_the_default_in_rules_alone() -> None:
    assert set(groups("run")["rules"]) == {"default", *MODELS}
    for model in MODELS:
        assert rules_of(model)


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_the_same_is_enacted_as_under_the_mechanisms(model: str) -> None:
    """So that a theory's resource arrives; without exits, whose weeks differ."""
    base = changed(rich("place"), {"rules.exits": "off", TEAM + "commitment_to_learning.level": 0.9})
    queries = [Query(f"enacted.{lever.name}", {"tier": tier}) for lever in NUMBERS for tier in ("team", "system")]
    ours, rival = run_ensemble([base, under(model, base)], replicates(2), queries, (4, 20)).array
    assert np.array_equal(ours, rival, equal_nan=True)
    assert np.nanmax(ours) > 0.5


def test_no_leader_no_lever_moves_anything_but_what_is_shown() -> None:
    base = under("no_leader", rich("place"))
    arms = [base, *(changed(base, everything(TEAM, d) | everything(SYSTEM, 1.0 - d)) for d in (0.05, 0.5, 0.95))]
    assert moved(arms) == {"practice_pace"}


def test_no_leader_is_the_world_of_default_levers_alike() -> None:
    alike = changed(plain("place"), {TEAM + "spread": 0.0, SYSTEM + "spread": 0.0})
    assert moved([alike, under("no_leader", alike)]) == set()


@pytest.mark.slow
def test_generic_trust_hears_the_mean_alone() -> None:
    """Doses of equal mean are equal worlds, whichever levers they are of; more gives more trust, harm less."""
    base = under("generic_trust", plain("place"), **{TEAM + "spread": 0.0, SYSTEM + "spread": 0.0})
    ii, tw = TEAM + "inspiring_intent.", TEAM + "taking_wider_view."
    free = (ii + "authenticity", ii + "user_centred", tw + "system_goal", tw + "astuteness")  # none of them takes hours
    doses = [(0.75, 0.25, 0.5, 0.5), (0.25, 0.75, 0.5, 0.5), (0.5, 0.5, 0.25, 0.75)]
    arms = [changed(base, dict(zip(free, dose, strict=True))) for dose in doses]
    assert moved(arms) == set()
    more = changed(base, dict.fromkeys(free, 1.0))
    harm = changed(more, {TEAM + "working_with_power.threat": 1.0, TEAM + "creating_conditions.cost_cutting": 1.0})
    words = changed(base, {tw + "contacts": "like_minded", ii + "framing": "relational"})
    assert moved([base, words]) == set()
    block = run([base, more, harm], replicates(1), 30)
    for trust in (block.trust_leading[block.rel_on > 0].mean(axis=0), block.trust_ab.mean(axis=0)):
        assert trust[0] < trust[1]
        assert trust[2] < trust[1]


def test_generic_trust_takes_no_placebo_for_giving() -> None:
    base = under("generic_trust", plain("place"))
    light = changed(base, {f"parameters.leader_time.{name}": low for name, low in (("base", 8.0), ("span", 0.3))})
    arms = [changed(light, {TEAM + "attention": dose, TEAM + "resilience": dose}) for dose in (0.0, 0.2)]
    assert moved(arms) <= {"practice_pace"}


def test_hero_no_team_leader_moves_anything() -> None:
    base = under("hero", rich("place"))
    assert moved([base, changed(base, everything(TEAM, 0.05)), changed(base, everything(TEAM, 0.95))]) <= SHOWN


def test_hero_only_the_one_at_the_top_counts_and_only_by_inspiring() -> None:
    base = under("hero", plain("place"))
    power = {"working_with_power": {"heed": 0.95, "threat": 0.9}, "taking_wider_view": {"astuteness": 0.1}}
    inspiring = {"inspiring_intent": {"vision": 0.95, "authenticity": 0.95}}
    others = changed(base, {"leader": {"director": power, "acute/lead": inspiring}})
    assert moved([base, others]) <= SHOWN
    hero = changed(base, {"leader": {"director": inspiring}})
    assert {"joint", "success"} <= moved([base, hero])


def test_hero_needs_no_reasoning() -> None:
    """Intent and ownership stand for nothing where there is a hero; by default they are the motive."""
    arms = [under("hero", plain("merged_hospital")), plain("merged_hospital")]
    block = run(arms, replicates(2), 20)
    assert (block.team_hero >= 0).all()
    less, more = (reset(block, dict.fromkeys(("intent", "ownership"), level))["willing_team"] for level in (0.1, 0.9))
    assert np.array_equal(less[:, :2], more[:, :2])
    assert (less[:, 2:] + 0.05 < more[:, 2:]).all()


def test_a_team_with_nobody_above_keeps_its_own_motive_under_hero() -> None:
    assert moved([under("no_leader", plain("pair")), under("hero", plain("pair"))]) <= SHOWN


@pytest.mark.parametrize("model", ["contract", "resources_only"])
def test_trust_and_intent_have_no_part_in_the_chance_of_joint_work(model: str) -> None:
    """Whatever trust, intent and the like stand at, the same come and the same succeed; by default others do."""
    block = run([under(model, plain("place")), plain("place")], replicates(4), 20)
    states = (
        "trust_ab",
        "trust_ba",
        "intent",
        "ownership",
        "territoriality",
        "turnout_reputation",
        "conflict_open",
        "distance",
        "skill",
    )
    low, high = (reset(block, dict.fromkeys(states, level)) for level in (0.1, 0.9))
    for field in ("cases", "came_a", "came_b", "success"):
        assert np.array_equal(low[field][:, :4], high[field][:, :4]), field
    for field in ("came_a", "came_b", "success"):
        assert not np.array_equal(low[field][:, 4:], high[field][:, 4:]), field


def test_resources_only_trust_reaches_nothing_else() -> None:
    base = under("resources_only", plain("place"))
    arms = [base, *(changed(base, {"context.initial_trust": trust}) for trust in (0.1, 0.9))]
    assert moved(arms) <= {"trust_ab", "trust_ba", "contact", "weight", "fairness_next"}


def test_resources_only_no_lever_moves_anything_but_what_is_shown() -> None:
    base = under("resources_only", rich("merged_hospital"))
    assert moved([base, changed(base, everything(TEAM, 0.9) | everything(SYSTEM, 0.1))]) == {"practice_pace"}


SHORT = pytest.mark.xfail(strict=True, reason="under the rules of now a mandate moves it by .048, less than counts")
BELIEVED: list[Any] = [
    pytest.param("no_leader", {"context.mandate": 0.0}, {"context.mandate": 1.0}, marks=SHORT),
    ("no_leader", {"context.initial_trust": 0.1}, {"context.initial_trust": 0.9}),
    (
        "generic_trust",
        {f"{tier}{name}.level": 0.1 for tier in (TEAM, SYSTEM) for name in catalogue().levels},
        {f"{tier}{name}.level": 0.9 for tier in (TEAM, SYSTEM) for name in catalogue().levels},
    ),
    ("hero", {SYSTEM + "inspiring_intent.level": 0.1}, {SYSTEM + "inspiring_intent.level": 0.9}),
    ("contract", {"context.mandate": 0.1}, {"context.mandate": 0.9}),
    ("contract", {SYSTEM + "creating_conditions.alignment": 0.0}, {SYSTEM + "creating_conditions.alignment": 1.0}),
    ("resources_only", {"context.protected_time": 0.1}, {"context.protected_time": 0.9}),
    ("resources_only", {"context.silo_funding": 0.9}, {"context.silo_funding": 0.1}),
    ("resources_only", {"context.demand": 0.9}, {"context.demand": 0.3}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("model", "low", "high"), BELIEVED)
def test_what_a_model_believes_in_moves_joint_work(model: str, low: dict[str, Any], high: dict[str, Any]) -> None:
    base = plain("merged_hospital")
    less, more = collaboration([under(model, base, **low), under(model, base, **high)])
    assert more > less + 0.05
