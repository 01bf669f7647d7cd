"""Morris' elementary effects (SALib): what an outcome changes by, on average, when one axis goes from its low to its high.

Of axes in a group: when all of them do so at once, each its own way.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from icsim.sweep.analysis.index_estimate import SAMPLES, SEED, SURE, IndexEstimate, IndexMethod, upper
from icsim.sweep.analysis.level_contrasts import step_contrast
from icsim.sweep.analysis.sweep_results import FloatArray, SweepResults, nan_mean
from icsim.sweep.analysis.varied_units import VariedUnit, varied_units
from icsim.sweep.axis_groups import group_names
from icsim.sweep.designs import MorrisDesign


def method(frame: SweepResults, means: FloatArray, dummy: FloatArray | None) -> IndexMethod:
    """The method on means [point] of a Morris design, dummies [split, point]. Paths with a gap are left out whole."""
    assert isinstance(frame.held.design, MorrisDesign)
    units, levels = varied_units(frame), frame.held.design.levels
    step = len(units) + 1
    paths = means.reshape(-1, step)
    # Positions along the axes as the table has them: two neighbours that a list or a whole number makes equal differ by nothing.
    along = np.stack([axis.shares for axis in frame.axes], axis=1).reshape(-1, step, len(frame.axes))
    whole = np.flatnonzero(~np.isnan(paths).any(axis=1))
    twin = None if dummy is None else dummy.reshape(dummy.shape[0], -1, step)
    groups = group_names(frame.held.design.groups, [axis.path for axis in frame.axes])

    def estimate(chosen: NDArray[np.int64]) -> IndexEstimate:
        kept = whole[chosen]
        return _estimate(units, groups, along[kept], paths[kept], levels, None if twin is None else twin[:, kept])

    def values(chosen: NDArray[np.int64]) -> FloatArray:
        return estimate(chosen).value

    return IndexMethod("morris", whole.size, paths.shape[0], step, estimate, values)


def _estimate(
    units: Sequence[VariedUnit], groups: Sequence[str], along: FloatArray, paths: FloatArray, levels: int, twin: FloatArray | None
) -> IndexEstimate:
    from SALib.analyze import morris

    axes = len(groups)
    problem = {"num_vars": axes, "names": [str(n) for n in range(axes)], "bounds": [[0.0, 1.0]] * axes, "groups": list(groups)}
    found: dict[str, FloatArray] = morris.analyze(
        problem, along.reshape(-1, axes), paths.ravel(), num_resamples=SAMPLES, conf_level=SURE, num_levels=levels, seed=SEED
    )
    wide = float(ndtri(0.5 + SURE / 2.0))
    value, error, mean, sigma = (
        np.ma.filled(np.ma.asarray(found[key]).astype(np.float64), np.nan) for key in ("mu_star", "mu_star_conf", "mu", "sigma")
    )
    error = error / wide
    several = np.array([not unit.alone for unit in units])
    mean[several] = np.nan  # the axes of a group step each its own way, up or down by chance
    mean_error = sigma / np.sqrt(paths.shape[0])
    compared = {}
    for n, unit in enumerate(units):  # no share of the way between two words means anything: a step is from one to the other
        if unit.words:
            own = [k for k, group in enumerate(groups) if group == unit.name]
            clearest = max(own, key=lambda k: np.unique(along[:, :, k]).size)  # a list of one word takes no step
            whole, pair = step_contrast(along[:, :, clearest], paths, len(units))
            value[n], error[n], sigma[n] = whole.size, whole.error, np.nan
            if unit.alone:
                mean[n], mean_error[n] = pair.size, pair.error
                compared[n] = pair.levels
    return IndexEstimate(
        value=value,
        error=error,
        alone=mean,
        alone_error=mean_error,
        floor=np.nan if twin is None else _floor(twin, morris_delta(levels)),
        levels={n: positions for n, positions in compared.items() if positions},
        spread=sigma,
    )


def morris_delta(levels: int) -> float:
    """How far along its axis a step goes: half of the levels."""
    return levels / (2.0 * (levels - 1))


def _floor(twin: FloatArray, step_: float) -> float:
    """The mean size of the effects of an axis that changes nothing but the luck."""
    each = nan_mean(np.abs(twin).transpose(1, 0, 2).reshape(twin.shape[1], -1)) / step_  # [path]
    chosen = np.random.default_rng(SEED).integers(each.size, size=(SAMPLES, each.size))
    return upper(nan_mean(each[chosen]))
