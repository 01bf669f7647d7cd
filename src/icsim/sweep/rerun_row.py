"""One row of a table run again, from `study.json` alone and the long way, and compared to the bit."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from icsim.base import fingerprint
from icsim.base.errors import UserError
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.ensemble import run_block
from icsim.sweep import settings_axis
from icsim.sweep.axes import Value
from icsim.sweep.run_table import TABLE, ChunkStore
from icsim.sweep.study_record import Study
from icsim.sweep.sweep_study import ALONE, in_full

Row = Mapping[str, Value]
"""A row of the table by column."""


@dataclass(frozen=True)
class RerunResult:
    """A row as it stands in the table, the settings of its world, and what the world came to now."""

    row: Row
    settings: Settings
    now: Mapping[str, float | None]
    same_source: bool

    @property
    def differing(self) -> list[str]:
        """The columns whose numbers are not the same to the bit."""
        return [name for name, value in self.now.items() if value != self.row[name]]


def find_study_folder(given: str) -> Path:
    """The study's folder from what was given: the folder itself, its table, or a part of it."""
    path = Path(given)
    for folder in (path, path.parent, path.parent.parent):
        if (folder / Study.FILE).is_file():
            return folder
    raise UserError(f"{given}: no {Study.FILE} there; give the folder that icsim sweep wrote, such as results/runs/NAME")


def rerun_row(folder: Path, number: int) -> RerunResult:
    """Run a row of a study again. UserError where there is no such row."""
    held = Study.from_file(folder, "rerun")
    row = find_row(folder, number, held.command)
    settings = row_settings(held, row)
    block = build_block([settings], [ReplicateSeeds(settings.structure_seed, settings.seed)])
    values = run_block(block, [settings], held.measures, held.weeks, settings.weeks)
    now = {
        f"{query.key}_w{week}": None if np.isnan(values[q, w, 0]) else float(values[q, w, 0])
        for q, query in enumerate(held.measures)
        for w, week in enumerate(held.weeks)
    }
    return RerunResult(row, settings, now, held.source == fingerprint.numbers())


def find_row(folder: Path, number: int, command: str) -> Row:
    """A row of the table by its number. UserError for a part that is not what `command` had written."""
    store = ChunkStore(folder / TABLE)
    for name in sorted(store.names()):
        table = store.whole(name, command)
        found = table.filter(pc.equal(table["row"], pa.scalar(number))) if "row" in table.column_names else None
        if found:
            return dict(found.to_pylist()[0])
    raise UserError(f"row: {number} is not in {folder / TABLE}; give a number out of its column `row`")


def row_settings(held: Study, row: Row) -> Settings:
    """The settings of a row's world, from the record and the row's own columns; one replicate, with the row's luck."""
    choices = tuple(row[axis.path] for axis in held.axes if axis.chooses)
    arm = row.get("arm", ALONE)
    base = next((one.config for one in held.bases if (one.choices, one.arm) == (choices, arm)), None)
    if base is None:
        raise UserError(f"{Study.FILE}: knows nothing of {choices} {arm}; the table and the record are not of one study")
    values: dict[str, object] = {}
    for axis in held.axes:
        if axis.path == settings_axis.PATH:
            values |= settings_axis.row_parameters(row[axis.path], axis.targets[0])
    for axis in held.axes:
        value = row[axis.path]
        absent = held.design.kind == "concat" and value is None and None not in axis.values  # of another part of a joined design
        if not axis.chooses and not absent and axis.path != settings_axis.PATH:
            values |= dict.fromkeys(axis.targets, list(axis.named[str(value)]) if axis.named is not None else value)
    return in_full({**base, "seed": row["seed"], "structure_seed": row["structure_seed"], "replicates": 1}, values)
