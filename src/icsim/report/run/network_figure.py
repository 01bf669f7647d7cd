"""The figure of one world's teams: who they are, how much of the say they have, and who trusts whom.

Organisations stand on a circle, sector by sector, teams around their own.
"""

import math
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from icsim.catalogue import catalogue
from icsim.engine.simulate import Simulation
from icsim.engine.snapshot import NetworkSnapshot
from icsim.report.figure_style import INK, PALE, QUIET, SECTORS, new_figure
from icsim.report.words import count_worlds, readable_name, sentence
from icsim.world.population import Population

AREA = 170.0  # of the marker of a team whose share of the say is an equal one, in square points
DRAWN = 8.8  # inches that the network may take from left to right; legends stand beside it
SAMPLES = (0.2, 0.4, 0.6, 0.8)  # trust, in the legend
SHARES = {"half of an equal share": 0.5, "an equal share": 1.0, "twice an equal share": 2.0}
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


def draw(simulation: Simulation) -> Figure:
    """The figure `network`."""
    seen = simulation.portrait
    many = len(simulation.replicates)
    which = f", the middle one of {count_worlds(many)} by trust" if many > 1 else ""
    replicate = f"structure {seen.replicate.structure_seed}, seed {seen.replicate.seed}"
    below = f"{seen.world.title}, week {seen.week} of one world ({replicate}){which}"
    where = layout(seen.world)
    right, top = (max(abs(spot[k]) + spot[2] for spot in where.organisations.values()) for k in (0, 1))
    tall = min(8.4, max(6.2, 1.2 + DRAWN * (top + 0.2) / (right + 0.5)))
    made = new_figure(simulation.settings, 11.4, tall, "Who trusts whom", below)
    axes = made.add_axes((0.0, 0.3 / tall, DRAWN / 11.4, 1.0 - 1.1 / tall), aspect="equal")
    axes.axis("off")
    axes.set_xlim(-right - 0.5, right + 0.5)
    axes.set_ylim(-top - 0.2, top + 0.2)
    for o, spot in where.organisations.items():
        _organisation(axes, readable_name(seen.world.organisations[o].name), spot)
    _ties(axes, seen, where)
    _teams(axes, seen, where)
    _legends(made, seen)
    return made


def _organisation(axes: Axes, name: str, spot: Disc) -> None:
    axes.add_patch(Circle((spot.x, spot.y), spot.radius, facecolor="#f4f4f4", edgecolor=PALE, linewidth=1.0, zorder=0))
    away = math.hypot(spot.x, spot.y) or 1.0
    dx, dy = (spot.x / away, spot.y / away) if spot.x or spot.y else (0.0, 1.0)
    across = "center" if abs(dx) < 0.35 else ("left" if dx > 0 else "right")
    up = "center" if abs(dy) < 0.35 else ("bottom" if dy > 0 else "top")
    reach = spot.radius + 0.03
    axes.annotate(
        name, (spot.x + reach * dx, spot.y + reach * dy), ha=across, va=up, fontsize=9.5, weight="bold", color=INK
    )


def _ties(axes: Axes, seen: NetworkSnapshot, where: Layout) -> None:
    order = np.argsort(seen.mutual, kind="stable")  # the strongest lie on top
    lines = [[where.teams[int(i)] for i in seen.ties[e]] for e in order]
    trust = seen.mutual[order]
    axes.add_collection(
        LineCollection(
            lines, linewidths=[width(t) for t in trust], colors=[shade(t) for t in trust], zorder=1, capstyle="round"
        )
    )


def _teams(axes: Axes, seen: NetworkSnapshot, where: Layout) -> None:
    for i, team in enumerate(seen.world.teams):
        mark = SECTORS[seen.world.organisations[team.organisation].sector]
        x, y = where.teams[i]
        size = AREA * float(seen.say[i]) * len(seen.world.teams)
        axes.scatter([x], [y], s=size, c=mark.colour, marker=mark.marker, edgecolors=INK, linewidths=0.7, zorder=3)
        axes.annotate(
            readable_name(team.name.partition("/")[2]), (x, y), xytext=(0, -math.sqrt(size) / 2.0 - 2.0),
            textcoords="offset points", ha="center", va="top", fontsize=7.0, zorder=4,
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "alpha": 0.75, "linewidth": 0},
        )  # fmt: skip


def width(trust: float) -> float:
    """Of a line, in points."""
    return 0.25 + 5.0 * trust**3


def shade(trust: float) -> str:
    """Of a line, from pale to black."""
    return f"{0.92 - 0.92 * min(1.0, 1.15 * trust):.3f}"


def _legends(made: Figure, seen: NetworkSnapshot) -> None:
    there = {seen.world.organisations[team.organisation].sector for team in seen.world.teams}
    sectors = [
        (readable_name(name), Line2D([], [], ls="", color=mark.colour, marker=mark.marker, markersize=10, mec=INK, mew=0.7))
        for name, mark in SECTORS.items()
        if name in there
    ]
    shares = [
        (name, Line2D([], [], color=QUIET, marker="o", linestyle="", markersize=math.sqrt(AREA * share)))
        for name, share in SHARES.items()
    ]
    trust = [(f"{t:.1f}", Line2D([], [], color=shade(t), linewidth=width(t))) for t in SAMPLES]
    known = catalogue().measures
    titled = (  # each so many inches below the upper edge
        ("Sector", sectors, 1.1),
        (sentence(known["influence_share"].display), shares, 2.45),
        (sentence(known["trust"].display) + "\n0 none, 1 full", trust, 4.05),
    )
    for title, entries, down in titled:
        made.add_artist(_legend(made, title, dict(entries), 1.0 - down / made.get_size_inches()[1]))


def _legend(made: Figure, title: str, entries: dict[str, Line2D], top: float) -> Legend:
    legend = Legend(
        made, list(entries.values()), list(entries), title=title, loc="upper left", bbox_to_anchor=(0.785, top),
        alignment="left", labelspacing=0.9, handlelength=2.2, borderaxespad=0.0,
    )  # fmt: skip
    legend.get_title().set_fontweight("bold")
    return legend


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
