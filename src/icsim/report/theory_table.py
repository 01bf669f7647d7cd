"""A tried theory in the terminal: the table of its clauses, the verdict in words, and where the files lie."""

import sys
from collections.abc import Sequence
from pathlib import Path

from icsim.report import theory_words as words
from icsim.theory.result import Tried
from icsim.theory.verdict import Finding


def tell(tried: Tried, into: Path) -> None:
    """Print all of it."""
    theory = tried.case.theory
    first, second = theory.contrasted
    print(f"\n{theory.id}  {theory.title}  ({first} − {second})\n")
    show(header(tried), rows(tried))
    verdict = tried.verdict
    print(f"\nverdict: {verdict.headline}: {verdict.sentence}")
    print(f"         {verdict.basis}")
    if theory.rival:
        print(f"rivals named, not tried by this version: {', '.join(rival.id for rival in theory.rival)}")
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
    return (
        words.what(asked), words.who(asked), words.when(asked), words.EXPECTED[asked.clause.expect], words.number(result.first),
        words.number(result.second), words.difference(result), f"{result.smallest:g}", words.share(result), str(result.outcome),
    )  # fmt: skip


def show(head: Sequence[str], body: Sequence[Sequence[str]]) -> None:
    """Drawn in a terminal; elsewhere plain aligned columns, one line a row."""
    if sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", padding=(0, 1))
        for n, title in enumerate(head):
            drawn.add_column(Text(title), justify="right" if n in (3, 5, 6, 8, 9) else "left", overflow="fold")
        for row in body:
            drawn.add_row(*map(Text, row))
        Console(highlight=False).print(drawn)
        return
    widths = [max(len(row[n]) for row in (head, *body)) for n in range(len(head))]
    for row in (head, *body):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
