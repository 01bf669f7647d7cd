"""Processes that answer while sliders move: threads of one interpreter take turns, and a class moves a hundred sliders at once.

They are started when several clients have asked for worlds, so when a class opens the page, and until they are ready the threads
go on answering. One of them holds what a run holds, and needs no more than the question; whatever else is asked stays with the
threads, which remember whole runs.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from multiprocessing import resource_tracker
from pathlib import Path

from icsim.teach.api import TeachApi, zipped
from icsim.teach.lessons import load_lesson

MOST = 8  # processes: each holds some 300 MB
FROM = 3  # clients
UNSAID = "ignore:resource_tracker:UserWarning"
_answers: list[TeachApi] = []  # of a worker: its one


class SliderWorkers:
    """Started when they are needed; until then, and where they cannot be started, `ready` is False."""

    def __init__(self, pairs: int, most: int | None = None) -> None:
        """`pairs`: as `TeachApi` has it; `most`: processes, 0 for none, as many as cores unless said."""
        self.pairs = pairs
        self.count = min(MOST, os.cpu_count() or 1) if most is None else most
        self.ready = False
        self.pool: ProcessPoolExecutor | None = None

    def wanted(self, clients: int) -> None:
        """Start them where so many clients ask for the first time."""
        if clients < FROM or self.pool is not None or self.count < 1:
            return
        lessons = [path for name, path in load_lesson.known_lessons().items() if name not in load_lesson.shipped_lessons()]
        _begin_tracker()
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(self.count, context, _begin, (self.pairs, lessons))
        threading.Thread(target=self._warm, daemon=True, name="slider workers").start()

    def close(self) -> None:
        """End them; what they are at is not waited for, nor one that still gets ready, for which Python would wait."""
        self.ready = False
        if self.pool is not None:
            processes = list((self.pool._processes or {}).values())  # a pool forgets them when it is shut down
            self.pool.shutdown(wait=False, cancel_futures=True)
            for one in processes:
                one.kill()

    def _warm(self) -> None:
        assert self.pool is not None
        try:
            found: list[Future[bool]] = [self.pool.submit(_is_there, n) for n in range(self.count)]
            wait(found)
            self.ready = all(one.result() for one in found)
        except (OSError, RuntimeError):  # it was closed, or the system has no processes left: threads answer as before
            self.ready = False


def _begin_tracker() -> None:
    """Start Python's process that clears up after others: also after killed ones, of which it need not warn a teacher."""
    sys.warnoptions.append(UNSAID)  # what it is started with
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions.remove(UNSAID)


def work(query: str) -> bytes:
    """In a worker: the worlds of a query, gzipped. UserError as the server's own answers have it."""
    return worlds(_answers[0], query)


def worlds(answers: TeachApi, query: str) -> bytes:
    """The same in whatever process."""
    return zipped(answers.worlds(query))


def _begin(pairs: int, lessons: Sequence[Path]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for path in lessons:
        load_lesson.register_lesson(path)
    _answers.append(TeachApi(pairs))
    _answers[0].worlds("set=place=pair&weeks=20&replicate=0&brief=1")  # loads the kernels


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # however it ended
        os._exit(0)


def _is_there(n: int) -> bool:
    return bool(_answers)
