"""One batch of settings: every target looked at, the cheapest first, until one is missed; what passes is looked at afresh.

A batch comes to an array [setting, look, value or distance, target]: look 0 is the first, the others are on replicates and
leaders that it never saw. A distance is in cuts: up to 1 the target is met. Where nobody looked there is no number.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from icsim.calibrate.plan import CalibrationPlan
from icsim.calibrate.prior import Draws, as_draw, draw_batch
from icsim.calibrate.probes import Probe
from icsim.calibrate.targets import Target
from icsim.engine.block_pool import BlockValues, ProgressCounter

LANES = 128  # worlds side by side
VALUE, DISTANCE = 0, 1
Judged = NDArray[np.float64]


def compute_batch(plan: CalibrationPlan, batch: int, march: ProgressCounter) -> BlockValues:
    """What comes of a batch."""
    return judge(plan, draw_batch(batch, plan.seed, plan.names), batch < plan.explored, march)


def judge(plan: CalibrationPlan, draws: Draws, everything: bool, march: ProgressCounter) -> Judged:
    """What comes of settings; `everything`: whether the first look goes on after a miss."""
    found = np.full((len(draws), 1 + plan.fresh_sets, 2, len(plan.targets)), np.nan)
    _look(plan, draws, np.arange(len(draws)), 0, everything, march, found)
    for fresh in range(1, 1 + plan.fresh_sets):
        _look(plan, draws, np.flatnonzero(met(found[:, 0])), fresh, False, march, found)
    return found


def met(look: Judged) -> NDArray[np.bool_]:
    """Whether everything was met in a look, [setting, value or distance, target]."""
    with np.errstate(invalid="ignore"):
        return np.asarray((look[:, DISTANCE] <= 1.0).all(axis=1))


def distance(target: Target, cut: float, values: NDArray[np.float64], spread: NDArray[np.float64], worlds: int) -> Judged:
    """How far values are from what was observed, in cuts. Where nothing can be read it is infinitely far."""
    luck = spread if target.luck is None else np.full_like(values, target.luck)
    own = 1.0 if target.one_place else 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(target.observation**2 + target.discrepancy**2 + np.nan_to_num(luck) ** 2 * (1.0 / worlds + own))
        outside = np.maximum(np.maximum(target.low - values, values - target.high), 0.0)
        return np.where(np.isnan(values), np.inf, np.where(outside > 0.0, outside / (cut * error), 0.0))


def _look(
    plan: CalibrationPlan, draws: Draws, alive: NDArray[np.intp], fresh: int, everything: bool, march: ProgressCounter,
    found: Judged,
) -> None:
    """One look at the settings that are alive, into `found`."""
    first = 0
    for probe in plan.probes:
        columns = slice(first, first + len(probe.targets))
        first = columns.stop
        worlds = probe.confirm if fresh else plan.file.screen
        many = max(1, LANES // worlds)
        for start in range(0, len(alive), many):
            here = alive[start : start + many]
            values, spread = _read(plan, probe, draws[here], fresh, worlds, march)
            found[here, fresh, VALUE, columns] = values.T
            for n, target in enumerate(probe.targets.values()):
                found[here, fresh, DISTANCE, first - len(probe.targets) + n] = distance(
                    target, plan.file.cut, values[n], spread[n], worlds
                )
        if not everything:
            alive = alive[(found[alive, fresh, DISTANCE, columns] <= 1.0).all(axis=1)]


def _read(
    plan: CalibrationPlan, probe: Probe, draws: Draws, fresh: int, worlds: int, march: ProgressCounter
) -> Sequence[NDArray[np.float64]]:
    drawn = [as_draw(plan.names, row) for row in draws]
    points = [probe.settings.with_draw(one.parameters, one.context) for one in drawn]
    lanes = len(points) * worlds
    found = probe.read(points, plan.replicates(fresh, worlds), plan.leaders(fresh), lambda weeks: march.on(weeks * lanes))
    return found[0], found[1]


