"""What a theory predicts and what came of it, for the log of its versions; and the log as a table and as lines."""

from collections.abc import Iterator, Sequence

from icsim.report.theory import clause_text
from icsim.report.theory.share_text import held_count
from icsim.report.theory.verdict_words import clause_word
from icsim.results.verdict import ClauseRecord, VerdictFile
from icsim.results.version_log import LETTERS, LoggedTry
from icsim.theory.theory_cases import TheoryCase

LOG_HEAD = ("when (UTC)", "theory", "version", "what changed", "what it predicted, before it ran", "what came")
FIRST, STOPPED, SAME = "first", "nothing: the run was stopped", "nothing in the file"
MOST = 3  # changes that a table tells


def predicted(case: TheoryCase) -> list[str]:
    """Each key clause, as it is expected."""
    return [
        f"{one.part}: {clause_text.measure_text(one)}, {clause_text.selection_text(one)}, {clause_text.when_text(one)}: "
        f"{clause_text.expected(one)}"
        for one in case.asked
        if one.key
    ]


def came(found: VerdictFile) -> list[str]:
    """The verdict, and each key clause as it came out."""
    held = f"; held in {held_count(found.verdict.shares)} settings" if found.verdict.readable else ""
    return [f"{found.verdict.verdict_text}{held}", *clauses_came(found.clauses)]


def clauses_came(clauses: Sequence[ClauseRecord]) -> list[str]:
    """Each key clause with its own word."""
    return [f"{one.display}: {clause_word(one) or 'no word'}" for one in clauses if one.primary]


def log_rows(tries: Sequence[LoggedTry]) -> list[tuple[str, ...]]:
    """A row for each time that a theory was tried."""
    seen: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    for one in tries:
        line = one.predicted
        before = seen.get(line.theory)
        changed = FIRST if before is None else SAME if before == line.version else _some(line.changed)
        seen[line.theory] = line.version
        result = "; ".join(one.came.said) if one.came else STOPPED
        rows.append((line.when, line.theory, line.version[:LETTERS], changed, "; ".join(line.said), result))
    return rows


def log_lines(tries: Sequence[LoggedTry], most: int) -> Iterator[str]:
    """The same for a terminal, the last ones: what changed, and the verdict. What is first is so of all tries, as on the page."""
    for when, theory, version, changed, _, result in log_rows(tries)[-most:]:
        yield f"  {when}  {theory} {version}  {result.partition(';')[0]}  (changed: {changed})"


def _some(changed: Sequence[str]) -> str:
    """The first changes, and how many more."""
    more = f"; and {len(changed) - MOST} more" if len(changed) > MOST else ""
    return "; ".join(changed[:MOST]) + more if changed else "an earlier version again"
