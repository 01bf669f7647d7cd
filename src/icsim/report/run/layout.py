"""Where teams stand in a picture of a place: organisations on a circle, sector by sector, teams around their own."""

import math
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from icsim.world.population import Population

GAP = 0.5  # between two sectors, in widths of a team
ALONE = 0.8  # room around an organisation's teams, in widths of a team
CLOSE = 0.8  # how much of its room an organisation takes


class Disc(NamedTuple):
    """A centre and the radius around it."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Layout:
    """Spots of organisations, and points of teams, by their positions in the world."""

    organisations: dict[int, Disc]
    teams: dict[int, tuple[float, float]]


def layout(world: Population) -> Layout:
    """The same place always looks the same: by sector, then by name, clockwise from the top."""
    members = {
        o: sorted((i for i, t in enumerate(world.teams) if t.organisation == o), key=lambda i: world.teams[i].name)
        for o in range(len(world.organisations))
    }
    order = sorted(
        (o for o, found in members.items() if found),
        key=lambda o: (world.organisations[o].sector, world.organisations[o].site, world.organisations[o].name),
    )
    sectors = len(list(groupby(order, key=lambda o: world.organisations[o].sector)))
    room = {o: ALONE + len(members[o]) ** 0.75 for o in order}
    whole = sum(room.values()) + GAP * sectors
    spots: dict[int, Disc] = {}
    teams: dict[int, tuple[float, float]] = {}
    at = GAP / 2.0  # half a gap on either side of the top, so that the picture is even
    for place, o in enumerate(order):
        if place and world.organisations[o].sector != world.organisations[order[place - 1]].sector:
            at += GAP
        angle, share = (at + room[o] / 2.0) / whole, room[o] / whole
        at += room[o]
        spots[o] = _spot(angle, share, alone=len(order) == 1)
        teams |= _around(spots[o], angle, members[o])
    return Layout(spots, teams)


def _spot(angle: float, share: float, alone: bool) -> Disc:
    if alone:
        return Disc(0.0, 0.0, 0.8)
    x, y = _on_circle(angle)
    return Disc(x, y, min(0.75, CLOSE * math.sin(math.pi * share)))


def _around(spot: Disc, angle: float, members: list[int]) -> dict[int, tuple[float, float]]:
    if len(members) == 1:
        return {members[0]: (spot.x, spot.y)}
    found = {}
    for n, i in enumerate(members):
        dx, dy = _on_circle(angle + (n + 0.5) / len(members))
        found[i] = (spot.x + 0.62 * spot.radius * dx, spot.y + 0.62 * spot.radius * dy)
    return found


def _on_circle(turn: float) -> tuple[float, float]:
    """A point on the unit circle, in turns clockwise from the top."""
    return math.sin(2.0 * math.pi * turn), math.cos(2.0 * math.pi * turn)
