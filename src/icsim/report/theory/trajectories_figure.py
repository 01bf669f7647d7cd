"""How the clauses of a theory move over time in the worlds that they compare: one small panel each."""

import math
from typing import Literal, Unpack

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from icsim.catalogue import catalogue
from icsim.engine.measures import WINDOW
from icsim.report.figure_style import ARMS, FAINT, INK, QUIET, TextStyle, new_theory_figure, time_axis
from icsim.report.theory import clause_text
from icsim.report.words import fitting, readable_name, sentence
from icsim.statistics.replicate_summary import MIDDLE, summarise_replicates
from icsim.theory.clauses import BoundClause
from icsim.theory.theory_result import TheoryResult

COLUMNS = 2
WIDTH, ROW, HEAD, FOOT = 10.4, 2.45, 1.35, 0.75  # inches
LEAST = 0.2  # of the scale that a panel shows, so that noise does not look like an effect
SMALL = 7.5
LineStyle = Literal["-", "--", "-.", ":"]
STYLES: tuple[tuple[LineStyle, str, str], ...] = (*ARMS, ("-.", "s", "#5b7f3a"), (":", "D", "#6b4c8a"))
"""Of the third and fourth arm, too: those of an interaction."""
LATE = 0.8  # of the weeks: words about a later one stand before it


def draw(tried: TheoryResult) -> Figure:
    """Reasoning, outcome and what stands under `secondary`; the resource is what was set, and needs no picture."""
    shown = _shown(tried)
    rows = math.ceil(len(shown) / COLUMNS)
    tall = HEAD + FOOT + ROW * rows - 0.6
    below = (
        f"every number at its default · line: mean of {len(tried.defaults.replicates)} worlds · "
        f"band: the middle {100 * MIDDLE:g} % of them · each point: the {WINDOW} weeks that end there"
    )
    made = new_theory_figure(tried, WIDTH, tall, "Week by week", below)
    sides = {"left": 0.065, "right": 0.985, "bottom": FOOT / tall, "top": 1.0 - HEAD / tall}
    grid = made.add_gridspec(rows, COLUMNS, wspace=0.17, hspace=0.62, **sides)
    for n, clauses in enumerate(shown):
        _panel(made.add_subplot(grid[n // COLUMNS, n % COLUMNS]), tried, clauses)
    used = [n for n, arm in enumerate(tried.defaults.arms) if any(arm in one.weights for clauses in shown for one in clauses)]
    styles = [_style(n) for n in used]
    keys = [Line2D([], [], linestyle=line, marker=mark, color=colour, markersize=5) for line, mark, colour in styles]
    named = [readable_name(tried.defaults.arms[n]) for n in used]
    corner = (0.99, 1.0 - 0.12 / tall)
    made.legend(keys, named, loc="upper right", bbox_to_anchor=corner, ncols=len(keys), fontsize=10)
    return made


def _shown(tried: TheoryResult) -> list[list[BoundClause]]:
    """A panel for all clauses that read the same of the same: they differ in what they compare."""
    found: dict[str, list[BoundClause]] = {}
    for asked in (finding.asked for finding in tried.findings):
        if asked.part != "resource":
            found.setdefault(repr((asked.terms, asked.week)), []).append(asked)
    return list(found.values())


def _style(arm: int) -> tuple[LineStyle, str, str]:
    """Line, marker and colour of an arm."""
    return STYLES[arm % len(STYLES)]


def _panel(axes: Axes, tried: TheoryResult, clauses: list[BoundClause]) -> None:
    """The curves of every arm that one of its clauses compares."""
    weeks, asked = np.array(tried.defaults.weeks), clauses[0]
    ends: list[float] = []
    for arm, values in enumerate(tried.defaults.paths[asked.column]):
        if not any(tried.defaults.arms[arm] in one.weights for one in clauses):
            continue
        mean, low, high = _bands(values)
        _arm(axes, arm, weeks, mean, low, high)
        ends += [float(end) for end in (*low, *high) if math.isfinite(end)]
    _scale(axes, asked, ends)
    axes.axvline(asked.week, color=INK, linewidth=0.9, linestyle=(0, (1, 2)))
    _beside(axes, asked.week, 1.0, "read", tried.defaults.weeks[-1], va="top")
    for week, label in _events(tried):
        axes.axvline(week, color=QUIET, linewidth=1.0)
        _beside(axes, week, 0.02, label, tried.defaults.weeks[-1], va="bottom", color=QUIET)
    axes.set_title(f"{sentence(asked.part)}: {clause_text.measure_text(asked)}", weight="bold", pad=17)
    axes.text(
        0.0,
        1.035,
        fitting(clause_text.curve_selection_text(asked), 70),
        transform=axes.transAxes,
        va="bottom",
        fontsize=8,
        color=QUIET,
    )
    axes.set_ylabel(asked.measure.unit, fontsize=8)
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel("week", fontsize=8, labelpad=1)
    time_axis(axes, tried.defaults.weeks[-1])


def _beside(axes: Axes, week: int, y: float, text: str, last: int, **how: Unpack[TextStyle]) -> None:
    """Words beside the line of a week, on the side that has room; `how` goes to Axes.text."""
    late = week > LATE * last
    axes.text(
        week, y, f"{text} " if late else f" {text}", ha="right" if late else "left", transform=axes.get_xaxis_transform(),
        fontsize=SMALL, **how,
    )  # fmt: skip


def _arm(
    axes: Axes,
    arm: int,
    weeks: NDArray[np.int64],
    mean: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> None:
    """One arm's mean and band; the arms' markers stand between each other."""
    line, marker, colour = _style(arm)
    axes.fill_between(weeks, low, high, color=colour, alpha=0.13, linewidth=0)
    for edge in (low, high):
        axes.plot(weeks, edge, line, color=colour, linewidth=0.6, alpha=0.5)
    every = max(1, len(weeks) // 10)
    marked = (arm % 2 * every // 2 + arm // 2 * every // 4, every)
    axes.plot(weeks, mean, line, color=colour, linewidth=1.8, marker=marker, markevery=marked, markersize=4.5)


def _bands(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Mean over worlds, and where the middle of them lies, week by week; nan where there is none."""
    found = [summarise_replicates(week) for week in values]
    numbers = [[math.nan if x is None else x for x in (one.mean, one.low, one.high)] for one in found]
    mean, low, high = np.array(numbers, dtype=np.float64).T
    return mean, low, high


def _scale(axes: Axes, asked: BoundClause, ends: list[float]) -> None:
    """A scale that holds the bands, and at least a fifth of the measure's own range."""
    if not ends:
        return
    bottom, top = min(ends), max(ends)
    floor, ceiling = asked.measure.range
    least = LEAST * (ceiling - floor) if ceiling is not None else 4.0 * asked.smallest
    more = max(0.06 * (top - bottom), (least - (top - bottom)) / 2.0)
    axes.set_ylim(max(floor - 0.02 * least, bottom - more), top + more)


def _events(tried: TheoryResult) -> list[tuple[int, str]]:
    """Dated events of all worlds compared, by week; those of one week in one label."""
    known = catalogue().events
    found: dict[int, list[str]] = {}
    for item in (item for name in tried.defaults.arms for item in tried.case.arms[name].timeline):
        for name in item.keys() & known.keys():
            if known[name].display not in found.setdefault(item["week"], []):
                found[item["week"]].append(known[name].display)
    return [(week, ", ".join(labels)) for week, labels in sorted(found.items())]
