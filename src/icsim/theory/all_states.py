"""Who loses, asked of all states of all parts of the place that the contrast can reach, and not only of declared outcomes.

Read in the theory's own worlds where they are few. Otherwise in worlds of its own, with the arms, the first parameter sets and the
first replicates of the theory: so many readings of all of its worlds would not fit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.catalogue import catalogue
from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.engine.block import ReplicateSeeds
from icsim.engine.crossed_design import ParameterDraw
from icsim.engine.reading_plan import QueryAtWeek
from icsim.theory.comparison import first_week
from icsim.theory.panel import ReplicatePanel, bootstrap_weights, run_panel
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
    begins: int = 1  # the first week in which the arms can differ


@dataclass(frozen=True)
class AllStates:
    """What was looked at, and every reading that moves now and then."""

    looked: LookedAt
    rows: tuple[SubgroupEffect, ...]
    still: tuple[SubgroupReading, ...] = ()  # with a value, and not moving now and then; or no rule leads to them


def all_readings(case: TheoryCase) -> list[SubgroupReading]:
    """Every measure that is good or bad, of everybody and of every part of the place, but what is read anyway."""
    before = readings(case)
    known = {(one.name, one.group.kind, one.group.value, one.week) for one in before}
    week = last_week(case)
    return [one for one in _every(case, week) if (one.name, one.group.kind, one.group.value, one.week) not in known]


def last_week(case: TheoryCase) -> int:
    """When all of it is read: with the last outcome."""
    return max((one.week for one in case.asked if one.part == "outcome" and not one.doses), default=case.pair[0].weeks)


@dataclass(frozen=True)
class EverywhereReadings:
    """What is read of some draws and replicates; `kept`: all that a difference can get to."""

    looked: LookedAt
    kept: tuple[SubgroupReading, ...]
    unreached: tuple[SubgroupReading, ...]

    @property
    def queries(self) -> list[QueryAtWeek]:
        """The same as the engine takes it."""
        return [(query, one.week) for one in self.kept for query, _ in one.terms]


def everywhere_readings(case: TheoryCase, draws: int, replicates: int) -> EverywhereReadings:
    """What to read of a theory with so many draws and replicates; of more than fit, the first are looked at."""
    many, few = min(DRAWS, draws), min(REPLICATES, replicates)
    reached = Reach([case.arms[name] for name in compared_arms(case)], few)
    before, every = readings(case), all_readings(case)
    there = [any(reached.nearest(query) is not None for query, _ in one.terms) for one in every]
    kept, unreached = (tuple(one for one, reach in zip(every, there, strict=True) if reach is wanted) for wanted in (True, False))
    looked = LookedAt(
        measures=len({one.name for one in (*before, *every)}),
        groups=len({(one.group.kind, one.group.value) for one in (*before, *every)}),
        readings=len(before) + len(every),
        unreached=len(unreached),
        week=last_week(case),
        draws=many,
        replicates=few,
        begins=first_week(case, compared_arms(case)),
    )
    return EverywhereReadings(looked, kept, unreached)


def run_everywhere(
    case: TheoryCase, read: EverywhereReadings, draws: Sequence[ParameterDraw], replicates: Sequence[ReplicateSeeds],
    progress: ProgressCallback | None = None,
) -> ReplicatePanel | None:  # fmt: skip
    """Worlds in which all of it is read, of the first draws and replicates; None where nothing can move."""
    arms = {name: case.arms[name] for name in compared_arms(case)}
    many, few = read.looked.draws, read.looked.replicates
    return run_panel(arms, draws[:many], replicates[:few], read.queries, None, progress) if read.kept else None


def look_everywhere(read: EverywhereReadings, panel: ReplicatePanel | None, tested: NDArray[np.bool_]) -> AllStates:
    """What moves; `panel`: worlds with all of it; `tested`: where the resource arrived, of all draws and replicates."""
    if panel is None or not read.kept:
        return AllStates(read.looked, (), read.unreached)
    many, few = read.looked.draws, read.looked.replicates
    here, plain = tested[:many, :few], bootstrap_weights(many, few, samples=0)
    shares = moved_shares(read.kept, panel, here, plain)
    moving = [one for one, moved in zip(read.kept, shares, strict=True) if moved >= NOW_AND_THEN]
    still = tuple(one for one, moved in zip(read.kept, shares, strict=True) if moved < NOW_AND_THEN)  # no value: neither
    return AllStates(read.looked, tuple(rows_of(moving, panel, here, bootstrap_weights(many, few))), (*still, *read.unreached))


def _every(case: TheoryCase, week: int) -> Iterator[SubgroupReading]:
    for name, measure in catalogue().measures.items():
        if not measure.per_lever and measure.better in ("up", "down") and name not in PEOPLE_SERVED:
            yield from group_readings(name, week, case)
