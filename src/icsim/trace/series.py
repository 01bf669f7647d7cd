"""How a measure went for one team and those near it, in both worlds: what the captions, the figure and the page read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.catalogue import Measure, catalogue
from icsim.engine.block_fields import GRIDS, STATE
from icsim.engine.measures import FIELDS, IN_POST, PLACE, RATIOS, WINDOW
from icsim.theory.bystanders import bystanders
from icsim.theory.theory_schema import BYSTANDERS
from icsim.trace.paired_run import EgoNetwork, PairedRun
from icsim.world.selection import select_entities, select_ties

BEHIND = {"influence_gini": "influence", "goal_spread": "outlook", "bridging_ties": "present"}
"""The state that a measure of the whole place is worked out from."""
LOOKING_ON = "teams that look on"
SelectionSpec = Mapping[str, object] | str

Stands = tuple[tuple[str, tuple[int, ...]], ...]
"""Where a measure stands in a block: fields, and rows of each."""


@dataclass(frozen=True)
class MeasureSeries:
    """One measure of somebody: [week, world] from week 0, read as measures are, over the four weeks that end there."""

    measure: str  # as a theory writes it
    entry: Measure
    display: str
    who: str
    values: NDArray[np.float64]
    fields: Stands

    @property
    def gap(self) -> NDArray[np.float64]:
        """First world less second, by week; nan where either has no value."""
        return np.asarray(self.values[:, 0] - self.values[:, 1])

    @cached_property
    def smallest(self) -> NDArray[np.float64]:
        """The smallest effect that counts in each week: of what is counted, it grows with the weeks that went by."""
        return np.array([self.entry.smallest_by(max(1, week)) for week in range(len(self.values))])

    def first_apart(self, pair: PairedRun) -> int | None:
        """The first week in which what it is made of differs."""
        weeks = [int(x.argmax()) for name, rows in self.fields if (x := pair.apart[name][:, list(rows)].any(axis=1)).any()]
        return min(weeks, default=None)

    def counts_in(self, week: int) -> bool:
        """Whether the difference of a week was at least the smallest that counts."""
        return bool(abs(np.nan_to_num(self.gap[week])) >= self.smallest[week])

    def counts_from(self) -> int | None:
        """The first week in which the difference was at least the smallest that counts."""
        large = np.flatnonzero(np.abs(np.nan_to_num(self.gap)) >= self.smallest)
        return int(large[0]) if large.size else None


def measure_series(pair: PairedRun, near: EgoNetwork, measure: str, of: SelectionSpec) -> MeasureSeries:
    """A measure for a team and those near it; `of` narrows it to those of them that a clause means, where any are."""
    name, _, lever = measure.partition(".")
    entry = catalogue().measures[name]
    if name == "enacted":
        rows, who = _leaders(pair, near, of)
        values = _window(pair.enacted(lever)[:, rows].mean(axis=1))
        label = catalogue().levers[lever].display
        return MeasureSeries(measure, entry, label, who, values, (("in_post", rows), ("time_share", rows)))
    if entry.carrier == "place":
        values = _window(np.array([_place(name, pair, week) for week in range(pair.last + 1)]))
        behind = BEHIND[name]
        whole = tuple(range(pair.field(behind).shape[1]))
        return MeasureSeries(measure, entry, entry.display, "the place", values, ((behind, whole),))
    fields, who = _fields(pair, near, name, entry, of)
    values = _values(pair, name, entry, fields)
    under = tuple((RATIOS[name][1], rows) for _, rows in fields) if name in RATIOS else ()
    return MeasureSeries(measure, entry, entry.display, who, values, (*fields, *under))


def all_series(pair: PairedRun, near: EgoNetwork) -> list[MeasureSeries]:
    """Every measure of the team, what it holds of its leaders, its ties, its own leader and the people it serves."""
    tiers = [{"tier": tier} for tier in ("team", "system")[: len(near.leaders)]]
    found = []
    for name, entry in catalogue().measures.items():
        if entry.carrier == "leading":
            found += [measure_series(pair, near, name, of) for of in tiers]
        elif entry.carrier in ("team", "leader") or (entry.carrier == "user_group" and near.users):
            own = {"leader": pair.world.posts[near.leaders[0]].name} if entry.carrier == "leader" else {}
            found += [measure_series(pair, near, name, own)] if name != "enacted" else []
        elif entry.carrier == "tie" and near.ties:
            found.append(measure_series(pair, near, name, {}))
    return found


def _fields(pair: PairedRun, near: EgoNetwork, name: str, entry: Measure, of: SelectionSpec) -> tuple[Stands, str]:
    """Where it stands, and whose it is."""
    world = pair.world
    mine = world.teams[near.team].name
    stands = (RATIOS[name][0],) if name in RATIOS else FIELDS.get(name, (name,))
    if entry.carrier == "leader" or (entry.also and isinstance(of, Mapping) and {"tier", "leader"} & of.keys()):
        rows, who = _leaders(pair, near, of)
        return (("partnership_leader" if entry.also else stands[0], rows),), who
    if entry.carrier == "team":
        look_on = of == BYSTANDERS and near.team not in (found := bystanders(world, pair.arms))
        rows = tuple(sorted(found)) if look_on else (near.team,)
        return (("partnership_team" if entry.also else stands[0], rows),), LOOKING_ON if look_on else mine
    if entry.carrier == "leading":
        tier = of.get("tier") if isinstance(of, Mapping) else None
        kept = [n for n in range(len(near.leaders)) if tier in (None, ("team", "system")[n])]
        rows = tuple(2 * near.team + n for n in kept or range(len(near.leaders)))
        who = ", ".join(world.posts[near.leaders[row % 2]].name for row in rows)
        return ((stands[0], rows),), f"{mine} towards {who}"
    if entry.carrier == "user_group":
        groups = near.users or tuple(range(len(world.users)))
        return ((stands[0], groups),), ", ".join(world.users[n].name for n in groups)
    return _ties(pair, near, entry, stands, of)


def _ties(pair: PairedRun, near: EgoNetwork, entry: Measure, stands: tuple[str, ...], of: SelectionSpec) -> tuple[Stands, str]:
    """Ties of the team, or of its leaders, that a clause means; both ways where they have two."""
    world, block = pair.world, pair.block
    if entry.carrier == "leader_tie":
        a, b = block.lt_a, block.lt_b
        mine = [e for e in range(a.size) if {int(a[e]), int(b[e])} & set(near.leaders)] or list(range(a.size))
        who, kind = f"leaders of {world.teams[near.team].name} and others", "leader"
    else:
        a, b, mine = block.tie_a, block.tie_b, list(near.ties)
        who, kind = f"{world.teams[near.team].name} and partners", "team"
    meant = select_ties(world, a.tolist(), b.tolist(), of if isinstance(of, Mapping) else {}, kind)
    ways = [tuple(e for e in mine if e in rows) for rows in (meant.forward, meant.backward)]
    if not any(ways):
        ways = [tuple(mine), tuple(mine)]
    if len(stands) == 1:
        return ((stands[0], tuple(sorted({*ways[0], *ways[1]}))),), who
    return tuple((name, rows) for name, rows in zip(stands, ways, strict=True) if rows), who


def _leaders(pair: PairedRun, near: EgoNetwork, of: SelectionSpec) -> tuple[tuple[int, ...], str]:
    """The team's leaders that a clause means; where it means others, those."""
    try:
        meant = select_entities(pair.world, "leader", of if isinstance(of, Mapping) else {})
    except UserError:  # keys of teams, such as a profession: all leaders may be meant
        meant = near.leaders
    rows = tuple(p for p in near.leaders if p in meant) or tuple(meant)
    names = [pair.world.posts[p].name for p in rows]
    return rows, ", ".join(names) if len(names) < 4 else f"{len(names)} leaders"


def _values(pair: PairedRun, name: str, entry: Measure, fields: Stands) -> NDArray[np.float64]:
    """[week, world]; ties that do not exist and leaders of empty posts are left out."""
    above, below = np.zeros((pair.last + 1, 2)), np.zeros((pair.last + 1, 2))
    for field, rows in fields:
        grid, at = pair.field(field), list(rows)
        if name in RATIOS:
            under = pair.field(RATIOS[name][1])[:, at]
        elif GRIDS[field] == "tie":
            under = pair.field("present")[:, at]
        elif GRIDS[field] == "leader" and field in STATE["leader"]:
            under = pair.field("in_post")[:, at]
        elif GRIDS[field] in IN_POST:
            posts = [getattr(pair.block, name)[at] for name in IN_POST[GRIDS[field]]]
            under = np.minimum.reduce([pair.field("in_post")[:, post] for post in posts])
        else:
            under = np.ones_like(grid[:, at])
        above += np.where(under > 0.0, grid[:, at], 0.0).sum(axis=1)
        below += (under if name in RATIOS else (under > 0.0)).sum(axis=1)
    if entry.kind != "count":
        above, below = window_sums(above), window_sums(below)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0.0, above / below, np.nan)


def window_sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums, from left to right, over the weeks of the window that ends in each week; week 0 stands alone, as measures have it."""
    found = values.copy()
    found[1:] = 0.0
    for back in range(min(WINDOW, len(values) - 1) - 1, -1, -1):
        found[1 + back :] += values[1 : len(values) - back]
    return found


def _window(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return window_sums(values) / window_sums(np.ones_like(values))


def _place(name: str, pair: PairedRun, week: int) -> NDArray[np.float64]:
    fields = {field: pair.field(field)[week] for field in ("influence", "outlook", "present")}
    return np.asarray(PLACE[name](SimpleNamespace(**fields, tie_across=pair.block.tie_across, lanes=2)))  # type: ignore[arg-type]
