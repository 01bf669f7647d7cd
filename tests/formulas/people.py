"""A second reading of icsim.rules.people, written from what its rules say of themselves and not from their code."""

import math

from formulas.arithmetic import clamp01


def stable_trait(u: float, deviation: float, heads: float) -> float:
    half_width = math.sqrt(3) * deviation / math.sqrt(heads)  # a uniform draw deviates by its half-width / sqrt(3)
    return half_width * (2 * u - 1)


def as_read(met: float, disposition: float) -> float:
    return clamp01(met + disposition)
