"""What joins two sections that seem to contradict each other: a smooth that foresees, and tests that settle no axis."""

from collections.abc import Sequence
from dataclasses import replace

from icsim.report.sweep.section_types import ReportSection, flat_sections
from icsim.results.sweep import GivenData, Sensitivity, Surface
from icsim.sweep.analysis.response_surface import READ


def joined(sections: Sequence[ReportSection]) -> list[ReportSection]:
    """The sections; where a smooth foresees an outcome of which no axis was found, the tests say that they settled nothing."""
    surfaces = [one for section in flat_sections(sections) if isinstance(section.data, tuple) for one in section.data]
    foreseen = {
        one.series: one.smooth.foreseen
        for one in surfaces
        if isinstance(one, Surface) and one.smooth is not None and one.smooth.foreseen >= READ
    }
    return [_with_word(section, foreseen) for section in sections]


def _with_word(section: ReportSection, foreseen: dict[str, float]) -> ReportSection:
    parts, data = [_with_word(part, foreseen) for part in section.parts], section.data
    if not isinstance(data, Sensitivity | GivenData) or data.series not in foreseen or _settled(data):
        return replace(section, parts=parts)
    who = "these tests" if isinstance(data, Sensitivity) else "delta"
    word = (
        f"Yet a smooth foresees {foreseen[data.series]:.2f} of what differs between points: with so few points {who} "
        "did not settle which axes it hangs on, which is not to say that it hangs on none."
    )
    first, *more = section.sentences  # one with the first, which is printed alone
    return replace(section, parts=parts, sentences=[f"{first} {word}", *more])


def _settled(data: Sensitivity | GivenData) -> bool:
    """Whether the tests found any axis, or found that all do next to nothing."""
    if isinstance(data, Sensitivity):
        return any(one.counts for one in data.axes) or all(one.negligible for one in data.axes)
    return any(one.beyond for one in data.axes)
