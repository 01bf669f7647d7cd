"""What a place file may say: organisations, teams, leaders, joint groups and service users, with pydantic.

Teams stand under their organisation, and so do leaders; `teams: {acute: {wards: ...}}` is the team `acute/wards`. A
leader with a name of its own (`popular`) stands beside the organisations and says `organisation:`, or belongs to none.
Every range and default is in `entities.yaml`.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from icsim.base.errors import UserError
from icsim.base.strict_model import StrictModel, said_as
from icsim.world.entity_defaults import accept_aliases, entity_field_default

Sector = Literal["health", "social_care", "voluntary"]
Tier = Literal["team", "system"]
Label = Literal["measured", "recalled", "convention", "assumption"]
Word = Annotated[str, Field(min_length=1)]
# `all` stands for every team of the place; no team can have that name, for it has no slash.
Teams = Annotated[
    list[str], BeforeValidator(lambda value: ["all"] if value == "all" else value), said_as("a list of names of teams, or all")
]


def unfold(value: object, path: str) -> object:
    """`{acute: {lead: {}}, popular: {}}` as `{acute/lead: {}, popular: {}}`: what holds only entries is no entry.

    Files keep names in levels, because Hydra's command line has no way to write a key with a slash.
    """
    if not isinstance(value, Mapping):
        return value
    flat: dict[object, object] = {}
    for outer, inner in value.items():
        if "/" in str(outer):
            raise UserError(f"{path}.{outer}: a slash in a key; allowed: an organisation or a name; give each a level")
        if isinstance(inner, Mapping) and inner and all(isinstance(part, Mapping) for part in inner.values()):
            flat |= {f"{outer}/{name}": part for name, part in inner.items()}
        else:
            flat[outer] = inner
    return flat


def _unfolded(section: str) -> BeforeValidator:
    return BeforeValidator(lambda value: unfold(value, f"place.{section}"))


def _under(prefix: str) -> BeforeValidator:
    return BeforeValidator(
        lambda value: (
            {f"{prefix}/{name}": part for name, part in value.items()} if isinstance(value, Mapping) else value
        )
    )


class SourceSpec(StrictModel):
    """Where a place comes from and how sure that is."""

    where: Word
    date: Word
    label: Label


class OrganisationSpec(StrictModel):
    """An employer in a sector, on a site (its own, unless it says another)."""

    kind: Word
    sector: Sector
    site: Word | None = None
    power: float = entity_field_default("organisation", "power", required=True)
    horizon: int = entity_field_default("organisation", "horizon")
    annual_exit: float = entity_field_default("organisation", "annual_exit")
    conditions: float = entity_field_default("organisation", "conditions")
    language: float | None = entity_field_default("organisation", "language")
    attitude: float | None = entity_field_default("organisation", "attitude")
    values: float | None = entity_field_default("organisation", "values")


class TeamSpec(StrictModel):
    """Staff of one profession or function in one organisation, under one team leader."""

    profession: Word
    leader: Word
    size: int = entity_field_default("team", "size")
    expertise: float | None = entity_field_default("team", "expertise")
    power: float | None = entity_field_default("team", "power")


class LeaderSpec(StrictModel):
    """Someone who leads teams (tier team) or other leaders (tier system)."""

    tier: Tier = "team"
    reports_to: Word | None = None
    organisation: Word | None = None
    authority: float = entity_field_default("leader", "authority")
    values: Annotated[float, accept_aliases("leader", "values")] = entity_field_default("leader", "values")
    loyalty: float = entity_field_default("leader", "loyalty")
    cross_sector: float = entity_field_default("leader", "cross_sector")
    past_success: float = entity_field_default("leader", "past_success")
    personality: float = entity_field_default("leader", "personality")
    annual_exit: float | None = entity_field_default("leader", "annual_exit")


class GroupSpec(StrictModel):
    """A standing joint group: the teams that sit on it and the leader who chairs it."""

    chair: Word
    members: Teams


class UsersSpec(StrictModel):
    """People whose care crosses the teams named."""

    needs: float = entity_field_default("users", "needs")
    teams: Teams


class Place(StrictModel):
    """One place as its file describes it; `equalise` gives all organisations and teams the same mean attributes."""

    name: Word
    title: Word
    help: Word
    source: SourceSpec
    equalise: bool = False
    organisations: dict[str, OrganisationSpec]
    teams: Annotated[dict[str, TeamSpec], _unfolded("teams")]
    leaders: Annotated[dict[str, LeaderSpec], _unfolded("leaders")]
    groups: Annotated[dict[str, GroupSpec], _under("groups")] = Field(default_factory=dict)
    users: Annotated[dict[str, UsersSpec], _under("users")]

    def home(self, leader: str) -> str | None:
        """The organisation a leader belongs to, or None."""
        prefix, slash, _ = leader.partition("/")
        return prefix if slash else self.leaders[leader].organisation


def organisation_of(team: str) -> str:
    """The organisation in a team's name."""
    return team.partition("/")[0]


