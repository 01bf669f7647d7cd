"""Tested theories in the terminal, from their models: the table of clauses and the verdict, or one line each."""

import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill, shorten

from icsim.base.plain_text import aligned, and_list
from icsim.report.theory.clause_text import NONE, role_text, week_phrase
from icsim.report.theory.further_text import who_loses
from icsim.report.theory.share_text import effect_text, held_count
from icsim.report.theory.source_text import left_out
from icsim.report.theory.unsettled_text import why_short
from icsim.report.theory.verdict_text import NOT_A_FORECAST, is_quick
from icsim.report.theory.verdict_words import QUICK, clause_word, overview_word
from icsim.results.theory_study import PARTS
from icsim.results.verdict import ClauseRecord, VerdictFile

GAP = 2  # blanks between columns
TITLE = 58  # letters of a title in a line of its own
LEAST_TITLE, CUT = 24, " …"  # letters that say at least what a theory is about
INHERITED = "inherited"
FIRST = (
    "actors", "chain", "compared", "warning", "verdict", "why", "left out", "route", "boundary", "passage", "excluded", "subgroups",
    "effort", "role",
)  # fmt: skip
"""What the terminal tells of one theory, in this order; the report, and `full=true`, have all that is said."""
CALLED = {
    "why": "why open",
    "actors": "who acts",
    "warning": "beware",
    "passage": "but",
    "excluded": "how sure",
    "subgroups": "who loses",
}
TOPICS = {
    "kinds": "settings by what came", "pattern": "for which reason", "sign": "whose sign it is",
    "smallest": "other smallest effects", "near": "what is near the smallest effect", "counted": "what could not be read",
    "replicates": "single pairs of worlds",
    "attention": "mere attention", "weaker": "weaker contexts", "rival": "rivals", "settings": "other settings",
    "forms": "other forms of the rules", "mediation": "mediation", "through": "other reasons", "scope": "where it fails",
    "necessity": "whether it was needed", "basis": "the numbers behind it",
}  # fmt: skip
"""What is said beyond that, in a word or two."""
HEADER = ("part", "what", "who", "week", "expected", "held in", "effect [95 %]", "says")


def print_theories(found: Sequence[VerdictFile], into: Path, reused: int, full: bool = False) -> None:
    """What came of one theory, or of each of several in a line; then where the files lie. `full`: all that the report says."""
    width = terminal_width()
    if len(found) == 1:
        for line in theory_lines(found[0], width, full):
            print(line)
    else:
        told = (*summary(found), *not_expressed(found))
        for line in (*overview(found, width), "", *(_filled(text, width) for text in told), ""):
            print(line)
    if reused:
        print(f"{reused} of {len(found)} found already done")
    if len(found) == 1:
        print(f"results: {into} (report.html, verdicts.json, clauses.parquet, parts/{found[0].id})")
    else:
        print(f"results: {into} (report.html, verdicts.json, clauses.parquet, and a folder for each below parts)")
        if picture := best_picture(found, into):
            print(f"picture: {picture}  (every clause of one that held most often; report.html has those of all)")
        print(f"next: {found[0].command}  (one by itself); {_trace(found[0])}  (who did what, in one pair of worlds)")
    print(NOT_A_FORECAST)


def best_picture(found: Sequence[VerdictFile], into: Path) -> Path | None:
    """The forest plot of the theory that held most often; None where none was drawn."""
    by_share = sorted(found, key=lambda one: -(one.verdict.shares.expected.value or 0.0))
    return next((path for one in by_share if (path := into / PARTS / one.id / "forest.svg").is_file()), None)


def terminal_width() -> int | None:
    """Letters in a line, of a terminal or where COLUMNS says so; None: a file, in which each sentence keeps a line of its own."""
    return get_terminal_size().columns if sys.stdout.isatty() or os.environ.get("COLUMNS") else None


def _trace(found: VerdictFile) -> str:
    """What to type to follow a theory: it is named as it was in the command that tried it, which may be by its path."""
    named = shlex.split(found.command)[2:3]
    return shlex.join(["icsim", "trace", *(named or [found.id])])


def overview(found: Sequence[VerdictFile], width: int | None = None) -> list[str]:
    """A line for each of several theories, under their titles; where that is too wide, a few short lines for each."""
    head = ("theory", "title", "role", "held in", "verdict", "mostly")
    rows = list(map(_line, found))
    beyond = _wide([head, *rows]) - width if width is not None else 0
    if beyond > 0:
        longest = max(len(row[1]) for row in rows) - beyond
        rows = [(row[0], shorten(row[1], max(longest, len(CUT)), placeholder=CUT), *row[2:]) for row in rows]
    if width is None or beyond <= 0 or longest >= LEAST_TITLE:
        return list(aligned([head, *rows]))
    lines = []
    for one, (name, _, role, held, word, mostly) in zip(found, rows, strict=True):
        told = [word, *([f"held in {held}"] if held != NONE else []), *([f"mostly {mostly}"] if mostly else [])]
        lines += [_filled(f"{name}: {one.title}, {role}", width), _filled("; ".join(told), width, "    ")]
    return lines


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
    unclear: dict[str, list[str]] = {}
    for one in found:
        if why := why_short(one.verdict, one.clauses):
            unclear.setdefault(why, []).append(one.id)
    if unclear:
        said.append(f"What leaves more than one word: {'; '.join(f'{why} ({and_list(ids)})' for why, ids in unclear.items())}.")
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


def theory_lines(found: VerdictFile, width: int | None, full: bool) -> Iterator[str]:
    """One theory: in sentences what was compared, the verdict and who loses; its clauses; and with `full` all else."""
    quick = f"  ({QUICK})" if found.verdict.preliminary else ""
    told = sorted(_sentences(found), key=lambda one: FIRST.index(one[0]) if one[0] in FIRST else len(FIRST))
    rest = [one for one in told if one[0] not in FIRST]
    yield ""
    yield _filled(f"{found.id}  {found.title}{quick}", width)
    yield ""
    for about, text in told[: len(told) - len(rest)]:
        brief = about == "subgroups" and not full
        yield _said(about, who_loses(found.subgroups or (), found.looked_at, brief=True) if brief else text, width)
        yield from (_said("", line, width) for line in (set_lines(found) if about == "compared" and not full else ()))
    if full:
        yield ""
        yield from (_filled(line, width) if width and len(line) > width else line for line in comparison_lines(found))
    yield ""
    yield from clause_table(found, width)
    yield ""
    if full:
        yield from (_said(about, text, width) for about, text in rest)
    elif rest:
        topics = and_list([TOPICS.get(about, about) for about in dict.fromkeys(about for about, _ in rest)])
        yield _filled(f"The report says more, on {topics}; full=true prints it here.", width)
    yield ""


def _said(about: str, text: str, width: int | None) -> str:
    """A sentence behind what it is about, its later lines below it."""
    start = f"{CALLED.get(about, about):>10}: " if about else " " * 12
    return _filled(text, width, start, " " * len(start))


def _filled(text: str, width: int | None, start: str = "", later: str | None = None) -> str:
    """A text in lines of the width; without one, or where that is next to nothing, in one."""
    if width is None or width < len(start) + 20:
        return start + text
    return fill(text, width, initial_indent=start, subsequent_indent=start if later is None else later, break_on_hyphens=False)


def set_lines(found: VerdictFile) -> list[str]:
    """The dated events of each arm, where some have any, and what all worlds share."""
    one = found.comparison
    dated = any(arm.events for arm in one.arms)
    events = [f"in {arm.name}: {'; '.join(arm.events) or 'no such event'}" for arm in one.arms if dated]
    shared = [marked(f"{label} {value}", label in one.inherited) for label, value in one.context.items()]
    shared += [marked(event, event in one.inherited) for event in one.events]
    return [*events, *([f"in all worlds: {'; '.join(shared)}"] if shared else [])]


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
    table = [*aligned([head, *rows]), *set_lines(found)]
    return [*table, f"place: {one.place}; {one.weeks} weeks", f"effects: {found.compared}"]


def marked(value: str, inherited: bool) -> str:
    """A value, and whether not the theory's own file sets it but one that it follows."""
    return f"{value} ({INHERITED})" if inherited else value


def clause_table(found: VerdictFile, width: int | None = None) -> list[str]:
    """One line a clause where it fits, or goes to a file (no width); else whom and when stand on a line below."""
    table = clause_rows(found)
    if width is None or _wide([HEADER, *table]) <= width:
        return list(aligned([HEADER, *table]))
    lines = []
    for part, what, who, week, expected, held, effect, says in table:
        lines += [part] if part else []
        lines.append(_filled(f"{what}, {who}, {week_phrase(week)}: {says}", width, "  ", "    "))
        lines.append(_filled(f"{expected} expected, held in {held}; effect [95 %] {effect}", width, "    "))
    return lines


def _line(found: VerdictFile) -> tuple[str, ...]:
    judged = found.verdict
    start = found.id, shorten(found.title, TITLE, placeholder=CUT), role_text(found.role)
    if not (judged.tested and judged.routed):
        return *start, NONE, judged.verdict_text, ""
    return *start, held_count(judged.shares), overview_word(judged), judged.pattern if judged.readable else ""


def _wide(table: Sequence[Sequence[str]]) -> int:
    """How wide a table is with its columns aligned."""
    return sum(max(map(len, column)) for column in zip(*table, strict=True)) + GAP * (len(table[0]) - 1)
