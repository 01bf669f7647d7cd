"""Who and what there is. Agents and relations hold plain attributes, named as in docs/odd.md; the steps change them."""

from collections.abc import Callable, Iterator
from typing import Any

import mesa

from icsim.rules.inspiring_intent import done_by_both, message_heard, message_reach

AVOID = 2  # of the choices of the lever `conflict`


class Organisation(mesa.Agent):
    """An employer; only `conditions` changes."""

    def __init__(self, twin: mesa.Model, traits: Any) -> None:
        super().__init__(twin)
        self.traits = traits
        self.name, self.sector, self.site, self.horizon = traits.name, traits.sector, traits.site, traits.horizon
        self.teams: list[Team] = []
        self.head: Leader


class Leader(mesa.Agent):
    """A post and whoever holds it."""

    def __init__(self, twin: mesa.Model, traits: Any) -> None:
        super().__init__(twin)
        self.traits = traits
        self.name, self.id, self.tier = traits.name, traits.id, traits.tier
        self.above: Leader | None = None
        self.home: Organisation | None = None
        self.teams: list[Team] = []  # those it is near to for a team leader, far from for a system leader, else its guests
        self.own: list[Team] = []  # the same without guests
        self.table: list[Team] = []  # who sits in the groups it chairs
        self.guests: list[Leading] = []  # of these, whom it does not lead anyway
        self.near_or_far: list[Team] = []
        self.ties: list[LeaderTie] = []
        self.practice: dict[str, float] = {}  # what the holder does of every lever
        self.lever: dict[str, float] = {}  # what of it acts
        self.rank: dict[tuple[str, int], float] = {}  # the draw for a lever and incumbent

    def time(self, lever: str) -> float:
        """What really happens of a lever that takes time."""
        return self.time_share * self.lever[lever]

    def style(self, lever: str) -> float:
        """What really happens of a lever that takes none."""
        return self.in_post * self.lever[lever]

    def closing(self) -> int:
        """How conflict is treated; where nobody is, it is avoided."""
        return AVOID if self.in_post == 0.0 else int(self.lever["conflict"])


class Team(mesa.Agent):
    """Staff of one profession in one organisation, with a near leader and perhaps a far one."""

    def __init__(self, twin: mesa.Model, traits: Any) -> None:
        super().__init__(twin)
        self.traits = traits
        self.name, self.id, self.profession = traits.name, traits.id, traits.profession
        self.size, self.expertise = float(traits.size), traits.expertise
        self.organisation: Organisation
        self.near: Leader
        self.far: Leader | None = None
        self.leading: list[Leading] = []  # near, then far
        self.heads: list[Leading] = []  # and then those at whose tables it is a guest
        self.ties: list[Tie] = []

    def both(self, near: float, far: float) -> float:
        """What comes of the two leaders together; without a far one, the near one's part."""
        return done_by_both(near, far, self.model.numbers.inspiring_intent.system_weight, self.far is not None)

    def of_both(self, of_one: "Callable[[Leading], float]") -> float:
        """The same of each leading relation, together."""
        return self.both(of_one(self.leading[0]), of_one(self.leading[-1]))

    def time(self, lever: str) -> float:
        """What both leaders really do of a lever that takes time."""
        return self.of_both(lambda r: r.leader.time(lever))

    def style(self, lever: str) -> float:
        """What both leaders really do of a lever that takes none."""
        return self.of_both(lambda r: r.leader.style(lever))

    def far_style(self, lever: str) -> float:
        """The far leader's alone, nothing without one."""
        return self.far.style(lever) if self.far else 0.0

    def hears(self, reach: "Callable[[Leading], float]", says: "Callable[[Leading], float]") -> float:
        """What the team takes in of what its leaders say, each as far as it gets through."""
        ii = self.model.numbers.inspiring_intent
        near, far = self.leading[0], self.leading[-1]
        return message_heard(
            self.model.rules.hearing, reach(near), says(near), reach(far), says(far),
            ii.passed_on, ii.system_weight, self.far is not None,
        )  # fmt: skip

    def taken(self, lever: str) -> float:
        """What the team takes in of a lever that is something said."""
        return self.hears(lambda r: r.reach, lambda r: r.leader.time(lever))

    def framed(self, framing: float) -> float:
        """What the team takes in of one way of framing."""
        return self.hears(
            lambda r: r.reach, lambda r: r.leader.in_post if r.leader.lever["framing"] == framing else 0.0
        )

    def shown(self, lever: str) -> float:
        """What the team sees its leaders do, trusted or not."""
        floor = self.model.numbers.inspiring_intent.reach_floor
        return self.of_both(lambda r: message_reach(r.leader.time("visibility"), 1.0, floor) * r.leader.time(lever))


class UserGroup(mesa.Agent):
    """People whose care crosses teams."""

    def __init__(self, twin: mesa.Model, traits: Any) -> None:
        super().__init__(twin)
        self.traits = traits
        self.name, self.needs = traits.name, traits.needs
        self.teams: list[Team] = []
        self.ties: list[Tie] = []


class Leading:
    """A team and one of its leaders: `trust_leading`, `credibility`, `trust_ceiling`, `breach`, `reach`."""

    def __init__(self, team: Team, leader: Leader) -> None:
        self.team, self.leader = team, leader


class Tie:
    """Two teams that know each other, or might."""

    def __init__(self, a: Team, b: Team) -> None:
        self.a, self.b = a, b
        self.leaders: LeaderTie | None = None  # that of their near leaders; if these have none, of their far ones

    def partner(self, team: Team) -> Team:
        """The other end."""
        return self.b if team is self.a else self.a

    def given(self, team: Team) -> float:
        """Trust of a team in its partner."""
        return self.trust_ab if team is self.a else self.trust_ba

    def received(self, team: Team) -> float:
        """Trust of the partner in a team."""
        return self.trust_ba if team is self.a else self.trust_ab


class LeaderTie:
    """Two leaders who may meet."""

    def __init__(self, a: Leader, b: Leader) -> None:
        self.a, self.b = a, b


def present(team: Team) -> Iterator[Tie]:
    """The ties of a team that there are."""
    return (tie for tie in team.ties if tie.present)


def mean(values: list[float]) -> float:
    """Added one at a time, divided last."""
    total = 0.0
    for value in values:
        total += value
    return total / float(len(values))
