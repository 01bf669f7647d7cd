"""Finds in a study what a tipping region is looked for with: worlds that differ in nothing but where they began."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from icsim.config.knobs import flatten
from icsim.sweep.analysis.asked import Asked
from icsim.sweep.analysis.frame import NUMBER, Frame, Numbers, Outcome, Varied
from icsim.sweep.analysis.surface import lattice
from icsim.sweep.ramp import at_start

HALF = (0.4, 0.6)  # of the time, within which an earlier week stands for half of it


@dataclass(frozen=True)
class Begun:
    """A study's points by where worlds began, along one axis, at fixed values of all others."""

    path: str  # what the starts differ in
    starts: tuple[float, ...]  # rising
    along: Varied
    at: Numbers  # [value], rising
    fixed: tuple[tuple[Varied, float], ...]  # the other axes, each at one value
    arm: str  # "" where starts are arms, or there are none
    cells: tuple[tuple[tuple[int, int], ...], ...]  # [start][value]: point and arm

    def read(self, frame: Frame, outcome: str) -> Numbers:
        """Ends of every world, [start, value, replicate]."""
        worlds = frame.worlds(outcome)
        return np.array([[worlds[point, arm] for point, arm in row] for row in self.cells])


def begun(frame: Frame, asked: Asked) -> list[Begun]:
    """Every map of starts that the study holds; none where its worlds begin alike, or nothing else varies in a grid."""
    axes = [axis for axis in frame.axes if np.unique(axis.column).size > 1]
    if not axes or lattice(axes) is None:
        return []
    by_axis = next((axis for axis in axes if at_start(axis.path) and axis.kind == NUMBER), None)
    rest = [axis for axis in axes if axis is not by_axis]
    numbers = [axis for axis in rest if axis.kind == NUMBER]
    wanted = [axis for path in asked.axes for axis in numbers if axis.path == path]
    if not numbers:
        return []
    along = (wanted or sorted(numbers, key=lambda axis: -np.unique(axis.column).size))[0]
    others = [axis for axis in rest if axis is not along]
    if by_axis is not None:
        return list(_of_axis(frame, by_axis, along, others))
    arms = starts_by_arm(frame)
    return [] if arms is None else list(_of_arms(arms, along, others))


def starts_by_arm(frame: Frame) -> tuple[str, list[tuple[float, int]]] | None:
    """What the arms differ in, with value and position of each, rising, where that is one thing and counts at the start only."""
    flat = {base["arm"]: dict(flatten(base["config"])) for base in frame.held["bases"]}
    if len(flat) < 2 or len(frame.held["bases"]) != len(flat):
        return None
    first = next(iter(flat.values()))
    paths = {path for one in flat.values() for path in one | first if one.get(path) != first.get(path)}
    path = next(iter(paths), "")
    if len(paths) != 1 or not at_start(path):
        return None
    return path, sorted((float(one[path]), frame.arms.index(arm)) for arm, one in flat.items())


def _of_axis(frame: Frame, start: Varied, along: Varied, others: list[Varied]) -> Iterator[Begun]:
    starts, at = np.unique(start.column), np.unique(along.column)
    for n, arm in enumerate(frame.arms):
        for fixed in product(*(np.unique(axis.column) for axis in others)):
            cells = tuple(tuple((_point([start, along, *others], [s, a, *fixed]), n) for a in at.tolist()) for s in starts.tolist())
            yield Begun(start.path, tuple(starts.tolist()), along, at, tuple(zip(others, fixed, strict=True)), arm, cells)


def _of_arms(arms: tuple[str, list[tuple[float, int]]], along: Varied, others: list[Varied]) -> Iterator[Begun]:
    path, starts = arms
    at = np.unique(along.column)
    for fixed in product(*(np.unique(axis.column) for axis in others)):
        cells = tuple(tuple((_point([along, *others], [a, *fixed]), arm) for a in at.tolist()) for _, arm in starts)
        yield Begun(path, tuple(value for value, _ in starts), along, at, tuple(zip(others, fixed, strict=True)), "", cells)


def _point(axes: list[Varied], values: list[float]) -> int:
    """The point with these values."""
    here = np.all([axis.column == value for axis, value in zip(axes, values, strict=True)], axis=0)
    return int(np.flatnonzero(here)[0])


def half_time(frame: Frame, outcome: Outcome) -> Outcome | None:
    """The same measure at half the time, about; None where it was not read."""
    low, high = (share * outcome.week for share in HALF)
    near = [one for one in frame.outcomes if one.query.key == outcome.query.key and low <= one.week <= high]
    return min(near, key=lambda one: abs(one.week - outcome.week / 2.0), default=None)
