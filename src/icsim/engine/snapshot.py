"""One world, looked at closely: who trusts whom, and who has how much of the say, in its last week."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds
from icsim.engine.block_fields import Block
from icsim.engine.ensemble import run_ensemble
from icsim.engine.measures import Query
from icsim.world.population import Population


@dataclass(frozen=True)
class NetworkSnapshot:
    """A world in one week; teams are positions in `world.teams`, and only ties that exist are there."""

    world: Population
    replicate: ReplicateSeeds
    week: int
    say: NDArray[np.float64]  # [team], a team's share of the say
    ties: NDArray[np.int64]  # [tie, 2]
    trust: NDArray[np.float64]  # [tie, 2]: of the first in the second, and back

    @property
    def mutual(self) -> NDArray[np.float64]:
        """Mean of the two ways of each tie."""
        return np.asarray((self.trust[:, 0] + self.trust[:, 1]) / 2.0)

    @property
    def received(self) -> NDArray[np.float64]:
        """Mean trust that others have in each team; nan for one without ties."""
        return self._mean_at(self.ties[:, ::-1])

    @property
    def given(self) -> NDArray[np.float64]:
        """Mean trust of each team in the others; nan for one without ties."""
        return self._mean_at(self.ties)

    def _mean_at(self, ends: NDArray[np.int64]) -> NDArray[np.float64]:
        total, number = np.zeros(len(self.world.teams)), np.zeros(len(self.world.teams))
        np.add.at(total, ends, self.trust)
        np.add.at(number, ends, 1.0)
        return np.where(number > 0.0, total / np.maximum(number, 1.0), np.nan)


def run_snapshot(settings: Settings, replicate: ReplicateSeeds) -> NetworkSnapshot:
    """Run one world alone, which gives the same bits as among others, and look at it when it ends."""
    seen: list[NetworkSnapshot] = []

    def finished(block: Block) -> None:
        seen.append(snapshot_of(settings, replicate, block))

    run_ensemble([settings], [replicate], [Query("trust")], [settings.weeks], finished=finished)
    return seen[0]


def snapshot_of(settings: Settings, replicate: ReplicateSeeds, block: Block) -> NetworkSnapshot:
    """The portrait of a block's first lane."""
    there = block.present[:, 0] > 0.0
    return NetworkSnapshot(
        world=settings.world,
        replicate=replicate,
        week=settings.weeks,
        say=block.influence[:, 0].copy(),
        ties=np.stack([block.tie_a[there], block.tie_b[there]], axis=1),
        trust=np.stack([block.trust_ab[there, 0], block.trust_ba[there, 0]], axis=1),
    )
