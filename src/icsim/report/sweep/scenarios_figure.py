"""The forest of scenarios: every difference in units of the smallest one that counts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from icsim.report.figure_style import INK, QUIET, sentence
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.sweep_figure import EDGE, FAINT, format_value_text, new_sweep_figure
from icsim.report.theory.clause_text import fitting
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict
from icsim.sweep.analysis.sweep_results import SweepResults

if TYPE_CHECKING:
    from icsim.report.sweep.scenarios_section import ScenarioComparison

WIDTH, ROW, HEAD, FOOT = 9.6, 0.5, 0.95, 0.95  # inches
LEFT, ACROSS = 0.36, 0.36  # the scale, in parts of the figure
NARROWEST, WIDEST = 1.6, 12.0  # of the scale either way, in smallest differences; what lies beyond gets an arrow
LETTERS = 56  # of the names of a pair
KEY = "thick: interval of the mean; thin: the middle 90 % of points; filled: settled; shaded: less than counts."


def draw(frame: SweepResults, lines: Sequence["ScenarioComparison"]) -> Figure:
    """The figure; its text says what its marks say."""
    tall = HEAD + FOOT + ROW * len(lines)
    made = new_sweep_figure(frame, WIDTH, tall, "Scenarios compared", "same point, same luck: what the first has beyond the second")
    axes = made.add_axes((LEFT, FOOT / tall, ACROSS, ROW * len(lines) / tall))
    reach = [abs(end) / one.smallest for one in lines for end in one.found.among if np.isfinite(end)]
    end = min(WIDEST, max(NARROWEST, 1.1 * max(reach, default=0.0)))
    axes.set_xlim(-end, end)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.axvspan(-1.0, 1.0, color=FAINT, zorder=0, linewidth=0)
    axes.axvline(0.0, color=QUIET, linewidth=0.9, zorder=1)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("difference, in smallest differences that count")
    for y, one in enumerate(lines):
        _row(axes, one, float(y), end)
    made.text(EDGE / WIDTH, 0.32 / tall, sentence(KEY), fontsize=7.5, color=QUIET, va="bottom")
    return made


def _row(axes: Axes, one: "ScenarioComparison", y: float, end: float) -> None:
    found = one.found
    beside: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
    axes.text(
        -0.03, y - 0.16, fitting(sentence(sweep_labels.outcome_name(one.outcome)), LETTERS - 9), ha="right", fontsize=9, **beside
    )
    axes.text(-0.03, y + 0.2, fitting(one.pair, LETTERS), ha="right", fontsize=7.5, color=QUIET, **beside)
    size = f"{format_value_text(found.difference, signed=True)}  {found.says}" if found.worlds else "no value"
    axes.text(1.03, y, size, ha="left", fontsize=8, **beside)
    if not found.worlds:
        return
    points = found.points[~np.isnan(found.points)] / one.smallest
    middle, low, high = (value / one.smallest for value in (found.difference, *found.among))
    if points.size > 1:
        ends = np.clip(np.quantile(points, [0.05, 0.95]), -end, end)
        axes.plot(ends, [y, y], color=INK, linewidth=1.0, zorder=2)
    if abs(middle) > end:
        axes.plot([np.sign(middle) * 0.97 * end], [y], marker=">" if middle > 0 else "<", color=INK, markersize=7)
        return
    axes.plot([max(low, -end), min(high, end)], [y, y], color=INK, linewidth=4.5, solid_capstyle="butt", zorder=2)
    filling = (
        "white"
        if found.says in (ComparisonVerdict.OPEN, ComparisonVerdict.PERHAPS_HIGHER, ComparisonVerdict.PERHAPS_LOWER)
        else INK
    )
    axes.plot([middle], [y], marker="o", color=INK, markerfacecolor=filling, markersize=7, zorder=3)
