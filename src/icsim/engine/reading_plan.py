"""Reads many queries off a block at once, in the weeks in which each is wanted.

What is read of one field goes through one compiled loop, whoever asks: a theory asks hundreds of readings of each of its blocks,
and to read them one by one took as long as the worlds.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import catalogue
from icsim.engine.block_fields import Block
from icsim.engine.compile import CONFIG, NumbaObject
from icsim.engine.kernel_cache import keep_kernel
from icsim.engine.measures import WINDOW, MeasureReader, Query, compile_query
from icsim.week.array_types import EntityGrid, IndexArray
from icsim.world.population import Population

QueryAtWeek = tuple[Query, int]
"""A query, and the week at which it is read."""

PLAIN, MASKED, DIVIDED = range(3)
"""How a row counts: always; where its carrier has the measure; by a count of its own."""
KEPT = 32  # plans: blocks that differ in their draws only follow one another

Sums = NDArray[np.float64]  # [numerator and denominator, reading, lane]


def sums(
    grid: EntityGrid, other: EntityGrid, how: int, start: IndexArray, rows: IndexArray, at: IndexArray, above: EntityGrid,
    below: EntityGrid,
) -> None:  # fmt: skip
    """Add rows of a grid to readings, each from left to right: those of the n-th stand at start[n] up to start[n + 1].

    `other`: where a row's carrier has the measure (above 0), or what it is divided by, as `how` says.
    """
    for n in range(at.size):
        up, down = above[at[n]], below[at[n]]
        for m in range(start[n], start[n + 1]):
            row, beside = grid[rows[m]], other[rows[m]]
            if how == PLAIN:
                for lane in range(up.size):
                    up[lane] += row[lane]
                    down[lane] += 1.0
            elif how == MASKED:
                for lane in range(up.size):
                    up[lane] += row[lane] if beside[lane] > 0.0 else 0.0
                    down[lane] += 1.0 if beside[lane] > 0.0 else 0.0
            else:
                for lane in range(up.size):
                    up[lane] += row[lane]
                    down[lane] += beside[lane]


@cache
def _compiled_sums() -> NumbaObject:
    if CONFIG.DISABLE_JIT:
        return sums
    dispatcher: NumbaObject = numba.njit(error_model="numpy", nogil=True)(sums)
    keep_kernel(dispatcher, sums)
    return dispatcher


class _Shared(NamedTuple):
    """What several readings take of one field."""

    reader: MeasureReader  # one of them: all find the field and its mask alike
    value: str
    denominator: str | None
    mask: str | None
    start: IndexArray
    rows: IndexArray
    at: IndexArray  # readings, by position in the batch

    def add(self, block: Block, found: Sums) -> None:
        """Onto what the readings have so far."""
        grid, other, how = self.reader.grid(block, self.value), None, PLAIN
        if self.mask is not None:
            other, how = self.reader.there(block, self.mask), MASKED
        elif self.denominator is not None:
            other, how = np.asarray(getattr(block, self.denominator)), DIVIDED
        _compiled_sums()(grid, grid if other is None else other, how, self.start, self.rows, self.at, found[0], found[1])


class _Batch:
    """Readings that are read in the same weeks."""

    def __init__(self, readers: Mapping[str, MeasureReader]) -> None:
        self.row = {key: n for n, key in enumerate(readers)}
        single = [(n, one) for n, one in enumerate(readers.values()) if one.worked_out is not None or one.stat in ("sd", "range")]
        self.single = tuple(single)
        self.totals = np.array([n for n, one in enumerate(readers.values()) if one.stat == "sum"], dtype=np.int64)
        alone = {n for n, _ in single}
        self.shared = tuple(_shared([(n, one) for n, one in enumerate(readers.values()) if n not in alone]))

    def read(self, block: Block) -> Sums:
        """Numerators and denominators of this week."""
        found = np.zeros((2, len(self.row), block.lanes))
        for part in self.shared:
            part.add(block, found)
        for n, reader in self.single:
            found[:, n] = reader.read(block)
        found[1, self.totals] = np.where(found[1, self.totals] > 0.0, 1.0, 0.0)
        return found


def _shared(readers: Sequence[tuple[int, MeasureReader]]) -> Iterator[_Shared]:
    """The first parts of all readings, then the second: within a reading, parts are added in order."""
    grouped: dict[tuple[int, str, str | None, str | None, int | None], list[tuple[int, MeasureReader, IndexArray]]] = {}
    for position in range(max((len(one.parts) for _, one in readers), default=0)):
        for n, one in readers:
            if position < len(one.parts):
                value, rows, denominator, mask = one.parts[position]
                grouped.setdefault((position, value, denominator, mask, one.lever), []).append((n, one, rows))
    for (_, value, denominator, mask, _), members in grouped.items():
        start = np.cumsum([0, *(rows.size for _, _, rows in members)]).astype(np.int64)
        every = np.concatenate([rows for _, _, rows in members]).astype(np.int64)
        at = np.array([n for n, _, _ in members], dtype=np.int64)
        yield _Shared(members[0][1], value, denominator, mask, start, every, at)


class ReadingPlan:
    """All that is wanted of blocks of one shape: in which weeks to read what, and what becomes of it."""

    def __init__(self, wanted: Sequence[QueryAtWeek], world: Population, block: Block) -> None:
        """UserError for a query that cannot be read in this world."""
        keys = {id(query): query.key for query, _ in wanted}
        queries = {keys[id(query)]: query for query, _ in wanted}
        readers = {key: compile_query(query, world, block) for key, query in queries.items()}
        by_week: dict[int, dict[str, None]] = {}
        by_window: dict[tuple[int, ...], list[tuple[int, str]]] = {}
        for n, (query, week) in enumerate(wanted):
            window = _window(query, week)
            by_window.setdefault(window, []).append((n, keys[id(query)]))
            for one in window:
                by_week.setdefault(one, {})[keys[id(query)]] = None
        batches: dict[tuple[str, ...], _Batch] = {}
        for chosen in (tuple(names) for names in by_week.values()):
            if chosen not in batches:
                batches[chosen] = _Batch({key: readers[key] for key in chosen})
        self.size = len(wanted)
        self.batches = {week: batches[tuple(names)] for week, names in by_week.items()}
        self._windows = tuple(
            (window, np.array([n for n, _ in those]), [self._rows(week, [key for _, key in those]) for week in window])
            for window, those in by_window.items()
        )

    @property
    def weeks(self) -> tuple[int, ...]:
        """The weeks in which something is read."""
        return tuple(self.batches)

    def values(self, read: Mapping[int, Sums], lanes: int) -> NDArray[np.float64]:
        """What is wanted, [wanted, lane], from what was read in each week: the sums of a window over each other."""
        found = np.full((self.size, lanes), np.nan)
        for window, at, rows in self._windows:
            total = read[window[0]][:, rows[0]]
            for week, those in zip(window[1:], rows[1:], strict=True):
                total += read[week][:, those]  # from left to right
            with np.errstate(invalid="ignore", divide="ignore"):
                found[at] = np.where(total[1] > 0.0, total[0] / total[1], np.nan)
        return found

    def _rows(self, week: int, keys: Sequence[str]) -> IndexArray:
        return np.array([self.batches[week].row[key] for key in keys], dtype=np.int64)


_known: deque[tuple[Sequence[QueryAtWeek], Population, IndexArray, ReadingPlan]] = deque(maxlen=KEPT)


def reading_plan(wanted: Sequence[QueryAtWeek], world: Population, block: Block) -> ReadingPlan:
    """The plan for a block; blocks with the same place, candidate ties and wishes share one."""
    for asked, place, ties, plan in tuple(_known):
        if asked is wanted and place is world and ties is block.tie_a:
            return plan
    made = ReadingPlan(wanted, world, block)
    if isinstance(wanted, tuple):  # which nobody changes meanwhile
        _known.append((wanted, world, block.tie_a, made))
    return made


def _window(query: Query, week: int) -> tuple[int, ...]:
    """The weeks whose sums make a value: four, or the one week of a count or of the beginning."""
    counted = catalogue().measures[query.measure.partition(".")[0]].kind == "count"
    return (week,) if counted or week == 0 else tuple(range(max(1, week - WINDOW + 1), week + 1))
