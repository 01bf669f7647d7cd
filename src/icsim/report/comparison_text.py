"""Two versions of a theory side by side, in words and as a table of text."""

from collections.abc import Callable, Iterator

from icsim.base.plain_text import aligned
from icsim.report.theory.clause_text import NONE, format_to_precision, measure_text, selection_text, week_phrase, week_text
from icsim.report.theory.share_text import INTERVALS, held_count, quantity
from icsim.results.values import Estimate, Shares
from icsim.theory.compare_versions import ComparedClause, ComparedVersions
from icsim.theory.verdict import ClauseResult

HEAD = ("part", "what", "who", "week", "held in", "effect", "second less first [95 %]", "")
"""Of both versions, the first before the arrow."""
WORDS_ONLY = ("id", "title", "source", "as_written", "recast")
"""Keys that no world depends on."""


def change_lines(found: tuple[tuple[str, str, str], ...]) -> Iterator[str]:
    """What changed, key by key; what only reads differently comes last."""
    if not found:
        yield "the two files say the same"
        return
    apart = [one for one in found if one[0].partition(".")[0] in WORDS_ONLY]
    for key, first, second in [*(one for one in found if one not in apart), *apart]:
        yield f"  {key}: {first} → {second}"
    if len(apart) == len(found):
        yield "  no world depends on any of that"


def comparison_lines(found: ComparedVersions, names: tuple[str, str], width: int | None = None) -> Iterator[str]:
    """Clause by clause, and how often each version held; a line of the table each where they fit, else a few short ones."""
    yield f"first: {names[0]}; second: {names[1]}; {found.settings} settings, the same {found.replicates} replicates of each"
    rows = list(map(_row, found.clauses))
    lines = list(aligned([HEAD, *rows]))
    if width is None or max(map(len, lines)) <= width:
        yield from lines
    else:
        for part, what, who, week, held, size, moved, says in rows:
            yield f"{part}: {what}, {who}, {week_phrase(week)}: {says}"
            yield f"  held in {held}; effect {size}; second less first {moved}"
    held_in = found.held
    yield (
        f"all of it came in both versions in {held_in['both']} of {found.settings} settings, in the first alone in "
        f"{held_in['first']}, in the second alone in {held_in['second']}, in neither in {held_in['neither']}"
    )
    yield f"in brackets 95 % intervals, from {INTERVALS}"


def came_of(found: ComparedVersions, version: int) -> list[str]:
    """What came of the first version (0) or the second, for the log: the share of settings in which it held, and each clause."""
    held = found.held["both"] + found.held["second" if version else "first"]
    results = [one.second if version else one.first for one in found.clauses]
    clauses = [
        f"{one.asked.part}: {one.asked.clause.measure}: as expected in {_share(one)}"
        for one in results
        if one is not None and one.asked.key
    ]
    return [f"compared: held in {held} of {found.settings} settings", *clauses]


def _row(one: ComparedClause) -> tuple[str, ...]:
    result = one.first or one.second
    assert result is not None
    asked = result.asked
    weeks = dict.fromkeys(week_text(each.asked) for each in (one.first, one.second) if each is not None)
    smallest = max(each.asked.smallest for each in (one.first, one.second) if each is not None)
    only = "" if one.first and one.second else f"only in the {'first' if one.first else 'second'}"
    return (
        asked.part, measure_text(asked), selection_text(asked), " → ".join(weeks), _both(_held, one),
        _both(lambda each: format_to_precision(each.size.value, smallest, signed=True), one),
        quantity(Estimate.from_object(one.difference), smallest) if one.difference else NONE, one.says or only,
    )  # fmt: skip


def _both(text: Callable[[ClauseResult], str], one: ComparedClause) -> str:
    """What is said of each version; of one that has no such clause, a dash."""
    return " → ".join(NONE if each is None else text(each) for each in (one.first, one.second))


def _held(found: ClauseResult) -> str:
    return held_count(Shares.from_object(found.shares))


def _share(found: ClauseResult | None) -> str:
    return NONE if found is None else f"{found.shares.expected.value:.0%}"
