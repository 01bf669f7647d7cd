"""Scenario discovery: in which part of the space a condition on an outcome holds, as a box (PRIM) and as a small tree (CART)."""

from dataclasses import dataclass

import numpy as np

from icsim.statistics.decision_tree import Table, TreeRule, Truth, fit_tree
from icsim.sweep.analysis import sobol
from icsim.sweep.analysis.prim import ValidatedBox, find_box
from icsim.sweep.analysis.report_request import OutcomeCondition, OutcomeSeries
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, SweepResults, nan_mean, nan_standard_error

RARE = 8  # points of each kind without which nothing can be told
MOST = 5_000  # points that a box is made from; more would take minutes and tell no more
NEAR = 1.96  # standard errors from the limit within which luck may have decided


@dataclass(frozen=True)
class ScenarioDiscovery:
    """Where a condition holds, as far as that can be told."""

    where: OutcomeCondition
    series: OutcomeSeries
    axes: tuple[AxisColumn, ...]
    values: Table  # [point, axis], of the points that could be read
    hits: Truth  # [point]: where it holds
    holds_at: int  # of all points that could be read, which may be more
    readable: int
    near: int  # points too near the limit to be told from luck; -1 with one world at each point
    missing: int  # points without a value
    box: ValidatedBox | None  # None: it holds nearly everywhere, or nearly nowhere
    tree: TreeRule | None


def discover_scenarios(frame: SweepResults, where: OutcomeCondition, series: OutcomeSeries) -> ScenarioDiscovery:
    """A box and a tree for a condition, from points that fill the space evenly."""
    chosen = sobol.independent_rows(frame) if frame.design == "saltelli" else np.arange(frame.points)
    means, apart = nan_mean(series.values)[chosen], nan_standard_error(series.values)[chosen]
    there = ~np.isnan(means)
    axes = tuple(axis for axis in frame.axes if np.ptp(axis.column[chosen]) > 0.0)
    values = np.stack([axis.column[chosen][there] for axis in axes], axis=1) if axes else np.empty((int(there.sum()), 0))
    hits = where.holds(means[there])
    holds_at, readable = int(hits.sum()), hits.size
    if hits.size > MOST:
        some = np.sort(np.random.default_rng(1).permutation(hits.size)[:MOST])
        values, hits = values[some], hits[some]
    near = int((np.abs(means[there] - where.limit) < NEAR * apart[there]).sum()) if series.values.shape[1] > 1 else -1
    enough = bool(axes) and min(int(hits.sum()), int((~hits).sum())) >= RARE
    box = find_box(axes, values, hits) if enough else None
    tree = fit_tree(*tree_columns(axes, values), hits) if enough else None
    return ScenarioDiscovery(where, series, axes, values, hits, holds_at, readable, near, int((~there).sum()), box, tree)


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
