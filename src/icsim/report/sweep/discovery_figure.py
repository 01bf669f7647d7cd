"""The figure of a box: the points in the two axes that tell most, dark where the condition holds, and the box around them."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from icsim.base.version import __version__
from icsim.report.figure_style import INK, NO_FORECAST, QUIET, fitting, readable_name, sentence
from icsim.report.sweep import sweep_labels
from icsim.sweep.analysis.scenario_discovery import ScenarioDiscovery
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, SweepResults

WIDTH, HEIGHT = 7.2, 6.4  # inches
MOST = 3000  # points drawn: more would be a blot
SPREAD = 0.3  # around a word, so that points do not cover each other
DARK = "#1f4e79"
CAPTION = (
    "Filled: the condition holds at the point, on the mean over lucks. Open: it does not. A box may be limited along more axes."
)


def two_main_axes(one: ScenarioDiscovery) -> tuple[AxisColumn, AxisColumn] | None:
    """The two axes that tell most: those of the box, then those of the tree, then any other. None with one axis alone."""
    assert one.box is not None
    names = [edge.path for edge in one.box.box.edges if one.box.real]
    names += [name.partition("=")[0] for name in (one.tree.importance if one.tree is not None else ())]
    names += [axis.path for axis in one.axes]
    first, *others = dict.fromkeys(names)
    by = {axis.path: axis for axis in one.axes}
    return (by[first], by[others[0]]) if others else None


def draw(frame: SweepResults, one: ScenarioDiscovery) -> Figure:
    """The figure."""
    axes = two_main_axes(one)
    assert axes is not None
    assert one.box is not None
    figure = Figure(figsize=(WIDTH, HEIGHT))
    FigureCanvasAgg(figure)
    title = f"{sweep_labels.series_name(frame, one.series)} {one.where.sign} {one.where.limit:g}"
    figure.text(0.03, 0.97, fitting(sentence(title), 62), fontsize=13, weight="bold", va="top")
    below = f"{fitting(frame.title, 60)}: {one.readable:,} points, {one.holds_at:,} of them so"
    figure.text(0.03, 0.925, below, fontsize=9, color=QUIET, va="top")
    canvas = figure.add_axes((0.15, 0.2, 0.8, 0.67))
    rng = np.random.default_rng(1)
    chosen = np.sort(rng.permutation(one.hits.size)[:MOST])
    x, y = (_along(one, axis, rng)[chosen] for axis in axes)
    so = one.hits[chosen]
    size = 26.0 if so.size <= 600 else 11.0
    canvas.scatter(x[~so], y[~so], s=size, facecolor="white", edgecolor="#999999", linewidth=0.7)
    canvas.scatter(x[so], y[so], s=size, facecolor=DARK, edgecolor=INK, linewidth=0.3)
    _frame(canvas, axes)
    if one.box.real:
        _box(canvas, one, axes)
    handles: list[Artist] = [
        Line2D([], [], marker="o", linestyle="", markerfacecolor=DARK, markeredgecolor=INK),
        Line2D([], [], marker="o", linestyle="", markerfacecolor="white", markeredgecolor="#999999"),
    ]
    said = ["it holds", "it does not"]
    if one.box.real:
        handles, said = [*handles, Patch(facecolor="none", edgecolor=INK, linewidth=2.0)], [*said, "the box"]
    figure.legend(handles, said, loc="lower left", bbox_to_anchor=(0.02, 0.05), ncols=3, fontsize=8, borderpad=0)
    figure.text(0.03, 0.015, f"icsim {__version__} · {NO_FORECAST}", fontsize=7.5, color=QUIET, va="bottom")
    return figure


def _along(one: ScenarioDiscovery, axis: AxisColumn, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Positions of the points along an axis; of a few values beside each other, for they would lie on one another."""
    column = np.asarray(one.values[:, one.axes.index(axis)])
    met = np.unique(column)
    step = 1.0 if axis.kind == CHOICE else float(np.diff(met).min()) if met.size > 1 else 1.0
    return column + (rng.uniform(-SPREAD, SPREAD, column.size) * step if met.size <= 12 else 0.0)


def _frame(canvas: Axes, axes: tuple[AxisColumn, AxisColumn]) -> None:
    canvas.set_xlabel(sentence(fitting(sweep_labels.short_axis_name(axes[0].path), 60)))
    canvas.set_ylabel(sentence(fitting(sweep_labels.short_axis_name(axes[1].path), 60)))
    for axis, ticks in zip(axes, (canvas.set_xticks, canvas.set_yticks), strict=True):
        if axis.kind == CHOICE:
            ticks(list(range(len(axis.values))), [fitting(readable_name(str(value)), 18) for value in axis.values])


def _box(canvas: Axes, one: ScenarioDiscovery, axes: tuple[AxisColumn, AxisColumn]) -> None:
    """A rectangle; where words are chosen, one for each run of them."""
    assert one.box is not None
    edges = {edge.path: edge for edge in one.box.box.edges}
    ends = []
    for axis, limits in zip(axes, (canvas.get_xlim(), canvas.get_ylim()), strict=True):
        edge = edges.get(axis.path)
        if edge is None:
            ends.append([limits])
        elif edge.words:
            ends.append([(word - 0.5, word + 0.5) for word in edge.words])
        else:
            ends.append([(max(limits[0], edge.low), min(limits[1], edge.high))])
    for left, right in ends[0]:
        for low, high in ends[1]:
            canvas.add_patch(Rectangle((left, low), right - left, high - low, facecolor="none", edgecolor=INK, linewidth=2.0))
