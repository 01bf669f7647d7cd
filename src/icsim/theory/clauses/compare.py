"""Two arms under the same luck: the mean paired difference, its interval, and what that says about a clause."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit  # Student's t alone: scipy.stats would cost a second at every start

from icsim.theory.vocabulary import Expect

CONFIDENCE = 0.95

Lucks = Sequence[float] | NDArray[np.float64]  # one value for each luck; nan where there is none


class Outcome(StrEnum):
    """What a comparison says about what was expected."""

    AS_EXPECTED = "as expected"
    NO_EFFECT = "no effect"
    OTHER_WAY = "the other way"
    NOT_THIS_WAY = "not as expected"  # small or the other way: in any case not what was expected
    NO_VALUE = "no value"
    NOT_SETTLED = "not settled"


@dataclass(frozen=True)
class Comparison:
    """First arm less second, over the lucks in which both have a value. nan: cannot be said."""

    first: float
    second: float
    difference: float
    low: float
    high: float
    lucks: int
    share: float  # of lucks, with the expected sign; for no effect: within the smallest effect
    deviations: float  # the difference in standard deviations between worlds of one arm
    smallest: float
    outcome: Outcome


def compare(first: Lucks, second: Lucks, expect: Expect, smallest: float) -> Comparison:
    """Compare two arms, luck by luck.

    The interval is Student's t on the paired differences: lucks are independent draws, so their mean is close to normal
    at the sizes of a budget, and a difference that is the same in every luck gets an interval without width, where a
    bootstrap has none.
    """
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    both = ~(np.isnan(a) | np.isnan(b))
    a, b = a[both], b[both]
    apart, n = a - b, int(a.size)
    if n == 0:
        none = math.nan
        return Comparison(none, none, none, none, none, 0, none, none, smallest, Outcome.NO_VALUE)
    mean = float(apart.mean())
    half = float(stdtrit(n - 1, 0.5 + CONFIDENCE / 2.0) * apart.std(ddof=1) / math.sqrt(n)) if n > 1 else math.inf
    low, high = mean - half, mean + half
    return Comparison(
        first=float(a.mean()),
        second=float(b.mean()),
        difference=mean,
        low=low,
        high=high,
        lucks=n,
        share=_share(apart, expect, smallest),
        deviations=_deviations(a, b, mean),
        smallest=smallest,
        outcome=settle(low, high, expect, smallest),
    )


def settle(low: float, high: float, expect: Expect, smallest: float) -> Outcome:
    """What an interval says: beyond the smallest effect as expected, within it, beyond it the other way, or open."""
    within = -smallest <= low and high <= smallest
    up, down = low > smallest, high < -smallest
    if expect == "none":
        return Outcome.AS_EXPECTED if within else (Outcome.OTHER_WAY if up or down else Outcome.NOT_SETTLED)
    if within:
        return Outcome.NO_EFFECT
    if up or down:
        return Outcome.AS_EXPECTED if up == (expect == "up") else Outcome.OTHER_WAY
    missed = high <= smallest if expect == "up" else low >= -smallest
    return Outcome.NOT_THIS_WAY if missed else Outcome.NOT_SETTLED


def _share(apart: NDArray[np.float64], expect: Expect, smallest: float) -> float:
    right = {"up": apart > 0.0, "down": apart < 0.0, "none": np.abs(apart) <= smallest}[expect]
    return float(right.mean())


def _deviations(a: NDArray[np.float64], b: NDArray[np.float64], mean: float) -> float:
    if a.size < 2:
        return math.nan
    pooled = math.sqrt((float(a.var(ddof=1)) + float(b.var(ddof=1))) / 2.0)
    return mean / pooled if pooled > 0.0 else math.nan
