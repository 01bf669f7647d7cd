"""Finds in a study what a tipping region is looked for with: worlds that differ in nothing but where they began."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from icsim.config.config_paths import flatten
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.response_surface import full_grid
from icsim.sweep.analysis.sweep_results import NUMBER, AxisColumn, FloatArray, OutcomeColumn, SweepResults
from icsim.sweep.ramp_schedule import is_initial_condition

HALF = (0.4, 0.6)  # of the time, within which an earlier week stands for half of it


@dataclass(frozen=True)
class InitialConditionMap:
    """A study's points by where worlds began, along one axis, at fixed values of all others."""

    path: str  # what the starts differ in
    starts: tuple[float, ...]  # rising
    along: AxisColumn
    at: FloatArray  # [value], rising
    fixed: tuple[tuple[AxisColumn, float], ...]  # the other axes, each at one value
    arm: str  # "" where starts are arms, or there are none
    cells: tuple[tuple[tuple[int, int], ...], ...]  # [start][value]: point and arm

    def read(self, frame: SweepResults, outcome: str) -> FloatArray:
        """Ends of every world, [start, value, replicate]."""
        worlds = frame.worlds(outcome)
        return np.array([[worlds[point, arm] for point, arm in row] for row in self.cells])


def initial_condition_maps(frame: SweepResults, asked: ReportRequest) -> list[InitialConditionMap]:
    """Every map of starts that the study holds; none where its worlds begin alike, or nothing else varies in a grid."""
    axes = [axis for axis in frame.axes if np.unique(axis.column).size > 1]
    if not axes or full_grid(axes) is None:
        return []
    by_axis = next((axis for axis in axes if is_initial_condition(axis.path) and axis.kind == NUMBER), None)
    rest = [axis for axis in axes if axis is not by_axis]
    numbers = [axis for axis in rest if axis.kind == NUMBER]
    wanted = [axis for path in asked.axes for axis in numbers if axis.path == path]
    if not numbers:
        return []
    along = (wanted or sorted(numbers, key=lambda axis: -np.unique(axis.column).size))[0]
    others = [axis for axis in rest if axis is not along]
    if by_axis is not None:
        return list(_of_axis(frame, by_axis, along, others))
    arms = initial_conditions_by_arm(frame)
    return [] if arms is None else list(_of_arms(arms, along, others))


def initial_conditions_by_arm(frame: SweepResults) -> tuple[str, list[tuple[float, int]]] | None:
    """What the arms differ in, with value and position of each, rising, where that is one thing and counts at the start only."""
    flat = {base.arm: dict(flatten(base.config)) for base in frame.held.bases}
    if len(flat) < 2 or len(frame.held.bases) != len(flat):
        return None
    first = next(iter(flat.values()))
    paths = {path for one in flat.values() for path in one | first if one.get(path) != first.get(path)}
    path = next(iter(paths), "")
    if len(paths) != 1 or not is_initial_condition(path):
        return None
    return path, sorted((float(one[path]), frame.arms.index(arm)) for arm, one in flat.items())


def _of_axis(frame: SweepResults, start: AxisColumn, along: AxisColumn, others: list[AxisColumn]) -> Iterator[InitialConditionMap]:
    starts, at = np.unique(start.column), np.unique(along.column)
    for n, arm in enumerate(frame.arms):
        for fixed in product(*(np.unique(axis.column) for axis in others)):
            cells = tuple(tuple((_point([start, along, *others], [s, a, *fixed]), n) for a in at.tolist()) for s in starts.tolist())
            yield InitialConditionMap(
                start.path, tuple(starts.tolist()), along, at, tuple(zip(others, fixed, strict=True)), arm, cells
            )


def _of_arms(
    arms: tuple[str, list[tuple[float, int]]], along: AxisColumn, others: list[AxisColumn]
) -> Iterator[InitialConditionMap]:
    path, starts = arms
    at = np.unique(along.column)
    for fixed in product(*(np.unique(axis.column) for axis in others)):
        cells = tuple(tuple((_point([along, *others], [a, *fixed]), arm) for a in at.tolist()) for _, arm in starts)
        yield InitialConditionMap(
            path, tuple(value for value, _ in starts), along, at, tuple(zip(others, fixed, strict=True)), "", cells
        )


def _point(axes: list[AxisColumn], values: list[float]) -> int:
    """The point with these values."""
    here = np.all([axis.column == value for axis, value in zip(axes, values, strict=True)], axis=0)
    return int(np.flatnonzero(here)[0])


def half_time_outcome(frame: SweepResults, outcome: OutcomeColumn) -> OutcomeColumn | None:
    """The same measure at half the time, about; None where it was not read."""
    low, high = (share * outcome.week for share in HALF)
    near = [one for one in frame.outcomes if one.query.key == outcome.query.key and low <= one.week <= high]
    return min(near, key=lambda one: abs(one.week - outcome.week / 2.0), default=None)
