"""Tipping regions: a planted fold is found with its edges, a steep response without memory is not called one."""

import numpy as np
import pytest
from made_up import AXES, made_up

from icsim.report.figure_style import styled
from icsim.report.sweep.bistability_section import section
from icsim.sweep.analysis.bistability import BistabilityVerdict, bistability_test, fieller_interval
from icsim.sweep.analysis.initial_conditions import initial_condition_maps
from icsim.sweep.analysis.report_request import parse_report_request

AT = np.round(np.linspace(0.1, 0.9, 9), 2)
STARTS = np.array([0.1, 0.5, 0.9])
COUNTS = 0.05


def noise(seed=0, replicates=24):
    return np.random.default_rng(seed).normal(0.0, 0.02, (STARTS.size, AT.size, replicates))


def fold(low=0.35, high=0.65):
    """Between two values worlds stay in the basin where they began, the middle start in either; beyond there is one basin."""
    either = np.random.default_rng(9).random((STARTS.size, AT.size, 24)) < STARTS[:, None, None]
    inside = ((low < AT) & (high > AT))[None, :, None]
    up = np.where(inside, np.where(STARTS == 0.5, either.T, STARTS > 0.5).T, (high <= AT)[None, :, None])
    return 0.2 + 0.5 * up + noise()


def sigmoid(steep=60.0):
    return 0.2 + 0.5 / (1.0 + np.exp(-steep * (AT - 0.5)))[None, :, None] + noise()


def test_a_planted_fold_is_found_with_its_edges():
    found = bistability_test(fold(), STARTS, AT, COUNTS, before=fold())
    assert found.tips is BistabilityVerdict.TWO_BASINS
    assert found.region == (3, 5)  # 0.4 to 0.6
    assert (found.edge(0), found.edge(1)) == ((0.3, 0.4), (0.6, 0.7))
    assert found.next_values == pytest.approx([0.35, 0.65])
    assert found.between.high < 0.05
    assert found.upper[4].tolist()[::2] == [0.0, 1.0]
    assert 0.1 < found.upper[4, 1] < 0.9
    assert found.gaps[4].difference == pytest.approx(0.5, abs=0.02)


def test_a_steep_response_without_memory_is_no_tipping():
    found = bistability_test(sigmoid(), STARTS, AT, COUNTS, before=sigmoid())
    assert (found.tips, found.region, found.between) == (BistabilityVerdict.NONE, None, None)


def test_a_gap_that_closes_is_slowness():
    at_half = 0.5 + 0.4 * (STARTS - 0.5)[:, None, None] + noise()
    later = 0.5 + 0.2 * (STARTS - 0.5)[:, None, None] + noise()
    assert bistability_test(later, STARTS, AT, COUNTS, before=at_half).tips is BistabilityVerdict.START_FADES
    assert bistability_test(later, STARTS, AT, COUNTS).tips is BistabilityVerdict.START_TELLS


@pytest.mark.parametrize("middle", [0.5, 0.4])
def test_a_start_that_lasts_without_two_ends_to_gather_at_is_not_called_two_basins(middle):
    at = np.array([0.1, middle, 0.9])
    lasting = 0.2 + 0.5 * at[:, None, None] + noise()
    found = bistability_test(lasting, at, AT, COUNTS, before=lasting)
    assert found.tips is BistabilityVerdict.START_LASTS
    assert found.between.low > 0.5


def test_starts_near_the_outer_ones_are_not_half_way():
    at = np.array([0.1, 0.2, 0.9])
    lasting = 0.2 + 0.5 * at[:, None, None] + noise()
    assert bistability_test(lasting, at, AT, COUNTS, before=lasting).tips is BistabilityVerdict.START_LASTS


def test_worlds_spread_evenly_over_the_gap_are_not_called_two_basins():
    ends = fold(low=0.0, high=1.0)
    ends[1] = np.random.default_rng(3).uniform(0.2, 0.7, ends[1].shape)
    assert bistability_test(ends, STARTS, AT, COUNTS, before=ends).tips is BistabilityVerdict.START_LASTS


def test_two_starts_alone_never_show_two_basins():
    ends = fold()[::2]
    found = bistability_test(ends, STARTS[::2], AT, COUNTS, before=ends)
    assert (found.tips, found.region, found.between) == (BistabilityVerdict.START_LASTS, (3, 5), None)


def test_few_noisy_worlds_settle_nothing():
    assert bistability_test(sigmoid()[:, :, :3] + 5.0 * noise(1, 3), STARTS, AT, COUNTS).tips is BistabilityVerdict.OPEN


def test_a_region_that_reaches_the_end_has_no_edge_there():
    found = bistability_test(fold(low=0.0), STARTS, AT, COUNTS)
    assert (found.edge(0), found.edge(1)) == (None, (0.6, 0.7))


def test_a_measure_that_falls_with_the_start_has_its_region_as_well():
    assert bistability_test(1.0 - fold(), STARTS, AT, COUNTS).region == (3, 5)


def test_a_ratio_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(6)
    hits, tries = 0, 1000
    for _ in range(tries):
        under = rng.normal(0.5, 0.2, 16)
        low, high = fieller_interval(0.8 * under + rng.normal(0.0, 0.1, 16), under)
        hits += low <= 0.8 <= high
    assert 0.93 <= hits / tries <= 0.97
    assert fieller_interval(np.ones(8), np.array([-1.0, 1.2] * 4)) == (-np.inf, np.inf)  # what stands below may be 0


def folded(values, arm, replicate):
    start = {"low": 0.1, "high": 0.9}.get(arm, values.get("context.initial_trust"))
    demand = values[AXES[0]]
    up = start > 0.5 if 0.35 < demand < 0.65 else demand > 0.5
    return 0.2 + 0.5 * up + 0.01 * np.sin(5 * replicate + demand)


ALONG = "design.axes.context.demand={low: 0.1, high: 0.9, levels: 9}"


def test_starts_on_an_axis_are_found_and_told(tmp_path):
    words = [ALONG, "design.axes.context.initial_trust=[0.1,0.9]", "report_weeks=[8,16]"]
    frame = made_up(tmp_path / "grid", folded, *words, replicates=6)
    told = section(frame, parse_report_request(frame))
    (found,) = told.data
    assert (found.start, found.along) == ("context.initial_trust", AXES[0])
    assert (found.region, found.says) == (pytest.approx([0.4, 0.6]), "the start lasts")
    assert "The region begins between 0.3 and 0.4" in told.sentences[0]
    assert "From week 8 to week 16 the gap kept 1.00 to 1.00 of itself" in told.sentences[0]
    assert "run demand on services at 0.35 and 0.65 too" in told.sentences[0]
    assert "is seen from a start half-way" in told.sentences[1]
    with styled():
        told.pictures[0].draw().savefig(tmp_path / "tipping.svg")
    assert "Trust at the start" in (tmp_path / "tipping.svg").read_text()


def test_starts_may_be_arms(tmp_path):
    arms = "arms={high: {context.initial_trust: 0.9}, low: {context.initial_trust: 0.1}}"
    frame = made_up(tmp_path / "arms", folded, ALONG, arms, replicates=6)
    (one,) = initial_condition_maps(frame, parse_report_request(frame))
    assert one.starts == (0.1, 0.9)
    assert section(frame, parse_report_request(frame)).data[0].region == pytest.approx([0.4, 0.6])


def test_arms_that_differ_in_more_are_no_starts(tmp_path):
    arms = "arms={high: {context.initial_trust: 0.9, context.urgency: 0.2}, low: {context.initial_trust: 0.1}}"
    frame = made_up(tmp_path / "arms", folded, ALONG, arms, replicates=2)
    assert section(frame, parse_report_request(frame)) is None


def test_every_value_of_another_axis_has_its_own_map(tmp_path):
    words = [ALONG, "design.axes.context.initial_trust=[0.1,0.9]", "design.axes.rules.fairness=[any_voice,instrumental]"]
    frame = made_up(tmp_path / "grid", folded, *words, replicates=4)
    told = section(frame, parse_report_request(frame))
    assert [one.fixed["rules.fairness"] for one in told.data] == ["any_voice", "instrumental"]
    assert "(what voice is worth any voice)" in told.sentences[0]
