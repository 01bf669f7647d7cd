"""`icsim import FILE`: a table of configurations becomes draft theory files."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from icsim.commands.keys import asks_help, one_word, own_keys

USAGE = "icsim import FILE.csv|FILE.xlsx [out=FOLDER] [sheet=NAME]"
KEYS = ("out", "sheet")
SHOWN = 12  # lines of what was not mapped; the file has all


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim import`: the table, and where the drafts go."""
    from icsim.drafts.configurations import COLUMNS, TEXTS

    if asks_help(rest):
        print(f"usage: {USAGE}\n\nA row for each configuration. Columns that must be there: {', '.join(TEXTS)}. All columns:")
        print("\n".join(f"  {key:<15}{about}" for key, about in COLUMNS.items()))
        print("\nFOLDER, named after the file unless it is given, must be new or empty. docs/another_review.md walks through it.")
        return
    given = own_keys("import", USAGE, KEYS, rest)
    path = Path(one_word("import", USAGE, words, "no table; give one file")).expanduser()
    from icsim.drafts.write_drafts import MAPPING, NOT_MAPPED, import_sheet

    done = import_sheet(path, Path(given.get("out", path.stem)).expanduser(), given.get("sheet"))
    whole = [name for name in done.ids if name not in done.open]
    print(f"{done.folder}: {len(done.ids)} draft{'s' * (len(done.ids) != 1)}, {len(whole)} with nothing left open")
    for name, phrase in done.unmapped[:SHOWN]:
        print(f"  not mapped: {name}, {phrase.part}: {phrase.phrase}: {phrase.why}")
    if len(done.unmapped) > SHOWN:
        print(f"  and {len(done.unmapped) - SHOWN} more in {done.folder / NOT_MAPPED}")
    for name, phrase in done.turned[:SHOWN]:
        print(f"  the other way round: {name}, {phrase.part}: {phrase.phrase}: {phrase.turned_text}")
    if len(done.turned) > SHOWN:
        print(f"  and {len(done.turned) - SHOWN} more in {done.folder / NOT_MAPPED}")
    left = f"; what was not, or says the opposite: {done.folder / NOT_MAPPED}" if done.unmapped or done.turned else ""
    print(f"how each phrase was mapped: {done.folder / MAPPING}{left}")
    if done.hidden:
        print(f"read all the same, though the sheet does not show it: {'; '.join(done.hidden)}")
    print(f"then: icsim test --check {shlex.quote(str(done.folder))}/*.yaml")
