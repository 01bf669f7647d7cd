"""What was read of a theory's worlds: arms x draws x replicates, and means over replicates, weighted for resampling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds
from icsim.engine.crossed_design import MediatorHold, ParameterDraw, run_crossed
from icsim.engine.reading_plan import QueryAtWeek
from icsim.theory.clauses import QueryTerms

Readings = NDArray[np.float64]  # [draw, replicate]; nan where there is none
DrawMeans = NDArray[np.float64]  # [draw, sample]; sample 0 is what was seen, the others are resampled

SAMPLES = 400  # of the bootstrap
SEED = 20


@dataclass(frozen=True)
class ReplicatePanel:
    """Values of every arm, draw, wanted reading and luck."""

    arms: tuple[str, ...]
    draws: int
    replicates: tuple[ReplicateSeeds, ...]
    places: Mapping[tuple[str, int], int]  # of (query, week) among what was wanted
    values: NDArray[np.float64]  # [arm, draw, wanted, replicate]
    settings: tuple[ParameterDraw, ...] = ()  # what each draw sets; empty: not told

    def read(self, arm: str, terms: QueryTerms, week: int) -> Readings:
        """The weighted sum of an arm's terms at a week: [draw, replicate]."""
        own = self.values[self.arms.index(arm)]
        total = np.zeros(own.shape[::2])
        for query, weight in terms:
            total = total + weight * own[:, self.places[query.key, week]]
        return np.asarray(total)

    def joined(self, more: "ReplicatePanel") -> "ReplicatePanel":
        """The same worlds with more replicates."""
        values = np.concatenate([self.values, more.values], axis=-1)
        return ReplicatePanel(self.arms, self.draws, (*self.replicates, *more.replicates), self.places, values, self.settings)

    def without(self, others: Sequence[QueryAtWeek], kept: Sequence[QueryAtWeek]) -> "ReplicatePanel":
        """The same without some readings; but `kept` are kept."""
        gone = {(query.key, week) for query, week in others} - {(query.key, week) for query, week in kept}
        places = {key: n for key, n in self.places.items() if key not in gone}
        values = self.values[:, :, list(places.values())]
        return replace(self, places={key: n for n, key in enumerate(places)}, values=values)


def run_panel(
    arms: Mapping[str, Settings], draws: Sequence[ParameterDraw], replicates: Sequence[ReplicateSeeds],
    wanted: Sequence[QueryAtWeek], hold: MediatorHold | None = None, progress: ProgressCallback | None = None,
) -> ReplicatePanel:
    """Run every arm with every draw and luck, and read what is wanted; each reading once."""
    once = {(query.key, week): (query, week) for query, week in wanted}
    values = run_crossed(list(arms.values()), draws, replicates, list(once.values()), hold, progress)
    places = {key: n for n, key in enumerate(once)}
    return ReplicatePanel(tuple(arms), len(draws), tuple(replicates), places, values, tuple(draws))


@dataclass(frozen=True)
class BootstrapWeights:
    """Weights of draws and of replicates in each sample of a two-way bootstrap; sample 0 has every one once.

    Draws and replicates are crossed, so both are resampled, each on its own (the pigeonhole bootstrap of Owen 2007, which errs
    on the wide side).
    """

    draws: NDArray[np.float64]  # [draw, sample]
    replicates: NDArray[np.float64]  # [replicate, sample]

    def mean(self, readings: Readings) -> DrawMeans:
        """Means over replicates of those that have a value."""
        there = ~np.isnan(readings)
        # no matrix product: its threads fight over the cores with the worlds, and its bits depend on the machine
        above = np.einsum("dl,ls->ds", np.where(there, readings, 0.0), self.replicates)
        below = np.einsum("dl,ls->ds", there.astype(np.float64), self.replicates)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(below > 0.0, above / below, np.nan)

    def half(self, parity: int) -> "BootstrapWeights":
        """Only every other luck counts: to choose with one half and to measure with the other."""
        kept = (np.arange(self.replicates.shape[0]) % 2 == parity)[:, None]
        return BootstrapWeights(self.draws, np.where(kept, self.replicates, 0.0))

    def average(self, means: DrawMeans) -> NDArray[np.float64]:
        """Weighted means over draws, of those that have a value: [sample]."""
        there = ~np.isnan(means)
        below = np.where(there, self.draws, 0.0).sum(axis=0)
        above = np.where(there, means * self.draws, 0.0).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(below > 0.0, above / below, np.nan)


def bootstrap_weights(draws: int, replicates: int, samples: int = SAMPLES) -> BootstrapWeights:
    """The weights: the same for the same sizes, so that what is compared is compared in the same samples."""
    chance = np.random.default_rng([SEED, draws, replicates])
    made = [chance.multinomial(n, np.full(n, 1.0 / n), samples).T.astype(np.float64) for n in (draws, replicates)]
    ones = [np.ones((n, 1)) for n in (draws, replicates)]
    return BootstrapWeights(*(np.concatenate([one, many], axis=1) for one, many in zip(ones, made, strict=True)))
