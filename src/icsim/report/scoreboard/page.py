"""`scoreboard.html`: the whole scoreboard on one page that holds everything, to be kept, sent or printed."""

from collections.abc import Iterator
from html import escape
from typing import Any

from icsim.report import html
from icsim.report.html import Made, paragraph, table
from icsim.report.scoreboard import variance
from icsim.report.scoreboard.figure import alt
from icsim.report.scoreboard.said import FEWER, KEY, TOGETHER, VERIFICATION, below, ends, fewer, letters, share
from icsim.report.scoreboard.statements import COUNTS
from icsim.report.scoreboard.table import FINDINGS, HEADS, NO_FINDINGS, count, used
from icsim.report.theory.counts import of_100
from icsim.report.theory.page import ROLES
from icsim.report.theory.said import FORECAST, QUICK

Plain = dict[str, Any]

TITLE = "Patterns and models: what passes, and under which model"
READING = (
    "A pattern that comes under every rival model says nothing of the seven mechanisms; one that comes under the seven mechanisms "
    "alone needs something that they have and the rivals lack. Every model was given the same theories, the same settings of its "
    "numbers, the same lucks and the same effort."
)


def page(found: Plain) -> str:
    """The whole page, its figure by the name of its file, which `embedded` puts in its place."""
    effort = found["effort"]
    quick = f" ({QUICK})" if found["quick"] else ""
    body = [
        f"<main><h1>{escape(TITLE)}</h1>",
        f"<p><strong>{escape(FORECAST)}</strong></p>",
        paragraph(READING),
        f'<p class="verdict">{escape(VERIFICATION)}</p>',
        html.figure("scoreboard.png", alt(found), f"{KEY}{f' {FEWER}.' if fewer(found) else ''}"),
        paragraph(f"{effort['draws']} settings, {effort['lucks']} lucks each{quick}; luck from seed {effort['seed']}.", "quiet"),
        _matrix(found),
        *_said(found),
        *(_statements(found["statements"]) if found["statements"] else ()),
        *(_variance(found["variance"]) if found["variance"] else ()),
        *_models(found),
        "<h2>To get all of it again</h2>",
        f"<p><code>{escape(found['command'])}</code></p>",
        paragraph(", ".join(f"{name} {version}" for name, version in found["versions"].items()), "quiet"),
        "</main>",
    ]
    return html.page(TITLE, body)


def _matrix(found: Plain) -> str:
    models = found["models"]
    rows = [
        (f"{row['id']}: {row['title']}", row["role"], *(_cell(row["cells"][one["name"]]) for one in models))
        for row in found["theories"]
    ]
    every = [found["together"][one["name"]]["share"] for one in models]
    rows.append((TOGETHER, "", *(f"{of_100(one['value'])} {ends(one)}" for one in every)))
    caption = "Of 100 settings, in how many all key clauses hold together; 95 % interval; verdict."
    return table(caption, ("theory", "role", *(one["display"] for one in models)), rows) + paragraph(ROLES, "quiet")


def _cell(cell: Plain) -> Made:
    """The share, its interval and the verdict, in full."""
    if not cell["tested"]:
        return Made(escape(below(cell)))
    word = f"<br>{escape(letters(cell))}: {escape(cell['says'])}" if cell["bands"] else ""
    return Made(f"<strong>{escape(share(cell))}</strong> {escape(below(cell))}{word}")


def _said(found: Plain) -> Iterator[str]:
    for kind, head in HEADS.items():
        yield f"<h2>{escape(head.capitalize())}</h2>"
        own = [line for line in found["said"] if line["kind"] == kind]
        names = [line["about"] if n == 0 or own[n - 1]["about"] != line["about"] else "" for n, line in enumerate(own)]
        yield table(f"{head.capitalize()}.", (), [(name, line["text"]) for name, line in zip(names, own, strict=True)])


def _statements(found: Plain) -> Iterator[str]:
    yield "<h2>Statements of a study</h2>"
    yield f"<p>{found['theories']}, from <code>{escape(found['study'])}</code>: <code>{escape(found['command'])}</code></p>"
    yield paragraph(COUNTS, "quiet")
    for key, head in (("by_role", "role"), ("by_mechanism", "mechanism")):
        groups = found[key]
        words = used(groups)
        rows = [(name.replace("_", " "), *(count(row[word]) for word in words)) for name, row in groups.items()]
        yield table(f"Statements by {head} and verdict.", (head, *words), rows)
    yield f"<h2>{escape(FINDINGS.capitalize())}</h2>"
    rows = [_finding(one) for one in found["findings"]]
    yield (
        table("Findings and what they missed.", ("statement", "held in", "verdict", "missed"), rows)
        if rows
        else paragraph(NO_FINDINGS)
    )


def _finding(one: Plain) -> tuple[str, ...]:
    missed = Made("<br>".join(map(escape, one["missed"])) or "–")
    computed = f" (computed role: {one['role_found']})" if one["role_found"] not in (None, "X") else ""
    return f"{one['id']}: {one['title']}{computed}", one["held"] or "–", one["says"], missed


def _variance(found: Plain) -> Iterator[str]:
    yield f"<h2>{escape(variance.HEAD.capitalize())}</h2>"
    yield f"<p>{escape(found['place'])}, week {found['week']}: <code>{escape(found['command'])}</code></p>"
    yield table("Shares of the variance, of 100 parts.", variance.head(found), variance.rows(found))
    yield paragraph(variance.READING, "quiet")


def _models(found: Plain) -> Iterator[str]:
    yield "<h2>The models</h2>"
    yield table("What each model claims.", ("model", "claim"), [(one["display"], one["about"]) for one in found["models"]])
