"""Sobol's indices (SALib): the share of the variance that an axis makes alone, and with all that it does together with others."""

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from icsim.sweep.analysis.index_estimate import SAMPLES, SEED, SURE, IndexEstimate, IndexMethod, capped_samples, upper
from icsim.sweep.analysis.sweep_results import FloatArray, SweepResults, nan_mean
from icsim.sweep.designs import SaltelliDesign


def method(frame: SweepResults, means: FloatArray, dummy: FloatArray | None) -> IndexMethod:
    """The method on means [point] of a Saltelli design, dummies [split, point]. Rows with a gap are left out whole."""
    second = _second_order(frame)
    step = 2 * len(frame.axes) + 2 if second else len(frame.axes) + 2
    rows = means.reshape(-1, step)
    whole = np.flatnonzero(~np.isnan(rows).any(axis=1))
    # A is each row's first point, B its last: the two that are drawn, of which the variance is taken.
    twin = None if dummy is None else dummy.reshape(dummy.shape[0], -1, step)[:, :, 0]

    def estimate(units: NDArray[np.int64]) -> IndexEstimate:
        chosen = whole[units]
        return _estimate(len(frame.axes), second, rows[chosen], None if twin is None else twin[:, chosen])

    def values(units: NDArray[np.int64]) -> FloatArray:
        return _totals(len(frame.axes), rows[whole[units]])

    return IndexMethod("sobol", whole.size, rows.shape[0], step, estimate, values)


def _second_order(frame: SweepResults) -> bool:
    return isinstance(frame.held.design, SaltelliDesign) and frame.held.design.second_order


def independent_rows(frame: SweepResults) -> NDArray[np.int64]:
    """The points of a Saltelli design that are drawn evenly and independently: the first and the last of each row."""
    step = 2 * len(frame.axes) + 2 if _second_order(frame) else len(frame.axes) + 2
    first = np.arange(0, frame.points, step)
    return np.sort(np.concatenate([first, first + step - 1]))


def _estimate(axes: int, second: bool, rows: FloatArray, twin: FloatArray | None) -> IndexEstimate:
    from SALib.analyze import sobol

    problem = {"num_vars": axes, "names": [str(n) for n in range(axes)], "bounds": [[0.0, 1.0]] * axes}
    many = capped_samples(SAMPLES, rows.shape[0] * axes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of resamples that are constant: their index is 0, which is right
        found: dict[str, FloatArray] = sobol.analyze(
            problem, rows.ravel(), calc_second_order=second, num_resamples=many, conf_level=SURE, seed=SEED, keep_resamples=True
        )
    pairs: tuple[tuple[int, int, float, float], ...] = ()
    if second:
        wide = float(ndtri(0.5 + SURE / 2.0))
        couples = [(j, k) for j in range(axes) for k in range(j + 1, axes)]
        pairs = tuple((j, k, float(found["S2"][j, k]), float(found["S2_conf"][j, k]) / wide) for j, k in couples)
    return IndexEstimate(
        value=np.asarray(found["ST"]),
        error=found["ST_conf_all"].std(axis=0, ddof=1),
        alone=np.asarray(found["S1"]),
        alone_error=found["S1_conf_all"].std(axis=0, ddof=1),
        floor=np.nan if twin is None else _floor(rows, twin),
        pairs=pairs,
    )


def _totals(axes: int, rows: FloatArray) -> FloatArray:
    """Total indices alone, [axis]."""
    from SALib.analyze.sobol import total_order

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of rows that are constant: their index is 0, which is right
        return np.array([total_order(rows[:, 0], rows[:, n + 1], rows[:, -1]) for n in range(axes)], dtype=np.float64).ravel()


def _floor(rows: FloatArray, twin: FloatArray) -> float:
    """The total index of an axis that changes nothing but the luck: half the mean square of what it does, over the variance."""
    squares = nan_mean((twin**2).T)  # [row]
    drawn_ = rows[:, [0, -1]]
    chosen = np.random.default_rng(SEED).integers(rows.shape[0], size=(SAMPLES, rows.shape[0]))
    with np.errstate(divide="ignore", invalid="ignore"):  # a resample may be the same everywhere: it says nothing
        samples = 0.5 * nan_mean(squares[chosen]) / drawn_[chosen].reshape(SAMPLES, -1).var(axis=1)
    return upper(samples[np.isfinite(samples)]) if np.isfinite(samples).any() else np.nan
