"""Batches that are done, each a file of its own: what was computed before a command was stopped is not computed again."""

import contextlib
from pathlib import Path

import numpy as np

from icsim.base.atomic_output import atomic_file
from icsim.calibrate.judging import Judged
from icsim.calibrate.plan import CalibrationPlan
from icsim.calibrate.stylised_facts import FACTS

FOLDER = "parts"


class PartStore:
    """The parts of a plan in a folder; parts of another plan are left unread."""

    def __init__(self, plan: CalibrationPlan, folder: Path) -> None:
        """`folder`: the results' own."""
        self.folder, self.stem = folder / FOLDER, plan.content[:16]
        self.shape = (1 + plan.fresh_sets, 2, len(plan.targets))

    def path(self, batch: int) -> Path:
        """The file of a batch."""
        return self.folder / f"{self.stem}-{batch:06d}.npy"

    def read(self, batch: int) -> Judged | None:
        """What came of a batch; None where it is not there, or not whole."""
        with contextlib.suppress(OSError, ValueError, EOFError):
            found = np.load(self.path(batch), allow_pickle=False)
            if found.dtype == np.float64 and found.shape[1:] == self.shape:
                return np.asarray(found)
        return None

    def write(self, batch: int, values: Judged) -> None:
        """Keep a batch."""
        _write(self.path(batch), values)

    def read_facts(self, draw: int) -> Judged | None:
        """The stylised facts in a draw of the prior, [found or hit, fact]; None where they are not there."""
        with contextlib.suppress(OSError, ValueError, EOFError):
            found = np.load(self._facts(draw), allow_pickle=False)
            if found.shape == (2, len(FACTS)):
                return np.asarray(found)
        return None

    def write_facts(self, draw: int, values: Judged) -> None:
        """Keep them."""
        _write(self._facts(draw), values)

    def _facts(self, draw: int) -> Path:
        return self.folder / f"{self.stem}-facts-{draw:08d}.npy"


def _write(path: Path, values: Judged) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file(path) as file:
        np.save(file, values, allow_pickle=False)
