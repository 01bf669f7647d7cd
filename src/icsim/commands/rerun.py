"""`icsim rerun`: the world of one row of a sweep's table again, with the same bits."""

import argparse
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.commands.keys import asks_help

if TYPE_CHECKING:
    from icsim.config.settings import Settings

PAGE = "teach"  # the command that opens the page

USAGE = "icsim rerun TABLE ROW [out=FOLDER]"
ABOUT = (
    "Run the world of one row of a sweep again and compare every number of the row to the bit. TABLE is the folder that\n"
    "icsim sweep wrote, ROW a number out of its column `row`; with out=FOLDER the world's own tables and figures are written there."
)


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim rerun`."""
    if asks_help(rest):
        argparse.ArgumentParser(prog="icsim rerun", usage=USAGE, description=ABOUT, add_help=False).print_help()
        return
    other = [word for word in rest if not word.startswith("out=")]
    if len(words) != 2 or other or not re.fullmatch(r"[0-9]{1,18}", words[1]):
        what = other[0] if other else " ".join(words) or "nothing"
        raise UserError(f"rerun: {what} is not understood; give the folder of a sweep and a number out of its column row: {USAGE}")
    out = next((Path(word.removeprefix("out=")).expanduser() for word in rest), None)
    rerun_and_compare(words[0], int(words[1]), out)


def rerun_and_compare(table: str, number: int, out: Path | None) -> None:
    """Run a row again, say whether it is the same, and write its world's own results where that is asked for."""
    from icsim.base.atomic_output import try_folder
    from icsim.results.run import Summary
    from icsim.sweep.rerun_row import find_study_folder, rerun_row

    folder = find_study_folder(table)
    if out is not None:
        try_folder(out, Summary.FILE)
    made = rerun_row(folder, number)
    known = ("row", "point", "replicate", *made.now)
    print(f"row {number}: " + ", ".join(f"{name}={value}" for name, value in made.row.items() if name not in known))
    state = "" if made.same_source else "; the table was made by another state of icsim"
    if made.differing:
        first = made.differing[0]
        raise UserError(
            f"row {number}: {len(made.differing)} of {len(made.now)} numbers differ, {first} {made.now[first]} now, "
            f"{made.row[first]} in the table{state or '; it was altered, or this processor computes otherwise'}"
        )
    print(f"all numbers of the row ({len(made.now)}) are the same to the bit{state}")
    _tell_page(made.settings)
    if out is not None:
        from icsim.commands.one_run import simulate_and_write

        simulate_and_write(made.settings, out)


def _tell_page(settings: "Settings") -> None:
    """How the row's world is opened in the page, where that can be said."""
    from icsim.commands.names import COMMANDS
    from icsim.teach.row_link import teach_arguments

    said = teach_arguments(settings) if PAGE in COMMANDS else None
    if said is not None:
        print(f"to see it, and to change one thing in it beside it: {shlex.join(['icsim', PAGE, *said])}")
