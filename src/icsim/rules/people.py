"""People: what differs between them, their teams and pairs of teams by nature or habit, and how it colours what they meet."""

import math

from icsim.rules import rule
from icsim.rules.arithmetic import clamp01


@rule
def stable_trait(u: float, deviation: float, heads: float) -> float:
    """How far a team, as the mean of its people, lies from the usual in a trait that stays; of a habit or a pair, heads is 1.

    Formula: deviation sqrt(12 / heads) (u - 1/2)
    Symbols: u uniform draw; deviation >= 0, standard deviation of single heads; heads >= 1; result has the mean 0 and
    the deviation of a mean of so many heads.
    Source: Connolly & Viswesvaran 2000, Colquitt, Scott & LePine 2007 (traits); Bliese 2000 (means of groups).
    Assumption: heads are drawn one by one; the mean is uniform, so that it has bounds.
    """
    return deviation * math.sqrt(12.0 / heads) * (u - 0.5)


@rule
def as_read(met: float, disposition: float) -> float:
    """What a team meets, as people of its disposition read it: the same thing looks better to some than to others.

    Formula: clamp01(met + disposition)
    Symbols: met, result in [0, 1]; disposition any, 0 leaves it as it is.
    Source: Connolly & Viswesvaran 2000 (affectivity and satisfaction), Barsky & Kaplan 2007 (and perceived justice),
    Colquitt, Scott & LePine 2007 (propensity and trust). Assumption: one shift, the same for all that is read.
    """
    return clamp01(met + disposition)
