"""Both versions of a theory clause by clause: effects in smallest effects that count, one mark for each version."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from icsim.report.figure_style import EDGE, INK, QUIET, Keywords, effect_axes, legend_below, sheet
from icsim.report.theory.clause_text import week_phrase
from icsim.report.words import fitting
from icsim.results.comparison import ComparisonFile
from icsim.results.verdict import ClauseRecord

WIDTH, ROW, HEAD, FOOT = 10.4, 0.62, 1.0, 1.1  # inches
LEFT, ACROSS = 0.36, 0.44
WIDEST, NARROWEST = 8.0, 1.6  # of the scale either way, in smallest effects; what lies beyond gets an arrow
MARKS: tuple[tuple[str, str], ...] = (("o", INK), ("D", "white"))


def draw_comparison(found: ComparisonFile) -> Figure:
    """A row for each clause, the first version above the second."""
    rows = len(found.clauses)
    tall = HEAD + FOOT + ROW * rows
    below = f"{found.first.file} and {found.second.file}, in the same {found.first.effort.draws} settings"
    about = f"{found.first.id} · {found.first.content_hash[:8]} · {found.second.content_hash[:8]}"
    made = sheet(WIDTH, tall, "Two versions, clause by clause", below, about)
    axes = effect_axes(made, (LEFT, FOOT / tall, ACROSS, ROW * rows / tall), rows)
    limit = _limit(found)
    axes.set_xlim(-limit, limit)
    axes.set_xlabel("effect, in smallest effects that count")
    for row, move in enumerate(found.clauses):
        pair = found.pair(move)
        there = next(one for one in pair if one is not None)
        beside = axes.get_yaxis_transform()
        axes.text(-0.03, row + 0.38, f"{there.part}: {fitting(there.display, 46)}", ha="right", va="center", transform=beside)
        week = week_phrase(f"by {there.week}" if there.cumulative else str(there.week))
        axes.text(
            -0.03, row + 0.7, fitting(f"{there.who}, {week}", 58), ha="right", va="center", transform=beside, color=QUIET,
            fontsize=7.5,
        )  # fmt: skip
        axes.text(1.02, row + 0.5, move.text or "in one version alone", va="center", transform=beside, fontsize=8, color=QUIET)
        for one, (mark, filling), y in zip(pair, MARKS, (row + 0.34, row + 0.7), strict=True):
            if one is not None and not one.choice:
                _mark(axes, one, y, limit, {"marker": mark, "markerfacecolor": filling})
    keys = [Line2D([], [], color=INK, marker=mark, markerfacecolor=filling, markersize=6) for mark, filling in MARKS]
    named = ["first, with its 95 % interval", "second"]
    legend_below(made, keys, named, (EDGE / WIDTH, 0.34 / tall))
    return made


def _limit(found: ComparisonFile) -> float:
    """How far the scale goes; the resource is often far beyond everything else, and would squeeze it."""
    ends = [
        abs(end) / one.smallest_effect
        for each in found.both
        for one in each.clauses
        if one.part != "resource"
        for end in (one.effect.low, one.effect.high)
        if end is not None
    ]
    return min(WIDEST, max([NARROWEST, *(1.1 * end for end in ends)]))


def _mark(axes: Axes, one: ClauseRecord, y: float, limit: float, how: Keywords) -> None:
    if one.effect.value is None or one.effect.low is None or one.effect.high is None:
        axes.text(0.0, y, "no value", ha="center", va="center", color=QUIET, fontsize=7.5)
        return
    middle, low, high = (end / one.smallest_effect for end in (one.effect.value, one.effect.low, one.effect.high))
    if abs(middle) > limit:
        up = middle > 0.0
        at = limit if up else -limit
        axes.text(
            at, y, f"{middle:+.0f} {'→' if up else '←'}".replace("-", "−"), ha="right" if up else "left", va="center", fontsize=8
        )
        return
    axes.plot([max(low, -limit), min(high, limit)], [y, y], color=INK, linewidth=1.6, zorder=2)
    axes.plot([middle], [y], color=INK, markersize=6, zorder=3, **how)
