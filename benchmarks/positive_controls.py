"""Planted effects: outcomes that are made up so that the share of plausible settings with an effect is known beforehand.

All sizes are in smallest effects. The mean effects of draws lie around the limit so that a share E of them is beyond it;
each world's own effect is that of its draw and luck, part of which a luck brings to every draw alike, for draws and replicates
are crossed.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from icsim.statistics.effect_shares import ENOUGH_DRAWS, LEANING, SUPPORTED, Band, EffectShares, count_shares, possible_bands
from icsim.theory.effects import errors
from icsim.theory.panel import Readings, bootstrap_weights

SPREAD = 2.0
"""Standard deviation of the mean effects of draws, in smallest effects: an assumption."""


@dataclass(frozen=True)
class PlantedEffect:
    """What is planted: the share of draws whose effect goes beyond the smallest, upwards."""

    expected: float  # 0: no effect in any draw; 1: an effect in every one
    noise: float  # standard deviation of the effect in single worlds of one draw, in smallest effects
    draws: int = 64
    replicates: int = 32
    common: float = 0.5  # share of that variance which a luck brings to all draws alike
    skewed: bool = False  # exponential, with a long tail upwards, in place of normal

    def effects(self, chance: np.random.Generator) -> NDArray[np.float64]:
        """The mean effect of each draw: [draw]."""
        if self.expected == 0.0:
            return np.zeros(self.draws)
        shape = self._shape(chance, (self.draws,))
        if self.expected == 1.0:
            return 1.0 + SPREAD * np.abs(shape)
        # the quantile of the shape that a share E lies above
        quantile = -np.log(self.expected) - 1.0 if self.skewed else -float(ndtri(self.expected))
        return np.asarray(1.0 + SPREAD * (shape - quantile))

    def readings(self, chance: np.random.Generator) -> Readings:
        """Effects of single worlds: [draw, luck]."""
        shared = self._shape(chance, (1, self.replicates))
        own = self._shape(chance, (self.draws, self.replicates))
        luck = np.sqrt(self.common) * shared + np.sqrt(1.0 - self.common) * own
        return np.asarray(self.effects(chance)[:, None] + self.noise * luck)

    def right(self) -> Collection[Band]:
        """The band in which the planted share lies; both where it lies on the limit between two."""
        if self.expected == 0.0:
            return (Band.NO_EFFECT,)
        limits = ((1.0, SUPPORTED, Band.SUPPORTED), (SUPPORTED, LEANING, Band.LEANING), (LEANING, 0.0, Band.UNRESOLVED))
        return tuple(band for high, low, band in limits if low <= self.expected <= high)

    def _shape(self, chance: np.random.Generator, size: tuple[int, ...]) -> NDArray[np.float64]:
        """Mean 0, standard deviation 1."""
        return chance.exponential(size=size) - 1.0 if self.skewed else chance.standard_normal(size)


def classify_readings(readings: Readings) -> tuple[EffectShares, tuple[Band, ...]]:
    """Shares and bands of effects of single worlds, in smallest effects and expected upwards, as a clause's are found."""
    draws, replicates = readings.shape
    weights = bootstrap_weights(draws, replicates)
    found = count_shares(weights.mean(readings), errors(readings), "up", 1.0, weights.draws)
    return found, possible_bands(found, quick=draws < ENOUGH_DRAWS)


def is_misclassified(planted: PlantedEffect, found: tuple[Band, ...]) -> bool:
    """Whether one band is stated, and it is not the right one. A quick look calls leaning what is supported."""
    right = set(planted.right()) | ({Band.LEANING} if planted.draws < ENOUGH_DRAWS and planted.expected >= SUPPORTED else set())
    return len(found) == 1 and found[0] not in right
