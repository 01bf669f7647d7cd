"""How many replicates: a number, or rounds of them until a mean is known closely enough at every point and in every arm."""

import os
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.sweep.chunks import TableChunk, plan_chunks, planned_chunks
from icsim.sweep.run_table import ChunkStore
from icsim.sweep.study_runner import StudyRunner

SURE = 0.95
"""Of the interval whose half width is asked for."""


class RunningMeans:
    """Count, mean and spread of a measure at each point and arm, [point, arm], kept up as worlds come in."""

    def __init__(self, points: int, arms: int) -> None:
        """Nothing seen yet."""
        self.count = np.zeros((points, arms))
        self.mean = np.zeros((points, arms))
        self.apart = np.zeros((points, arms))  # sum of squared distances from the mean

    def add(self, points: Sequence[int], values: NDArray[np.float64]) -> None:
        """More worlds of some points, [point, arm, world]; nan where a value is missing."""
        where = np.array(list(points))
        there = ~np.isnan(values)
        count = there.sum(axis=2)
        safe = np.maximum(count, 1)
        mean = np.where(there, values, 0.0).sum(axis=2) / safe
        apart = np.where(there, (values - mean[:, :, None]) ** 2, 0.0).sum(axis=2)
        before, both = self.count[where], self.count[where] + count
        step = mean - self.mean[where]
        self.apart[where] += apart + step**2 * before * count / np.maximum(both, 1)
        self.mean[where] += step * count / np.maximum(both, 1)
        self.count[where] = both

    def half_width(self) -> NDArray[np.float64]:
        """Half of the 95 % interval of each mean, [point, arm]; infinite with fewer than two worlds."""
        few = self.count < 2
        count = np.where(few, 2, self.count)
        width = stdtrit(count - 1, 0.5 + SURE / 2.0) * np.sqrt(self.apart / (count - 1) / count)
        return np.where(few, np.inf, width)


def run_until(job: StudyRunner, progress: ProgressCallback | None = None) -> str:
    """Run the whole study; what is to be said of how many replicates it took."""
    study = job.study
    if study.asked.until.measure is not None:
        return _until(job, progress)
    worlds = study.points.count * study.first.replicates * len(study.arms)
    job.run(_from_elsewhere(planned_chunks(study)), worlds, progress)
    return ""


def _from_elsewhere(cut: Iterable[TableChunk]) -> list[TableChunk]:
    """The parts in a circle, each process from a place of its own: several in one folder then share the work."""
    found = list(cut)
    first = os.getpid() % max(1, len(found))
    return found[first:] + found[:first]


def _until(job: StudyRunner, progress: ProgressCallback | None) -> str:
    study, until = job.study, job.study.asked.until
    column = study.reading.columns[study.reading.column(until.measure or "", until.week, "until")]
    narrow, round_ = until.half_width or 0.0, study.first.replicates
    means = RunningMeans(study.points.count, len(study.arms))
    open_: Sequence[int] = range(study.points.count)
    for first in range(0, until.max_replicates, round_):
        replicates = range(first, min(first + round_, until.max_replicates))
        cut = list(plan_chunks(study, open_, replicates))
        job.run(_from_elsewhere(cut), sum(part.worlds(study) for part in cut), progress)
        for part in cut:
            means.add(part.points, chunk_values(job.store, part, part.name(study), column, len(study.arms)))
        wide = np.flatnonzero((means.half_width() > narrow).any(axis=1))
        if not wide.size:
            least, most = int(means.count.min()), int(means.count.max())
            return f"{column}: within ±{narrow:g} at every point, with {least} to {most} worlds each"
        open_ = wide.tolist()
    widest = float(means.half_width().max())
    wide_still = f"{len(open_)} of {study.points.count} points are not within ±{narrow:g}"
    return f"{column}: {wide_still} after {until.max_replicates} worlds (widest ±{widest:.2g})"


def chunk_values(store: ChunkStore, part: TableChunk, name: str, column: str, arms: int) -> NDArray[np.float64]:
    """A column of a part, [point, arm, replicate]; nan where it is missing. UserError where somebody spoilt it meanwhile."""
    table = store.read(name)
    if table is None:
        raise UserError(f"{store.path(name)}: was changed while the study ran; repeat the command")
    read: NDArray[np.float64] = table.column(column).to_numpy(zero_copy_only=False)
    return read.reshape(len(part.points), arms, len(part.replicates))
