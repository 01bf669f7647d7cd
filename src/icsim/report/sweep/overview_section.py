"""The section on the study itself: its question, its axes, its worlds, and what is missing."""

from icsim.report.sweep import sweep_labels
from icsim.report.sweep.section_types import ReportSection, ReportTable
from icsim.report.words import count_worlds, sentence
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, SweepResults
from icsim.sweep.distributions import kept_text

LISTED = 8  # values written out


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection:
    """What was varied and how often; what could not be read stays missing, and is said."""
    arms = f", {len(frame.arms)} arms ({', '.join(frame.arms)})" if frame.arms != ("",) else ""
    total, least = int(frame.there.sum()), int(frame.there.sum(axis=2).min())
    each = count_worlds(least) if least == frame.replicates else f"{least:,} to {frame.replicates:,} worlds"
    points = f"{frame.points:,} point{'s' if frame.points > 1 else ''}"
    arm = " and arm" if len(frame.arms) > 1 else ""
    said = [frame.held.question] if frame.held.question else []
    said.append(
        f"A design of the kind “{frame.design}” with {points}{arms}, {each} at every point{arm}, {count_worlds(total)} in all. "
        "Every point has the same replicates, so that points differ by nothing else."
    )
    kept = kept_text(frame.held.design.model_dump(), frame.points)
    said += [f"{sentence(kept)}; the space that is left is no box, and its axes may go together."] if kept else []
    said += [_missing(frame, outcome) for outcome in asked.outcomes if frame.missing(outcome)]
    rows = tuple((sweep_labels.axis_name(one.path), one.path, _values(one)) for one in frame.axes)
    table = ReportTable("axes", "What was varied.", ("axis", "path", "values"), rows)
    return ReportSection("study", "The study", said, [table] if rows else [])


def _missing(frame: SweepResults, outcome: str) -> str:
    gaps, total = frame.missing(outcome), int(frame.there.sum())
    label = sentence(sweep_labels.outcome_name(frame.columns[outcome]))
    return (
        f"{label} is missing in {gaps:,} of {count_worlds(total)}, where there was nothing to divide by; means are over the others."
    )


def _values(one: AxisColumn) -> str:
    if one.kind == CHOICE or (not one.is_range and len(one.values) <= LISTED):
        return ", ".join("null" if value is None else str(value) for value in one.values)
    return f"{one.low:g} to {one.high:g}" + ("" if one.is_range else f", {len(one.values)} values")
