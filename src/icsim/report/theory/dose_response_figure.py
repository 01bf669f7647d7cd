"""What an outcome does as one lever goes from none to all: for clauses that say there is a best place in between."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from icsim.report.figure_style import FAINT, INK, QUIET, SECOND, new_theory_figure
from icsim.report.theory import clause_text
from icsim.report.words import axis_label, fitting, sentence
from icsim.theory.clauses import DOSES, BoundClause
from icsim.theory.theory_result import TheoryResult

MOST_COLUMNS = 2
WIDTH, ROW, HEAD, FOOT = 10.4, 2.9, 1.3, 0.85  # inches


def draw(tried: TheoryResult) -> Figure:
    """A panel for each such clause."""
    shown = [one for one in tried.case.asked if one.column in tried.doses]
    columns = min(MOST_COLUMNS, len(shown))
    rows = math.ceil(len(shown) / columns)
    tall = HEAD + FOOT + ROW * rows - 0.6
    below = f"line: median of {tried.panel.draws} settings · band: the middle 90 % · thin: single settings"
    made = new_theory_figure(tried, WIDTH * (0.55 + 0.45 * (columns - 1)), tall, "From none to all", below)
    sides = {"left": 0.15 / columns, "right": 0.985, "bottom": FOOT / tall, "top": 1.0 - HEAD / tall}
    grid = made.add_gridspec(rows, columns, wspace=0.2, hspace=0.55, **sides)
    for n, asked in enumerate(shown):
        _panel(made.add_subplot(grid[n // columns, n % columns]), asked, tried.doses[asked.column])
    return made


def _panel(axes: Axes, asked: BoundClause, means: NDArray[np.float64]) -> None:
    at = np.linspace(0.0, 1.0, DOSES)
    some = means[:, ~np.isnan(means).all(axis=0)]
    for one in some.T[:: max(1, some.shape[1] // 8)]:
        axes.plot(at, one, color=QUIET, linewidth=0.5, zorder=2)
    if some.size:
        low, middle, high = np.nanquantile(some, [0.05, 0.5, 0.95], axis=1)
        axes.fill_between(at, low, high, color=SECOND, alpha=0.18, linewidth=0)
        axes.plot(at, middle, color=INK, linewidth=2.0, marker="o", markersize=5, zorder=3)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks(at, ["none", *(f"{x:.2f}" for x in at[1:-1]), "all"])
    axes.set_xlabel(clause_text.dose_label(asked))
    axes.set_title(f"{sentence(axis_label(asked.measure))}, {clause_text.when_text(asked)}", weight="bold", pad=17)
    axes.text(
        0.0,
        1.03,
        fitting(clause_text.selection_text(asked), 70),
        transform=axes.transAxes,
        va="bottom",
        fontsize=8,
        color=QUIET,
    )
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
