"""Two versions of a theory side by side, in words and as a table of text, from the model of `comparison.json`."""

from collections.abc import Callable, Iterator, Sequence

from icsim.base.plain_text import aligned, and_list
from icsim.report.theory.clause_text import NONE, format_to_precision, week_phrase
from icsim.report.theory.log_text import clauses_came
from icsim.report.theory.share_text import INTERVALS, distinct_name, held_count, quantity, quoted
from icsim.report.theory.verdict_words import clause_word
from icsim.results.comparison import ChangedKey, ClauseMove, ComparisonFile, VersionRecord
from icsim.results.verdict import ClauseRecord
from icsim.theory.compare_versions import A_LITTLE, MOVED, NOT_TOLD, SAME

HEAD = ("part", "what", "who", "week", "held in", "verdict", "effect", "second less first [95 %]", "")
"""Of both versions, the first before the arrow."""
WORDS_ONLY = ("id", "title", "source", "as_written", "recast")
"""Keys that no world depends on."""
SAME_WORDS = "no world depends on any of that"
FINER = 0.1
Row = tuple[str, ...]


def change_lines(found: Sequence[ChangedKey]) -> Iterator[str]:
    """What changed, key by key; what only reads differently comes last."""
    if not found:
        yield "the two files say the same"
        return
    yield from (f"  {one.key}: {one.first} → {one.second}" for one in found)
    if all(one.words_only for one in found):
        yield f"  {SAME_WORDS}"


def comparison_lines(found: ComparisonFile, width: int | None = None) -> Iterator[str]:
    """What came of each, what moved, and each clause: a line of the table where they fit, else a few short ones."""
    yield opening(found)
    for name, one in zip(("first", "second"), found.both, strict=True):
        yield f"{name}: {one.headline}"
        if one.why:
            yield f"  why that is open: {one.why}"
    yield from found.sentences
    rows = comparison_rows(found)
    lines = list(aligned([HEAD, *rows]))
    if width is None or max(map(len, lines)) <= width:
        yield from lines
    else:
        for part, what, who, week, held, word, size, moved, says in rows:
            yield f"{part}: {what}, {who}, {week_phrase(week)}: {says}"
            yield f"  held in {held}: {word}; effect {size}; second less first {moved}"
    yield f"in brackets 95 % intervals, from {INTERVALS}"


def opening(found: ComparisonFile) -> str:
    """Which files, in which settings."""
    effort = found.first.effort
    worlds = f"{effort.draws} settings, the same {effort.replicates} replicates of each"
    return f"first: {found.first.file}; second: {found.second.file}; {worlds}"


def moved_sentences(found: ComparisonFile) -> Iterator[str]:
    """Which clauses moved between the versions, which did not, and in how many settings which version held."""
    both = [(one, *found.pair(one)) for one in found.clauses]
    shared = [(one, first) for one, first, second in both if first is not None and second is not None]
    for says in (MOVED, A_LITTLE, NOT_TOLD, SAME):
        if named := [_moved(one, clause, found) for one, clause in shared if one.text == says]:
            yield f"{says}: {and_list(named)}"
    for name, own in (("first", [a for _, a, b in both if b is None]), ("second", [b for _, a, b in both if a is None])):
        if told := [f"{quoted(one.display)} of {one.who}" for one in own if one is not None]:
            yield f"read in the {name} version alone: {and_list(told)}"
    held, of = found.held, found.first.effort.draws
    yield (
        f"all of it came in both versions in {held.both} of {of} settings, in the first alone in {held.first}, in the second "
        f"alone in {held.second}, in neither in {held.neither}"
    )


def _moved(one: ClauseMove, clause: ClauseRecord, found: ComparisonFile) -> str:
    name = f"{clause.part} {quoted(distinct_name(clause, found.first.clauses))}"
    if one.text in (NOT_TOLD, SAME) or one.difference is None:
        return name
    return f"{name} by {difference_text(one, clause.smallest_effect)}"


def difference_text(one: ClauseMove, smallest: float) -> str:
    """Second less first with its interval, a digit finer than effects: rounded, one beyond 0 would seem to touch it."""
    return quantity(one.difference, FINER * smallest) if one.difference else NONE


def came_of(one: VersionRecord) -> list[str]:
    """What came of a version, for the log: in how many settings it held, and each key clause."""
    return [f"compared: {one.verdict.verdict_text}; held in {held_count(one.verdict.shares)} settings", *clauses_came(one.clauses)]


def comparison_rows(found: ComparisonFile) -> list[Row]:
    """A row for each clause, as in HEAD."""
    return [_row(one, *found.pair(one)) for one in found.clauses]


def _row(one: ClauseMove, first: ClauseRecord | None, second: ClauseRecord | None) -> Row:
    there = [each for each in (first, second) if each is not None]
    smallest = max(each.smallest_effect for each in there)
    only = "" if first and second else f"only in the {'first' if first else 'second'}"

    def both(text: Callable[[ClauseRecord], str]) -> str:
        return " → ".join(NONE if each is None else text(each) for each in (first, second))

    return (
        there[0].part, there[0].display, there[0].who, " → ".join(dict.fromkeys(map(_week, there))),
        both(lambda each: held_count(each.shares)), _once(both(lambda each: clause_word(each) or NONE)),
        both(lambda each: each.choice or format_to_precision(each.effect.value, smallest, signed=True)),
        difference_text(one, smallest), one.text or only,
    )  # fmt: skip


def _once(words: str) -> str:
    """`leaning → leaning` as `leaning`."""
    first, _, second = words.partition(" → ")
    return first if first == second else words


def _week(one: ClauseRecord) -> str:
    return f"by {one.week}" if one.cumulative else str(one.week)
