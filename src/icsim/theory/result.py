"""A theory that was tried: what every reader of the result, table, figure or page, starts from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.config.settings import Settings
from icsim.engine.block import Luck
from icsim.theory.asked import Asked
from icsim.theory.verdict import Finding, Verdict
from icsim.theory.vocabulary import Theory


@dataclass(frozen=True)
class Case:
    """A theory with its two arms, valid and ready to run."""

    theory: Theory
    arms: tuple[Settings, Settings]
    asked: tuple[Asked, ...]
    content: str  # hash of the theory and of both arms
    command: str  # what to type to get this case alone


@dataclass(frozen=True)
class Tried:
    """A case after it ran."""

    case: Case
    lucks: tuple[Luck, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict
    weeks: tuple[int, ...]
    paths: Mapping[str, NDArray[np.float64]]  # by column of the clause: [arm, week, luck]

    def at(self, asked: Asked) -> NDArray[np.float64]:
        """A clause's value when it is read: [arm, luck]."""
        return np.asarray(self.paths[asked.column][:, self.weeks.index(asked.week)])
