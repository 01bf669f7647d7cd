"""The tables of a study: parts in Parquet, whole or not there, each with a checksum of what it holds."""

import contextlib
import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from icsim.base.atomic_output import MAKING, atomic_file
from icsim.base.errors import UserError
from icsim.base.parquet import numbers
from icsim.sweep.axes import Axis
from icsim.sweep.chunks import STEP, TableChunk, point_blocks, replicate_seeds_of
from icsim.sweep.points import ABSENT, PointRow
from icsim.sweep.sweep_study import ALONE, SweepStudy

TABLE, TIME_SERIES = "table", "time_series"
ENDING = ".parquet"
KEY = b"icsim"
ABANDONED = 600.0  # seconds without a change after which what a killed process was writing is removed
WHOLE, MISSING, SPOILT = "whole", "missing", "spoilt"


@dataclass(frozen=True)
class ChunkStore:
    """Where the parts of one table lie."""

    folder: Path

    def path(self, name: str) -> Path:
        """The file of a part."""
        return self.folder / f"{name}{ENDING}"

    def state(self, name: str) -> str:
        """Whether a part is whole, missing, or there but not what was written."""
        if not self.path(name).exists():
            return MISSING
        return SPOILT if self.read(name) is None else WHOLE

    def read(self, name: str) -> pa.Table | None:
        """A part that is whole; None for any other."""
        try:
            table = pq.read_table(self.path(name), partitioning=None)
            held = json.loads((table.schema.metadata or {})[KEY])
            return table if held == {"part": name, "checksum": checksum(name, table)} else None
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
            return None

    def whole(self, name: str, command: str) -> pa.Table:
        """The same. UserError for any other, with the command that makes it anew."""
        table = self.read(name)
        if table is None:
            raise UserError(f"{self.path(name)}: is not what was written; repeat the command, which runs it again: {command}")
        return table

    def write(self, name: str, table: pa.Table) -> None:
        """A part, under another name until it is whole and on the disk. OSError where it cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        held = {KEY: json.dumps({"part": name, "checksum": checksum(name, table)})}
        with atomic_file(self.path(name)) as file:
            pq.write_table(table.replace_schema_metadata(held), file, compression="zstd")

    def sweep_up(self) -> None:
        """Remove what killed processes were writing; what a living one writes is never that old."""
        for path in self.folder.glob(f".*{MAKING}"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink()

    def names(self) -> set[str]:
        """The parts that are there, whole or not."""
        return {path.stem for path in self.folder.glob(f"[!.]*{ENDING}")}


def checksum(name: str, table: pa.Table) -> str:
    """SHA-256 of a part's name, columns and values, whatever way a file holds them."""
    digest = hashlib.sha256(name.encode())
    for field, column in zip(table.schema, table.columns, strict=True):
        digest.update(f"{field.name}\0{field.type}\0{len(column)}\0".encode())
        digest.update(column.is_valid().to_numpy().tobytes())
        if pa.types.is_string(field.type):
            digest.update("\0".join(value or "" for value in column.to_pylist()).encode())
        else:
            digest.update(np.ascontiguousarray(column.fill_null(0).to_numpy()).tobytes())
    return digest.hexdigest()


def make_run_table(study: SweepStudy, part: TableChunk, rows: Sequence[PointRow], values: NDArray[np.float64]) -> pa.Table:
    """One row for each world, point by point, then arm, then replicate. Values: [wanted, point and arm, replicate]."""
    columns = row_keys(study, part)
    arms, worlds = len(study.arms), len(part.replicates)
    if study.arms != (ALONE,):
        names = np.repeat(np.tile(np.arange(arms), len(part.points)), worlds)
        columns["arm"] = pa.array([study.arms[n] for n in names.tolist()], pa.string())
    for n, axis in enumerate(study.points.axes):
        each = [row[n] if row[n] is not ABSENT else None for row in rows]
        columns[axis.path] = pa.array(each, column_type(axis)).take(pa.array(np.repeat(np.arange(len(rows)), arms * worlds)))
    for name, said in study.points.labels.items():
        each = pa.array([said[point] for point in part.points], pa.string())
        columns[name] = each.take(pa.array(np.repeat(np.arange(len(rows)), arms * worlds)))
    for n, name in enumerate(study.reading.columns):
        columns[name] = numbers(np.ascontiguousarray(values[n]).ravel())
    return pa.table(columns)


def make_time_series(study: SweepStudy, part: TableChunk, values: NDArray[np.float64]) -> pa.Table:
    """One row for each world and week, one column for each measure; `row` is that of the run table."""
    along = study.reading.along
    worlds = values.shape[1] * values.shape[2]
    columns = {
        name: pa.array(np.repeat(column.to_numpy(), len(along)))
        for name, column in row_keys(study, part).items()
        if name in ("row", "point", "structure_seed", "seed")
    }
    columns["week"] = pa.array(np.tile(np.array(along, dtype=np.int32), worlds))
    first = len(study.reading.columns)
    for n, query in enumerate(study.reading.queries):
        course = values[first + n * len(along) : first + (n + 1) * len(along)]
        columns[query.key] = numbers(np.ascontiguousarray(course.reshape(len(along), worlds).T).ravel())
    return pa.table(columns)


def row_keys(study: SweepStudy, part: TableChunk) -> dict[str, pa.Array]:
    """Which world a row is: its number in the study, its point and replicate, and its luck."""
    arms, chances = len(study.arms), np.array(part.replicates, dtype=np.int64)
    point = np.repeat(np.array(list(part.points), dtype=np.int64), arms * chances.size)
    arm = np.tile(np.repeat(np.arange(arms), chances.size), len(part.points))
    replicate = np.tile(chances, arms * len(part.points))
    first = replicate_seeds_of(study, 0)
    row = np.empty_like(point)
    for n, block in enumerate(point_blocks(study.stages)):
        here = (point >= block.start) & (point < block.stop)
        row[here] = n * STEP + ((replicate * len(block) + point - block.start) * arms + arm)[here]
    return {
        "row": pa.array(row),
        "point": pa.array(point),
        "replicate": pa.array(replicate.astype(np.int32)),
        "structure_seed": pa.array(replicate + first.structure_seed),
        "seed": pa.array(replicate + first.seed),
    }


def column_type(axis: Axis) -> pa.DataType:
    """The type of an axis' column."""
    if axis.words:
        return pa.string()
    return pa.int64() if axis.whole else pa.float64()
