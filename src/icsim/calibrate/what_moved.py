"""What matching did to the numbers: which of them moved, which two targets are hard to meet together, and what each costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from icsim.calibrate.judging import DISTANCE, VALUE, Judged
from icsim.calibrate.search import Survivors
from icsim.catalogue import catalogue

RISK = 0.05  # of calling one number moved that did not, over all of them together
ENOUGH = 5.0  # draws in which two targets would be met together if they had nothing to do with each other
HARD = 0.8  # of what chance would do: pairs above it are left untold
WIDE = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Middle:
    """A distribution in three numbers: the middle, and where the middle 90 % lie."""

    low: float
    value: float
    high: float

    @staticmethod
    def of(values: NDArray[np.float64]) -> "Middle":
        """Of values that are there."""
        there = values[np.isfinite(values)]
        return Middle(*(float(one) for one in np.quantile(there, WIDE))) if there.size else Middle(np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class TargetCost:
    """One target: how much of the prior meets it, and what it is before and after."""

    name: str
    met: float  # share of the prior
    others: int  # draws of the prior that meet all others
    met_with_others: float  # share of these that meet it too
    before: Middle  # what it is over the prior
    after: Middle  # over the settings that were kept, on fresh replicates


@dataclass(frozen=True)
class TargetPair:
    """Two targets: how often both are met, and how often they would be if they had nothing to do with each other."""

    first: str
    second: str
    both: float
    by_chance: float

    @property
    def ratio(self) -> float:
        """Below 1 they stand in each other's way."""
        return self.both / self.by_chance


@dataclass(frozen=True)
class MovedNumber:
    """A number of the rules: where it lies in its range before (the middle is .5) and after."""

    name: str
    middle: Middle  # share of the way through the prior
    moved: bool  # beyond what chance does
    strength: float  # largest distance between the two distributions


def target_costs(found: Survivors) -> tuple[TargetCost, ...]:
    """Every target, in the order in which they are looked at."""
    good = found.explored[:, DISTANCE] <= 1.0
    costs = []
    for n, name in enumerate(found.plan.targets):
        others = np.delete(good, n, axis=1).all(axis=1)
        before, after = Middle.of(found.explored[:, VALUE, n]), Middle.of(_fresh(found.looks)[:, n])
        costs.append(TargetCost(name, _share(good[:, n]), int(others.sum()), _share(good[others, n]), before, after))
    return tuple(costs)


def hard_pairs(found: Survivors) -> tuple[TargetPair, ...]:
    """Pairs that are met together less often than by chance, the hardest first; pairs that are rare anyway tell nothing."""
    good, names = found.explored[:, DISTANCE] <= 1.0, tuple(found.plan.targets)
    pairs = [
        TargetPair(names[i], names[j], _share(good[:, i] & good[:, j]), _share(good[:, i]) * _share(good[:, j]))
        for i, j in combinations(range(len(names)), 2)
    ]
    telling = [pair for pair in pairs if pair.by_chance * len(good) >= ENOUGH and pair.ratio < HARD]
    return tuple(sorted(telling, key=lambda pair: pair.ratio))


def nothing_meets(found: Survivors) -> str:
    """What stands in the way where no setting was found."""
    good, names = found.explored[:, DISTANCE] <= 1.0, tuple(found.plan.targets)
    for n, name in enumerate(names):
        if len(good) and not good[:, n].any():
            middle = Middle.of(found.explored[:, VALUE, n])
            return f"no setting of {len(good):,} meets {name} (the middle 90 % lie between {middle.low:.2f} and {middle.high:.2f})"
    for i, j in combinations(range(len(names)), 2):
        if len(good) and not (good[:, i] & good[:, j]).any():
            return f"{names[i]} and {names[j]} exclude each other: no setting of {len(good):,} meets both"
    return f"no setting of {found.tried:,} meets all of them together"


def moved_numbers(found: Survivors) -> tuple[MovedNumber, ...]:
    """All numbers that vary, those that moved most first (Kolmogorov-Smirnov, with Bonferroni's bound over all numbers)."""
    if len(found.values) < 2:
        return ()
    from scipy.stats import kstest  # slow to import

    made = []
    for n, name in enumerate(found.plan.names):
        shares = shares_of(name, found.values[:, n])
        test = kstest(shares, "uniform")
        certain = float(test.pvalue) < RISK / len(found.plan.names)
        made.append(MovedNumber(name, Middle.of(shares), certain, float(test.statistic)))
    return tuple(sorted(made, key=lambda one: -one.strength))


def shares_of(name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far through the prior each value of a number is, in [0, 1]: evenly spread where nothing moved."""
    entry = catalogue().parameters[name]
    assert entry.range is not None
    (low, high), middle = entry.range, float(entry.default or 0.0)
    below = 0.5 * (values - low) / (middle - low) if middle > low else np.full_like(values, 0.5)
    above = 0.5 + 0.5 * (values - middle) / (high - middle) if high > middle else np.full_like(values, 0.5)
    return np.where(values < middle, below, above)


def words_of_move(one: MovedNumber) -> str:
    """Which way a number went."""
    if one.middle.value > 0.6:
        return "higher"
    return "lower" if one.middle.value < 0.4 else "narrower" if one.middle.high - one.middle.low < 0.9 else "spread otherwise"


def _fresh(looks: Judged) -> NDArray[np.float64]:
    """Values on fresh replicates, of looks that were taken to the end: [setting, target]."""
    with np.errstate(invalid="ignore"):
        return np.nanmean(looks[:, 1:, VALUE], axis=1) if len(looks) else np.empty((0, looks.shape[-1]))


def _share(good: NDArray[np.bool_] | Sequence[bool]) -> float:
    return float(np.mean(good)) if len(good) else float("nan")
