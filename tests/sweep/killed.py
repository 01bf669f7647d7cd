"""A running sweep killed at random moments: what was whole stays, and what was under way is all that is lost."""

import multiprocessing
import os
import random
import sys
import time
from pathlib import Path
from typing import NamedTuple

from sweeps import names, table, wait_for

ROWS = 16
WORDS = (
    "place=pair", "weeks=104", "measures=[trust,ownership]", "report=false", "replicates=16", "engine.threads=1",
    "design.levels=8", "design.axes.context.demand=null", "design.axes.context.complexity=null",
)  # fmt: skip


class Kill(NamedTuple):
    """What one kill came to."""

    before: int  # parts that were whole when it started
    whole: int  # parts that were whole after it
    spoilt: int  # parts that were whole before and are not what they were
    lost: int  # parts that were begun and are not whole
    half_written: int  # files of parts under another name, which nobody reads


def kills(count: int, folder: Path, seed: int = 1) -> list[Kill]:
    """Kill a sweep (SIGKILL) so many times at random moments of its work, then let it end, and compare with one left alone."""
    rng, made = random.Random(seed), []
    for _ in range(count):
        log = folder.with_suffix(".log")
        log.write_text("", encoding="utf-8")
        before = _content(folder)
        running = _started(folder, log)
        while not log.read_text(encoding="utf-8") and running.is_alive():
            time.sleep(0.002)  # so that it is killed at its work, not while it loads
        began = time.monotonic()
        wait_for(folder, len(before) + 1, running.is_alive)
        each = time.monotonic() - began  # one part, on this machine and at this moment
        time.sleep(rng.uniform(0.0, 2.0) * each)  # anywhere in the next ones
        if not running.is_alive():
            break
        running.kill()
        running.join()
        after = _content(folder)
        begun = {f"{name}.parquet" for name in log.read_text(encoding="utf-8").split()}
        spoilt = sum(after.get(name) != held for name, held in before.items())
        half = len(list((folder / "table").glob(".*"))) if (folder / "table").exists() else 0
        made.append(Kill(len(before), len(after), spoilt, len(begun - set(after)), half))
    _ended(folder)
    alone = folder.with_name(f"{folder.name}_alone")
    _ended(alone)
    assert table(folder).equals(table(alone)), "the table is not that of a sweep that was left alone"
    return made


def _content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / "table" / name).read_bytes() for name in names(folder)}


def _started(folder: Path, log: Path) -> multiprocessing.process.BaseProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ready"])
    made = context.Process(target=_work, args=(str(folder), str(log)))
    made.start()
    return made


def _ended(folder: Path) -> None:
    running = _started(folder, folder.with_suffix(".log"))
    running.join()
    assert running.exitcode == 0


def _work(folder: str, log: str) -> None:
    """The command, which notes the name of each part as the first of its blocks begins."""
    from icsim.commands import entry
    from icsim.sweep import chunks

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    plain = chunks.prepare_blocks
    into = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def noted(study):
        prepare = plain(study)

        def prepared(one):
            call, name = prepare(one), one.of.name

            def called(march):
                os.write(into, f"{name}\n".encode())
                return call(march)

            return called

        return prepared

    chunks.ROWS, chunks.prepare_blocks = ROWS, noted
    sys.exit(entry.main(["sweep", *WORDS, f"out={folder}"]))
