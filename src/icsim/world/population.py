"""Builds what exists in week 0 from a place: organisations, teams, leaders' posts, service users, joint groups.

An entity's id is a hash of its name, never an index, so adding a team leaves everybody else's luck alone. Tuples are
sorted by id, and an index is a position in such a tuple.
"""

import hashlib
import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from icsim.base.errors import UserError
from icsim.base.plain_data import PlainDict
from icsim.world.entity_defaults import entity_data, entity_default, sector_default
from icsim.world.place import LeaderSpec, OrganisationSpec, Place, TeamSpec, organisation_of

NOBODY = -1  # the index that stands for no post and no organisation


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An employer; power, culture (language, attitude, values) and conditions in [0, 1], horizon in weeks."""

    name: str
    id: int
    kind: str
    sector: str
    site: str
    power: float
    language: float
    attitude: float
    values: float
    horizon: int
    conditions: float
    annual_exit: float


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """Staff of one profession in one organisation; `system` is the nearest system leader above, or -1."""

    name: str
    id: int
    organisation: int
    profession: str
    size: int
    expertise: float
    power: float
    leader: int
    system: int


@dataclass(frozen=True, slots=True)
class LeaderPost:
    """A leader's post with the traits of its first holder; `reports_to` and `organisation` are -1 for none."""

    name: str
    id: int
    tier: str
    reports_to: int
    authority: float
    values: float
    loyalty: float
    cross_sector: float
    past_success: float
    personality: float
    annual_exit: float
    site: str
    organisation: int


@dataclass(frozen=True, slots=True)
class UserGroupRecord:
    """People whose care crosses teams; needs in [0, 1]."""

    name: str
    id: int
    needs: float
    teams: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JointGroup:
    """A standing joint group: member teams and the post that chairs it."""

    name: str
    id: int
    members: tuple[int, ...]
    chair: int


@dataclass(frozen=True, slots=True)
class Population:
    """All that exists in week 0, each tuple sorted by id."""

    place: str
    title: str
    organisations: tuple[OrganisationRecord, ...]
    teams: tuple[TeamRecord, ...]
    posts: tuple[LeaderPost, ...]
    users: tuple[UserGroupRecord, ...]
    groups: tuple[JointGroup, ...]


def entity_id(path: str) -> int:
    """A 32-bit hash of a name such as `acute/wards`, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(path.encode("utf-8"), digest_size=4).digest(), "little")


def populate(place: Place) -> Population:
    """The world of week 0 for a place."""
    refuse_equal_ids([*place.organisations, *place.teams, *place.leaders, *place.groups, *place.users])
    organisation_at, team_at, post_at = (_positions(n) for n in (place.organisations, place.teams, place.leaders))
    organisations = tuple(_organisation(name, place.organisations[name], place.equalise) for name in organisation_at)
    if place.equalise:
        organisations = _with_means(organisations, ORGANISATION_ATTRIBUTES, lambda _: "")
    posts = tuple(
        _post(name, place.leaders[name], organisation_at.get(place.home(name) or "", NOBODY), post_at, organisations)
        for name in post_at
    )
    if place.equalise:
        posts = _with_means(posts, POST_ATTRIBUTES, lambda post: (post.tier, post.reports_to == NOBODY))
    teams = tuple(
        _team(name, place.teams[name], organisation_at[organisation_of(name)], post_at, posts, organisations, place.equalise)
        for name in team_at
    )
    if place.equalise:
        teams = _with_means(teams, TEAM_ATTRIBUTES, lambda _: "")
    users = tuple(
        UserGroupRecord(name, entity_id(name), place.users[name].needs, _members(place.users[name].teams, team_at))
        for name in _positions(place.users)
    )
    groups = tuple(
        JointGroup(name, entity_id(name), _members(place.groups[name].members, team_at), post_at[place.groups[name].chair])
        for name in _positions(place.groups)
    )
    return Population(place.name, place.title, organisations, teams, posts, users, groups)


def refuse_equal_ids(names: Iterable[str]) -> None:
    """Two entities with one id would share their luck."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(entity_id(name), name)
        if other != name:
            raise UserError(f"place: {name} and {other} hash to the same number by chance; rename one of them")


def _positions(names: Iterable[str]) -> dict[str, int]:
    """Each name's index, in the order of ids."""
    return {name: index for index, name in enumerate(sorted(names, key=entity_id))}


def _given(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _usual(sector: str, name: str, equal: bool) -> float:
    """What a sector usually has; of a place made equal, what all sectors have on average, each counted once.

    Means of the place are taken over values that were filled in: filled in by sector, the place would be made equal at a
    level that tells which sector has more organisations.
    """
    return _mean([sector_default(one, name) for one in entity_data()["sector"]]) if equal else sector_default(sector, name)


def _organisation(name: str, spec: OrganisationSpec, equal: bool) -> OrganisationRecord:
    usual = partial(_usual, spec.sector, equal=equal)
    return OrganisationRecord(
        name=name,
        id=entity_id(name),
        kind=spec.kind,
        sector=spec.sector,
        site=spec.site or name,
        power=spec.power,
        language=_given(spec.language, usual("language")),
        attitude=_given(spec.attitude, usual("attitude")),
        values=_given(spec.values, usual("values")),
        horizon=spec.horizon,
        conditions=spec.conditions,
        annual_exit=spec.annual_exit,
    )


def _post(
    name: str, spec: LeaderSpec, home: int, post_at: Mapping[str, int], organisations: Sequence[OrganisationRecord]
) -> LeaderPost:
    if spec.tier == "system":
        usual_exit = entity_default("derived", "system_annual_exit")
    elif home == NOBODY:
        usual_exit = entity_default("organisation", "annual_exit")
    else:
        usual_exit = organisations[home].annual_exit
    return LeaderPost(
        name=name,
        id=entity_id(name),
        tier=spec.tier,
        reports_to=NOBODY if spec.reports_to is None else post_at[spec.reports_to],
        authority=spec.authority,
        values=spec.values,
        loyalty=spec.loyalty,
        cross_sector=spec.cross_sector,
        past_success=spec.past_success,
        personality=spec.personality,
        annual_exit=_given(spec.annual_exit, usual_exit),
        site="" if home == NOBODY else organisations[home].site,
        organisation=home,
    )


def _team(
    name: str,
    spec: TeamSpec,
    home: int,
    post_at: Mapping[str, int],
    posts: Sequence[LeaderPost],
    organisations: Sequence[OrganisationRecord],
    equal: bool,
) -> TeamRecord:
    organisation = organisations[home]
    medical = _is_medical(spec.profession, organisation.sector) and not equal
    premium = entity_default("derived", "physician_premium") if medical else 0.0
    leader = post_at[spec.leader]
    return TeamRecord(
        name=name,
        id=entity_id(name),
        organisation=home,
        profession=spec.profession,
        size=spec.size,
        expertise=_given(spec.expertise, _usual(organisation.sector, "expertise", equal)),
        power=_given(spec.power, min(1.0, organisation.power + premium)),
        leader=leader,
        system=_system_above(leader, posts),
    )


def _is_medical(profession: str, sector: str) -> bool:
    return profession == "physician" and sector == "health"


def _system_above(leader: int, posts: Sequence[LeaderPost]) -> int:
    """The first system leader on the way up from a team's leader, or -1."""
    above = posts[leader].reports_to
    while above != NOBODY and posts[above].tier != "system":
        above = posts[above].reports_to
    return above


def _members(teams: Sequence[str], team_at: Mapping[str, int]) -> tuple[int, ...]:
    names = team_at if list(teams) == ["all"] else teams
    return tuple(sorted(team_at[name] for name in names))


# What `equalise` makes equal; what then still differs between sectors is their number of teams and their partners.
ORGANISATION_ATTRIBUTES = ("power", "language", "attitude", "values", "horizon", "conditions", "annual_exit")
POST_ATTRIBUTES = ("authority", "values", "loyalty", "cross_sector", "past_success", "personality", "annual_exit")
TEAM_ATTRIBUTES = ("size", "expertise", "power")
Entity = TypeVar("Entity", OrganisationRecord, TeamRecord, LeaderPost)


def _with_means(
    entities: tuple[Entity, ...], attributes: Sequence[str], rank: Callable[[Entity], Hashable]
) -> tuple[Entity, ...]:
    """All entities with the mean of each attribute over their rank; whole numbers stay whole."""
    ranks: dict[Hashable, list[Entity]] = {}
    for entity in entities:
        ranks.setdefault(rank(entity), []).append(entity)
    means = {
        key: {name: _mean([getattr(e, name) for e in alike]) for name in attributes} for key, alike in ranks.items()
    }
    equal: list[Entity] = []
    for entity in entities:
        mean: PlainDict = means[rank(entity)]
        equal.append(replace(entity, **mean))
    return tuple(equal)


def _mean(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)  # fsum is exact, so the order of entities does not show
    return round(mean) if isinstance(values[0], int) else mean
