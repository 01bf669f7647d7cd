"""Morris' elementary effects (SALib): what an outcome changes by, on average, when one axis goes from its low to its high."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from icsim.sweep.analysis.index_estimate import SAMPLES, SEED, SURE, IndexEstimate, IndexMethod, upper
from icsim.sweep.analysis.level_contrasts import step_contrast
from icsim.sweep.analysis.sweep_results import CHOICE, FloatArray, SweepResults, nan_mean
from icsim.sweep.designs import MorrisDesign


def method(frame: SweepResults, means: FloatArray, dummy: FloatArray | None) -> IndexMethod:
    """The method on means [point] of a Morris design, dummies [split, point]. Paths with a gap are left out whole."""
    assert isinstance(frame.held.design, MorrisDesign)
    axes, levels = len(frame.axes), frame.held.design.levels
    paths = means.reshape(-1, axes + 1)
    # Positions along the axes as the table has them: two neighbours that a list or a whole number makes equal differ by nothing.
    along = np.stack([axis.shares for axis in frame.axes], axis=1).reshape(-1, axes + 1, axes)
    whole = np.flatnonzero(~np.isnan(paths).any(axis=1))
    twin = None if dummy is None else dummy.reshape(dummy.shape[0], -1, axes + 1)
    words = [n for n, axis in enumerate(frame.axes) if axis.kind == CHOICE]

    def estimate(units: NDArray[np.int64]) -> IndexEstimate:
        chosen = whole[units]
        return _estimate(along[chosen], paths[chosen], levels, None if twin is None else twin[:, chosen], words)

    def values(units: NDArray[np.int64]) -> FloatArray:
        return estimate(units).value

    return IndexMethod("morris", whole.size, paths.shape[0], axes + 1, estimate, values)


def _estimate(
    along: FloatArray, paths: FloatArray, levels: int, twin: FloatArray | None, words: Sequence[int]
) -> IndexEstimate:
    from SALib.analyze import morris

    axes = along.shape[2]
    problem = {"num_vars": axes, "names": [str(n) for n in range(axes)], "bounds": [[0.0, 1.0]] * axes}
    found: dict[str, FloatArray] = morris.analyze(
        problem, along.reshape(-1, axes), paths.ravel(), num_resamples=SAMPLES, conf_level=SURE, num_levels=levels, seed=SEED
    )
    wide = float(ndtri(0.5 + SURE / 2.0))
    value, error = np.array(found["mu_star"], dtype=np.float64), np.array(found["mu_star_conf"], dtype=np.float64) / wide
    alone = np.array(found["mu"], dtype=np.float64)
    alone_error = np.array(found["sigma"], dtype=np.float64) / np.sqrt(paths.shape[0])
    compared = {}
    for n in words:  # no share of the way between two words means anything: a step is from one to the other
        whole, pair = step_contrast(along[:, :, n], paths, axes)
        value[n], error[n], alone[n], alone_error[n] = whole.size, whole.error, pair.size, pair.error
        compared[n] = pair.levels
    return IndexEstimate(
        value=value,
        error=error,
        alone=alone,
        alone_error=alone_error,
        floor=np.nan if twin is None else _floor(twin, morris_delta(levels)),
        levels={n: positions for n, positions in compared.items() if positions},
    )


def morris_delta(levels: int) -> float:
    """How far along its axis a step goes: half of the levels."""
    return levels / (2.0 * (levels - 1))


def _floor(twin: FloatArray, step_: float) -> float:
    """The mean size of the effects of an axis that changes nothing but the luck."""
    each = nan_mean(np.abs(twin).transpose(1, 0, 2).reshape(twin.shape[1], -1)) / step_  # [path]
    chosen = np.random.default_rng(SEED).integers(each.size, size=(SAMPLES, each.size))
    return upper(nan_mean(each[chosen]))
