"""Correlations as a study of teams would find them: pooled within worlds, corrected or raw."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.calibrate.stylised_facts import Fact
from icsim.engine.survey import RELIABILITY

Grid = NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """What was found of a fact, its interval over worlds, and whether that is a hit."""

    fact: Fact
    found: float
    low: float
    high: float

    @property
    def hit(self) -> bool:
        """A value in its band; of a sign or an order the whole interval. Where nothing varies there is no hit."""
        if not np.isfinite([self.found, self.low, self.high]).all():
            return False
        if self.fact.kind in ("sign", "order"):
            return self.low > 0.0 if self.fact.expected >= 0.0 else self.high < 0.0
        low, high = self.fact.range
        return low <= self.found <= high


def within(values: Grid) -> Grid:
    """Values [entity, world] less the mean of their world."""
    number = np.maximum(np.isfinite(values).sum(axis=0), 1)
    return np.asarray(values - np.nansum(values, axis=0) / number)


def standardised(values: Grid) -> Grid:
    """Values [entity, world] less the mean of their world, in standard deviations of all."""
    return np.asarray(within(values) / np.nanstd(within(values)))


def pooled(x: Grid, y: Grid, counts: Grid) -> Grid:
    """Correlation pooled within worlds, of those that have both; `counts` [draw, world]: how often a world counts."""
    over, left, right = (counts @ sums for sums in products(x, y))
    return ratio_of_products(over, left, right)


def products(x: Grid, y: Grid) -> tuple[Grid, Grid, Grid]:
    """Sums of products and squares about the mean of each world, of those that have both: three times [world]."""
    both = np.isfinite(x) & np.isfinite(y)
    a, b = (np.where(both, within(np.where(both, values, np.nan)), 0.0) for values in (x, y))
    over, left, right = (np.asarray(part.sum(axis=0)) for part in (a * b, a * a, b * b))
    return over, left, right


def ratio_of_products(over: Grid, left: Grid, right: Grid) -> Grid:
    """The correlation that such sums come to; nan where one of the two does not vary."""
    varies = (left > 1e-18) & (right > 1e-18)
    return np.where(varies, over / np.sqrt(np.where(varies, left * right, 1.0)), np.nan)


def score(fact: Fact, states: Mapping[str, Grid], draws: int = 2000) -> Score:
    """Look for a fact in the states of its level, [entity, world] each."""
    x, y = states[fact.x], states[fact.y]
    if fact.where:
        x = np.where(states[fact.where] > 0.0, x, np.nan)
    worlds = x.shape[1]
    again = np.random.default_rng(1).multinomial(worlds, np.full(worlds, 1.0 / worlds), draws)
    counts = np.vstack([np.ones(worlds), again])
    found = pooled(x, y, counts) * (RELIABILITY if fact.kind == "r" else 1.0)
    if fact.kind == "order":
        found = found - pooled(states[fact.than[0]], states[fact.than[1]], counts)
    low, high = np.quantile(found[1:], (0.025, 0.975))
    return Score(fact, float(found[0]), float(low), float(high))
