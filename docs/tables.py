"""Markdown tables for the pages that are written from data."""

from collections.abc import Iterable


def table(head: Iterable[str], rows: Iterable[Iterable[object]], stacked: bool = False) -> str:
    """A Markdown table; what runs over several lines in a cell is put on one. `stacked`: on a phone, a cell below the other."""
    lines = [list(head), *[[" ".join(str(cell).replace("|", "\\|").split()) for cell in row] for row in rows]]
    lines.insert(1, ["---"] * len(lines[0]))
    made = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f":::{{table}}\n:class: stacked\n\n{made}\n:::" if stacked else made
