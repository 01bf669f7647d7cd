"""The section that compares named scenarios: at the same points, with the same lucks, in pairs."""

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from icsim.catalogue import catalogue
from icsim.report.figure_style import sentence
from icsim.report.sweep import scenarios_figure, sweep_labels
from icsim.report.sweep.section_types import ReportFigure, ReportSection, ReportTable
from icsim.report.sweep.sweep_figure import format_interval, format_value_text
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict, PairedComparison, compare_pairs, scenario_pairs
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.sweep_results import LESS, OutcomeColumn, SweepResults

SAMPLED = ("lhs", "sobol", "saltelli")
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


def smallest(outcome: OutcomeColumn) -> float:
    """The smallest difference that counts in an outcome."""
    return catalogue().measures[outcome.query.measure.partition(".")[0]].smallest_by(outcome.week)


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
            found = compare_pairs(*two, smallest(outcome), family, frame.design in SAMPLED)
            lines.append(ScenarioComparison(outcome, first, second, smallest(outcome), found))
    note = _note(frame, family)
    head = ("outcome", "scenarios", "difference", "low", "high", "smallest that counts", "verdict", "other way", "worlds")
    rows = tuple(
        (
            sweep_labels.outcome_name(one.outcome), one.pair, one.found.difference, finite(one.found.among.low),
            finite(one.found.among.high), one.smallest, str(one.found.says), one.found.other_way, one.found.worlds,
        )
        for one in lines
    )  # fmt: skip
    table = ReportTable("scenarios", f"Scenarios in pairs. {note}", head, rows)
    sentences = [*(comparison_text(frame, one, family) for one in lines), note]
    picture = ReportFigure(
        "scenarios", partial(scenarios_figure.draw, frame, lines), "Differences between scenarios: " + "; ".join(map(_alt, lines)),
        "Difference of each pair, in smallest differences that count; " + scenarios_figure.KEY,
    )  # fmt: skip
    return ReportSection("scenarios", "Scenarios compared", sentences, [table], [picture], [_plain(one) for one in lines])


def comparison_text(frame: SweepResults, one: ScenarioComparison, family: int) -> str:
    """A comparison in a sentence or two."""
    found = one.found
    name = f"{sentence(sweep_labels.outcome_name(one.outcome))}, {one.pair}"
    if not found.worlds:
        return f"{name}: no pair of worlds has a value."
    if found.same == 1.0:
        return f"{name}: equal to the bit in all {found.worlds:,} worlds."
    told = f"{name}: {format_value_text(found.difference, signed=True)} ({format_interval(*found.among)}); {found.says}"
    told += f" (smallest that counts {one.smallest:.3g})."
    if found.says in (ComparisonVerdict.NONE, ComparisonVerdict.OPEN):
        return told
    told += f" In {100 * found.other_way:.0f} of 100 worlds it goes the other way"
    valued = int((~np.isnan(found.points)).sum())
    if valued > 1:
        told += f", and on average at {found.against} of {valued} points"
        clearly = found.clearly_against(family)
        told += f", surely at {len(clearly)}: {_point(frame, clearly[0])}" if clearly else ""
    return f"{told}."


def _point(frame: SweepResults, point: int) -> str:
    return "for one where " + ", ".join(
        f"{sweep_labels.short_axis_name(axis.path)} is {sweep_labels.value(axis, float(axis.column[point]))}" for axis in frame.axes
    )


def _note(frame: SweepResults, family: int) -> str:
    together = f"all {family} comparisons together (Bonferroni)" if family > 1 else "this one comparison"
    over = " and over points, which were drawn from a space" if frame.design in SAMPLED else f" at these {frame.points} points"
    over = " at this point" if frame.points == 1 else over
    return f"Intervals are 95 % for {together}, over {frame.replicates} lucks{over}. Pairs have the same point and luck."


def _alt(one: ScenarioComparison) -> str:
    return f"{sweep_labels.outcome_name(one.outcome)}, {one.pair}: {one.found.says}"


def finite(value: float) -> float | None:
    """A number as data has it: None where it cannot be said."""
    return float(value) if np.isfinite(value) else None


def _plain(one: ScenarioComparison) -> dict[str, Any]:
    found = one.found
    return {
        "outcome": one.outcome.column, "first": one.first, "second": one.second, "difference": finite(found.difference),
        "interval": [finite(end) for end in found.among], "alone": [finite(end) for end in found.alone],
        "smallest": one.smallest, "verdict": str(found.says), "other_way": finite(found.other_way), "same": finite(found.same),
        "worlds": found.worlds, "points_the_other_way": found.against,
        "points": [finite(value) for value in found.points.tolist()],
    }  # fmt: skip
