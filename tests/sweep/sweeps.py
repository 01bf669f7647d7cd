"""Small studies for the tests of sweeps: two teams, some weeks, parts of a few rows, in processes of their own."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from icsim.sweep.sweep_study import SweepStudy, plan_sweep

SMALL = ("place=pair", "weeks=16", "replicates=2", "measures=[ownership,served]", "report=false")
DEMAND = "design.axes.context.demand=[0.1,0.5,0.9]"
SHARE = "design.axes.leadership.both.working_with_power.share=[0.1,0.9]"
IN_SMALL_PARTS = """
import sys
from icsim import cli
from icsim.sweep import parts
parts.ROWS = int(sys.argv.pop(1))
sys.exit(cli.main())
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


def names(folder: Path) -> list[str]:
    """Names of the parts that are there; what is not whole yet has a name that begins with a dot."""
    return sorted(path.name for path in (folder / "table").glob("[!.]*")) if (folder / "table").exists() else []


def wait_for(folder: Path, count: int, process: "subprocess.Popen[str]") -> None:
    """Until so many parts are there, or the process has ended."""
    until = time.monotonic() + 120.0
    while len(names(folder)) < count and process.poll() is None and time.monotonic() < until:
        time.sleep(0.001)
