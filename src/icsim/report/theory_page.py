"""`report.html`: one page that holds everything, to be kept or sent."""

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

from icsim.config.record import record
from icsim.report.look import sentence
from icsim.report.theory_table import header, rows
from icsim.report.theory_words import EXPECTED, what, when, who
from icsim.theory.result import Tried
from icsim.theory.vocabulary import PARTS, Chain, Theory

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; line-height: 1.25; margin-bottom: .3rem } h2 { font-size: 1.1rem; margin-top: 2rem }
.quiet { color: #555 } .verdict { font-size: 1.15rem; border-left: 4px solid #222; padding-left: 1rem }
.wide { overflow-x: auto } table { border-collapse: collapse; font-size: .85rem; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #ddd }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums } img { max-width: 100%; height: auto }
code { background: #f3f3f3; padding: .1rem .3rem; overflow-wrap: anywhere }
"""
LINKS = ("context", "resource", "reasoning", "outcome")


def page(tried: Tried, folder: Path) -> str:
    """The whole page; figures are taken from the folder that they were written to."""
    theory, (first, second) = tried.case.theory, tried.case.theory.contrasted
    parts = [
        f"<h1>{escape(theory.title)}</h1>",
        f'<p class="quiet">{escape(_origin(theory))}</p>',
        "<p><strong>A theory explored, not a forecast of any real system.</strong></p>",
        f'<p class="verdict"><strong>{escape(tried.verdict.headline)}</strong>: {escape(tried.verdict.sentence)}.</p>',
        f'<p class="quiet">{escape(sentence(tried.verdict.basis))}.</p>',
        _chain("As the review has it", theory.as_written),
        _chain("As it is tried here", theory.recast),
        "<h2>Clause by clause</h2>",
        f"<p>{escape(first)} less {escape(second)}, in worlds that share all their luck. Smallest: the smallest effect "
        "that counts, a convention. Lucks: in how many of them the difference came as expected.</p>",
        _table(header(tried), rows(tried)),
        _picture(folder / "verdict.png", "The same as a figure", _described(tried)),
        _picture(folder / "paths.png", "Over time", "Reasoning and outcome measures, week by week, in both worlds."),
        "<h2>To get it again</h2>",
        f"<p><code>{escape(tried.case.command)}</code></p>",
        f'<p class="quiet">{escape(_made_with(tried))}</p>',
    ]
    head = f'<meta charset="utf-8"><title>{escape(theory.title)}</title>'
    body = "\n".join(part for part in parts if part)
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}<style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n'
    )


def _origin(theory: Theory) -> str:
    source = theory.source
    papers = f", a mechanism with {source.papers} papers" if source.papers is not None else ""
    study = f", study [{source.study}] of the review" if source.study is not None else ""
    return f"{theory.id}: {source.where}, {source.mechanism.replace('_', ' ')}{papers}{study}"


def _made_with(tried: Tried) -> str:
    arm = tried.case.arms[0]
    made = record(arm)
    versions = ", ".join(f"{name} {version}" for name, version in made["versions"].items())
    pairs = (
        f"{len(tried.lucks)} pairs of worlds, {arm.weeks} weeks, first seed {arm.seed}, first structure {arm.structure}"
    )
    return f"{pairs}; icsim {made['icsim']}, content {tried.case.content[:16]}; {versions}."


def _chain(title: str, chain: Chain | None) -> str:
    if chain is None:
        return ""
    links = "".join(f"<tr><th>{link}</th><td>{escape(getattr(chain, link))}</td></tr>" for link in LINKS)
    return f"<h2>{title}</h2><table>{links}</table>"


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    titles = "".join(f"<th>{escape(title)}</th>" for title in head)
    lines = "".join("<tr>" + "".join(f"<td{_kind(cell)}>{escape(cell)}</td>" for cell in row) + "</tr>" for row in body)
    return f'<div class="wide"><table><tr>{titles}</tr>{lines}</table></div>'


def _kind(cell: str) -> str:
    return ' class="number"' if cell[:1].isdigit() or cell[:1] in "+−" else ""


def _picture(file: Path, title: str, described: str) -> str:
    data = base64.b64encode(file.read_bytes()).decode("ascii")
    return f'<h2>{title}</h2><img alt="{escape(described)}" src="data:image/png;base64,{data}">'


def _described(tried: Tried) -> str:
    """What the figure shows, for those who do not see it."""
    found = []
    for part in PARTS:
        for finding in (f for f in tried.findings if f.asked.part == part):
            asked = finding.asked
            clause = f"{part}, {what(asked)}, {who(asked)}, week {when(asked)}"
            found.append(f"{clause}, expected {EXPECTED[asked.clause.expect]}: {finding.result.outcome}")
    return "; ".join(found)
