"""The chain of a theory: how much of each outcome's effect passes through the reasoning, counted both ways round."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from icsim.report.figure_style import EDGE, INK, QUIET, effect_axes, legend_below, new_theory_figure
from icsim.report.theory import clause_text
from icsim.report.theory.share_text import share_range
from icsim.report.words import fitting
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.mediation import MediatedEffect
from icsim.theory.theory_result import TheoryResult

WIDTH, ROW, HEAD, FOOT = 10.4, 1.0, 1.0, 1.05  # inches
LEFT, ACROSS = 0.345, 0.475
LINES = (
    ("total", "the whole effect", "o", INK),
    ("tnie", "what it loses when the reasoning is taken away", "s", INK),
    ("pnie", "what the reasoning brings alone", "D", "white"),
    ("interaction", "the difference: beyond 0, each needs the other", "x", INK),
)


def draw(tried: TheoryResult) -> Figure:
    """A block for each outcome, in smallest effects that count, so that all fit on one scale."""
    passages = tried.chain.outcomes
    tall = HEAD + FOOT + ROW * len(passages)
    below = f"how much of the effect passes through the reasoning, on average over {tried.panel.draws} plausible settings"
    made = new_theory_figure(tried, WIDTH, tall, "The chain", below)
    axes = effect_axes(made, (LEFT, FOOT / tall, ACROSS, ROW * len(passages) / tall), len(passages))
    for n, passage in enumerate(passages):
        _block(axes, passage, float(n))
    axes.set_xlabel("in smallest effects that count (dotted)")
    keys = [
        Line2D([], [], color=INK, marker=marker, markerfacecolor=filling, linewidth=1.4, markersize=6)
        for _, _, marker, filling in LINES
    ]
    legend_below(made, keys, [said for _, said, _, _ in LINES], (EDGE / WIDTH, 0.34 / tall))
    return made


def _block(axes: Axes, passage: MediatedEffect, top: float) -> None:
    asked, across = passage.asked, axes.get_yaxis_transform()
    axes.axhline(top, color="#e9e9e9", linewidth=0.8)
    axes.text(-0.03, top + 0.38, clause_text.measure_text(asked), transform=across, ha="right", va="center")
    who = f"{fitting(clause_text.selection_text(asked), 52)}, {clause_text.when_text(asked)}"
    axes.text(-0.03, top + 0.62, who, transform=across, ha="right", va="center", fontsize=7.5, color=QUIET)
    for n, (name, _, marker, filling) in enumerate(LINES):
        _size(axes, getattr(passage, name), asked.smallest, top + 0.2 + 0.2 * n, marker, filling)
    axes.text(1.03, top + 0.5, _share(passage), transform=across, va="center", fontsize=8.5)


def _size(axes: Axes, size: Estimate95, smallest: float, y: float, marker: str, filling: str) -> None:
    middle, low, high = (end / smallest for end in size)
    axes.plot([low, high], [y, y], color=INK, linewidth=1.4, solid_capstyle="butt")
    axes.plot([middle], [y], marker=marker, color=INK, markerfacecolor=filling, markersize=6, linestyle="")


def _share(passage: MediatedEffect) -> str:
    if passage.tnie_share is None or passage.pnie_share is None:
        return "too small an effect\nto share out"
    return f"{share_range((passage.tnie_share, passage.pnie_share))}\nthrough the reasoning"
