"""The forest plot of a theory: every clause's effect in units of its smallest effect, and how often it came."""

import math
from collections.abc import Sequence
from typing import Unpack

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from icsim.report.figure_style import EDGE, FAINT, INK, QUIET, SHARES, Keywords, TextStyle, legend_below, new_theory_figure
from icsim.report.theory import clause_text
from icsim.report.theory.verdict_json import clause_bands, finding_word
from icsim.report.words import sentence
from icsim.theory.clause_results import arm_means
from icsim.theory.theory_result import TheoryResult
from icsim.theory.verdict import ClauseResult

NARROWEST, WIDEST = 1.6, 8.0  # of the scale either way, in smallest effects; what lies beyond gets an arrow
WIDTH, ROW, HEAD, FOOT = 11.2, 0.48, 1.0, 1.2  # inches
LEFT, ACROSS = 0.355, 0.29  # the scale, in parts of the figure
BARS, BAR = 0.715, 0.11  # the bars of shares
MARK: Keywords = {"markersize": 7.0, "markeredgewidth": 1.2, "color": INK}


def draw(tried: TheoryResult) -> Figure:
    """The figure; its text says what its marks say."""
    places = _places(tried)
    rows = max(places) + 0.6
    tall = HEAD + FOOT + ROW * rows
    below = f"{clause_text.contrast_text(tried.case.theory)}, in {tried.panel.draws} plausible settings"
    made = new_theory_figure(tried, WIDTH, tall, "Every clause: how large, and how often", below)
    axes = made.add_axes((LEFT, FOOT / tall, ACROSS, ROW * rows / tall))
    shares = made.add_axes((BARS, FOOT / tall, BAR, ROW * rows / tall))
    ends = _ends(tried)
    axes.set_xlim(*ends)
    for each in (axes, shares):
        each.set_ylim(rows, -0.1)
        each.set_yticks([])
        each.spines["left"].set_visible(False)
    _scales(axes, shares)
    before = ""
    for finding, y in zip(tried.findings, places, strict=True):
        if finding.asked.part != before:
            before = finding.asked.part
            _beside(axes, (EDGE / WIDTH - LEFT) / ACROSS, y - 0.17, sentence(before), weight="bold")
        _row(axes, finding, tried, y, ends)
        _bar(shares, finding, y, finding_word(finding, tried))
    _legend(made, tall)
    return made


def _places(tried: TheoryResult) -> list[float]:
    """How far down each clause stands, in rows: a little space before each part."""
    places, y, before = [], 0.05, ""
    for finding in tried.findings:
        y += 0.35 if finding.asked.part != before else 0.0
        before = finding.asked.part
        places.append(y)
        y += 1.0
    return places


def _ends(tried: TheoryResult) -> tuple[float, float]:
    """Where the scale ends; the resource is often far beyond everything else, and would squeeze it."""
    ends = [
        end / finding.asked.smallest
        for finding in tried.findings
        if finding.asked.part != "resource"
        for end in finding.p05_p95
        if math.isfinite(end)
    ]
    low, high = min([-NARROWEST, *(1.1 * end for end in ends)]), max([NARROWEST, *(1.1 * end for end in ends)])
    return max(low, -WIDEST), min(high, WIDEST)


def _scales(axes: Axes, bars: Axes) -> None:
    axes.axvline(0.0, color=QUIET, linewidth=0.9, zorder=1)
    for x in (-1.0, 1.0):
        axes.axvline(x, color=QUIET, linewidth=0.9, linestyle=(0, (1, 2.5)), zorder=1)
    axes.set_xlabel("effect, in smallest effects that count")
    bars.set_xlim(0.0, 1.0)
    bars.set_xticks([0.0, 0.5, 1.0], ["0", "50", "100"])
    bars.set_xlabel("% of settings")


def _row(axes: Axes, finding: ClauseResult, tried: TheoryResult, y: float, ends: tuple[float, float]) -> None:
    asked, smallest = finding.asked, finding.asked.smallest
    low, high = {"down": (ends[0], -1.0), "none": (-1.0, 1.0)}.get(asked.clause.expect, (1.0, ends[1]))
    axes.add_patch(Rectangle((low, y - 0.38), high - low, 0.76, facecolor=FAINT, edgecolor="none", zorder=0))
    chosen = _chosen(finding, tried)
    if not chosen:
        _effect(axes, finding, y, ends, clause_bands(finding, tried.case.theory.role))
    _beside(axes, -0.03, y - 0.17, clause_text.measure_text(asked), ha="right")
    _beside(axes, -0.03, y + 0.2, clause_text.figure_subtitle(asked, tried.case.theory), ha="right", color=QUIET, fontsize=7.5)
    size = "a choice" if chosen else clause_text.format_to_precision(finding.size.value, smallest, signed=True)
    _beside(axes, 1.015, y, size, fontsize=8.0)


def _chosen(finding: ClauseResult, tried: TheoryResult) -> str:
    """What the arms chose, where a clause reads a choice: it has no size to draw."""
    return clause_text.choice_text(finding.asked, arm_means(finding.asked, tried.panel))


def _effect(axes: Axes, finding: ClauseResult, y: float, ends: tuple[float, float], words_left: Sequence[str]) -> None:
    """Thin: the middle of the draws; thick: the interval of their mean; filled where the clause is settled."""
    smallest = finding.asked.smallest
    middle, low, high = (end / smallest for end in finding.size)
    if not math.isfinite(middle):
        axes.text(0.0, y, "no value", ha="center", va="center", color=QUIET, fontsize=8)
        return
    if not ends[0] <= middle <= ends[1]:
        up, step = middle > 0.0, 0.02 * (ends[1] - ends[0])
        at, inward = (ends[1], -step) if up else (ends[0], step)
        axes.plot([at + 0.6 * inward], [y], marker=">" if up else "<", **MARK)
        axes.text(at + 1.7 * inward, y, f"{middle:+.0f}".replace("-", "−"), ha="right" if up else "left", va="center")
        return
    for (left, right), thick in (([end / smallest for end in finding.p05_p95], 1.0), ((low, high), 4.5)):
        axes.plot([max(left, ends[0]), min(right, ends[1])], [y, y], color=INK, linewidth=thick, solid_capstyle="butt", zorder=2)
    filling = INK if len(words_left) <= 1 else "white"
    axes.plot([middle], [y], marker="o", markerfacecolor=filling, zorder=3, **MARK)


def _bar(bars: Axes, finding: ClauseResult, y: float, word: str) -> None:
    three, start = finding.shares, 0.0
    if not three.draws:
        bars.text(0.5, y, "no value", ha="center", va="center", color=QUIET, fontsize=8)
        return
    for share, (_, colour, hatch) in zip((three.expected, three.negligible, three.opposite), SHARES, strict=True):
        bars.barh(y, share.value, left=start, height=0.5, color=colour, hatch=hatch, edgecolor="white", linewidth=0.6)
        start += share.value
    held = f"{round(three.expected.value * three.draws)} of {three.draws}"
    _beside(bars, 1.06, y - 0.17, held, weight="bold", fontsize=8.5)
    _beside(bars, 1.06, y + 0.2, word, color=QUIET, fontsize=7.5)


def _beside(axes: Axes, x: float, y: float, text: str, **how: Unpack[TextStyle]) -> None:
    """Text beside a scale: x in parts of its width, y in rows; `how` goes to Axes.text."""
    axes.text(x, y, text, va="center", transform=axes.get_yaxis_transform(), **how)


def _legend(made: Figure, tall: float) -> None:
    keys: list[Artist] = [
        Patch(facecolor=FAINT),
        Line2D([], [], color=INK, linewidth=1.0),
        Line2D([], [], color=INK, linewidth=4.5),
        Line2D([], [], color=QUIET, linewidth=0.9, linestyle=(0, (1, 2.5))),
        Line2D([], [], linestyle="", marker="o", markerfacecolor="white", **MARK),
    ]
    said = ["expected", "middle 90 % of settings", "95 % interval of the mean", "smallest that counts", "open: several words left"]
    legend_below(made, keys, said, (EDGE / WIDTH, 0.34 / tall))
    bars = [Patch(facecolor=colour, hatch=hatch, edgecolor="white") for _, colour, hatch in SHARES]
    legend_below(made, bars, [name for name, _, _ in SHARES], (BARS - 0.065, 0.34 / tall))
