"""Two versions of a theory side by side, in words and as a table of text."""

from collections.abc import Iterator

from icsim.base.plain_text import aligned
from icsim.theory.clauses import BoundClause
from icsim.theory.compare_versions import ComparedClause, ComparedVersions
from icsim.theory.verdict import ClauseResult

NONE = "–"
HEAD = ("part", "what", "week", "first: came in", "second: came in", "first", "second", "second less first [95% CI]", "")
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


def comparison_lines(found: ComparedVersions, names: tuple[str, str]) -> Iterator[str]:
    """Clause by clause, and how often each version held."""
    yield f"first: {names[0]}; second: {names[1]}; {found.settings} settings, the same {found.replicates} replicates of each"
    yield from aligned([HEAD, *map(_row, found.clauses)])
    held = found.held
    yield (
        f"all of it came in both versions in {held['both']} of {found.settings} settings, in the first alone in {held['first']}, "
        f"in the second alone in {held['second']}, in neither in {held['neither']}"
    )


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
    weeks = dict.fromkeys(_when(each.asked) for each in (one.first, one.second) if each is not None)
    moved = f"{one.difference.value:+.3f} [{one.difference.low:+.3f}, {one.difference.high:+.3f}]" if one.difference else NONE
    only = "" if one.first and one.second else f"only in the {'first' if one.first else 'second'}"
    return (
        result.asked.part, result.asked.clause.measure, " → ".join(weeks), _share(one.first), _share(one.second), _size(one.first),
        _size(one.second), moved, one.says or only,
    )  # fmt: skip


def _when(asked: BoundClause) -> str:
    return f"by {asked.week}" if asked.clause.by_week is not None else str(asked.week)


def _share(found: ClauseResult | None) -> str:
    return NONE if found is None else f"{found.shares.expected.value:.0%}"


def _size(found: ClauseResult | None) -> str:
    return NONE if found is None else f"{found.size.value:+.3f}"
