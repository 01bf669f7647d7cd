"""What runs on a worker: is it of the same kind, and what does a block come to. Nothing is written there."""

import pickle
import platform
import signal
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

import llvmlite.binding
import numba
import numpy as np
from numpy.typing import NDArray

from icsim.base import fingerprint
from icsim.base.errors import UserError
from icsim.base.version import __version__
from icsim.config.settings import Settings
from icsim.engine.block_pool import ProgressCounter
from icsim.sweep.chunks import compute_block
from icsim.sweep.points import ListedPoints, PointRow
from icsim.sweep.sweep_study import SweepStudy

PlatformFingerprint = Mapping[str, str]
"""What has to be the same on two machines for the same block to have the same bits; the most telling first."""


@cache
def platform_fingerprint() -> PlatformFingerprint:
    """Of this process. The last entry holds all the others, and the code and the features of the processor besides."""
    return {
        "icsim": __version__,
        "Python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "processor": llvmlite.binding.get_host_cpu_name(),
        "code": fingerprint.numbers(),
    }


def dask_setup(worker: object) -> None:
    """Dask calls this as a worker on this machine starts: Ctrl-C is for the process that keeps the table, and ends workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def refuse_other(wanted: PlatformFingerprint, here: PlatformFingerprint, where: str) -> None:
    """UserError for a worker of another kind, with the first thing that differs."""
    for key, value in wanted.items():
        if here.get(key) != value:
            mend = "give it machines of one processor" if key == "processor" else "install the same icsim on all machines"
            raise UserError(
                f"worker {where}: another {key} than this process ({here.get(key)}, here {value}), so its numbers might differ; "
                f"{mend}, and repeat the command"
            )


class BlockTask:
    """A block to be computed, as a pickle that computes it where it is loaded.

    Dask is given `pickle.loads` and bytes, so that a worker without icsim, or with another, answers with an error. Given one of
    our own functions it would fail to read what it is sent, and end.
    """

    def __init__(self, study: bytes, cells: Sequence[tuple[PointRow, str]], replicates: Sequence[int]) -> None:
        """`study` as `packed` makes it; point and arm of each cell."""
        self.asked = study, pickle.dumps((tuple(cells), tuple(replicates)))

    def __reduce__(self) -> tuple[object, ...]:
        """What loading it calls."""
        return compute_on_worker, (dict(platform_fingerprint()), *self.asked)


def packed(study: SweepStudy, cells: Sequence[tuple[PointRow, str]]) -> bytes:
    """What of a study these cells need: their bases, and no points, which they bring along."""
    none = ListedPoints(study.points.axes, tuple(() for _ in study.points.axes))
    keys = {(tuple(row[column] for column in study.choosing), arm) for row, arm in cells}
    return pickle.dumps(replace(study, points=none, bases={key: base for key, base in study.bases.items() if key in keys}))


def compute_on_worker(wanted: PlatformFingerprint, packed: bytes, asked: bytes) -> NDArray[np.float64]:
    """What is read of a block, [wanted, cell, replicate]. UserError from a worker of another kind."""
    refuse_other(wanted, platform_fingerprint(), address())
    cells, replicates = pickle.loads(asked)
    return compute_block(unpacked(packed), _settings(packed, cells), replicates, ProgressCounter())


def address() -> str:
    """Of the worker that this runs on."""
    from distributed import get_worker

    return f"{get_worker().address} ({platform.node()})"


@lru_cache(maxsize=2)
def unpacked(packed: bytes) -> SweepStudy:
    """The study, once for the blocks that share their bases."""
    study: SweepStudy = pickle.loads(packed)
    return study


@lru_cache(maxsize=2)
def _settings(packed: bytes, cells: tuple[tuple[PointRow, str], ...]) -> list[Settings]:
    """Of a block's cells; other blocks of the same cells, with other luck, often follow."""
    study = unpacked(packed)
    return [study.settings(row, arm) for row, arm in cells]
