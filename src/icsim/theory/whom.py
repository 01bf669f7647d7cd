"""For whom: the same effects in every part of the place, and who is worse off.

Each outcome's measure is read of every sector, site, profession, power rank and leader's teams, and of those who look on;
strain is read of leaders, waiting and experience of the people served, whatever the theory is about. It joins the
theory's own worlds, so it costs readings and no runs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import Measure, catalogue
from icsim.catalogue.orders import LEVERS
from icsim.engine.measures import LEADER_KEYS, Query
from icsim.engine.run import Wanted
from icsim.errors import UserError
from icsim.theory.asked import Asked, Terms, measure_of, terms
from icsim.theory.cases import Case
from icsim.theory.panel import Panel, Resampled
from icsim.theory.shares import CONFIDENCE, Interval, Shares, kinds, shares
from icsim.theory.vocabulary import BYSTANDERS, Happened
from icsim.world.population import World
from icsim.world.selection import KEYS

PEOPLE_SERVED = ("user_experience", "waiting", "unmet_need")
LEADERS = ("leader_strain", "loyalty_strain")
AT_ONCE = 16  # rows that are averaged in one go
MOST = 0.5  # worse off in this share of draws: loses
EVERYBODY, SERVED, LOOKING_ON = "everybody", "the people served", "teams that look on"
NO_EVIDENCE = "The review has no evidence on the people served: what is said of them rests on assumptions."
BY_TEAM = ("sector", "site", "profession", "power_rank", "led_by")
BY_LEADER = ("tier", "sector", "site", "power_rank", "leader")
SAID = {
    "sector": "sector {}",
    "site": "site {}",
    "profession": "{} teams",
    "power_rank": "power rank: {}",
    "led_by": "teams led by {}",
    "leader": "{}",
    "tier": "{} leaders",
}


@dataclass(frozen=True)
class Group:
    """A part of the place, as a theory would select it and in words."""

    kind: str  # everybody, sector, site, profession, power_rank, led_by, tier, leader, bystanders, or served
    value: str  # the name within its kind; empty where there is one only
    label: str  # for display


@dataclass(frozen=True)
class Reading:
    """One thing that is read for the table: of whom, when, between which arms."""

    measure: Measure
    name: str  # as asked for: a measure of a lever has the lever's name behind it
    group: Group
    terms: Terms
    week: int
    arms: tuple[str, str]  # the first less the second

    @property
    def smallest(self) -> float:
        """The smallest effect that counts when it is read."""
        return self.measure.smallest_by(self.week)

    @property
    def display(self) -> str:
        """The measure in words."""
        lever = self.name.partition(".")[2]
        return f"{catalogue().levers[lever].display}, {self.measure.display}" if lever in LEVERS else self.measure.display


@dataclass(frozen=True)
class Row:
    """What the contrast does to one group."""

    reading: Reading
    size: Interval  # effect in the measure's unit, averaged over draws
    better: Interval  # share of draws in which the group is better off, beyond the smallest effect
    worse: Interval
    moved: Interval  # share of draws in which the effect goes beyond the smallest, in either direction
    draws: int  # draws with a value
    note: str  # what must be said beside it, or nothing

    @property
    def loses(self) -> bool:
        """Worse off in half of the draws or more."""
        return self.worse.value >= MOST

    @property
    def gains(self) -> bool:
        """Better off in half of the draws or more."""
        return self.better.value >= MOST


@dataclass(frozen=True)
class ForWhom:
    """The table, in reading order: outcome by outcome, then leaders, then the people served."""

    rows: tuple[Row, ...]

    @property
    def losers(self) -> tuple[Row, ...]:
        """Those who lose."""
        return tuple(row for row in self.rows if row.loses)


def readings(case: Case) -> list[Reading]:
    """Everything the table reads, each once."""
    found: dict[tuple[str, str, str, int, tuple[str, str]], Reading] = {}
    outcomes = [one for one in case.asked if one.part == "outcome" and not one.doses]
    last = max((one.week for one in outcomes), default=case.pair[0].weeks)
    parts = [made for one in outcomes for made in _of_outcome(one, case)]
    for name in (*LEADERS, *PEOPLE_SERVED):
        parts += list(_always(name, last, case))
    for made in parts:
        found.setdefault((made.name, made.group.kind, made.group.value, made.week, made.arms), made)
    return list(found.values())


def wanted(case: Case) -> list[Wanted]:
    """The same as the engine takes it."""
    return [(query, one.week) for one in readings(case) for query, _ in one.terms]


def for_whom(case: Case, panel: Panel, tested: NDArray[np.bool_], weights: Resampled) -> ForWhom:
    """The table, from the theory's own worlds."""
    every, rows = readings(case), []
    for first in range(0, len(every), AT_ONCE):
        several = every[first : first + AT_ONCE]
        found = [np.where(tested, _apart(one, panel), np.nan) for one in several]
        effects = np.split(weights.mean(np.concatenate(found)), len(several))  # [draw, sample] each
        rows += [_row(one, effect, weights) for one, effect in zip(several, effects, strict=True)]
    return ForWhom(tuple(rows))


def _apart(one: Reading, panel: Panel) -> NDArray[np.float64]:
    first, second = (panel.read(arm, one.terms, one.week) for arm in one.arms)
    return first - second


def _of_outcome(one: Asked, case: Case) -> Iterator[Reading]:
    """An outcome's measure, everywhere; of an interaction, what it does in its first pair of arms."""
    first, second, *_ = one.weights
    of = one.clause.of if isinstance(one.clause.of, dict) else {}
    for group, said in _groups(one.clause.measure, one.measure, of, one.week, case):
        yield Reading(one.measure, one.clause.measure, group, said, one.week, (first, second))


def _always(name: str, week: int, case: Case) -> Iterator[Reading]:
    """A measure that is read of leaders or of the people served, whatever the theory."""
    kind, arms = catalogue().measures[name], case.theory.contrasted
    group = Group("served", "", SERVED) if name in PEOPLE_SERVED else Group(EVERYBODY, "", "all leaders")
    yield Reading(kind, name, group, ((Query(name), 1.0),), week, arms)
    if name in LEADERS:
        for of, part in _selections(case.pair[0].world, kind, {}):
            yield Reading(kind, name, part, ((Query(name, of), 1.0),), week, arms)


def _groups(name: str, kind: Measure, of: Mapping[str, Any], week: int, case: Case) -> Iterator[tuple[Group, Terms]]:
    """The parts of the place that carry a measure, and how it is read of each."""
    if kind.name in PEOPLE_SERVED and kind.carrier == "user_group":
        return  # stands below, with its note
    kept = {"tier": of["tier"]} if kind.carrier == "leading" and "tier" in of else {}  # trust in whom is not of whom
    yield Group(EVERYBODY, "", EVERYBODY), ((Query(name, kept), 1.0),)
    for chosen, group in _selections(case.pair[0].world, kind, of):
        yield group, ((Query(name, {**kept, **chosen}), 1.0),)
    try:
        looking_on = Happened(measure=name, of="bystanders", week=week, by_week=None, at_least=0.0)
        yield Group(BYSTANDERS, "", LOOKING_ON), terms(looking_on, measure_of(looking_on), case.pair)
    except UserError:
        pass  # nobody looks on, or it is no state of teams


def _selections(world: World, kind: Measure, of: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], Group]]:
    """One selection for every value of every key; a key with one value only divides nobody."""
    if kind.carrier in ("place", "user_group"):
        return
    also = kind.also is not None and any(key in of for key in LEADER_KEYS)  # leaders, where teams have the measure as well
    carrier = "leader" if also or kind.carrier in ("leader", "leader_tie") else "team"
    for key in LEADER_KEYS if also else BY_LEADER if carrier == "leader" else BY_TEAM:
        values = sorted(frozenset().union(*KEYS[carrier][key](world, carrier)))
        for value in values if len(values) > 1 else ():
            said = SAID[key].format(value.replace("_", " ").replace("/", ", ")).replace("site site", "site")
            chosen = {key: value}
            yield ({"from": chosen} if kind.carrier in ("tie", "leader_tie") else chosen), Group(key, value, said)


def _row(one: Reading, effects: NDArray[np.float64], weights: Resampled) -> Row:
    """A group's row from its effects [draw, sample]."""
    samples = weights.average(effects)
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.nanquantile(samples[1:], [tail, 1.0 - tail]) if not np.isnan(samples).all() else (np.nan, np.nan)
    found: Shares = shares(kinds(effects, "up", one.smallest), weights.draws)
    nobody = Interval(np.nan, np.nan, np.nan)
    better, worse = {"up": (found.expected, found.other), "down": (found.other, found.expected)}.get(
        one.measure.good, (nobody, nobody)
    )
    return Row(
        reading=one,
        size=Interval(float(samples[0]), float(low), float(high)),
        better=better,
        worse=worse,
        moved=Interval(*(1.0 - end for end in (found.none.value, found.none.high, found.none.low))),
        draws=found.draws,
        note=NO_EVIDENCE if one.group.kind == "served" else "",
    )
