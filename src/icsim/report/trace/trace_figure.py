"""How the chain went for the followed team: a small panel for each of its states, both worlds, the gap shaded."""

import math
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from icsim.report.figure_style import ARMS, EDGE, FAINT, INK, QUIET, sheet, time_axis
from icsim.report.words import sentence
from icsim.trace.captions import Caption
from icsim.trace.run_trace import TraceResult
from icsim.trace.series import MeasureSeries

COLUMNS = 2
WIDTH, ROW, HEAD, FOOT = 10.4, 2.4, 1.75, 0.75  # inches
SHADE = "#c9c9c9"
LEAST = 4.0  # smallest effects that a panel shows at least, so that next to nothing does not look like much
SMALL = 7.5
LINE = 150  # characters of the text below the title


def draw(traced: TraceResult) -> Figure:
    """One panel for each series that a caption is about, in the order of the captions, which are marked by number."""
    shown = captioned_panels(traced)
    rows = max(1, math.ceil(len(shown) / COLUMNS))
    tall = HEAD + FOOT + ROW * rows - 0.6
    case = traced.case
    below = f"{traced.team}, followed through one pair of worlds"
    made = sheet(WIDTH, tall, case.theory.title, below, f"{case.theory.id} · {case.content[:8]}")
    _head(made, traced, tall)
    sides = {"left": 0.065, "right": 0.985, "bottom": FOOT / tall, "top": 1.0 - HEAD / tall}
    grid = made.add_gridspec(rows, COLUMNS, wspace=0.17, hspace=0.68, **sides)
    for n, (one, captions) in enumerate(shown):
        _panel(made.add_subplot(grid[n // COLUMNS, n % COLUMNS]), traced, one, captions)
    return made


def captioned_panels(traced: TraceResult) -> list[tuple[MeasureSeries, list[tuple[int, Caption]]]]:
    """Series with their numbered captions."""
    found: dict[tuple[str, str], tuple[MeasureSeries, list[tuple[int, Caption]]]] = {}
    for n, caption in enumerate(traced.captions, start=1):
        if caption.series is not None:
            key = (caption.series.measure, caption.series.who)
            found.setdefault(key, (caption.series, []))[1].append((n, caption))
    return list(found.values())


def _head(made: Figure, traced: TraceResult, tall: float) -> None:
    made.text(EDGE / WIDTH, 1.0 - 0.78 / tall, fill(traced.pair_said, LINE), fontsize=8.5, color=QUIET, va="top")
    keys: list[Line2D | Patch] = [
        Line2D([], [], linestyle=line, marker=mark, color=colour, markersize=5) for line, mark, colour in ARMS
    ]
    keys.append(Patch(facecolor=SHADE))
    named = (*traced.case.worlds, "gap")
    made.legend(keys, named, loc="upper right", bbox_to_anchor=(0.99, 1.0 - 0.42 / tall), ncols=3, fontsize=9)


def _panel(axes: Axes, traced: TraceResult, one: MeasureSeries, captions: list[tuple[int, Caption]]) -> None:
    weeks = np.arange(len(one.values))
    first, second = one.values.T
    axes.fill_between(weeks, first, second, color=SHADE, linewidth=0)
    for world, (line, marker, colour) in enumerate(ARMS):
        every = max(1, len(weeks) // 10)
        marked = (world * every // 2, every)
        axes.plot(weeks, one.values[:, world], line, color=colour, linewidth=1.6, marker=marker, markevery=marked, markersize=4)
    _scale(axes, one)
    if traced.divergence is not None:
        axes.axvline(traced.divergence.week, color=INK, linewidth=0.9, linestyle=(0, (1, 2)))
    for n, caption in captions:
        _marked(axes, n, caption.weeks[1])
    axes.set_title(sentence(one.display), weight="bold", pad=17)
    axes.text(0.0, 1.035, one.who, transform=axes.transAxes, va="bottom", fontsize=8, color=QUIET)
    unit = one.entry.unit if one.entry.carrier != "place" else ""
    axes.set_ylabel(unit, fontsize=8)
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel("week", fontsize=8, labelpad=1)
    time_axis(axes, len(weeks) - 1)


def _marked(axes: Axes, number: int, week: int) -> None:
    """A caption's number above the week that it speaks of."""
    across = axes.get_xaxis_transform()
    axes.axvline(week, color=QUIET, linewidth=0.7)
    box = {"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": INK, "linewidth": 0.8}
    axes.text(week, 0.96, str(number), transform=across, ha="center", va="top", fontsize=SMALL, bbox=box)


def _scale(axes: Axes, one: MeasureSeries) -> None:
    """A scale that holds both lines, and a few of the smallest effects that count."""
    ends = one.values[~np.isnan(one.values)]
    if not ends.size:
        return
    bottom, top = float(ends.min()), float(ends.max())
    more = max(0.08 * (top - bottom), (LEAST * one.entry.smallest_effect - (top - bottom)) / 2.0)
    axes.set_ylim(bottom - more, top + more + 0.12 * (top - bottom + more))
