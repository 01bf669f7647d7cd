"""A page of sections, from stored results alone: sentences, tables of text, and figures that lie beside it already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from icsim.report.citation import references
from icsim.report.page import render

Row = tuple[str, ...]


@dataclass(frozen=True)
class PageTable:
    """Rows of text, the first cell of each its name."""

    caption: str
    head: Row
    rows: Sequence[Row]


@dataclass(frozen=True)
class PageFigure:
    """A figure by the name of its file, what it shows for those who do not see it, and what stands below it."""

    name: str
    alt: str
    caption: str


@dataclass(frozen=True)
class PageSection:
    """A heading with what stands below it, and smaller headings of the same kind."""

    name: str
    title: str
    sentences: Sequence[str] = ()
    tables: Sequence[PageTable] = ()
    pictures: Sequence[PageFigure] = ()
    parts: Sequence["PageSection"] = ()


def section_page(
    title: str,
    note: str,
    sections: Sequence[PageSection],
    commands: Sequence[str],
    versions: Mapping[str, str],
    sources: Sequence[str] = (),
) -> str:
    """The whole page, figures by the names of their files, which `embed_figures` puts in their places.

    `sources`: what is cited beside the software and the review.
    """
    return render(
        "sections.html.j2", title=title, note=note, sections=sections, shown=lambda table: table, commands=commands,
        versions=versions, cited=[*references(versions.get("icsim", "")), *sources],
    )  # fmt: skip
