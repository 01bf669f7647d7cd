"""Runs a study as one job: blocks to a crew, parts to the disk as they are complete, only those that are missing."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.engine.ensemble import ProgressCounter
from icsim.sweep import run_table
from icsim.sweep.chunks import ChunkBlock, TableChunk, block_lanes, chunk_blocks
from icsim.sweep.executors import BlockExecutor, ThreadExecutor
from icsim.sweep.points import PointRow
from icsim.sweep.run_table import MISSING, SPOILT, ChunkStore
from icsim.sweep.sweep_study import SweepStudy

AHEAD = 2  # blocks in hand for each core: none waits, and memory does not grow with the study
Say = Callable[[str], None]


@dataclass
class RunSummary:
    """What became of the parts that were asked for."""

    reused: int = 0
    made: int = 0
    spoilt: list[str] = field(default_factory=list)


@dataclass
class _Making:
    """A part of which some blocks are computed and some are not yet."""

    part: TableChunk
    name: str
    rows: list[PointRow]
    values: NDArray[np.float64]
    open: int = 0
    cut: bool = False  # whether all of its blocks are known


class StudyRunner:
    """Carries out parts of a study and keeps them in its stores."""

    def __init__(
        self,
        study: SweepStudy,
        stores: tuple[ChunkStore, ChunkStore],
        say: Say = lambda line: None,
        crew: BlockExecutor | None = None,
    ) -> None:
        """Nothing runs yet; `say` hears of parts that were spoilt. Without a crew this process computes."""
        self.study, (self.store, self.along), self.say = study, stores, say
        self.crew: BlockExecutor = crew or ThreadExecutor(study)
        self.done = RunSummary()
        self.skipped = 0  # worlds that were there already, in the run under way
        self.names: set[str] = set()  # of all parts that were asked for
        self.march = ProgressCounter()

    def state(self, name: str) -> tuple[str, list[Path]]:
        """Whether a part has to be computed: where one of its tables is missing or spoilt, it has. And which are spoilt."""
        stores = (self.along, self.store) if self.study.reading.along else (self.store,)
        states = [store.state(name) for store in stores]
        spoilt = [store.path(name) for store, state in zip(stores, states, strict=True) if state == SPOILT]
        return SPOILT if spoilt else MISSING if MISSING in states else run_table.WHOLE, spoilt

    def run(self, parts: Iterable[TableChunk], worlds: int, progress: ProgressCallback | None = None) -> None:
        """Compute what is missing of these parts, which have so many worlds. KeyboardInterrupt leaves whole parts."""
        pending: dict[Future[NDArray[np.float64]], tuple[_Making, ChunkBlock]] = {}
        waiting = self._blocks(parts, worlds)
        last, self.skipped = max(1, self.study.first.weeks), 0
        try:
            while True:
                for making, block in islice(waiting, max(0, AHEAD * self.crew.size() - len(pending))):
                    pending[self.crew.submit(making.part, making.rows, block, self.march)] = (making, block)
                if not pending:
                    break
                for future in wait(pending, timeout=0.2, return_when=FIRST_COMPLETED).done:
                    making, block = pending.pop(future)
                    columns = slice(block.chances.start, block.chances.stop)
                    making.values[:, np.array(block.cells), columns] = self.crew.result(future)
                    making.open -= 1
                    self._finished(making)
                if progress is not None:
                    progress(min(worlds - 1, self.skipped + self.march.done // last), worlds)
            if progress is not None:
                progress(worlds, worlds)
        finally:
            self.march.halted = True
            self.crew.stop()
            self.march = ProgressCounter()

    def _blocks(self, parts: Iterable[TableChunk], worlds: int) -> Iterator[tuple[_Making, ChunkBlock]]:
        """The blocks of all parts that are missing, one after another, each as late as it can be made."""
        for part in parts:
            name = part.name(self.study)
            self.names.add(name)
            state, spoilt = self.state(name)
            if state == run_table.WHOLE:
                self.done.reused += 1
                self.skipped += part.worlds(self.study)
                continue
            if state == SPOILT:
                self.done.spoilt.append(name)
                for path in spoilt:
                    self.say(f"{path}: is not what was written, so it is run again")
            self.crew.start()
            rows = self.study.points.rows(part.points)
            shape = (len(self.study.reading.wanted), len(rows) * len(self.study.arms), len(part.replicates))
            making = _Making(part, name, rows, np.full(shape, np.nan))
            upcoming = chunk_blocks(self.study, part, rows, block_lanes(self.study, worlds, self.crew.size()))
            block = next(upcoming, None)
            while block is not None:
                after = next(upcoming, None)
                making.open += 1
                making.cut = after is None
                yield making, block
                block = after

    def _finished(self, making: _Making) -> None:
        """Write a part when the last of its blocks is there; the run table last, for it is the sign that all is."""
        if making.open or not making.cut:
            return
        if self.study.reading.along:
            self.along.write(making.name, run_table.make_time_series(self.study, making.part, making.values))
        self.store.write(making.name, run_table.make_run_table(self.study, making.part, making.rows, making.values))
        self.done.made += 1
