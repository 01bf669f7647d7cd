"""13. Measures: what is read off a twin in a week, as a numerator and a denominator, and the value at a week."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from icsim.catalogue import catalogue
from icsim.world.selection import select_entities, select_ties

if TYPE_CHECKING:
    from twin.model import Twin

WINDOW = 4  # weeks that a value looks back on
OTHER_NAMES = {
    "influence_share": "influence",
    "innovation_tried": "tried",
    "innovation_adopted": "adopted",
    "innovation_refused": "refused",
    "leader_exits": "exits",
    "unmet_need": "gave_up",
    "sectional_interest": "sectional",
    "seen_as_sectional": "perceived_sectional",
}
IN_DECISIONS = ("share", "consult", "heed", "yield_lead", "situational")
RATIOS = {
    "collaboration": ("joint", "cases"),
    "joint_success": ("success", "joint"),
    "speaking_up": ("said", "known"),
    "acceptance": ("accepted", "asked_accept"),
}

Part = tuple[float, float]


class Asked(NamedTuple):
    """One thing to read: a measure, of whom, and as what."""

    measure: str
    of: Mapping[str, Any] = {}
    stat: str = "mean"


class Readings:
    """What was read so far: for each thing asked, a numerator and a denominator a week, from week 0 on."""

    def __init__(self, twin: "Twin", asked: list[Asked]) -> None:
        self.twin, self.asked = twin, asked
        self.weekly: list[list[Part]] = [[] for _ in asked]

    def read(self) -> None:
        """Read everything off the present week."""
        for asked, weekly in zip(self.asked, self.weekly, strict=True):
            weekly.append(_read(self.twin, asked))

    def value(self, number: int, week: int) -> float:
        """The value at a week of the thing asked with this number; nan where it is missing."""
        weekly, asked = self.weekly[number], self.asked[number]
        above = below = 0.0
        first = week if _is_count(asked.measure) else max(1, week - WINDOW + 1)
        for numerator, denominator in weekly[min(first, week) : week + 1]:
            above += numerator
            below += denominator
        return above / below if below > 0.0 else math.nan


def _is_count(measure: str) -> bool:
    return "." not in measure and catalogue().measures[measure].kind == "count"


def _read(twin: "Twin", asked: Asked) -> Part:
    of_place = {"influence_gini": _gini, "bridging_ties": _bridging, "goal_spread": _goal_spread}
    if asked.measure in of_place:
        return of_place[asked.measure](twin), 1.0
    parts = [part for part in _parts(twin, asked) if part[1] > 0.0]
    if asked.stat == "mean":
        return _sum([above for above, _ in parts]), _sum([below for _, below in parts])
    values = [above / below for above, below in parts]
    if not values:
        return 0.0, 0.0
    return (_deviation(values) if asked.stat == "sd" else max(values) - min(values)), 1.0


def _sum(values: list[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


def _deviation(values: list[float]) -> float:
    n = float(len(values))
    mean = _sum(values) / n
    return math.sqrt(_sum([(value - mean) * (value - mean) for value in values]) / n)


def _parts(twin: "Twin", asked: Asked) -> list[Part]:
    """Numerator and denominator of each carrier, in order."""
    measure, of = asked.measure, asked.of
    if measure.startswith("enacted."):
        lever = measure.partition(".")[2]
        return [(_enacted(twin, p, lever), _there(p, lever)) for p in _chosen(twin, "leader", of)]
    if measure in ("decision_quality", "decision_speed"):
        what = measure.partition("_")[2]
        return [(getattr(p, what), 1.0) if p.mode else (0.0, 0.0) for p in _chosen(twin, "leader", of)]
    if measure in ("trust", "leader_trust"):
        return _trust(twin, measure, of)
    if measure in ("trust_in_leader", "credibility"):
        state = {"trust_in_leader": "trust_leading"}.get(measure, measure)
        return [(getattr(r, state), _manned(r.leader)) for i in _chosen(twin, "team", of) for r in i.leading]
    carrier = catalogue().measures[measure].carrier
    state = OTHER_NAMES.get(measure, measure)
    if measure == "partnership_value":
        carrier = "leader" if {"tier", "leader"} & set(of) else "team"
        state = f"partnership_{carrier}"
    things = _chosen(twin, carrier, of)
    if measure in RATIOS:
        above, below = RATIOS[measure]
        return [(float(getattr(thing, above)), float(getattr(thing, below))) for thing in things]
    if carrier == "leader" and not _is_count(measure):
        things = [p for p in things if p.in_post > 0.0]
    if carrier == "tie":
        things = [e for e in things if e.present]
    return [(getattr(thing, state), 1.0) for thing in things]


def _manned(leader: Any) -> float:
    """Whether somebody is in post: else nobody is trusted there, and nobody trusts."""
    return 1.0 if leader.in_post > 0.0 else 0.0


def _there(leader: Any, lever: str) -> float:
    """Whether a lever can be seen: somebody is in post and, where it shows in decisions, one has been taken."""
    return 0.0 if lever in IN_DECISIONS and not leader.decided_total else float(leader.in_post)


def _enacted(twin: "Twin", leader: Any, lever: str) -> float:
    return (leader.practice_pace if lever in twin.hours else leader.in_post) * leader.practice[lever]


def _chosen(twin: "Twin", carrier: str, of: Mapping[str, Any]) -> list[Any]:
    if carrier == "tie":
        ways = _ways(twin, twin.ties, twin.teams, of)
        return [twin.ties[at] for at in sorted({*ways.forward, *ways.backward})]
    things = {"team": twin.teams, "leader": twin.leaders, "user_group": twin.users}[carrier]
    return [things[at] for at in select_entities(twin.settings.world, carrier, of)]


def _ways(twin: "Twin", ties: list[Any], ends: list[Any], of: Mapping[str, Any]) -> Any:
    place = {thing: at for at, thing in enumerate(ends)}
    a, b = [place[e.a] for e in ties], [place[e.b] for e in ties]
    return select_ties(twin.settings.world, a, b, of, "team" if ends is twin.teams else "leader")


def _trust(twin: "Twin", measure: str, of: Mapping[str, Any]) -> list[Part]:
    """First what all a's give, then what all b's give."""
    if measure == "trust":
        ways = _ways(twin, twin.ties, twin.teams, of)
        given = [(twin.ties[at], "trust_ab") for at in ways.forward] + [
            (twin.ties[at], "trust_ba") for at in ways.backward
        ]
        return [(getattr(e, state), 1.0) for e, state in given if e.present]
    ways = _ways(twin, twin.leader_ties, twin.leaders, of)
    given = [(twin.leader_ties[at], "lead_ab") for at in ways.forward]
    given += [(twin.leader_ties[at], "lead_ba") for at in ways.backward]
    return [(getattr(e, state), min(_manned(e.a), _manned(e.b))) for e, state in given]


def _gini(twin: "Twin") -> float:
    apart = _sum([abs(i.influence - j.influence) for i in twin.teams for j in twin.teams])
    return apart / (2.0 * float(len(twin.teams)))


def _goal_spread(twin: "Twin") -> float:
    return _deviation([i.outlook for i in twin.teams])


def _bridging(twin: "Twin") -> float:
    across = _sum([1.0 for e in twin.ties if e.present and e.across])
    all_of_them = _sum([1.0 for e in twin.ties if e.present])
    return (across - (all_of_them - across)) / max(1.0, all_of_them)
