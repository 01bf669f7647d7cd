"""Scenarios in pairs: a planted effect is found, equal arms give nothing, and intervals hold what they promise."""

import numpy as np
import pytest
from made_up import AXES, made_up, ranges

from icsim.report.figure_style import styled
from icsim.report.sweep.scenarios_section import section
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict, compare_pairs, mean_interval
from icsim.sweep.analysis.report_request import parse_report_request

COUNTS = 0.05  # the smallest difference that counts in trust
DEMAND = AXES[0]


def table(effect, points=12, replicates=16, seed=0, noise=0.02):
    """Two scenarios with luck in common, and the difference planted."""
    rng = np.random.default_rng(seed)
    second = rng.normal(0.5, 0.2, (points, replicates))
    return second + effect + rng.normal(0.0, noise, second.shape), second


@pytest.mark.parametrize(
    ("effect", "says"),
    [
        (0.12, ComparisonVerdict.HIGHER),
        (-0.12, ComparisonVerdict.LOWER),
        (0.0, ComparisonVerdict.NONE),
        (0.05, ComparisonVerdict.PERHAPS_HIGHER),
        (-0.05, ComparisonVerdict.PERHAPS_LOWER),
    ],
)
def test_a_planted_difference_is_found_through_luck_four_times_as_large(effect, says):
    found = compare_pairs(*table(effect), COUNTS)
    assert found.says is says
    assert found.difference == pytest.approx(effect, abs=0.01)


def test_equal_scenarios_are_equal_to_the_bit():
    one, _ = table(0.0)
    found = compare_pairs(one, one.copy(), COUNTS)
    assert (found.difference, found.same, found.other_way, found.says) == (0.0, 1.0, 0.0, ComparisonVerdict.NONE)
    assert tuple(found.among) == (0.0, 0.0)


def test_one_luck_settles_nothing():
    assert compare_pairs(*table(0.5, replicates=1), COUNTS).says is ComparisonVerdict.OPEN


def test_more_comparisons_together_ask_for_more():
    few, many = (compare_pairs(*table(0.06, noise=0.1), COUNTS, family) for family in (1, 40))
    assert few.alone == many.alone
    assert many.among.low < few.among.low < few.among.high < many.among.high


def test_points_and_worlds_that_go_the_other_way_are_counted():
    first, second = table(0.2)
    first[3] = second[3] - 0.3
    found = compare_pairs(first, second, COUNTS)
    assert found.against == 1
    assert found.clearly_against(family=1) == [3]
    assert found.other_way == pytest.approx(1 / 12)


def test_what_is_missing_is_left_out():
    first, second = table(0.12)
    first[0], second[1, :8] = np.nan, np.nan
    found = compare_pairs(first, second, COUNTS)
    assert found.worlds == 12 * 16 - 16 - 8
    assert found.difference == pytest.approx(0.12, abs=0.01)
    assert np.isnan(found.points[0])
    nothing = compare_pairs(np.full((2, 3), np.nan), np.zeros((2, 3)), COUNTS)
    assert (nothing.worlds, nothing.says) == (0, ComparisonVerdict.OPEN)


@pytest.mark.parametrize("sampled", [False, True])
def test_the_interval_holds_the_truth_as_often_as_it_says(sampled):
    rng = np.random.default_rng(5)
    hits, tries = 0, 600
    for _ in range(tries):
        by_point, by_luck = rng.normal(0.0, 0.05, (16, 1)), rng.normal(0.0, 0.03, (1, 12))
        apart = 0.1 + by_point + by_luck + rng.normal(0.0, 0.1, (16, 12))
        truth = 0.1 if sampled else 0.1 + by_point.mean()
        found = mean_interval(apart, 0.95, sampled)
        hits += found.low <= truth <= found.high
    assert 0.925 <= hits / tries <= 0.98


def test_the_section_says_what_was_planted(tmp_path):
    def made(values, arm, replicate):
        shared = {"told": 0.0, "asked": 0.0, "shared": 0.15}[arm]
        return 0.4 + shared + 0.1 * values[DEMAND] + 0.05 * np.sin(replicate) + 0.01 * np.sin(7 * replicate + values[DEMAND])

    arms = "arms={told: {}, asked: {}, shared: {}}"
    frame = made_up(tmp_path / "grid", made, "design.levels=3", *ranges(DEMAND), arms, replicates=8)
    told = section(frame, parse_report_request(frame))
    assert told.sentences[0].endswith("asked less told: equal to the bit in all 24 worlds.")
    assert "shared less told: +0.150 (0.150 to 0.150); higher" in told.sentences[1]
    assert "all 2 comparisons together" in told.sentences[-1]
    with styled():
        told.pictures[0].draw().savefig(tmp_path / "forest.svg")
    assert "shared less told" in (tmp_path / "forest.svg").read_text()
    other = section(frame, parse_report_request(frame, arms=["told - shared"]))
    assert [one.verdict for one in other.data] == ["lower"]
    assert section(frame, parse_report_request(frame, arms=["told"])) is None


def test_drawn_points_widen_the_interval_and_are_named(tmp_path):
    def made(values, arm, replicate):
        return 0.5 + (values[DEMAND] if arm == "b" else 0.0) + 0.01 * np.sin(replicate * (1 + values[DEMAND]))

    words = ["design.axes.context.demand=null", "arms={a: {}, b: {}}"]
    grid = made_up(tmp_path / "grid", made, "design.levels=8", *words, replicates=4)
    lhs = made_up(tmp_path / "lhs", made, "design=lhs", "design.points=8", *words, replicates=4)
    widths = [np.diff(section(frame, parse_report_request(frame)).data[0].interval)[0] for frame in (grid, lhs)]
    assert widths[1] > 10 * widths[0]
    assert "points, which were drawn from a space" in section(lhs, parse_report_request(lhs)).sentences[-1]
