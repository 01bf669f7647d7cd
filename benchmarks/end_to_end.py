"""What a user waits for, from the command to its last line: `python benchmarks/end_to_end.py`, or with the names of some rows.

Each row is a command in a process of its own, in an empty folder. Beside the seconds of the clock stand those of processors, which
say more on a busy machine, and the figures that were kept last. `--keep` keeps those of today in benchmarks/results.
"""

import argparse
import csv
import os
import platform
import resource
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

KEPT = Path(__file__).parent / "results" / "end_to_end.csv"
SWEEP = "sweep place=pair weeks=52 replicates=8 design=lhs design.points=64 design.axes.context.demand=null report=false"
ROWS = {
    "first verdict, nothing compiled": "test 'box*' budget=quick",
    "quick look": "test 'box*' budget=quick",
    "standard look": "test 'box*'",
    "one theory, quick": "test box4 budget=quick",
    "64 points of a sweep": SWEEP,
    "a list": "list levers",
    "a lesson saved": "teach box4 save=box4.html pairs=16",
}
FRESH = "nothing compiled"


@dataclass(frozen=True)
class Figure:
    """One row of one day."""

    row: str
    day: str
    machine: str
    seconds: float
    cpu_seconds: float
    load: float  # how many programs wanted a processor meanwhile: with more than there are cores, `seconds` says little


def measured(row: str) -> Figure:
    """Run the command of a row. RuntimeError where it fails."""
    with TemporaryDirectory(prefix="bench-") as here:
        fresh = {"ICSIM_CACHE_DIR": f"{here}/cache"} if row.endswith(FRESH) else {}
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, "-m", "icsim", *shlex.split(ROWS[row])]
        ran = subprocess.run(command, cwd=here, env={**os.environ, **fresh}, capture_output=True, text=True, check=False)
        seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode != 0:
        raise RuntimeError(f"icsim {ROWS[row]}: {ran.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else float("nan")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return Figure(row, datetime.now(UTC).strftime("%Y-%m-%d"), machine, round(seconds, 1), round(cpu, 1), load)


def kept() -> dict[str, Figure]:
    """The last figure that was kept of each row."""
    if not KEPT.exists():
        return {}
    with KEPT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = ("seconds", "cpu_seconds", "load")
    return {one["row"]: Figure(one["row"], one["day"], one["machine"], *(float(one[key]) for key in numbers)) for one in rows}


def keep(found: Sequence[Figure]) -> None:
    """Add figures to those kept."""
    new = not KEPT.exists()
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(Figure.__dataclass_fields__), lineterminator="\n")
        if new:
            table.writeheader()
        table.writerows(asdict(one) for one in found)


def main() -> None:
    """Measure and print; keep where asked."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("rows", nargs="*", help=f"of: {', '.join(ROWS)}; all unless named")
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    unknown = [row for row in given.rows if row not in ROWS]
    if unknown:
        parser.error(f"{unknown[0]} is not a row; give some of: {', '.join(ROWS)}")
    last, found = kept(), []
    print(f"{'what':34s}{'seconds':>9s}{'cpu s':>8s}{'last cpu s':>12s}  kept on")
    if any(not row.endswith(FRESH) for row in given.rows or ROWS):
        measured("one theory, quick")  # the others find the engine compiled
    for row in given.rows or ROWS:
        one, before = measured(row), last.get(row)
        found.append(one)
        beside = f"{before.cpu_seconds:12.1f}  {before.day}" if before else f"{'':>12s}  never"
        print(f"{row:34s}{one.seconds:9.1f}{one.cpu_seconds:8.1f}{beside}", flush=True)
    if given.keep:
        keep(found)


if __name__ == "__main__":
    main()
