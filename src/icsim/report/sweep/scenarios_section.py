"""The section that compares named scenarios: at the same points, with the same replicates, in pairs."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from icsim.report.figure_style import INK, QUIET
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.section_types import FEW_WORLDS, ReportFigure, ReportSection, ReportTable
from icsim.report.sweep.sweep_figure import EDGE, FAINT, format_interval, format_value_text, new_sweep_figure
from icsim.report.words import fitting, sentence
from icsim.results.sweep import Comparison
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict, PairedComparison, compare_pairs, scenario_pairs
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.smallest_difference import counts_events, smallest_difference, smallest_text
from icsim.sweep.analysis.sweep_results import LESS, OutcomeColumn, SweepResults

SAMPLED = ("lhs", "sobol_sequence", "saltelli")
"""Designs whose points are drawn from a space, so that others might have been drawn."""


class ScenarioComparison(NamedTuple):
    """A comparison and what it is of."""

    outcome: OutcomeColumn
    first: str
    second: str
    smallest: float
    found: PairedComparison

    @property
    def pair(self) -> str:
        """Both scenarios in words."""
        return sweep_labels.arm(f"{self.first}{LESS}{self.second}")


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """Every outcome asked for, in each pair of scenarios; None where the study names no two."""
    chosen = scenario_pairs(asked.arms)
    if frame.arms == ("",) or not chosen or frame.design == "ramp":
        return None
    family = len(chosen) * len(asked.outcomes)
    lines = []
    for column in asked.outcomes:
        for first, second in chosen:
            outcome = frame.columns[column]
            two = frame.read(column, first), frame.read(column, second)
            found = compare_pairs(*two, smallest_difference(outcome), family, frame.design in SAMPLED, counts_events(outcome))
            lines.append(ScenarioComparison(outcome, first, second, smallest_difference(outcome), found))
    note = _note(frame, family)
    head = ("outcome", "scenarios", "difference", "low", "high", "smallest that counts", "verdict", "other way", "worlds")
    rows = tuple(
        (
            sweep_labels.outcome_name(one.outcome), one.pair, *_said(one.found), one.smallest, str(one.found.says),
            one.found.other_way, one.found.worlds,
        )
        for one in lines
    )  # fmt: skip
    table = ReportTable("scenarios", f"Scenarios in pairs. {note}", head, rows)
    sentences = [*(comparison_text(frame, one, family) for one in lines), note]
    picture = ReportFigure(
        "scenarios", partial(draw, frame, lines), "Differences between scenarios: " + "; ".join(map(_alt, lines)),
        "Difference of each pair, in smallest differences that count; " + KEY,
    )  # fmt: skip
    return ReportSection("scenarios", "Scenarios compared", sentences, [table], [picture], tuple(map(_record, lines)))


def comparison_text(frame: SweepResults, one: ScenarioComparison, family: int) -> str:
    """A comparison in a sentence or two."""
    found = one.found
    name = f"{sentence(sweep_labels.outcome_name(one.outcome))}, {one.pair}"
    if not found.worlds:
        return f"{name}: no pair of worlds has a value."
    if found.worlds < FEW_WORLDS and found.same < 1.0:
        return f"{name}: – (n = {found.worlds} pairs of worlds; it takes {FEW_WORLDS} to say a mean)."
    if found.same == 1.0:
        return f"{name}: equal to the bit in all {found.worlds:,} worlds."
    told = f"{name}: {format_value_text(found.difference, signed=True)} ({format_interval(*found.among)}); {found.says}"
    told += f" (smallest that counts {smallest_text(one.outcome)})."
    if found.says in (ComparisonVerdict.NONE, ComparisonVerdict.OPEN):
        return told
    told += f" In {100 * found.other_way:.0f} of 100 worlds it goes the other way"
    valued = int((~np.isnan(found.points)).sum())
    if valued > 1:
        told += f", and on average at {found.against} of {valued} points"
        clearly = found.clearly_against(family)
        told += f", surely at {len(clearly)}: {_point(frame, clearly[0])}" if clearly else ""
    return f"{told}."


def _said(found: PairedComparison) -> tuple[float | None, float | None, float | None]:
    """The difference and its interval; none of fewer worlds than a mean takes."""
    few = found.worlds < FEW_WORLDS and found.same < 1.0
    return (None, None, None) if few else (found.difference, finite(found.among.low), finite(found.among.high))


def _point(frame: SweepResults, point: int) -> str:
    return "for one where " + ", ".join(
        f"{sweep_labels.short_axis_name(axis.path)} is {sweep_labels.value(axis, float(axis.column[point]))}" for axis in frame.axes
    )


def _note(frame: SweepResults, family: int) -> str:
    together = f"all {family} comparisons together (Bonferroni)" if family > 1 else "this one comparison"
    over = " and over points, which were drawn from a space" if frame.design in SAMPLED else f" at these {frame.points} points"
    over = " at this point" if frame.points == 1 else over
    said = f"Intervals are 95 % for {together}, over {frame.replicates} replicates{over}."
    return f"{said} Pairs have the same point and random numbers."


def _alt(one: ScenarioComparison) -> str:
    return f"{sweep_labels.outcome_name(one.outcome)}, {one.pair}: {one.found.says}"


def finite(value: float) -> float | None:
    """A number as data has it: None where it cannot be said."""
    return float(value) if np.isfinite(value) else None


def _record(one: ScenarioComparison) -> Comparison:
    found = one.found
    return Comparison(
        outcome=one.outcome.column, first=one.first, second=one.second, difference=found.difference, interval=found.among,
        alone=found.alone, smallest=one.smallest, verdict=str(found.says), other_way=found.other_way, same=found.same,
        worlds=found.worlds, points_the_other_way=found.against, points=tuple(found.points.tolist()),
    )  # fmt: skip


WIDTH, ROW, HEAD, FOOT = 9.6, 0.5, 0.95, 0.95  # inches
LEFT, ACROSS = 0.36, 0.36  # the scale, in parts of the figure
NARROWEST, WIDEST = 1.6, 12.0  # of the scale either way, in smallest differences; what lies beyond gets an arrow
LETTERS = 56  # of the names of a pair
KEY = "thick: interval of the mean; thin: the middle 90 % of points; filled: settled; shaded: less than counts."


def draw(frame: SweepResults, lines: Sequence["ScenarioComparison"]) -> Figure:
    """The figure; its text says what its marks say."""
    tall = HEAD + FOOT + ROW * len(lines)
    made = new_sweep_figure(frame, WIDTH, tall, "Scenarios compared", "same point and random numbers: the first less the second")
    axes = made.add_axes((LEFT, FOOT / tall, ACROSS, ROW * len(lines) / tall))
    told = [one for one in lines if one.found.worlds >= FEW_WORLDS]
    reach = [abs(end) / one.smallest for one in told for end in one.found.among if np.isfinite(end)]
    end = min(WIDEST, max(NARROWEST, 1.1 * max(reach, default=0.0)))
    axes.set_xlim(-end, end)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.axvspan(-1.0, 1.0, color=FAINT, zorder=0, linewidth=0)
    axes.axvline(0.0, color=QUIET, linewidth=0.9, zorder=1)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("difference, in smallest differences that count")
    for y, one in enumerate(lines):
        _row(axes, one, float(y), end)
    made.text(EDGE / WIDTH, 0.32 / tall, sentence(KEY), fontsize=7.5, color=QUIET, va="bottom")
    return made


def _row(axes: Axes, one: "ScenarioComparison", y: float, end: float) -> None:
    found = one.found
    beside = partial(axes.text, transform=axes.get_yaxis_transform(), va="center")
    beside(
        -0.03, y - 0.16, fitting(sentence(sweep_labels.outcome_name(one.outcome)), LETTERS - 9), ha="right", fontsize=9
    )
    beside(-0.03, y + 0.2, fitting(one.pair, LETTERS), ha="right", fontsize=7.5, color=QUIET)
    few = found.worlds < FEW_WORLDS and found.same < 1.0
    size = f"–  n = {found.worlds}" if few else f"{format_value_text(found.difference, signed=True)}  {found.says}"
    beside(1.03, y, size if found.worlds else "no value", ha="left", fontsize=8)
    if few or not found.worlds:
        return
    points = found.points[~np.isnan(found.points)] / one.smallest
    middle, low, high = (value / one.smallest for value in (found.difference, *found.among))
    if points.size > 1:
        ends = np.clip(np.quantile(points, [0.05, 0.95]), -end, end)
        axes.plot(ends, [y, y], color=INK, linewidth=1.0, zorder=2)
    if abs(middle) > end:
        axes.plot([np.sign(middle) * 0.97 * end], [y], marker=">" if middle > 0 else "<", color=INK, markersize=7)
        return
    axes.plot([max(low, -end), min(high, end)], [y, y], color=INK, linewidth=4.5, solid_capstyle="butt", zorder=2)
    filling = (
        "white"
        if found.says in (ComparisonVerdict.OPEN, ComparisonVerdict.PERHAPS_HIGHER, ComparisonVerdict.PERHAPS_LOWER)
        else INK
    )
    axes.plot([middle], [y], marker="o", color=INK, markerfacecolor=filling, markersize=7, zorder=3)
