"""`icsim calibrate` as a function: settings of the rules' numbers that resemble what was observed."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icsim.base.errors import UserError
from icsim.config.compose import compose
from icsim.interface.showing import figure_named, need_xarray
from icsim.interface.words import Given, override_words

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from icsim.base.progress import ProgressCallback
    from icsim.calibrate.plan import CalibrationPlan
    from icsim.calibrate.search import Survivors
    from icsim.results.calibration import CalibrationFile
    from icsim.theory.settings_table import SettingsTable

    Facts = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class Calibration:
    """A table of settings, and what is said of it. `settings=calibration.path` lets other functions draw from it."""

    path: Path
    found: CalibrationFile

    @property
    def table(self) -> SettingsTable:
        """The settings, with the rules under which they were matched."""
        from icsim.theory.settings_table import read_settings

        return read_settings(self.path)

    def to_pandas(self) -> pd.DataFrame:
        """One row for each setting: the number of its draw, in how many fresh sets of worlds it passed again, and its numbers."""
        import pandas as pd

        table = self.table
        frame = pd.DataFrame(table.values, columns=list(table.names))
        frame.insert(0, "weight", table.weights)
        frame.insert(0, "draw", table.drawn)
        return frame

    def to_xarray(self) -> xr.Dataset:
        """Every number over settings."""
        need_xarray()
        found: xr.Dataset = self.to_pandas().rename_axis("setting").to_xarray()
        return found

    def plot(self, name: str | None = None) -> Figure:
        """The numbers that moved most: where the middle 90 % of their ranges are left."""
        from icsim.report.calibration.moved_figure import draw

        return figure_named({"moved": lambda: draw(self.found)}, name)

    def report(self) -> Path:
        """Where the file lies that says what was found; `print(calibration)` gives the same in words."""
        return self.path.parent / self.found.FILE

    def __str__(self) -> str:
        return "\n".join(self.found.sentences)

    def __repr__(self) -> str:
        return f"<Calibration to {self.found.called}: {self.found.settings} settings of {self.found.tried:,} draws, in {self.path}>"


def run_calibration(
    targets: str | Path | None = None,
    *,
    overrides: str | Sequence[str] = (),
    settings: Given = None,
    **keywords: object,
) -> Calibration:
    """Find settings, as `icsim calibrate`; other commands draw from them where `adopt="on"`, or where they are told to."""
    from icsim.calibrate.table import adopt_table

    words = override_words(keywords if targets is None else {"targets": targets, **keywords}, settings, overrides)
    made = calibrate(words)
    if made.adopts:
        adopt_table(made.table)
    return Calibration(made.table, made.file)


@dataclass(frozen=True)
class Calibrated:
    """What came of a calibration, and whether all commands shall draw from it."""

    table: Path
    file: CalibrationFile
    plan: CalibrationPlan
    adopts: bool


USUAL = 512  # settings of a table that other commands draw from


def calibrate(overrides: Sequence[str], alone: bool = True) -> Calibrated:
    """One calibration, written into its folder. Everything is checked before the first world runs."""
    from icsim.base.atomic_output import atomic_folder
    from icsim.calibrate.planning import plan_calibration
    from icsim.calibrate.table import write_table
    from icsim.report.calibration.calibration_json import calibration_file
    from icsim.results.calibration import CalibrationRequest

    settings = compose("calibrate", overrides)
    values = settings.values
    plan = plan_calibration(overrides, values)
    folder = settings.results_folder(f"calibrate-{plan.called}-{plan.content[:8]}", alone)
    command = shlex.join(["icsim", "calibrate", *overrides])
    with atomic_folder(folder, CalibrationRequest.FILE) as making:
        CalibrationRequest(command=command, called=plan.called).write(making)
    try:
        found, facts = _found(plan, folder, values)
    except KeyboardInterrupt:
        print_status(f"icsim: parts that are whole are kept in {folder}; to go on, repeat the command")
        raise
    # The command that makes the same table, wherever it is made.
    again = [one for one in overrides if one.partition("=")[0].partition(".")[0] not in ("out", "engine")]
    table = write_table(found, folder, shlex.join(["icsim", "calibrate", *again]))
    file = calibration_file(found, command, facts)
    file.write(folder)
    usual = plan.field and USUAL <= plan.wanted <= len(found.values)
    return Calibrated(table, file, plan, values["adopt"] == "on" or (values["adopt"] is None and bool(usual)))


def _found(plan: CalibrationPlan, folder: Path, values: Any) -> tuple[Survivors, Facts | None]:
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


def _search(plan: CalibrationPlan, store: Any, crew: Any, engine: Any, progress: ProgressCallback) -> Survivors:
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


def _refuse_none(found: Survivors) -> None:
    """UserError where nothing was found, naming what stands in the way."""
    from icsim.calibrate.what_moved import nothing_meets

    if not len(found.values):
        raise UserError(f"targets: {nothing_meets(found)}; mend that, or give more discrepancy; nothing was written")


def _crew(plan: CalibrationPlan, folder: Path, engine: Any) -> Any:
    """Who computes: threads of this process, or workers."""
    from icsim.calibrate.search import batch_call
    from icsim.config.compute_backend import THREADS, cores_of
    from icsim.engine.block_pool import ThreadExecutor

    if engine["backend"] == THREADS:
        return ThreadExecutor(cores_of(engine), batch_call(plan))
    from icsim.calibrate.workers import CalibrationWorkers  # Dask is slow to import

    return CalibrationWorkers(plan, engine, folder / "jobs", print_status)


def print_status(line: str) -> None:
    """A line beside the results, which may be piped."""
    print(line, file=sys.stderr, flush=True)
