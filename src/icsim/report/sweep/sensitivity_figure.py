"""The figure of one outcome's indices: a bar for each axis, with what it does alone, intervals, and what a dummy gets."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from icsim.base.version import __version__
from icsim.report.figure_style import INK, NO_FORECAST, QUIET, count_worlds, fitting, sentence
from icsim.report.sweep import sweep_labels
from icsim.sweep.analysis.sensitivity import SensitivityIndex, SensitivityResult
from icsim.sweep.analysis.sweep_results import SweepResults

MOST, LETTERS = 20, 46  # axes shown; letters of a name
WIDTH, ROW, HEAD, FOOT = 8.6, 0.3, 0.95, 1.2  # inches
DARK, LIGHT = "#1f4e79", "#c3d2e0"
ALONG = {
    "sobol": "share of the variance between points",
    "morris": "change from an axis' low to its high, whatever its sign",
    "pawn": "how far the distribution moves, 0 to 1",
}
CAPTION = {
    "sobol": "Light: total index. Dark: first order, the axis alone. Lines: 95 % intervals. Hatched: does not count.",
    "morris": "Bars: mean size of the effects. Dark: size of their mean. Lines: 95 % intervals. Hatched: does not count.",
    "pawn": "Bars: PAWN index. Lines: 95 % intervals. Hatched: does not count.",
}


def draw(frame: SweepResults, made: SensitivityResult, title: str) -> Figure:
    """The figure; the largest first, the rest left to the table."""
    shown = made.axes[:MOST]
    height = HEAD + FOOT + ROW * len(shown)
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)
    edge = 0.25 / WIDTH
    figure.text(edge, 1.0 - 0.18 / height, fitting(sentence(title), 72), fontsize=13, weight="bold", va="top")
    cut = f"; {len(made.axes) - MOST} more axes in the table" if len(made.axes) > MOST else ""
    below = f"{fitting(frame.title, 70)}: {frame.points:,} points, {count_worlds(frame.replicates)} each{cut}"
    figure.text(edge, 1.0 - 0.48 / height, below, fontsize=9, color=QUIET, va="top")
    axes = figure.add_axes((3.4 / WIDTH, FOOT / height, (WIDTH - 3.7) / WIDTH, ROW * len(shown) / height))
    for y, one in enumerate(shown):
        _bar(axes, made.method, one, y)
    if np.isfinite(made.floor):
        axes.axvline(made.floor, color=INK, linewidth=1.0, linestyle=(0, (4, 2)))
    axes.set_yticks(range(len(shown)), [fitting(sweep_labels.short_axis_name(one.path), LETTERS) for one in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    ends = [one.high for one in shown] + ([made.floor] if np.isfinite(made.floor) else [])
    axes.set_xlim(0.0, max(ends) * 1.05 or 1.0)
    axes.set_xlabel(ALONG[made.method], fontsize=8.5)
    _legend(figure, made, height)
    figure.text(edge, 0.1 / height, f"icsim {__version__} · {NO_FORECAST}", fontsize=7.5, color=QUIET, va="bottom")
    return figure


def _bar(axes: Axes, method: str, one: SensitivityIndex, y: int) -> None:
    face, hatch = (LIGHT, None) if one.counts else ("white", "////")
    axes.barh(y, one.value, height=0.7, facecolor=face, edgecolor=QUIET, linewidth=0.7, hatch=hatch)
    if method != "pawn" and one.counts:
        axes.barh(y, min(one.value, abs(one.alone) if method == "morris" else max(0.0, one.alone)), height=0.34, color=DARK)
    axes.plot([one.low, one.high], [y, y], color=INK, linewidth=1.3, path_effects=[withStroke(linewidth=3.2, foreground="white")])


def _legend(figure: Figure, made: SensitivityResult, height: float) -> None:
    whole = {"sobol": "total", "morris": "mean size of effects", "pawn": "PAWN index"}[made.method]
    alone = {"sobol": "first order: alone", "morris": "of one sign", "pawn": ""}[made.method]
    entries = [(Patch(facecolor=LIGHT, edgecolor=QUIET), whole)]
    entries += [(Patch(facecolor=DARK), alone)] if alone else []
    entries += [(Patch(facecolor="white", edgecolor=QUIET, hatch="////"), "does not count")]
    lines = [(Line2D([], [], color=INK, linewidth=1.3), "95 % interval")]
    if np.isfinite(made.floor):
        lines += [(Line2D([], [], color=INK, linewidth=1.0, linestyle=(0, (4, 2))), "a dummy axis, at most")]
    handles, said = zip(*entries, *lines, strict=True)
    figure.legend(handles, said, loc="lower left", bbox_to_anchor=(0.02, 0.32 / height), ncols=5, fontsize=7.5, borderpad=0)
