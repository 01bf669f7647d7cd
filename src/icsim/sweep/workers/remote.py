"""What runs on a worker: is it of the same kind, and what does a block come to. Nothing is written there."""

import pickle
import platform
import signal
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import llvmlite.binding
import numba
import numpy as np
from numpy.typing import NDArray

from icsim import __version__
from icsim.config.settings import Settings
from icsim.engine.cache import source_hash
from icsim.engine.run import March
from icsim.errors import UserError
from icsim.sweep.parts import ACTS, PACKAGE, computed
from icsim.sweep.points import Listed, Row
from icsim.sweep.study import Study

DECIDE = (*ACTS, "config", "sweep")
"""The folders of the package that decide what a worker makes of a block: the engine, and how a point becomes settings."""

Kind = Mapping[str, str]
"""What has to be the same on two machines for the same block to have the same bits; the most telling first."""


@cache
def kind() -> Kind:
    """Of this process. The last entry holds all the others, and the code and the features of the processor besides."""
    return {
        "icsim": __version__,
        "Python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "processor": llvmlite.binding.get_host_cpu_name(),
        "code": source_hash([PACKAGE / folder for folder in DECIDE]),
    }


def dask_setup(worker: object) -> None:
    """Dask calls this as a worker on this machine starts: Ctrl-C is for the process that keeps the table, and ends workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def refuse_other(wanted: Kind, here: Kind, where: str) -> None:
    """UserError for a worker of another kind, with the first thing that differs."""
    for key, value in wanted.items():
        if here.get(key) != value:
            mend = "give it machines of one processor" if key == "processor" else "install the same icsim on all machines"
            raise UserError(
                f"worker {where}: another {key} than this process ({here.get(key)}, here {value}), so its numbers might differ; "
                f"{mend}, and repeat the command"
            )


class Call:
    """A block to be computed, as a pickle that computes it where it is loaded.

    Dask is given `pickle.loads` and bytes, so that a worker without icsim, or with another, answers with an error. Given one of
    our own functions it would fail to read what it is sent, and end.
    """

    def __init__(self, study: bytes, cells: Sequence[tuple[Row, str]], replicates: Sequence[int]) -> None:
        """`study` as `packed` makes it; point and arm of each cell."""
        self.asked = study, pickle.dumps((tuple(cells), tuple(replicates)))

    def __reduce__(self) -> tuple[Any, ...]:
        """What loading it calls."""
        return block, (dict(kind()), *self.asked)


def packed(study: Study, cells: Sequence[tuple[Row, str]]) -> bytes:
    """What of a study these cells need: their bases, and no points, which they bring along."""
    none = Listed(study.points.axes, tuple(() for _ in study.points.axes))
    keys = {(tuple(row[column] for column in study.choosing), arm) for row, arm in cells}
    return pickle.dumps(replace(study, points=none, bases={key: base for key, base in study.bases.items() if key in keys}))


def block(wanted: Kind, packed: bytes, asked: bytes) -> NDArray[np.float64]:
    """What is read of a block, [wanted, cell, replicate]. UserError from a worker of another kind."""
    refuse_other(wanted, kind(), address())
    cells, replicates = pickle.loads(asked)
    return computed(unpacked(packed), _settings(packed, cells), replicates, March())


def address() -> str:
    """Of the worker that this runs on."""
    from distributed import get_worker

    return f"{get_worker().address} ({platform.node()})"


@lru_cache(maxsize=2)
def unpacked(packed: bytes) -> Study:
    """The study, once for the blocks that share their bases."""
    study: Study = pickle.loads(packed)
    return study


@lru_cache(maxsize=2)
def _settings(packed: bytes, cells: tuple[tuple[Row, str], ...]) -> list[Settings]:
    """Of a block's cells; other blocks of the same cells, with other luck, often follow."""
    study = unpacked(packed)
    return [study.settings(row, arm) for row, arm in cells]
