"""Why the interval of a theory's share leaves several words: few settings or few replicates, and which clause makes it wide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.effect_shares import (
    CONTRADICTED,
    LEANING,
    NO_EFFECT,
    SUPPORTED,
    Band,
    EffectSamples,
    EffectShares,
    Estimate95,
    classify_with_error,
    jeffreys,
    possible_bands,
)
from icsim.theory.clauses import BoundClause

Because = Literal["settings", "replicates", "both"]
Share = Literal["expected", "negligible", "opposite"]
MOST_TIMES = 64  # more replicates than so many times those there are, nobody runs
Kinds = NDArray[np.float64]  # [key clause, draw, 3]: what each says with its effect two standard errors lower, as it is, higher


@dataclass(frozen=True)
class Unsettled:
    """What leaves a theory's verdict open."""

    about: Share  # the share whose interval holds the limit between two words, the first of them
    because: Because
    undecided: int  # draws in which replicates leave open whether they count towards that share
    widest: str | None  # column of the key clause that leaves most of them open; None: none does so by itself
    of_widest: int  # draws that would be decided if that clause were as it came
    words: tuple[Band, ...]  # what so many draws would leave with as many replicates as one likes
    times: int | None  # so many times the replicates would leave these alone; None: they do already, or it is more than MOST_TIMES


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


def left_open(kinds: Kinds, about: Share = "expected") -> tuple[float, float]:
    """Of the draws, the share that surely count towards a share of the verdict, whatever replicates leave open, and that may."""
    if not kinds.shape[1]:
        return np.nan, np.nan
    surely, perhaps = _sure(kinds, about)
    return float(surely.mean()), float(perhaps.mean())


def why_unsettled(found: EffectShares, keys: KeyEffects, quick: bool) -> Unsettled | None:
    """What leaves more than one word, of the shares `found`; None where one is left, or nothing can be read."""
    if found.draws == 0 or len(possible_bands(found, quick)) < 2:
        return None
    kinds, about = keys.kinds(), open_shares(found, quick)[0]
    alone = _of_settings(found)
    words = possible_bands(alone, quick)
    settings = len(possible_bands(_widened(_points(found), kinds), quick)) == 1 or words == possible_bands(found, quick)
    because: Because = "replicates" if len(words) == 1 else "settings" if settings else "both"
    widest, of_widest = _widest(kinds, about)
    column = keys.asked[widest].column if of_widest else None
    times = None if because == "settings" else _times(found, alone, keys, quick)
    return Unsettled(about, because, _undecided(kinds, about), column, of_widest, words, times)


def open_shares(found: object, quick: bool) -> list[Share]:
    """The shares whose intervals hold the limit between two words; that of draws in which it held where none does."""
    limits: dict[Share, tuple[float, ...]] = {
        "expected": (LEANING,) if quick else (SUPPORTED, LEANING), "negligible": (NO_EFFECT,), "opposite": (CONTRADICTED,),
    }  # fmt: skip
    every: list[tuple[Share, Any]] = [(share, getattr(found, share)) for share in limits]  # EffectShares, or the record of them
    return [share for share, one in every if _holds(one, limits[share])] or ["expected"]


def _holds(one: Any, limits: Sequence[float]) -> bool:  # of an estimate, or of the record of one, in which what is missing is None
    return one.low is not None and one.high is not None and any(one.low < limit <= one.high for limit in limits)


def _sure(kinds: Kinds, about: Share) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each draw surely counts towards a share, and whether it may: all held, none moved, or one went against."""
    if about == "opposite":
        surely, perhaps = _all(kinds != -1.0)
        return ~perhaps, ~surely
    return _all(kinds == (1.0 if about == "expected" else 0.0))


def _all(holds: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    surely, perhaps = np.all(holds, axis=2), np.any(holds, axis=2)
    return np.asarray(surely.all(axis=0)), np.asarray(perhaps.all(axis=0))


def _undecided(kinds: Kinds, about: Share) -> int:
    surely, perhaps = _sure(kinds, about)
    return int(np.sum(perhaps & ~surely))


def _widest(kinds: Kinds, about: Share) -> tuple[int, int]:
    """The clause which, taken as it came, would decide most draws, and how many."""
    before = _undecided(kinds, about)
    decided = []
    for n in range(kinds.shape[0]):
        one = kinds.copy()
        one[n] = kinds[n, :, 1:2]
        decided.append(before - _undecided(one, about))
    return int(np.argmax(decided)), max(decided)


def _of_settings(found: EffectShares) -> EffectShares:
    """The same shares with intervals as wide as so many settings alone make them."""
    return _each(found, lambda one, _: Estimate95(one.value, *jeffreys(one.value * found.draws, found.draws)))


def _points(found: EffectShares) -> EffectShares:
    """The same shares with intervals of no width."""
    return _each(found, lambda one, _: Estimate95(one.value, one.value, one.value))


def _widened(found: EffectShares, kinds: Kinds) -> EffectShares:
    """The same shares with room for the draws that replicates leave open."""

    def wider(one: Estimate95, about: Share) -> Estimate95:
        low, high = left_open(kinds, about)
        return Estimate95(one.value, min(one.low, low), max(one.high, high))

    return _each(found, wider)


def _each(found: EffectShares, change: Callable[[Estimate95, Share], Estimate95]) -> EffectShares:
    return found._replace(
        expected=change(found.expected, "expected"), negligible=change(found.negligible, "negligible"),
        opposite=change(found.opposite, "opposite"),
    )  # fmt: skip


def _times(found: EffectShares, alone: EffectShares, keys: KeyEffects, quick: bool) -> int | None:
    """So many times the replicates would leave no more words than so many draws do, if errors shrink with the root."""
    times = 2
    while times <= MOST_TIMES:
        if possible_bands(_shrunk(found, alone, keys.kinds(times), times), quick) == possible_bands(alone, quick):
            return times
        times *= 2
    return None


def _shrunk(found: EffectShares, alone: EffectShares, kinds: Kinds, times: int) -> EffectShares:
    """Intervals with so many times the replicates: whatever of settings, undecided draws and bootstrap leaves them widest."""
    left = 1.0 / np.sqrt(times)

    def closer(one: Estimate95, about: Share) -> Estimate95:
        now: Estimate95 = getattr(found, about)
        low, high = one.value - left * (one.value - now.low), one.value + left * (now.high - one.value)
        return Estimate95(one.value, min(one.low, low), max(one.high, high))

    return _widened(_each(alone, closer), kinds)
