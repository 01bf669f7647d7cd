"""Which of a lesson's lines lead: the one that comes apart most, and the small picture of it on the lesson's card."""

import numpy as np

from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.teach import page_types as page
from icsim.teach.lessons.lesson_results import LessonRun, axis_of
from icsim.teach.page_text import READING

MOST_LINES = 4  # charts that stand side by side
POINTS = 40  # of a line on a card, about
MANY = 5.0  # events: fewer are no line


def movement(run: LessonRun, reading: str) -> float:
    """How far the worlds come apart at most, as a share of the line's axis."""
    course = run.courses[reading]
    low, high = axis_of(run.reads[reading], course)
    there = course[~np.isnan(course).any(axis=1)]
    return float(np.ptp(there, axis=1).max(initial=0.0) / (high - low))


def comes_apart(run: LessonRun, reading: str) -> tuple[bool, float]:
    """Whether the worlds come apart by as much as counts, and how far: an axis that fits its line makes much of little."""
    course = run.courses[reading]
    there = course[~np.isnan(course).any(axis=1)]
    counts = any(run.matters((reading, float(row.min())), (reading, float(row.max()))) for row in there)
    return counts, movement(run, reading)


def leading_lines(run: LessonRun) -> list[str]:
    """The lines of a lesson by name, the one that moves most first; the people served are among them.

    A handful of events, such as who left, is told and makes no line; all else that the lesson reads may lead.
    """
    lines = list(run.lesson.lines)
    readings = [name for name in lines if name in run.lesson.readings]
    able = [name for name in dict.fromkeys([*readings, *run.lesson.readings]) if not _few_events(run, name)]
    if not able:
        return [READING + name if name in run.lesson.readings else name for name in lines]
    moved = {name: comes_apart(run, name) for name in able}
    lead = max(able, key=lambda name: moved[name])
    rest = sorted((name for name in readings if name != lead), key=lambda name: moved.get(name, (False, 0.0)), reverse=True)
    served = next((name for name in rest if _of_users(run, name)), None)
    while 1 + len(rest) > max(MOST_LINES, len(readings)):
        rest.remove(next(name for name in reversed(rest) if name != served))
    return [READING + lead, *(READING + name for name in rest), *(name for name in lines if name not in run.lesson.readings)]


def card(run: LessonRun) -> page.SentCard:
    """The small picture: the line that moves most of those that the prediction does not ask for."""
    asked = {(one.entry.name, one.who) for one in (run.reads[name] for name in _predicted(run))}
    able = [n for n in run.reads if not _few_events(run, n) and (run.reads[n].entry.name, run.reads[n].who) not in asked]
    name = max(able, key=lambda one: movement(run, one))
    one, course = run.reads[name], run.courses[name]
    low, high = axis_of(one, course)
    every = max(1, len(course) // POINTS)
    weeks = sorted({*range(0, len(course), every), len(course) - 1})
    end = course[-1][~np.isnan(course[-1])]
    alike = end.size < 2 or not run.matters((name, float(end.min())), (name, float(end.max())))
    return {
        "name": run.lesson.name, "display": one.display, "low": low, "high": high, "weeks": weeks,
        "rows": [[None if np.isnan(x) else round(float(x), 4) for x in course[weeks, k]] for k in range(course.shape[1])],
        "same": alike, "users": one.entry.name in PEOPLE_SERVED,
    }  # fmt: skip


def _predicted(run: LessonRun) -> list[str]:
    told = run.lesson.predict
    found = [told.compare.first.reading, told.compare.second.reading] if told.compare else []
    found += [one.reading for one in (told.happened, told.curve) if one is not None]
    return [*found, *(name for name in (told.most, told.least, told.size) if name is not None)]


def _few_events(run: LessonRun, name: str) -> bool:
    return run.reads[name].entry.kind == "count" and float(np.nanmax(np.nan_to_num(run.courses[name]))) < MANY


def _of_users(run: LessonRun, name: str) -> bool:
    return run.reads[name].entry.name in PEOPLE_SERVED
