"""What each mechanism adds, and which of them need one another: all combinations of low and high.

Levels of both tiers go together. With effects as contrasts of the whole factorial, what the arms differ by falls apart
into single mechanisms, pairs, and the rest. Squares of contrasts would count luck as difference, so that each is a product
of two halves of the replicates, which on average is right (and may fall below zero where there is nothing).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.catalogue import MECHANISMS, Measure, catalogue
from icsim.config.settings import Settings
from icsim.engine.crossed_design import run_crossed
from icsim.engine.ensemble import replicate_seeds
from icsim.engine.measures import Query
from icsim.statistics.effect_shares import CONFIDENCE, LEANING, Estimate95, Expect, classify_draws, share_of
from icsim.theory.effects import EDGE
from icsim.theory.panel import BootstrapWeights, DrawMeans, Readings, bootstrap_weights
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.settings_table import settings_of

OUTCOMES = ("trust", "collaboration", "joint_success", "user_experience", "staff_strain")
ALL = len(MECHANISMS)
MOST = 10  # mechanisms whose combinations are all run: 2^10 arms
Subset = tuple[int, ...]


@dataclass(frozen=True)
class MechanismEffect:
    """One mechanism: its effect from low to high, and its share of what the arms differ by."""

    name: str
    effect: Estimate95  # averaged over all levels of the others
    enough: Estimate95  # high alone, less none high
    needed: Estimate95  # all high, less all high but this one
    enough_in: Estimate95  # share of draws in which it alone makes the outcome better beyond the smallest effect
    needed_in: Estimate95  # share of draws in which leaving it out makes the outcome worse beyond the smallest effect
    main: Estimate95  # share of the variance between arms: its main effect
    shapley: Estimate95  # the same with an equal part of every interaction that it is in; those of all mechanisms add up to one


@dataclass(frozen=True)
class MechanismPair:
    """Two mechanisms: what both high do beyond the sum of each alone, averaged over the others."""

    first: str
    second: str
    size: Estimate95
    more_in: Estimate95  # share of draws beyond the smallest effect, with the same sign on the logit scale
    less_in: Estimate95

    @property
    def counts(self) -> bool:
        """Whether it goes beyond the smallest effect in most draws, always the same way."""
        return max(self.more_in.value, self.less_in.value) >= LEANING


@dataclass(frozen=True)
class MechanismDecomposition:
    """One outcome: how far the mechanisms add up, and how far they do not."""

    measure: Measure
    spread: Estimate95  # standard deviation between arms
    additive: Estimate95  # share of the variance between arms that a sum of the mechanisms' effects explains
    additive_logit: Estimate95 | None  # the same on the logit scale; None: it is no share
    pairs: Estimate95  # share of all pairs
    rest: Estimate95  # share of three and more at once
    alone: tuple[MechanismEffect, ...]
    together: tuple[MechanismPair, ...]


def factorial_arms(settings: Settings) -> list[Settings]:
    """The arms: bit n of an arm's number says whether mechanism n is high.

    Raises UserError for settings that set levels, and where there are too many mechanisms to run all combinations.
    """
    if ALL > MOST:
        raise UserError(
            f"mechanisms: {ALL} have {1 << ALL} combinations; allowed: up to {MOST} mechanisms; "
            "run a fraction of them: icsim sweep design=mechanisms"
        )
    for tier in ("team", "system"):
        for name in MECHANISMS:
            path = f"leadership.{tier}.{name}.level"
            if settings.values["leadership"][tier][name]["level"] != catalogue().levels[name].default:
                raise UserError(f"{path}: is what the arms set, from levels.low to levels.high; leave it out")
    low, high = (float(settings.values["levels"][end]) for end in ("low", "high"))
    if low >= high:
        raise UserError(f"levels.low: {low:g} is not below levels.high: {high:g}; let them differ")
    return [
        settings.with_changes(
            {
                f"leadership.{tier}.{name}.level": high if arm >> n & 1 else low
                for n, name in enumerate(MECHANISMS)
                for tier in ("team", "system")
            }
        )
        for arm in range(1 << ALL)
    ]


def run_factorial(settings: Settings, progress: ProgressCallback | None = None) -> tuple[MechanismDecomposition, ...]:
    """Run the factorial at a place, over draws crossed with replicates, and read outcomes at the end."""
    return decompose_readings(factorial_readings(settings, progress))


def factorial_readings(
    settings: Settings, progress: ProgressCallback | None = None, chosen: Sequence[int] | None = None
) -> NDArray[np.float64]:
    """The outcomes of every combination, in all draws or in those chosen: [arm, draw, outcome, luck]."""
    budget = settings.values["budget"]
    draws = draw_parameters(
        int(budget["robustness_draws"]), settings.seed, user_fixed_parameters(settings), settings=settings_of(settings)
    )
    replicates = replicate_seeds(settings, int(budget["robustness_replicates"]))
    wanted = [(Query(name), settings.weeks) for name in OUTCOMES]
    tried = draws if chosen is None else [draws[n] for n in chosen]
    return run_crossed(factorial_arms(settings), tried, replicates, wanted, None, progress)


def decompose_readings(values: NDArray[np.float64]) -> tuple[MechanismDecomposition, ...]:
    """Every outcome, from the readings of all combinations."""
    weights = bootstrap_weights(values.shape[1], values.shape[3])
    known = catalogue().measures
    return tuple(decompose_factorial(known[name], values[:, :, n], weights) for n, name in enumerate(OUTCOMES))


def user_fixed_parameters(settings: Settings) -> frozenset[str]:
    """Numbers of the rules that the user has settled, which are therefore not drawn."""
    known = catalogue().parameters
    return frozenset(key for key, value in settings.parameters.items() if value != known[key].default)


def decompose_factorial(measure: Measure, values: NDArray[np.float64], weights: BootstrapWeights) -> MechanismDecomposition:
    """One outcome from the readings of all arms: [arm, draw, replicate]."""
    whole = [weights.mean(arm) for arm in values]
    found = contrasts(whole)
    halves = [contrasts([weights.half(parity).mean(arm) for arm in values]) for parity in (0, 1)]
    squares = {subset: halves[0][subset] * halves[1][subset] for subset in found if subset}
    total = np.sum(list(squares.values()), axis=0)
    bounded = measure.range == (0.0, 1.0)
    scaled = contrasts([_logit(arm) for arm in whole]) if bounded else None
    parts = {many: [one for subset, one in squares.items() if len(subset) == many] for many in range(1, ALL + 1)}
    return MechanismDecomposition(
        measure=measure,
        spread=sample_estimate(np.sqrt(np.maximum(weights.average(total), 0.0))),
        additive=_share(parts[1], total, weights),
        additive_logit=_on_logit(values, weights) if bounded else None,
        pairs=_share(parts[2], total, weights),
        rest=_share([one for many in range(3, ALL + 1) for one in parts[many]], total, weights),
        alone=tuple(_alone(n, measure, whole, found, squares, weights) for n in range(ALL)),
        together=tuple(_together(pair, measure, found, scaled, weights) for pair in combinations(range(ALL), 2)),
    )


def contrasts(means: Sequence[DrawMeans]) -> dict[Subset, DrawMeans]:
    """The contrast of every subset of mechanisms, with levels as -1 and 1: half a main effect, a quarter of an interaction."""
    table = np.stack(means)
    for n in range(ALL):
        table = table.reshape(-1, 2, 1 << n, *means[0].shape)
        low, high = table[:, 0], table[:, 1]
        table = np.stack([low + high, high - low], axis=1)
    flat = table.reshape(1 << ALL, *means[0].shape) / (1 << ALL)
    return {tuple(n for n in range(ALL) if number >> n & 1): flat[number] for number in range(1 << ALL)}


def _alone(
    n: int,
    measure: Measure,
    whole: Sequence[DrawMeans],
    found: dict[Subset, DrawMeans],
    squares: dict[Subset, DrawMeans],
    weights: BootstrapWeights,
) -> MechanismEffect:
    last = (1 << ALL) - 1
    total = np.sum(list(squares.values()), axis=0)
    enough, needed = whole[1 << n] - whole[0], whole[last] - whole[last ^ 1 << n]
    better: Expect = "down" if measure.better == "down" else "up"
    shapley = [one / len(subset) for subset, one in squares.items() if n in subset]
    return MechanismEffect(
        name=MECHANISMS[n],
        effect=sample_estimate(weights.average(2.0 * found[(n,)])),
        enough=sample_estimate(weights.average(enough)),
        needed=sample_estimate(weights.average(needed)),
        enough_in=_beyond(classify_draws(enough, better, measure.smallest_effect), 1.0, weights),
        needed_in=_beyond(classify_draws(needed, better, measure.smallest_effect), 1.0, weights),
        main=_share([squares[(n,)]], total, weights),
        shapley=_share(shapley, total, weights),
    )


def _together(
    pair: Subset,
    measure: Measure,
    found: dict[Subset, DrawMeans],
    scaled: dict[Subset, DrawMeans] | None,
    weights: BootstrapWeights,
) -> MechanismPair:
    """An interaction whose sign is another on the logit scale is a matter of the scale, and counts as none."""
    size = 4.0 * found[pair]
    real = size if scaled is None else np.where(np.sign(scaled[pair]) == np.sign(size), size, 0.0 * size)
    kind = classify_draws(real, "up", measure.smallest_effect)
    return MechanismPair(
        MECHANISMS[pair[0]], MECHANISMS[pair[1]], sample_estimate(weights.average(size)),
        _beyond(kind, 1.0, weights), _beyond(kind, -1.0, weights),
    )  # fmt: skip


def _on_logit(values: NDArray[np.float64], weights: BootstrapWeights) -> Estimate95:
    halves = [contrasts([_logit(weights.half(parity).mean(arm)) for arm in values]) for parity in (0, 1)]
    squares = {subset: halves[0][subset] * halves[1][subset] for subset in halves[0] if subset}
    return _share([squares[(n,)] for n in range(ALL)], np.sum(list(squares.values()), axis=0), weights)


def _logit(means: DrawMeans) -> DrawMeans:
    return np.asarray(logit(np.clip(means, EDGE, 1.0 - EDGE)))


def _share(parts: Sequence[DrawMeans], total: DrawMeans, weights: BootstrapWeights) -> Estimate95:
    """Some parts of the variance, both averaged over draws; nan where arms differ by no more than luck may do."""
    below, above = weights.average(total), weights.average(np.sum(parts, axis=0))
    if not sample_estimate(below).low > 0.0:
        return Estimate95(np.nan, np.nan, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        return sample_estimate(np.where(below > 0.0, above / below, np.nan))


def _beyond(kind: Readings, side: float, weights: BootstrapWeights) -> Estimate95:
    return share_of(np.where(np.isnan(kind), np.nan, kind == side), weights.draws)


def sample_estimate(samples: NDArray[np.float64]) -> Estimate95:
    """What was seen, and the middle of what resampling gives."""
    tail = (1.0 - CONFIDENCE) / 2.0
    there = samples[1:][~np.isnan(samples[1:])]
    low, high = np.quantile(there, [tail, 1.0 - tail]) if there.size and not np.isnan(samples[0]) else (np.nan, np.nan)
    return Estimate95(float(samples[0]), float(low), float(high))
