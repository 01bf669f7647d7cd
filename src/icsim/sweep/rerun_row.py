"""One row of a table run again, from the manifest alone and the long way, and compared to the bit."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.dataset as ds

from icsim.base import fingerprint
from icsim.base.errors import UserError
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.ensemble import run_block
from icsim.engine.measures import Query
from icsim.sweep.run_table import TABLE
from icsim.sweep.study_folder import MANIFEST, Plain, read_manifest
from icsim.sweep.sweep_study import ALONE, in_full


@dataclass(frozen=True)
class RerunResult:
    """A row as it stands in the table, the settings of its world, and what the world came to now."""

    row: Mapping[str, Any]
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
        if (folder / MANIFEST).is_file():
            return folder
    raise UserError(f"{given}: no {MANIFEST} there; give the folder that icsim sweep wrote, such as results/runs/NAME")


def rerun_row(folder: Path, number: int) -> RerunResult:
    """Run a row of a study again. UserError where there is no such row."""
    held = read_manifest(folder / MANIFEST)
    row = find_row(folder, number)
    settings = row_settings(held, row)
    queries = [Query(one["measure"], one["of"], one["stat"]) for one in held["measures"]]
    weeks = held["weeks"]
    block = build_block([settings], [ReplicateSeeds(row["structure"], row["seed"])])
    values = run_block(block, [settings], queries, weeks, settings.weeks)
    now = {
        f"{query.key}_w{week}": None if np.isnan(values[q, w, 0]) else float(values[q, w, 0])
        for q, query in enumerate(queries)
        for w, week in enumerate(weeks)
    }
    return RerunResult(row, settings, now, held["source"] == fingerprint.numbers())


def find_row(folder: Path, number: int) -> dict[str, Any]:
    """A row of the table by its number."""
    there = any((folder / TABLE).glob("*.parquet"))
    table = ds.dataset(folder / TABLE, format="parquet") if there else None
    found = table.to_table(filter=ds.field("row") == number).to_pylist() if table is not None else []
    if not found:
        raise UserError(f"row: {number} is not in {folder / TABLE}; give a number out of its column `row`")
    return dict(found[0])


def row_settings(held: Plain, row: Mapping[str, Any]) -> Settings:
    """The settings of a row's world, from the manifest and the row's own columns; one replicate, with the row's luck."""
    choices = [row[axis["path"]] for axis in held["axes"] if axis["chooses"]]
    arm = row.get("arm", ALONE)
    base = next((one["config"] for one in held["bases"] if one["choices"] == choices and one["arm"] == arm), None)
    if base is None:
        raise UserError(f"{MANIFEST}: knows nothing of {choices} {arm}; the table and the manifest are not of one study")
    values = {}
    absent = _absent(held, row)
    for axis in held["axes"]:
        value = row[axis["path"]]
        if axis["chooses"] or axis["path"] in absent:
            continue
        for target in axis["targets"]:
            values[target] = axis["named"][value] if "named" in axis else value
    return in_full({**base, "seed": row["seed"], "structure": row["structure"], "replicates": 1}, values)


def _absent(held: Plain, row: Mapping[str, Any]) -> set[str]:
    """Axes that a joined design does not have at this point: empty there, where no value of theirs is."""
    if held["design"]["kind"] != "concat":
        return set()
    return {axis["path"] for axis in held["axes"] if row[axis["path"]] is None and None not in axis.get("values", ())}
