"""For whom: the same effects in every part of the place, and who is worse off.

Each outcome's measure is read of every sector, site, profession, power rank and leader's teams, and of those who look on;
strain is read of leaders, waiting and experience of the people served, whatever the theory is about. It joins the
theory's own worlds, so it costs readings and no runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.catalogue import Measure, catalogue
from icsim.catalogue.labels import PEOPLE_SERVED, plain_name
from icsim.catalogue.load import LEVERS
from icsim.engine.measures import LEADER_KEYS, Query
from icsim.engine.people_served import served_name
from icsim.engine.reading_plan import QueryAtWeek
from icsim.statistics.beyond_chance import FALSE, chance_of_mean, corrected
from icsim.statistics.effect_shares import CONFIDENCE, EffectShares, Estimate95, classify_draws, share_of, shares
from icsim.theory.clauses import BoundClause, QueryTerms, measure_of, query_terms
from icsim.theory.effects import on_both_scales
from icsim.theory.panel import BootstrapWeights, ReplicatePanel
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import BYSTANDERS, OccurrenceSpec, parse_contrast
from icsim.world.population import Population
from icsim.world.selection import KEYS

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
class Subgroup:
    """A part of the place, as a theory would select it and in words."""

    kind: str  # everybody, sector, site, profession, power_rank, led_by, tier, leader, bystanders, or served
    value: str  # the name within its kind; empty where there is one only
    label: str  # for display


@dataclass(frozen=True)
class SubgroupReading:
    """One thing that is read for the table: of whom, when, between which arms."""

    measure: Measure
    name: str  # as asked for: a measure of a lever has the lever's name behind it
    group: Subgroup
    terms: QueryTerms
    week: int
    arms: tuple[str, ...]  # the first less the second; of four, less what the third is above the fourth

    @property
    def smallest(self) -> float:
        """The smallest effect that counts when it is read."""
        return self.measure.smallest_by(self.week)

    @property
    def weights(self) -> dict[str, float]:
        """How the arms add up."""
        return dict(zip(self.arms, (1.0, -1.0, -1.0, 1.0), strict=False))

    @property
    def contrast(self) -> str:
        """What is compared, as a theory writes it."""
        first, second, *others = self.arms
        return f"({first} - {second}) - ({others[0]} - {others[1]})" if others else f"{first} - {second}"

    @property
    def display(self) -> str:
        """The measure in words."""
        lever = self.name.partition(".")[2]
        return f"{catalogue().levers[lever].display}, {self.measure.display}" if lever in LEVERS else self.measure.display


@dataclass(frozen=True)
class SubgroupEffect:
    """What the contrast does to one group."""

    reading: SubgroupReading
    size: Estimate95  # effect in the measure's unit, averaged over draws
    better: Estimate95  # share of draws in which the group is better off, beyond the smallest effect
    worse: Estimate95
    moved: Estimate95  # share of draws in which the effect goes beyond the smallest, in either direction
    draws: int  # draws with a value
    note: str  # what must be said beside it, or nothing
    chance: float = 1.0  # of a mean effect so far from 0, if it were 0
    corrected: float = 1.0  # the same, corrected for all readings that were looked at
    spared: tuple[str, ...] = ()  # of everybody, worse off: the parts that are not

    @property
    def beyond_chance(self) -> bool:
        """Whether the mean effect is told from 0, among all that was looked at."""
        return self.corrected <= FALSE

    @property
    def worse_off(self) -> bool:
        """Worse off in half of the draws or more, beyond what chance does."""
        return self.worse.value >= MOST and self.beyond_chance

    @property
    def better_off(self) -> bool:
        """Better off in half of the draws or more, beyond what chance does."""
        return self.better.value >= MOST and self.beyond_chance


@dataclass(frozen=True)
class SubgroupTable:
    """The table, in reading order: outcome by outcome, then leaders, then the people served."""

    rows: tuple[SubgroupEffect, ...]


def readings(case: TheoryCase) -> list[SubgroupReading]:
    """Everything the table reads, each once."""
    found: dict[tuple[str, str, str, int, tuple[str, ...]], SubgroupReading] = {}
    outcomes = [one for one in case.asked if one.part == "outcome" and not one.doses]
    last = max((one.week for one in outcomes), default=case.pair[0].weeks)
    parts = [made for one in outcomes for made in _of_outcome(one, case)]
    for name in (*LEADERS, *PEOPLE_SERVED):
        parts += list(_always(name, last, case))
    for made in parts:
        found.setdefault((made.name, made.group.kind, made.group.value, made.week, made.arms), made)
    return list(found.values())


def subgroup_queries(case: TheoryCase) -> list[QueryAtWeek]:
    """The same as the engine takes it."""
    return [(query, one.week) for one in readings(case) for query, _ in one.terms]


def subgroup_effects(
    case: TheoryCase, panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights
) -> SubgroupTable:
    """The table, from the theory's own worlds; its chances are corrected for its own readings."""
    rows = rows_of(readings(case), panel, tested, weights)
    chances = corrected([row.chance for row in rows], len(rows))
    return SubgroupTable(tuple(replace(row, corrected=float(chance)) for row, chance in zip(rows, chances, strict=True)))


def rows_of(
    every: Sequence[SubgroupReading], panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights
) -> list[SubgroupEffect]:
    """A row for each reading, from worlds in which all of them were read."""
    found = [_row(one, effect, weights) for one, effect in _effects_of(every, panel, tested, weights)]
    chances = (chance_of_mean(np.where(tested, _apart(row.reading, panel), np.nan)) for row in found)
    return [replace(row, chance=chance) for row, chance in zip(found, chances, strict=True)]


def moved_shares(
    every: Sequence[SubgroupReading], panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights
) -> list[float]:
    """In what share of the draws each reading moves by as much as counts: what `rows_of` says of it, without the rest."""
    kinds = (classify_draws(effect, "up", one.smallest) for one, effect in _effects_of(every, panel, tested, weights))
    return [1.0 - share_of(np.where(np.isnan(kind), np.nan, kind == 0.0), weights.draws).value for kind in kinds]


def _effects_of(
    every: Sequence[SubgroupReading], panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights
) -> Iterator[tuple[SubgroupReading, NDArray[np.float64]]]:
    """Each reading with its effects, [draw, sample]."""
    for first in range(0, len(every), AT_ONCE):
        several = every[first : first + AT_ONCE]
        found = [np.where(tested, _apart(one, panel), np.nan) for one in several]
        effects = np.split(weights.mean(np.concatenate(found)), len(several))  # [draw, sample] each
        for one, effect in zip(several, effects, strict=True):
            if len(one.arms) == 4 and one.measure.range == (0.0, 1.0):
                effect = on_both_scales(effect, one.weights, one.terms, one.week, panel, tested, weights)
            yield one, effect


def group_readings(name: str, week: int, case: TheoryCase) -> Iterator[SubgroupReading]:
    """A measure of everybody and of every part of the place, by the contrast of the theory."""
    measure, arms = catalogue().measures[name], compared_arms(case)
    for group, said in _groups(name, measure, {}, week, case):
        yield SubgroupReading(measure, name, group, said, week, arms)


def compared_arms(case: TheoryCase) -> tuple[str, ...]:
    """The arms of the theory's own contrast: two, or the four of an interaction, in its order."""
    return tuple(parse_contrast(case.theory.contrast) or case.theory.contrasted)


def _apart(one: SubgroupReading, panel: ReplicatePanel) -> NDArray[np.float64]:
    first, second, *others = (panel.read(arm, one.terms, one.week) for arm in one.arms)
    apart = first - second
    return apart - (others[0] - others[1]) if others else apart


def _of_outcome(one: BoundClause, case: TheoryCase) -> Iterator[SubgroupReading]:
    """An outcome's measure, everywhere, by the contrast of its clause."""
    of = one.clause.of if isinstance(one.clause.of, dict) else {}
    for group, said in _groups(one.clause.measure, one.measure, of, one.week, case):
        yield SubgroupReading(one.measure, one.clause.measure, group, said, one.week, tuple(one.weights))


def _always(name: str, week: int, case: TheoryCase) -> Iterator[SubgroupReading]:
    """A measure that is read of leaders or of the people served, whatever the theory."""
    kind, arms = catalogue().measures[name], compared_arms(case)
    group = Subgroup("served", "", SERVED) if name in PEOPLE_SERVED else Subgroup(EVERYBODY, "", "all leaders")
    yield SubgroupReading(kind, name, group, ((Query(name), 1.0),), week, arms)
    users = case.pair[0].world.users if name in PEOPLE_SERVED else ()
    for one in users if len(users) > 1 else ():
        own = served_name(one)
        part = Subgroup("served", own, f"{SERVED} ({plain_name(own)})")
        yield SubgroupReading(kind, name, part, ((Query(name, {"served": own}), 1.0),), week, arms)
    if name in LEADERS:
        for of, part in _selections(case.pair[0].world, kind, {}):
            yield SubgroupReading(kind, name, part, ((Query(name, of), 1.0),), week, arms)


def _groups(
    name: str, kind: Measure, of: Mapping[str, object], week: int, case: TheoryCase
) -> Iterator[tuple[Subgroup, QueryTerms]]:
    """The parts of the place that carry a measure, and how it is read of each."""
    if kind.name in PEOPLE_SERVED and kind.carrier == "user_group":
        return  # stands below, with its note
    kept = {"tier": of["tier"]} if kind.carrier == "leading" and "tier" in of else {}  # trust in whom is not of whom
    yield Subgroup(EVERYBODY, "", EVERYBODY), ((Query(name, kept), 1.0),)
    for chosen, group in _selections(case.pair[0].world, kind, of):
        yield group, ((Query(name, {**kept, **chosen}), 1.0),)
    try:
        looking_on = OccurrenceSpec(measure=name, of="bystanders", week=week, by_week=None, at_least=0.0)
        yield Subgroup(BYSTANDERS, "", LOOKING_ON), query_terms(looking_on, measure_of(looking_on), case.pair)
    except UserError:
        pass  # nobody looks on, or it is no state of teams


def _selections(world: Population, kind: Measure, of: Mapping[str, object]) -> Iterator[tuple[dict[str, object], Subgroup]]:
    """One selection for every value of every key; a key with one value only divides nobody."""
    if kind.carrier in ("place", "user_group"):
        return
    also = kind.also is not None and any(key in of for key in LEADER_KEYS)  # leaders, where teams have the measure as well
    carrier = "leader" if also or kind.carrier in ("leader", "leader_tie") else "team"
    for key in LEADER_KEYS if also else BY_LEADER if carrier == "leader" else BY_TEAM:
        values = sorted(frozenset().union(*KEYS[carrier][key](world, carrier)))
        for value in values if len(values) > 1 else ():
            said = SAID[key].format(value.replace("_", " ").replace("/", ", ")).replace("site site", "site")
            chosen: dict[str, object] = {key: value}
            yield ({"from": chosen} if kind.carrier in ("tie", "leader_tie") else chosen), Subgroup(key, value, said)


def _row(one: SubgroupReading, effects: NDArray[np.float64], weights: BootstrapWeights) -> SubgroupEffect:
    """A group's row from its effects [draw, sample]."""
    samples = weights.average(effects)
    tail = (1.0 - CONFIDENCE) / 2.0
    enough = samples.size > 1 and not np.isnan(samples).all()
    low, high = np.nanquantile(samples[1:], [tail, 1.0 - tail]) if enough else (np.nan, np.nan)
    found: EffectShares = shares(classify_draws(effects, "up", one.smallest), weights.draws)
    nobody = Estimate95(np.nan, np.nan, np.nan)
    better, worse = {"up": (found.expected, found.opposite), "down": (found.opposite, found.expected)}.get(
        one.measure.better, (nobody, nobody)
    )
    return SubgroupEffect(
        reading=one,
        size=Estimate95(float(samples[0]), float(low), float(high)),
        better=better,
        worse=worse,
        moved=Estimate95(*(1.0 - end for end in (found.negligible.value, found.negligible.high, found.negligible.low))),
        draws=found.draws,
        note=NO_EVIDENCE if one.group.kind == "served" else "",
    )
