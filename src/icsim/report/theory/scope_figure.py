"""The map of where a theory fails: every setting that was tried, by the two variables that matter most."""

from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from icsim.report.figure_style import EDGE, INK, QUIET
from icsim.report.figure_style import new_theory_figure as canvas
from icsim.report.theory.scope_text import NO_RULE, variable_label
from icsim.report.words import sentence
from icsim.statistics.decision_tree import TreeLeaf
from icsim.theory.scope import ScopeOutcome, ScopeResult

WIDTH, HEIGHT = 8.6, 6.4  # inches
LEFT, BOTTOM, ACROSS, UP = 0.1, 0.215, 0.575, 0.635  # the map, in parts of the figure
SHADES = ((1.0 / 3.0, "#bdbdbd"), (2.0 / 3.0, "#dedede"), (1.01, "#ffffff"))
"""How a region is shaded: darkest where it holds in less than a third of its settings."""
MARKS = {
    ScopeOutcome.HELD: ("o", "#1f4e79", "#1f4e79"),
    ScopeOutcome.ANOTHER_REASON: ("o", INK, "white"),
    ScopeOutcome.ERASED: ("x", INK, INK),
    ScopeOutcome.FLIPPED: ("v", "#b2452f", "#e39b86"),
    ScopeOutcome.UNTESTED: ("+", QUIET, QUIET),
}
SHORT = {
    ScopeOutcome.HELD: "held",
    ScopeOutcome.ANOTHER_REASON: "outcome in full,\nreasoning not",
    ScopeOutcome.ERASED: "not every\noutcome",
    ScopeOutcome.FLIPPED: "an outcome the\nother way",
    ScopeOutcome.UNTESTED: "not tested",
}


def draw_scope(fails: ScopeResult) -> Figure:
    """The map: a mark for each setting, and behind them the regions of the tree of these two variables, if there is a rule."""
    below = f"{len(fails.came)} settings: circumstances over their whole range, and the numbers of the rules"
    made = canvas(fails, WIDTH, HEIGHT, "Where it holds and where it fails", below)
    axes = made.add_axes((LEFT, BOTTOM, ACROSS, UP))
    across, up = fails.axes
    axes.set_xlabel(fill(sentence(variable_label(across)), 60))
    axes.set_ylabel(fill(sentence(variable_label(up)), 60))
    axes.set_xlim(*_span(fails, across))
    axes.set_ylim(*_span(fails, up))
    for leaf in fails.regions:
        _region(axes, fails, leaf)
    _settings(axes, fails)
    _legend(made, fails)
    if not fails.regions:
        axes.set_title(sentence(NO_RULE), color=QUIET)
    return made


def _span(fails: ScopeResult, name: str) -> tuple[float, float]:
    column = fails.column(name)
    margin = 0.03 * float(column.max() - column.min())
    return float(column.min()) - margin, float(column.max()) + margin


def _region(axes: Axes, fails: ScopeResult, leaf: TreeLeaf) -> None:
    corners = []
    for name in fails.axes:
        low, high = _span(fails, name)
        for one in leaf.limits:
            if one.name == name:
                low, high = (max(low, one.threshold), high) if one.above else (low, min(high, one.threshold))
        corners.append((low, high))
    (x, right), (y, top) = corners
    shade = next(colour for limit, colour in SHADES if leaf.share < limit)
    axes.add_patch(Rectangle((x, y), right - x, top - y, facecolor=shade, edgecolor=QUIET, linewidth=0.8, zorder=0))
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
    text = f"held in {leaf.hits} of {leaf.of}"
    at = ((x + right) / 2.0, top - 0.02 * (_span(fails, fails.axes[1])[1] - _span(fails, fails.axes[1])[0]))
    axes.text(*at, text, ha="center", va="top", fontsize=8.5, weight="bold", bbox=box, zorder=4)


def _settings(axes: Axes, fails: ScopeResult) -> None:
    x, y = (fails.column(name) for name in fails.axes)
    for came, (marker, colour, filling) in MARKS.items():
        chosen = [n for n, one in enumerate(fails.came) if one is came]
        axes.plot(
            x[chosen], y[chosen], linestyle="none", marker=marker, color=colour, markerfacecolor=filling, markersize=5.5, zorder=3
        )  # fmt: skip


def _legend(made: Figure, fails: ScopeResult) -> None:
    keys = [
        Line2D([], [], linestyle="none", marker=marker, color=colour, markerfacecolor=filling)
        for came, (marker, colour, filling) in MARKS.items()
        if came in fails.came
    ]
    said = [f"{SHORT[came]} ({fails.came.count(came)})" for came in MARKS if came in fails.came]
    at = LEFT + ACROSS + 0.02
    made.legend(
        keys, said, loc="upper left", bbox_to_anchor=(at, BOTTOM + UP), title="what came of it", alignment="left", fontsize=8.5
    )
    if fails.regions:
        shades = [Patch(facecolor=colour, edgecolor=QUIET) for _, colour in reversed(SHADES)]
        names = ["two thirds or more", "a third or more", "less than a third"]
        made.legend(
            shades, names, loc="lower left", bbox_to_anchor=(at, BOTTOM), title="held, of the settings\nof a region",
            alignment="left", fontsize=8.5,
        )  # fmt: skip
    note = "Regions: a tree of these two alone. " if fails.regions else ""
    made.text(EDGE / WIDTH, 0.055, note + "Settings also differ in everything that is not drawn here.", fontsize=8, color=QUIET)
