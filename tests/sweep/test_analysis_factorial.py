"""Two-level factorials: planted effects come back, what a fraction cannot tell apart is named, and luck makes none."""

import json

import numpy as np
import pytest
from made_up import AXES, made_up, ranges

from icsim.commands import entry
from icsim.report.sweep.factorial_section import section
from icsim.statistics.fractional_factorial import LETTERS
from icsim.sweep.analysis.factorial_effects import additive_share, factorial_effects, two_level_signs
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict
from icsim.sweep.analysis.report_request import parse_report_request

COUNTS = 0.05
DEMAND, URGENCY, POWER, MANDATE = AXES


def planted(point, arm, replicate):
    """Demand takes .2 from low to high, urgency and power bring .1 beyond their sum, and every luck shifts all points alike."""
    demand, urgency, power = point[DEMAND], point[URGENCY], point[POWER]
    noise = np.random.default_rng([round(8 * demand + 4 * urgency + 2 * power), replicate]).normal(0.0, 0.004)
    return 0.4 - 0.2 * demand + 0.1 * urgency * power + 0.05 * replicate / 16 + noise


def nothing(point, arm, replicate):
    """Luck alone."""
    return float(np.random.default_rng([*(round(8 * value) for value in point.values()), replicate]).normal(0.5, 0.1))


def found(frame):
    (series,) = parse_report_request(frame).series(frame)
    made = factorial_effects(frame, series, COUNTS)
    return made, {one.axes: one for one in made.found}


@pytest.mark.parametrize("design", [("design=factorial",), ("design=grid", "design.levels=2")])
def test_planted_effects_come_back_with_their_intervals(tmp_path, design):
    frame = made_up(tmp_path / "study", planted, *design, *ranges(DEMAND, URGENCY, POWER), replicates=16)
    made, by = found(frame)
    truth = {(DEMAND,): -0.2, (URGENCY,): 0.05, (POWER,): 0.05, (URGENCY, POWER): 0.1, (DEMAND, URGENCY): 0.0, (DEMAND, POWER): 0.0}
    assert set(by) == set(truth)
    for axes, size in truth.items():
        assert by[axes].among.low <= size <= by[axes].among.high, axes
        assert by[axes].among.high - by[axes].among.low < 0.03
        assert not by[axes].confounded
    assert by[DEMAND,].says is ComparisonVerdict.LOWER
    assert by[URGENCY, POWER].says is ComparisonVerdict.HIGHER
    assert by[DEMAND, POWER].says is ComparisonVerdict.NONE
    assert made.found[0].axes == (DEMAND,)  # single axes first, the largest at the head


def test_events_that_all_replicates_see_alike_are_not_settled_by_them(tmp_path):
    """That nobody left in four replicates a point was no sign that an axis does nothing; 48 of them said less than these four."""
    asked = ("measures=[leader_exits,trust]", "design=factorial", *ranges(DEMAND, URGENCY))
    frame = made_up(tmp_path / "study", lambda *given: 0.0, *asked, replicates=4)
    exits, trust = (factorial_effects(frame, series, COUNTS) for series in parse_report_request(frame).series(frame))
    assert {one.says for one in exits.found} == {ComparisonVerdict.OPEN}
    assert {one.says for one in trust.found} == {ComparisonVerdict.NONE}


def test_the_share_of_a_sum_is_known_where_it_is_known():
    signs = [np.repeat([-1.0, 1.0], 2), np.tile([-1.0, 1.0], 2)]
    replicates = np.linspace(0.0, 0.2, 5)  # a luck that shifts all points alike tells no two apart
    summed, together = signs[0] + signs[1], signs[0] * signs[1]
    assert additive_share(summed[:, None] + replicates, signs) == pytest.approx(np.ones(5))
    assert additive_share(together[:, None] + replicates, signs) == pytest.approx(np.zeros(5))
    assert additive_share((summed + together)[:, None] + replicates, signs) == pytest.approx(np.full(5, 2 / 3))
    assert additive_share(summed[:, None], signs) is None  # with one luck nothing keeps it out


def test_luck_alone_counts_for_nothing(tmp_path):
    frame = made_up(tmp_path / "study", nothing, "design=factorial", *ranges(*AXES), replicates=24)
    made, _ = found(frame)
    assert len(made.found) == 4 + 6
    assert not [one for one in made.found if one.says in (ComparisonVerdict.HIGHER, ComparisonVerdict.LOWER)]


def test_a_fraction_names_what_it_cannot_tell_apart_as_its_manifest_does(tmp_path):
    frame = made_up(tmp_path / "study", nothing, "design=mechanisms", replicates=2)
    _, by = found(frame)
    paths = [axis.path for axis in frame.axes]
    told = frame.held.design.fraction.confounded_pairs
    assert sum(len(axes) == 1 for axes in by) == 7
    pairs = {axes: one for axes, one in by.items() if len(axes) == 2}
    assert len(pairs) == 7
    for axes, one in pairs.items():
        held = {frozenset(pair) for pair in (axes, *one.confounded)}
        for pair in held:
            letters = "".join(sorted(LETTERS[paths.index(path)] for path in pair))
            others = {frozenset(paths[LETTERS.index(letter)] for letter in other) for other in told[letters]}
            assert {pair} | others == held
    said = section(frame, parse_report_request(frame)).sentences
    assert "16 of 128 combinations" in said[1]
    assert "an axis' number is free of pairs" in said[1]


def test_a_fraction_that_mixes_axes_with_pairs_says_so(tmp_path):
    frame = made_up(tmp_path / "study", planted, "design=factorial", "design.generators=['C=AB']", *ranges(*AXES[:3]), replicates=4)
    _, by = found(frame)
    assert by[POWER,].confounded == ((DEMAND, URGENCY),)
    assert set(by) == {(path,) for path in AXES[:3]}
    assert "cannot be told from pairs" in section(frame, parse_report_request(frame)).sentences[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        ("design.levels=3", *ranges(DEMAND, URGENCY)),
        ("design=lhs", "design.points=32", *ranges(DEMAND, URGENCY)),
        ("design=zip", "design.levels=2", *ranges(DEMAND, URGENCY)),
        ("design.levels=2", *ranges(DEMAND)),
    ],
)
def test_other_points_have_no_such_section(tmp_path, given):
    frame = made_up(tmp_path / "study", nothing, *given)
    assert two_level_signs(frame) is None
    assert section(frame, parse_report_request(frame)) is None


def test_words_have_a_low_and_a_high_in_the_order_of_their_list(tmp_path):
    def fair(point, arm, replicate):
        return 0.7 if point["rules.fairness"] == "any_voice" else 0.4

    words = "design.axes.rules.fairness=[instrumental,any_voice]"
    frame = made_up(tmp_path / "study", fair, "design.levels=2", *ranges(DEMAND), words, replicates=2)
    _, by = found(frame)
    assert by["rules.fairness",].size == pytest.approx(0.3)


def test_a_point_without_a_value_is_said_and_no_effect_made_up(tmp_path):
    def gap(point, arm, replicate):
        return np.nan if point[DEMAND] > 0.5 and point[URGENCY] > 0.5 else 0.5

    frame = made_up(tmp_path / "study", gap, "design=factorial", *ranges(DEMAND, URGENCY), replicates=2)
    (part,) = section(frame, parse_report_request(frame)).parts
    assert "has no value at some points" in part.sentences[0]
    assert not part.tables


@pytest.mark.slow
def test_a_sweep_of_the_mechanisms_ends_with_what_each_does(tmp_path, capsys):
    small = ("place=pair", "weeks=16", "replicates=2", "measures=[ownership]", "design=mechanisms")
    assert entry.main(["sweep", *small, f"out={tmp_path / 'study'}"]) == 0
    capsys.readouterr()
    report = tmp_path / "study" / "report"
    told = json.loads((report / "analysis.json").read_text())["sections"]["effects"]
    part = told["parts"]["effects_ownership_w16"]
    assert len(part["data"]["effects"]) == 14
    assert {path.suffix for path in report.glob("effects_ownership_w16.*")} == {".csv", ".png", ".svg"}
    assert part["sentences"][0].startswith("Joint ownership, week 16: ")
