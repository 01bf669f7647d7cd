"""Writes the drafts of a table, and beside them how each phrase was mapped, as a table and as a list of what was not."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from icsim.base.atomic_output import atomic_folder
from icsim.base.errors import UserError, lines_of, raise_all
from icsim.base.plain_text import quoted
from icsim.drafts.check_drafts import check_drafts
from icsim.drafts.configurations import Configuration, column_faults, configurations, is_column
from icsim.drafts.draft import MappedPhrase, draft_text, mapped
from icsim.drafts.nearest import NEAR
from icsim.drafts.sheet import read_sheet

MAPPING, NOT_MAPPED = "mapping.csv", "not_mapped.md"
NEAREST = 3  # shown of each phrase


@dataclass(frozen=True)
class Imported:
    """What an import wrote."""

    folder: Path
    ids: tuple[str, ...]
    open: tuple[str, ...]  # ids of drafts in which something is left to choose
    unmapped: tuple[tuple[str, MappedPhrase], ...]
    turned: tuple[tuple[str, MappedPhrase], ...]  # phrases that say the opposite of what is nearest to them
    hidden: tuple[str, ...]  # what the sheet does not show and was read all the same


def import_sheet(path: Path, folder: Path, sheet: str | None = None) -> Imported:
    """Write a draft for each row of a table into a new folder. UserErrors hold all its mistakes; then nothing is written."""
    table = read_sheet(path, sheet, is_column, column_faults)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"out: {folder} is there already and stays as it is; give a folder that is new or empty, out=PATH")
    found, lines = configurations(path.name, table.head, table.rows)
    if lines:
        raise_all(_by_row([*lines, *_further(path.name, found)]))
    phrases = {one.id: mapped(one) for one in found}
    texts = {one.id: draft_text(one, phrases[one.id], path.name) for one in found}
    unmapped = tuple(
        (one.id, left) for one in found for phrase in phrases[one.id] for left in (phrase, *phrase.dropped) if left.why
    )
    turned = tuple((one.id, phrase) for one in found for phrase in phrases[one.id] if phrase.turned_text)
    with atomic_folder(folder, MAPPING) as making:
        for name, text in texts.items():
            (making / f"{name}.yaml").write_text(text, encoding="utf-8")
        unfinished = check_drafts(path.name, found, making)
        (making / MAPPING).write_text(_table(found, phrases), encoding="utf-8")
        if unmapped or turned:
            (making / NOT_MAPPED).write_text(_list(path.name, len(found), unmapped, turned), encoding="utf-8")
    ids = tuple(one.id for one in found)
    return Imported(folder, ids, unfinished, unmapped, turned, table.hidden)


def _further(name: str, found: Sequence[Configuration]) -> tuple[str, ...]:
    """The mistakes that show only in drafts, where rows have others as well: what is wrong already is left open in them."""
    with TemporaryDirectory() as folder:
        for one in found:
            (Path(folder) / f"{one.id}.yaml").write_text(draft_text(one, mapped(one), name), encoding="utf-8")
        try:
            check_drafts(name, found, Path(folder))
        except UserError as error:
            return lines_of(error)
    return ()


def _by_row(lines: Sequence[str]) -> list[str]:
    """Mistakes in the order of their rows."""
    found = [re.search(r": row ([0-9]+):", line) for line in lines]
    order = sorted(range(len(lines)), key=lambda n: int(at[1]) if (at := found[n]) else 0)
    return list(dict.fromkeys(lines[n] for n in order))


def _table(found: Sequence[Configuration], phrases: dict[str, list[MappedPhrase]]) -> str:
    head = ["id", "row", "part", "phrase", "chosen"]
    head += [f"{name}_{n}" for n in range(1, NEAREST + 1) for name in ("nearest", "likeness", "by", "turned")]
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([*head, "why_not"])
    for one in found:
        for phrase in phrases[one.id]:
            near = [(n.entry.name, f"{n.likeness:.2f}", n.by, n.turned) for n in phrase.near[:NEAREST]]
            cells = [cell for four in (*near, *[("", "", "", "")] * (NEAREST - len(near))) for cell in four]
            writer.writerow([one.id, one.row, phrase.part, phrase.phrase, phrase.chosen, *cells, phrase.why])
    return made.getvalue()


def _list(
    name: str, count: int, unmapped: Sequence[tuple[str, MappedPhrase]], turned: Sequence[tuple[str, MappedPhrase]]
) -> str:
    drafts = f"{count} draft{'s' * (count != 1)} from {name}."
    rows = [f"- `{id_}`, {phrase.part}: {quoted(phrase.phrase)}: {phrase.why}." for id_, phrase in unmapped]
    how = (
        f"Nearness compares letters with names, help and what the field calls an entry; below {NEAR:g} nothing is called near.\n"
        "Look for other words with `icsim find WORDS`. What the vocabulary does not have, the model does not have either: leave\n"
        "the clause out, or say beside the verdict that this part of the configuration was not tested."
    )
    head = "# What could not be mapped" if unmapped else "# What says the opposite of what is nearest"
    opposite = [f"- `{id_}`, {phrase.part}: {quoted(phrase.phrase)}: {phrase.turned_text}." for id_, phrase in turned]
    if unmapped and turned:
        opposite = ["\n## What says the opposite of what is nearest\n", *opposite]
    return "\n".join([f"{head}\n\n{drafts}\n", *rows, *opposite, f"\n{how}\n"])
