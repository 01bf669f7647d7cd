"""The roads of a lesson with decisions: what was decided on each, and the lesson as it is on two of them.

`roads=asked.heeded,asked.overridden` in a link: two worlds, each what was chosen at one moment after the other. Where fewer
moments are named than the lesson has, the worlds end before the next one, so that nobody sees ahead of a decision.
"""

from collections.abc import Sequence
from functools import lru_cache

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.teach.lessons.lesson_schema import DecisionChoice, Decisions, Lesson, LessonReading, LessonTask, LessonWorld

Road = tuple[str, ...]
"""What was chosen at each moment, by its id."""
TAKEN, OTHER = WORLDS = ("taken", "other")
"""What readings and predictions call the two worlds."""
APART = 8  # weeks between two moments, and after the last: fewer show nothing


def decisions_of(lesson: Lesson) -> Decisions:
    """What a lesson has a class decide; UserError where it has nothing."""
    if lesson.decisions is None:
        raise UserError(f"roads: in the lesson {lesson.name} nothing is decided; leave roads out")
    return lesson.decisions


def road_text(*roads: Road) -> str:
    """Roads as a link writes them."""
    return ",".join(map(".".join, roads))


def read_roads(lesson: Lesson, text: str) -> tuple[Road, Road]:
    """The two roads of a link; UserError says what is allowed."""
    moments = decisions_of(lesson).moments
    roads = [tuple(part.split(".")) for part in text.split(",")]
    if len(roads) != len(WORLDS) or len(roads[0]) != len(roads[1]) or roads[0] == roads[1]:
        raise UserError(
            "roads: not readable; give two roads that differ and are equally long, with a comma between them: "
            f"{road_text((moments[0].choices[0].id,), (moments[0].choices[1].id,))}"
        )
    if len(roads[0]) > len(moments):
        raise UserError(f"roads: {len(roads[0])} decisions; allowed: up to {len(moments)}")
    for road in roads:
        for moment, chosen in zip(moments, road, strict=False):
            known = [one.id for one in moment.choices]
            if chosen not in known:
                shown = chosen[:60]
                raise UserError(
                    f"roads: {shown} is no choice of week {moment.week}; allowed: {list_names(known)}{did_you_mean(shown, known)}"
                )
    return roads[0], roads[1]


def choices_on(lesson: Lesson, road: Road) -> list[DecisionChoice]:
    """What was chosen on a road, in order."""
    moments = decisions_of(lesson).moments
    return [next(one for one in moment.choices if one.id == chosen) for moment, chosen in zip(moments, road, strict=False)]


def last_week(lesson: Lesson, decided: int) -> int:
    """Where a run ends after so many decisions: before the next, or at the end of the lesson."""
    moments = decisions_of(lesson).moments
    return moments[decided].week - 1 if decided < len(moments) else int(lesson.weeks or 0)


def parting(lesson: Lesson, roads: Sequence[Road]) -> int:
    """The first moment at which two roads differ."""
    return next(n for n, pair in enumerate(zip(*roads, strict=True)) if len(set(pair)) > 1)


@lru_cache(maxsize=256)
def _parsed(text: str, roads: str) -> Lesson:
    lesson = Lesson.model_validate_json(text)
    return _on_roads(lesson, read_roads(lesson, roads))


def on_roads(lesson: Lesson, roads: str) -> Lesson:
    """The lesson with two roads for its worlds, and with what can be said of any two. UserError where there are none such."""
    return _parsed(lesson.model_dump_json(by_alias=True), roads)


def _on_roads(lesson: Lesson, roads: tuple[Road, Road]) -> Lesson:
    plan, end, at = decisions_of(lesson), last_week(lesson, len(roads[0])), parting(lesson, roads)
    parted = [choices_on(lesson, road)[at] for road in roads]
    worlds = [
        LessonWorld(id=name, name=choice.name, summary=choice.text, set=plan.set, timeline=_dated(lesson, road, end))
        for name, road, choice in zip(WORLDS, roads, parted, strict=True)
    ]
    readings = {name: _until(one, end) for name, one in lesson.readings.items() if one.between is None}
    return lesson.model_copy(
        update={
            "weeks": end, "worlds": worlds, "readings": readings, "representative_by": plan.told[0], "counted": [],
            "timeline": [one for one in lesson.timeline if _week(one) <= end],
            "difference": f"In week {plan.moments[at].week}: {_sentence(parted[0])}, or {_sentence(parted[1])}.",
            "predict": plan.predict, "lines": [name for name in lesson.lines if name in readings or name not in lesson.readings],
            "captions": [], "tasks": [_task(plan, at)], "pair_counts": None, "decisions": None,
        }
    )  # fmt: skip


def _task(plan: Decisions, at: int) -> LessonTask:
    """What there is to do with any two roads."""
    stood = "; ".join(f"{{{name}.{TAKEN}}} and {{{name}.{OTHER}}}" for name in plan.told)
    return LessonTask(
        do=f"Play both roads from week {plan.moments[at].week} on.",
        ask="Where do they come apart first, and in what?",
        answer=f"On the road taken and on the other there stood at last: {stood}.",
    )


def _sentence(choice: DecisionChoice) -> str:
    text = " ".join(choice.text.split()).rstrip(".")
    return text[0].lower() + text[1:]


def _dated(lesson: Lesson, road: Road, end: int) -> list[dict[str, object]]:
    """What a road sets and when, in order."""
    found: list[dict[str, object]] = []
    for moment, choice in zip(decisions_of(lesson).moments, choices_on(lesson, road), strict=False):
        found += [{"week": moment.week, "set": choice.set}] if choice.set else []
        found += choice.timeline
    return [one for one in found if _week(one) <= end]


def _week(event: dict[str, object]) -> int:
    week = event.get("week")
    return week if isinstance(week, int) else 0


def _until(reading: LessonReading, end: int) -> LessonReading:
    """A reading of a run that ends before its week: taken at the end of it."""
    given = {"week": reading.week, "by_week": reading.by_week}
    return reading.model_copy(update={key: week if week is None else min(week, end) for key, week in given.items()})


def every_single_turn(lesson: Lesson) -> list[str]:
    """Pairs of roads that have every choice in one of them: the first of each moment, and one other at one moment."""
    moments = decisions_of(lesson).moments
    first = tuple(moment.choices[0].id for moment in moments)
    turns = [(n, choice.id) for n, moment in enumerate(moments) for choice in moment.choices[1:]]
    return [road_text(first, (*first[:n], other, *first[n + 1 :])) for n, other in turns]


def check_form(lesson: Lesson) -> str | None:
    """What is wrong with the decisions of a lesson, as far as its file tells; None where nothing is."""
    plan = lesson.decisions
    if plan is None:
        return None
    if lesson.theory is not None:
        return "decisions: stand in a lesson without a theory; give place and weeks, and leave theory out"
    weeks = [moment.week for moment in plan.moments]
    if any(after - before < APART for before, after in zip(weeks, [*weeks[1:], int(lesson.weeks or 0)], strict=True)):
        return f"decisions.moments: weeks {', '.join(map(str, weeks))}; let {APART} weeks lie between two, and after the last"
    for n, moment in enumerate(plan.moments):
        where = f"decisions.moments.{n}"
        if len({one.id for one in moment.choices}) < len(moment.choices):
            return f"{where}.choices: two have one id; give each its own"
        for k, choice in enumerate(moment.choices):
            if early := next((_week(one) for one in choice.timeline if _week(one) < moment.week), None):
                return f"{where}.choices.{k}.timeline: week {early} lies before the decision; give {moment.week} or later"
    for n, name in enumerate(plan.told):
        if name not in lesson.readings or lesson.readings[name].between is not None:
            known = [key for key, one in lesson.readings.items() if one.between is None]
            allowed = f"{list_names(known)}{did_you_mean(name, known)}"
            return f"decisions.told.{n}: {name} is no reading of any two worlds; allowed: {allowed}"
    return None
