"""Keys of `of` for the people served, and for teams by whom they serve: how people are told apart, which no rule asks.

They stand beside those of `icsim.world.selection`, which are a part of the world that settings are matched in.
"""

from collections.abc import Callable, Mapping

from icsim.base.errors import UserError
from icsim.base.suggest import list_names
from icsim.world.population import OrganisationRecord, Population, UserGroupRecord
from icsim.world.selection import NONE, SAME, KeyValues, SelectionKey

SERVED, EVERY_GROUP = "served", "all"  # the key that names a group, and what stands for all of them


def served_name(group: UserGroupRecord) -> str:
    """The name of a group of people served as a place file has it, without what all of them begin with."""
    return group.name.rpartition("/")[2]


def _served_by(side: Callable[[OrganisationRecord], str]) -> SelectionKey:
    """People of whose teams a larger share is of a sector, or an organisation, than of the place's teams; of as much, by none."""

    def answers(world: Population, carrier: str) -> KeyValues:
        sides = [side(world.organisations[team.organisation]) for team in world.teams]
        usual = {one: sides.count(one) / len(sides) for one in dict.fromkeys(sides)}
        found = []
        for group in world.users:
            own = [sides[i] for i in group.teams]
            found.append(frozenset(one for one in dict.fromkeys(own) if own.count(one) / len(own) > usual[one] + SAME))
        return found

    return answers


def _of_group(world: Population, carrier: str) -> KeyValues:
    """A group by its name, or all of them; of teams, those who serve it."""
    if carrier == "user_group":
        return [frozenset({served_name(group), EVERY_GROUP}) for group in world.users]
    served = [{served_name(group) for group in world.users if i in group.teams} for i in range(len(world.teams))]
    return [frozenset({*names, EVERY_GROUP}) if names else NONE for names in served]


SERVED_KEYS: Mapping[str, Mapping[str, SelectionKey]] = {
    "team": {SERVED: _of_group},
    "user_group": {
        "sector": _served_by(lambda home: home.sector),
        "organisation": _served_by(lambda home: home.name),
        SERVED: _of_group,
    },
}
"""By carrier."""


def check_sides(world: Population, carrier: str, of: Mapping[str, object]) -> None:
    """UserError for a side that no group of a place takes, with the groups that there are."""
    for key in of:
        if carrier == "user_group" and key in SERVED_KEYS[carrier]:
            answers = SERVED_KEYS[carrier][key](world, carrier)
            if not frozenset[str]().union(*answers):
                groups = list_names([served_name(group) for group in world.users]) if world.users else "none"
                what = f"no group of people served in {world.place} takes a side that could be told from the whole place"
                raise UserError(f"of.{key}: {what}; groups there: {groups}; drop the key")
