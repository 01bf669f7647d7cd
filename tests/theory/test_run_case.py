"""Theories through the engine: what the core gives a report."""

import threading

import numpy as np
import pytest
from theories import case

from icsim.engine.crossed_design import run_crossed
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.statistics.effect_shares import count_shares
from icsim.theory import run_theory as run_module
from icsim.theory.bystanders import bystanders
from icsim.theory.effects import effect, replicate_standard_error, resource_delivered
from icsim.theory.panel import bootstrap_weights
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.robustness import attention_control, robustness_checks
from icsim.theory.run_theory import ResolvedBudget, clause_readings, run_theory
from icsim.theory.theory_result import TheoryResult
from icsim.theory.verdict import ClauseResult

SMALL = ("budget=quick", "budget.draws=16", "budget.replicates=8", "budget.max_replicates=8", "budget.robustness_replicates=4")


@pytest.fixture(scope="module")
def box4() -> TheoryResult:
    return run_theory(case("box4", *SMALL))


def clause(tried: TheoryResult, column: str) -> ClauseResult:
    return next(finding for finding in tried.findings if finding.asked.column == column)


@pytest.mark.slow
def test_effects_are_what_the_worlds_say(box4: TheoryResult) -> None:
    chosen, effort = box4.case, ResolvedBudget.of(box4.case.pair[0])
    draws = draw_parameters(effort.draws, effort.seed, settings=effort.settings)
    values = run_crossed(chosen.pair, draws, replicate_seeds(chosen.pair[0], effort.replicates), clause_readings(chosen))
    places = {(query.key, week): n for n, (query, week) in enumerate(clause_readings(chosen))}
    single = [one for one in chosen.asked if len(one.terms) == 1 and not one.less]
    found = {one.column: places[one.terms[0][0].key, one.week] for one in single}
    apart = {column: values[0, :, n] - values[1, :, n] for column, n in found.items()}
    unseen = np.any([np.isnan(apart[one.column]) for one in single if one.part == "resource"], axis=0)
    assert len(single) >= 6
    for one in single:
        expected = np.nanmean(np.where(unseen, np.nan, apart[one.column]), axis=-1)
        assert clause(box4, one.column).effects == pytest.approx(expected)


@pytest.mark.slow
def test_box4_delivers_its_resource(box4: TheoryResult) -> None:
    """Whatever the parameters are: both ask, and one heeds."""
    assert box4.verdict.resource_delivered.value == 1.0
    assert box4.verdict.tested


@pytest.mark.slow
def test_where_nobody_decides_nothing_is_tested() -> None:
    """Asking and heeding show in decisions: without one, the resource has not arrived, whatever the levers say."""
    tried = run_theory(case("box4", *SMALL, "rules.decisions=off"))
    assert tried.verdict.pattern == "not tested"
    assert all(f.shares.draws == 0 for f in tried.findings)


@pytest.mark.slow
def test_a_resource_that_does_not_arrive_means_not_tested() -> None:
    tried = run_theory(case("overtaken", *SMALL))
    assert tried.verdict.resource_delivered.value == 0.0
    assert tried.verdict.pattern == "not tested"


@pytest.mark.slow
def test_bystanders_are_the_teams_of_all_other_leaders(box4: TheoryResult) -> None:
    pair = box4.case.pair
    world = pair[0].world
    looking_on = {world.teams[i].name for i in bystanders(world, pair)}
    assert {team.name for team in world.teams} - looking_on == {
        "hospital_b/medicine_physicians", "hospital_b/medicine_nurses",
    }  # fmt: skip


@pytest.mark.slow
def test_the_mean_over_bystanders_is_the_mean_over_their_teams(box4: TheoryResult) -> None:
    pair = box4.case.pair
    also = next(f.asked for f in box4.findings if f.asked.clause.of == "bystanders")
    queries = [Query(also.clause.measure), Query(also.clause.measure, {"led_by": "hospital_b/medicine_lead"})]
    values = run_ensemble(pair, replicate_seeds(pair[0], ResolvedBudget.of(pair[0]).replicates), queries, [also.week])
    everybody, concerned = values.of(0, also.week), values.of(1, also.week)
    assert box4.defaults.paths[also.column][:, also.week - 1] == pytest.approx((12.0 * everybody - 2.0 * concerned) / 10.0)


@pytest.mark.slow
def test_the_chain_of_box4_is_traced(box4: TheoryResult) -> None:
    outcomes = [f for f in box4.findings if f.asked.part == "outcome"]
    assert [p.asked.column for p in box4.chain.outcomes] == [f.asked.column for f in outcomes]
    for passage, finding in zip(box4.chain.outcomes, outcomes, strict=True):
        assert passage.total.value == pytest.approx(finding.size.value)
        assert passage.interaction.value == pytest.approx(passage.tnie.value - passage.pnie.value)


@pytest.mark.slow
def test_threads_and_lanes_leave_the_bits_alone(box4: TheoryResult) -> None:
    other = run_theory(case("box4", *SMALL, "engine.threads=1", "engine.block_size=16"))
    assert other.case.content == box4.case.content
    assert np.array_equal(other.panel.values, box4.panel.values, equal_nan=True)
    assert other.verdict.shares == box4.verdict.shares
    assert [(one.look.name, one.verdict.shares) for one in other.looked] == [
        (one.look.name, one.verdict.shares) for one in box4.looked
    ]


@pytest.mark.slow
def test_a_robustness_check_that_is_stopped_ends_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """They run beside each other: what one of them raises goes to whoever asked, and none is left running."""
    real, begun = run_module.run_panel, []

    def stopping(*asked: object) -> object:
        begun.append(threading.current_thread())
        if len(begun) == 2:
            raise KeyboardInterrupt
        return real(*asked)

    monkeypatch.setattr(run_module, "run_panel", stopping)
    chosen = case("box4", *SMALL)
    base = real(chosen.arms, draw_parameters(16, 1, settings=ResolvedBudget.of(chosen.pair[0]).settings),
                replicate_seeds(chosen.pair[0], 8), clause_readings(chosen))  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        run_module._looked_elsewhere(chosen, base, ResolvedBudget.of(chosen.pair[0]), run_module.silent)
    assert 2 <= len(begun) <= 4 < len(list(robustness_checks(chosen)))
    assert not any(thread.is_alive() for thread in begun)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["smallest", "every_word", "every_form"])
def test_every_word_of_the_vocabulary_runs(name: str) -> None:
    tried = run_theory(case(name, *SMALL))
    assert len(tried.findings) == len(tried.case.asked)
    assert {looked.look.kind for looked in tried.looked} >= {"variant"}


@pytest.mark.slow
def test_every_form_gets_its_answer() -> None:
    tried = run_theory(case("every_form", *SMALL))
    interior = clause(tried, "secondary_1_collaboration")
    assert tried.doses["secondary_1_collaboration"].shape == (7, 16)
    assert interior.shares.draws == 16
    (weaker,) = (looked for looked in tried.looked if looked.look.kind == "weaker")
    assert weaker.weaker is not None
    (rival,) = (looked for looked in tried.looked if looked.look.kind == "rival")
    assert rival.look.name == "any_voice"
    # the interaction is not traced; the outcome that compares two worlds is
    assert [passage.asked.column for passage in tried.chain.outcomes] == ["outcome_2_attendance"]


@pytest.mark.slow
def test_other_looks_leave_out_what_the_theory_or_its_rival_settles() -> None:
    names = [look.name for look in robustness_checks(case("every_form"))]
    assert not any("any voice" in name and "what voice is worth" in name for name in names)
    assert any("opinions" in name for name in names)
    assert not any(
        "how trust moves: symmetric" in look.name for look in robustness_checks(case("smallest", "rules.trust=symmetric"))
    )


def test_attention_takes_the_hours_that_the_resource_takes() -> None:
    """Recognition at .9 against .1: .8 of an hour a week more, of the three that attention at most takes."""
    chosen = case("smallest")
    look = attention_control(chosen)
    assert look is not None
    assert look.arms["with"] is chosen.arms["with"]
    assert look.arms["without"].levers("team")["attention"] == pytest.approx(0.8 * 1.0 / 3.0)
    assert look.arms["without"].levers("system")["attention"] == 0.0
    assert attention_control(case("box4")) is None  # heeding takes no time


@pytest.mark.slow
def test_more_lucks_are_taken_where_draws_are_too_near_to_call() -> None:
    alone = (*SMALL, "budget.robustness_draws=0")
    few = run_theory(case("box4", *alone))
    assert len(few.panel.replicates) == 8
    more = run_theory(case("box4", *alone, "budget.max_replicates=32"))
    assert len(more.panel.replicates) in (16, 32)
    assert np.array_equal(more.panel.values[..., :8], few.panel.values, equal_nan=True)


@pytest.mark.slow
def test_a_flipped_clause_gets_the_flipped_shares(box4: TheoryResult) -> None:
    """Every expectation turned round: what was expected is now the other way, in every draw."""
    other = {"up": "down", "down": "up", "none": "none"}
    weights = bootstrap_weights(box4.panel.draws, len(box4.panel.replicates))
    tested = resource_delivered(box4.case.asked, box4.panel)
    for finding in box4.findings:
        expect, smallest = finding.asked.clause.expect, finding.asked.measure.smallest_effect
        found = effect(finding.asked, box4.panel, tested, weights)
        error = replicate_standard_error(finding.asked, box4.panel, tested)
        as_is, turned = (count_shares(found, error, word, smallest, weights.draws) for word in (expect, other[expect]))
        assert as_is == finding.shares
        if expect != "none":
            assert (turned.expected, turned.opposite) == (as_is.opposite, as_is.expected)
