"""Indices from points as they are given or drawn, whatever lies behind them: Borgonovo's delta and the first-order share (SALib).

Delta is how far the density of an outcome moves, from 0 to 1, when an axis is known (Borgonovo 2007); the first-order share is of
its variance. Both are estimated in slices of an axis as Plischke, Borgonovo and Smith (2013) do, their equation 30 taking away what
few points add; the bootstrap that it needs is made here, so that both are of the same resamples and no global luck is touched.
"""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from icsim.sweep.analysis.index_estimate import SEED, SURE
from icsim.sweep.analysis.one_thread import one_thread
from icsim.sweep.analysis.report_request import OutcomeSeries
from icsim.sweep.analysis.sweep_results import AxisColumn, FloatArray, SweepResults, nan_mean
from icsim.sweep.settings_axis import PATH

DESIGNS = ("lhs", "sobol_sequence", "file")
"""Designs whose points are given or drawn; of a crossed design it is that of its settings."""
FEWEST, MOST = 40, 2_000  # points: below, slices are too few; beyond, more seconds tell no more
NUMBERS = 20_000  # points x axes at the most, as long as 500 points are left
RESAMPLES = 50
GRID = 100  # places at which SALib compares densities
SLICES = 48  # at the most


@dataclass(frozen=True)
class GivenIndex:
    """An axis: delta, and the share of the variance that it makes alone."""

    path: str
    delta: float
    low: float  # 95 % interval
    high: float
    first: float
    first_low: float
    first_high: float
    beyond: bool  # whether the whole interval of delta lies beyond what a shuffled axis gets


@dataclass(frozen=True)
class GivenDataResult:
    """All axes for one outcome, the largest delta first."""

    series: OutcomeSeries
    axes: tuple[GivenIndex, ...]
    dummy: float  # the upper end of delta of an axis that was shuffled
    points: int  # that they are worked out from
    settings: bool  # whether these are settings of a crossed design, each with the mean over its policies


def given_data(frame: SweepResults, series: OutcomeSeries) -> GivenDataResult | None:
    """The indices of an outcome; None where points were laid otherwise, are too few, or came out alike."""
    if not has_given_data(frame):
        return None
    axes, rows, values = _points(frame, nan_mean(series.values))
    there = np.flatnonzero(~np.isnan(values))
    chance = np.random.default_rng(SEED)
    most = min(MOST, max(500, NUMBERS // max(1, len(axes))))
    if there.size > most:
        there = np.sort(chance.permutation(there)[:most])
    if there.size < FEWEST:
        return None
    values = values[there]
    columns = [axis.column[rows][there] for axis in axes]
    moved = [n for n, column in enumerate(columns) if np.ptp(column) > 0.0]
    if np.ptp(values) == 0.0 or not moved:
        return None
    shuffled = chance.permutation(there.size).astype(np.float64)
    along = np.stack([*(columns[n] for n in moved), shuffled], axis=1)
    try:
        with one_thread():
            found, error = _estimates(along, values, chance)
    except np.linalg.LinAlgError:  # values that are all but one and the same have no density
        return None
    wide = float(ndtri(0.5 + SURE / 2.0))
    low, high = np.clip(found - wide * error, 0.0, 1.0), np.clip(found + wide * error, 0.0, 1.0)
    found, dummy = np.clip(found, 0.0, 1.0), float(high[-1, 0])
    made = [
        GivenIndex(
            axes[n].path, delta=float(found[k, 0]), low=float(low[k, 0]), high=float(high[k, 0]), first=float(found[k, 1]),
            first_low=float(low[k, 1]), first_high=float(high[k, 1]), beyond=bool(low[k, 0] > dummy),
        )
        for k, n in enumerate(moved)
    ]  # fmt: skip
    ordered = tuple(sorted(made, key=lambda one: -one.delta))
    return GivenDataResult(series, ordered, dummy, int(there.size), frame.design == "crossed")


def has_given_data(frame: SweepResults) -> bool:
    """Whether the points of a study, or its settings, are given or drawn."""
    kind = str(getattr(frame.held.design, "uncertain", {}).get("kind", "lhs")) if frame.design == "crossed" else frame.design
    return kind in DESIGNS and bool(_axes(frame))


def _axes(frame: SweepResults) -> tuple[AxisColumn, ...]:
    """What is uncertain; rows of the table of settings have no order along which slices could be cut."""
    return tuple(axis for axis in frame.axes if not axis.decided and axis.path != PATH)


def _points(frame: SweepResults, means: FloatArray) -> tuple[tuple[AxisColumn, ...], NDArray[np.int64], FloatArray]:
    """Axes, a row of the study for each point, and its value: of a setting the mean over all policies."""
    axes = _axes(frame)
    if frame.design != "crossed":
        return axes, np.arange(means.size), means
    uncertain = np.stack([axis.column for axis in frame.axes if not axis.decided], axis=1)
    _, first, setting = np.unique(uncertain, axis=0, return_index=True, return_inverse=True)
    setting = setting.ravel()
    return axes, first, np.bincount(setting, weights=means) / np.bincount(setting)


def _estimates(along: FloatArray, values: FloatArray, chance: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Delta and first-order share of each column, [column, index], without what few points add; and their standard errors."""
    drawn = chance.integers(values.size, size=(RESAMPLES, values.size))
    plain = _indices(along, values, values)
    samples = np.array([_indices(along[one], values[one], values) for one in drawn])
    return 2.0 * plain - samples.mean(axis=0), samples.std(axis=0, ddof=1)


def _indices(along: FloatArray, values: FloatArray, every: FloatArray) -> FloatArray:
    from SALib.analyze import delta

    grid = np.linspace(every.min(), every.max(), GRID)
    edges = slice_edges(values.size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of slices in which all values are alike, which it leaves out
        return np.array(
            [(delta.calc_delta(values, grid, column, edges), delta.sobol_first(values, column, edges)) for column in along.T]
        )


def slice_edges(count: int) -> FloatArray:
    """The ranks at which slices begin, as many as SALib makes of so many points."""
    power = 2.0 / (7.0 + np.tanh((1500.0 - count) / 500.0))
    return np.linspace(0.0, count, round(min(int(np.ceil(count**power)), SLICES)) + 1)
