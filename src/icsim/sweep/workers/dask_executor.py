"""A crew of Dask workers: they get the settings of a study and the points of a block, and give back its values.

Workers write nothing: a folder need not be shared, a table has one writer, and what is checked of a part is checked in one
place. A block's values are some hundred kilobytes for seconds of work.
"""

import contextlib
import pickle
import signal
import threading
import time
from abc import abstractmethod
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from types import FrameType

from icsim.base.errors import UserError
from icsim.config.compute_backend import Engine, cores_of
from icsim.engine.block_pool import B, BlockExecutor, BlockValues, ProgressCounter
from icsim.sweep.chunks import StudyBlock
from icsim.sweep.sweep_study import SweepStudy
from icsim.sweep.workers import worker_task
from icsim.sweep.workers.dask_cluster import ClusterConnection, check_installed, connect, keep_up

LOOK = 5.0  # seconds after which workers are counted again
Say = Callable[[str], None]


class WorkersExecutor(BlockExecutor[B]):
    """Workers of Dask, wherever they are. Who derives from it says what a block is where it is computed."""

    def __init__(self, engine: Engine, logs: Path, say: Say) -> None:
        """Nothing is started before the first block. UserError where what is needed is not installed."""
        self.engine, self.logs, self.say = engine, logs, say
        check_installed(self.engine)
        self.reached: ClusterConnection | None = None
        self._threads, self._counted = 0, -LOOK
        self._said: bool | None = None  # whether there are workers, as it was said last
        self._interrupted = False
        self._before: Callable[[int, FrameType | None], object] | int | None = None  # what Ctrl-C did

    def start(self) -> None:
        """Reach the scheduler, or start one. UserError where that cannot be."""
        if self.reached is not None:
            return
        self.reached = connect(self.engine, self.logs)
        self.executor = self.reached.client.get_executor(pure=False)
        self._notice()
        self._count()

    def size(self) -> int:
        """Threads of all workers that are there now; before any is, those that were asked for.

        Raises KeyboardInterrupt after Ctrl-C.
        """
        if self._interrupted:
            raise KeyboardInterrupt
        if self.reached is not None and time.monotonic() - self._counted > LOOK:
            self._count()
        return self._threads or cores_of(self.engine)

    @abstractmethod
    def task(self, block: B) -> tuple[object, int]:
        """What computes a block where it is unpickled, and how far that is in the march's own measure."""

    def submit(self, block: B, march: ProgressCounter) -> "Future[BlockValues]":
        """To whichever worker is free."""
        assert self.reached is not None
        call, worth = self.task(block)
        future: Future[BlockValues] = self.executor.submit(pickle.loads, pickle.dumps(call))

        def passed(done: "Future[BlockValues]") -> None:
            if not done.cancelled() and done.exception() is None:
                with contextlib.suppress(CancelledError):
                    march.on(worth)

        future.add_done_callback(passed)
        return future

    def result(self, future: "Future[BlockValues]") -> BlockValues:
        """The values. UserError for what went wrong with workers or scheduler, and how to go on."""
        from distributed import KilledWorker

        assert self.reached is not None
        try:
            return future.result()
        except KilledWorker as error:
            raise UserError(
                f"workers: {error.allowed_failures + 1} died one after the other over the same block; their logs say why "
                "(too little memory?); whole parts are kept; to go on, repeat the command"
            ) from error
        except CancelledError as error:
            raise UserError(
                f"workers: the scheduler is gone ({self.reached.where}); whole parts are kept; "
                "to go on, start one and repeat the command"
            ) from error
        except (ImportError, AttributeError) as error:
            raise UserError(
                f"workers: one at {self.reached.where} has another icsim than this process, or none ({error}); "
                "install the same on all machines, and repeat the command"
            ) from error

    def stop(self) -> None:
        """What is under way is taken back."""
        if self.reached is not None:
            self.executor.shutdown(wait=False)
            self.executor = self.reached.client.get_executor(pure=False)

    def close(self) -> None:
        """End what was started; a scheduler that ran before runs on."""
        reached, self.reached = self.reached, None
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None
        if reached is not None:
            with contextlib.suppress(Exception):  # it may be gone already, which ends it as well
                self.executor.shutdown(wait=False)
                reached.client.close(timeout=2)
                if reached.cluster is not None:
                    reached.cluster.close(timeout=10)

    def _notice(self) -> None:
        """Take Ctrl-C down, for `size` to raise it: raised inside a destructor of Dask's it would be printed, and lost."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupt)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._interrupted:  # the second time somebody means it
            raise KeyboardInterrupt
        self._interrupted = True

    def _count(self) -> None:
        """Workers that are there. A line when the first one comes, and when the last one goes."""
        assert self.reached is not None
        if self.reached.cluster is not None and self.engine["backend"] == "slurm":
            keep_up(self.reached.cluster, self.engine)
        with contextlib.suppress(Exception):  # a scheduler out of reach: its blocks are taken back, which is said there
            self._threads = sum(self.reached.client.nthreads().values())
        self._counted = time.monotonic()
        if self._said != bool(self._threads):
            what = f"blocks at once: {self._threads}" if self._threads else "none is there; waiting; Ctrl-C stops it"
            self.say(f"workers: {self.reached.where}; {what}")
        self._said = bool(self._threads)


class DaskExecutor(WorkersExecutor[StudyBlock]):
    """Workers that compute blocks of a study."""

    def __init__(self, study: SweepStudy, logs: Path, say: Say) -> None:
        """Nothing is started before the first block. UserError where what is needed is not installed."""
        super().__init__(study.first.engine, logs, say)
        self.study = study

    def task(self, block: StudyBlock) -> tuple[object, int]:
        """A block with the points of its cells, and its world-weeks."""
        cells, replicates = block.cells(self.study), block.replicates
        call = worker_task.BlockTask(worker_task.packed(self.study, cells), cells, replicates)
        return call, len(cells) * len(replicates) * self.study.first.weeks
