"""The figure of measures over time: small panels, each with the middle of the worlds and how far they spread."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from icsim.catalogue import catalogue
from icsim.engine.simulate import Simulation
from icsim.report.figure_style import INK, QUIET, new_figure, time_axis
from icsim.report.words import axis_label, count_worlds, sentence

SHOWN = (
    "trust", "trust_in_leader", "collaboration",
    "joint_success", "ownership", "fairness",
    "speaking_up", "morale", "staff_strain",
    "influence_gini", "user_experience", "waiting",
)  # fmt: skip
COLUMNS = 3
SINGLE = 2  # worlds drawn one by one
HALF, MOST = (0.25, 0.75), (0.05, 0.95)
SMOOTH = 26  # weeks
COLOUR = "#1f5f8b"


def draw(simulation: Simulation) -> Figure:
    """The figure `measures`."""
    settings = simulation.settings
    many = len(simulation.replicates) > 1
    below = f"{settings.world.title}, {count_worlds(len(simulation.replicates))}"
    if many:
        below += " · line: median · dark band: half of the worlds · light band: 90 in 100 · thin: two single worlds"
    rows = len(SHOWN) // COLUMNS
    made = new_figure(settings, 10.0, 1.2 + 2.15 * rows, "What happens over time", below + _events_in_words(simulation))
    panels = made.subplots(rows, COLUMNS, sharex=True)
    for name, axes in zip(SHOWN, panels.flat, strict=True):
        _panel(axes, simulation, name)
    for axes in panels[-1]:
        axes.set_xlabel("week")
    height = made.get_size_inches()[1]
    made.subplots_adjust(left=0.06, right=0.98, top=1.0 - 1.15 / height, bottom=0.75 / height, hspace=0.42, wspace=0.2)
    return made


def _panel(axes: Axes, simulation: Simulation, name: str) -> None:
    measure = catalogue().measures[name]
    courses = simulation.trajectory(name)
    if measure.kind == "ratio":
        courses = smoothed(simulation.weeks, courses)
    for world in range(min(SINGLE, courses.shape[1]) if courses.shape[1] > 1 else 0):
        axes.plot(simulation.weeks, courses[:, world], color=QUIET, linewidth=0.5, zorder=3)
    band(axes, simulation.weeks, courses, MOST, COLOUR, 0.2)
    band(axes, simulation.weeks, courses, HALF, COLOUR, 0.4)
    axes.plot(simulation.weeks, quantile(courses, 0.5), color=INK, linewidth=2.0, zorder=4)
    low, high = measure.range
    axes.set_title(sentence(axis_label(measure)) + (", half-year mean" if measure.kind == "ratio" else ""))
    axes.set_ylim(bottom=low, top=high)
    axes.grid(axis="y", color="#e8e8e8", linewidth=0.6)
    axes.set_axisbelow(True)
    time_axis(axes, simulation.settings.weeks)
    mark_events(axes, simulation)


def band(
    axes: Axes, weeks: Sequence[int], courses: NDArray[np.float64], ends: tuple[float, float], colour: str, alpha: float
) -> None:
    """The worlds between two quantiles, week by week; none with a single world."""
    if courses.shape[1] > 1:
        low, high = (quantile(courses, end) for end in ends)
        axes.fill_between(weeks, low, high, color=colour, alpha=alpha, linewidth=0)


def smoothed(weeks: Sequence[int], courses: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of the half year that ends at each week: a share of a few cases in a month jumps from none to all."""
    found = np.full(courses.shape, np.nan)
    for n, week in enumerate(weeks):
        window = courses[[k for k, other in enumerate(weeks) if week - SMOOTH < other <= week]]
        some = ~np.isnan(window).all(axis=0)
        found[n, some] = np.nanmean(window[:, some], axis=0)
    return found


def quantile(courses: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """A quantile over worlds for each week; nan in a week in which no world has a value."""
    found = np.full(courses.shape[0], np.nan)
    some = ~np.isnan(courses).all(axis=1)
    found[some] = np.nanquantile(courses[some], share, axis=1)
    return found


def mark_events(axes: Axes, simulation: Simulation) -> None:
    """A dotted line in each week of the timeline."""
    for week in sorted({int(event["week"]) for event in simulation.settings.timeline}):
        axes.axvline(week, color=QUIET, linewidth=0.9, linestyle=":", zorder=1)


def _events_in_words(simulation: Simulation) -> str:
    return " · dotted: an event" if simulation.settings.timeline else ""
