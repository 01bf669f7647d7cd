"""Indices of functions whose indices are known; noise gives nothing; too few runs are said to be too few."""

import re
import zlib

import numpy as np
import pytest
from made_up import AXES, made_up, ranges

from icsim.report.sweep.sensitivity_text import sensitivity_sentences
from icsim.sweep.analysis.pawn import _estimate, conditioning_slices, pawn_indices
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.sensitivity import WhyNoIndices, sensitivity_indices

TOTAL = {"context.demand": 0.5576, "context.urgency": 0.4424, "context.power_imbalance": 0.2437, "context.mandate": 0.0}
FIRST = {"context.demand": 0.3139, "context.urgency": 0.4424, "context.power_imbalance": 0.0, "context.mandate": 0.0}


def ishigami(point, arm, replicate):
    """Its indices are known (Ishigami and Homma 1990); the fourth axis does nothing."""
    one, two, three = (2.0 * np.pi * point[path] - np.pi for path in AXES[:3])
    return np.sin(one) + 7.0 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)


def linear(point, arm, replicate):
    return 2.0 * point["context.demand"] - point["context.urgency"]


def noise(point, arm, replicate):
    """Another number in every world."""
    return np.random.default_rng(zlib.crc32(repr((sorted(point.items()), replicate)).encode())).normal()


def lucky(point, arm, replicate):
    """Ishigami's function, a luck of its own in every world, and one that all points share."""
    return ishigami(point, arm, replicate) + noise(point, arm, replicate) + replicate


def found(folder, make, *words, replicates=2, axes=AXES):
    frame = made_up(folder / "study", make, *ranges(*axes), *words, replicates=replicates)
    (series,) = parse_report_request(frame).series(frame)
    return frame, sensitivity_indices(frame, series)


def by_path(made):
    return {one.path: one for one in made.axes}


SALTELLI = ("design=saltelli", "design.base_samples=512")
MORRIS = ("design=morris", "design.n_trajectories=30")
LHS = ("design=lhs", "design.points=512")


@pytest.mark.slow
def test_sobol_gives_the_known_indices_within_their_intervals(tmp_path):
    frame, made = found(tmp_path, lucky, *SALTELLI, replicates=4)
    for path, one in by_path(made).items():
        assert one.low - 0.02 <= TOTAL[path] <= one.high + 0.02
        assert one.alone_low - 0.02 <= FIRST[path] <= one.alone_high + 0.02
        assert one.counts == (path != "context.mandate")  # it makes a little of the variance: all of it luck's
    assert [one.path for one in made.axes] == list(AXES)
    assert by_path(made)["context.mandate"].value > 0.0
    assert made.luck.share == pytest.approx(0.25 / 14.1, rel=0.3)  # one quarter of the luck's variance, over Ishigami's
    said = sensitivity_sentences(frame, made)
    assert "hangs on demand on services (" in said[0]
    assert "it rises along it" in said[0]
    assert "The other one does surely no more than a dummy axis that only changes replicates and 0.05 beyond it" in said[0]
    assert any("Indices are of the mean over 4 worlds" in line for line in said)


@pytest.mark.slow
def test_second_order_names_the_pair_that_acts_together(tmp_path):
    _, made = found(tmp_path, ishigami, "design=saltelli", "design.base_samples=1024", "design.second_order=true")
    (first, second, value, low, high), *others = made.pairs
    assert {first, second} == {"context.demand", "context.power_imbalance"}
    assert low <= 0.2437 <= high
    assert not others
    assert value == pytest.approx(0.2437, abs=0.1)


@pytest.mark.slow
def test_a_choice_is_an_axis_like_any_other(tmp_path):
    worth = {"any_voice": 0.0, "instrumental": 3.0, "off": 6.0}
    forms = "design.axes.rules.fairness=[any_voice,instrumental,off]"

    def make(point, arm, replicate):
        return worth[point["rules.fairness"]] + np.sqrt(72.0) * point["context.demand"]

    _, made = found(tmp_path, make, forms, *SALTELLI, axes=("context.demand",))
    for one in made.axes:  # both make half of the variance: (0, 3, 6) has 6, and so has a range of √72
        assert one.low <= 0.5 <= one.high
        assert one.alone_low <= 0.5 <= one.alone_high


def test_morris_gives_the_slopes_of_a_plane(tmp_path):
    _, made = found(tmp_path, linear, *MORRIS)
    axes = by_path(made)
    assert [one.path for one in made.axes[:2]] == ["context.demand", "context.urgency"]
    assert (axes["context.demand"].value, axes["context.demand"].alone, axes["context.demand"].way) == pytest.approx((2.0, 2.0, 1))
    assert (axes["context.urgency"].value, axes["context.urgency"].alone, axes["context.urgency"].way) == pytest.approx(
        (1.0, -1.0, -1)
    )
    assert axes["context.mandate"].value == 0.0
    assert [one.counts for one in made.axes] == [True, True, False, False]
    assert made.enough.is_so


def test_pawn_is_that_of_salib_and_finds_what_acts(tmp_path):
    from SALib.analyze import pawn as theirs

    frame, made = found(tmp_path, lucky, *LHS, replicates=4)
    assert {one.path for one in made.counting} >= {"context.demand", "context.urgency"}
    assert not by_path(made)["context.mandate"].counts
    along = np.stack([axis.column for axis in frame.axes], axis=1)
    values = frame.mean("trust_w16")
    known = theirs.analyze({"num_vars": 4, "names": list(AXES)}, along, values, S=10)["median"]
    assert np.allclose(
        pawn_indices([conditioning_slices(along[:, n]) for n in range(4)], values), known, atol=0.005
    )  # they leave the highest point out


@pytest.mark.slow
@pytest.mark.parametrize("words", [SALTELLI, MORRIS, LHS], ids=["sobol", "morris", "pawn"])
@pytest.mark.parametrize("replicates", [1, 4])
def test_noise_gives_nothing(tmp_path, words, replicates):
    frame, made = found(tmp_path, noise, *words, replicates=replicates)
    assert made.counting == ()
    assert all(one.way == 0 for one in made.axes)
    said = sensitivity_sentences(frame, made)
    assert "no axis was found to do more" in said[0] or "nothing can be told from replicate noise" in said[0]
    assert not re.search(r"nothing\. None|[Nn]one of the axes", said[0])
    if not np.isnan(made.floor):
        little = sum(one.negligible for one in made.axes)
        assert ("equivalence test" in said[0]) == (little > 0)
        assert ("it is open" in said[0]) == (little < len(made.axes))
    assert not any("There were enough runs" in line for line in said)
    assert any("With one value at each point" in line for line in said) == (replicates == 1)
    if replicates > 1:
        assert made.luck.share > 0.8
        assert "all that differs between points may be replicate noise" in said[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("few", "many", "said"),
    [
        (("design=saltelli", "design.base_samples=32"), ("design=saltelli", "design.base_samples=2048"),
         r"design\.base_samples=\d+\)"),
        (("design=morris", "design.n_trajectories=12"), ("design=morris", "design.n_trajectories=300"),
         r"design\.n_trajectories=\d+\)"),
        (("design=lhs", "design.points=64"), ("design=lhs", "design.points=2048"), r"design\.points=\d+\)"),
    ],
    ids=["sobol", "morris", "pawn"],
)  # fmt: skip
def test_too_few_runs_are_said_to_be_too_few(tmp_path, few, many, said):
    def make(point, arm, replicate):
        return 3.0 * point["context.demand"] * point["context.urgency"] + 0.01 * noise(point, arm, replicate)

    frame, made = found(tmp_path / "few", make, *few, axes=AXES[:2])
    assert not made.enough.is_so
    line = sensitivity_sentences(frame, made)[1]
    assert line.startswith("Too few runs to say how large the indices are")
    assert re.search(rf"about {made.enough.more:,} points more would do \({said}", line)
    frame, made = found(tmp_path / "many", make, *many, axes=AXES[:2])
    assert made.enough.is_so
    assert sensitivity_sentences(frame, made)[1].startswith("There were enough runs")


def test_gaps_leave_out_whole_rows_and_are_said(tmp_path):
    def make(point, arm, replicate):
        return np.nan if point["context.mandate"] > 0.99 else ishigami(point, arm, replicate)

    frame, made = found(tmp_path, make, *SALTELLI)
    assert 0 < made.of - made.units < made.of / 4
    assert f"{made.of - made.units} of 512 base samples were left out" in sensitivity_sentences(frame, made)[-1]
    assert made.axes[0].low <= 0.5576 <= made.axes[0].high


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda *given: 0.5, "came out the same at every point. That is no sign that nothing which was varied matters"),
        (lambda point, *given: np.nan if point["context.demand"] > 0.5 else 0.5, " points where it has a value. That is no sign"),
        (lambda *given: np.nan, "has no value at any point"),
        (lambda point, *given: np.nan if point["context.demand"] > 0.02 else point["context.urgency"], "has too few points"),
    ],
)  # fmt: skip
def test_what_has_no_index_is_said_and_not_worked_out(tmp_path, make, said):
    _, made = found(tmp_path, make, "design=saltelli", "design.base_samples=64")
    assert isinstance(made, WhyNoIndices)
    assert said in made


@pytest.mark.filterwarnings("error")
def test_an_outcome_that_hardly_ever_differs_warns_of_nothing(tmp_path):
    def make(point, arm, replicate):
        return float(point["context.demand"] > 0.93) + 0.001 * replicate

    _, made = found(tmp_path, make, "design=saltelli", "design.base_samples=16", axes=AXES[:2])
    assert made.axes[0].path == "context.demand"


def test_a_grid_is_no_sample(tmp_path):
    frame = made_up(tmp_path / "s", linear, "design.axes.context.demand=[0.1,0.9]", "design.axes.context.urgency=[0.1,0.9]")
    assert sensitivity_indices(frame, parse_report_request(frame).series(frame)[0]) is None


def test_equal_values_are_one_step_of_a_distribution():
    slices = np.array([0, 0, 0, 1, 1, 1], dtype=np.int16)
    values = np.array([1.0, 1.0, 2.0, 1.0, 2.0, 2.0])
    assert pawn_indices([slices], values).tolist() == pytest.approx([1.0 / 6.0])  # two thirds up to 1 in the first, a half in all
    assert pawn_indices([slices], np.ones(6)).tolist() == [0.0]


@pytest.mark.slow
def test_the_dummy_of_pawn_is_passed_by_luck_at_half_of_the_level():
    """Two tests may find an axis: at the whole level each, together they found some in 75 of 1000 studies of noise."""
    rng = np.random.default_rng(3)
    passed = []
    for _ in range(20):
        along, values = rng.uniform(size=(80, 3)), rng.normal(size=80)
        floor = _estimate(along, values, [False] * 3).floor
        cut = [conditioning_slices(along[:, n]) for n in range(3)]
        passed += [pawn_indices(cut, rng.permutation(values)).max() > floor for _ in range(300)]
    assert 0.015 < np.mean(passed) < 0.035
