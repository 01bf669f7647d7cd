"""How much of what happens is leaders' doing: their share of an outcome's variance beside circumstances, structure and replicates.

Many small crossed designs: in each, some random leaderships x some random circumstances x some structures x some replicates, in
one plausible setting of the rules' numbers. Two worlds that share only their leaders are alike by as much as leaders alone
explain, so each variance is a mean of products over pairs of worlds that share exactly those things: unbiased, for no world
is paired with itself (Hoeffding's decomposition with random levels; Owen 2013, Variance components and generalized Sobol'
indices). The interval resamples the designs, which share nothing.

Leaders: every mechanism's level, of each tier on its own, evenly from 0 to 1. Circumstances: every context variable evenly
over its range, resources among them (time, money, demand). Structure: who knows whom, and what single leaders are like.
Replicates: all that is drawn from week to week.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.catalogue import MECHANISMS, Measure, catalogue
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds
from icsim.engine.crossed_design import ParameterDraw, run_crossed
from icsim.engine.measures import Query
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.mechanism_factorial import sample_estimate, user_fixed_parameters
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.settings_table import settings_of

LEADERS, CIRCUMSTANCES, STRUCTURE, REPLICATES = "leaders", "circumstances", "structure", "replicates"
GROUPS = (LEADERS, CIRCUMSTANCES, STRUCTURE, REPLICATES)
SIZES = (4, 4, 3, 3)  # of each group in a design
SAMPLES, SEED = 1000, 7

OutcomeArray = NDArray[np.float64]  # [design, leadership, circumstances, structure, replicate]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class VarianceShare:
    """What one group does to an outcome, as shares of its variance."""

    group: str
    alone: Estimate95  # first order: what it explains by itself
    whole: Estimate95  # total: with all that it does together with others


@dataclass(frozen=True)
class VarianceDecomposition:
    """An outcome's variance between worlds, and whose doing it is."""

    measure: Measure
    deviation: Estimate95  # standard deviation between worlds, in the outcome's unit
    shares: tuple[VarianceShare, ...]  # in the order of GROUPS
    together: Estimate95  # what no group explains alone

    def of(self, group: str) -> VarianceShare:
        """One group's share."""
        return next(share for share in self.shares if share.group == group)


def decompose_variance(
    settings: Settings, designs: int, measures: Sequence[str], around: Sequence[str], progress: ProgressCallback | None = None
) -> tuple[VarianceDecomposition, ...]:
    """Run so many designs at a place and read the measures at the end. `around`: context variables that are drawn."""
    rules = draw_parameters(designs, settings.seed, user_fixed_parameters(settings), settings=settings_of(settings))
    circumstances = draw_parameters(designs * SIZES[1], settings.seed + 1, around=around)
    wanted = [(Query(name), settings.weeks) for name in measures]
    each, made = int(np.prod(SIZES)), []
    for n, rule in enumerate(rules):
        chance = np.random.default_rng([SEED, settings.seed, n])
        arms = [random_leadership(settings, chance) for _ in range(SIZES[0])]
        draws = [ParameterDraw(rule.parameters, one.context) for one in circumstances[n * SIZES[1] : (n + 1) * SIZES[1]]]
        first = settings.structure_seed + n * SIZES[2], settings.seed + n * SIZES[3]
        replicates = [ReplicateSeeds(first[0] + s, first[1] + k) for s, k in product(range(SIZES[2]), range(SIZES[3]))]
        made.append(run_crossed(arms, draws, replicates, wanted).transpose(2, 0, 1, 3))
        if progress is not None:
            progress((n + 1) * each, designs * each)
    worlds = np.stack(made, axis=1)
    known = catalogue().measures
    return tuple(
        variance_components(known[name], worlds[n].reshape(designs, *SIZES)) for n, name in enumerate(measures)
    )  # fmt: skip


def random_leadership(settings: Settings, chance: np.random.Generator) -> Settings:
    """The same place under a leadership made by chance."""
    paths = [f"leadership.{tier}.{name}.level" for tier in ("team", "system") for name in MECHANISMS]
    return settings.with_changes(dict(zip(paths, chance.random(len(paths)).tolist(), strict=True)))


def variance_components(measure: Measure, worlds: OutcomeArray) -> VarianceDecomposition:
    """One outcome from its readings; a world without a value is left out of all pairs."""
    designs = worlds.shape[0]
    chance = np.random.default_rng([SEED, designs])
    weights = np.concatenate([np.ones((1, designs)), chance.multinomial(designs, np.full(designs, 1.0 / designs), SAMPLES)])
    alike = _alike(worlds, weights)
    every, nothing = (True,) * len(GROUPS), (False,) * len(GROUPS)
    whole = alike[every] - alike[nothing]
    found, first = [], np.zeros_like(whole)
    for n, group in enumerate(GROUPS):
        mine = tuple(k == n for k in range(len(GROUPS)))
        others = tuple(k != n for k in range(len(GROUPS)))
        alone = _ratio(alike[mine] - alike[nothing], whole)
        found.append(
            VarianceShare(group, sample_estimate(alone), sample_estimate(1.0 - _ratio(alike[others] - alike[nothing], whole)))
        )
        first = first + alone
    return VarianceDecomposition(
        measure, sample_estimate(np.sqrt(np.maximum(whole, 0.0))), tuple(found), sample_estimate(1.0 - first)
    )


def _alike(worlds: OutcomeArray, weights: Numbers) -> dict[tuple[bool, ...], Numbers]:
    """The mean product of two worlds of a design that share exactly these groups, in every sample of designs."""
    there = ~np.isnan(worlds)
    middle = float(np.nanmean(worlds)) if there.any() else 0.0
    values = np.where(there, worlds - middle, 0.0)
    keys = list(product((False, True), repeat=len(GROUPS)))
    exact = [{key: _sharing(array, key) for key in keys} for array in (values, there.astype(np.float64))]
    for sums in exact:  # from sharing at least these groups to sharing exactly these
        for n in range(len(GROUPS)):
            for key in keys:
                if not key[n]:
                    sums[key] = sums[key] - sums[(*key[:n], True, *key[n + 1 :])]
    return {key: _ratio(weights @ exact[0][key], weights @ exact[1][key]) for key in keys}


def _sharing(array: OutcomeArray, key: tuple[bool, ...]) -> Numbers:
    """The sum over all pairs, a world with itself among them, that share at least these groups: [design]."""
    sums = array.sum(axis=tuple(n + 1 for n, shared in enumerate(key) if not shared))
    return np.asarray((sums * sums).reshape(array.shape[0], -1).sum(axis=1))


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0.0, above / below, np.nan)
