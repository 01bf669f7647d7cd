"""Tested theories in the terminal, from their models: the table of clauses and the verdict, or one line each."""

import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill, shorten

from icsim.base.plain_text import aligned
from icsim.report.theory.clause_text import NONE, role_text
from icsim.report.theory.share_text import effect_text, held_count
from icsim.report.theory.source_text import left_out
from icsim.report.theory.verdict_text import NOT_A_FORECAST, is_quick
from icsim.report.theory.verdict_words import QUICK, clause_word, overview_word
from icsim.results.verdict import ClauseRecord, VerdictFile

GAP = 2  # blanks between columns
TITLE = 58  # letters of a title in a line of its own
INHERITED = "inherited"
HEADER = ("part", "what", "who", "week", "expected", "held in", "effect [95 %]", "says")


def print_theories(found: Sequence[VerdictFile], into: Path, reused: int) -> None:
    """One theory in full, or each of several in a line; then where the files lie."""
    width = get_terminal_size().columns if sys.stdout.isatty() else None
    if len(found) == 1:
        _one(found[0], width)
    else:
        for line in (*overview(found), "", *summary(found), *not_expressed(found), ""):
            print(line)
    if reused:
        print(f"{reused} of {len(found)} found already done")
    if len(found) == 1:
        print(f"results: {into} (report.html, verdicts.json, clauses.parquet, parts/{found[0].id})")
    else:
        print(f"results: {into} (report.html, verdicts.json, clauses.parquet, and a folder for each below parts)")
        print(f"next: {found[0].command}  (one in full); {_trace(found[0])}  (who did what, in one pair of worlds)")
    print(NOT_A_FORECAST)


def _trace(found: VerdictFile) -> str:
    """What to type to follow a theory: it is named as it was in the command that tried it, which may be by its path."""
    named = shlex.split(found.command)[2:3]
    return shlex.join(["icsim", "trace", *(named or [found.id])])


def overview(found: Sequence[VerdictFile]) -> list[str]:
    """A line for each of several theories, under their titles."""
    head = ("theory", "title", "role", "held in", "verdict", "mostly")
    return list(aligned([head, *map(_line, found)]))


def judged_line(found: VerdictFile) -> str:
    """What came of a theory, in a few words, as soon as it is judged."""
    judged = found.verdict
    if not (judged.tested and judged.routed):
        return judged.verdict_text
    return f"{overview_word(judged)}, held in {held_count(judged.shares)}"


def summary(found: Sequence[VerdictFile]) -> list[str]:
    """What several theories came to, in a sentence each: the words, and how often they held."""
    words = Counter(one.verdict.verdict_text for one in found)
    said = ["; ".join(f"{count} {word}" for word, count in words.most_common()) + f", of {len(found)} theories."]
    if any(is_quick(one.verdict) for one in found):
        said[0] += f" This is {QUICK}: it calls nothing supported; budget=standard tries more settings."
    tried = [one for one in found if one.verdict.tested and one.verdict.routed and one.verdict.shares.draws]
    if len(tried) > 1:
        share = {one.id: one.verdict.shares.expected.value or 0.0 for one in tried}
        most, least = max(share.values()), min(share.values())
        if most > least:
            said.append(f"Held most often: {_those(tried, share, most)}; least often: {_those(tried, share, least)}.")
        elif most == 0.0:
            said.append("None held in any setting.")
    return said


def not_expressed(found: Sequence[VerdictFile]) -> list[str]:
    """What the files of several theories do not express of their sources, a line each."""
    return [f"{one.id}:{left_out(one.source)}" for one in found if one.source.left_out]


def _those(tried: Sequence[VerdictFile], share: Mapping[str, float], value: float) -> str:
    """The theories with a share, three at most, and how many settings that is."""
    those = [one for one in tried if share[one.id] == value]
    more = f" and {len(those) - 3} more" if len(those) > 3 else ""
    return f"{', '.join(one.id for one in those[:3])}{more} ({held_count(those[0].verdict.shares)} settings)"


def clause_rows(found: VerdictFile) -> list[tuple[str, ...]]:
    """A row for each clause; a part is named once."""
    made, before = [], ""
    for clause in found.clauses:
        made.append(("" if clause.part == before else clause.part, *row(clause)))
        before = clause.part
    return made


def row(clause: ClauseRecord) -> tuple[str, ...]:
    """A clause, without its part: as in HEADER."""
    return (
        clause.display,
        f"{clause.who}; {clause.contrast}" if clause.own_contrast else clause.who,
        f"by {clause.week}" if clause.cumulative else str(clause.week),
        clause.expected,
        held_count(clause.shares),
        effect_text(clause),
        clause_word(clause) or NONE,
    )


def _one(found: VerdictFile, width: int | None) -> None:
    quick = f"  ({QUICK})" if found.verdict.preliminary else ""
    print(f"\n{found.id}  {found.title}{quick}")
    for line in comparison_lines(found):
        print(line)
    print()
    for line in clause_table(found, width):
        print(line)
    print()
    for about, text in _sentences(found):
        start = f"{about:>10}: "
        print(fill(text, width, initial_indent=start, subsequent_indent=" " * len(start)) if width else start + text)
    print()


def _sentences(found: VerdictFile) -> Iterator[tuple[str, str]]:
    """What is told of a theory, and beside its verdict what it does not express of its source."""
    missing = left_out(found.source).strip()
    for one in found.sentences:
        yield one.about, one.text
        if one.about == "verdict" and missing:
            yield "left out", missing
            missing = ""


def comparison_lines(found: VerdictFile) -> list[str]:
    """The arms and all that they set, as a table: a line for each value, a column for each arm; what all share below it."""
    one = found.comparison
    head = ("what is set", *(arm.name for arm in one.arms))
    rows = [(label, *(arm.values[path] for arm in one.arms)) for path, label in one.labels.items()]
    shared = [marked(f"{label} {value}", label in one.inherited) for label, value in one.context.items()]
    shared += [marked(event, event in one.inherited) for event in one.events]
    table = list(aligned([head, *rows]))
    if any(arm.events for arm in one.arms):
        table += [f"in {arm.name}: {'; '.join(arm.events) or 'no such event'}" for arm in one.arms]
    table += [f"in all worlds: {'; '.join(shared)}"] if shared else []
    return [*table, f"place: {one.place}; {one.weeks} weeks", f"effects: {found.compared}"]


def marked(value: str, inherited: bool) -> str:
    """A value, and whether not the theory's own file sets it but one that it follows."""
    return f"{value} ({INHERITED})" if inherited else value


def clause_table(found: VerdictFile, width: int | None = None) -> list[str]:
    """One line a clause where it fits, or goes to a file (no width); else whom and when stand on a line below."""
    table = clause_rows(found)
    if width is None or sum(_widths([HEADER, *table])) + GAP * (len(HEADER) - 1) <= width:
        return list(aligned([HEADER, *table]))
    lines = []
    for part, what, who, week, expected, held, effect, says in table:
        lines += [part] if part else []
        lines.append(f"  {what}: {says}")
        lines.append(f"    {who}, week {week}; expected {expected}")
        lines.append(f"    held in {held}; effect {effect}")
    return lines


def _line(found: VerdictFile) -> tuple[str, ...]:
    judged = found.verdict
    start = found.id, shorten(found.title, TITLE, placeholder=" …"), role_text(found.role)
    if not (judged.tested and judged.routed):
        return *start, NONE, judged.verdict_text, ""
    return *start, held_count(judged.shares), overview_word(judged), judged.pattern if judged.readable else ""


def _widths(table: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*table, strict=True)]
