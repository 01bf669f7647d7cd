"""The mechanisms in the terminal: what each adds, which need one another, and whose doing it all is."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from icsim.base.plain_text import aligned
from icsim.report.mechanisms.mechanisms_text import opening, text_sections
from icsim.report.words import NO_FORECAST
from icsim.results.mechanisms import MechanismsFile

PAGE = 110  # letters in a line of text


def print_mechanisms(found: MechanismsFile, folder: Path) -> None:
    """Print everything, and where it lies."""
    for line in terminal_lines(found):
        print(line)
    print(f"results: {folder} (report.html, mechanisms.json, mechanisms.parquet, combinations.parquet, mechanisms.png, .svg)")
    print(f"This {NO_FORECAST}.")


def terminal_lines(found: MechanismsFile) -> Iterator[str]:
    """The whole text."""
    yield from wrap(opening(found), PAGE)
    for section in text_sections(found):
        yield ""
        first, *others = section.sentences
        yield from wrap(f"{section.title}: {first}", PAGE)
        for table in section.tables:
            yield from aligned([table.head, *table.rows])
            yield from wrap(table.caption, PAGE)
        yield from others
