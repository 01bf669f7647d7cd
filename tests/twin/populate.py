"""Who there is and who belongs to whom, in the world's order; none of it changes."""

from typing import TYPE_CHECKING

from icsim.world.population import NOBODY
from twin.agents import Leader, LeaderTie, Leading, Organisation, Team, Tie, UserGroup, mean

if TYPE_CHECKING:
    from twin.model import Twin


def populate(twin: "Twin") -> None:
    """Agents and relations in the world's order, each with its neighbours at hand."""
    world = twin.settings.world
    twin.organisations = [Organisation(twin, traits) for traits in world.organisations]
    twin.leaders = [Leader(twin, traits) for traits in world.posts]
    twin.teams = [Team(twin, traits) for traits in world.teams]
    twin.users = [UserGroup(twin, traits) for traits in world.users]
    twin.groups = [[twin.teams[i] for i in group.members] for group in world.groups]
    twin.chairs = [twin.leaders[group.chair] for group in world.groups]
    for leader in twin.leaders:
        leader.above = None if leader.traits.reports_to == NOBODY else twin.leaders[leader.traits.reports_to]
        leader.home = None if leader.traits.organisation == NOBODY else twin.organisations[leader.traits.organisation]
    for team in twin.teams:
        _place_team(twin, team)
    for leader in twin.leaders:
        _set_table(twin, leader)
    for leader in twin.leaders:
        leader.span = float(_span(twin, leader))
        leader.horizon = _horizon(twin, leader)
    for organisation in twin.organisations:
        organisation.head = _head(twin, organisation)
    twin.ties = [Tie(a, b) for i, a in enumerate(twin.teams) for b in twin.teams[i + 1 :]]
    twin.leader_ties = _leader_ties(twin)
    for tie in twin.leader_ties:
        tie.a.ties.append(tie)
        tie.b.ties.append(tie)
    of_pair = {frozenset((tie.a, tie.b)): tie for tie in twin.leader_ties}
    for tie in twin.ties:
        tie.a.ties.append(tie)
        tie.b.ties.append(tie)
        pairs = frozenset((tie.a.near, tie.b.near)), frozenset((tie.a.far, tie.b.far))
        tie.leaders = of_pair.get(pairs[0]) or of_pair.get(pairs[1])
        tie.together = 1.0 if any(tie.a in group and tie.b in group for group in twin.groups) else 0.0
    for users in twin.users:
        users.teams = [twin.teams[i] for i in users.traits.teams]
        users.ties = [tie for tie in twin.ties if tie.a in users.teams and tie.b in users.teams]


def _place_team(twin: "Twin", team: Team) -> None:
    team.organisation = twin.organisations[team.traits.organisation]
    team.organisation.teams.append(team)
    team.near = twin.leaders[team.traits.leader]
    team.far = None if team.traits.system == NOBODY else twin.leaders[team.traits.system]
    team.has_group = 1.0 if any(team in group for group in twin.groups) else 0.0
    for leader in [team.near] + ([team.far] if team.far else []):
        team.leading.append(Leading(team, leader))
        leader.near_or_far.append(team)
        if leader is (team.near if leader.tier == "team" else team.far):
            leader.own.append(team)
    team.heads = list(team.leading)


def _set_table(twin: "Twin", leader: Leader) -> None:
    """Whoever chairs groups has one table for all of them; teams that the chair does not lead are guests there."""
    groups = zip(twin.groups, twin.settings.world.groups, strict=True)
    chaired = [group for group, traits in groups if twin.leaders[traits.chair] is leader]
    leader.table = [team for team in twin.teams if any(team in group for group in chaired)]
    leader.guests = [Leading(team, leader) for team in leader.table if team not in leader.own]
    for seat in leader.guests:
        seat.team.heads.append(seat)
    leader.teams = leader.own or [seat.team for seat in leader.guests]


def _span(twin: "Twin", leader: Leader) -> int:
    if leader.tier == "system":
        return len([other for other in twin.leaders if other.above is leader])
    return len(leader.own)


def _horizon(twin: "Twin", leader: Leader) -> float:
    if leader.home:
        return float(leader.home.horizon)
    served = [o for o in twin.organisations if any(team.organisation is o for team in leader.near_or_far)]
    return mean([float(o.horizon) for o in served or twin.organisations])


def _head(twin: "Twin", organisation: Organisation) -> Leader:
    if organisation.teams:
        return organisation.teams[0].far or organisation.teams[0].near
    return next((leader for leader in twin.leaders if leader.home is organisation), twin.leaders[0])


def _leader_ties(twin: "Twin") -> list[LeaderTie]:
    ties = []
    for i, a in enumerate(twin.leaders):
        for b in twin.leaders[i + 1 :]:
            sit_together = any({a, b} <= {team.near for team in group} for group in twin.groups)
            chaired = any(
                {a, b} <= {team.near for team in group} | {chair} for group, chair in zip(twin.groups, twin.chairs, strict=True)
            )
            if sit_together or chaired or a.tier == b.tier == "system":
                ties.append(LeaderTie(a, b))
    return ties
