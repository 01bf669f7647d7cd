"""Many pairs of worlds beside the one that is shown: how far luck moves the difference, and which pair is ordinary."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import Measure, catalogue
from icsim.config.settings import Settings
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.engine.simulate import median_replicate
from icsim.teach import page_types as page
from icsim.teach.lessons.lesson_schema import Lesson
from icsim.teach.lessons.lesson_worlds import bind_readings, worlds_asked
from icsim.teach.page_text import READING
from icsim.teach.weekly_readings import display_of, everybody, smallest_of
from icsim.trace.labels import format_number
from icsim.trace.representative_pair import RepresentativePair, nearest_to_median

Numbers = NDArray[np.float64]

FIRST = "trust"
"""What the ordinary pair is chosen by where nothing else is said: it comes first in every report."""
LEAST, MOST = 16, 400  # pairs of one question
EVERY = 13  # weeks between the points of the band
BAND = (0.1, 0.9)  # of the pairs, between low and high


def measure_named(name: str | None) -> Measure:
    """The measure of a query; UserError names those there are."""
    known = {key: entry for key, entry in catalogue().measures.items() if not entry.per_lever}
    name = name or FIRST
    if name not in known:
        raise UserError(f"measure: {name[:60]} is unknown; allowed: {list_names(known, len(known))}{did_you_mean(name, known)}")
    return known[name]


def choose_representative(arms: Sequence[Settings], measure: Measure, count: int) -> RepresentativePair:
    """Which of many pairs is nearest the median at the last week, and how the others went; its index is its luck."""
    last = arms[0].weeks
    values = run_ensemble(arms[:2], replicate_seeds(arms[0], count), [Query(measure.name)], [last]).array[:, 0, 0]
    try:
        return nearest_to_median(values[0], values[1])
    except ValueError:
        return nearest_to_median(np.zeros(count), np.zeros(count))  # nobody ever had a value: any pair is as good


@dataclass(frozen=True)
class PairReading:
    """What is read in many pairs: terms and their weights, under which name, in which week, and between which two worlds."""

    name: str
    display: str
    terms: Sequence[tuple[Query, float]]
    week: int
    smallest: float
    worlds: tuple[int, int] = (0, 1)


def of_everybody(arms: Sequence[Settings], measure: Measure) -> PairReading:
    """A measure over everybody who has it, at the end, in the first two worlds."""
    last = arms[0].weeks
    return PairReading(
        measure.name, display_of(measure), [(everybody(measure), 1.0)], last, smallest_of(measure, arms[0].world, last)
    )


def of_lesson(arms: Sequence[Settings], lesson: Lesson, name: str) -> PairReading:
    """A reading of a lesson's own: of whom, in which week and between which worlds the lesson says. UserError if it has none."""
    bound = bind_readings(lesson, arms)
    if name not in bound:
        raise UserError(f"measure: {READING}{name[:60]} is unknown; allowed: {list_names([READING + one for one in bound])}")
    one = bound[name]
    return PairReading(READING + name, one.display, one.terms, one.week, one.smallest, worlds_asked(lesson, name))


def pair_distribution(arms: Sequence[Settings], read: PairReading, count: int, names: Sequence[str]) -> page.SentMany:
    """The gap between two worlds in each of many pairs: a band by week, and every pair in the week that is read."""
    weeks = tuple(sorted({*range(0, read.week + 1, EVERY), read.week}))
    two, called = [arms[k] for k in read.worlds], [names[k] for k in read.worlds]
    found = run_ensemble(two, replicate_seeds(arms[0], count), [query for query, _ in read.terms], weeks).array
    values = np.sum([weight * found[:, n] for n, (_, weight) in enumerate(read.terms)], axis=0)
    gap = np.asarray(values[0] - values[1])  # [week, pair]
    last = gap[-1][~np.isnan(gap[-1])]
    low, middle, high = (_by_week(gap, share) for share in (BAND[0], 0.5, BAND[1]))
    ways = {"more": int((last > 0.0).sum()), "less": int((last < 0.0).sum()), "same": int((last == 0.0).sum())}
    usual = ways["more"] >= ways["less"]
    return {
        "measure": read.name,
        "display": read.display,
        "worlds": list(read.worlds),
        "pairs": int(last.size),
        "weeks": list(weeks),
        "gap": {"low": low, "median": middle, "high": high},
        "last": [round(float(value), 6) for value in last],
        "other_way": ways["less"] if usual else ways["more"],
        "same": ways["same"],
        "smallest": read.smallest,
        "replicate": median_replicate(gap[-1]),
        "said": _said(last, ways, read.display, read.week, called, read.smallest),
    }


def _by_week(gap: Numbers, share: float) -> list[float | None]:
    """A quantile over pairs in each week; None where no pair has a value."""
    found = []
    for row in gap:
        there = row[~np.isnan(row)]
        found.append(round(float(np.quantile(there, share)), 6) if there.size else None)
    return found


def _said(last: Numbers, ways: dict[str, int], display: str, week: int, names: Sequence[str], smallest: float) -> str:
    """The distribution in a sentence or two."""
    if not last.size:
        return f"In none of the pairs of worlds did {display} have a value in week {week}."
    large = int((np.abs(last) >= smallest).sum())
    middle = float(np.median(last))
    way = "the same" if middle == 0.0 else f"{format_number(abs(middle))} {'higher' if middle > 0.0 else 'lower'}"
    same = f" and the same in {ways['same']}" if ways["same"] else ""
    return (
        f"Of {last.size} pairs of worlds, each with a luck of its own, {display} in week {week} was higher in "
        f"“{names[0]}” in {ways['more']}, lower in {ways['less']}{same}; in the middle pair it was {way}. "
        f"In {large} {'pair' if large == 1 else 'pairs'} the difference was large enough to count ({smallest:g})."
    )


def representative_text(chosen: RepresentativePair, measure: Measure, week: int) -> str:
    """Which pair is shown where none was asked for."""
    other = f"; in {chosen.other_way} of {chosen.pairs} it went the other way" if chosen.effect else ""
    return (
        f"This is the pair nearest the median of {chosen.pairs}, by the difference in {measure.display} in week {week} "
        f"({format_number(chosen.effect)}; median {format_number(chosen.median)}){other}."
    )


ASKED_FOR = "This luck was asked for. Many runs show how others went."
