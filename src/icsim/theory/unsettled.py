"""Why the interval of a theory's share leaves several words: few settings or few replicates, and which clause makes it wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.effect_shares import (
    EffectSamples,
    EffectShares,
    Estimate95,
    classify_with_error,
    jeffreys,
    possible_bands,
)
from icsim.theory.clauses import BoundClause

Because = Literal["settings", "replicates", "both"]
MOST_TIMES = 64  # more replicates than so many times those there are, nobody runs
Kinds = NDArray[np.float64]  # [key clause, draw, 3]: what each says with its effect two standard errors lower, as it is, higher


@dataclass(frozen=True)
class Unsettled:
    """What leaves a theory's verdict open."""

    because: Because
    undecided: int  # draws in which replicates leave open whether all key clauses hold
    widest: str | None  # column of the key clause that leaves most of them open; None: none does so by itself
    of_widest: int  # draws that would be decided if that clause were as it came
    times: int | None  # so many times the replicates would leave one word; None: not without more draws, or more than MOST_TIMES


@dataclass(frozen=True)
class KeyEffects:
    """The key clauses in the draws in which all of them have a value: effects and their standard errors."""

    asked: tuple[BoundClause, ...]
    effects: tuple[EffectSamples, ...]
    errors: tuple[NDArray[np.float64], ...]

    @staticmethod
    def of(
        asked: Sequence[BoundClause], effects: Sequence[EffectSamples], errors: Sequence[NDArray[np.float64]],
        held: NDArray[np.float64],
    ) -> "KeyEffects":  # fmt: skip
        """Of all clauses, those that have a say."""
        there, keys = ~np.isnan(held), [n for n, one in enumerate(asked) if one.key]
        return KeyEffects(
            tuple(asked[n] for n in keys), tuple(effects[n][there] for n in keys), tuple(errors[n][there] for n in keys)
        )

    def kinds(self, times: float = 1.0) -> Kinds:
        """What each clause says with its effect lower, as it is, and higher; `times`: with so many times the replicates."""
        scale = 1.0 / np.sqrt(times)
        every = zip(self.asked, self.effects, self.errors, strict=True)
        return np.stack([classify_with_error(found, scale * error, one.clause.expect, one.smallest) for one, found, error in every])


def left_open(kinds: Kinds) -> tuple[float, float]:
    """The share of draws in which all key clauses surely hold, whatever replicates leave open, and in which they may."""
    if not kinds.shape[1]:
        return np.nan, np.nan
    surely, perhaps = _sure(kinds)
    return float(surely.mean()), float(perhaps.mean())


def why_unsettled(found: EffectShares, keys: KeyEffects, quick: bool) -> Unsettled | None:
    """What leaves more than one word, of the shares `found`; None where one is left, or nothing can be read."""
    if found.draws == 0 or len(possible_bands(found, quick)) < 2:
        return None
    kinds = keys.kinds()
    alone = _of_settings(found)
    replicates = _only(possible_bands(alone, quick))
    settings = _only(possible_bands(_of_replicates(found, left_open(kinds)), quick))
    because: Because = "replicates" if replicates else "settings" if settings else "both"
    widest, of_widest = _widest(kinds)
    column = keys.asked[widest].column if of_widest else None
    times = _times(alone, keys, quick) if because == "replicates" else None
    return Unsettled(because, _undecided(kinds), column, of_widest, times)


def _sure(kinds: Kinds) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    holds = kinds == 1.0
    return holds.all(axis=2).all(axis=0), holds.any(axis=2).all(axis=0)


def _undecided(kinds: Kinds) -> int:
    surely, perhaps = _sure(kinds)
    return int(np.sum(perhaps & ~surely))


def _widest(kinds: Kinds) -> tuple[int, int]:
    """The clause which, taken as it came, would decide most draws, and how many."""
    before = _undecided(kinds)
    decided = []
    for n in range(kinds.shape[0]):
        one = kinds.copy()
        one[n] = kinds[n, :, 1:2]
        decided.append(before - _undecided(one))
    return int(np.argmax(decided)), max(decided)


def _of_settings(found: EffectShares) -> EffectShares:
    """The same shares with intervals as wide as so many settings alone make them."""
    every = (found.expected, found.negligible, found.opposite, found.partly)
    expected, negligible, opposite, partly = (
        Estimate95(one.value, *jeffreys(one.value * found.draws, found.draws)) for one in every
    )
    return EffectShares(expected, negligible, opposite, found.draws, found.missing, partly)


def _of_replicates(found: EffectShares, ends: tuple[float, float]) -> EffectShares:
    """The same shares with intervals as wide as what replicates leave open alone."""
    value = found.expected.value
    expected = Estimate95(value, min(value, ends[0]), max(value, ends[1]))
    negligible, opposite = (Estimate95(one.value, one.value, one.value) for one in (found.negligible, found.opposite))
    return EffectShares(expected, negligible, opposite, found.draws, found.missing, found.partly)


def _times(alone: EffectShares, keys: KeyEffects, quick: bool) -> int | None:
    """How many times more replicates would leave one word, if effects stay what they are and errors shrink with the root."""
    times = 2
    while times <= MOST_TIMES:
        low, high = left_open(keys.kinds(times))
        one = alone.expected
        widened = alone._replace(expected=Estimate95(one.value, min(one.low, low), max(one.high, high)))
        if _only(possible_bands(widened, quick)):
            return times
        times *= 2
    return None


def _only(bands: Sequence[object]) -> bool:
    return len(bands) == 1
