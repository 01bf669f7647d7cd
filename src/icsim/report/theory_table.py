"""A tried theory in the terminal: the table of its clauses, the verdict in words, and where the files lie."""

import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill

from icsim.report import theory_words as words
from icsim.theory.result import Tried
from icsim.theory.verdict import Finding

GAP = 2  # blanks between columns


def tell(tried: Tried, into: Path) -> None:
    """Print all of it."""
    theory = tried.case.theory
    first, second = theory.contrasted
    width = _width()
    print(f"\n{theory.id}  {theory.title}  ({first} − {second})\n")
    show(tried, width)
    print()
    _say("verdict", f"{tried.verdict.headline}: {tried.verdict.sentence}", width)
    _say("  basis", tried.verdict.basis, width)
    if theory.rival:
        _say(" rivals", f"named, not tried by this version: {', '.join(rival.id for rival in theory.rival)}", width)
    print(f"results: {into} (report.html, verdict.png, paths.png, verdict.json, paired.parquet)")


def header(tried: Tried) -> tuple[str, ...]:
    """Column titles."""
    arms = tried.case.theory.contrasted
    return ("part", "what", "who", "week", "expected", *arms, "difference [95 %]", "smallest", "lucks", "outcome")


def rows(tried: Tried) -> list[tuple[str, ...]]:
    """A row for each clause; a part is named once."""
    found, before = [], ""
    for finding in tried.findings:
        part = finding.asked.part
        found.append(("" if part == before else part, *_row(finding)))
        before = part
    return found


def _row(finding: Finding) -> tuple[str, ...]:
    asked, result = finding.asked, finding.result
    means = words.number(result.first), words.number(result.second)
    clause = words.what(asked), words.who(asked), words.when(asked), words.EXPECTED[asked.clause.expect]
    came = words.difference(result), f"{result.smallest:g}", words.share(result), str(result.outcome)
    return (*clause, *means, *came)


def show(tried: Tried, width: int | None) -> None:
    """One line a clause where it fits, or goes to a file (no width); else the result on one and the rest below it."""
    head, body = header(tried), rows(tried)
    if width is not None and sum(_widths([head, *body])) + GAP * (len(head) - 1) > width:
        _show_narrow(tried)
        return
    for line in _aligned([head, *body]):
        print(line)


def _show_narrow(tried: Tried) -> None:
    names, before = tried.case.theory.contrasted, ""
    head = ("", "expected", "difference [95 %]", "outcome")
    short = [
        (f"  {what}", expected, came, outcome) for _, what, _, _, expected, _, _, came, _, _, outcome in rows(tried)
    ]
    title, *lines = _aligned([head, *short])
    print(title)
    for finding, line in zip(tried.findings, lines, strict=True):
        asked, result = finding.asked, finding.result
        print(f"{asked.part}\n{line}" if asked.part != before else line)
        before = asked.part
        means = ", ".join(
            f"{name} {words.number(x)}" for name, x in zip(names, (result.first, result.second), strict=True)
        )
        print(f"    {words.who(asked)}, week {words.when(asked)}; smallest {result.smallest:g}")
        print(f"    {means}; {words.in_lucks(finding)}")


def _widths(table: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*table, strict=True)]


def _aligned(table: Sequence[Sequence[str]]) -> list[str]:
    widths = _widths(table)
    return [
        (" " * GAP).join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    ]


def _width() -> int | None:
    return get_terminal_size().columns if sys.stdout.isatty() else None


def _say(name: str, text: str, width: int | None) -> None:
    """A named paragraph, wrapped to the terminal; one line elsewhere."""
    start = f"{name}: "
    print(fill(text, width, initial_indent=start, subsequent_indent=" " * len(start)) if width else start + text)
