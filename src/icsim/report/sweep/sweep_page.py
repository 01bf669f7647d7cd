"""`report.html` of a sweep: all sections on one page that holds everything, to be kept, sent or printed."""

from collections.abc import Iterator, Sequence
from html import escape

from icsim.report import html
from icsim.report.html import paragraph
from icsim.report.sweep import (
    bistability_section,
    discovery_section,
    factorial_section,
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
    scenarios_section.section,
    surface_section.section,
    bistability_section.section,
    hysteresis_section.section,
    factorial_section.section,
    sensitivity_section.section,
    discovery_section.section,
)


ROWS = 40  # of a table on the page; its file has all


def sweep_page(frame: SweepResults, sections: Sequence[ReportSection], command: str) -> str:
    """The whole page, figures by the names of their files, which `embedded` puts in their places."""
    body = [
        f"<main><h1>{escape(frame.title)}</h1>",
        f"<p><strong>{escape(NOT_A_FORECAST)}</strong></p>",
        *(piece for section in sections for piece in _section(section, 2)),
        "<h2>To get all of it again</h2>",
        f"<p><code>{escape(frame.held['command'])}</code></p>",
        f"<p><code>{escape(command)}</code></p>",
        paragraph(", ".join(f"{name} {version}" for name, version in frame.held["versions"].items()), "quiet"),
        "</main>",
    ]
    return html.html_page(frame.title, body)


def _section(section: ReportSection, level: int) -> Iterator[str]:
    yield f'<h{level} id="{escape(section.name)}">{escape(section.title)}</h{level}>'
    yield from (paragraph(text) for text in section.sentences)
    for picture in section.pictures:
        yield html.html_figure(f"{picture.name}.png", picture.alt, picture.caption)
    for table in section.tables:
        yield _table(table)
    for part in section.parts:
        yield from _section(part, min(level + 1, 4))


def _table(table: ReportTable) -> str:
    rows = [tuple(format_table_cell(cell) for cell in row) for row in table.rows[:ROWS]]
    more = len(table.rows) - ROWS
    caption = table.caption + (f" The first {ROWS} of {len(table.rows):,} rows; all are in {table.name}.csv." if more > 0 else "")
    return html.html_table(caption, table.head, rows)


def format_table_cell(cell: CellValue) -> str:
    """A cell as it is read: a number to three digits, nothing as a dash."""
    if cell is None or cell != cell:
        return "–"
    if isinstance(cell, float):
        text = f"{cell:.3f}" if 0.001 <= abs(cell) < 100.0 or cell == 0.0 else f"{cell:.3g}"
        return text.replace("-", "−")
    return f"{cell:,}" if isinstance(cell, int) else cell
