"""Who computes the blocks of a study: the threads of this process, or anybody who keeps to the same calls."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from icsim.config.compute_backend import cores_of
from icsim.config.settings import Settings
from icsim.engine.ensemble import ProgressCounter
from icsim.sweep.chunks import ChunkBlock, TableChunk, block_cells, compute_block
from icsim.sweep.points import PointRow
from icsim.sweep.sweep_study import SweepStudy

BlockValues = NDArray[np.float64]
"""What is read of a block, [wanted, cell, replicate]."""


class BlockExecutor(Protocol):
    """Computes blocks; the same block has the same values, whoever computes it and however often."""

    def start(self) -> None:
        """Be ready: the first block is sure to come. Called again, it does nothing."""
        ...

    def size(self) -> int:
        """How many blocks it computes at once, from 1; as far as that is known."""
        ...

    def submit(
        self, part: TableChunk, rows: Sequence[PointRow], block: ChunkBlock, march: ProgressCounter
    ) -> "Future[BlockValues]":
        """A block to be computed; `march` hears how far it is. `rows` are the points of its part."""
        ...

    def result(self, future: "Future[BlockValues]") -> BlockValues:
        """What became of a block that is done. UserError where the user can mend what went wrong."""
        ...

    def stop(self) -> None:
        """Let go of all blocks under way; it may be started again."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...


class ThreadExecutor:
    """Threads of this process."""

    def __init__(self, study: SweepStudy) -> None:
        """Nothing is started before the first block."""
        self.study = study
        self.pool: ThreadPoolExecutor | None = None
        self._made: tuple[Sequence[int], list[Settings]] = ((), [])

    def start(self) -> None:
        """Threads; none of them runs before the first block."""
        self.pool = self.pool or ThreadPoolExecutor(self.size())

    def size(self) -> int:
        """As many as the engine's setting says."""
        return cores_of(self.study.first.engine)

    def submit(
        self, part: TableChunk, rows: Sequence[PointRow], block: ChunkBlock, march: ProgressCounter
    ) -> "Future[BlockValues]":
        """Into the pool."""
        assert self.pool is not None
        if block.cells is not self._made[0]:  # blocks of the same cells come one after the other
            self._made = block.cells, [self.study.settings(row, arm) for row, arm in block_cells(self.study, rows, block)]
        replicates = [part.replicates[n] for n in block.chances]
        return self.pool.submit(compute_block, self.study, self._made[1], replicates, march)

    def result(self, future: "Future[BlockValues]") -> BlockValues:
        """As it comes."""
        return future.result()

    def stop(self) -> None:
        """What has not begun never will; what runs ends at its next stop, for its march is halted."""
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool, self._made = None, ((), [])

    def close(self) -> None:
        """Nothing is left after a stop."""
