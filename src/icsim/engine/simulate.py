"""An ensemble of one configuration: every measure over time, what leaders enact, and a portrait of one world."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import StageCallback
from icsim.catalogue.load import LEVERS
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds
from icsim.engine.ensemble import EnsembleResult, all_measures, replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.engine.snapshot import NetworkSnapshot, run_snapshot
from icsim.world.population import Population
from icsim.world.selection import KEYS, RANKS

REPORTED = (26, 52, 156, 260)
"""Weeks at which every run is reported, as far as it goes; its last week always is."""
EVERY = 4  # weeks between the points of a trajectory


@dataclass(frozen=True)
class Simulation:
    """What an ensemble came to. Series are read at the trajectory's weeks; `enacted` at the last one only."""

    settings: Settings
    series: EnsembleResult  # one query for each name in `names`
    names: tuple[str, ...]
    enacted: EnsembleResult
    portrait: NetworkSnapshot

    @property
    def replicates(self) -> tuple[ReplicateSeeds, ...]:
        """The worlds, in order."""
        return self.series.replicates

    @property
    def weeks(self) -> tuple[int, ...]:
        """The weeks of the trajectories."""
        return self.series.weeks

    @property
    def reported(self) -> tuple[int, ...]:
        """The weeks that tables show."""
        return reported_weeks(self.settings.weeks)

    def trajectory(self, name: str) -> NDArray[np.float64]:
        """A series in every world: [week, world]."""
        return np.asarray(self.series.array[0, self.names.index(name)])

    def at(self, name: str, week: int) -> NDArray[np.float64]:
        """A series at one week: [world]."""
        return np.asarray(self.trajectory(name)[self.weeks.index(week)])


def simulate(settings: Settings, stages: StageCallback = lambda what: None) -> Simulation:
    """Run all worlds of a configuration. Raises KeyboardInterrupt within a second of Ctrl-C."""
    wanted = report_queries(settings.world)
    replicates = replicate_seeds(settings)
    progress = stages("worlds")
    series = run_ensemble([settings], replicates, tuple(wanted.values()), trajectory_weeks(settings.weeks), progress)
    # Levers are read at one week only, and reading them in all would take longer than running the worlds again.
    progress = stages("what leaders enact")
    enacted = run_ensemble([settings], replicates, lever_queries(settings.world), (settings.weeks,), progress)
    typical = median_replicate(series.array[0, 0, -1])
    return Simulation(settings, series, tuple(wanted), enacted, run_snapshot(settings, replicates[typical]))


def reported_weeks(last: int) -> tuple[int, ...]:
    """The weeks to report of a run that ends at `last`."""
    return (*(week for week in REPORTED if week < last), last)


def trajectory_weeks(last: int) -> tuple[int, ...]:
    """The weeks of a trajectory: week 0, every fourth week, and those reported."""
    return tuple(sorted({*range(0, last + 1, EVERY), *reported_weeks(last)}))


def report_queries(world: Population) -> dict[str, Query]:
    """Every measure by its name, trust first, then trust given and received by power."""
    by_name = {query.measure: query for query in all_measures()}
    by_power = {
        trust_by_rank_query(end, rank).key: trust_by_rank_query(end, rank) for end in ("from", "to") for rank in power_ranks(world)
    }
    return {"trust": by_name["trust"]} | by_name | by_power


def trust_by_rank_query(end: str, rank: str) -> Query:
    """Trust from, or to, the teams of a rank of power."""
    return Query("trust", {end: {"power_rank": rank}})


def power_ranks(world: Population) -> tuple[str, ...]:
    """The ranks of power that a world has: two teams have no middle."""
    there = frozenset[str]().union(*KEYS["team"]["power_rank"](world, "team"))
    return tuple(rank for rank in RANKS if rank in there)


def lever_queries(world: Population) -> tuple[Query, ...]:
    """Every lever as enacted, for each tier of leaders that a world has."""
    tiers = sorted({post.tier for post in world.posts}, reverse=True)  # team leaders first
    return tuple(Query(f"enacted.{lever}", {"tier": tier}) for tier in tiers for lever in LEVERS)


def median_replicate(values: NDArray[np.float64]) -> int:
    """The first of the worlds whose value is nearest the median; the first of all where no value is there."""
    if np.isnan(values).all():
        return 0
    return int(np.nanargmin(np.abs(values - np.nanmedian(values))))
