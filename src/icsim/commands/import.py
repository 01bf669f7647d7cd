"""`icsim import FILE`: a table of configurations becomes draft theory files."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean

USAGE = "icsim import FILE.csv|FILE.xlsx [out=FOLDER] [sheet=NAME]"
KEYS = ("out", "sheet")
SHOWN = 12  # lines of what was not mapped; the file has all


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim import`: the table, and where the drafts go."""
    from icsim.drafts.configurations import COLUMNS, TEXTS

    if any(word in ("--help", "-h") for word in rest):
        print(f"usage: {USAGE}\n\nA row for each configuration. Columns that must be there: {', '.join(TEXTS)}. All columns:")
        print("\n".join(f"  {key:<15}{about}" for key, about in COLUMNS.items()))
        print("\nFOLDER, named after the file unless it is given, must be new or empty. docs/another_review.md walks through it.")
        return
    given: dict[str, str] = {}
    for one in rest:
        key, equals, value = one.partition("=")
        if key not in KEYS or not equals or not value or key in given:
            raise UserError(f"import: {one} is not understood; allowed: {USAGE}{did_you_mean(key, KEYS)}")
        given[key] = value
    if len(words) != 1:
        raise UserError(f"import: {' '.join(words) or 'nothing'} is no table; give one file: {USAGE}")
    from icsim.drafts.write_drafts import MAPPING, NOT_MAPPED, import_sheet

    path = Path(words[0]).expanduser()
    done = import_sheet(path, Path(given.get("out", path.stem)).expanduser(), given.get("sheet"))
    whole = [name for name in done.ids if name not in done.open]
    print(f"{done.folder}: {len(done.ids)} draft{'s' * (len(done.ids) != 1)}, {len(whole)} with nothing left open")
    for name, phrase in done.unmapped[:SHOWN]:
        print(f"  not mapped: {name}, {phrase.part}: {phrase.phrase}: {phrase.why}")
    if len(done.unmapped) > SHOWN:
        print(f"  and {len(done.unmapped) - SHOWN} more in {done.folder / NOT_MAPPED}")
    print(f"how each phrase was mapped: {done.folder / MAPPING}; what was not, and why: {done.folder / NOT_MAPPED}")
    if done.hidden:
        print(f"read all the same, though the sheet does not show it: {'; '.join(done.hidden)}")
    print(f"then: icsim test --check {shlex.quote(str(done.folder))}/*.yaml")
