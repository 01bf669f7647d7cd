"""Computes blocks, several at once: threads, how far they are, and an end within a second of Ctrl-C, in one place."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from itertools import islice
from threading import Lock
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback

AHEAD = 2  # blocks in hand for each core: none waits, and memory does not grow with what is asked
BlockValues = NDArray[np.float64]
"""What is read of a block; its axes are those of who asked."""
B = TypeVar("B")
B_contra = TypeVar("B_contra", contravariant=True)


class ProgressCounter:
    """How far all blocks together are, in world-weeks; once it is halted, each block stops at its next stop."""

    def __init__(self) -> None:
        """Nothing done yet."""
        self.done = 0
        self.halted = False
        self._lock = Lock()

    def on(self, world_weeks: int) -> None:
        """So many more are done. Raises CancelledError when the march is halted."""
        with self._lock:
            self.done += world_weeks
        if self.halted:
            raise CancelledError


BlockCall = Callable[[ProgressCounter], BlockValues]


class BlockExecutor(Protocol[B_contra]):
    """Computes blocks; the same block has the same values, whoever computes it and however often."""

    def start(self) -> None:
        """Be ready: the first block is sure to come. Called again, it does nothing."""
        ...

    def size(self) -> int:
        """How many blocks it computes at once, from 1; as far as that is known."""
        ...

    def submit(self, block: B_contra, march: ProgressCounter) -> "Future[BlockValues]":
        """A block to be computed; `march` hears how far it is."""
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


class ThreadExecutor(BlockExecutor[B]):
    """Threads of this process. `prepare` makes of a block what a thread calls; it is called by who submits, block by block."""

    def __init__(self, threads: int, prepare: Callable[[B], BlockCall]) -> None:
        """Nothing is started before the first block."""
        self.threads, self.prepare = threads, prepare
        self.pool: ThreadPoolExecutor | None = None

    def start(self) -> None:
        """Threads; none of them runs before the first block."""
        self.pool = self.pool or ThreadPoolExecutor(self.threads)

    def size(self) -> int:
        """As many as there are threads."""
        return self.threads

    def submit(self, block: B, march: ProgressCounter) -> "Future[BlockValues]":
        """Into the pool."""
        assert self.pool is not None
        return self.pool.submit(self.prepare(block), march)

    def result(self, future: "Future[BlockValues]") -> BlockValues:
        """As it comes."""
        return future.result()

    def stop(self) -> None:
        """What has not begun never will; what runs ends at its next stop, for its march is halted."""
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = None

    def close(self) -> None:
        """Nothing is left after a stop."""


def run_blocks(
    blocks: Iterable[B],
    executor: BlockExecutor[B],
    take: Callable[[B, BlockValues], None],
    how_far: Callable[[int], int],
    worlds: int,
    progress: ProgressCallback | None = None,
) -> None:
    """Compute blocks, each made as late as it can be, and `take` the values of each as it ends, in any order.

    `how_far`: worlds that are done, of so many `worlds`, from the world-weeks that were run. Raises KeyboardInterrupt within a
    second of Ctrl-C; what is under way is then let go.
    """
    pending: dict[Future[BlockValues], B] = {}
    waiting, march = iter(blocks), ProgressCounter()
    try:
        while True:
            for block in islice(waiting, max(0, AHEAD * executor.size() - len(pending))):
                executor.start()
                pending[executor.submit(block, march)] = block
            if not pending:
                break
            for future in wait(pending, timeout=0.2, return_when=FIRST_COMPLETED).done:
                take(pending.pop(future), executor.result(future))
            if progress is not None:
                progress(min(worlds - 1, how_far(march.done)), worlds)
        if progress is not None:
            progress(worlds, worlds)
    finally:
        march.halted = True
        executor.stop()
