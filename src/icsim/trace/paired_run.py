"""Two worlds with common random numbers, week by week: everything that anybody carries, kept for whoever wants to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue.load import LEVERS
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import CARRIERS, GRIDS, Block
from icsim.engine.compiled_week import week_kernel
from icsim.engine.timeline import Timeline
from icsim.world.population import Population

TABLES = ("lever", "practice", "lever_set", "par", "ctx", "var")
Grids = NDArray[np.float64]

_POSITION = {name: [other for other in GRIDS if GRIDS[other] == carrier].index(name) for name, carrier in GRIDS.items()}


class WeeklyGrids:
    """What every week left, by carrier: [week, field, entity, world]."""

    grids: dict[str, Grids]

    @property
    def last(self) -> int:
        """The last week."""
        return int(self.grids["team"].shape[0]) - 1

    def field(self, name: str) -> Grids:
        """One field, [week, entity, world]."""
        return self.grids[GRIDS[name]][:, _POSITION[name]]


@dataclass(frozen=True)
class PairedRun(WeeklyGrids):
    """Both worlds from week 0 to the last, as each week left them."""

    arms: tuple[Settings, Settings]
    replicate: ReplicateSeeds
    block: Block  # as the last week left it: who belongs to whom
    grids: dict[str, Grids]  # by carrier: [week, field, entity, world]
    tables: dict[str, Grids]  # by name: [week, name(, post), world]; week 0 holds what the worlds begin with
    brought: dict[int, frozenset[str]]  # by week, the fields that dated events made differ between the worlds

    @property
    def world(self) -> Population:
        """Who exists."""
        return self.arms[0].world

    def enacted(self, lever: str) -> Grids:
        """What leaders really did of a lever, [week, post, world]: nothing while a post is vacant."""
        n = LEVERS.index(lever)
        share = self.field("time_share" if self.block.lever_hours[n] >= 0 else "in_post")
        return np.asarray(self.tables["lever"][:, n] * share)

    @cached_property
    def apart(self) -> dict[str, NDArray[np.bool_]]:
        """Where the worlds differ, for each field: [week, entity]."""
        return {name: self.field(name)[..., 0] != self.field(name)[..., 1] for name in GRIDS}


@dataclass(frozen=True)
class RecordedRun(WeeklyGrids):
    """Two worlds or more, as each week left them; any two of them are a pair."""

    arms: tuple[Settings, ...]
    replicate: ReplicateSeeds
    block: Block
    grids: dict[str, Grids]  # by carrier: [week, field, entity, world]
    tables: dict[str, Grids]
    brought: tuple[dict[int, frozenset[str]], ...]  # for each world but the first: against the first

    def pair(self, other: int = 1) -> PairedRun:
        """The first world and another one."""
        both = [0, other]
        grids, tables = self.grids, self.tables
        if len(self.arms) > 2:
            grids = {name: grid[..., both] for name, grid in grids.items()}
            tables = {name: table[..., both] for name, table in tables.items()}
        return PairedRun((self.arms[0], self.arms[other]), self.replicate, self.block, grids, tables, self.brought[other - 1])


def run_pair(arms: tuple[Settings, Settings], replicate: ReplicateSeeds, last: int | None = None) -> PairedRun:
    """Run both worlds side by side to the end, or to a week, by the compiled week of every ensemble."""
    return run_recorded(arms, replicate, last).pair()


def run_recorded(arms: tuple[Settings, ...], replicate: ReplicateSeeds, last: int | None = None) -> RecordedRun:
    """The same for any number of worlds. Raises ValueError when they are in different places."""
    block = build_block(arms, [replicate])
    timeline = Timeline(arms[0].world, arms)
    weeks = (arms[0].weeks if last is None else last) + 1
    kept = {name: np.empty((weeks, *getattr(block.packed, name).shape)) for name in (*CARRIERS, *TABLES)}
    brought: tuple[dict[int, frozenset[str]], ...] = tuple({} for _ in arms[1:])
    _keep(block, kept, 0)
    for week in range(1, weeks):
        if week in timeline.weeks:  # in any other nothing happens
            before = [_apart(block, other) for other in range(1, len(arms))]
            timeline.happen(block, week)
            for other, was in enumerate(before, start=1):
                if found := _apart(block, other) - was:
                    brought[other - 1][week] = frozenset(found)
        week_kernel().weeks(block.packed, week, week)
        _keep(block, kept, week)
    grids, tables = ({name: kept[name] for name in names} for names in (CARRIERS, TABLES))
    return RecordedRun(tuple(arms), replicate, block, grids, tables, brought)


def _keep(block: Block, kept: dict[str, Grids], week: int) -> None:
    for name, weeks in kept.items():
        weeks[week] = getattr(block.packed, name)


def _apart(block: Block, other: int) -> set[str]:
    """Fields in which a world differs from the first now."""
    return {name for name in GRIDS if (getattr(block, name)[:, 0] != getattr(block, name)[:, other]).any()}


@dataclass(frozen=True)
class EgoNetwork:
    """A team and whoever is near it: positions in a block, by carrier."""

    team: int
    leaders: tuple[int, ...]  # its own, then the system leader above
    ties: tuple[int, ...]
    sides: tuple[int, ...]  # of each tie: 0 where the team is the first of the two
    users: tuple[int, ...]  # groups of people served who meet it

    def rows(self, carrier: str) -> Sequence[int]:
        """Positions of those near the team who carry something."""
        near = {"team": (self.team,), "leading": tuple(2 * self.team + n for n in range(len(self.leaders)))}
        return (near | {"leader": self.leaders, "tie": self.ties, "user_group": self.users}).get(carrier, ())


def ego_network(pair: PairedRun, team: int) -> EgoNetwork:
    """Who is near a team."""
    block, one = pair.block, pair.world.teams[team]
    found = slice(block.tie_start[team], block.tie_start[team + 1])
    return EgoNetwork(
        team=team,
        leaders=(one.leader,) if one.system < 0 or one.system == one.leader else (one.leader, one.system),
        ties=tuple(block.tie_of[found].tolist()),
        sides=tuple(block.tie_side[found].tolist()),
        users=tuple(n for n, group in enumerate(pair.world.users) if team in group.teams),
    )
