"""Points at some of the teams, leaders, organisations or ties of a world: the `of:` of a theory.

A key is a function that says, for each entity, which values it answers to. A new key is one more entry in `KEYS`, or
comes with the call as `extra` (a theory's bystanders).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.world.population import NOBODY, OrganisationRecord, Population

KeyValues = Sequence[frozenset[str]]  # for each entity in order, the values that select it
SelectionKey = Callable[[Population, str], KeyValues]  # world, carrier

NONE: frozenset[str] = frozenset()
RANKS = ("bottom", "middle", "top")
HALVES = ("weaker", "stronger")
SAME = 1e-12  # means of power nearer than this are one
TIE_KEYS = ("from", "to", "across")
ACROSS = ("sector", "site", "organisation")


class TieDirections(NamedTuple):
    """Positions of the selected ties: those meant from a to b, and those meant from b to a."""

    forward: tuple[int, ...]
    backward: tuple[int, ...]


def select_entities(
    world: Population, carrier: str, of: Mapping[str, object], extra: Mapping[str, SelectionKey] | None = None
) -> tuple[int, ...]:
    """Indices of the entities of a carrier (team, leader, organisation) that answer to every key of `of`."""
    keys = _keys(carrier) | dict(extra or {})
    chosen = set(range(_count(world, carrier)))
    for key, value in of.items():
        if key not in keys:
            raise UserError(f"of.{key}: unknown key for a {carrier}; allowed: {list_names(sorted(keys))}{did_you_mean(key, keys)}")
        answers = keys[key](world, carrier)
        allowed = frozenset().union(*answers)
        if not isinstance(value, str) or value not in allowed:
            raise UserError(
                f"of.{key}: {value} matches no {carrier} in {world.place}; allowed: {list_names(sorted(allowed))}"
                f"{did_you_mean(value, allowed)}"
            )
        chosen &= {index for index, values in enumerate(answers) if value in values}
    if not chosen:
        shown = ", ".join(f"{key}: {value}" for key, value in of.items())
        raise UserError(f"of: {{{shown}}} matches no {carrier} in {world.place}; allowed any part of it; drop a key")
    return tuple(sorted(chosen))


def select_ties(
    world: Population, a: Sequence[int], b: Sequence[int], of: Mapping[str, object], carrier: str = "team"
) -> TieDirections:
    """Ties between entities a[i] and b[i] of a carrier: `from` and `to` are selections, `across` a kind of border.

    Without `from` and `to` a tie counts both ways. Whoever belongs to no organisation is across no border.
    """
    for key in of:
        if key not in TIE_KEYS:
            raise UserError(f"of.{key}: unknown key for a tie; allowed: {list_names(TIE_KEYS)}{did_you_mean(key, TIE_KEYS)}")
    starts, ends = (_end(world, carrier, key, of) for key in ("from", "to"))
    apart = _apart(world, carrier, of.get("across"))
    pairs = [(int(one), int(other)) for one, other in zip(a, b, strict=True)]
    forward = tuple(i for i, (x, y) in enumerate(pairs) if x in starts and y in ends and apart(x, y))
    backward = tuple(i for i, (x, y) in enumerate(pairs) if y in starts and x in ends and apart(x, y))
    return TieDirections(forward, backward)


def _end(world: Population, carrier: str, key: str, of: Mapping[str, object]) -> frozenset[int]:
    value = of.get(key, {})
    if not isinstance(value, Mapping):
        raise UserError(
            f"of.{key}: {value} is not a selection; allowed: {list_names(sorted(_keys(carrier)))}; write {{key: value}}"
        )
    return frozenset(select_entities(world, carrier, value))


def _apart(world: Population, carrier: str, border: object) -> Callable[[int, int], bool]:
    if border is None:
        return lambda x, y: True
    if border not in ACROSS:
        raise UserError(f"of.across: {border} is no border; allowed: {list_names(sorted(ACROSS))}{did_you_mean(border, ACROSS)}")
    sides = _keys(carrier)[str(border)](world, carrier)
    return lambda x, y: bool(sides[x]) and bool(sides[y]) and sides[x] != sides[y]


def _keys(carrier: str) -> dict[str, SelectionKey]:
    if carrier not in KEYS:
        raise UserError(f"carrier: {carrier} cannot be selected; allowed: {list_names(sorted(KEYS))}{did_you_mean(carrier, KEYS)}")
    return KEYS[carrier]


def _count(world: Population, carrier: str) -> int:
    many = {"team": world.teams, "leader": world.posts, "organisation": world.organisations, "user_group": world.users}
    return len(many[carrier])


def _homes(world: Population, carrier: str) -> list[OrganisationRecord | None]:
    if carrier == "organisation":
        return list(world.organisations)
    if carrier == "team":
        return [world.organisations[team.organisation] for team in world.teams]
    return [None if post.organisation == NOBODY else world.organisations[post.organisation] for post in world.posts]


def _sector(world: Population, carrier: str) -> KeyValues:
    return [NONE if home is None else frozenset({home.sector}) for home in _homes(world, carrier)]


def _organisation(world: Population, carrier: str) -> KeyValues:
    return [NONE if home is None else frozenset({home.name}) for home in _homes(world, carrier)]


def _site(world: Population, carrier: str) -> KeyValues:
    return [NONE if home is None else frozenset({home.site}) for home in _homes(world, carrier)]


def _profession(world: Population, carrier: str) -> KeyValues:
    return [frozenset({team.profession}) for team in world.teams]


def _tier(world: Population, carrier: str) -> KeyValues:
    return [frozenset({post.tier}) for post in world.posts]


def _leader(world: Population, carrier: str) -> KeyValues:
    return [frozenset({post.name}) for post in world.posts]


def _led_by(world: Population, carrier: str) -> KeyValues:
    """All leaders above, near and far."""
    nearest_posts = [team.leader for team in world.teams] if carrier == "team" else [p.reports_to for p in world.posts]
    return [frozenset(_upward(world, post)) for post in nearest_posts]


def _upward(world: Population, post: int) -> list[str]:
    names = []
    while post != NOBODY:
        names.append(world.posts[post].name)
        post = world.posts[post].reports_to
    return names


def _by_power(world: Population, carrier: str) -> list[int]:
    """From the least power to the most (a leader's is the authority of the post); equals are ordered by id."""
    if carrier == "leader":
        power = [post.authority for post in world.posts]
    else:
        power = [entity.power for entity in (world.teams if carrier == "team" else world.organisations)]
    return sorted(range(len(power)), key=lambda index: (power[index], index))  # an index follows the id


def _power_rank(world: Population, carrier: str) -> KeyValues:
    """Thirds by power."""
    order = _by_power(world, carrier)
    third = max(1, round(len(order) / 3))
    ranks = dict.fromkeys(order, RANKS[1]) | dict.fromkeys(order[:third], RANKS[0])
    ranks |= dict.fromkeys(order[-third:], RANKS[2])
    return [frozenset({ranks[index]}) for index in range(len(order))]


def _power_half(world: Population, carrier: str) -> KeyValues:
    """Halves by power; who stands in the middle of an odd number belongs to neither."""
    order = _by_power(world, carrier)
    half = len(order) // 2
    found = dict.fromkeys(order, NONE) | dict.fromkeys(order[:half], frozenset({HALVES[0]}))
    found |= dict.fromkeys(order[len(order) - half :], frozenset({HALVES[1]}))
    return [found[index] for index in range(len(order))]


def _users_half(world: Population, carrier: str) -> KeyValues:
    """People served by teams of less power than the place's teams have on average, or of more; of as much, by neither."""
    usual = _power_of(world, range(len(world.teams)))
    means = [_power_of(world, group.teams) for group in world.users]
    return [NONE if abs(mean - usual) < SAME else frozenset({HALVES[mean > usual]}) for mean in means]


def _power_of(world: Population, teams: Sequence[int]) -> float:
    return math.fsum(world.teams[i].power for i in teams) / len(teams)  # fsum: the order of teams does not show


_HOME: dict[str, SelectionKey] = {
    "sector": _sector,
    "organisation": _organisation,
    "site": _site,
    "power_rank": _power_rank,
    "power_half": _power_half,
}
KEYS: dict[str, dict[str, SelectionKey]] = {
    "team": _HOME | {"profession": _profession, "led_by": _led_by},
    "leader": _HOME | {"tier": _tier, "leader": _leader, "led_by": _led_by},
    "organisation": dict(_HOME),
    "user_group": {"power_half": _users_half},
}
