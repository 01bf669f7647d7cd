"""What the clauses of a theory say together, in the same draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.effect_shares import (
    ENOUGH_DRAWS,
    IN_PART,
    LEANING,
    Band,
    DrawClass,
    EffectSamples,
    EffectShares,
    Estimate95,
    classify_draws,
    point,
    possible_bands,
    share_of,
    shares,
    widened,
)
from icsim.theory.clauses import BoundClause
from icsim.theory.panel import BootstrapWeights
from icsim.theory.unsettled import KeyEffects, Unsettled, left_open, why_unsettled


class ReasoningOutcomeCell(StrEnum):
    """What happened in one draw in which the resource arrived."""

    FOR_THE_REASON_GIVEN = "for the reason given"
    ANOTHER_REASON = "outcome in full, reasoning not"
    NO_RESULT = "reasoning in full, outcome not"
    NEITHER = "neither in full"


SAID = {
    ReasoningOutcomeCell.FOR_THE_REASON_GIVEN: "every reasoning and every outcome came as the theory says",
    ReasoningOutcomeCell.ANOTHER_REASON: "every outcome came as the theory says, but not every reasoning",
    ReasoningOutcomeCell.NO_RESULT: "every reasoning came as the theory says, but not every outcome",
    ReasoningOutcomeCell.NEITHER: "not every reasoning came as the theory says, and not every outcome",
}
NOT_TESTED = "not tested"
SCALES = (0.5, 2.0)
"""The verdict is repeated with the smallest effect halved and doubled."""


@dataclass(frozen=True)
class ClauseResult:
    """A clause and how it came out."""

    asked: BoundClause
    shares: EffectShares
    bands: tuple[Band, ...]
    size: Estimate95  # the effect, averaged over draws
    p05_p95: tuple[float, float]  # the middle 90 % of the effects of single draws
    effect_in_sd: float  # the effect in standard deviations between worlds of one arm
    replicates_as_predicted: float  # share of worlds (draws x replicates) whose sign is as expected
    replicates_same: float  # share of worlds without any difference
    undecided_draws: int  # draws whose effect is too near the smallest that counts to be called
    settling_replicates: int | None  # about how many replicates would call half of those
    effects: NDArray[np.float64]  # of every draw


@dataclass(frozen=True)
class Verdict:
    """The theory's own figure: in how many plausible settings all its key clauses hold together."""

    shares: EffectShares  # of draws in which the resource arrived: all key clauses hold; none moves; one goes against; in part
    bands: tuple[Band, ...]
    patterns: Mapping[ReasoningOutcomeCell, Estimate95]
    resource_delivered: Estimate95  # share of draws in which the resource arrived
    preliminary: bool
    at_scales: tuple[Band, Band]  # the band with half and with twice the smallest effects
    held: NDArray[np.float64]  # of every draw: 1 all key clauses hold, 0 not, nan the resource did not arrive or has no value
    unsettled: Unsettled | None = None  # what leaves more than one word; None: one is left

    @property
    def tested(self) -> bool:
        """Whether the resource arrived often enough to say anything."""
        return self.resource_delivered.value >= LEANING

    @property
    def pattern(self) -> str:
        """The commonest cell."""
        return max(self.patterns, key=lambda cell: self.patterns[cell].value) if self.tested else NOT_TESTED


def judge(
    asked: Sequence[BoundClause], effects: Sequence[EffectSamples], errors: Sequence[NDArray[np.float64]], weights: BootstrapWeights
) -> Verdict:
    """All key clauses in the same draw: no minimum over clauses, no averaging. `secondary` has no say.

    `errors` are the standard errors of each draw's effects, from the spread of replicates.
    """
    found, cells, arrived, held = _together(asked, effects, weights, 1.0)
    keys = KeyEffects.of(asked, effects, errors, held)
    found = found._replace(expected=widened(found.expected, *left_open(keys.kinds())))
    cells[ReasoningOutcomeCell.FOR_THE_REASON_GIVEN] = found.expected  # the same share has the same interval everywhere
    quick = effects[0].shape[0] < ENOUGH_DRAWS
    scaled = [point(_together(asked, effects, weights, scale)[0], quick) for scale in SCALES]
    why = why_unsettled(found, keys, quick)
    return Verdict(found, possible_bands(found, quick), cells, arrived, quick, (scaled[0], scaled[1]), held, why)


def _together(
    asked: Sequence[BoundClause], effects: Sequence[EffectSamples], weights: BootstrapWeights, scale: float
) -> tuple[EffectShares, dict[ReasoningOutcomeCell, Estimate95], Estimate95, NDArray[np.float64]]:
    every = [classify_draws(effect, one.clause.expect, scale * one.smallest) for one, effect in zip(asked, effects, strict=True)]
    by_part = {
        part: [kind for one, kind in zip(asked, every, strict=True) if one.part == part]
        for part in ("resource", "reasoning", "outcome")
    }
    arrived = _all(by_part["resource"])
    reasoned, resulted = (np.where(arrived == 1.0, _all(by_part[part]), np.nan) for part in ("reasoning", "outcome"))
    held = np.where(np.isnan(reasoned) | np.isnan(resulted), np.nan, reasoned * resulted)
    cells = {
        ReasoningOutcomeCell.FOR_THE_REASON_GIVEN: held,
        ReasoningOutcomeCell.ANOTHER_REASON: (1.0 - reasoned) * resulted,
        ReasoningOutcomeCell.NO_RESULT: reasoned * (1.0 - resulted),
        ReasoningOutcomeCell.NEITHER: (1.0 - reasoned) * (1.0 - resulted),
    }
    return (
        shares(_whole_kind(held, [*by_part["reasoning"], *by_part["outcome"]]), weights.draws),
        {cell: share_of(holds, weights.draws) for cell, holds in cells.items()},
        share_of(np.nan_to_num(arrived), weights.draws),
        held[:, 0],
    )


def _all(several: Sequence[DrawClass]) -> DrawClass:
    """1 where all hold, 0 where one does not, nan where one has no value."""
    stacked = np.stack(several)
    return np.where(np.isnan(stacked).any(axis=0), np.nan, (stacked == 1.0).all(axis=0))


def _whole_kind(held: DrawClass, keys: Sequence[DrawClass]) -> DrawClass:
    """1 where the theory holds, -1 where a key clause goes the other way, 0 where none of them has an effect.

    What is left, where some came and some did not, is none of the three (.5): it leaves the theory unresolved.
    """
    stacked = np.stack(keys)
    other, nothing = np.any(stacked == -1.0, axis=0), np.all(stacked == 0.0, axis=0)
    rest = np.where(other, -1.0, np.where(nothing, 0.0, IN_PART))
    return np.where(np.isnan(held), np.nan, np.where(held == 1.0, 1.0, rest))
