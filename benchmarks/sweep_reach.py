"""How far sweeps reach: `python benchmarks/sweep_reach.py`, or with the names of some rows.

    overhead    a sweep's own part of a point (its settings, its place in a part, its row in the table), of 100,000 points
    report      the report of a study of 1,000,000 points
    worlds_1e4  worlds of a week, each a point of its own: time and the most memory, at 10,000, 100,000 and 1,000,000
    worlds_1e5
    worlds_1e6
    systems     42 care systems of ten places each for five years: the place ten times over, under its ten directors
    refused     how soon a design of a thousand million points is refused

In `overhead` and `report` the worlds are left out and numbers of chance stand for them, in a table that the sweep's own writer
makes; in all other rows they are run. Each row is a process of its own; beside the seconds of the clock stand those of processors,
which say more on a busy machine. `--keep` keeps them in benchmarks/results.
"""

import argparse
import csv
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

KEPT = Path(__file__).parent / "results" / "sweep_reach.csv"
AXES = ("context.demand", "context.urgency", "context.power_imbalance", "parameters.trust.gain")
RANGES = tuple(f"design.axes.{path}=null" for path in AXES)
ONE_EACH = ("place=pair", "replicates=1", "design=lhs")
MADE_UP = (*ONE_EACH, "weeks=52", "measures=[trust,morale]", "report_weeks=[52]", "engine.threads=1", "force=true", *RANGES)
CHEAP = (*ONE_EACH, "weeks=1", "measures=[trust]", "report_weeks=[1]", "report=false", *RANGES[:2])
HUGE = ("place=pair", "design=grid", "design.levels=1000", *RANGES[:3])
SYSTEMS, PLACES, WEEKS = 42, 10, 260


@dataclass(frozen=True)
class Figure:
    """One row of one day."""

    row: str
    day: str
    machine: str
    size: int  # points, or worlds
    seconds: float
    cpu_seconds: float
    memory_mib: float
    load: float  # how many programs wanted a processor at the end: with more than there are cores, `seconds` says little
    said: str


def chance(study: Any, cells: Sequence[Any], replicates: Sequence[int], march: Any) -> NDArray[np.float64]:
    """In place of the worlds of a block: what hangs on demand, and chance."""
    demand = np.array([one.context["demand"] for one in cells])
    noise = np.random.default_rng(len(cells)).random((len(study.reading.wanted), len(cells), len(replicates)))
    return demand[None, :, None] + 0.1 * noise


def made_up(points: int, folder: Path) -> None:
    """A study as the sweep writes it, without its worlds."""
    from icsim.sweep import chunks
    from icsim.sweep.stopping import run_until
    from icsim.sweep.study_folder import open_folder
    from icsim.sweep.study_runner import StudyRunner
    from icsim.sweep.sweep_study import plan_sweep

    chunks.compute_block = chance
    study = plan_sweep([*MADE_UP, f"design.points={points}"])
    began = time.process_time()
    run_until(StudyRunner(study, open_folder(study, folder)))
    print(f"{1000.0 * (time.process_time() - began) / points:.3f} ms of CPU for a point beside its world")


def ten_places(folder: Path) -> Path:
    """A care system of ten places: the default place so many times, with a director each."""
    import yaml

    from icsim.base.resources import conf_dir

    place: dict[str, Any] = yaml.safe_load((conf_dir() / "place" / "place.yaml").read_text(encoding="utf-8"))["place"]
    title = "A care system of ten places"
    whole: dict[str, Any] = {"name": "system", "title": title, "help": title, "source": place["source"]}
    for key in ("organisations", "teams", "leaders", "groups", "users"):
        found = whole[key] = {}
        for n in range(PLACES):
            found.update({f"p{n}_{name}": _renamed(value, place, f"p{n}_") for name, value in place[key].items()})
    path = folder / "system.yaml"
    path.write_text(f"# @package _global_\n{yaml.safe_dump({'place': whole}, sort_keys=False)}", encoding="utf-8")
    return path


def _renamed(value: Any, place: dict[str, Any], stem: str) -> Any:
    """Names of organisations, and of what belongs to them, with a stem; all else as it is."""
    if isinstance(value, dict):
        return {key: _renamed(one, place, stem) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, place, stem) for one in value]
    if isinstance(value, str) and (value.partition("/")[0] in place["organisations"] or value in place["leaders"]):
        return f"{stem}{value}"
    return [f"{stem}{org}/{team}" for org, teams in place["teams"].items() for team in teams] if value == "all" else value


def overhead(here: Path) -> list[str]:
    """See above."""
    return [sys.executable, __file__, "--made-up", "100000", "--folder", str(here / "study")]


def report(here: Path) -> list[str]:
    """The table is made first, and not counted."""
    subprocess.run([sys.executable, __file__, "--made-up", "1000000", "--folder", str(here / "study")], check=True)
    return [sys.executable, "-m", "icsim", "report", str(here / "study")]


def worlds(count: int) -> Callable[[Path], list[str]]:
    """So many worlds, each at a point of its own."""
    return lambda here: [sys.executable, "-m", "icsim", "sweep", *CHEAP, f"design.points={count}", f"out={here / 'study'}"]


def systems(here: Path) -> list[str]:
    """Five years on two threads, after a run that compiles what is not compiled yet."""
    run = [sys.executable, "-m", "icsim", "run", f"place={ten_places(here)}", "engine.threads=2"]
    subprocess.run([*run, "weeks=1", "replicates=2", f"out={here / 'first'}"], check=True, capture_output=True)
    return [*run, f"weeks={WEEKS}", f"replicates={SYSTEMS}", f"out={here / 'run'}"]


def refused(here: Path) -> list[str]:
    """A grid that nobody should lay out."""
    return [sys.executable, "-m", "icsim", "sweep", *HUGE, f"out={here / 'study'}"]


ROWS: dict[str, tuple[int, Callable[[Path], list[str]]]] = {
    "overhead": (100_000, overhead),
    "report": (1_000_000, report),
    "worlds_1e4": (10_000, worlds(10_000)),
    "worlds_1e5": (100_000, worlds(100_000)),
    "worlds_1e6": (1_000_000, worlds(1_000_000)),
    "systems": (SYSTEMS, systems),
    "refused": (1_000_000_000, refused),
}


def measured(row: str) -> Figure:
    """Run a row. RuntimeError where it fails."""
    size, command = ROWS[row]
    with TemporaryDirectory(prefix="bench-") as here:
        words = command(Path(here))
        began = time.perf_counter()
        running = subprocess.Popen(words, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert running.stdout is not None
        lines = running.stdout.read().strip().splitlines()
        _, code, used = os.wait4(running.pid, 0)
        seconds = time.perf_counter() - began
    if os.waitstatus_to_exitcode(code) != (2 if row == "refused" else 0):
        raise RuntimeError(f"{row}: {lines[-5:]}")
    said = lines[-1] if row in ("overhead", "refused") else ""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return Figure(
        row, datetime.now(UTC).date().isoformat(), machine, size, round(seconds, 1), round(used.ru_utime + used.ru_stime, 1),
        round(used.ru_maxrss / 1024.0), round(os.getloadavg()[0], 1), said,
    )  # fmt: skip


def keep(figures: Sequence[Figure]) -> None:
    """Add them to those that were kept, the last of a row in place of earlier ones."""
    held = {}
    if KEPT.is_file():
        with KEPT.open(newline="", encoding="utf-8") as file:
            held = {one["row"]: one for one in csv.DictReader(file)}
    held |= {one.row: {key: str(value) for key, value in asdict(one).items()} for one in figures}
    with KEPT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(Figure.__dataclass_fields__), lineterminator="\n")
        writer.writeheader()
        writer.writerows(held[name] for name in ROWS if name in held)


def main() -> None:
    """Run what was asked for and print it."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("rows", nargs="*", choices=[[], *ROWS], help=argparse.SUPPRESS)
    words.add_argument("--keep", action="store_true")
    words.add_argument("--made-up", type=int, help=argparse.SUPPRESS)
    words.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.made_up:
        made_up(given.made_up, given.folder)
        return
    print(f"{'row':12s}{'size':>15s}{'seconds':>10s}{'CPU':>10s}{'MiB':>8s}{'load':>7s}")
    for row in given.rows or ROWS:
        one = measured(row)
        numbers = f"{one.seconds:10.1f}{one.cpu_seconds:10.1f}{one.memory_mib:8.0f}{one.load:7.1f}"
        print(f"{row:12s}{one.size:15,}{numbers}  {one.said}", flush=True)
        if given.keep:
            keep([one])


if __name__ == "__main__":
    main()
