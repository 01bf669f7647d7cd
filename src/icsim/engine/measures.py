"""Measures: what is read off a block in a week, for whom, as two sums whose ratio is the value.

A state is a sum over its carriers and their number, a ratio two counts, so a window of weeks adds up, and with nothing
in the denominator the value is missing. What is worked out for a place as a whole is a number for each week.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import catalogue
from icsim.catalogue.load import LEVERS
from icsim.config.config_paths import flatten
from icsim.engine.block_fields import Block
from icsim.engine.people_served import SERVED_KEYS, check_sides
from icsim.week.array_types import EntityGrid, LaneRow
from icsim.world.population import Population
from icsim.world.selection import TIE_KEYS, select_entities, select_ties

STATS = ("mean", "sd", "range", "sum")
IN_POST = {"leading": ("rel_post",), "leader_tie": ("lt_a", "lt_b")}
"""Whose posts a relation hangs on: trust in a post that is vacant is nobody's, and missing."""

LEADER_KEYS = ("tier", "leader")  # a selection with one of these means leaders, where teams have the measure too
WINDOW = 4
"""A value at a week is the mean of the four weeks that end there."""


@dataclass(frozen=True)
class Query:
    """One thing to read: a measure, of whom, as mean, sd (standard deviation), range (highest less lowest) or sum."""

    measure: str
    of: Mapping[str, object] = field(default_factory=dict)
    stat: str = "mean"

    @property
    def key(self) -> str:
        """A name for tables, such as `fairness[profession=physician]`."""
        chosen = ",".join(f"{name}={value}" for name, value in flatten(self.of))
        return self.measure + (f"[{chosen}]" if chosen else "") + ("" if self.stat == "mean" else f".{self.stat}")


# Where a measure stands in a block when its name is not the field's: fields for the value, and for the denominator.
FIELDS: dict[str, tuple[str, ...]] = {
    "trust": ("trust_ab", "trust_ba"),
    "leader_trust": ("lead_ab", "lead_ba"),
    "trust_in_leader": ("trust_leading",),
    "influence_share": ("influence",),
    "innovation_tried": ("tried",),
    "innovation_adopted": ("adopted",),
    "innovation_refused": ("refused",),
    "leader_exits": ("exits",),
    "sectional_interest": ("sectional",),
    "seen_as_sectional": ("perceived_sectional",),
    "unmet_need": ("gave_up",),
}
RATIOS = {
    "collaboration": ("joint", "cases"),
    "joint_success": ("success", "joint"),
    "speaking_up": ("said", "known"),
    "acceptance": ("accepted", "asked_accept"),
    "decision_quality": ("quality_sum", "decisions"),
    "decision_speed": ("speed_sum", "decisions"),
}


DECIDING = ("share", "consult", "heed", "yield_lead", "situational")
"""Levers that are enacted in decisions: without a decision so far, what is enacted of them is missing."""


Parts = tuple[tuple[str, NDArray[np.int64], str | None, str | None], ...]
"""For each part of a reading: the value's field, its rows, the denominator's field, and a mask or a carrier in `IN_POST`."""


@dataclass(frozen=True)
class MeasureReader:
    """How a query is read off a block."""

    parts: Parts
    stat: str
    worked_out: Callable[[Block], LaneRow] | None = None
    lever: int | None = None

    def read(self, block: Block) -> tuple[LaneRow, LaneRow]:
        """Numerator and denominator of this week, [lane]."""
        if self.worked_out is not None:
            return self.worked_out(block), np.ones(block.lanes)
        if self.stat in ("sd", "range"):
            return self._apart(block)
        above, below = np.zeros(block.lanes), np.zeros(block.lanes)
        for value, rows, denominator, mask in self.parts:
            grid = self.grid(block, value)
            here = None if mask is None else self.there(block, mask)
            under = None if denominator is None else getattr(block, denominator)
            above, below = add_up(grid, rows, here, under, above, below)
        return above, np.where(below > 0.0, 1.0, 0.0) if self.stat == "sum" else below

    @staticmethod
    def there(block: Block, mask: str) -> EntityGrid:
        """Where carriers have the measure: above 0."""
        if mask not in IN_POST:
            return np.asarray(getattr(block, mask))
        manned = [block.in_post[getattr(block, posts)] for posts in IN_POST[mask]]
        return np.asarray(np.minimum.reduce(manned))

    def grid(self, block: Block, value: str) -> EntityGrid:
        """The values of a field, or of a lever as enacted, of all who carry it."""
        if self.lever is None:
            return np.asarray(getattr(block, value))
        return np.asarray(block.practice[self.lever] * getattr(block, value))

    def _apart(self, block: Block) -> tuple[LaneRow, LaneRow]:
        """Standard deviation or range over carriers; those who do not have the measure are left out."""
        rows, there = [], []
        for value, chosen, denominator, mask in self.parts:
            grid = self.grid(block, value)[chosen]
            shown = None if mask is None else self.there(block, mask)[chosen]
            shown = shown if denominator is None else getattr(block, denominator)[chosen]
            rows.append(grid if denominator is None or shown is None else grid / np.maximum(shown, 1.0))
            there.append(np.ones(grid.shape, dtype=bool) if shown is None else shown > 0.0)
        values, here = np.concatenate(rows), np.concatenate(there)
        apart = deviation(values, here) if self.stat == "sd" else value_range(values, here)
        return apart, np.where(here.any(axis=0), 1.0, 0.0)


def deviation(rows: EntityGrid, there: NDArray[np.bool_]) -> LaneRow:
    """Standard deviation over rows, summed in order so that the number of lanes moves no bit; 0 where nobody is there."""
    nothing = np.zeros(rows.shape[1])
    count = np.maximum(ordered_sum(nothing, np.where(there, 1.0, 0.0)), 1.0)
    apart = rows - ordered_sum(nothing, np.where(there, rows, 0.0)) / count
    return np.asarray(np.sqrt(ordered_sum(nothing, np.where(there, apart * apart, 0.0)) / count))


def value_range(rows: EntityGrid, there: NDArray[np.bool_]) -> LaneRow:
    """Highest less lowest over rows; 0 where nobody is there."""
    if not rows.size:
        return np.zeros(rows.shape[1])
    high, low = np.where(there, rows, -np.inf).max(axis=0), np.where(there, rows, np.inf).min(axis=0)
    return np.where(high >= low, high - low, 0.0)


def add_up(
    grid: EntityGrid, rows: NDArray[np.int64], here: EntityGrid | None, under: EntityGrid | None, above: LaneRow, below: LaneRow
) -> tuple[LaneRow, LaneRow]:
    """The sums so far with the selected rows added, in order: values where present, and what they are divided by.

    `under` holds a denominator's counts; without it, the rows that are present count.
    """
    values = grid[rows]
    if here is not None:
        there = here[rows] > 0.0
        return ordered_sum(above, np.where(there, values, 0.0)), ordered_sum(below, np.where(there, 1.0, 0.0))
    return ordered_sum(above, values), ordered_sum(below, np.ones_like(values) if under is None else under[rows])


def ordered_sum(start: LaneRow, rows: EntityGrid) -> LaneRow:
    """start + rows[0] + rows[1] + …, from left to right whatever the shape: numpy's own sum pairs numbers up."""
    return np.asarray(np.add.accumulate(np.concatenate([start[None], rows]), axis=0)[-1])


def compile_query(query: Query, world: Population, block: Block) -> MeasureReader:
    """How to read a query off blocks of this shape; UserError when the measure or the selection does not exist."""
    known = catalogue().measures
    name, _, lever = query.measure.partition(".")
    if name not in known or (lever and name != "enacted"):
        raise UserError(f"measure: {query.measure} is unknown; allowed: {list_names(known)}{did_you_mean(query.measure, known)}")
    if query.stat not in STATS:
        raise UserError(f"stat: {query.stat} is unknown; allowed: {list_names(STATS)}{did_you_mean(query.stat, STATS)}")
    carrier = known[name].carrier
    if name == "enacted":
        if lever not in LEVERS:
            raise UserError(f"measure: enacted.{lever} is no lever; allowed: {list_names(LEVERS)}{did_you_mean(lever, LEVERS)}")
        mask = "deciding" if lever in DECIDING else "in_post"
        share = "practice_pace" if block.lever_hours[LEVERS.index(lever)] >= 0 else "in_post"
        return MeasureReader(((share, _rows(world, "leader", query), None, mask),), query.stat, lever=LEVERS.index(lever))
    if carrier == "place":
        if query.of:
            raise UserError(f"of: {name} belongs to the place as a whole; allowed: nothing here; leave `of` out")
        return MeasureReader((), "mean", worked_out=PLACE[name])
    if name == "partnership_value":
        leaders = any(key in query.of for key in LEADER_KEYS)
        rows = _rows(world, "leader" if leaders else "team", query)
        part = ("partnership_leader", rows, None, "in_post") if leaders else ("partnership_team", rows, None, None)
        return MeasureReader((part,), query.stat)
    value = RATIOS[name] if name in RATIOS else FIELDS.get(name, (name,))
    return MeasureReader(_parts(name, carrier, value, query, world, block), query.stat)


def _parts(name: str, carrier: str, value: Sequence[str], query: Query, world: Population, block: Block) -> Parts:
    if carrier in ("tie", "leader_tie"):
        a, b = (block.tie_a, block.tie_b) if carrier == "tie" else (block.lt_a, block.lt_b)
        ends = select_ties(world, a.tolist(), b.tolist(), query.of, "team" if carrier == "tie" else "leader")
        forward, backward = (np.array(rows, dtype=np.int64) for rows in ends)
        mask = "present" if carrier == "tie" else carrier
        if name in RATIOS or len(value) == 1:
            either = np.array(sorted({*ends.forward, *ends.backward}), dtype=np.int64)
            return ((value[0], either, value[1] if name in RATIOS else None, None if name in RATIOS else mask),)
        return ((value[0], forward, None, mask), (value[1], backward, None, mask))
    if carrier == "leading":
        tiers = (query.of["tier"],) if "tier" in query.of else ("team", "system")
        of = {key: chosen for key, chosen in query.of.items() if key != "tier"}
        teams = select_entities(world, "team", of)
        rows = [2 * i + n for i in teams for n, tier in enumerate(("team", "system")) if tier in tiers and block.rel_on[2 * i + n]]
        return ((value[0], np.array(rows, dtype=np.int64), None, carrier),)
    led = "in_post" if carrier == "leader" and catalogue().measures[name].kind == "state" else None  # a vacant post has no leader
    return ((value[0], _rows(world, carrier, query), value[1] if name in RATIOS else None, led),)


def _rows(world: Population, carrier: str, query: Query) -> NDArray[np.int64]:
    if any(key in TIE_KEYS for key in query.of):
        raise UserError(f"of: {list_names(TIE_KEYS)} select ties; {query.measure} belongs to a {carrier}; use other keys")
    check_sides(world, carrier, query.of)
    return np.array(select_entities(world, carrier, query.of, SERVED_KEYS.get(carrier)), dtype=np.int64)


def influence_gini(block: Block) -> LaneRow:
    """Gini coefficient of the shares of the say: mean absolute difference over twice the mean."""
    share = block.influence
    apart = np.abs(share[:, None, :] - share[None, :, :]).reshape(-1, block.lanes)
    return np.asarray(ordered_sum(np.zeros(block.lanes), apart) / (2.0 * share.shape[0]))  # shares sum to one


def goal_spread(block: Block) -> LaneRow:
    """Standard deviation of outlooks over teams."""
    return deviation(block.outlook, np.ones(block.outlook.shape, dtype=bool))


def ei_index(block: Block) -> LaneRow:
    """E-I index of the ties that exist: (across sectors - within) / all; 0 without ties (limit C13)."""
    outside = block.tie_across[:, None] > 0
    external = np.where(outside, block.present, 0.0).sum(axis=0)
    internal = np.where(outside, 0.0, block.present).sum(axis=0)
    return np.asarray((external - internal) / np.maximum(external + internal, 1.0))


WORKED_OUT_OF = {"influence_gini": "influence", "goal_spread": "outlook", "bridging_ties": "present"}
"""The states of everybody that a measure of a place is worked out of."""

PLACE: dict[str, Callable[[Block], LaneRow]] = {
    "influence_gini": influence_gini,
    "goal_spread": goal_spread,
    "bridging_ties": ei_index,
}
