"""The forest plot of a theory: every clause's difference in units of its smallest effect, on one scale."""

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from icsim.report import theory_words as words
from icsim.report.look import INK, QUIET, sentence
from icsim.report.theory_canvas import EDGE, FAINT, FIRST, SECOND, figure
from icsim.theory.clauses.compare import Outcome
from icsim.theory.result import Tried
from icsim.theory.verdict import Finding

MARKS = {  # marker, edge and filling: told apart without colour
    Outcome.AS_EXPECTED: ("o", SECOND, SECOND),
    Outcome.NO_EFFECT: ("o", INK, "white"),
    Outcome.NOT_SETTLED: ("D", INK, "white"),
    Outcome.OTHER_WAY: ("X", FIRST, FIRST),
    Outcome.NOT_THIS_WAY: ("X", FIRST, "white"),
    Outcome.NO_VALUE: ("s", INK, "white"),
}
NARROWEST, WIDEST = 2.5, 8.0  # of the scale either way, in smallest effects; what lies beyond gets an arrow
WIDTH, ROW, HEAD, FOOT = 11.2, 0.46, 0.95, 1.15  # inches
LEFT, ACROSS = 0.385, 0.335  # the scale, in parts of the figure
MARK: dict[str, Any] = {"markersize": 7.5, "markeredgewidth": 1.3}


def draw(tried: Tried) -> Figure:
    """The figure; its text says what its marks say."""
    places = _places(tried)
    rows = max(places) + 0.6
    tall = HEAD + FOOT + ROW * rows
    first, second = tried.case.theory.contrasted
    below = f"{first} less {second}: {tried.verdict.headline} · {tried.verdict.basis}"
    made = figure(tried, WIDTH, tall, below)
    axes = made.add_axes((LEFT, FOOT / tall, ACROSS, ROW * rows / tall))
    reach = _reach(tried)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(rows, -0.1)
    _scale(axes)
    before = ""
    for finding, y in zip(tried.findings, places, strict=True):
        if finding.asked.part != before:
            before = finding.asked.part
            _say(axes, (EDGE / WIDTH - LEFT) / ACROSS, y - 0.17, sentence(before), weight="bold")
        _row(axes, finding, y, reach)
    _legend(made, tall)
    return made


def _places(tried: Tried) -> list[float]:
    """How far down each clause stands, in rows: a little space before each part."""
    places, y, before = [], 0.05, ""
    for finding in tried.findings:
        y += 0.35 if finding.asked.part != before else 0.0
        before = finding.asked.part
        places.append(y)
        y += 1.0
    return places


def _reach(tried: Tried) -> float:
    """How far the scale goes; the resource is often far beyond everything else, and would squeeze it."""
    ends = [
        abs(end) / finding.result.smallest
        for finding in tried.findings
        if finding.asked.part != "resource"
        for end in (finding.result.low, finding.result.high)
        if math.isfinite(end)
    ]
    return min(max([NARROWEST, *(1.15 * end for end in ends)]), WIDEST)


def _scale(axes: Axes) -> None:
    axes.axvline(0.0, color=QUIET, linewidth=0.9, zorder=1)
    for x in (-1.0, 1.0):
        axes.axvline(x, color=QUIET, linewidth=0.9, linestyle=(0, (1, 2.5)), zorder=1)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("difference, in smallest effects that count")


def _row(axes: Axes, finding: Finding, y: float, reach: float) -> None:
    result, asked = finding.result, finding.asked
    low, high = {"up": (1.0, reach), "down": (-reach, -1.0), "none": (-1.0, 1.0)}[asked.clause.expect]
    axes.add_patch(Rectangle((low, y - 0.38), high - low, 0.76, facecolor=FAINT, edgecolor="none", zorder=0))
    _interval(axes, finding, y, reach)
    _say(axes, -0.03, y - 0.17, words.what(asked), ha="right")
    _say(axes, -0.03, y + 0.2, f"{words.who(asked)}, week {words.when(asked)}", ha="right", color=QUIET, fontsize=7.5)
    _say(axes, 1.03, y - 0.17, words.difference(result))
    _say(axes, 1.03, y + 0.2, f"{result.outcome}; {words.in_lucks(finding)}", color=QUIET, fontsize=7.5)


def _interval(axes: Axes, finding: Finding, y: float, reach: float) -> None:
    result = finding.result
    middle, low, high = (end / result.smallest for end in (result.difference, result.low, result.high))
    marker, edge, filling = MARKS[result.outcome]
    if not math.isfinite(middle):
        axes.text(0.0, y, "no value", ha="center", va="center", color=QUIET, fontsize=8)
    elif abs(middle) > reach:
        side = math.copysign(1.0, middle)
        axes.plot([side * reach * 0.97], [y], marker=">" if side > 0 else "<", color=edge, **MARK)
        axes.text(
            side * reach * 0.91, y, f"{middle:+.0f}".replace("-", "−"), ha="right" if side > 0 else "left", va="center"
        )
    else:
        ends = [max(low, -reach), min(high, reach)]
        axes.plot(ends, [y, y], color=edge, linewidth=2.0, solid_capstyle="butt", zorder=2)
        axes.plot([middle], [y], marker=marker, color=edge, markerfacecolor=filling, zorder=3, **MARK)


def _say(axes: Axes, x: float, y: float, text: str, **how: Any) -> None:
    """Text beside the scale: x in parts of its width, y in rows."""
    axes.text(x, y, text, va="center", transform=axes.get_yaxis_transform(), **how)


def _legend(made: Figure, tall: float) -> None:
    keys: list[Any] = [Patch(facecolor=FAINT), Line2D([], [], color=INK, linewidth=2.0)]
    said = ["where the theory expects it", "95 % interval"]
    for outcome, (marker, edge, filling) in MARKS.items():
        keys.append(Line2D([], [], linestyle="", marker=marker, color=edge, markerfacecolor=filling, **MARK))
        said.append(str(outcome))
    at = (EDGE / WIDTH, 0.34 / tall)
    made.legend(
        keys, said, loc="lower left", bbox_to_anchor=at, ncols=len(keys), frameon=False, fontsize=8.5, borderpad=0,
        borderaxespad=0, handletextpad=0.5, columnspacing=2.0,
    )  # fmt: skip
