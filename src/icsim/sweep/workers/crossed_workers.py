"""Crossed designs of theories, scoreboards and mechanisms computed by Dask workers: arms x draws x replicates, block by block."""

import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from icsim.config.compute_backend import THREADS, Engine
from icsim.config.settings import Settings
from icsim.engine.block_pool import BlockValues, ProgressCounter
from icsim.engine.crossed_design import ELSEWHERE, CrossedBlock
from icsim.sweep.workers.dask_executor import Say, WorkersExecutor
from icsim.sweep.workers.worker_task import address, platform_fingerprint, refuse_other


@contextmanager
def crossed_on(engine: Engine, logs: Path, say: Say) -> Iterator[None]:
    """Whatever is crossed in here is computed where the engine's settings say; UserError where what that needs is not installed."""
    if engine["backend"] == THREADS:
        yield
        return
    crew = CrossedWorkers(engine, logs, say)
    token = ELSEWHERE.set(crew)
    try:
        yield
    finally:
        ELSEWHERE.reset(token)
        crew.close()


class CrossedWorkers(WorkersExecutor[CrossedBlock]):
    """Workers that compute blocks of crossed designs, one design after another."""

    def __init__(self, engine: Engine, logs: Path, say: Say) -> None:
        """Nothing is started before the first block."""
        super().__init__(engine, logs, say)
        self._arms: tuple[Settings, ...] = ()
        self._packed = b""

    def task(self, block: CrossedBlock) -> tuple[object, int]:
        """A block, and its world-weeks. The arms, which all blocks of a design share, are packed once."""
        if block.arms is not self._arms:
            self._arms, self._packed = block.arms, pickle.dumps(block.arms)
        worth = block.last * len(block.arms) * len(block.draws) * len(block.replicates)
        return CrossedTask(self._packed, pickle.dumps(block._replace(arms=()))), worth


class CrossedTask:
    """A block to be computed, as a pickle that computes it where it is loaded."""

    def __init__(self, arms: bytes, block: bytes) -> None:
        """The settings of all arms, and the block without them."""
        self.asked = arms, block

    def __reduce__(self) -> tuple[Any, ...]:
        """What loading it calls."""
        return compute_on_worker, (dict(platform_fingerprint()), *self.asked)


def compute_on_worker(wanted: Mapping[str, str], arms: bytes, block: bytes) -> BlockValues:
    """What comes of a block. UserError from a worker of another kind."""
    refuse_other(wanted, platform_fingerprint(), address())
    made: CrossedBlock = pickle.loads(block)
    return made._replace(arms=_unpacked(arms)).compute(ProgressCounter())


@lru_cache(maxsize=2)
def _unpacked(arms: bytes) -> tuple[Settings, ...]:
    found: tuple[Settings, ...] = pickle.loads(arms)
    return found
