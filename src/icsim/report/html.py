"""Pieces of a page that stands alone, of the sweep report: escaped text and tables that can be read aloud."""

from collections.abc import Sequence
from html import escape

from icsim.report.page import TEMPLATES

STYLE = TEMPLATES.get_template("style.css").render()


def html_page(title: str, body: Sequence[str]) -> str:
    """A whole page: it asks for nothing from anywhere."""
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    head += f"<title>{escape(title)}</title>"
    inside = "\n".join(part for part in body if part)
    return f'<!doctype html>\n<html lang="en"><head>{head}<style>{STYLE}</style></head>\n<body>\n{inside}\n</body></html>\n'


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text; none of none."""
    return f"<p{_class(kind)}>{escape(text)}</p>" if text else ""


def html_table(caption: str, head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """A table of plain text whose first column names its rows; cells that start with `<` are pieces of a page already."""
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    lines = "".join(f"<tr>{_first(row[0])}{''.join(map(_cell, row[1:]))}</tr>" for row in body)
    above = f"<thead><tr>{titles}</tr></thead>" if head else ""
    inside = f"<table><caption>{escape(caption)}</caption>{above}<tbody>{lines}</tbody></table>"
    return f'<div class="wide" role="region" aria-label="{escape(caption)}" tabindex="0">{inside}</div>'


class SafeHtml(str):
    """A piece of a page, which must not be escaped again."""


def html_figure(name: str, alt: str, caption: str) -> str:
    """A figure by the name of its file, which `embedded` puts in its place."""
    return f'<figure><img alt="{escape(alt)}" src="{name}"><figcaption>{escape(caption)}</figcaption></figure>'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _first(cell: str) -> str:
    return f'<th scope="row">{cell if isinstance(cell, SafeHtml) else escape(cell)}</th>'


def _cell(cell: str) -> str:
    if isinstance(cell, SafeHtml):
        return f"<td>{cell}</td>"
    number = ' class="number"' if cell[:1].isdigit() or (cell[:1] in "+−" and cell) else ""
    return f"<td{number}>{escape(cell)}</td>"
