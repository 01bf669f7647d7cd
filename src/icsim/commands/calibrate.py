"""`icsim calibrate`: settings of the rules' numbers that resemble what was observed, in a table that other commands draw from."""

import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from icsim.base.errors import UserError
from icsim.commands.options import parse_points
from icsim.config.compose import compose

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from icsim.base.progress import ProgressCallback
    from icsim.calibrate.plan import CalibrationPlan
    from icsim.calibrate.search import Survivors

ABOUT = (
    "Find settings of the rules' numbers that resemble what was observed: what is known of the field, or a survey of your own.\n"
    "Settings are drawn from the whole ranges; those that miss a target are left out; those that are left are tried afresh.\n"
    "icsim test, scoreboard, mechanisms and sweep draw from the table: settings=matched, prior, or the path of a table."
)
USAGE = "icsim calibrate [targets=field|FILE.csv|FILE.yaml] [key=value ...] [options]"
USUAL = 512  # settings of a table that other commands draw from


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim calibrate`."""
    if words:
        raise UserError(f"{words[0]} is no key=value; see icsim calibrate --help; did you mean targets={words[0]}?")
    for overrides in (points := parse_points("calibrate", USAGE, ABOUT, rest, _checked)):
        run_calibration(overrides, alone=len(points) == 1)


def _checked(command: str, overrides: Sequence[str]) -> dict[str, object]:
    """What `--cfg job` prints, with targets of one's own checked beside it."""
    from icsim.calibrate.planning import plan_calibration
    from icsim.calibrate.targets import FIELD

    settings = compose(command, overrides)
    if settings.values["targets"] != FIELD:
        plan_calibration(overrides, settings.values)
    return settings.resolved()


def run_calibration(overrides: Sequence[str], alone: bool = True) -> None:
    """One calibration. Everything is checked before the first world runs."""
    from icsim.base.atomic_output import atomic_folder
    from icsim.calibrate.planning import plan_calibration
    from icsim.results.calibration import CalibrationRequest

    values = compose("calibrate", overrides).values
    plan = plan_calibration(overrides, values)
    name = f"calibrate-{plan.called}-{plan.content[:8]}"
    out = values["out"]
    folder = Path("results", "runs", name) if out is None else Path(out) if alone else Path(out, name)
    command = shlex.join(["icsim", "calibrate", *overrides])
    with atomic_folder(folder, CalibrationRequest.FILE) as making:
        CalibrationRequest(command=command, called=plan.called).write(making)
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        found, facts = _found(plan, folder, values)
    except KeyboardInterrupt:
        print(f"icsim: parts that are whole are kept in {folder}; to go on, repeat the command", file=sys.stderr)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
    again = [one for one in overrides if one.partition("=")[0].partition(".")[0] not in ("out", "engine")]
    _write(found, facts, folder, command, shlex.join(["icsim", "calibrate", *again]), values)


def _stop(number: int, frame: FrameType | None) -> None:
    """A polite kill is as good as Ctrl-C."""
    raise KeyboardInterrupt


def _found(
    plan: "CalibrationPlan", folder: Path, values: dict[str, Any] | Any
) -> "tuple[Survivors, tuple[NDArray[np.float64], NDArray[np.float64]] | None]":
    """Settings, and the stylised facts in some of them and in as many of the prior."""
    from contextlib import closing

    from icsim.base.progress import progress_bar
    from icsim.calibrate.parts import PartStore
    from icsim.calibrate.search import all_facts

    store = PartStore(plan, folder)
    with closing(_crew(plan, folder, values["engine"])) as crew, progress_bar(plan.called, "settings") as progress:
        found = _search(plan, store, crew, values["engine"], progress)
    _refuse_none(found)
    many = min(int(values["facts"]), len(found.values), len(found.first))
    if not many or not plan.field:
        return found, None
    with progress_bar("stylised facts", "settings") as progress:
        return found, all_facts(plan, found, many, store, values["engine"], progress)


def _search(plan: "CalibrationPlan", store: Any, crew: Any, engine: Any, progress: "ProgressCallback") -> "Survivors":
    """By plain rejection where that finds settings at all, else by moving the nearest towards what was observed."""
    from dataclasses import replace

    from icsim.calibrate.narrowing import narrowed_survivors
    from icsim.calibrate.search import EARLY, RARE, search

    def tell(passed: int, tried: int) -> None:
        progress(min(passed, plan.wanted), plan.wanted)

    early = search(replace(plan, most=min(plan.most, EARLY)), store, crew, tell)
    if early.rare and len(early.first):
        said = f"fewer than one draw in {RARE} resembles what was observed ({early.passed} of {early.tried:,})"
        print_status(f"icsim: {said}; settings are moved towards it step by step, which takes longer and is less sure")
        return narrowed_survivors(plan, early, engine, lambda far: print_status(f"nearest half: {far:.2f} of what is allowed"))
    return early if len(early.values) >= plan.wanted else search(plan, store, crew, tell)


def print_status(line: str) -> None:
    """A line beside the results, which may be piped."""
    print(line, file=sys.stderr, flush=True)


def _refuse_none(found: "Survivors") -> None:
    """UserError where nothing was found, naming what stands in the way."""
    from icsim.calibrate.what_moved import nothing_meets

    if not len(found.values):
        raise UserError(f"targets: {nothing_meets(found)}; mend that, or give more discrepancy; nothing was written")


def _crew(plan: "CalibrationPlan", folder: Path, engine: Any) -> Any:
    """Who computes: threads of this process, or workers."""
    from icsim.calibrate.search import batch_call
    from icsim.config.compute_backend import THREADS, cores_of
    from icsim.engine.block_pool import ThreadExecutor

    if engine["backend"] == THREADS:
        return ThreadExecutor(cores_of(engine), batch_call(plan))
    from icsim.calibrate.workers import CalibrationWorkers  # Dask is slow to import

    return CalibrationWorkers(plan, engine, folder / "jobs", print_status)


def _write(found: "Survivors", facts: Any, folder: Path, command: str, again: str, values: Any) -> None:
    """The table, the file, and what is said of them. `again`: the command that makes the same table, wherever it is made."""
    from icsim.calibrate.table import adopt_table, write_table
    from icsim.report.calibration.calibration_json import calibration_file
    from icsim.report.calibration.calibration_terminal import print_calibration

    table = write_table(found, folder, again)
    made = calibration_file(found, command, facts)
    made.write(folder)
    print_calibration(made)
    print(f"results: {folder} (calibration.json, {table.name})")
    whole = len(found.values) >= found.plan.wanted
    if not whole:
        print(f"only {len(found.values)} of {found.plan.wanted} settings were found in {found.tried:,} draws")
    usual = found.plan.field and whole and found.plan.wanted >= USUAL
    if values["adopt"] == "on" or (values["adopt"] is None and usual):
        print(f"all commands draw from it now: {adopt_table(table)}")
    else:
        print(f"draw from it: icsim test THEORY settings={table}")
    print("This explores a theory; no forecast of any real system.")
