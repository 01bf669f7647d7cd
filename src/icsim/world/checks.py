"""What must hold between the entities of a place: a small vocabulary of named checks, run in order."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from pydantic import ValidationError

from icsim.base.complaints import complaint, key_path, unknown_name_error
from icsim.base.errors import UserError
from icsim.base.suggest import list_names
from icsim.world.place import Place

MOST_TEAMS = 4000  # candidate ties grow with the square of it
PLAIN = re.compile(r"[a-z][a-z0-9_]*")
PATH = re.compile(r"[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)?")


def something_exists(place: Place) -> None:
    """There are teams and service users, and not more teams than fit."""
    if not place.teams:
        raise _fault("no teams; a place needs at least 1; add one, such as acute: {wards: ...}", "teams")
    if not place.users:
        raise _fault("no service users; a place needs at least 1 group; add panel: {teams: all}", "users")
    if len(place.teams) > MOST_TEAMS:
        raise _fault(f"{len(place.teams)} teams; allowed 1 to {MOST_TEAMS}; divide the place", "teams")


def names_are_well_formed(place: Place) -> None:
    """Small letters, digits and underscores; a slash only between an organisation and what is its own."""
    for kind, names in _names(place).items():
        for name in names:
            if kind == "teams" and "/" not in name:
                raise _fault("a team beside the organisations; put it under one of them", kind, name)
            if not (PLAIN if kind == "organisations" else PATH).fullmatch(name):
                raise _fault("not a name; allowed: small letters, digits and _, as in day_care; rename it", kind, name)


def names_are_distinct(place: Place) -> None:
    """A name stands for one entity, for its draws are keyed by it."""
    kinds_of: dict[str, list[str]] = {}
    for kind, names in _names(place).items():
        for name in names:
            kinds_of.setdefault(name, []).append(kind)
    for name, kinds in kinds_of.items():
        if len(kinds) > 1:
            raise _fault(f"name used twice, also in place.{kinds[0]}; rename one of them", kinds[1], name)


def organisations_exist(place: Place) -> None:
    """Teams and leaders belong to organisations of the place, and leaders to one only."""
    for name in place.teams:
        _known(name.partition("/")[0], "an organisation", place.organisations, "teams", name)
    for name, leader in place.leaders.items():
        if leader.organisation is not None and "/" in name:
            message = f"{leader.organisation} given, but the leader already stands under one; leave one of them out"
            raise _fault(message, "leaders", name, "organisation")
        home = place.home(name)
        if home is not None:
            _known(home, "an organisation", place.organisations, "leaders", name)


def teams_have_leaders(place: Place) -> None:
    """Each team is led by a leader of tier team."""
    allowed = {name for name, leader in place.leaders.items() if leader.tier == "team"}
    for name, team in place.teams.items():
        _known(team.leader, "a leader", place.leaders, "teams", name, "leader")
        if team.leader not in allowed:
            message = f"{team.leader} is a system leader; allowed: {list_names(sorted(allowed))}; give the team a leader of its own"
            raise _fault(message, "teams", name, "leader")


def leaders_follow_leaders(place: Place) -> None:
    """A leader follows a leader of the place; a system leader follows no team leader."""
    allowed = {name for name, leader in place.leaders.items() if leader.tier == "system"}
    for name, leader in place.leaders.items():
        if leader.reports_to is None:
            continue
        _known(leader.reports_to, "a leader", place.leaders, "leaders", name, "reports_to")
        if leader.tier == "system" and leader.reports_to not in allowed:
            message = (
                f"{leader.reports_to} is a team leader; allowed for a system leader: {list_names(sorted(allowed))}; follow another"
            )
            raise _fault(message, "leaders", name, "reports_to")


def nobody_follows_in_a_circle(place: Place) -> None:
    """Going up from any leader ends at the top."""
    for name in place.leaders:
        seen = [name]
        above = place.leaders[name].reports_to
        while above is not None:
            if above in seen:
                circle = " > ".join([*seen[seen.index(above) :], above])
                message = f"a circle, {circle}; allowed: an end at the top; leave reports_to out for one of them"
                raise _fault(message, "leaders", above, "reports_to")
            seen.append(above)
            above = place.leaders[above].reports_to


def leaders_lead_somebody(place: Place) -> None:
    """Each leader leads a team or another leader."""
    busy = {team.leader for team in place.teams.values()} | {leader.reports_to for leader in place.leaders.values()}
    for name in place.leaders:
        if name not in busy:
            message = "leads nobody, neither a team nor a leader; name it as a team's leader, follow it, or remove it"
            raise _fault(message, "leaders", name)


def groups_have_members(place: Place) -> None:
    """Joint groups and service users name teams of the place, each once, and groups a chair."""
    for name, group in place.groups.items():
        _known(group.chair, "a leader", place.leaders, "groups", name, "chair")
        _members(place, group.members, 2, "groups", name, "members")
    for name, users in place.users.items():
        _members(place, users.teams, 1, "users", name, "teams")


CHECKS: tuple[Callable[[Place], None], ...] = (
    something_exists,
    names_are_well_formed,
    names_are_distinct,
    organisations_exist,
    teams_have_leaders,
    leaders_follow_leaders,
    nobody_follows_in_a_circle,
    leaders_lead_somebody,
    groups_have_members,
)


def _names(place: Place) -> dict[str, Iterable[str]]:
    kinds = ("organisations", "teams", "leaders", "groups", "users")
    return {kind: getattr(place, kind).keys() for kind in kinds}


def _fault(message: str, *steps: str) -> UserError:
    return UserError(f"{key_path('place', *steps)}: {message}")


def _known(name: str, what: str, allowed: Iterable[str], *steps: str) -> None:
    if name not in allowed:
        raise unknown_name_error(key_path("place", *steps), name, what, allowed)


def _members(place: Place, teams: list[str], least: int, *steps: str) -> None:
    if teams == ["all"]:
        teams = list(place.teams)
    for team in teams:
        _known(team, "a team", place.teams, *steps)
    twice = [team for team, count in Counter(teams).items() if count > 1]
    if twice:
        raise _fault(f"{twice[0]} named twice; allowed: each team once; remove one", *steps)
    if len(teams) < least:
        raise _fault(f"{len(teams)} teams; allowed {least} or more, or all; add one", *steps)


def parse_place(data: object) -> Place:
    """Validate what stands under `place:` in a place file; whatever is wrong is one UserError."""
    if not isinstance(data, Mapping):
        raise UserError("place: empty or not a set of keys; give keys out of: " + ", ".join(Place.model_fields))
    try:
        place = Place.model_validate(dict(data))
    except ValidationError as error:
        raise UserError(complaint(error, Place, "place")) from None
    for check in CHECKS:
        check(place)
    return place
