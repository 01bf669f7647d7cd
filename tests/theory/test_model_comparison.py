import numpy as np
import pytest
from theories import case

from icsim.base.errors import UserError
from icsim.config.compose import compose, groups
from icsim.statistics.effect_shares import Band
from icsim.theory.model_comparison import (
    GROUP,
    MODEL,
    ModelScore,
    check_rules_free,
    check_same_draws,
    chosen_rivals,
    discriminating_clause,
    joint_score,
    model_claim,
    pass_outcome,
    rivals,
    rule_choices,
    score,
    with_rival_rules,
)
from icsim.theory.run_theory import run_theory
from icsim.theory.theory_cases import load_cases

SMALL = ("budget=quick", "budget.draws=16", "budget.replicates=8", "budget.max_replicates=8", "budget.robustness_draws=0")
LUCKS = 8


def samples(held: list[float]) -> np.ndarray:
    """The same in every sample of the bootstrap."""
    return np.repeat(np.array([value == 1.0 for value in held])[:, None], 401, axis=1)


def all_of(*held: list[float]):
    return joint_score([np.array(one) for one in held], [samples(one) for one in held], LUCKS)


def test_all_together_means_in_the_same_draw():
    """Each of two theories holds in half of the draws, but never in the same: neither a product nor a minimum."""
    apart_, same = all_of([1, 1, 0, 0], [0, 0, 1, 1]), all_of([1, 1, 0, 0], [1, 1, 0, 0])
    assert (apart_.held, apart_.share.value) == (0, 0.0)
    assert (same.held, same.share.value) == (2, 0.5)
    assert same.share.low < 0.5 < same.share.high


def test_a_resource_that_did_not_arrive_counts_as_not_held_and_is_counted():
    found = all_of([1, np.nan, 1, 1], [1, 1, np.nan, 0])
    assert (found.held, found.draws, found.missing) == (1, 4, 2)
    assert found.share.value == 0.25


@pytest.mark.parametrize(
    ("tested", "bands", "expected"),
    [
        (True, [Band.SUPPORTED], "passes"),
        (True, [Band.SUPPORTED, Band.LEANING], "passes"),
        (True, [Band.LEANING, Band.UNRESOLVED], "open"),
        (True, [Band.UNRESOLVED], "fails"),
        (True, [Band.NO_EFFECT, Band.CONTRADICTED], "fails"),
        (False, [Band.SUPPORTED], "fails"),
        (True, [Band.NO_VALUE], "fails"),
    ],
)
def test_a_model_passes_where_the_interval_leaves_nothing_worse_than_leaning(tested, bands, expected):
    assert pass_outcome(tested, bands) == expected


def test_the_clause_that_tells_apart_best_is_the_one_whose_shares_differ_most():
    assert discriminating_clause({"a": 0.9, "b": 0.2, "c": None}, {"a": 0.5, "b": 0.9, "c": 0.0}) == "b"
    assert discriminating_clause({"a": 0.4}, {"a": 0.4}) is None
    assert discriminating_clause({"a": None}, {"a": 1.0}) is None


def test_the_rivals_are_those_of_the_charter_and_say_what_they_claim():
    assert set(rivals()) == {"generic_trust", "hero", "contract", "resources_only", "no_leader"}
    for model in rivals():
        assert rule_choices(model)
        assert len(model_claim(model).split()) > 10
        assert not model_claim(model).startswith(("Rival", "#"))
    assert rule_choices(MODEL) == {}


def test_rivals_are_chosen_by_name():
    assert chosen_rivals(None) == rivals()
    assert chosen_rivals(["hero", "contract", "hero"]) == ("hero", "contract")
    with pytest.raises(UserError, match=r"rivals: hreo is no rival model; allowed: .*; did you mean hero\?"):
        chosen_rivals(["hreo"])


@pytest.mark.parametrize("override", ["rules=hero", "+rules=hero", "rules.leading=hero", "~rules"])
def test_rules_that_make_a_rival_cannot_be_set_beside_it(override):
    with pytest.raises(UserError, match="the scoreboard sets it"):
        check_rules_free([override])


def _said(command: str, overrides: list[str]) -> str:
    """What is said against them; nothing where they are taken."""
    try:
        compose(command, overrides)
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.slow
def test_it_takes_every_option_that_a_test_takes():
    assert not _said("test", ["engine=one_thread"])
    for group in ("budget", "context", "engine", "leadership", "place"):
        for option in groups("test")[group]:
            choice = [f"{group}={option}"]
            assert _said("scoreboard", choice) == _said("test", choice).replace("icsim test", "icsim scoreboard")
    assert GROUP not in groups("scoreboard")


def test_other_rules_may_be_set():
    check_rules_free(["rules.trust=symmetric", "budget=quick"])
    for model in (MODEL, "hero"):
        arms = with_rival_rules(case("smallest", *SMALL, "rules.trust=symmetric"), model).arms
        assert {arm.values["rules"]["trust"] for arm in arms.values()} == {"symmetric"}


@pytest.mark.slow
@pytest.mark.parametrize("model", ["contract", "generic_trust", "hero", "no_leader", "resources_only"])
def test_a_theory_under_a_rival_is_the_one_that_its_rules_give(model):
    own = with_rival_rules(case("smallest", *SMALL), model)
    (composed,) = load_cases([str(case_file("smallest"))], [*SMALL, f"rules={model}"])
    assert {name: arm.content_hash() for name, arm in own.arms.items()} == {
        name: arm.content_hash() for name, arm in composed.arms.items()
    }
    assert own.content != with_rival_rules(case("smallest", *SMALL), MODEL).content


@pytest.mark.slow
def test_doses_are_under_the_rival_too():
    own = with_rival_rules(case("every_form", *SMALL), "hero")
    assert own.dosed
    assert {arm.values["rules"]["leading"] for arm in (*own.arms.values(), *own.dosed.values())} == {"hero"}


def test_theories_in_other_draws_are_never_put_together():
    with pytest.raises(UserError, match=r"has budget.draws=16 budget.replicates=8 seed=2 where smallest.yaml has .* seed=1"):
        check_same_draws([case("smallest", *SMALL), case("smallest", *SMALL, "seed=2")])


@pytest.fixture(scope="module")
def ours() -> ModelScore:
    return score(with_rival_rules(case("box4", *SMALL), MODEL), MODEL)


@pytest.mark.slow
def test_the_lean_path_gives_the_verdict_of_a_test(ours):
    whole = run_theory(case("box4", *SMALL))
    assert ours.verdict.shares == whole.verdict.shares
    assert ours.verdict.bands == whole.verdict.bands
    for own, other in zip(ours.findings, whole.findings, strict=True):
        assert np.array_equal(own.effects, other.effects, equal_nan=True)


@pytest.mark.slow
def test_samples_begin_with_what_was_seen(ours):
    assert np.array_equal(ours.samples[:, 0], ours.verdict.held == 1.0)
    assert ours.samples.shape == (16, 401)


@pytest.mark.slow
def test_where_no_leader_matters_no_clause_moves():
    """Where arms differ only in levers: without leaders that matter, nothing follows, to the bit."""
    own, none = (score(with_rival_rules(case("box1", *SMALL), model), model) for model in (MODEL, "no_leader"))
    assert all(np.all(np.nan_to_num(one.effects) == 0.0) for one in none.findings if one.asked.part != "resource")
    assert not none.samples.any()
    assert any(np.any(one.effects != 0.0) for one in own.findings if one.asked.part == "outcome")


@pytest.mark.slow
def test_where_no_leader_matters_events_act_as_ever(ours):
    """The arms of Box 4 differ in a dated decision as well, and what happens is no lever."""
    none = score(with_rival_rules(case("box4", *SMALL), "no_leader"), "no_leader")
    moved = [np.abs(np.nan_to_num(one.effects)).max() for one in none.findings if one.asked.part == "outcome"]
    assert min(moved) > 0.0
    assert any(not np.array_equal(one.effects, own.effects) for one, own in zip(none.findings, ours.findings, strict=True))


def case_file(name: str):
    from theories import HERE

    return HERE / "valid" / f"{name}.yaml"
