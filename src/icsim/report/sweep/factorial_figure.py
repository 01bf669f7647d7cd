"""The forest of a factorial: every axis and every two together, largest first, with the interval that luck leaves."""

import numpy as np
from matplotlib.figure import Figure

from icsim.report.figure_style import INK, QUIET, count_worlds, sentence
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.sweep_figure import FAINT, format_value_text, new_sweep_figure
from icsim.report.theory.clause_text import fitting
from icsim.sweep.analysis.factorial_effects import FactorialEffect, FactorialEffects
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict
from icsim.sweep.analysis.sweep_results import SweepResults

WIDTH, ROW, HEAD, FOOT = 8.6, 0.4, 0.95, 0.8  # inches
LEFT, ACROSS = 0.42, 0.47  # the scale, in parts of the figure
MOST = 20  # rows: all axes alone, and the largest pairs
LETTERS = 56  # of a line of a name
CAPTION = "Filled: settled. Shaded: less than counts. Circles: an axis from low to high. Diamonds: two axes beyond their sum."


def draw(frame: SweepResults, made: FactorialEffects, counts: float, title: str) -> Figure:
    """The figure; the rest is left to the table."""
    alone = [one for one in made.found if len(one.axes) == 1]
    shown = [*alone, *made.found[len(alone) :]][: max(MOST, len(alone))]
    tall = HEAD + FOOT + ROW * len(shown)
    left = len(made.found) - len(shown)
    below = (
        f"{frame.points:,} points, {count_worlds(frame.replicates)} each{f'; {left} smaller pairs in the table' if left else ''}"
    )
    drawn = new_sweep_figure(frame, WIDTH, tall, title, below)
    axes = drawn.add_axes((LEFT, FOOT / tall, ACROSS, ROW * len(shown) / tall))
    ends = [abs(end) for one in shown for end in (*one.among, one.size) if np.isfinite(end)]
    end = 1.1 * max(1.2 * counts, *ends)
    axes.set_xlim(-end, end)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.axvspan(-counts, counts, color=FAINT, zorder=0, linewidth=0)
    axes.axvline(0.0, color=QUIET, linewidth=0.9, zorder=1)
    axes.set_yticks(range(len(shown)), [_name(one) for one in shown], fontsize=7.5, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"difference in {sweep_labels.outcome_name(frame.columns[made.series.outcome])}", fontsize=8.5)
    for y, one in enumerate(shown):
        low, high = (np.clip(edge, -end, end) for edge in one.among)
        axes.plot([low, high], [y, y], color=INK, linewidth=3.0, solid_capstyle="butt", zorder=2)
        filling = INK if one.says in (ComparisonVerdict.HIGHER, ComparisonVerdict.LOWER, ComparisonVerdict.NONE) else "white"
        marker = "o" if len(one.axes) == 1 else "D"
        axes.plot([one.size], [y], marker=marker, color=INK, markerfacecolor=filling, markersize=6, zorder=3)
        axes.text(1.03, y, format_value_text(one.size, signed=True), transform=axes.get_yaxis_transform(), va="center", fontsize=8)
    return drawn


def _name(one: FactorialEffect) -> str:
    """An axis, or two on two lines; with how many pairs it cannot be told from."""
    also = f" (or {len(one.confounded)} more)" if one.confounded else ""
    names = [fitting(sentence(sweep_labels.short_axis_name(path)), LETTERS - len(also)) for path in one.axes]
    return " ×\n".join(names) + also
