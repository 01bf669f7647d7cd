"""The figures of policies in uncertain settings: regrets, and shares of settings that meet what is asked."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from icsim.report.figure_style import INK, QUIET, legend_below
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.decisions_text import meets_text, policy_name, shown
from icsim.report.sweep.sweep_figure import FAINT, new_sweep_figure
from icsim.report.words import fitting
from icsim.sweep.analysis.policy_table import PolicyTable
from icsim.sweep.analysis.robustness import PERCENTILE, Ranking, RegretResult, SatisficingResult
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import SweepResults

WIDTH, ROW, HEAD, FOOT = 9.2, 0.34, 0.95, 1.3  # inches
LEFT, ACROSS = 0.4, 0.46  # the scale, in parts of the figure
MOST, LETTERS = 20, 52  # policies drawn, and letters of a name
DARK = "#1f4e79"
REGRETS = (
    "Dot and line: the regret that 90 of 100 settings do not exceed, with its 95 % interval; tick: the mean; cross: the largest. "
    "Shaded: less than counts. At the right: the places that the policy may have."
)
SHARES = "Bars: share of the settings in which the policy meets it; lines: 95 % intervals. At the right: places that it may have."


def draw_regrets(frame: SweepResults, table: PolicyTable, outcome: str, found: RegretResult) -> Figure:
    """A row for each policy, the first at the top."""
    column = frame.columns[outcome]
    title = f"What each policy gives away: {sweep_labels.outcome_name(column)}"
    made, axes, order = _rows(frame, table, found.ranking, title, found.settings)
    axes.axvspan(0.0, smallest_difference(column), color=FAINT, zorder=0, linewidth=0)
    for y, n in enumerate(order):
        one = found.percentile
        axes.plot([one.low[n], one.high[n]], [y, y], color=DARK, linewidth=3.0, solid_capstyle="butt", zorder=2)
        axes.plot([one.value[n]], [y], marker="o", markersize=7, color=DARK, zorder=4)
        axes.plot([found.average.value[n]], [y], marker="|", markersize=11, markeredgewidth=1.8, color=INK, zorder=3)
        axes.plot([found.largest[n]], [y], marker="x", markersize=7, markeredgewidth=1.6, color=INK, zorder=3)
    axes.set_xlim(0.0, shown(found.largest[order], smallest_difference(column)))
    axes.set_xlabel("regret: what the best policy in a setting has beyond this one")
    entries = [
        Line2D([], [], marker="o", color=DARK, linewidth=3.0), Line2D([], [], marker="|", linestyle="", color=INK, markersize=11),
        Line2D([], [], marker="x", linestyle="", color=INK), Patch(facecolor=FAINT),
    ]  # fmt: skip
    said = [f"{PERCENTILE:.0f} of 100 settings, 95 % interval", "mean", "largest", "less than counts"]
    legend_below(made, entries, said, (0.02, 0.34 / made.get_figheight()))
    return made


def draw_shares(frame: SweepResults, table: PolicyTable, found: SatisficingResult) -> Figure:
    """The same of the shares of settings."""
    title = "In what share of the settings a policy meets it"
    made, axes, order = _rows(frame, table, found.ranking, title, found.settings, meets_text(frame, found.where, found.limits))
    for y, n in enumerate(order):
        axes.barh(y, found.share.value[n], height=0.66, facecolor="#c3d2e0", edgecolor=QUIET, linewidth=0.7)
        axes.plot([found.share.low[n], found.share.high[n]], [y, y], color=INK, linewidth=1.4)
    axes.set_xlim(0.0, 1.0)
    axes.set_xlabel("share of the settings")
    return made


def _rows(
    frame: SweepResults, table: PolicyTable, rank: Ranking, title: str, settings: int, what: str = ""
) -> tuple[Figure, Axes, list[int]]:
    """An empty figure with the names of policies at its left and their places at its right."""
    order = rank.order[:MOST]
    tall = HEAD + FOOT + ROW * len(order)
    more = f"; {len(rank.order) - MOST} more in the table" if len(rank.order) > MOST else ""
    below = what or f"{fitting(frame.title, 50)}: {len(table.policies):,} policies in {settings:,} settings{more}"
    made = new_sweep_figure(frame, WIDTH, tall, title, below)
    axes = made.add_axes((LEFT, FOOT / tall, ACROSS, ROW * len(order) / tall))
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_yticks(np.arange(len(order)), [fitting(policy_name(frame, table, n), LETTERS) for n in order], fontsize=8)
    for y, n in enumerate(order):
        place = f"{rank.low[n]}" if rank.low[n] == rank.high[n] else f"{rank.low[n]} to {rank.high[n]}"
        axes.text(1.03, y, f"place {place}", transform=axes.get_yaxis_transform(), va="center", fontsize=8, color=QUIET)
    return made, axes, order
