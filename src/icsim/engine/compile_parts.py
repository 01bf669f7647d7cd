"""Several processes compile the kernels of one week, each a part of them; the week then takes them from the cache.

Whatever goes wrong in another process, the week compiles what it does not find.
"""

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

MOST = 4  # processes: more have less to do than they take to begin
FEW = 8  # steps that are not worth another process

COMMAND = """
import pickle, sys
from icsim.engine.compile import compile_part
compile_part(*pickle.loads(sys.stdin.buffer.read()))
"""

StepFunction = Callable[..., None]


def cores() -> int:
    """Of this machine, those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parts_of(steps: Sequence[StepFunction]) -> list[list[StepFunction]]:
    """The steps in as many parts of about the same size as processes are worth while."""
    count = min(MOST, cores(), len(steps) // FEW)
    if count < 2:
        return [list(steps)]
    ordered = sorted(steps, key=lambda step: len(step.__code__.co_code), reverse=True)
    return [ordered[part::count] for part in range(count)]


_ahead: dict[bytes, subprocess.Popen[bytes]] = {}
"""Processes that began before anybody asked, by their task."""


def begin_ahead(parts: Sequence[Sequence[StepFunction]], fields: Mapping[str, str], signature: object) -> None:
    """Other processes begin with parts that will be asked for soon: while this one compiles what comes first."""
    for part in parts:
        with contextlib.suppress(OSError, pickle.PicklingError, AttributeError):
            task = _task(part, fields, signature)
            if task not in _ahead:
                _ahead[task] = _begun(task)


@contextlib.contextmanager
def others_compile(parts: Sequence[Sequence[StepFunction]], fields: Mapping[str, str], signature: object) -> Iterator[None]:
    """Other processes compile these parts meanwhile; all have ended afterwards."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        for part in parts:
            with contextlib.suppress(OSError, pickle.PicklingError, AttributeError):
                task = _task(part, fields, signature)
                running.append(_ahead.pop(task) if task in _ahead else _begun(task))
        yield
        for process in running:
            process.wait()
    finally:
        _end(running)


@atexit.register
def _end_ahead() -> None:
    """Nobody has asked after all."""
    _end(_ahead.values())


def _end(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.kill()  # does nothing to one that has ended
        process.wait()


def _task(part: Sequence[StepFunction], fields: Mapping[str, str], signature: object) -> bytes:
    return pickle.dumps((list(part), dict(fields), signature))


def _begun(task: bytes) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    assert process.stdin is not None  # it was asked for
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(task)
        process.stdin.close()
    return process
