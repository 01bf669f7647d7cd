"""Pieces of a page that stands alone: escaped text, tables that can be read aloud, and small bars drawn as text."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple


class BarSlice(NamedTuple):
    """A part of a bar: what it is, its share from 0 to 1, and its style, a class of STYLE."""

    said: str
    share: float
    kind: str


STYLE = """
:root { color-scheme: light } * { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 66rem; margin: 0 auto; padding: 1rem
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 .3rem } h2 { font-size: 1.3rem; margin: 2.5rem 0 .3rem; line-height:
1.3 }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .3rem } section { border-top: 3px solid #1a1a1a; margin-top: 3rem }
.quiet, figcaption, caption { color: #555 } caption, figcaption { text-align: left; font-size: .85rem; padding: .3rem 0 }
.verdict { font-size: 1.15rem; border-left: 5px solid #1a1a1a; padding-left: 1rem } .role { border: 1px solid #777; padding:
.5rem .8rem }
.wide { overflow-x: auto } .wide table { min-width: 38rem } table { border-collapse: collapse; font-size: .85rem; width: 100%
}
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #ddd } th[scope=row] {
font-weight: 600 }
.number { white-space: nowrap; font-variant-numeric: tabular-nums } figure { margin: 1rem 0 } img { max-width: 100%; height:
auto }
code { background: #f3f3f3; padding: .1rem .3rem; overflow-wrap: anywhere } dt { font-weight: 600; margin-top: .5rem } dd {
margin: 0 0 0 1rem }
.bar { display: flex; height: 1.1rem; min-width: 7rem; border: 1px solid #555; background: #fff; max-width: 40rem }
.bar span { display: block; height: 100% } .a { background: #1f4e79 } .b { background: #7f9fbd } .c { background: #dddddd }
.d { background: repeating-linear-gradient(45deg, #c9694f 0 3px, #fff 3px 6px) }
.key { display: inline-block; width: 1rem; height: .8rem; border: 1px solid #555; margin-right: .4rem } .keys { list-style:
none; padding: 0; margin: .3rem 0 }
@media (max-width: 40rem) { body { padding: .6rem } h1 { font-size: 1.3rem } h2 { font-size: 1.15rem } }
@media print { body { max-width: none; font-size: 10pt } section { break-before: page } figure, tr { break-inside: avoid }
  .wide { overflow: visible } .wide table { min-width: 0 } * { -webkit-print-color-adjust: exact; print-color-adjust: exact }
  a { color: inherit; text-decoration: none } }
"""


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


def bar(slices: Sequence[BarSlice]) -> SafeHtml:
    """Shares side by side, told apart without colour, and said for those who do not see it."""
    said = ", ".join(f"{one.said} {100 * one.share:.0f} of 100" for one in slices)
    inside = "".join(f'<span class="{one.kind}" style="width:{100 * one.share:.2f}%"></span>' for one in slices if one.share > 0)
    return SafeHtml(f'<div class="bar" role="img" aria-label="{escape(said)}">{inside}</div>')


def bar_legend(slices: Sequence[BarSlice]) -> str:
    """What the parts of a bar are, with their shares."""
    lines = (f'<li><span class="key {one.kind}"></span>{escape(one.said)}: {100 * one.share:.0f} of 100</li>' for one in slices)
    return f'<ul class="keys">{"".join(lines)}</ul>'


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
