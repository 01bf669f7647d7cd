import re

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from small_runs import simulated

from icsim.catalogue import catalogue
from icsim.report.figure_style import RANKS, SECTORS, save_figure, save_figures, styled
from icsim.report.run import measures_figure, network_figure
from icsim.report.run.network_figure import layout
from icsim.report.run.write_run import FIGURES

ODD = (("place=pair", "replicates=1"), ("place=merged_hospital", "replicates=2"), ("place=equal_power", "replicates=2"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    with styled():
        for name, draw in FIGURES.items():
            save_figure(draw(simulated("place=neighbourhood")), folder, name)
    return folder


def words(path) -> str:
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text(encoding="utf-8")))


@pytest.mark.slow
def test_figures_are_there_and_say_what_they_show(drawn):
    for name in FIGURES:
        assert (drawn / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        text = words(drawn / f"{name}.svg")
        assert "A neighbourhood team" in text
        assert "5 worlds" in text
        assert "no forecast of any real system" in text


@pytest.mark.slow
def test_measures_carry_their_labels(drawn):
    text = words(drawn / "measures.svg").lower()
    assert all(catalogue().measures[name].display in text for name in measures_figure.SHOWN)


@pytest.mark.slow
def test_the_network_names_everybody(drawn):
    text = words(drawn / "network.svg")
    world = simulated("place=neighbourhood").settings.world
    assert all(home.name.replace("_", " ") in text for home in world.organisations)
    assert all(team.name.partition("/")[2].replace("_", " ") in text for team in world.teams)
    assert all(sector.replace("_", " ") in text for sector in SECTORS)


@pytest.mark.slow
def test_power_has_its_groups(drawn):
    text = words(drawn / "trust_by_power.svg")
    assert all(name in text for name in ("most power", "in the middle", "least power"))


@pytest.mark.slow
def test_the_same_content_is_the_same_file(drawn, tmp_path):
    with styled():
        for name, draw in FIGURES.items():
            save_figure(draw(simulated("place=neighbourhood")), tmp_path, name)
            for kind in ("png", "svg"):
                assert (tmp_path / f"{name}.{kind}").read_bytes() == (drawn / f"{name}.{kind}").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("overrides", ODD)
def test_every_figure_can_be_drawn(tmp_path, overrides):
    event = "timeline=[{week: 3, change: {size: 1.0}}]"
    simulation = simulated(*overrides, "weeks=10", event)
    with styled():
        for name, draw in FIGURES.items():
            save_figure(draw(simulation), tmp_path, name)
    assert ("equal power" in words(tmp_path / "trust_by_power.svg")) == ("place=equal_power" in overrides)
    assert "dotted: an event" in words(tmp_path / "measures.svg")


def test_marks_differ_in_form_and_in_grey():
    for marks in (SECTORS, RANKS):
        assert len({mark.marker for mark in marks.values()}) == len(marks)
        greys = sorted(grey(mark.colour) for mark in marks.values())
        assert min(np.diff(greys)) > 0.05


def grey(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) / 255.0 for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_more_trust_is_wider_and_darker():
    assert network_figure.width(0.2) < network_figure.width(0.5) < network_figure.width(0.9)
    assert float(network_figure.shade(0.2)) > float(network_figure.shade(0.5)) > float(network_figure.shade(0.9))


@pytest.mark.parametrize("place", ["pair", "neighbourhood", "merged_hospital", "vocational_rehabilitation"])
def test_a_layout_has_everybody_apart_from_everybody(place):
    world = simulated(f"place={place}", "weeks=1", "replicates=1").settings.world
    where = layout(world)
    points = np.array([where.teams[i] for i in range(len(world.teams))])
    apart = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    assert (apart[~np.eye(len(points), dtype=bool)] > 0.1).all()
    assert layout(world) == where


def test_a_half_year_mean_ends_at_its_week_and_skips_what_is_missing():
    courses = np.array([[np.nan], [1.0], [0.0], [np.nan], [0.5]])
    found = measures_figure.smoothed([0, 4, 8, 40, 44], courses)[:, 0]
    np.testing.assert_array_equal(found, [np.nan, 1.0, 0.5, np.nan, 0.5])


def labelled(text: str) -> Figure:
    made = Figure()
    made.text(0.1, 0.5, text)
    return made


def test_figures_owe_nothing_to_what_a_user_has_set_and_draw_text_as_typed(tmp_path):
    typed = "Cut $2m (5%) and keep $1m \\frac{"
    save_figures({"usual": lambda: labelled(typed)}, tmp_path)
    with matplotlib.rc_context({"text.usetex": True, "figure.facecolor": "black", "font.size": 30.0}):
        save_figures({"set": lambda: labelled(typed)}, tmp_path)
    assert (tmp_path / "usual.png").read_bytes() == (tmp_path / "set.png").read_bytes()
    assert typed in words(tmp_path / "usual.svg")


def test_a_figure_that_cannot_be_drawn_says_so_and_the_others_come(tmp_path, capsys):
    save_figures({"bad": lambda: 1 / 0, "good": lambda: labelled("here")}, tmp_path)
    said = "the figure bad could not be drawn (ZeroDivisionError: division by zero); all numbers are kept"
    assert said in capsys.readouterr().err
    assert "could not be drawn" in words(tmp_path / "bad.svg")
    assert "here" in words(tmp_path / "good.svg")
