"""Writes the parts of a study: at once, or in a process of its own while the next theory's worlds run."""

import importlib
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import current_thread, main_thread
from types import TracebackType
from typing import NamedTuple, Self

from icsim.base.plain_matplotlib import keep_settings_out
from icsim.results.theory_study import keep_part
from icsim.results.verdict import VerdictFile
from icsim.theory.theory_result import TheoryResult

LEAST = 3  # theories from which a process of its own, which takes a second or two to start, is worth it


class JudgedPart(NamedTuple):
    """A theory that was judged: where its part goes, and what it is made of."""

    part: Path
    tried: TheoryResult
    found: VerdictFile
    pixels: bool = True  # whether figures are drawn in pixels too, which takes most of the time of drawing


class PartWriter:
    """A context that ends when every part is written. Whoever stops it waits for what was judged: that is a second or two."""

    def __init__(self, aside: bool) -> None:
        """`aside`: in a process of its own, which imports icsim and whatever program is the main one: for our own commands."""
        self.pool = ProcessPoolExecutor(1, get_context("spawn"), _begin) if aside else None
        self.pending: list[tuple[Future[None], JudgedPart]] = []

    def write(self, judged: JudgedPart) -> None:
        """Write a part, or have it written."""
        if self.pool is not None:
            try:
                with _ctrl_c_ignored():  # what a process begins with it inherits, and it must not end while it still imports
                    self.pending.append((self.pool.submit(write_part, judged), judged))
                return
            except BrokenExecutor:
                self.pool = None
        write_part(judged)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pool = self.pool
        failed: Exception | None = None
        try:
            for future, judged in self.pending:
                try:
                    try:
                        future.result()
                    except BrokenExecutor:  # the process is gone, out of memory perhaps; what it had to do is not
                        write_part(judged)
                except Exception as fault:  # where there is no room for one, a smaller one may still be kept
                    failed = failed or fault
            if failed is not None and error is None:
                raise failed
        finally:
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)


def write_part(judged: JudgedPart) -> None:
    """All files of a part, at once."""
    from icsim.report.theory.write_theory import write_theory

    keep_part(judged.part, partial(write_theory, judged.tried, judged.found, pixels=judged.pixels))


@contextmanager
def _ctrl_c_ignored() -> Iterator[None]:
    """Only the main thread can say what a signal does; elsewhere all stays as it is."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)


def _begin() -> None:
    """Ctrl-C reaches all processes of a terminal; what was judged is written nevertheless, and soon: all is imported by then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_settings_out()
    importlib.import_module("icsim.report.theory.write_theory")
