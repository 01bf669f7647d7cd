"""The mean outcome over the axes of a study: read off a grid, or off a smooth through points that were drawn from a space.

Nothing is said outside the points: a map of a smooth ends at their hull.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.replicate_summary import LEVEL
from icsim.sweep.analysis.one_thread import one_thread
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, FloatArray, nan_mean, nan_standard_error

if TYPE_CHECKING:
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import Kernel

FINE = 21  # cells of a map of a smooth, each way
SLICES = (1 / 6, 1 / 2, 5 / 6)  # where a smooth is cut along a third axis, as shares of its range
OTHERS = 64  # points over which a smooth is averaged along what is not drawn
TILE = 64  # cells that are worked out at once
SEEK = 192  # points by which its lengths are sought, which takes most of the time
MOST = 512  # points that a smooth is fitted to; the others test it,
TESTED = 8192  # as many of them as tell it well enough
MOST_AXES = 12
FOLDS = 10
READ, ROUGH = 0.8, 0.5
"""Share of what differs between points that a smooth must foresee to be read, and to be drawn at all. Assumptions."""
TOGETHER = 0.6  # correlation of two axes from which a design cannot tell them apart
FEWEST = 5  # distinct values of an axis, and points for each axis, from which a smooth is tried


@dataclass(frozen=True)
class ResponseSurface:
    """Mean outcomes over one to three axes; what the study varied besides is averaged over."""

    axes: tuple[AxisColumn, ...]  # across, up, panels: one to three
    ticks: tuple[FloatArray, ...]  # the values of each; of choices their positions
    means: FloatArray  # [panel, up, across]; nan outside the points
    halves: FloatArray  # half of the 95 % interval by luck, the same shape; nan where it is not known
    averaged: tuple[AxisColumn, ...]
    worlds: NDArray[np.int64] | None = None  # with a value, behind each mean, the same shape; None: a smooth

    def resting_on(self, least: int) -> "ResponseSurface":
        """The same with no mean that rests on fewer worlds than so many."""
        if self.worlds is None:
            return self
        few = self.worlds < least
        return replace(self, means=np.where(few, np.nan, self.means), halves=np.where(few, np.nan, self.halves))


@dataclass(frozen=True)
class EmulatorFit:
    """How well a smooth foresees points that it has not seen."""

    missed: float  # root mean square
    luck: float  # of which luck in the points' own means, root mean square
    foreseen: float  # share of the variance between points that it foresees
    points: int  # that it was fitted to

    @property
    def says(self) -> str:
        """What may be done with it."""
        if self.foreseen >= READ:
            return "it can be read"
        return "read its pattern, not its numbers" if self.foreseen >= ROUGH else "it is not drawn"


def full_grid(axes: Sequence[AxisColumn]) -> tuple[FloatArray, ...] | None:
    """The values of each axis where the points are all combinations of them, each once; None for any other design."""
    ticks = tuple(np.unique(axis.column) for axis in axes)
    if any(np.isnan(one).any() for one in ticks):
        return None
    count = prod(one.size for one in ticks)
    if count != axes[0].column.size:  # of a sample it is far beyond that, and its points need not be told apart
        return None
    found = {tuple(row) for row in np.column_stack([axis.column for axis in axes]).tolist()}
    return ticks if len(found) == count else None


def grid_surface(
    axes: Sequence[AxisColumn], ticks: Sequence[FloatArray], values: FloatArray, wanted: Sequence[str] = ()
) -> ResponseSurface:
    """A map of a grid's worlds, [point, replicate]: along the axes asked for, or those that move the outcome most."""
    from scipy.special import stdtrit

    where = tuple(np.searchsorted(one, axis.column) for one, axis in zip(ticks, axes, strict=True))
    box = np.full((*(one.size for one in ticks), values.shape[1]), np.nan)
    box[where] = values
    middle = nan_mean(box)
    moves = [float(np.nanvar(_mean_over(middle, [m for m in range(len(axes)) if m != n]))) for n in range(len(axes))]
    drawn = _drawn(axes, moves, wanted)
    others = [n for n in range(len(axes)) if n not in drawn]
    flat = _mean_over(box, others)
    order = [sorted(drawn).index(n) for n in reversed(drawn)]
    worlds = _placed((~np.isnan(box)).sum(axis=(*others, box.ndim - 1)), order)
    flat = _placed(flat, order)
    count = np.maximum((~np.isnan(flat)).sum(axis=-1), 2)
    halves = stdtrit(count - 1, (1.0 + LEVEL) / 2.0) * nan_standard_error(flat)
    return ResponseSurface(
        tuple(axes[n] for n in drawn), tuple(ticks[n] for n in drawn), nan_mean(flat), halves, tuple(axes[n] for n in others),
        worlds,
    )  # fmt: skip


def _placed(values: NDArray[Any], order: Sequence[int]) -> NDArray[Any]:
    """Panels first, then up, then across, whatever the order of the study's axes, and with a panel where there are fewer axes."""
    made = values.transpose(*order, *range(len(order), values.ndim))
    return made[(None,) * (3 - len(order))]


def _mean_over(box: FloatArray, gone: Sequence[int]) -> FloatArray:
    for n in sorted(gone, reverse=True):
        box = nan_mean(np.moveaxis(box, n, -1))
    return box


def _drawn(axes: Sequence[AxisColumn], moves: Sequence[float], wanted: Sequence[str]) -> list[int]:
    """Positions of up to three axes: those asked for, then those that move most; numbers before choices, panels last."""
    names = [axis.path for axis in axes]
    chosen = [names.index(path) for path in wanted if path in names]
    rest = sorted((n for n in range(len(axes)) if n not in chosen), key=lambda n: (axes[n].kind == CHOICE, -moves[n]))
    return (chosen or rest)[:3]


class Emulator:
    """A Gaussian process through the means of points, with a length of its own along each axis (Rasmussen & Williams 2006)."""

    def __init__(self, axes: Sequence[AxisColumn], means: FloatArray, errors: FloatArray) -> None:
        """Means and their standard errors by luck, [point]."""
        there = np.random.default_rng(0).permutation(np.flatnonzero(~np.isnan(means)))  # neighbours in a list may be near in space
        self.axes = tuple(axes)
        self.raw = np.column_stack([axis.column for axis in axes])[there]
        self.x, self.y, self.luck = self._coded(self.raw), means[there], errors[there]
        lengths = _fitted(self.x[:SEEK], self.y[:SEEK]).kernel_
        self.fitted = _fitted(self.x[:MOST], self.y[:MOST], lengths)

    def _coded(self, raw: FloatArray) -> FloatArray:
        """Columns as the process sees them: numbers as shares of their range, each choice in a column of its own."""
        columns = []
        for n, axis in enumerate(self.axes):
            if axis.kind == CHOICE:
                columns += [(raw[:, n] == k).astype(float) for k in range(len(axis.values))]
            else:
                columns.append((raw[:, n] - axis.low) / ((axis.high - axis.low) or 1.0))
        return np.column_stack(columns)

    def at(self, raw: FloatArray) -> FloatArray:
        """What it foresees, [row], for rows of axis columns."""
        with one_thread():
            return np.asarray(self.fitted.predict(self._coded(raw)))

    def fit(self) -> EmulatorFit:
        """Its errors at points left out in turn, or never seen; the lengths are those of the whole."""
        x, y = self.x[:MOST], self.y[:MOST]
        folds = np.random.default_rng(0).permutation(y.size) % FOLDS
        missed = np.empty(y.size)
        for fold in range(FOLDS):
            out = folds == fold
            missed[out] = y[out] - _fitted(x[~out], y[~out], self.fitted.kernel_).predict(x[out])
        if self.y.size > MOST:
            seen = slice(MOST, MOST + TESTED)
            missed = np.concatenate([missed, self.y[seen] - self.fitted.predict(self.x[seen])])
        variance = float(self.y.var())
        foreseen = 1.0 - float((missed**2).mean()) / variance if variance > 0.0 else 0.0
        luck = float(np.sqrt(np.nanmean(self.luck**2))) if not np.isnan(self.luck).all() else np.nan
        return EmulatorFit(float(np.sqrt((missed**2).mean())), luck, foreseen, int(y.size))


def _fitted(x: FloatArray, y: FloatArray, kernel: "Kernel | None" = None) -> "GaussianProcessRegressor":
    """The process through these points; with a kernel given, its lengths are not sought again."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    fresh = ConstantKernel(1.0, (1e-3, 1e4)) * RBF(np.ones(x.shape[1]), (0.05, 100.0)) + WhiteKernel(0.1, (1e-8, 10.0))
    how = {} if kernel is None else {"optimizer": None}
    with warnings.catch_warnings(), one_thread():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a length at its limit shows in the error at points left out
        return GaussianProcessRegressor(kernel or fresh, normalize_y=True, random_state=0, **how).fit(x, y)


def why_no_emulator(axes: Sequence[AxisColumn], valued: int) -> str | None:
    """Why no smooth is drawn through these points, of which so many have a value, in words; None where one may be tried."""
    if any(np.isnan(axis.column).any() for axis in axes):
        return "the design joins parts with different axes"
    if len(axes) > MOST_AXES:
        return f"{len(axes)} axes are too many; find those that matter, and vary these"
    if valued < FEWEST * (len(axes) + 1):
        return f"{valued} points with a value are too few for {'1 axis' if len(axes) == 1 else f'{len(axes)} axes'}"
    numbers = [axis for axis in axes if axis.kind != CHOICE]
    few = [axis for axis in numbers if np.unique(axis.column).size < FEWEST]
    if few or not numbers:
        return "the points lie at the ends of the axes or on few values, and are no full grid"
    table = np.column_stack([axis.column for axis in numbers])
    if len(numbers) > 1 and np.abs(np.corrcoef(table.T) - np.eye(len(numbers))).max() > TOGETHER:
        return "two axes go together in this design, so that most combinations were never met"
    return None


def emulator_surface(smooth: Emulator, wanted: Sequence[str] = ()) -> ResponseSurface:
    """A map of a smooth, averaged along what is not drawn."""
    axes = smooth.axes
    moves = [float(np.nanvar(_averaged(smooth, [n], [_line(axes[n], 11)]))) for n in range(len(axes))]
    drawn = _drawn(axes, moves, wanted)
    ticks = [_line(axes[n], FINE if k < 2 else 0) for k, n in enumerate(drawn)]
    means = _averaged(smooth, drawn, ticks)
    if len(drawn) > 1 and all(axes[n].kind != CHOICE for n in drawn[:2]):
        means = np.where(_inside(smooth.raw[:, drawn[:2]], ticks[0], ticks[1]), means, np.nan)
    others = tuple(axes[n] for n in range(len(axes)) if n not in drawn)
    return ResponseSurface(tuple(axes[n] for n in drawn), tuple(ticks), means, np.full(means.shape, np.nan), others)


def _line(axis: AxisColumn, count: int) -> FloatArray:
    """Values to draw at: every choice; of numbers the middles of so many cells between the outermost points, or the slices (0)."""
    if axis.kind == CHOICE:
        return np.arange(len(axis.values), dtype=float)
    low, high = float(axis.column.min()), float(axis.column.max())
    shares = (np.arange(count) + 0.5) / count if count else np.array(SLICES)
    return low + shares * (high - low)


def _averaged(smooth: Emulator, drawn: Sequence[int], ticks: Sequence[FloatArray]) -> FloatArray:
    """[panel, up, across]: the smooth at these values, averaged over the other axes as the points have them."""
    others = smooth.raw[:: -(-smooth.raw.shape[0] // OTHERS)] if len(drawn) < len(smooth.axes) else smooth.raw[:1]
    shape = [one.size for one in reversed(ticks)]
    cells = np.array(list(product(*reversed(ticks))))
    found = []
    for some in np.array_split(cells, -(-cells.shape[0] // TILE)):
        rows = np.repeat(others[None], some.shape[0], axis=0)
        rows[:, :, list(reversed(drawn))] = some[:, None]
        found.append(smooth.at(rows.reshape(-1, others.shape[1])).reshape(some.shape[0], -1).mean(axis=1))
    return np.concatenate(found).reshape([1] * (3 - len(shape)) + shape)


def _inside(points: FloatArray, across: FloatArray, up: FloatArray) -> NDArray[np.bool_]:
    """[up, across]: whether a cell lies within the hull of the points."""
    from scipy.spatial import ConvexHull, Delaunay

    low, span = points.min(axis=0), np.ptp(points, axis=0)
    cells = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    shares = (points - low) / span
    corners = shares[ConvexHull(shares).vertices]  # their triangles cover the same, and are few
    found = Delaunay(corners).find_simplex((cells - low) / span) >= 0
    return np.asarray(found.reshape(up.size, across.size))
