"""Output that never fails: a closed stream goes nowhere, and a sign that a terminal cannot show is replaced."""

import _thread
import contextlib
import errno
import io
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer


def make_streams_safe() -> None:
    """Give the process streams that any text can be written to; what was said of their encoding stays.

    What a library tells programmers on the way, as of a folder for its fonts that cannot be made, is not passed on.
    """
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the shell: `icsim run >&-`
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # lives as long as the process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        with contextlib.suppress(OSError, ValueError):  # one without a number is no stream of the shell
            raw = _Unfailing(sys.stderr.fileno(), "w", closefd=False)
            sys.stderr = io.TextIOWrapper(
                io.BufferedWriter(raw), encoding=sys.stderr.encoding, errors="replace", line_buffering=True, write_through=True
            )


class _Unfailing(io.FileIO):
    """Words on the way are no reason to lose what was computed: where they cannot be written, they go nowhere."""

    def write(self, data: "Buffer", /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def refuse_pipe(path: Path) -> None:
    """OSError for a pipe that lies among files: nobody may ever write into it, and reading would not end."""
    if path.is_fifo() and path.parts[1:2] not in (("dev",), ("proc",)):  # those of a shell, as in `icsim test <(…)`, have a writer
        raise OSError(errno.ESPIPE, "is a pipe, which may never end; save what comes out of it as a file", str(path))


def _interrupt_main() -> None:
    if hasattr(signal, "pthread_kill"):  # a real signal also ends what the main thread waits for
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


def lose_no_ctrl_c() -> None:
    """Ctrl-C that comes while Python tidies up something, where no exception can get out, comes again a moment later."""
    before = sys.unraisablehook

    def hook(unraisable: "sys.UnraisableHookArgs") -> None:
        if isinstance(unraisable.exc_value, KeyboardInterrupt):
            threading.Timer(0.01, _interrupt_main).start()  # not at once: it would be lost in here, too
        else:
            before(unraisable)

    sys.unraisablehook = hook
