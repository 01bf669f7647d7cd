"""A theory that was tried: what every reader of the result, table, figure or page, starts from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from icsim.engine.block import ReplicateSeeds
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.all_states import AllStates
from icsim.theory.boundary import Boundaries
from icsim.theory.clauses import BoundClause
from icsim.theory.mediation import MediationResult
from icsim.theory.necessity import Necessity
from icsim.theory.panel import ReplicatePanel
from icsim.theory.retroduction import Retroduction
from icsim.theory.robustness import RobustnessCheck
from icsim.theory.role import RoleFound
from icsim.theory.routes import Route
from icsim.theory.scope import ScopeResult
from icsim.theory.subgroups import SubgroupTable
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.verdict import ClauseResult, Verdict


class Attenuation(NamedTuple):
    """Whether an effect is weaker elsewhere: the share of draws in which it shrinks, and of how many it is the share."""

    share: Estimate95
    draws: int


@dataclass(frozen=True)
class RobustnessResult:
    """The clauses and the verdict where something else was different."""

    look: RobustnessCheck
    findings: tuple[ClauseResult, ...]
    verdict: Verdict
    weaker: Attenuation | None = None


@dataclass(frozen=True)
class DefaultTrajectories:
    """Every arm that is compared week by week, at default parameters: for curves, not for verdicts."""

    arms: tuple[str, ...]
    weeks: tuple[int, ...]
    replicates: tuple[ReplicateSeeds, ...]
    paths: Mapping[str, NDArray[np.float64]]  # by column of the clause: [arm, week, replicate]

    def at(self, asked: BoundClause) -> NDArray[np.float64]:
        """A clause's value when it is read: [arm, replicate]."""
        return np.asarray(self.paths[asked.column][:, self.weeks.index(asked.week)])


@dataclass(frozen=True)
class TheoryResult:
    """A case after it ran."""

    case: TheoryCase
    panel: ReplicatePanel
    findings: tuple[ClauseResult, ...]
    verdict: Verdict
    chain: MediationResult
    looked: tuple[RobustnessResult, ...]
    defaults: DefaultTrajectories
    doses: Mapping[str, NDArray[np.float64]]  # by column of an interior clause: mean at each dose in each draw, [dose, draw]
    whom: SubgroupTable | None = None
    necessity: Necessity | None = None  # None: the theory does not say what counts as having happened
    role: RoleFound | None = None  # None: too few other looks
    boundary: Boundaries | None = None  # None: its role is not P, or too few other looks
    fails: ScopeResult | None = None  # None: the budget has no settings for it
    everywhere: AllStates | None = None  # who is better or worse off, over all states of all parts of the place
    retroduction: Retroduction | None = None  # None: no outcome came without the reasoning
    routes: Mapping[str, Route] = field(default_factory=dict)  # by column of a clause: how what the arms set gets there
