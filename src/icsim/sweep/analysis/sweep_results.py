"""A finished sweep opened for analysis: its axes, and every outcome as an array over points, arms and replicates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.engine.measures import Query
from icsim.sweep.axes import Value
from icsim.sweep.chunks import STEP, point_blocks
from icsim.sweep.rerun_row import find_study_folder
from icsim.sweep.run_table import TABLE, ChunkStore
from icsim.sweep.stopping import RunningMeans
from icsim.sweep.study_record import AxisRecord, Study, Until

NUMBER, CHOICE = "number", "choice"
LESS = " - "  # between two arms: what the first has beyond the second, luck by luck
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class AxisColumn:
    """An axis of the study, with its value at every point."""

    path: str
    kind: str  # NUMBER, or CHOICE: words, whole timelines, or a list with null in it
    values: tuple[Value, ...]  # as listed, in that order; of a range: the numbers met, from low to high
    low: float  # of the range or the list; of choices 0 and the last position
    high: float
    whole: bool  # whole numbers only
    is_range: bool
    column: FloatArray  # [point]: the number, or the position among `values`; nan where a joined design has no such axis
    decided: bool | None = None  # of a crossed design: whether it belongs to the policies

    def value(self, point: int) -> Value:
        """The value at a point, as one would write it; None where the axis is absent (or its value is null)."""
        at = float(self.column[point])
        if np.isnan(at):
            return None
        return self.values[int(at)] if self.kind == CHOICE else int(at) if self.whole else at

    @property
    def shares(self) -> FloatArray:
        """The share of the way along the axis at every point, [point], 0 at its low and 1 at its high."""
        span = self.high - self.low
        return (self.column - self.low) / span if span > 0.0 else np.zeros_like(self.column)


class OutcomeColumn(NamedTuple):
    """A column of the run table: what is read of a world, and when."""

    column: str
    query: Query
    week: int


@dataclass(frozen=True)
class SweepResults:
    """A finished study. Arrays are [point, arm, replicate]; what is missing is nan, and stays so."""

    folder: Path
    held: Study
    axes: tuple[AxisColumn, ...]
    arms: tuple[str, ...]  # ("",) where none is named
    outcomes: tuple[OutcomeColumn, ...]
    there: NDArray[np.bool_]  # [point, arm, replicate]: which worlds were run; with rounds not every point has as many
    index: tuple[NDArray[np.int64], ...] = field(repr=False)  # of every row of the table: point, arm, replicate
    parts: tuple[str, ...] = field(repr=False)

    @property
    def design(self) -> str:
        """How the points were laid: `grid`, `saltelli`, `morris` …"""
        return self.held.design.kind

    @property
    def points(self) -> int:
        """How many points there are."""
        return int(self.there.shape[0])

    @property
    def replicates(self) -> int:
        """Worlds at a point and arm, at most."""
        return int(self.there.shape[2])

    @property
    def title(self) -> str:
        """What the study is called."""
        return self.held.title or self.folder.name

    @cached_property
    def columns(self) -> Mapping[str, OutcomeColumn]:
        """The outcomes by the names of their columns."""
        return {one.column: one for one in self.outcomes}

    def axis(self, path: str) -> AxisColumn:
        """An axis by its path. UserError where the study has no such axis."""
        found = {one.path: one for one in self.axes}
        if path not in found:
            raise UserError(f"{path}: is no axis of this study; allowed: {list_names(found)}{did_you_mean(path, found)}")
        return found[path]

    def worlds(self, outcome: str) -> FloatArray:
        """Every world's value, [point, arm, replicate]; nan where it is missing or the world was not run."""
        if outcome not in self._read:
            store = ChunkStore(self.folder / TABLE)
            read = [pq.read_table(store.path(name), columns=[outcome], partitioning=None)[outcome] for name in self.parts]
            values = np.full(self.there.shape, np.nan)
            values[self.index] = np.concatenate([one.to_numpy(zero_copy_only=False) for one in read]).astype(np.float64)
            self._read[outcome] = values
        return self._read[outcome]

    @cached_property
    def _read(self) -> dict[str, FloatArray]:
        return {}

    def read(self, outcome: str, arm: str = "") -> FloatArray:
        """Values of one arm, [point, replicate]; of two, as in `shared - told`, their difference luck by luck."""
        values = self.worlds(outcome)
        first, less, second = arm.partition(LESS)
        one = values[:, self.arms.index(first) if first else 0]
        return one - values[:, self.arms.index(second)] if less else one

    def mean(self, outcome: str, arm: str = "") -> FloatArray:
        """The mean over replicates, [point]; nan where there is none."""
        return nan_mean(self.read(outcome, arm))

    def error(self, outcome: str, arm: str = "") -> FloatArray:
        """Standard error of that mean by luck, [point]; nan with fewer than two worlds."""
        return nan_standard_error(self.read(outcome, arm))

    def missing(self, outcome: str) -> int:
        """Worlds that ran and have no value, for there was nothing to divide by."""
        return int((np.isnan(self.worlds(outcome)) & self.there).sum())


def nan_mean(values: FloatArray) -> FloatArray:
    """Mean over the last axis of what is there; nan where nothing is."""
    there = ~np.isnan(values)
    count = there.sum(axis=-1)
    total = np.where(there, values, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def nan_standard_error(values: FloatArray) -> FloatArray:
    """Standard error of that mean; nan with fewer than two values."""
    there = ~np.isnan(values)
    count = there.sum(axis=-1)
    apart = np.where(there, (values - nan_mean(values)[..., None]) ** 2, 0.0).sum(axis=-1)
    return np.where(count > 1, np.sqrt(apart / np.maximum(count - 1, 1) / np.maximum(count, 1)), np.nan)


def load_results(given: str | Path) -> SweepResults:
    """A finished study from its folder, every part checked. UserError for a folder that is none, or is not complete."""
    folder = find_study_folder(str(given))
    held = Study.from_file(folder, "report")
    store = ChunkStore(folder / TABLE)
    names = sorted(store.names())
    arms = held.arms
    paths = [one.path for one in held.axes]
    read = [_keys(store, name, ["row", *paths], held) for name in names]
    keys = pa.concat_tables(read) if read else None
    if keys is None or not keys.num_rows:
        raise UserError(f"{folder}: no world has run yet; repeat the command that makes it: {held.command}")
    index = locate_rows(keys["row"].to_numpy(), held, len(arms))
    _refuse_doubled(folder, keys["row"].to_numpy(), index, held)
    there = np.zeros((held.points, len(arms), int(index[2].max()) + 1), dtype=bool)
    there[index] = True
    _refuse_unfinished(folder, held, there)
    axes = tuple(_axis(one, keys[one.path], index[0], held) for one in held.axes)
    made = SweepResults(folder, held, axes, arms, tuple(_outcomes(held)), there, index, tuple(names))
    if held.until is not None:
        _refuse_wide(made, held.until)
    return made


def locate_rows(rows: NDArray[np.int64], held: Study, arms: int) -> tuple[NDArray[np.int64], ...]:
    """Point, arm and replicate of rows by their numbers. UserError for one that is of no point of the study."""
    blocks = point_blocks(held.stages or ((held.points, held.replicates),))
    time, within = np.divmod(rows, STEP)
    if rows.size and int(time.max()) >= len(blocks):
        raise UserError(
            f"row: {int(rows.max())} is of points that {Study.FILE} knows nothing of; take away the parts that are not its own"
        )
    starts, sizes = (np.array(one)[time] for one in zip(*((block.start, len(block)) for block in blocks), strict=True))
    rest, arm = np.divmod(within, arms)
    replicate, point = np.divmod(rest, sizes)
    return point + starts, arm, replicate


def _keys(store: ChunkStore, name: str, columns: Sequence[str], held: Study) -> pa.Table:
    """A part's row numbers and axes. UserError for a part that is not what was written."""
    table = store.whole(name, held.command)
    lacking = [column for column in columns if column not in table.column_names]
    if lacking:
        raise UserError(f"{store.path(name)}: has no column {lacking[0]}, so it is no part of this study; take it away")
    return table.select(columns).replace_schema_metadata(None)


def _refuse_doubled(folder: Path, rows: NDArray[np.int64], index: tuple[NDArray[np.int64], ...], held: Study) -> None:
    doubled = rows.size - np.unique(rows).size
    if doubled or (held.until is None and int(index[2].max()) >= held.replicates):
        raise UserError(
            f"{folder / TABLE}: holds rows that are not of this study, or twice; take away the parts that are not its own"
        )


def _refuse_unfinished(folder: Path, held: Study, there: NDArray[np.bool_]) -> None:
    """Whoever reads half a study must know it; half a design has no index at all."""
    wanted = held.replicates
    lacking = int((there[:, :, :wanted].sum(axis=2) < wanted).sum()) if there.shape[2] >= wanted else there[:, :, 0].size
    if lacking:
        done, whole = int(there[:, :, :wanted].sum()), there[:, :, 0].size * wanted
        raise UserError(
            f"{folder}: not finished, {done:,} of {whole:,} worlds have run; repeat the command, which goes on: {held.command}"
        )


def _refuse_wide(made: SweepResults, until: Until) -> None:
    """The same for rounds: a point whose mean is not known closely yet, with worlds left to run."""
    week = made.held.weeks[-1] if until.week is None else until.week
    values = made.worlds(f"{until.measure}_w{week}")
    means = RunningMeans(made.points, len(made.arms))
    means.add(range(made.points), values)
    wide = (means.half_width() > until.half_width).any(axis=1) & (made.there.sum(axis=2).min(axis=1) < until.max_replicates)
    if wide.any():
        raise UserError(
            f"{made.folder}: not finished, {int(wide.sum()):,} of {made.points:,} points need more worlds; "
            f"repeat the command, which goes on: {made.held.command}"
        )


def _axis(one: AxisRecord, column: pa.ChunkedArray, point: NDArray[np.int64], held: Study) -> AxisColumn:
    """An axis from the record and the table."""
    first = np.full(held.points, -1, dtype=np.int64)
    first[point[::-1]] = np.arange(point.size - 1, -1, -1)
    if any(value is None or isinstance(value, str) for value in one.values):
        position = {value: float(n) for n, value in enumerate(one.values)}
        each = column.take(pa.array(first)).to_pylist()
        values = np.array([position.get(value, np.nan) for value in each])
        return AxisColumn(one.path, CHOICE, one.values, 0.0, float(len(one.values) - 1), True, False, values, one.decided)
    numbers = column.take(pa.array(first)).cast(pa.float64()).to_numpy(zero_copy_only=False)
    whole = pa.types.is_integer(column.type)
    met: tuple[Value, ...] = tuple(int(x) if whole else float(x) for x in np.unique(numbers[~np.isnan(numbers)]))
    listed = [float(value) for value in one.values if isinstance(value, int | float)]
    low, high = (min(listed), max(listed)) if listed else (one.low or 0.0, one.high or 0.0)
    return AxisColumn(one.path, NUMBER, one.values or met, low, high, whole, not listed, numbers, one.decided)


def _outcomes(held: Study) -> Iterator[OutcomeColumn]:
    for query in held.measures:
        for week in held.weeks:
            yield OutcomeColumn(f"{query.key}_w{week}", query, week)
