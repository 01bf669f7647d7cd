"""From effects in many plausible settings to shares of them, and to the words of the verdict.

Of the draws with a value, E is the share in which the effect goes beyond the smallest that counts in the expected
direction, O beyond it the other way, N within it. The limits of the bands are conventions, fixed before any verdict.
"""

from enum import StrEnum
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

Expect = Literal["up", "down", "none", "inverted_u"]

EffectSamples = NDArray[np.float64]  # [draw, sample]

CONFIDENCE = 0.95
SUPPORTED, LEANING, NO_EFFECT, CONTRADICTED = 0.95, 0.80, 0.80, 0.80
ENOUGH_DRAWS = 64
"""With fewer, it is a quick look, and nothing is called supported."""

NEAR = 0.01  # a share nearer than this to the limit of a band would need tens of thousands of draws

DrawClass = NDArray[np.float64]  # [draw, sample]: 1 as expected, 0 within the smallest effect, -1 the other way, nan no value
IN_PART = 0.5  # of a theory: some of its clauses came and some did not


class Band(StrEnum):
    """What the shares say."""

    SUPPORTED = "supported"
    LEANING = "leaning"
    UNRESOLVED = "unresolved"
    NO_EFFECT = "no effect"
    CONTRADICTED = "contradicted"
    NO_VALUE = "no value"


class Estimate95(NamedTuple):
    """A share or a size, and the 95 % interval around it; nan: cannot be said."""

    value: float
    low: float
    high: float


NONE_OF_THEM = Estimate95(0.0, 0.0, 0.0)


class EffectShares(NamedTuple):
    """Shares of the draws with a value, and the draws they rest on; with `partly` they add up to one."""

    expected: Estimate95
    negligible: Estimate95
    opposite: Estimate95
    draws: int
    missing: int
    partly: Estimate95 = NONE_OF_THEM  # of a theory: some clauses came and some did not, none the other way


def classify_draws(effect: EffectSamples, expect: Expect, smallest: float) -> DrawClass:
    """What each draw says of a clause, in every sample."""
    with np.errstate(invalid="ignore"):
        beyond = np.where(effect > smallest, 1.0, np.where(effect < -smallest, -1.0, 0.0))
    if expect == "none":
        beyond = np.where(beyond == 0.0, 1.0, -1.0)
    elif expect == "down":
        beyond = -beyond
    return np.where(np.isnan(effect), np.nan, beyond)


def shares(kind: DrawClass, draws: NDArray[np.float64], near: DrawClass | None = None) -> EffectShares:
    """All shares with their intervals; `draws` are the weights of the samples.

    `near` are the kinds that luck leaves open for each draw (see `kinds_near`).
    """
    there = ~np.isnan(kind)
    many = int(there[:, 0].sum())
    found = []
    for value in (1.0, 0.0, -1.0, *([IN_PART] if np.any(kind == IN_PART) else [])):
        seen = share_of(np.where(there, kind == value, np.nan), draws)
        if near is not None and many:
            left_open = near[there[:, 0]] == value
            seen = widened(seen, float(left_open.all(axis=1).mean()), float(left_open.any(axis=1).mean()))
        found.append(seen)
    expected, none, other, *partly = found
    return EffectShares(expected, none, other, many, kind.shape[0] - many, partly[0] if partly else NONE_OF_THEM)


def count_shares(
    effect: EffectSamples, error: NDArray[np.float64], expect: Expect, smallest: float, draws: NDArray[np.float64]
) -> EffectShares:
    """E, N and O of a clause, from its effects and each draw's standard error."""
    return shares(classify_draws(effect, expect, smallest), draws, classify_with_error(effect, error, expect, smallest))


def classify_with_error(effect: EffectSamples, error: NDArray[np.float64], expect: Expect, smallest: float) -> DrawClass:
    """What each draw would say with its effect two standard errors lower, as it is, and two higher: [draw, 3]."""
    apart = 2.0 * np.nan_to_num(error)[:, None] * np.array([-1.0, 0.0, 1.0])
    return classify_draws(effect[:, :1] + apart, expect, smallest)


def widened(seen: Estimate95, least: float, most: float) -> Estimate95:
    """An interval that leaves room for draws whose luck leaves their kind open.

    A bootstrap alone covers too little where many draws lie near the smallest effect: planted effects showed it.
    """
    return Estimate95(seen.value, min(seen.low, least), max(seen.high, most))


def share_of(holds: NDArray[np.float64], draws: NDArray[np.float64]) -> Estimate95:
    """The share of draws that hold (1, not 0; nan: no value).

    The interval is that of the two-way bootstrap, widened to Jeffreys' for so many draws: where all draws agree, a
    bootstrap has no width.
    """
    there = ~np.isnan(holds)
    below = np.where(there, draws, 0.0).sum(axis=0)
    above = np.where(there, holds * draws, 0.0).sum(axis=0)
    if below[0] == 0.0:
        return Estimate95(np.nan, np.nan, np.nan)
    samples = above[1:][below[1:] > 0.0] / below[1:][below[1:] > 0.0]
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.quantile(samples, [tail, 1.0 - tail]) if samples.size else (0.0, 1.0)
    exact = jeffreys(float(above[0]), float(below[0]))
    return Estimate95(float(above[0] / below[0]), min(float(low), exact[0]), max(float(high), exact[1]))


def jeffreys(hits: float, of: float) -> tuple[float, float]:
    """Jeffreys' interval of a share: all of 64 gives .96 to 1."""
    tail = (1.0 - CONFIDENCE) / 2.0
    low = 0.0 if hits == 0.0 else float(betaincinv(hits + 0.5, of - hits + 0.5, tail))
    high = 1.0 if hits == of else float(betaincinv(hits + 0.5, of - hits + 0.5, 1.0 - tail))
    return low, high


def told_apart(share: float, of: int, other: float, of_other: int) -> bool:
    """Whether two shares differ by more than so many draws of each leave open: their intervals do not overlap."""
    (low, high), (below, above) = jeffreys(share * of, of), jeffreys(other * of_other, of_other)
    return low > above or below > high


def possible_bands(found: EffectShares, quick: bool) -> tuple[Band, ...]:
    """The bands that the intervals leave possible, the best first: one of them is a verdict."""
    if found.draws == 0:
        return (Band.NO_VALUE,)
    e, n, o = found.expected, found.negligible, found.opposite
    possible = []
    if e.high >= SUPPORTED and not quick:
        possible.append(Band.SUPPORTED)
    if e.high >= LEANING and (quick or e.low < SUPPORTED):
        possible.append(Band.LEANING)
    if n.high >= NO_EFFECT:
        possible.append(Band.NO_EFFECT)
    if o.high >= CONTRADICTED:
        possible.append(Band.CONTRADICTED)
    if e.low < LEANING and n.low < NO_EFFECT and o.low < CONTRADICTED:
        possible.append(Band.UNRESOLVED)
    return tuple(possible)


def point(found: EffectShares, quick: bool = False) -> Band:
    """The band in which the shares themselves lie, whatever their intervals."""
    if found.draws == 0:
        return Band.NO_VALUE
    if found.expected.value >= SUPPORTED and not quick:
        return Band.SUPPORTED
    if found.expected.value >= LEANING:
        return Band.LEANING
    if found.negligible.value >= NO_EFFECT:
        return Band.NO_EFFECT
    return Band.CONTRADICTED if found.opposite.value >= CONTRADICTED else Band.UNRESOLVED


def more_draws(found: EffectShares) -> int | None:
    """About how many draws more would leave one band; 0: it is settled, or it is luck that leaves it open (`luck_decides`).

    None: a share lies too near the limit of a band for any number.
    """
    if len(possible_bands(found, quick=False)) == 1:
        return 0
    needed = found.draws
    for share, limits in _limits(found):
        for limit in limits:
            if share.low < limit <= share.high:
                distance = abs(share.value - limit)
                if distance < NEAR:
                    return None
                spread = max(share.value * (1.0 - share.value), NEAR)
                needed = max(needed, int(np.ceil(1.96**2 * spread / distance**2)))
    return max(needed, ENOUGH_DRAWS) - found.draws


def needs_replicates(found: EffectShares) -> bool:
    """Whether there are draws enough, and only more replicates can leave one band."""
    return len(possible_bands(found, quick=False)) > 1 and more_draws(found) == 0


def _limits(found: EffectShares) -> tuple[tuple[Estimate95, tuple[float, ...]], ...]:
    return (found.expected, (SUPPORTED, LEANING)), (found.negligible, (NO_EFFECT,)), (found.opposite, (CONTRADICTED,))
