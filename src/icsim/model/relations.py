"""Relations as somebody sees them: a tie to a partner, and what a team holds of a leader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icsim.engine.block_fields import Block
from icsim.model.agent_fields import DirectedField, StateField, with_fields

if TYPE_CHECKING:
    from icsim.model.agents import Leader, Team


class Relation:
    """A row of the block that belongs to two."""

    def __init__(self, holder: Any, row: int) -> None:
        self.holder = holder
        self.row = row

    @property
    def block(self) -> Block:
        """Where the numbers stand."""
        block: Block = self.holder.model.block
        return block

    if TYPE_CHECKING:  # the fields are given to the classes from data

        def __getattr__(self, name: str) -> Any: ...


class Tie(Relation):
    """A tie as one of its two ends sees it: `trust` is that end's own, `trust_of_partner` the other's."""

    def __init__(self, holder: Any, partner: Any, row: int, side: int) -> None:
        super().__init__(holder, row)
        self.partner = partner
        self.side = side

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.holder.name} with {self.partner.name}>"


@with_fields("tie")
class TeamTie(Tie):
    """Two teams. `present` says whether they know each other; if not, they only could."""

    trust = DirectedField("trust_ab", "trust_ba")
    trust_of_partner = DirectedField("trust_ba", "trust_ab")


@with_fields("leader_tie")
class LeaderTie(Tie):
    """Two leaders who meet."""

    present = True  # leaders who ever meet always do

    trust = DirectedField("lead_ab", "lead_ba")
    trust_of_partner = DirectedField("lead_ba", "lead_ab")


@with_fields("leading")
class LeaderRelation(Relation):
    """A team and one of its leaders, as the team sees the leader."""

    trust = StateField("trust_leading")

    def __init__(self, team: Team, leader: Leader, row: int) -> None:
        super().__init__(team, row)
        self.leader = leader

    def __repr__(self) -> str:
        return f"<Leading of {self.holder.name} by {self.leader.name}>"
