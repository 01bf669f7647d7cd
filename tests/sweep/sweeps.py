"""Small studies for the tests of sweeps: two teams, some weeks, parts of a few rows, in processes of their own."""

import io
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from icsim.commands import entry
from icsim.sweep import chunks
from icsim.sweep.sweep_study import SweepStudy, plan_sweep

SMALL = ("place=pair", "weeks=16", "replicates=2", "measures=[ownership,served]", "report=false")
DEMAND = "design.axes.context.demand=[0.1,0.5,0.9]"
SHARE = "design.axes.leadership.both.working_with_power.share=[0.1,0.9]"
IN_SMALL_PARTS = """
import sys
from icsim.commands import entry
from icsim.sweep import chunks
chunks.ROWS = int(sys.argv.pop(1))
sys.exit(entry.main())
"""


def small(*overrides: str) -> SweepStudy:
    return plan_sweep([*SMALL, *overrides])


def table(folder: Path) -> pa.Table:
    """The whole run table in the order of its rows."""
    return ds.dataset(folder / "table", format="parquet").to_table().sort_by("row").replace_schema_metadata(None)


def started(rows: int, *words: str, **more: Any) -> subprocess.Popen[str]:
    """A command in a process of its own, with parts of so many rows."""
    command = [sys.executable, "-c", IN_SMALL_PARTS, str(rows), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def finished(rows: int, *words: str) -> str:
    """What a command says that runs to its end in this process, with parts of so many rows."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as said:
        patch.setattr(chunks, "ROWS", rows)
        assert entry.main(words) == 0
    return said.getvalue()


def forked(rows: int, *words: str) -> BaseProcess:
    """The same as a copy of a process that has loaded everything, which is at work at once; nothing that it says is kept."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ready"])
    made = context.Process(target=_in_small_parts, args=(rows, words))
    made.start()
    return made


def _in_small_parts(rows: int, words: tuple[str, ...]) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    chunks.ROWS = rows
    sys.exit(entry.main(words))


def names(folder: Path) -> list[str]:
    """Names of the parts that are there; what is not whole yet has a name that begins with a dot."""
    return sorted(path.name for path in (folder / "table").glob("[!.]*")) if (folder / "table").exists() else []


def wait_for(folder: Path, count: int, running: Callable[[], bool]) -> None:
    """Until so many parts are there, or the process runs no longer."""
    while len(names(folder)) < count and running():
        time.sleep(0.001)
