"""How policies do over uncertain settings: regret, the share of settings that meet what is asked, and a ranking with intervals.

The regret of a policy in a setting is what the best policy there has beyond it. Each setting is run with the same replicates for
every policy, so that regrets are compared pair by pair. Intervals are of a bootstrap: of the settings, where they were drawn, and
of the replicates, the same for all policies and settings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.effect_shares import jeffreys
from icsim.sweep.analysis.outcome_condition import SIGNS, OutcomeCondition
from icsim.sweep.analysis.sweep_results import FloatArray, nan_mean

PERCENTILE = 90.0
"""Of the regrets over settings, by which policies are ranked: the largest of all hangs on a single setting."""
SAMPLES, FEWEST_SAMPLES = 400, 100  # of the bootstrap; as many as
WORK = 400_000_000  # policies x settings x replicates in all of them together allow
TIE = 1e-6  # of the mean regret: tells apart policies that are equal at the percentile
TAILS = (0.025, 0.975)
Samples = NDArray[np.float64]  # [sample, policy]; the first sample is what was seen


@dataclass(frozen=True)
class PolicyEstimate:
    """A figure of every policy, [policy], with the ends of its 95 % interval."""

    value: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True)
class Ranking:
    """Which place each policy has, [policy], from 1, and how sure that is."""

    place: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    first: FloatArray  # share of the resamples in which it has the first place, shared ones in parts

    @property
    def order(self) -> list[int]:
        """The policies, the first first."""
        return [int(n) for n in np.argsort(self.place, kind="stable")]


@dataclass(frozen=True)
class RegretResult:
    """One outcome of every policy over all settings."""

    means: FloatArray  # [policy, setting]; nan where it has no value
    regret: FloatArray  # [policy, setting]; nan in settings where a policy has no value
    percentile: PolicyEstimate
    average: PolicyEstimate
    largest: FloatArray  # [policy]
    good_enough: PolicyEstimate  # share of settings in which the best has no more than the smallest difference beyond it
    worst: FloatArray  # [policy]: its mean in the setting where it is worst
    ranking: Ranking
    settings: int  # that every policy has a value in

    @property
    def indifferent(self) -> float:
        """The smallest regret that the worst policy has at the percentile: where it does not count, no choice does."""
        return float(np.nanmax(self.percentile.value))


@dataclass(frozen=True)
class SatisficingResult:
    """In what share of the settings each policy meets a condition."""

    where: OutcomeCondition
    limits: tuple[float, ...]
    share: PolicyEstimate
    ranking: Ranking
    holds: FloatArray  # [policy, setting]: 1 or 0; nan where it has no value
    settings: int


def regrets(worlds: FloatArray, up: bool, smallest: float, drawn: bool, seed: int = 1) -> RegretResult | None:
    """Regrets of worlds [policy, setting, replicate]; None where no setting has a value of every policy."""
    signed = worlds if up else -worlds
    means = nan_mean(signed)
    there = ~np.isnan(means).any(axis=0)
    if not there.any():
        return None
    some = signed[:, there]
    found: dict[str, list[FloatArray]] = {"percentile": [], "average": [], "good": []}
    for mean, weights in _resampled((some,), drawn, seed):
        lost = mean[0].max(axis=0) - mean[0]
        found["percentile"].append(_weighted_quantile(lost, weights, PERCENTILE / 100.0))
        found["average"].append((lost * weights).sum(axis=1) / weights.sum())
        found["good"].append(((lost <= smallest) * weights).sum(axis=1) / weights.sum())
    samples = {name: np.array(values) for name, values in found.items()}
    regret = np.full(means.shape, np.nan)
    regret[:, there] = means[:, there].max(axis=0) - means[:, there]
    sign = 1.0 if up else -1.0
    return RegretResult(
        sign * means, regret, _estimate(samples["percentile"]), _estimate(samples["average"]), np.nanmax(regret, axis=1),
        _share(samples["good"], int(there.sum()), drawn), sign * means[:, there].min(axis=1),
        _ranking(samples["percentile"] + TIE * samples["average"]), int(there.sum()),
    )  # fmt: skip


def satisficing(worlds: dict[str, FloatArray], where: OutcomeCondition, drawn: bool, seed: int = 1) -> SatisficingResult | None:
    """In what share of settings policies meet a condition, from worlds [policy, setting, replicate] of each outcome."""
    means = {outcome: nan_mean(values) for outcome, values in worlds.items()}
    limits = where.numbers(means)
    there = ~np.any([np.isnan(mean).any(axis=0) for mean in means.values()], axis=0)
    if not there.any():
        return None
    names = where.outcomes
    shares = []
    for mean, weights in _resampled([worlds[name][:, there] for name in names], drawn, seed):
        holds = _holds(where, limits, dict(zip(names, mean, strict=True)))
        shares.append((holds * weights).sum(axis=1) / weights.sum())
    seen = np.where(there, _holds(where, limits, means), np.nan)
    samples = np.array(shares)
    return SatisficingResult(where, limits, _share(samples, int(there.sum()), drawn), _ranking(-samples), seen, int(there.sum()))


def _holds(where: OutcomeCondition, limits: Sequence[float], means: dict[str, FloatArray]) -> FloatArray:
    each = [SIGNS[one.sign](means[one.outcome], at) for one, at in zip(where.limits, limits, strict=True)]
    return np.asarray(np.logical_and.reduce(each), dtype=np.float64)


def _resampled(worlds: Sequence[FloatArray], drawn: bool, seed: int) -> Iterator[tuple[list[FloatArray], FloatArray]]:
    """Means [policy, setting] of each outcome over resampled replicates, a weight for each setting; first as they were seen."""
    settings, replicates = worlds[0].shape[1:]
    rng = np.random.default_rng(seed)
    count = max(FEWEST_SAMPLES, min(SAMPLES, WORK // worlds[0].size))
    known = [np.where(np.isnan(one), 0.0, one) for one in worlds]
    there = [(~np.isnan(one)).astype(np.float64) for one in worlds]
    plain = [nan_mean(one) for one in worlds]
    yield plain, np.ones(settings)
    for _ in range(count):
        luck = rng.multinomial(replicates, np.full(replicates, 1.0 / replicates)).astype(np.float64)
        below = [one @ luck for one in there]
        mean = [
            np.where(under > 0.0, (one @ luck) / np.maximum(under, 1e-300), was)
            for one, under, was in zip(known, below, plain, strict=True)
        ]
        weights = rng.multinomial(settings, np.full(settings, 1.0 / settings)) if drawn else np.ones(settings)
        yield mean, np.asarray(weights, dtype=np.float64)


def _weighted_quantile(values: FloatArray, weights: FloatArray, share: float) -> FloatArray:
    """The value of each row that so much of the weight lies at or below, so that it is always one that was met."""
    order = np.argsort(values, axis=1)
    along = np.cumsum(weights[order], axis=1)
    place = (along < share * weights.sum() - 1e-9).sum(axis=1)
    return np.take_along_axis(values, np.take_along_axis(order, place[:, None], axis=1), axis=1)[:, 0]


def _estimate(samples: Samples) -> PolicyEstimate:
    low, high = np.quantile(samples[1:], TAILS, axis=0)
    return PolicyEstimate(samples[0], np.minimum(low, samples[0]), np.maximum(high, samples[0]))


def _share(samples: Samples, settings: int, drawn: bool) -> PolicyEstimate:
    """Where all settings agree a bootstrap has no width: then Jeffreys' interval of so many settings is the wider one."""
    found = _estimate(samples)
    if not drawn:
        return found
    exact = np.array([jeffreys(float(share) * settings, float(settings)) for share in samples[0]])
    return PolicyEstimate(found.value, np.minimum(found.low, exact[:, 0]), np.maximum(found.high, exact[:, 1]))


def _ranking(samples: Samples) -> Ranking:
    """Places by a figure of which little is good; equal ones share the better place."""
    from scipy.stats import rankdata  # slow to import

    places = np.asarray(rankdata(np.round(samples, 12), method="min", axis=1), dtype=np.int64)
    low, high = np.quantile(places[1:], TAILS, axis=0)
    first = places[1:] == 1
    share = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    ends = np.floor(np.minimum(low, places[0])).astype(int), np.ceil(np.maximum(high, places[0])).astype(int)
    return Ranking(places[0], *ends, share)
