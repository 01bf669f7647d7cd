"""The roads not taken: for each decision what the other one would have brought, in this run and with other luck."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.engine.block import ReplicateSeeds
from icsim.engine.ensemble import EnsembleResult, replicate_seeds, run_ensemble
from icsim.teach import road_types as page
from icsim.teach.department import department_at_end
from icsim.teach.lessons.lesson_roads import Road, choices_on, decisions_of, on_roads, road_text
from icsim.teach.lessons.lesson_schema import Lesson
from icsim.teach.lessons.lesson_worlds import BoundReading, bind_readings, lesson_settings
from icsim.teach.page_text import as_subject, matters, number
from icsim.teach.page_types import SentProtagonist
from icsim.trace.paired_run import run_recorded

MOST_SAID = 3  # sentences about one decision

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class _Ends:
    """A reading at the end of the road taken and of another one, [luck]; the first is the run of the class."""

    read: BoundReading
    taken: Numbers
    other: Numbers

    @property
    def gap(self) -> float:
        """Other less taken, in the run of the class, as far as the figures shown are apart."""
        return float(self.other[0] - self.taken[0])

    @property
    def counts(self) -> bool:
        """Whether they are apart by as much as counts, in the run of the class."""
        ends = (float(self.other[0]), float(self.taken[0]))
        return matters(*ends, self.read.smallest, self.read.entry.kind == "count")

    @property
    def is_leaving(self) -> bool:
        """Whether it is that somebody left."""
        return self.read.entry.kind == "count" and self.read.leader is not None

    @property
    def as_well(self) -> int:
        """In how many runs with other luck the other road was apart the same way, by as much as counts."""
        apart = self.other[1:] - self.taken[1:]
        return int((np.sign(self.gap) * apart >= self.read.smallest).sum())


def roads_told(
    lesson: Lesson, road: Road, others: Sequence[str], luck: ReplicateSeeds, many: int, about: SentProtagonist | None
) -> page.SentRoads:
    """For each moment the road on which only that decision was another one, `others` by moment, told beside the road taken.

    Each runs to the end with the luck of the class, and with `many` others. `about`: whom the story is about, whose room is shown.
    """
    swapped = [(*road[:n], other, *road[n + 1 :]) for n, other in enumerate(others)]
    pairs = [on_roads(lesson, road_text(road, other)) for other in swapped]
    worlds = [lesson_settings(pairs[0])[0], *(lesson_settings(one)[1] for one in pairs)]
    reads = bind_readings(pairs[0], worlds[:2])
    told = [reads[name] for name in decisions_of(lesson).told]
    queries = {query.key: query for one in told for query, _ in one.terms}
    lucks = (luck, *replicate_seeds(worlds[0], many))
    values = run_ensemble(worlds, lucks, list(queries.values()), sorted({one.week for one in told}))
    ends = [_values(values, one, list(queries)) for one in told]
    chosen, other = (choices_on(lesson, tuple(one)) for one in (road, others))
    scenes = department_at_end(run_recorded(tuple(worlds), luck), about)
    both = [[_Ends(one, ends[k][0], ends[k][n + 1]) for k, one in enumerate(told)] for n in range(len(others))]
    roads: list[page.SentRoad] = [
        {
            "week": moment.week,
            "taken": " ".join(chosen[n].text.split()),
            "other": " ".join(other[n].text.split()),
            "roads": road_text(road, swapped[n]),
            "scene": scenes[n + 1] if scenes else None,
            **_said(both[n], many),
        }
        for n, moment in enumerate(decisions_of(lesson).moments)
    ]
    return {
        "headline": _headline(both),
        "many": many,
        "called": about["called"] if about else "",
        "scene": scenes[0] if scenes else None,
        "roads": roads,
    }


def _headline(roads: Sequence[Sequence[_Ends]]) -> str:
    """What became of whoever might leave. That another road would have kept somebody is said only where that is so in this run."""
    leavings = [one for road in roads for one in road if one.is_leaving]
    if not leavings:
        return ""
    who, left = leavings[0].read.who, leavings[0].taken[0] >= 1.0
    others = [one.other[0] >= 1.0 for one in leavings]
    if left:
        same = f"{_capital(who)} left on the road that you took, and on each road beside it."
        return same if all(others) else f"A road not taken would have kept {who}."
    return f"{_capital(who)} stayed on the road that you took{'' if any(others) else ', and on each road beside it'}."


def _values(values: EnsembleResult, one: BoundReading, keys: list[str]) -> Numbers:
    """A reading when it is read, [world, luck]."""
    parts = [weight * values.of(keys.index(query.key), one.week) for query, weight in one.terms]
    return np.asarray(sum(parts[1:], parts[0]))


def _said(ends: Sequence[_Ends], many: int) -> page.SentRoadTold:
    """What the other road would have brought, in the readings that differ most; first what happened to somebody."""
    apart = sorted((one for one in ends if one.counts), key=lambda one: (not one.is_leaving, -abs(one.gap) / one.read.smallest))
    apart = apart[:MOST_SAID]
    return {
        "said": [_sentence(one) for one in apart],
        "times": [one.as_well for one in apart],
        "often": [f"So in {one.as_well} of {many} runs with other luck." for one in apart],
        "users": [one.read.entry.name in PEOPLE_SERVED for one in apart],
        "same": not apart,
    }


def _sentence(one: _Ends) -> str:
    read = one.read
    if one.is_leaving:
        return f"{_capital(read.who)} would have {'left' if one.gap > 0.0 else 'stayed'}."
    taken, other = (number(float(value[0]), read.entry.kind == "count") for value in (one.taken, one.other))
    unit = f" {read.entry.unit}" if read.entry.unit == "weeks" else ""
    name = as_subject(read.display) + ("," if "," in read.display else "")
    return f"{_capital(name)} would have stood at {other}{unit} in place of {taken}."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
