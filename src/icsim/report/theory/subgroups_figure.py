"""For whom: the effect in every part of the place, outcome by outcome, then on leaders and on the people served."""

import math
from collections.abc import Sequence
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from icsim.report.figure_style import EDGE, INK, QUIET, effect_axes, legend_below, new_theory_figure
from icsim.report.theory import clause_text
from icsim.report.theory.further_json import is_in_figure
from icsim.report.words import fitting, sentence
from icsim.theory.subgroups import SubgroupEffect
from icsim.theory.theory_result import TheoryResult

WIDTH, ROW, HEAD, FOOT = 10.4, 0.25, 1.0, 1.05  # inches
LEFT, ACROSS = 0.34, 0.5
OWN = 60  # letters of a block's own contrast
MOST = 40  # rows: more cannot be read in print
FAR = 6.0  # smallest effects; what lies beyond gets an arrow
MARKS = {"loses": ("X", INK), "gains": ("o", INK), "else": ("o", "white")}


def draw(tried: TheoryResult) -> Figure:
    """A row for each group, in smallest effects that count, so that all measures fit on one scale."""
    every = [row for row in (tried.whom.rows if tried.whom else ()) if is_in_figure(row)]
    rows = largest(every)
    blocks = [list(block) for _, block in groupby(rows, key=lambda row: (row.reading.name, row.reading.week, row.reading.arms))]
    lines = sum(len(block) + 1.4 for block in blocks)
    tall = HEAD + FOOT + ROW * lines
    theory = tried.case.theory
    below = (
        f"{clause_text.contrast_text(theory)}, mean over {tried.panel.draws} plausible settings with its 95 % interval"
    )
    made = new_theory_figure(tried, WIDTH, tall, "For whom", below)
    axes = effect_axes(made, (LEFT, FOOT / tall, ACROSS, ROW * lines / tall), lines)
    axes.set_xlim(-FAR, FAR)
    left_out = "parts of the place where it hardly ever counts are left out"
    if len(rows) < len(every):
        left_out = f"the {len(rows)} of {len(every)} readings in which most is gained or lost; verdicts.json has all"
    axes.set_xlabel(f"in smallest effects that count (dotted); {left_out}")
    y = 0.0
    for block in blocks:
        across = axes.get_yaxis_transform()
        reading = block[0].reading
        title = f"{sentence(reading.display)}, week {reading.week}"
        axes.text(-0.03, y + 0.9, title, transform=across, ha="right", va="center", weight="bold")
        if reading.contrast != theory.contrast:
            own = fitting(clause_text.contrast_text(theory, reading.contrast), OWN)
            axes.text(0.01, y + 0.9, own, transform=across, va="center", fontsize=8, color=QUIET)
        for n, row in enumerate(block):
            _row(axes, row, y + 1.9 + n)
        y += len(block) + 1.4
    _legend(made, tall)
    return made


def largest(rows: Sequence[SubgroupEffect]) -> Sequence[SubgroupEffect]:
    """As many as can be read on a page, in their order: first everybody, then those for whom an effect is largest."""
    def rank(n: int) -> tuple[bool, float]:
        size = abs(rows[n].size.value) / rows[n].reading.smallest
        return rows[n].reading.group.kind != "everybody", -size if math.isfinite(size) else 0.0

    kept = set(sorted(range(len(rows)), key=rank)[:MOST])
    return [row for n, row in enumerate(rows) if n in kept]


def _row(axes: Axes, row: SubgroupEffect, y: float) -> None:
    across, smallest = axes.get_yaxis_transform(), row.reading.smallest
    axes.text(-0.03, y, fitting(row.reading.group.label, 48), transform=across, ha="right", va="center", fontsize=8)
    middle, low, high = (end / smallest for end in row.size)
    marker, filling = MARKS["loses" if row.worse_off else "gains" if row.better_off else "else"]
    if middle != middle:
        axes.text(0.0, y, "no value", ha="center", va="center", fontsize=7.5, color=QUIET)
        return
    if abs(middle) > FAR:
        side, edge = (">", FAR * 0.98) if middle > 0.0 else ("<", -FAR * 0.98)
        axes.plot([edge], [y], marker=side, color=INK, markersize=6)
    else:
        axes.plot([max(low, -FAR), min(high, FAR)], [y, y], color=INK, linewidth=1.2)
        axes.plot([middle], [y], marker=marker, color=INK, markerfacecolor=filling, markersize=5.5)
    size = clause_text.format_to_precision(row.size.value, smallest, signed=True)
    told = f"{size}{', loses' if row.worse_off else ', gains' if row.better_off else ''}"
    axes.text(1.02, y, told, transform=across, va="center", fontsize=8, weight="bold" if row.worse_off else "normal")


def _legend(made: Figure, tall: float) -> None:
    keys = [
        Line2D([], [], color=INK, marker=marker, markerfacecolor=filling, linewidth=1.2, markersize=5.5)
        for marker, filling in MARKS.values()
    ]
    said = ["worse off in half of the settings or more, beyond chance", "better off, likewise", "neither"]
    legend_below(made, keys, said, (EDGE / WIDTH, 0.34 / tall))
