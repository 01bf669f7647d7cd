"""A theory that was tried: what every reader of the result, table, figure or page, starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from icsim.engine.block import Luck
from icsim.theory.asked import Asked
from icsim.theory.boundary import Boundaries
from icsim.theory.cases import Case
from icsim.theory.chain import Chain
from icsim.theory.fails import Fails
from icsim.theory.looks import Look
from icsim.theory.necessity import Necessity
from icsim.theory.panel import Panel
from icsim.theory.role import RoleFound
from icsim.theory.shares import Interval
from icsim.theory.verdict import Finding, Verdict
from icsim.theory.whom import ForWhom


class Shrunk(NamedTuple):
    """Whether an effect is weaker elsewhere: the share of draws in which it shrinks, and of how many it is the share."""

    share: Interval
    draws: int


@dataclass(frozen=True)
class Looked:
    """The clauses and the verdict where something else was different."""

    look: Look
    findings: tuple[Finding, ...]
    verdict: Verdict
    weaker: Shrunk | None = None


@dataclass(frozen=True)
class AtDefaults:
    """Both arms of the story week by week, at default parameters: for curves, not for verdicts."""

    weeks: tuple[int, ...]
    lucks: tuple[Luck, ...]
    paths: Mapping[str, NDArray[np.float64]]  # by column of the clause: [arm, week, luck]

    def at(self, asked: Asked) -> NDArray[np.float64]:
        """A clause's value when it is read: [arm, luck]."""
        return np.asarray(self.paths[asked.column][:, self.weeks.index(asked.week)])


@dataclass(frozen=True)
class Tried:
    """A case after it ran."""

    case: Case
    panel: Panel
    findings: tuple[Finding, ...]
    verdict: Verdict
    chain: Chain
    looked: tuple[Looked, ...]
    defaults: AtDefaults
    doses: Mapping[str, NDArray[np.float64]]  # by column of an interior clause: mean at each dose in each draw, [dose, draw]
    whom: ForWhom | None = None
    necessity: Necessity | None = None  # None: the theory does not say what counts as having happened
    role: RoleFound | None = None  # None: too few other looks
    boundary: Boundaries | None = None  # None: its role is not P, or too few other looks
    fails: Fails | None = None  # None: the budget has no settings for it
