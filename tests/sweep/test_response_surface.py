"""Response surfaces: a planted surface comes back from a grid and through a smooth, noise is not drawn, nothing is extrapolated."""

import numpy as np
import pytest
from made_up import AXES, made_up, ranges

from icsim.report.figure_style import styled
from icsim.report.sweep.surface_section import section
from icsim.sweep.analysis.report_request import parse_report_request
from icsim.sweep.analysis.response_surface import ROUGH, Emulator, emulator_surface, full_grid, grid_surface, why_no_emulator
from icsim.sweep.analysis.sweep_results import NUMBER, AxisColumn, nan_mean, nan_standard_error

DEMAND, URGENCY, POWER, MANDATE = AXES


def axes_of(table):
    return [AxisColumn(path, NUMBER, (), 0.0, 1.0, False, True, column) for path, column in zip(AXES, table.T, strict=False)]


def luck(replicate):
    return 0.05 * np.sin(replicate + 1.0)


def plane(values, arm, replicate):
    return 0.3 + 0.4 * values[DEMAND] - 0.2 * values[URGENCY] + 0.05 * values.get(POWER, 0.0) + luck(replicate)


def words(*paths, levels=4):
    return [f"design.levels={levels}", *ranges(*paths)]


@pytest.mark.slow
def test_a_grid_gives_its_own_means_along_the_axes_that_move_it_most(tmp_path):
    frame = made_up(tmp_path / "grid", plane, *words(POWER, URGENCY, DEMAND), replicates=3)
    found = grid_surface(frame.axes, full_grid(frame.axes), frame.read("trust_w16"))
    assert [axis.path for axis in found.axes] == [DEMAND, URGENCY, POWER]
    here = 0.3 + 0.4 * found.ticks[0] - 0.2 * found.ticks[1][:, None] + 0.05 * found.ticks[2][:, None, None]
    assert found.means == pytest.approx(here + np.mean([luck(n) for n in range(3)]))
    chosen = grid_surface(frame.axes, full_grid(frame.axes), frame.read("trust_w16"), [POWER])
    power = frame.axis(POWER).column
    assert [axis.path for axis in chosen.averaged] == [URGENCY, DEMAND]
    by_hand = [frame.mean("trust_w16")[power == value].mean() for value in np.unique(power)]
    assert chosen.means[0, 0] == pytest.approx(by_hand)


def test_an_interval_of_an_average_counts_a_luck_once(tmp_path):
    frame = made_up(tmp_path / "grid", plane, *words(DEMAND, URGENCY), replicates=4)
    alone = grid_surface(frame.axes, full_grid(frame.axes), frame.read("trust_w16"), [DEMAND, URGENCY])
    averaged = grid_surface(frame.axes, full_grid(frame.axes), frame.read("trust_w16"), [DEMAND])
    assert averaged.halves == pytest.approx(np.full((1, 1, 4), alone.halves[0, 0, 0]))  # the same four replicates, not sixteen


@pytest.mark.parametrize(("slope", "warned"), [(0.04, True), (0.06, False)])
def test_a_map_on_which_nothing_counts_says_so(tmp_path, slope, warned):
    frame = made_up(tmp_path / "grid", lambda values, arm, replicate: 0.3 + slope * values[DEMAND], *words(DEMAND), replicates=5)
    (told,) = section(frame, parse_report_request(frame)).sentences
    assert ("No two points of it differ by as much as counts (0.05)." in told) == warned


@pytest.mark.slow
@pytest.mark.parametrize(("paths", "pictured"), [((DEMAND,), "a line"), ((DEMAND, URGENCY), "a heat map"), (AXES[:3], "heat maps")])
def test_every_number_of_axes_has_its_figure(tmp_path, paths, pictured):
    def made(values, arm, replicate):
        return 0.5 * sum(values[path] for path in paths) + (0.3 if arm == "b" else 0.0)

    frame = made_up(tmp_path / "grid", made, *words(*paths), "arms={a: {}, b: {}}", replicates=5)
    told = section(frame, parse_report_request(frame))
    assert [f": {pictured}" in picture.alt for picture in told.pictures] == [True, True]
    assert "0.300 " in told.sentences[1]
    assert "Demand on services" in svg(told.pictures[0], tmp_path)


def svg(picture, folder):
    with styled():
        figure = picture.draw()
        figure.savefig(folder / "drawn.svg")
    return (folder / "drawn.svg").read_text()


@pytest.mark.slow
def test_choices_are_drawn_by_name(tmp_path):
    def made(values, arm, replicate):
        return 0.5 + (values["rules.fairness"] == "any_voice") * values[DEMAND]

    frame = made_up(tmp_path / "grid", made, *words(DEMAND), "design.axes.rules.fairness=[any_voice,instrumental]", replicates=5)
    told = section(frame, parse_report_request(frame))
    assert "any voice" in svg(told.pictures[0], tmp_path)
    assert "what voice is worth any voice" in told.sentences[0]


@pytest.mark.slow
def test_a_smooth_finds_a_planted_surface_and_says_how_well():
    rng = np.random.default_rng(1)
    table = rng.random((128, 4))
    true = 0.4 + 0.3 * table[:, 0] * table[:, 1] + 0.1 * np.sin(4 * table[:, 2])
    values = true[:, None] + rng.normal(0.0, 0.02, (128, 8)) + rng.normal(0.0, 0.2, 8)
    smooth = Emulator(axes_of(table), nan_mean(values), nan_standard_error(values - values.mean(axis=0)))
    fit = smooth.fit()
    assert fit.foreseen > 0.95
    assert fit.luck == pytest.approx(0.02 / np.sqrt(8), rel=0.2)
    assert 0.005 < fit.missed < 0.015
    found = emulator_surface(smooth)
    assert {axis.path for axis in found.axes} == set(AXES[:3])
    assert [axis.path for axis in found.averaged] == [AXES[3]]
    across = [axis.path for axis in found.axes].index(AXES[2])
    moved = np.nanmean(found.means, axis=tuple(n for n in range(3) if n != 2 - across))
    assert np.argmax(moved) == np.argmax(np.sin(4 * found.ticks[across]))


@pytest.mark.slow
def test_noise_is_not_drawn(tmp_path):
    rng = np.random.default_rng(2)

    def made(values, arm, replicate):
        return float(rng.random())

    words_ = ["design=lhs", "design.points=64", *ranges(*AXES[:3])]
    told = section(frame := made_up(tmp_path / "lhs", made, *words_, replicates=2), parse_report_request(frame))
    assert told.data[0].smooth.foreseen < ROUGH
    assert told.pictures == []
    assert "it is not drawn" in told.sentences[0]


@pytest.mark.slow
def test_a_smooth_of_a_real_design_is_drawn(tmp_path):
    frame = made_up(tmp_path / "sobol", plane, "design=sobol_sequence", "design.points=64", *ranges(*AXES[:3]), replicates=2)
    told = section(frame, parse_report_request(frame))
    assert "it can be read" in told.sentences[0]
    assert "Trust between teams, week 16: by the smooth from 0." in told.sentences[0]
    assert len(told.pictures) == 1
    assert told.data[0].axes[:2] == (DEMAND, URGENCY)


@pytest.mark.slow
def test_nothing_is_said_where_no_point_lies():
    table = np.random.default_rng(3).random((240, 2))
    table = table[table.sum(axis=1) < 1.0]
    smooth = Emulator(axes_of(table), table.sum(axis=1), np.full(table.shape[0], np.nan))
    found = emulator_surface(smooth)
    beyond = found.ticks[0][None] + found.ticks[1][:, None] > 1.0
    assert np.isnan(found.means[0][beyond]).all()
    assert np.isfinite(found.means[0][~beyond]).mean() > 0.85


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (np.random.default_rng(0).random((9, 2)), "too few"),
        (np.repeat(np.random.default_rng(0).random((50, 1)), 2, axis=1), "go together"),
        (np.random.default_rng(0).integers(0, 2, (50, 2)).astype(float), "few values"),
        (np.where(np.random.default_rng(0).random((50, 2)) < 0.1, np.nan, 0.5), "joins parts"),
    ],
)
def test_designs_that_no_surface_fits_are_refused_in_words(table, why):
    assert why in why_no_emulator(axes_of(table), table.shape[0])


def test_points_without_a_value_are_too_few(tmp_path):
    def made(values, arm, replicate):
        return 0.5 if values[DEMAND] < 0.1 else np.nan

    frame = made_up(tmp_path / "lhs", made, "design=lhs", "design.points=64", *ranges(DEMAND, URGENCY), replicates=2)
    assert section(frame, parse_report_request(frame)).sentences == [
        "No surface is drawn: 6 points with a value are too few for 2 axes."
    ]
    nothing = made_up(tmp_path / "none", lambda *given: np.nan, *words(DEMAND), replicates=2)
    assert section(nothing, parse_report_request(nothing)) is None
