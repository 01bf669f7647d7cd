"""`report.html` of a sweep: all sections on one page that holds everything, to be kept, sent or printed."""

from collections.abc import Sequence
from dataclasses import replace

from icsim.base.version import __version__
from icsim.report.citation import references
from icsim.report.page import render
from icsim.report.sweep import (
    bistability_section,
    decisions_section,
    discovery_section,
    factorial_section,
    given_section,
    hysteresis_section,
    overview_section,
    scenarios_section,
    sensitivity_section,
    surface_section,
)
from icsim.report.sweep.section_types import CellValue, MakeSection, ReportSection, ReportTable
from icsim.report.theory.verdict_text import NOT_A_FORECAST
from icsim.sweep.analysis.sweep_results import SweepResults

SECTIONS: tuple[MakeSection, ...] = (
    overview_section.section,
    decisions_section.section,
    scenarios_section.section,
    surface_section.section,
    bistability_section.section,
    hysteresis_section.section,
    factorial_section.section,
    sensitivity_section.section,
    given_section.section,
    discovery_section.section,
)

ROWS = 40  # of a table on the page; its file has all


def sweep_page(frame: SweepResults, sections: Sequence[ReportSection], command: str) -> str:
    """The whole page, figures by the names of their files, which `embed_figures` puts in their places."""
    return render(
        "sections.html.j2", title=frame.title, note=NOT_A_FORECAST, sections=sections, shown=shown_table,
        commands=(frame.held.command, command), versions=frame.held.versions, cited=references(__version__),
    )  # fmt: skip


def shown_table(table: ReportTable) -> ReportTable:
    """A table as it is read: the first rows, in text."""
    more = f" The first {ROWS} of {len(table.rows):,} rows; all are in {table.name}.csv." if len(table.rows) > ROWS else ""
    rows = tuple(tuple(format_table_cell(cell) for cell in row) for row in table.rows[:ROWS])
    return replace(table, caption=table.caption + more, rows=rows)


def format_table_cell(cell: CellValue) -> str:
    """A cell as it is read: a number to three digits, nothing as a dash."""
    if cell is None or cell != cell:
        return "–"
    if isinstance(cell, float):
        text = f"{cell:.3f}" if 0.001 <= abs(cell) < 100.0 or cell == 0.0 else f"{cell:.3g}"
        return text.replace("-", "−")
    return f"{cell:,}" if isinstance(cell, int) else cell
