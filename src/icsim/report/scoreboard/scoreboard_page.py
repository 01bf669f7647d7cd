"""`scoreboard.html`: the whole scoreboard on one page that holds everything, to be kept, sent or printed."""

from collections.abc import Iterator
from html import escape
from typing import Any

from icsim.report import html
from icsim.report.html import SafeHtml, html_table, paragraph
from icsim.report.scoreboard import variance_table
from icsim.report.scoreboard.scoreboard_figure import alt
from icsim.report.scoreboard.scoreboard_terminal import FINDINGS, HEADS, NO_FINDINGS, count, used
from icsim.report.scoreboard.scoreboard_text import (
    FEWER_NOTE,
    KEY,
    OURS,
    TOGETHER,
    VERIFICATION,
    any_missing,
    ends,
    interval_or_reason,
    letters,
    share_text,
)
from icsim.report.scoreboard.statement_counts import COUNTS
from icsim.report.theory.report_page import ROLES
from icsim.report.theory.share_text import of_100
from icsim.report.theory.verdict_text import NOT_A_FORECAST, QUICK

Plain = dict[str, Any]

TITLE = "Patterns and models: what passes, and under which model"
READING = (
    f"A pattern that comes under every rival model says nothing of the {OURS}; one that comes under the {OURS} "
    "alone needs something that they have and the rivals lack. Every model was given the same theories, the same settings of its "
    "numbers, the same lucks and the same effort."
)


def scoreboard_page(found: Plain) -> str:
    """The whole page, its figure by the name of its file, which `embedded` puts in its place."""
    effort = found["effort"]
    quick = f" ({QUICK})" if found["quick"] else ""
    body = [
        f"<main><h1>{escape(TITLE)}</h1>",
        f"<p><strong>{escape(NOT_A_FORECAST)}</strong></p>",
        paragraph(READING),
        f'<p class="verdict">{escape(VERIFICATION)}</p>',
        html.html_figure("scoreboard.png", alt(found), f"{KEY}{f' {FEWER_NOTE}.' if any_missing(found) else ''}"),
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
    return html.html_page(TITLE, body)


def _matrix(found: Plain) -> str:
    models = found["models"]
    rows = [
        (f"{row['id']}: {row['title']}", row["role"], *(_cell(row["cells"][one["name"]]) for one in models))
        for row in found["theories"]
    ]
    every = [found["together"][one["name"]]["share"] for one in models]
    rows.append((TOGETHER, "", *(f"{of_100(one['value'])} {ends(one)}" for one in every)))
    caption = "Of 100 settings, in how many all key clauses hold together; 95 % interval; verdict."
    return html_table(caption, ("theory", "role", *(one["display"] for one in models)), rows) + paragraph(ROLES, "quiet")


def _cell(cell: Plain) -> SafeHtml:
    """The share, its interval and the verdict, in full."""
    if not cell["tested"]:
        return SafeHtml(escape(interval_or_reason(cell)))
    word = f"<br>{escape(letters(cell))}: {escape(cell['says'])}" if cell["bands"] else ""
    return SafeHtml(f"<strong>{escape(share_text(cell))}</strong> {escape(interval_or_reason(cell))}{word}")


def _said(found: Plain) -> Iterator[str]:
    for kind, head in HEADS.items():
        yield f"<h2>{escape(head.capitalize())}</h2>"
        own = [line for line in found["said"] if line["kind"] == kind]
        names = [line["about"] if n == 0 or own[n - 1]["about"] != line["about"] else "" for n, line in enumerate(own)]
        yield html_table(f"{head.capitalize()}.", (), [(name, line["text"]) for name, line in zip(names, own, strict=True)])


def _statements(found: Plain) -> Iterator[str]:
    yield "<h2>Statements of a study</h2>"
    yield f"<p>{found['theories']}, from <code>{escape(found['study'])}</code>: <code>{escape(found['command'])}</code></p>"
    yield paragraph(COUNTS, "quiet")
    for key, head in (("by_role", "role"), ("by_mechanism", "mechanism")):
        groups = found[key]
        words = used(groups)
        rows = [(name.replace("_", " "), *(count(row[word]) for word in words)) for name, row in groups.items()]
        yield html_table(f"Statements by {head} and verdict.", (head, *words), rows)
    yield f"<h2>{escape(FINDINGS.capitalize())}</h2>"
    rows = [_finding(one) for one in found["findings"]]
    yield (
        html_table("Findings and what they missed.", ("statement", "held in", "verdict", "missed"), rows)
        if rows
        else paragraph(NO_FINDINGS)
    )


def _finding(one: Plain) -> tuple[str, ...]:
    missed = SafeHtml("<br>".join(map(escape, one["missed"])) or "–")
    computed = f" (computed role: {one['role_found']})" if one["role_found"] not in (None, "X") else ""
    return f"{one['id']}: {one['title']}{computed}", one["held"] or "–", one["says"], missed


def _variance(found: Plain) -> Iterator[str]:
    yield f"<h2>{escape(variance_table.HEAD.capitalize())}</h2>"
    yield f"<p>{escape(found['place'])}, week {found['week']}: <code>{escape(found['command'])}</code></p>"
    yield html_table("Shares of the variance, of 100 parts.", variance_table.head(found), variance_table.variance_rows(found))
    yield paragraph(variance_table.READING, "quiet")


def _models(found: Plain) -> Iterator[str]:
    yield "<h2>The models</h2>"
    yield html_table("What each model claims.", ("model", "claim"), [(one["display"], one["about"]) for one in found["models"]])
