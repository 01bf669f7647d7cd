"""Finished studies whose numbers are made up by a function: real designs, manifests and parts, and no world behind them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from icsim.sweep import study_folder as folders
from icsim.sweep.analysis.sweep_results import SweepResults, load_results
from icsim.sweep.chunks import plan_chunks
from icsim.sweep.run_table import make_run_table
from icsim.sweep.sweep_study import SweepStudy, plan_sweep

PLAIN = ("place=pair", "weeks=16", "measures=[trust]", "report_weeks=[16]")
AXES = ("context.demand", "context.urgency", "context.power_imbalance", "context.mandate")
Made = Callable[[dict[str, Any], str, int], float | dict[str, float]]
"""From a point's values by path, an arm and a replicate to the value of every outcome, or of each by the start of its column."""


def made_up(folder: Path, make: Made, *overrides: str, replicates: int = 1) -> SweepResults:
    """A study as `icsim sweep` would leave it, opened."""
    write(folder, planned((*PLAIN, f"replicates={replicates}", *overrides)), make)
    return load_results(folder)


@cache
def planned(overrides: tuple[str, ...]) -> SweepStudy:
    """A study, composed once for all tests that share it."""
    return plan_sweep(overrides)


def write(folder: Path, made: SweepStudy, make: Made) -> None:
    """The manifest and every part."""
    store, _ = folders.open_folder(made, folder)
    paths = [axis.path for axis in made.points.axes]
    for part in plan_chunks(made, range(made.points.count), range(made.first.replicates)):
        rows = made.points.rows(part.points)
        values = [
            [make(dict(zip(paths, row, strict=True)), arm, replicate) for replicate in part.replicates]
            for row in rows
            for arm in made.arms
        ]
        each = np.array([[[_of(one, column) for one in cell] for cell in values] for column in made.reading.columns])
        store.write(part.name(made), make_run_table(made, part, rows, each))


def ranges(*paths: str) -> list[str]:
    """These axes over 0 to 1, or over the range of the evidence."""
    return [f"design.axes.{path}=null" for path in paths]


def _of(value: float | dict[str, float], column: str) -> float:
    return value[column.rpartition("_w")[0]] if isinstance(value, dict) else value
