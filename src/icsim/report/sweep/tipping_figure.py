"""Where worlds end along an axis, from each start: every world a dot, every start a line."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from icsim.report.figure_style import INK, sentence
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.sweep_figure import FAINT, FIRST, SECOND, label_axis, new_sweep_figure
from icsim.sweep.analysis.sweep_results import SweepResults, nan_mean

if TYPE_CHECKING:
    from icsim.report.sweep.bistability_section import BistabilityFinding

WIDTH, HEIGHT = 7.6, 4.7  # inches
LOOKS: tuple[tuple[str, str, Any], ...] = (
    (FIRST, "v", "--"), ("#8a8a8a", "s", ":"), ("#c08a2e", "D", (0, (5, 1, 1, 1))), ("#5b8c5a", "P", (0, (3, 1))),
    (SECOND, "o", "-"),
)  # fmt: skip
"""Colour, marker and line of a start: the lowest first, the highest last."""


def draw(frame: SweepResults, one: "BistabilityFinding", title: str) -> Figure:
    """The figure of one map."""
    found, begun = one.basins, one.begun
    below = "; ".join([f"{one.ends.shape[2]} lucks, the same from every start", *sweep_labels.fixed_labels(begun.arm, begun.fixed)])
    made = new_sweep_figure(frame, WIDTH, HEIGHT, title, below)
    axes = made.add_axes((0.1, 0.17, 0.63, 0.66))
    step = float(np.diff(found.at).min()) if found.at.size > 1 else 1.0
    if found.region is not None:
        first, last = (float(found.at[n]) for n in found.region)
        axes.axvspan(first - 0.3 * step, last + 0.3 * step, color=FAINT, linewidth=0, zorder=0)
    count = len(begun.starts)
    for n, start in enumerate(begun.starts):
        look = LOOKS[-1] if n == count - 1 else LOOKS[0] if n == 0 else LOOKS[1 + (n - 1) % 3]
        colour, marker, line = look
        aside = (n - (count - 1) / 2.0) * 0.12 * step
        for value, ends in zip(found.at, one.ends[n], strict=True):
            axes.plot(np.full(ends.size, value + aside), ends, ".", color=colour, markersize=3, alpha=0.5, zorder=1)
        means = nan_mean(one.ends[n])
        axes.plot(
            found.at, means, color=colour, marker=marker, linestyle=line, linewidth=1.7, markersize=5, label=f"{start:g}", zorder=3
        )
    label_axis(axes, begun.along, found.at, "x")
    axes.set_ylabel(sentence(sweep_labels.outcome_name(one.outcome)))
    made.legend(
        *axes.get_legend_handles_labels(), title=sentence(sweep_labels.short_axis_name(begun.path)), loc="upper left", bbox_to_anchor=(0.76, 0.85),
        fontsize=8.5, alignment="left", labelcolor=INK,
    )  # fmt: skip
    return made
