"""Which of many pairs of worlds is shown: the one whose effect is nearest the median, so that it is none that was picked."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.simulate import median_replicate
from icsim.theory.clauses import ArmPair, BoundClause, clause_queries

LEAST = 16
"""Fewer pairs do not say which one is ordinary."""


@dataclass(frozen=True)
class RepresentativePair:
    """The pair that is shown: which one, of how many, its effect and the median's, and how the others went."""

    index: int
    pairs: int  # in which the difference has a value
    effect: float
    median: float
    higher: int
    lower: int
    same: int
    without: int = 0  # pairs in which it has none: left out of all the others

    @property
    def other_way(self) -> int:
        """In how many pairs the difference had the other sign; 0 where the pair shown has none."""
        return self.lower if self.effect > 0.0 else self.higher if self.effect < 0.0 else 0


def nearest_to_median(first: ArrayLike, second: ArrayLike) -> RepresentativePair:
    """The pair nearest the median of first less second, [replicate]; nan: no value in that pair.

    Raises ValueError when no pair has a value. Of pairs equally near, the first.
    """
    apart = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    found = apart[~np.isnan(apart)]
    if not found.size:
        raise ValueError("no pair has a value")
    index = median_replicate(apart)
    return RepresentativePair(
        index=index,
        pairs=int(found.size),
        effect=float(apart[index]),
        median=float(np.median(found)),
        higher=int((found > 0.0).sum()),
        lower=int((found < 0.0).sum()),
        same=int((found == 0.0).sum()),
        without=int(apart.size - found.size),
    )


def check_enough(arms: ArmPair) -> None:
    """A UserError where there are too few pairs to choose from."""
    count = arms[0].replicates
    if count < LEAST:
        raise UserError(
            f"budget.replicates: {count} pairs do not show which one is ordinary; allowed: {LEAST} or more; "
            "leave it out for the default"
        )


def choose_pair(arms: ArmPair, asked: BoundClause, progress: ProgressCallback | None = None) -> tuple[int, RepresentativePair]:
    """Run the pairs of the budget, and choose by a clause: the position of the replicate, and the choice."""
    replicates = replicate_seeds(arms[0])
    values = asked.read(run_ensemble(arms, replicates, clause_queries([asked]), [asked.week], progress), asked.week)
    try:
        chosen = nearest_to_median(values[0], values[1])
    except ValueError:
        raise UserError(
            f"outcome.1: {asked.clause.measure} had a value in both worlds in none of {len(replicates)} pairs; "
            "choose another week or measure, or more budget.replicates"
        ) from None
    return chosen.index, chosen
