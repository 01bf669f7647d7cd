"""Tried theories in the terminal, from their plain data: the table of clauses and the verdict, or one line each."""

import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill, shorten
from typing import Any

from icsim.report.theory.share_text import count_of_draws, quantity
from icsim.report.theory.verdict_text import NOT_A_FORECAST, NOT_SOUGHT, QUICK
from icsim.theory.verdict import NOT_TESTED

GAP = 2  # blanks between columns
TITLE = 58  # letters of a title in a line of its own
HEADER = ("part", "what", "who", "week", "expected", "held in", "effect [95 %]", "says")

Plain = dict[str, Any]


def print_theories(found: Sequence[Plain], into: Path, reused: int) -> None:
    """One theory in full, or each of several in a line; then where the files lie."""
    width = get_terminal_size().columns if sys.stdout.isatty() else None
    if len(found) == 1:
        _one(found[0], width)
    else:
        for line in overview(found):
            print(line)
        print()
    if reused:
        print(f"{reused} of {len(found)} found already done")
    if len(found) == 1:
        print(f"results: {into} (report.html, verdicts.json, clauses.parquet, parts/{found[0]['id']})")
    else:
        print(f"results: {into} (report.html, verdicts.json, clauses.parquet, and a folder for each below parts)")
        print(f"one theory in full: {found[0]['command']}")
    print(NOT_A_FORECAST)


def overview(found: Sequence[Plain]) -> list[str]:
    """A line for each of several theories, under their titles."""
    head = ("theory", "title", "role", "held in", "verdict", "mostly")
    return _aligned([head, *(_line(one) for one in found)])


def clause_rows(found: Plain) -> list[tuple[str, ...]]:
    """A row for each clause; a part is named once."""
    made, before = [], ""
    for clause in found["clauses"]:
        made.append(("" if clause["part"] == before else clause["part"], *row(clause)))
        before = clause["part"]
    return made


def row(clause: Plain) -> tuple[str, ...]:
    """A clause, without its part: as in HEADER."""
    three = clause["shares"]
    who = f"{clause['who']}; {clause['contrast']}" if clause["own_contrast"] else clause["who"]
    return (
        clause["display"],
        who,
        f"by {clause['week']}" if clause["until"] else str(clause["week"]),
        clause["expected"],
        count_of_draws(three["expected"], three["draws"]) if three["draws"] else "–",
        quantity(clause["effect"], clause["smallest_effect"]),
        " or ".join(clause["bands"]) or "–",
    )


def _one(found: Plain, width: int | None) -> None:
    quick = f"  ({QUICK})" if found["verdict"]["quick"] else ""
    print(f"\n{found['id']}  {found['title']}{quick}")
    print(f"{found['compared']}, in worlds that share all their luck; place: {found['worlds']['place']}\n")
    for line in clause_table(found, width):
        print(line)
    print()
    for line in found["said"]:
        start = f"{line['about']:>9}: "
        text = (
            fill(line["text"], width, initial_indent=start, subsequent_indent=" " * len(start)) if width else start + line["text"]
        )
        print(text)
    print()


def clause_table(found: Plain, width: int | None = None) -> list[str]:
    """One line a clause where it fits, or goes to a file (no width); else whom and when stand on a line below."""
    table = clause_rows(found)
    if width is None or sum(_widths([HEADER, *table])) + GAP * (len(HEADER) - 1) <= width:
        return _aligned([HEADER, *table])
    lines = []
    for part, what, who, week, expected, held, effect, says in table:
        lines += [part] if part else []
        lines.append(f"  {what}: {says}")
        lines.append(f"    {who}, week {week}; expected {expected}")
        lines.append(f"    held in {held}; effect {effect}")
    return lines


def _line(found: Plain) -> tuple[str, ...]:
    judged = found["verdict"]
    three, quick = judged["shares"], f", {QUICK}" if judged["quick"] and judged["says"] != NOT_SOUGHT else ""
    title = shorten(found["title"], TITLE, placeholder=" …")
    if not judged["tested"]:
        return found["id"], title, found["role"], "–", NOT_TESTED, ""
    held = count_of_draws(three["expected"], three["draws"]) if three["draws"] else "–"
    mostly = judged["headline"] if three["draws"] else ""
    return found["id"], title, found["role"], held, f"{judged['says']}{quick}", mostly


def _widths(table: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*table, strict=True)]


def _aligned(table: Sequence[Sequence[str]]) -> list[str]:
    widths = _widths(table)
    return [(" " * GAP).join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
