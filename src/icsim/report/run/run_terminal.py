"""What a run says in the terminal: a table of all measures by who carries them, and where the rest lies."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.catalogue import catalogue
from icsim.engine.simulate import Simulation
from icsim.report.page import PAGE
from icsim.report.run.run_tables import MEANS, TableSection, TextRow, cell, measures_table, reported_weeks, run_line
from icsim.report.run.write_run import summarise_run
from icsim.report.words import NO_FORECAST
from icsim.results.run import Summary
from icsim.statistics.replicate_summary import summarise_replicates

if TYPE_CHECKING:
    from rich.console import Console

GAP = 2  # between columns
FOLDED = 30  # columns that the longest label may be folded to


def print_run(simulation: Simulation, folder: Path) -> None:
    """Print the table, and where to go from here."""
    found = summarise_run(simulation)
    print_folded(run_line(found), style="bold")
    print_folded()
    print_table(*terminal_table(found, terminal_width()))
    print_folded()
    if found.worlds.count > 1:
        print_folded(MEANS)
    print_folded(f"results: {folder}")
    print_folded(f"report: {folder / PAGE}")
    print_folded("figures: measures, network, trust_by_power (.png, .svg); tables: replicates, trajectories, levers (.parquet)")
    print_folded("go on: change something, as in icsim run leadership.team.working_with_power.share=0.9; see icsim list levers")
    print_folded(f"This {NO_FORECAST}.")


def line(simulation: Simulation, folder: Path, named: str) -> str:
    """One of several points: what it is, where trust ended, and where the rest lies."""
    ended = cell(summarise_replicates(simulation.at("trust", simulation.settings.weeks)))
    return f"{named}  {catalogue().measures['trust'].display} {ended}  results: {folder}"


def terminal_table(found: Summary, width: int | None) -> tuple[TextRow, list[TableSection]]:
    """The head, and the parts. Where they are too wide, weeks in the middle go first, then the range, then the rest."""
    weeks, ranged = reported_weeks(found), found.worlds.count > 1
    while True:
        head, parts = _indented(*measures_table(found, weeks, ranged))
        first, *others = widths(head, parts)
        if width is None or min(first, FOLDED) + sum(others) + GAP * len(others) <= width:
            return head, parts
        if len(weeks) > 2:
            weeks.pop(1)
        elif ranged:
            ranged = False
        elif len(weeks) == 2:
            weeks.pop(0)
        else:
            return head, parts


def _indented(head: TextRow, parts: Sequence[TableSection]) -> tuple[TextRow, list[TableSection]]:
    return head, [(title, [(" " * GAP + name, *cells) for name, *cells in rows]) for title, rows in parts]


def widths(head: TextRow, parts: Sequence[TableSection]) -> list[int]:
    """Of the columns, as wide as their widest cell."""
    rows = [head, *(row for _, rows in parts for row in rows)]
    return [max(len(row[column]) for row in rows) for column in range(len(head))]


def print_table(head: TextRow, parts: Sequence[TableSection]) -> None:
    """The table with rich in a terminal, as plain aligned columns elsewhere."""
    if sys.stdout.isatty():
        _rich(head, parts)
        return
    wide = widths(head, parts)
    rows = [head, *(row for title, rows in parts for row in ((title,), *rows))]
    for row in rows:
        cells = [row[0].ljust(wide[0]), *(text.rjust(width) for text, width in zip(row[1:], wide[1:], strict=False))]
        print((" " * GAP).join(cells).rstrip())


def _rich(head: TextRow, parts: Sequence[TableSection]) -> None:
    from rich.table import Table

    made = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for n, title in enumerate(head):
        made.add_column(title, justify="right" if n else "left", no_wrap=n > 0, overflow="ellipsis" if n else "fold")
    for title, rows in parts:
        made.add_row(title, style="bold cyan")
        for row in rows:
            made.add_row(*row)
    as_wide_as_the_terminal().print(made)


def print_folded(text: str = "", style: str = "") -> None:
    """One line, folded at the terminal's edge."""
    if not sys.stdout.isatty():
        print(text)
        return
    as_wide_as_the_terminal().print(text, style=style)


def as_wide_as_the_terminal() -> "Console":
    """Where to print in a terminal. Height goes with width: without it rich takes 80 columns for any dumb terminal."""
    from rich.console import Console

    columns, lines = shutil.get_terminal_size()
    return Console(markup=False, highlight=False, width=columns, height=lines)


def terminal_width() -> int | None:
    """Columns of the terminal; None where there is none, and lines may be as long as they are."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
