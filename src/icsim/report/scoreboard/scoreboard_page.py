"""`scoreboard.html`: the whole scoreboard on one page that holds everything, to be kept, sent or printed."""

from markupsafe import Markup

from icsim.report.page import render
from icsim.report.scoreboard import variance_table
from icsim.report.scoreboard.scoreboard_figure import alt
from icsim.report.scoreboard.scoreboard_terminal import FINDINGS, HEADS, NO_FINDINGS, count, used
from icsim.report.scoreboard.scoreboard_text import (
    FEWER_NOTE,
    KEY,
    NONE,
    OURS,
    TOGETHER,
    any_missing,
    ends,
    interval_or_reason,
    letters,
    share_text,
)
from icsim.report.scoreboard.statement_counts import COUNTS
from icsim.report.theory.clause_text import role_text
from icsim.report.theory.report_page import ROLES
from icsim.report.theory.share_text import of_100
from icsim.report.theory.verdict_words import QUICK
from icsim.report.words import sentence
from icsim.results.scoreboard import CellRecord, FindingRecord, ScoreboardFile, StatementCounts
from icsim.theory.theory_schema import EMERGENT

SCOREBOARD_PAGE = "scoreboard.html"
TITLE = "Patterns and models: what passes, and under which model"
READING = (
    f"A pattern that comes under every rival model says nothing of the {OURS}; one that comes under the {OURS} "
    "alone needs something that they have and the rivals lack. Every model was given the same theories, the same settings of its "
    "numbers, the same replicates and the same effort."
)

Rows = list[tuple[str, ...]]


def scoreboard_page(found: ScoreboardFile) -> str:
    """The whole page, its figure by the name of its file, which `embed_figures` puts in its place."""
    return render(
        "scoreboard.html.j2",
        title=TITLE,
        note=found.note,
        found=found,
        reading=READING,
        alt=alt(found),
        caption=f"{KEY}{f' {FEWER_NOTE}.' if any_missing(found) else ''}",
        quick=f" ({QUICK})" if found.preliminary else "",
        matrix=_matrix(found),
        roles=ROLES,
        said=[(sentence(head), _said(found, kind)) for kind, head in HEADS.items()],
        counts_note=COUNTS,
        counts=_counts(found.statements) if found.statements else (),
        findings_head=sentence(FINDINGS),
        findings=[_finding(one) for one in found.statements.findings] if found.statements else (),
        no_findings=NO_FINDINGS,
        variance_head=sentence(variance_table.HEAD),
        variance=(variance_table.head(found.variance), variance_table.variance_rows(found.variance)) if found.variance else (),
        variance_note=variance_table.READING,
        models=[(one.display, one.about) for one in found.models],
    )


def _matrix(found: ScoreboardFile) -> tuple[tuple[str, ...], Rows]:
    """Head and rows: theories down, models across."""
    rows: Rows = [
        (f"{row.id}: {row.title}", role_text(row.role), *(_cell(row.cells[one.name]) for one in found.models))
        for row in found.theories
    ]
    every = [found.together[one.name].share for one in found.models]
    rows.append((TOGETHER, "", *(f"{of_100(one.value)} {ends(one)}" for one in every)))
    return ("theory", "role", *(one.display for one in found.models)), rows


def _cell(cell: CellRecord) -> Markup:
    """The share, its interval and the verdict, in full."""
    if not cell.tested:
        return Markup("{}").format(interval_or_reason(cell))
    word = Markup("<br>{}: {}").format(letters(cell), cell.verdict_text) if cell.bands else ""
    return Markup("<strong>{}</strong> {}{}").format(share_text(cell), interval_or_reason(cell), word)


def _said(found: ScoreboardFile, kind: str) -> Rows:
    """The lines of one kind; a theory is named once."""
    own = [line for line in found.sentences if line.kind == kind]
    names = [line.about if n == 0 or own[n - 1].about != line.about else "" for n, line in enumerate(own)]
    return [(name, line.text) for name, line in zip(names, own, strict=True)]


def _counts(found: StatementCounts) -> list[tuple[str, list[str], Rows]]:
    """By role and by mechanism: what it is by, the words, and the rows."""
    made = []
    for head, groups in (("role", found.by_role), ("mechanism", found.by_mechanism)):
        words = used(groups)
        rows: Rows = [(name.replace("_", " "), *(count(row[word]) for word in words)) for name, row in groups.items()]
        made.append((head, words, rows))
    return made


def _finding(one: FindingRecord) -> tuple[str, ...]:
    computed = f" (computed role: {role_text(one.role_found)})" if one.role_found not in (None, EMERGENT) else ""
    return f"{one.id}: {one.title}{computed}", one.held or NONE, one.verdict_text, Markup("<br>").join(one.missed) or NONE
