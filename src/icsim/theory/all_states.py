"""Who loses, asked of all states of all parts of the place that the contrast can reach, and not only of declared outcomes.

Read in worlds of its own, with the arms, the first parameter sets and the first replicates of the theory: so many readings of all
of its worlds would not fit.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.catalogue import catalogue
from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.engine.block import ReplicateSeeds
from icsim.engine.crossed_design import ParameterDraw
from icsim.theory.panel import bootstrap_weights, run_panel
from icsim.theory.routes import Reach
from icsim.theory.subgroups import SubgroupEffect, SubgroupReading, compared_arms, group_readings, moved_shares, readings, rows_of
from icsim.theory.theory_cases import TheoryCase

DRAWS, REPLICATES = 64, 16  # at most: enough for half of the settings
NOW_AND_THEN = 0.05  # of the draws: what moves more rarely is counted as looked at, and not kept


@dataclass(frozen=True)
class LookedAt:
    """How much was looked at, whatever came of it."""

    measures: int
    groups: int  # parts of the place, everybody included
    readings: int
    unreached: int  # readings to which no rule leads: nothing can move there, and they were not run
    week: int
    draws: int
    replicates: int


@dataclass(frozen=True)
class AllStates:
    """What was looked at, and every reading that moves now and then."""

    looked: LookedAt
    rows: tuple[SubgroupEffect, ...]


def all_readings(case: TheoryCase) -> list[SubgroupReading]:
    """Every measure that is good or bad, of everybody and of every part of the place, but what is read anyway."""
    before = readings(case)
    known = {(one.name, one.group.kind, one.group.value, one.week) for one in before}
    week = last_week(case)
    return [one for one in _every(case, week) if (one.name, one.group.kind, one.group.value, one.week) not in known]


def last_week(case: TheoryCase) -> int:
    """When all of it is read: with the last outcome."""
    return max((one.week for one in case.asked if one.part == "outcome" and not one.doses), default=case.pair[0].weeks)


def look_everywhere(
    case: TheoryCase, draws: list[ParameterDraw], replicates: list[ReplicateSeeds], tested: NDArray[np.bool_],
    progress: ProgressCallback | None = None,
) -> AllStates:  # fmt: skip
    """Read all of it; `tested` says where the resource arrived, in all draws and replicates of the theory."""
    many, few = min(DRAWS, len(draws)), min(REPLICATES, len(replicates))
    arms = {name: case.arms[name] for name in compared_arms(case)}
    reached = Reach(list(arms.values()), few)
    before, every = readings(case), all_readings(case)
    kept = [one for one in every if any(reached.nearest(query) is not None for query, _ in one.terms)]
    looked = LookedAt(
        measures=len({one.name for one in (*before, *every)}),
        groups=len({(one.group.kind, one.group.value) for one in (*before, *every)}),
        readings=len(before) + len(every),
        unreached=len(every) - len(kept),
        week=last_week(case),
        draws=many,
        replicates=few,
    )
    if not kept:
        return AllStates(looked, ())
    wanted = [(query, one.week) for one in kept for query, _ in one.terms]
    panel = run_panel(arms, draws[:many], replicates[:few], wanted, None, progress)
    here, plain = tested[:many, :few], bootstrap_weights(many, few, samples=0)
    moving = [one for one, moved in zip(kept, moved_shares(kept, panel, here, plain), strict=True) if moved >= NOW_AND_THEN]
    return AllStates(looked, tuple(rows_of(moving, panel, here, bootstrap_weights(many, few))))


def _every(case: TheoryCase, week: int) -> Iterator[SubgroupReading]:
    for name, measure in catalogue().measures.items():
        if not measure.per_lever and measure.better in ("up", "down") and name not in PEOPLE_SERVED:
            yield from group_readings(name, week, case)
