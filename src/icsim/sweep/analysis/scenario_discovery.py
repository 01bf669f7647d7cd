"""Scenario discovery: in which part of the space a condition on outcomes holds, as boxes (PRIM) and as a small tree (CART)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.decision_tree import Table, TreeRule, Truth, fit_tree
from icsim.sweep.analysis import sobol
from icsim.sweep.analysis.outcome_condition import SIGNS, OutcomeCondition
from icsim.sweep.analysis.prim import Groups, ValidatedBox, find_boxes
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, FloatArray, SweepResults, nan_mean, nan_standard_error
from icsim.sweep.settings_axis import PATH

RARE = 8  # points of each kind without which nothing can be told
MOST = 5_000  # points that a box is made from; more would take minutes and tell no more
NEAR = 1.96  # standard errors from the limit within which luck may have decided


@dataclass(frozen=True)
class ScenarioDiscovery:
    """Where a condition holds, as far as that can be told."""

    where: OutcomeCondition
    arm: str  # "" where no arm is named
    limits: tuple[float, ...]  # those of the condition as numbers
    axes: tuple[AxisColumn, ...]
    values: Table  # [point, axis], of the points that could be read
    hits: Truth  # [point]: where it holds
    holds_at: int  # of all points that could be read, which may be more
    readable: int
    near: int  # points too near a limit to be told from luck; -1 with one world at each point
    missing: int  # points without a value
    boxes: tuple[ValidatedBox, ...]  # none: it holds nearly everywhere, or nearly nowhere
    tree: TreeRule | None
    left_out: tuple[str, ...] = ()  # axes whose values have no order to cut at

    @property
    def box(self) -> ValidatedBox | None:
        """The first box."""
        return self.boxes[0] if self.boxes else None

    @property
    def real_boxes(self) -> tuple[ValidatedBox, ...]:
        """Those that are more than noise."""
        return tuple(one for one in self.boxes if one.real)


def discover_scenarios(frame: SweepResults, where: OutcomeCondition, arm: str = "") -> ScenarioDiscovery:
    """Boxes and a tree for a condition, from points that fill the space evenly."""
    chosen = sobol.independent_rows(frame) if frame.design == "saltelli" else np.arange(frame.points)
    worlds = {outcome: frame.read(outcome, arm)[chosen] for outcome in where.outcomes}
    means = {outcome: nan_mean(values) for outcome, values in worlds.items()}
    there = ~np.any([np.isnan(values) for values in means.values()], axis=0)
    varied = [axis for axis in frame.axes if np.ptp(axis.column[chosen]) > 0.0]
    axes = tuple(axis for axis in varied if axis.path != PATH)
    values = np.stack([axis.column[chosen][there] for axis in axes], axis=1) if axes else np.empty((int(there.sum()), 0))
    holding = where.holds(means)
    hits = holding[there]
    holds_at, readable = int(hits.sum()), hits.size
    group = _groups(frame)[chosen][there] if frame.design == "crossed" else None
    if hits.size > MOST:
        some = _some(hits.size, group)
        values, hits, group = values[some], hits[some], None if group is None else group[some]
    enough = bool(axes) and min(int(hits.sum()), int((~hits).sum())) >= RARE
    return ScenarioDiscovery(
        where, arm, where.numbers(means), axes, values, hits, holds_at, readable,
        _near(where, worlds, means, there, holding), int((~there).sum()),
        find_boxes(axes, values, hits, group) if enough else (),
        fit_tree(*tree_columns(axes, values), hits, group) if enough else None,
        tuple(axis.path for axis in varied if axis not in axes),
    )  # fmt: skip


def _groups(frame: SweepResults) -> Groups:
    """The uncertain setting of each point: every policy stands in it, so that it is one observation and not as many."""
    uncertain = np.stack([axis.column for axis in frame.axes if not axis.decided], axis=1)
    return np.unique(uncertain, axis=0, return_inverse=True)[1].ravel()


def _some(points: int, group: Groups | None) -> NDArray[np.int64]:
    """So many points that it takes no minutes, drawn by chance; whole groups where there are any."""
    rng = np.random.default_rng(1)
    if group is None:
        return np.sort(rng.permutation(points)[:MOST])
    size = np.bincount(group)
    names = rng.permutation(size.size)
    taken = names[: max(1, int((np.cumsum(size[names]) <= MOST).sum()))]
    return np.flatnonzero(np.isin(group, taken))


def _near(
    where: OutcomeCondition, worlds: Mapping[str, FloatArray], means: Mapping[str, FloatArray], there: Truth, holding: Truth
) -> int:
    """How many points luck alone may have put on their side: one limit or more is near, and no other one settles it."""
    if max(values.shape[1] for values in worlds.values()) < 2:
        return -1
    errors = {outcome: nan_standard_error(values) for outcome, values in worlds.items()}
    near, settled = np.zeros(there.size, dtype=bool), np.zeros(there.size, dtype=bool)
    for one, at in zip(where.limits, where.numbers(means), strict=True):
        close = np.abs(means[one.outcome] - at) < NEAR * errors[one.outcome]
        near |= close
        settled |= ~close & ~SIGNS[one.sign](means[one.outcome], at)
    return int((there & near & (holding | ~settled)).sum())


def tree_columns(axes: tuple[AxisColumn, ...], values: Table) -> tuple[Table, list[str]]:
    """The axes as a tree wants them: numbers as they are, a column of 0 and 1 for each word, named `PATH=WORD`."""
    made, names = [], []
    for n, axis in enumerate(axes):
        if axis.kind == CHOICE:
            words = [int(one) for one in np.unique(values[:, n])]
            for word in words[1:] if len(words) == 2 else words:
                made.append((values[:, n] == word).astype(np.float64))
                names.append(f"{axis.path}={axis.values[word]}")
        else:
            made.append(values[:, n])
            names.append(axis.path)
    return np.stack(made, axis=1), names
