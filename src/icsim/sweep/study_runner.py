"""Runs a study as one job: blocks to a crew, parts to the disk as they are complete, only those that are missing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from icsim.base.progress import ProgressCallback
from icsim.config.compute_backend import cores_of
from icsim.engine.block_pool import BlockExecutor, BlockValues, ThreadExecutor, run_blocks
from icsim.sweep import run_table
from icsim.sweep.chunks import PartialChunk, StudyBlock, TableChunk, block_lanes, chunk_blocks, prepare_blocks
from icsim.sweep.run_table import MISSING, SPOILT, ChunkStore
from icsim.sweep.sweep_study import SweepStudy

Say = Callable[[str], None]


@dataclass
class RunSummary:
    """What became of the parts that were asked for."""

    reused: int = 0
    made: int = 0
    spoilt: list[str] = field(default_factory=list)


class StudyRunner:
    """Carries out parts of a study and keeps them in its stores."""

    def __init__(
        self,
        study: SweepStudy,
        stores: tuple[ChunkStore, ChunkStore],
        say: Say = lambda line: None,
        crew: BlockExecutor[StudyBlock] | None = None,
    ) -> None:
        """Nothing runs yet; `say` hears of parts that were spoilt. Without a crew this process computes."""
        self.study, (self.store, self.along), self.say = study, stores, say
        self.crew: BlockExecutor[StudyBlock] = crew or ThreadExecutor(cores_of(study.first.engine), prepare_blocks(study))
        self.done = RunSummary()
        self.skipped = 0  # worlds that were there already, in the run under way
        self.names: set[str] = set()  # of all parts that were asked for

    def state(self, name: str) -> tuple[str, list[Path]]:
        """Whether a part has to be computed: where one of its tables is missing or spoilt, it has. And which are spoilt."""
        stores = (self.along, self.store) if self.study.reading.along else (self.store,)
        states = [store.state(name) for store in stores]
        spoilt = [store.path(name) for store, state in zip(stores, states, strict=True) if state == SPOILT]
        return SPOILT if spoilt else MISSING if MISSING in states else run_table.WHOLE, spoilt

    def run(self, parts: Iterable[TableChunk], worlds: int, progress: ProgressCallback | None = None) -> None:
        """Compute what is missing of these parts, which have so many worlds. KeyboardInterrupt leaves whole parts."""
        last, self.skipped = max(1, self.study.first.weeks), 0
        run_blocks(self._blocks(parts, worlds), self.crew, self._take, lambda done: self.skipped + done // last, worlds, progress)

    def _take(self, one: StudyBlock, values: BlockValues) -> None:
        """Values of a block into those of its part."""
        chances = slice(one.block.chances.start, one.block.chances.stop)
        one.of.values[:, np.array(one.block.cells), chances] = values
        one.of.open -= 1
        self._finished(one.of)

    def _blocks(self, parts: Iterable[TableChunk], worlds: int) -> Iterator[StudyBlock]:
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
            making = PartialChunk(part, name, rows, np.full(shape, np.nan))
            upcoming = chunk_blocks(self.study, part, rows, block_lanes(self.study, worlds, self.crew.size()))
            block = next(upcoming, None)
            while block is not None:
                after = next(upcoming, None)
                making.open += 1
                making.cut = after is None
                yield StudyBlock(making, block)
                block = after

    def _finished(self, making: PartialChunk) -> None:
        """Write a part when the last of its blocks is there; the run table last, for it is the sign that all is."""
        if making.open or not making.cut:
            return
        if self.study.reading.along:
            self.along.write(making.name, run_table.make_time_series(self.study, making.part, making.values))
        self.store.write(making.name, run_table.make_run_table(self.study, making.part, making.rows, making.values))
        self.done.made += 1
