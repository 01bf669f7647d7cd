"""Batches computed by Dask workers, wherever they are: each gets the plan and the number of a batch."""

import pickle
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from icsim.calibrate.judging import compute_batch
from icsim.calibrate.plan import CalibrationPlan
from icsim.calibrate.prior import BATCH
from icsim.config.compute_backend import Engine
from icsim.engine.block_pool import BlockValues, ProgressCounter
from icsim.sweep.workers.dask_executor import Say, WorkersExecutor
from icsim.sweep.workers.worker_task import address, platform_fingerprint, refuse_other


class CalibrationWorkers(WorkersExecutor[int]):
    """Workers that compute batches of a plan."""

    def __init__(self, plan: CalibrationPlan, engine: Engine, logs: Path, say: Say) -> None:
        """Nothing is started before the first batch."""
        super().__init__(engine, logs, say)
        self.packed = pickle.dumps(plan)

    def task(self, block: int) -> tuple[object, int]:
        """A batch, and what it is worth."""
        return BatchTask(self.packed, block), BATCH


class BatchTask:
    """A batch to be computed, as a pickle that computes it where it is loaded."""

    def __init__(self, plan: bytes, batch: int) -> None:
        self.asked = plan, batch

    def __reduce__(self) -> tuple[Any, ...]:
        """What loading it calls."""
        return compute_on_worker, (dict(platform_fingerprint()), *self.asked)


def compute_on_worker(wanted: Mapping[str, str], plan: bytes, batch: int) -> BlockValues:
    """What comes of a batch. UserError from a worker of another kind."""
    refuse_other(wanted, platform_fingerprint(), address())
    return compute_batch(_unpacked(plan), batch, ProgressCounter())


@lru_cache(maxsize=2)
def _unpacked(plan: bytes) -> CalibrationPlan:
    found: CalibrationPlan = pickle.loads(plan)
    return found
