"""A section of a sweep's report: sentences, tables and figures, which the page and the files are both made from."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from icsim.results.sweep import SectionData
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, SweepResults
from icsim.sweep.axes import Value

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CellValue = str | int | float | None
FEW_WORLDS = 5  # worlds behind a mean below which it is not said: a dash stands in its place, beside how many there were


@dataclass(frozen=True)
class ReportTable:
    """Rows of plain values: in full in NAME.csv, rounded on the page; None is missing."""

    name: str  # of its file, `[a-z0-9_]`, one for the whole report
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    on_page: bool = True  # long ones are for those who compute with them, and only in their file


@dataclass(frozen=True)
class ReportFigure:
    """A figure: drawn when the page is made, in the look of all figures, into NAME.png and NAME.svg."""

    name: str  # of its files, `[a-z0-9_]`, one for the whole report
    draw: Callable[[], "Figure"]
    alt: str  # what it shows, for those who do not see it
    caption: str


@dataclass(frozen=True)
class ReportSection:
    """One part of the report, perhaps with parts of its own, each under a smaller heading.

    `data` goes into analysis.json under the section's name.
    """

    name: str  # `[a-z0-9_]`
    title: str
    sentences: Sequence[str]  # most important first
    tables: Sequence[ReportTable] = ()
    pictures: Sequence[ReportFigure] = ()
    data: SectionData = ()
    parts: Sequence["ReportSection"] = ()


MakeSection = Callable[[SweepResults, ReportRequest], ReportSection | None]
"""What makes a section; None where it does not suit the design or what was asked for."""


def flat_sections(sections: Sequence[ReportSection]) -> Iterator[ReportSection]:
    """The sections, each before its parts."""
    for section in sections:
        yield section
        yield from flat_sections(section.parts)


def fixed_values(fixed: Sequence[tuple[AxisColumn, float]]) -> dict[str, Value]:
    """Axes that are held, with the value of each as one would write it."""
    return {axis.path: axis.values[int(value)] if axis.kind == CHOICE else float(value) for axis, value in fixed}


def slug(text: str) -> str:
    """A text as part of the name of a file."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
