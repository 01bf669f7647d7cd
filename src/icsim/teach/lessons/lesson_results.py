"""What a run of a lesson's worlds says: the truth of the prediction, the answers, captions of its own, and its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.plain_text import and_list
from icsim.catalogue.labels import PEOPLE_SERVED
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds
from icsim.teach import page_types as page
from icsim.teach.lessons.lesson_schema import Lesson, LessonCaption
from icsim.teach.lessons.lesson_worlds import BoundReading, bind_readings, lesson_settings, task_settings, worlds_asked
from icsim.teach.lessons.load_lesson import fill_placeholders
from icsim.teach.page_text import LEFT, READING, apart, as_subject, matters, number
from icsim.teach.spoken_lines import spoken
from icsim.teach.state_encoding import as_sent, pack_line, rounded_up, top_of
from icsim.teach.weekly_readings import weekly_readings
from icsim.trace.paired_run import RecordedRun, run_recorded

Numbers = NDArray[np.float64]
CHANGED = "This run has been changed so far that the question has no answer in it."


@dataclass(frozen=True)
class LessonRun:
    """The lesson's readings in one run: [week, world] from week 0, as measures are read; nan for no value."""

    lesson: Lesson
    reads: Mapping[str, BoundReading]
    courses: Mapping[str, Numbers]

    def value(self, reading: str, world: int) -> float:
        """A reading in a world, when it is read."""
        return float(self.courses[reading][self.reads[reading].week, world])

    def gap(self, reading: str) -> float:
        """First of its two worlds less the second."""
        first, second = self.lesson.pair(reading)
        return self.value(reading, first) - self.value(reading, second)

    def number(self, reading: str, value: float) -> str:
        """A value in words: counts as they are, everything else as captions have it."""
        one = self.reads[reading]
        if np.isnan(value) and one.leader is not None:
            return LEFT
        return number(self._seen(reading, value), one.entry.kind == "count")

    def gap_said(self, reading: str) -> str:
        """How far apart its two worlds are, as the difference of the numbers that are said of them."""
        values = [self.value(reading, world) for world in self.lesson.pair(reading)]
        if np.isnan(values).any():
            return self.number(reading, float("nan"))
        first, second = (self._seen(reading, value) for value in values)
        return apart(first, second, self.reads[reading].entry.kind == "count")

    def matters(self, first: tuple[str, float], second: tuple[str, float], within: float | None = None) -> bool:
        """Whether values of two readings, or of one, are apart by enough to matter, or by `within`, as they are written."""
        one = self.reads[first[0]]
        return matters(self._seen(*first), self._seen(*second), within or one.smallest, one.entry.kind == "count")

    def _seen(self, reading: str, value: float) -> float:
        """The page's number, from which it is rounded, once; a count as it is."""
        one = self.reads[reading]
        if one.entry.kind == "count":
            return value
        return float(as_sent(np.array(value), *axis_of(one, self.courses[reading]), top_of(one.entry)))


class LessonResults(NamedTuple):
    """What a lesson says of one run."""

    truth: page.SentTruth  # None where the worlds were changed so that the question has no answer
    answers: list[str]  # of each task, from the lesson's own worlds with this luck
    captions: list[page.SentCaption]
    lines: list[page.SentMeasure]  # the readings
    told_of: frozenset[int] = frozenset()  # leaders whose departure the lesson tells itself
    run: LessonRun | None = None  # the readings; None where they are not there


def lesson_results(
    lesson: Lesson, worlds: Sequence[Settings], replicate: ReplicateSeeds, run: RecordedRun | None = None
) -> LessonResults:
    """Everything about one run that the page adds to the worlds themselves; `run`: the same worlds, if they have run already."""
    mine = lesson_settings(lesson)
    try:
        found = run_readings(lesson, worlds, replicate, run)
    except UserError:  # another place, or fewer weeks: what the lesson reads is not there
        return LessonResults({"choice": None, "said": CHANGED}, answers(run_readings(lesson, mine, replicate), replicate), [], [])
    lines = [_line(found, name) for name in lesson.readings]
    told = answers(found, replicate) if _alike(worlds, mine) else _own_answers(lesson.model_dump_json(by_alias=True), replicate)
    return LessonResults(truth(found), told, captions(found), lines, _departures_told(found), found)


@lru_cache(maxsize=256)
def _own_answers(text: str, replicate: ReplicateSeeds) -> list[str]:
    """The answers in the lesson's own worlds, while somebody moves a slider of others: the same for all values of it."""
    lesson = Lesson.model_validate_json(text)
    return answers(run_readings(lesson, lesson_settings(lesson), replicate), replicate)


def _alike(worlds: Sequence[Settings], others: Sequence[Settings]) -> bool:
    return [one.content_hash() for one in worlds] == [one.content_hash() for one in others]


def run_readings(
    lesson: Lesson, worlds: Sequence[Settings], replicate: ReplicateSeeds, run: RecordedRun | None = None
) -> LessonRun:
    """Run the worlds with one luck, and read all readings in every week. UserError where a reading does not fit them."""
    if len(worlds) < len(lesson.worlds):
        raise UserError(f"{lesson.name}: {len(worlds)} worlds; give {len(lesson.worlds)}")
    asked = bind_readings(lesson, worlds)
    queries = {query.key: query for one in asked.values() for query, _ in one.terms}
    run = run_recorded(tuple(worlds), replicate) if run is None else run
    found = dict(zip(queries, weekly_readings(run, list(queries.values())), strict=True))
    courses = {name: _course(one, found) for name, one in asked.items()}
    for name, one in asked.items():
        if one.leader is not None and one.entry.kind != "count":
            courses[name] = _until_they_left(courses[name], run, one.leader)
    return LessonRun(lesson, asked, courses)


def _until_they_left(course: Numbers, run: RecordedRun, post: int) -> Numbers:
    """A leader's own course, which ends when the leader leaves: whoever comes next is somebody else."""
    gone = run.field("exits")[:, post] > 0.0
    return np.where(np.logical_or.accumulate(gone, axis=0), np.nan, course)


def axis_of(one: BoundReading, course: Numbers) -> tuple[float, float]:
    """The ends of a reading's axis; where its measure has no upper one, the most that there is."""
    low, high = one.entry.range
    return low, rounded_up(float(np.nanmax(np.nan_to_num(course)))) if high is None else high


def _course(one: BoundReading, found: Mapping[str, Numbers]) -> Numbers:
    (query, weight), *more = one.terms
    total = weight * found[query.key]
    for query, weight in more:
        total = total + weight * found[query.key]
    return np.asarray(total)


def truth(run: LessonRun) -> page.SentTruth:
    """What was right, by the rule of the file, and a sentence that says why."""
    told = run.lesson.predict
    if told.curve is not None:
        course = run.courses[told.curve.reading][:, run.lesson.world(told.curve.world)]
        return {"curve": _plain(course), "said": f"The line of {run.reads[told.curve.reading].display} in this run."}
    if told.size is not None:
        gap = abs(run.gap(told.size))
        if np.isnan(gap):
            return {"choice": None, "said": CHANGED}
        choice = next(n for n, one in enumerate(told.choices) if one.upto is None or gap <= one.upto)
        return {"choice": choice, "said": f"In this run {_apart(run, told.size)}."}
    found = _when(run)
    if found is None:
        return {"choice": None, "said": CHANGED}
    when, said = found
    return {"choice": [one.when for one in told.choices].index(when), "said": f"In this run {said}."}


def _when(run: LessonRun) -> tuple[str, str] | None:
    """Which `when` is right, and what it rests on; None without a value."""
    told, ids = run.lesson.predict, [world.id for world in run.lesson.worlds]
    if told.compare is not None:
        parts = (told.compare.first, told.compare.second)
        first, second = (run.value(one.reading, run.lesson.world(one.world)) for one in parts)
        near = not run.matters((parts[0].reading, first), (parts[1].reading, second), told.within)
        said = _stood(run, *((one.reading, run.lesson.world(one.world)) for one in parts))
        return None if np.isnan(first - second) else ("same" if near else "higher" if first > second else "lower", said)
    if told.happened is not None:
        two = run.lesson.pair(told.happened.reading)
        values = [run.value(told.happened.reading, k) for k in two]
        yes = [ids[k] for k, value in zip(two, values, strict=True) if value >= told.happened.at_least]
        when = "both" if len(yes) == 2 else yes[0] if yes else "neither"
        said = _left(run, told.happened.reading, two) or _apart(run, told.happened.reading)
        return None if np.isnan(values).any() else (when, said)
    reading = told.most or told.least or ""
    values = [run.value(reading, k) for k in range(len(ids))]
    if np.isnan(values).any():
        return None
    order = sorted(range(len(ids)), key=lambda k: -values[k] if told.most else values[k])
    close = not run.matters((reading, values[order[0]]), (reading, values[order[1]]), told.within)
    return ("none" if close else ids[order[0]]), _stood(run, *((reading, k) for k in range(len(ids))))


def _left(run: LessonRun, reading: str, two: Sequence[int]) -> str | None:
    """Whether somebody left, as a part of a sentence, with the weeks; None of a reading that is about something else."""
    one = run.reads[reading]
    if one.entry.name != "leader_exits" or one.leader is None:
        return None
    weeks = [np.flatnonzero(run.courses[reading][: one.week + 1, k] >= 1.0) for k in two]
    left = [f"in “{run.lesson.worlds[k].name}” in week {week[0]}" for k, week in zip(two, weeks, strict=True) if week.size]
    if not left:
        return f"{one.who} was there in both worlds up to week {one.week}"
    return f"{one.who} left {'only ' if len(left) == 1 else ''}{and_list(left)}"


def _stood(run: LessonRun, *those: tuple[str, int]) -> str:
    """Readings in worlds, as a part of a sentence; what is said of the first is not said again of the others."""
    parts, last = [], ""
    for reading, world in those:
        one = run.reads[reading]
        when = (
            "before the first week"
            if one.week == 0
            else f"by week {one.week}"
            if one.entry.kind == "count"
            else f"in week {one.week}"
        )
        head = f"{as_subject(one.display)}{',' if ',' in one.display else ''} {when} stood at "
        parts.append(
            f"{head if head != last else ''}{run.number(reading, run.value(reading, world))} in “{run.lesson.worlds[world].name}”"
        )
        last = head
    return and_list(parts)


def _apart(run: LessonRun, reading: str) -> str:
    first, second = run.lesson.pair(reading)
    return _stood(run, (reading, first), (reading, second))


def answers(own: LessonRun, replicate: ReplicateSeeds) -> list[str]:
    """The answers of the tasks, read in the lesson's own worlds; where a task sets something, with that and without.

    So an answer is the same before and after somebody has done it, and says nothing of worlds that somebody has changed.
    """
    lesson, values = own.lesson, _values(own)
    before = {f"before.{key}": said for key, said in values.items()}
    found = []
    for n, task in enumerate(lesson.tasks):
        done = (
            {**_values(run_readings(lesson, task_settings(lesson, n, lesson_settings(lesson)), replicate)), **before}
            if task.try_
            else values
        )
        found.append(fill_placeholders(task.answer, done))
    return found


def _values(run: LessonRun) -> dict[str, str]:
    """What every placeholder of an answer stands for."""
    found = {}
    for name in run.lesson.readings:
        for k, world in enumerate(run.lesson.worlds):
            found[f"{name}.{world.id}"] = run.number(name, run.value(name, k))
        gap = run.gap(name)
        found[f"{name}.gap"] = run.gap_said(name)
        found[f"{name}.way"] = _way(run, name, gap)
    many = run.lesson.pair_counts
    if many is not None:
        found["pair_counts.pairs"] = str(many.pairs)
        for name, tally in many.tally.items():
            found |= {f"pair_counts.{name}.{end}": str(count) for end, count in tally.model_dump().items()}
    return found


def _way(run: LessonRun, reading: str, gap: float) -> str:
    first, second = (run.lesson.worlds[k].name for k in run.lesson.pair(reading))
    if np.isnan(gap):
        return "not to be compared"
    one, other = ((reading, run.value(reading, k)) for k in run.lesson.pair(reading))
    if not run.matters(one, other):
        return f"about the same in “{first}” and “{second}”"
    return f"{'higher' if gap > 0.0 else 'lower'} in “{first}” than in “{second}”"


def captions(run: LessonRun) -> list[page.SentCaption]:
    """The lesson's own captions that have an event in this run, and what other luck would have done."""
    found: list[page.SentCaption] = []
    for one in run.lesson.captions:
        week = first_trigger_week(run, one)
        if week is not None:
            course = run.courses[one.when.reading][week]
            values = {world.id: run.number(one.when.reading, float(course[k])) for k, world in enumerate(run.lesson.worlds)}
            text = fill_placeholders(one.text, {"week": str(week), **values})
            caption = _caption("lesson", week, text)
            caption["line"] = READING + one.when.reading
            read = run.reads[one.when.reading]
            if read.entry.name == "leader_exits" and read.leader is not None:
                caption["leader"] = read.leader
            found.append(caption)
    if (said := pair_summary_text(run.lesson, run.reads)) is not None:
        found.append(_caption("luck", run.reads[run.lesson.representative_by].week, said))
    return found


def _departures_told(run: LessonRun) -> frozenset[int]:
    """Leaders of whom a caption of the lesson's own says when they left, in this run."""
    told = [one for one in run.lesson.captions if first_trigger_week(run, one) is not None]
    reads = [run.reads[one.when.reading] for one in told]
    return frozenset(one.leader for one in reads if one.entry.name == "leader_exits" and one.leader is not None)


def first_trigger_week(run: LessonRun, one: LessonCaption) -> int | None:
    """The first week in which a caption's event was there; None where it never was."""
    when = one.when
    course = run.courses[when.reading]
    with np.errstate(invalid="ignore"):
        if when.gap is not None:
            first, second = run.lesson.pair(when.reading)
            apart = course[:, first] - course[:, second]
            if when.world is None:
                apart = np.abs(apart)
            elif run.lesson.world(when.world) == second:
                apart = -apart
            there = apart >= when.gap
        else:
            values = course[:, run.lesson.world(str(when.world))]
            there = values > when.above if when.above is not None else values < float(when.below or 0.0)
    weeks = np.flatnonzero(there[when.since :])
    return int(weeks[0]) + when.since if weeks.size else None


def pair_summary_text(lesson: Lesson, asked: Mapping[str, BoundReading]) -> str | None:
    """How pairs of worlds with other luck went; None where nobody has counted."""
    if lesson.pair_counts is None:
        return None
    many = lesson.pair_counts
    one, tally = asked[lesson.representative_by], many.tally[lesson.representative_by]
    first, second = (f"“{lesson.worlds[k].name}”" for k in lesson.pair(lesson.representative_by))
    left = one.entry.name == "leader_exits" and one.leader is not None
    what = f"{one.who} left more often" if left else f"{one.display}{',' if ',' in one.display else ''} came out higher"
    even = f", and in {tally.same} there was no difference" if tally.same else ""
    return (
        f"In {many.pairs} pairs of worlds, each with its own luck, {what} in {first} in {tally.more or 'none'} and in {second} in "
        f"{tally.less or 'none'}{even}. Shown first is the pair nearest the median."
    )


def _caption(kind: str, week: int, text: str) -> page.SentCaption:
    return {"week": week, "until": week, "kind": kind, "text": text, "badge": None, "badgetext": "", "team": None}


def _line(run: LessonRun, name: str) -> page.SentMeasure:
    one, course = run.reads[name], run.courses[name]
    (low, high), top = axis_of(one, course), top_of(one.entry)
    who, did = spoken(one.entry, one.display)
    line: page.SentMeasure = {
        "name": READING + name, "measure": one.entry.name, "display": one.display, "unit": one.entry.unit,
        "low": low, "high": high, "top": top, "good": one.entry.better, "smallest": one.smallest,
        "count": one.entry.kind == "count", "users": one.entry.name in PEOPLE_SERVED, "who": who, "did": did,
        "subject": as_subject(one.display), "values": pack_line(course, low, high, top),
        "week": one.week, "pair": list(worlds_asked(run.lesson, name)),
    }  # fmt: skip
    if one.leader is not None and one.entry.kind != "count":
        line["leader"] = one.leader
    return line


def _plain(course: Numbers) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in course]
