"""Plain rejection: batches of the prior one after another until enough settings have passed, and what they come to.

Which batches count does not hang on who computes them: those from the first to the one with which there are enough.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.base.progress import ProgressCallback
from icsim.calibrate.facts_of_settings import fact_call
from icsim.calibrate.judging import Judged, compute_batch, met
from icsim.calibrate.parts import PartStore
from icsim.calibrate.plan import CalibrationPlan
from icsim.calibrate.prior import BATCH, draw_batch
from icsim.config.compute_backend import THREADS, Engine, cores_here, threads_of
from icsim.engine.block_pool import BlockCall, BlockExecutor, BlockValues, ProgressCounter, ThreadExecutor, run_blocks

Tell = Callable[[int, int], None]
"""Told after each batch: settings that passed so far, and draws that were tried."""
RARE, EARLY = 1000, 40
"""Draws of which one survives at least, looked at after so many batches; where fewer do, rejection is no way to find settings."""


@dataclass(frozen=True)
class Survivors:
    """The settings that resemble what was observed, in the order in which they were found."""

    plan: CalibrationPlan
    tried: int  # draws
    passed: int  # of them, the first look
    drawn: tuple[int, ...]  # number of the draw of each setting
    values: NDArray[np.float64]  # [setting, number]
    weights: NDArray[np.float64]  # in how many of its fresh sets of replicates each passed
    looks: Judged  # of these settings, [setting, look, value or distance, target]
    again: float  # share of fresh sets that were passed, of settings that passed the first look
    explored: Judged  # first look at draws of which every target is known, [draw, value or distance, target]
    first: NDArray[np.float64]  # the same draws' numbers, [draw, number]
    narrowed: float | None = None  # share of the prior, where settings were moved towards what was observed

    @property
    def rare(self) -> bool:
        """Whether fewer than one draw in a thousand survives."""
        return self.tried >= EARLY * BATCH and self.passed * RARE < self.tried

    @property
    def share(self) -> float:
        """Share of the prior that resembles what was observed, where a draw counts by how often it passed again."""
        if self.narrowed is not None:
            return self.narrowed
        return self.passed * self.again / self.tried if self.tried else 0.0


def search(
    plan: CalibrationPlan, store: PartStore, executor: BlockExecutor[int], tell: Tell = lambda passed, tried: None
) -> Survivors:
    """Compute what is missing. KeyboardInterrupt leaves whole parts."""
    found: dict[int, Judged] = {}
    accepted = {"settings": 0}

    def keep(batch: int, values: Judged) -> None:
        found[batch] = values
        accepted["settings"] += int(enters(plan, batch, values).sum())
        tell(accepted["settings"], len(found) * BATCH)

    def batches() -> Iterator[int]:
        for batch in range(plan.most):
            if accepted["settings"] >= plan.wanted and batch >= plan.explored:
                return
            kept = store.read(batch)
            if kept is not None:
                keep(batch, kept)
            else:
                yield batch

    def take(batch: int, values: BlockValues) -> None:
        store.write(batch, values)
        keep(batch, values)

    run_blocks(batches(), executor, take, lambda done: 0, 1)
    return survivors(plan, found)


def all_facts(
    plan: CalibrationPlan, found: Survivors, many: int, store: PartStore, engine: Engine, progress: ProgressCallback
) -> tuple[Judged, Judged]:
    """All stylised facts in the first settings of the prior and of the table: twice [setting, found or hit, fact]."""
    values = np.concatenate([found.first[:many], found.values[:many]])
    numbers = (*range(many), *found.drawn[:many])
    made: dict[int, Judged] = {}

    def rows() -> Iterator[int]:
        for row, number in enumerate(numbers):
            kept = store.read_facts(number)
            if kept is not None:
                made[row] = kept
            else:
                yield row

    def take(row: int, facts: BlockValues) -> None:
        made[row] = facts
        store.write_facts(numbers[row], facts)
        progress(len(made), len(numbers))

    executor = ThreadExecutor(threads_of(engine) if engine["backend"] == THREADS else cores_here(), fact_call(plan, values))
    run_blocks(rows(), executor, take, lambda done: 0, 1)
    both = np.stack([made[row] for row in range(len(numbers))])
    return both[:many], both[many:]


def batch_call(plan: CalibrationPlan) -> Callable[[int], BlockCall]:
    """What makes a call of each batch."""

    def prepare(batch: int) -> BlockCall:
        def call(march: ProgressCounter) -> BlockValues:
            return compute_batch(plan, batch, march)

        return call

    return prepare


def weights_of(values: Judged) -> NDArray[np.float64]:
    """In how many of its fresh sets each setting of a batch passed; 0 where it did not pass the first look."""
    sets = range(1, values.shape[1])
    return np.asarray(np.mean([met(values[:, fresh]) for fresh in sets], axis=0))


def enters(plan: CalibrationPlan, batch: int, values: Judged) -> NDArray[np.bool_]:
    """Whether a setting enters the table: with a chance that is its weight, so that those in it count alike."""
    coins = np.random.default_rng([plan.seed, 77, batch]).random(len(values))
    return np.asarray(coins < weights_of(values))


def survivors(plan: CalibrationPlan, found: Mapping[int, Judged]) -> Survivors:
    """What batches come to that were computed, in whatever order."""
    rows: list[tuple[int, int]] = []
    passed = tried = 0
    again = 0.0
    for batch in sorted(found):
        if len(rows) >= plan.wanted and batch >= plan.explored:
            break
        values = found[batch]
        tried += len(values)
        first = met(values[:, 0])
        passed += int(first.sum())
        again += float(weights_of(values)[first].sum())
        rows += [(batch, int(n)) for n in np.flatnonzero(enters(plan, batch, values))]
    rows = rows[: plan.wanted]
    drawn = {batch: draw_batch(batch, plan.seed, plan.names) for batch in {batch for batch, _ in rows}}
    early = [batch for batch in sorted(found) if batch < plan.explored]
    width, looks = len(plan.names), (1 + plan.fresh_sets, 2, len(plan.targets))
    return Survivors(
        plan=plan,
        tried=tried,
        passed=passed,
        drawn=tuple(batch * BATCH + n for batch, n in rows),
        values=np.array([drawn[batch][n] for batch, n in rows]).reshape(-1, width),
        weights=np.array([weights_of(found[batch])[n] for batch, n in rows]),
        looks=np.array([found[batch][n] for batch, n in rows]).reshape(-1, *looks),
        again=again / passed if passed else float("nan"),
        explored=np.concatenate([found[batch][:, 0] for batch in early] or [np.empty((0, *looks[1:]))]),
        first=np.concatenate([draw_batch(batch, plan.seed, plan.names) for batch in early] or [np.empty((0, width))]),
    )
