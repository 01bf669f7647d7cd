"""Necessity and sufficiency: would it have happened without, and would it have come about with?

Both arms of a world share all their luck, so for each pair of worlds it is known what the other arm would have done.
What has to be assumed of field data (exogeneity, monotonicity: Tian and Pearl 2000) is here read off.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.effect_shares import CONFIDENCE, Estimate95, jeffreys
from icsim.theory.panel import BootstrapWeights, ReplicatePanel
from icsim.theory.theory_cases import TheoryCase

OutcomeFlags = NDArray[np.float64]  # [draw, replicate]: 1 it is so, 0 it is not, nan left out


@dataclass(frozen=True)
class Necessity:
    """Of pairs of worlds that differ in the resource alone: shares with their 95 % intervals, and the counts behind them.

    `with_it` stands for the contrast's first arm, `without` for its second.
    """

    pn: Estimate95  # of pairs in which it happened with it: it did not happen without (PN)
    ps: Estimate95  # of pairs in which it did not happen without: it happened with it (PS)
    pns: Estimate95  # of all pairs: it happened with it, and not without (PNS)
    with_it: int  # pairs in which it happened with it
    without: int  # pairs in which it happened without
    pairs: int  # pairs in which it is known of both
    missing: int  # pairs left out: the resource could not be seen, or the measure has no value


def necessity(case: TheoryCase, panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights) -> Necessity | None:
    """What the theory's `occurred_if` says in every draw and luck; None for a theory that names none."""
    if case.happened is None or case.theory.occurred_if is None:
        return None
    terms, week = case.happened
    first, second = (panel.read(arm, terms, week) for arm in case.theory.contrasted)
    there = tested & ~np.isnan(first) & ~np.isnan(second)
    least, most = case.theory.occurred_if.at_least, case.theory.occurred_if.at_most
    came = [arm >= least if least is not None else arm <= (most or 0.0) for arm in (first, second)]
    with_it, without = (np.where(there, one.astype(np.float64), np.nan) for one in came)
    return count_pairs(with_it, without, weights)


def count_pairs(first: OutcomeFlags, second: OutcomeFlags, weights: BootstrapWeights) -> Necessity:
    """Shares and counts, from whether it happened in each pair's first and in its second world."""
    every = np.where(np.isnan(first) | np.isnan(second), np.nan, 1.0)
    only = every * first * (1.0 - second)
    return Necessity(
        pn=_among(only, every * first, weights),
        ps=_among(only, every * (1.0 - second), weights),
        pns=_among(only, every, weights),
        with_it=int(np.nansum(every * first)),
        without=int(np.nansum(every * second)),
        pairs=int(np.nansum(every)),
        missing=int(np.isnan(every).sum()),
    )


def _among(hits: OutcomeFlags, of: OutcomeFlags, weights: BootstrapWeights) -> Estimate95:
    """The share of some pairs among others; nan where there are none.

    The interval is that of the two-way bootstrap, widened to Jeffreys' for as many draws as have such a pair: pairs of
    one draw are no independent witnesses, and where all agree a bootstrap has no width.
    """
    above, below = (_summed(part, weights) for part in (hits, of))
    if below[0] == 0.0:
        return Estimate95(np.nan, np.nan, np.nan)
    value = float(above[0] / below[0])
    samples = above[1:][below[1:] > 0.0] / below[1:][below[1:] > 0.0]
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.quantile(samples, [tail, 1.0 - tail]) if samples.size else (0.0, 1.0)
    draws = float(np.any(np.nan_to_num(of) > 0.0, axis=1).sum())
    exact = jeffreys(draws if value == 1.0 else value * draws, draws)
    return Estimate95(value, min(float(low), exact[0]), max(float(high), exact[1]))


def _summed(pairs: OutcomeFlags, weights: BootstrapWeights) -> NDArray[np.float64]:
    """Weighted sums over draws and replicates: [sample]."""
    return np.asarray((weights.draws * np.einsum("dl,ls->ds", np.nan_to_num(pairs), weights.replicates)).sum(axis=0))
