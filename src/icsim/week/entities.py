"""Who and what there is: the one place where fields are declared, and the vocabulary that steps share.

An annotation says what a field is and how it is kept; what has no mark is a link, a list or a trait that the place fixes.
The engine's arrays, Mesa's views and the plain world take names and kinds from here. Methods are translated where they are called.
"""

from collections.abc import Callable
from typing import ClassVar

from icsim.rules.inspiring_intent import done_by_both, message_heard, message_reach
from icsim.week.notation import Choices, Count, Derived, Flow, Homes, Names, State
from icsim.week.rng import Draws, Process, draw4_python

AVOID = 2  # of the choices of the lever `conflict`


class Entity:
    """Anything that carries fields; `row` is its row in a block."""

    carrier: ClassVar[str]
    row: int
    id: int
    world: "World"


class Organisation(Entity):
    """An employer."""

    carrier = "organisation"
    head: "Leader"
    conditions: State[float]


class Leader(Entity):
    """A post and whoever holds it."""

    carrier = "leader"
    above: "Leader | None"
    system: bool  # tier
    led: list["Leading"]  # with the teams that it is near to, or far from for a system leader; without any, those at its table
    members: list["Leading"]  # with all whom it may decide for: its own teams, and those that sit in the groups it chairs
    chairs: bool  # teams of others sit at its table
    own_teams: bool  # it leads teams besides
    ties: list["LeaderTie"]
    horizon: float
    span: float
    lever: dict[str, float]
    time_share: State[float]
    practice_pace: State[float]
    in_post: State[float]
    load: State[float]
    leader_strain: State[float]
    loyalty_strain: State[float]
    sectional: State[float]
    perceived_sectional: State[float]
    belief_error: State[float]
    partnership_leader: State[float]
    risk_aversion: State[float]
    short_termism: State[float]
    referent: State[float]
    misfit: State[float]
    survival: State[float]
    exit_draw: State[float]
    incumbent: State[int]
    vacant: State[float]
    exit_type: State[float]
    values: State[float]
    base_credibility: State[float]
    ask_mode: Flow[int]
    ask_stakes: Flow[float]
    ask_about: Flow[int]
    ask_placed: Flow[bool]
    ask_distance: Flow[float]
    exit_in: Flow[float]
    mode: Flow[int]
    jointly: Flow[bool]
    stakes: Flow[float]
    about: Flow[int]
    urgent: Flow[bool]
    position: Flow[float]
    quality_sum: Flow[float]
    speed_sum: Flow[float]
    decisions: Flow[bool]
    user_closeness: Flow[float]
    done: Flow[bool]
    persuasive: Flow[float]
    exploited: Flow[float]
    mean_team_morale: Flow[float]
    left: Flow[float]
    voiced: Flow[float]
    came_new: Flow[int]
    control: Flow[float]
    asked: Flow[float]
    group_view: Flow[float]
    group_voice: Flow[float]
    best_placed: Flow[float]
    deciding: Flow[bool]
    mean_enactment: Flow[float]
    exits: Count[float]
    decided_total: Count[float]
    hours: Derived[float]
    practice_hours: Derived[float]
    given_timed: Derived[float]
    given_untimed: Derived[float]
    spread: Derived[float]
    authority: Derived[float]
    loyalty: Derived[float]
    exit_weekly: Derived[float]
    group_distance: Derived[float]
    values_first: Derived[float]
    cross_sector: Derived[float]
    past_success: Derived[float]
    personality: Derived[float]

    def time(self, lever: str) -> float:
        """What really happens of a lever that takes time."""
        return self.time_share * self.lever[lever]

    def style(self, lever: str) -> float:
        """What really happens of a lever that takes none."""
        return self.in_post * self.lever[lever]

    def closing(self) -> int:
        """How conflict is treated; where nobody is, it is avoided."""
        return int(self.lever["conflict"]) if self.in_post > 0.0 else AVOID


class Leading(Entity):
    """A team and one of its leaders, or the chair of a joint group in which it sits."""

    carrier = "leading"
    team: "Team"
    leader: Leader
    home: bool  # its near or far leader
    table: bool  # the team sits at the leader's table
    trust_leading: State[float]
    credibility: State[float]
    trust_ceiling: State[float]
    breach: State[float]
    reach: State[float]
    concerned: Flow[bool]
    proposed: Flow[float]
    short: Flow[float]
    felt: Flow[float]
    found: Flow[float]
    fair: Flow[float]
    brought: Flow[float]


class Team(Entity):
    """Staff of one profession in one organisation, with a near leader and perhaps a far one."""

    carrier = "team"
    organisation: Organisation
    near: Leader
    far: Leader | None
    hero: Leader | None  # the post at the top of its line
    leader_relations: list[Leading]  # near, then far
    heads: list[Leading]  # near, far, then the chairs at whose tables it sits
    ties: list["Tie"]
    expertise: float
    size: float
    has_group: float
    intent: State[float]
    expectation: State[float]
    delivered: State[float]
    expectation_gap: State[float]
    ownership: State[float]
    clarity: State[float]
    reason_understood: State[float]
    safety: State[float]
    fairness: State[float]
    morale: State[float]
    territoriality: State[float]
    identity_own: State[float]
    identity_shared: State[float]
    identity_threat: State[float]
    outlook: State[float]
    influence: State[float]
    skill: State[float]
    willingness: State[float]
    backlog: State[float]
    change_held_back: State[float]
    overload: State[float]
    queue: State[float]
    pressure: State[float]
    waiting: State[float]
    staff_strain: State[float]
    attendance: State[float]
    job_fear: State[float]
    capacity_cut: State[float]
    turnout_reputation: State[float]
    joined_up_care: State[float]
    partnership_team: State[float]
    reporting_lines: State[float]
    reporting_time: State[float]
    learning_hours: State[float]
    respect: State[float]
    resistance: State[float]
    below: Flow[float]
    above: Flow[float]
    heard_vision: Flow[float]
    obeyed: Flow[float]
    visiting_explains: Flow[float]
    change_in: Flow[float]
    harm_in: Flow[float]
    lines_in: Flow[float]
    arriving_change: Flow[float]
    outlook_next: Flow[float]
    fairness_next: Flow[float]
    voice: Flow[float]
    said: Flow[bool]
    known: Flow[bool]
    contact_good: Flow[float]
    cases_joint: Flow[float]
    chances: Flow[float]
    came: Flow[float]
    held_skill: Flow[float]
    failed_joint: Flow[float]
    conflict_here: Flow[float]
    trial: Flow[int]
    accepted: Flow[float]
    asked_accept: Flow[float]
    capacity_week: Flow[float]
    handed: Flow[float]
    taken_on: Flow[float]
    arrived: Flow[float]
    contact: Flow[float]
    spoken: Flow[float]
    spoken_below: Flow[float]
    weight: Flow[float]
    harm: Flow[float]
    bridged: Flow[float]
    closing: Flow[float]
    eased: Flow[float]
    willing_team: Flow[float]
    against_team: Flow[float]
    able_team: Flow[float]
    whole_team: Flow[float]
    footing: Flow[float]
    goodwill: Flow[float]
    tried: Count[float]
    adopted: Count[float]
    refused: Count[float]
    served: Count[float]
    gave_up: Count[float]
    arrived_total: Count[float]
    power: Derived[float]
    outlook_first: Derived[float]
    uneven: Derived[float]
    affectivity: Derived[float]
    trusting: Derived[float]
    ability: Derived[float]
    habit: Derived[float]

    def both(self, of_one: Callable[[Leading], float]) -> float:
        """What comes of the two leaders together; without a far one, the near one's part."""
        weight = self.world.numbers.inspiring_intent.system_weight
        return done_by_both(of_one(self.leader_relations[0]), of_one(self.leader_relations[-1]), weight, self.far is not None)

    def told(self, near_reach: float, near_says: float, far_reach: float, far_says: float) -> float:
        """What the team takes in of what its leaders say."""
        n = self.world.numbers.inspiring_intent
        return message_heard(
            self.world.rules.hearing, near_reach, near_says, far_reach, far_says, n.passed_on, n.system_weight, self.far is not None
        )

    def taken(self, lever: str) -> float:
        """What the team takes in of a lever that is something said."""
        near, far = self.leader_relations[0], self.leader_relations[-1]
        return self.told(near.reach, near.leader.time(lever), far.reach, far.leader.time(lever))

    def framed(self, framing: float) -> float:
        """What the team takes in of one way of framing."""
        near, far = self.leader_relations[0], self.leader_relations[-1]
        near_says = near.leader.in_post if near.leader.lever["framing"] == framing else 0.0
        far_says = far.leader.in_post if far.leader.lever["framing"] == framing else 0.0
        return self.told(near.reach, near_says, far.reach, far_says)

    def shown(self, lever: str) -> float:
        """What the team sees its leaders do: it takes no trust to see it."""
        floor = self.world.numbers.inspiring_intent.reach_floor
        return self.both(lambda r: message_reach(r.leader.time("visibility"), 1.0, floor) * r.leader.time(lever))

    def loudest(self, lever: str) -> float:
        """What the one of both leaders who does more of a lever really does of it."""
        return max(self.near.time(lever), self.far.time(lever) if self.far else 0.0)

    def time(self, lever: str) -> float:
        """What both leaders really do of a lever that takes time."""
        return self.both(lambda r: r.leader.time(lever))

    def style(self, lever: str) -> float:
        """What both leaders really do of a lever that takes none."""
        return self.both(lambda r: r.leader.style(lever))


class Tie(Entity):
    """Two teams that know each other, or might."""

    carrier = "tie"
    a: Team
    b: Team
    leaders: "LeaderTie | None"
    together: float
    trust_ab: State[float]
    trust_ba: State[float]
    familiarity: State[float]
    distance: State[float]
    conflict_open: State[float]
    present: State[bool]
    unopened: State[float]
    cases: Flow[bool]
    came_a: Flow[bool]
    came_b: Flow[bool]
    joint: Flow[bool]
    success: Flow[bool]
    quality: Flow[float]
    distance_first: Derived[float]
    openable: Derived[bool]
    tie_luck: Derived[float]
    open_luck: Derived[float]
    chemistry: Derived[float]

    def partner(self, team: Team) -> Team:
        """The other end."""
        return self.b if team is self.a else self.a

    def given(self, team: Team) -> float:
        """Trust of a team in its partner."""
        return self.trust_ab if team is self.a else self.trust_ba

    def received(self, team: Team) -> float:
        """Trust of the partner in a team."""
        return self.trust_ba if team is self.a else self.trust_ab

    def came(self, team: Team) -> bool:
        """Whether a team turned up."""
        return self.came_a if team is self.a else self.came_b


class LeaderTie(Entity):
    """Two leaders who may meet."""

    carrier = "leader_tie"
    a: Leader
    b: Leader
    lead_ab: State[float]
    lead_ba: State[float]
    met: Flow[bool]
    gave_a: Flow[bool]
    gave_b: Flow[bool]


class UserGroup(Entity):
    """People whose care crosses teams."""

    carrier = "user_group"
    teams: list[Team]
    ties: list[Tie]
    heads: list[Leading]  # of its teams, with all who may decide for them
    needs: float
    user_experience: State[float]
    user_fit: State[float]
    user_joined: State[float]


class World(Entity):
    """The place: settings, everybody in their order, and chance."""

    carrier = "place"
    numbers: Homes
    context: Names
    rules: Choices
    week: int
    seed: int
    noise: Callable[[int, int, int, int, int], Draws] = staticmethod(draw4_python)
    teams: list[Team]
    leaders: list[Leader]
    leadings: list[Leading]
    ties: list[Tie]
    organisations: list[Organisation]
    leader_ties: list[LeaderTie]
    users: list[UserGroup]
    crisis: State[float]
    crisis_in: Flow[float]

    def draw(self, process: Process, one: Entity, other: "Entity | int" = 0) -> Draws:
        """Four numbers between 0 and 1 for an event of this week."""
        return self.noise(process, self.week, one.id, other if isinstance(other, int) else other.id, self.seed)

    def draw_once(self, process: Process, one: Entity, other: Entity) -> Draws:
        """Four numbers for an event that happens once, in whatever week."""
        return self.noise(process, 0, one.id, other.id, self.seed)


CLASSES: dict[str, type[Entity]] = {
    kind.carrier: kind for kind in (Team, Leading, Tie, Leader, LeaderTie, Organisation, UserGroup, World)
}
"""Each class by the name of what carries its fields."""
