"""The agents: views on the rows of a block with one lane. They hold no state; what they do, the engine's week does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self

from mesa import Agent

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import Lever, catalogue
from icsim.catalogue.load import LEVERS
from icsim.engine.block_fields import Block
from icsim.model.agent_fields import DirectedField, StateField, TraitField, with_fields
from icsim.model.reporters import attribute_names, declared_names
from icsim.world import population


class CareModel(Protocol):
    """What agents need of the model that they are part of."""

    block: Block
    organisations: tuple[OrganisationAgent, ...]
    leaders: tuple[LeaderAgent, ...]
    teams: tuple[TeamAgent, ...]

    def measure(self, measure: str, of: Mapping[str, object] | None = None) -> float:
        """A measure this week."""

    def change(self, settings: Mapping[str, object]) -> None:
        """New settings from the coming week on."""


class Holder(Protocol):
    """Who has ties: a name, and the model with the block."""

    name: str
    model: CareModel


class EnactedLevers(Mapping[str, float]):
    """What a leader really does of each lever this week: the measure `enacted.LEVER` of that leader."""

    def __init__(self, leader: LeaderAgent) -> None:
        self.leader = leader

    def __getitem__(self, name: str) -> float:
        return self.leader.model.measure(f"enacted.{lever_named(name).name}", of={"leader": self.leader.name})

    def __iter__(self) -> Iterator[str]:
        return iter(LEVERS)

    def __len__(self) -> int:
        return len(LEVERS)


class Levers(Mapping[str, float | str]):
    """What is set for a leader, before the leader's own rank and hours. Writing one is a `set` event now."""

    def __init__(self, leader: LeaderAgent) -> None:
        self.leader = leader

    def __getitem__(self, name: str) -> float | str:
        lever = lever_named(name)
        value = float(self.leader.block.lever_set[LEVERS.index(name), self.leader.row, 0])
        return list(lever.choices)[int(value)] if lever.choices else value

    def __setitem__(self, name: str, value: float | str) -> None:
        *stem, last = lever_named(name).key.split(".")
        self.leader.model.change({"leader": {self.leader.name: {stem[0]: {last: value}} if stem else {last: value}}})

    def __iter__(self) -> Iterator[str]:
        return iter(LEVERS)

    def __len__(self) -> int:
        return len(LEVERS)

    def __repr__(self) -> str:
        return repr(dict(self))


def lever_named(name: str) -> Lever:
    """The lever of that name."""
    levers = catalogue().levers
    if name not in levers:
        raise UserError(f"levers: {name} is no lever; allowed: {list_names(levers)}{did_you_mean(name, levers)}")
    return levers[name]


class KnownAttributes:
    """Refuses to be given an attribute that its class has not: a slip of the pen would be kept, and change nothing."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name.startswith("_") or hasattr(type(self), name) or name in declared_names(type(self))):
            meant = did_you_mean(name, attribute_names(type(self)))
            raise UserError(f"{name}: {self!r} has no such attribute (given {value!r}){meant}; a name of your own begins with _")
        super().__setattr__(name, value)


class Relation(KnownAttributes):
    """A row of the block that belongs to two."""

    holder: Holder
    row: int

    def __init__(self, holder: Holder, row: int) -> None:
        self.holder = holder
        self.row = row

    @property
    def block(self) -> Block:
        """Where the numbers stand."""
        return self.holder.model.block

    if TYPE_CHECKING:  # the fields are given to the classes from data

        def __getattr__(self, name: str) -> float: ...


class TieView(Relation):
    """A tie as one of its two ends sees it: `trust` is that end's own, `trust_of_partner` the other's."""

    partner: Any  # of the holder's own class, whichever of two that is
    side: int

    def __init__(self, holder: Holder, partner: Any, row: int, side: int) -> None:
        super().__init__(holder, row)
        self.partner = partner
        self.side = side

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.holder.name} with {self.partner.name}>"


@with_fields("tie")
class TeamTieView(TieView):
    """Two teams. `present` says whether they know each other; if not, they only could."""

    trust = DirectedField("trust_ab", "trust_ba")
    trust_of_partner = DirectedField("trust_ba", "trust_ab")


@with_fields("leader_tie")
class LeaderTieView(TieView):
    """Two leaders who meet."""

    present = True  # leaders who ever meet always do

    trust = DirectedField("lead_ab", "lead_ba")
    trust_of_partner = DirectedField("lead_ba", "lead_ab")


@with_fields("leading")
class LeaderRelation(Relation):
    """A team and one of its leaders, as the team sees the leader."""

    trust = StateField("trust_leading")
    leader: LeaderAgent

    def __init__(self, team: TeamAgent, leader: LeaderAgent, row: int) -> None:
        super().__init__(team, row)
        self.leader = leader

    def __repr__(self) -> str:
        return f"<Leading of {self.holder.name} by {self.leader.name}>"


class EntityAgent(KnownAttributes, Agent):  # type: ignore[misc]  # mesa ships no types
    """Somebody of the place: `row` in the arrays of the block, `record` in the world of week 0."""

    model: CareModel
    name: str
    row: int
    record: object

    def __init__(self, model: CareModel, row: int, record: object) -> None:
        super().__init__(model)
        self.row = row
        self.record = record

    @property
    def block(self) -> Block:
        """Where the numbers stand."""
        return self.model.block

    def remove(self) -> None:
        """Refused: who exists is fixed by the place."""
        raise UserError(f"{self.name}: nobody leaves a place on the way; use a place file of your own without them")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


class TiedAgent(EntityAgent):
    """Somebody with ties to others of their kind."""

    tie_class: type[TieView]
    tie_fields: str  # what the block's names of these ties begin with

    @property
    def kin(self) -> Sequence[Self]:
        """All of the same kind, in the order of the block."""
        raise NotImplementedError

    @cached_property
    def ties(self) -> tuple[TieView, ...]:
        """All ties that are there or could be opened, in the order of the block."""
        parts = ("start", "of", "side", "a", "b")
        start, of, sides, a, b = (getattr(self.block, f"{self.tie_fields}_{part}") for part in parts)
        found = slice(start[self.row], start[self.row + 1])
        return tuple(
            self.tie_class(self, self.kin[(a if side else b)[row]], row, side)
            for row, side in zip(of[found].tolist(), sides[found].tolist(), strict=True)
        )

    def partners(self) -> list[Self]:
        """Those with whom there is a working relation now."""
        return [tie.partner for tie in self.ties if tie.present]

    def tie(self, other: object) -> TieView:
        """The tie with somebody; UserError where the two can never meet."""
        for tie in self.ties:
            if tie.partner is other:
                return tie
        raise UserError(f"{self.name} has no tie with {getattr(other, 'name', other)}; see .ties for those that can be")

    def trust_in(self, other: object) -> float:
        """Trust in a partner."""
        return self.tie(other).trust


@with_fields("organisation", population.OrganisationRecord)
class OrganisationAgent(EntityAgent):
    """An employer."""

    record: population.OrganisationRecord

    @cached_property
    def teams(self) -> tuple[TeamAgent, ...]:
        """Its teams."""
        return tuple(team for team in self.model.teams if team.organisation is self)

    @cached_property
    def leaders(self) -> tuple[LeaderAgent, ...]:
        """Leaders whose home it is."""
        return tuple(leader for leader in self.model.leaders if leader.organisation is self)


@with_fields("team", population.TeamRecord)
class TeamAgent(TiedAgent):
    """Staff of one profession in one organisation. `power` is what it has under the place's imbalance."""

    record: population.TeamRecord
    tie_class = TeamTieView
    tie_fields = "tie"

    @property
    def organisation(self) -> OrganisationAgent:
        """Its employer."""
        return self.model.organisations[self.record.organisation]

    @property
    def sector(self) -> str:
        """The employer's sector."""
        return str(self.organisation.sector)

    @property
    def site(self) -> str:
        """The employer's site."""
        return str(self.organisation.site)

    @property
    def leader(self) -> LeaderAgent:
        """Its own leader."""
        return self.model.leaders[self.record.leader]

    @property
    def system_leader(self) -> LeaderAgent | None:
        """The nearest system leader above."""
        return None if self.record.system < 0 else self.model.leaders[self.record.system]

    @property
    def kin(self) -> tuple[TeamAgent, ...]:
        """All teams."""
        return self.model.teams

    @cached_property
    def leader_relations(self) -> tuple[LeaderRelation, ...]:
        """What it holds of its own leader and, where there is one, of its system leader."""
        leaders = (self.leader, self.system_leader)
        return tuple(LeaderRelation(self, one, 2 * self.row + n) for n, one in enumerate(leaders) if one is not None)

    @property
    def trust_in_leader(self) -> float:
        """Trust in its own leader."""
        return self.leader_relations[0].trust

    @trust_in_leader.setter
    def trust_in_leader(self, value: float) -> None:
        self.leader_relations[0].trust = value

    def trust_in(self, other: object) -> float:
        """Trust in another team, or in one of its leaders."""
        for leading in self.leader_relations:
            if leading.leader is other:
                return leading.trust
        return super().trust_in(other)


@with_fields("leader", population.LeaderPost)
class LeaderAgent(TiedAgent):
    """A leader's post and whoever holds it; `incumbent` counts the holders from 0."""

    record: population.LeaderPost
    tie_class = LeaderTieView
    tie_fields = "lt"

    authority = TraitField("authority")
    loyalty = TraitField("loyalty")

    @property
    def organisation(self) -> OrganisationAgent | None:
        """The home organisation, if there is one."""
        home = self.record.organisation
        return None if home < 0 else self.model.organisations[home]

    @property
    def sector(self) -> str:
        """The home's sector; empty without a home."""
        return "" if self.organisation is None else str(self.organisation.sector)

    @property
    def reports_to(self) -> LeaderAgent | None:
        """The leader above."""
        return None if self.record.reports_to < 0 else self.model.leaders[self.record.reports_to]

    @cached_property
    def teams(self) -> tuple[TeamAgent, ...]:
        """The teams led: directly, or for a system leader, as the nearest one above."""
        led = self.block.led_of[self.block.led_start[self.row] : self.block.led_start[self.row + 1]]
        return tuple(self.model.teams[i] for i in led)

    @property
    def kin(self) -> tuple[LeaderAgent, ...]:
        """All leaders."""
        return self.model.leaders

    @property
    def levers(self) -> Levers:
        """What is set, lever by lever; `leader.levers["vision"] = 0.9` changes it from the coming week on."""
        return Levers(self)

    @property
    def enacted(self) -> EnactedLevers:
        """What is really done, lever by lever."""
        return EnactedLevers(self)


@with_fields("user_group", population.UserGroupRecord)
class ServiceUserGroupAgent(EntityAgent):
    """People whose care crosses teams."""

    record: population.UserGroupRecord

    @property
    def teams(self) -> tuple[TeamAgent, ...]:
        """The teams that they meet."""
        return tuple(self.model.teams[i] for i in self.record.teams)
