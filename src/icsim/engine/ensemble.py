"""Runs worlds: an ensemble is cut into blocks, blocks run in threads, and only what was asked for is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.catalogue import catalogue
from icsim.config.compute_backend import threads_of
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.block_pool import BlockCall, BlockValues, ProgressCounter, ThreadExecutor, run_blocks
from icsim.engine.compiled_week import week_kernel
from icsim.engine.measures import Query
from icsim.engine.reading_plan import QueryAtWeek, reading_plan
from icsim.engine.timeline import Timeline

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

QUARTER = 13  # weeks
PAD = 8  # lanes of a block come in eights, as they are computed


@dataclass(frozen=True)
class EnsembleResult:
    """What was read; `array` has the dimensions (arm, query, week, replicate), and nan where there is nothing to divide by."""

    queries: tuple[Query, ...]
    weeks: tuple[int, ...]
    replicates: tuple[ReplicateSeeds, ...]
    array: NDArray[np.float64]
    arms: tuple[str, ...] = ()
    """Names of the arms; none where they were given without."""

    def to_xarray(self) -> "xr.Dataset":
        """Every query by its name over arm, week and replicate, the luck of each replicate beside it. Needs xarray."""
        import xarray as xr

        kinds = ("structure_seed", "seed")
        seeds = {kind: ("replicate", [getattr(replicate, kind) for replicate in self.replicates]) for kind in kinds}
        around = {"arm": self._labels, "week": list(self.weeks), "replicate": list(range(len(self.replicates)))}
        dimensions = ("arm", "week", "replicate")
        return xr.Dataset({query.key: (dimensions, self.array[:, n]) for n, query in enumerate(self.queries)}, around | seeds)

    def to_pandas(self) -> "pd.DataFrame":
        """One row for each arm, replicate and week, with a column for each query."""
        import pandas as pd

        around = [self._labels, range(len(self.replicates)), self.weeks]
        rows = pd.MultiIndex.from_product(around, names=["arm", "replicate", "week"])
        found = rows.to_frame(index=False)
        for name in ("structure_seed", "seed"):
            found[name] = np.array([getattr(replicate, name) for replicate in self.replicates])[found["replicate"]]
        for n, query in enumerate(self.queries):
            found[query.key] = self.array[:, n].transpose(0, 2, 1).ravel()
        return found

    @property
    def _labels(self) -> list[str] | list[int]:
        return list(self.arms) if self.arms else list(range(self.array.shape[0]))

    def of(self, query: Query | int, week: int) -> NDArray[np.float64]:
        """One query at one week: [arm, replicate]."""
        q = query if isinstance(query, int) else self.queries.index(query)
        return np.asarray(self.array[:, q, self.weeks.index(week)])


def replicate_seeds(settings: Settings, count: int | None = None) -> tuple[ReplicateSeeds, ...]:
    """The replicates of an ensemble: the next world has the next structure and the next seed."""
    many = settings.replicates if count is None else count
    return tuple(ReplicateSeeds(settings.structure_seed + n, settings.seed + n) for n in range(many))


def all_measures() -> tuple[Query, ...]:
    """One query for every measure, for everybody who has it; levers as enacted are asked for by name."""
    return tuple(Query(name) for name in catalogue().measures if name != "enacted")


def run_ensemble(
    arms: Sequence[Settings] | Mapping[str, Settings],
    replicates: Sequence[ReplicateSeeds],
    queries: Sequence[Query],
    weeks: Sequence[int],
    progress: ProgressCallback | None = None,
    finished: Callable[[Block], None] | None = None,
) -> EnsembleResult:
    """Run every arm with every luck, all arms in one place, and read the queries at the weeks asked for. Arms may have names.

    A value at a week is the mean of the four weeks ending there; a count is what happened until then. `finished` sees
    the first block as it ends. Raises KeyboardInterrupt within a second of Ctrl-C.
    """
    names = tuple(arms) if isinstance(arms, Mapping) else ()
    arms = tuple(arms.values()) if isinstance(arms, Mapping) else arms
    cores = threads_of(arms[0].engine)
    size = min(max(1, (arms[0].engine["block_size"] or 1) // len(arms)), PAD * -(-len(replicates) // (PAD * cores)))
    values = np.full((len(arms), len(queries), len(weeks), len(replicates)), np.nan)
    parts = range(0, len(replicates), size)

    def prepare(first: int) -> BlockCall:
        here = tuple(replicates[first : first + size])
        return lambda march: _one(arms, here, queries, weeks, march, None if first else finished)

    def take(first: int, made: BlockValues) -> None:
        here = min(size, len(replicates) - first)
        values[..., first : first + here] = made[..., :here]

    pool, last = ThreadExecutor(min(cores, len(parts)), prepare), max(1, *weeks)
    run_blocks(parts, pool, take, lambda done: done // last, len(replicates) * len(arms), progress)
    return EnsembleResult(tuple(queries), tuple(weeks), tuple(replicates), values, names)


def pad_seeds(replicates: Sequence[ReplicateSeeds], arms: int) -> tuple[ReplicateSeeds, ...]:
    """The replicates of a block, with the last one repeated until its lanes come in eights."""
    more = next((n for n in range(PAD) if (len(replicates) + n) * arms % PAD == 0), 0)
    return (*replicates, *[replicates[-1]] * (more if len(replicates) > 1 else 0))


def _one(
    arms: Sequence[Settings],
    replicates: Sequence[ReplicateSeeds],
    queries: Sequence[Query],
    weeks: Sequence[int],
    march: ProgressCounter,
    finished: Callable[[Block], None] | None,
) -> NDArray[np.float64]:
    """One block from the first week to the last: [arm, query, week, replicate]."""
    block = build_block(arms, pad_seeds(replicates, len(arms)))
    worlds = len(replicates) * len(arms)
    values = run_block(block, arms, queries, weeks, max(weeks), lambda passed: march.on(passed * worlds))
    if finished is not None:
        finished(block)
    return values.reshape(len(queries), len(weeks), len(arms), -1).transpose(2, 0, 1, 3)


class BlockRunner:
    """Takes a block that stands before week 1 through its weeks, dated events included; `week` is the last one run."""

    def __init__(self, block: Block, arms: Sequence[Settings]) -> None:
        """Settings of all arms, in the order of the block's lanes."""
        self.block = block
        self.timeline = Timeline(arms[0].world, arms)
        self.week = 0

    def until(self, stop: int) -> None:
        """Run to the end of a week. What is dated happens as its week begins, so a reading never sees it too early."""
        while self.week < stop:
            first = self.week + 1
            self.timeline.happen(self.block, first)
            last = min([stop, *(week - 1 for week in self.timeline.weeks if week > first)])
            week_kernel().weeks(self.block.packed, first, last)
            self.week = last


def run_block(
    block: Block,
    arms: Sequence[Settings],
    queries: Sequence[Query],
    weeks: Sequence[int],
    last: int,
    passed: Callable[[int], None] = lambda weeks: None,
) -> NDArray[np.float64]:
    """Run a block that stands before week 1 until `last`; every query at every week, [query, week, lane]."""
    wanted = [(query, week) for query in queries for week in weeks]
    return run_queries(block, arms, wanted, last, passed).reshape(len(queries), len(weeks), block.lanes)


def run_queries(
    block: Block,
    arms: Sequence[Settings],
    wanted: Sequence[QueryAtWeek],
    last: int,
    passed: Callable[[int], None] = lambda weeks: None,
) -> NDArray[np.float64]:
    """Run a block that stands before week 1 until `last`; what is wanted of it, [wanted, lane].

    `passed` is told of the weeks run since it was last called, four times a year or oftener.
    """
    plan = reading_plan(wanted, arms[0].world, block)
    runner = BlockRunner(block, arms)
    read = {}
    for stop in sorted({week for week in (0, *plan.weeks, *range(QUARTER, last, QUARTER)) if week <= last} | {last}):
        before = runner.week
        runner.until(stop)
        passed(stop - before)
        if stop in plan.batches:
            read[stop] = plan.batches[stop].read(block)
    return plan.values(read, block.lanes)
