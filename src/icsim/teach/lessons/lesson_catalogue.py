"""The lessons, as the server needs them: which there are, what each asks for, and what it adds to a run."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from icsim.base.errors import UserError
from icsim.config.settings import Settings
from icsim.engine.compile_cache import say_once
from icsim.teach import link_query as asking
from icsim.teach import page_types as page
from icsim.teach.department import department
from icsim.teach.lessons.leading_lines import MOST_LINES, leading_lines
from icsim.teach.lessons.lesson_pairs import open_shipped_lesson
from icsim.teach.lessons.lesson_results import lesson_results as told_of
from icsim.teach.lessons.lesson_results import pair_summary_text
from icsim.teach.lessons.lesson_roads import on_roads
from icsim.teach.lessons.lesson_schema import Lesson
from icsim.teach.lessons.lesson_worlds import Pairs, bind_readings, lesson_link, lesson_settings, load_shipped_theory, task_link
from icsim.teach.lessons.load_lesson import find_lesson, known_lessons, names_in, read_lesson
from icsim.teach.link_query import LinkQuery
from icsim.teach.page_text import READING
from icsim.teach.request_limits import NotFound
from icsim.teach.road_types import SentSteer
from icsim.teach.story import in_order
from icsim.theory.arms import compose_all
from icsim.theory.clauses import bind_clauses as clauses_of
from icsim.trace.captions import ChainLink
from icsim.trace.followed_team import most_affected_team
from icsim.trace.paired_run import PairedRun, RecordedRun, ego_network
from icsim.trace.series import measure_series

SAME_LUCK = "All roads have one luck: the one that the lesson shows first."


def list_lessons() -> list[page.SentLessonTitle]:
    """Every lesson, in the order of the shelf; one's own first. A faulty file is left out, with a line on standard error."""
    found = [one for one in map(_read_or_leave_out, known_lessons().values()) if one is not None]
    return [_title(one) for one in found]


def _title(one: Lesson) -> page.SentLessonTitle:
    return {"name": one.name, "title": one.title, "minutes": one.minutes, "group": one.group, "decisions": _moments(one)}


def _moments(lesson: Lesson) -> int:
    return len(lesson.decisions.moments) if lesson.decisions else 0


def _read_or_leave_out(path: Path) -> Lesson | None:
    try:
        return read_lesson(path)
    except UserError as error:
        say_once(f"icsim teach: a lesson is left out: {error}")
        return None


def lesson_for_page(name: str) -> page.SentLesson:
    """A lesson as the page reads it; NotThere names those there are."""
    try:
        find_lesson(name)
    except UserError as error:
        raise NotFound(str(error)) from None
    return to_json(open_shipped_lesson(name))


def lesson_of(ask: LinkQuery) -> Lesson:
    """The lesson that a query names, on the roads that it names."""
    lesson = open_shipped_lesson(ask.lesson or "")
    return lesson if ask.roads is None else on_roads(lesson, ask.roads)


@lru_cache(maxsize=512)
def _words(name: str, roads: str | None) -> LinkQuery:
    """The query that a lesson stands for; on its roads the luck is that of the lesson."""
    lesson = open_shipped_lesson(name)
    if roads is None:
        return asking.link_from_pairs(lesson_link(lesson))
    found = asking.link_from_pairs(lesson_link(on_roads(lesson, roads)))
    return found.with_replicate(lesson.pair_counts.shown if lesson.pair_counts else 0)


def with_lesson_defaults(ask: LinkQuery) -> LinkQuery:
    """The query with what its lesson supplies below what it says itself."""
    return ask if ask.lesson is None else ask.over(_words(ask.lesson, ask.roads))


def is_unchanged(ask: LinkQuery) -> bool:
    """Whether a query is a lesson's worlds as the lesson has them, whatever the luck."""
    return ask.lesson is not None and ask.place_form is None and ask.weeks is None and not any(ask.given.values())


def world_names(ask: LinkQuery, count: int) -> tuple[str, ...]:
    """What the worlds are called."""
    own = [world.name for world in lesson_of(ask).worlds] if ask.lesson else []
    return (*own, *asking.NAMES[len(own) :])[:count]


def lesson_difference(ask: LinkQuery) -> str | None:
    """What a lesson says of its own difference; None where the worlds are no longer quite the lesson's."""
    return one_line(lesson_of(ask).difference) if ask.lesson and is_unchanged(ask) else None


def lesson_luck_text(ask: LinkQuery, replicate: int) -> str | None:
    """What a lesson says of its own luck, where that is the one shown."""
    if ask.lesson is None or not is_unchanged(ask) or _words(ask.lesson, ask.roads).replicate != replicate:
        return None
    if ask.roads is not None:
        return SAME_LUCK
    return str(lesson_for_page(ask.lesson)["representative_text"])


def theory_chain(ask: LinkQuery, pair: PairedRun) -> tuple[int, list[ChainLink]] | None:
    """Of a lesson on a theory, as long as its worlds are the theory's: whom the story follows, and the theory's clauses."""
    if ask.lesson is None or not is_unchanged(ask):
        return None
    name = lesson_of(ask).theory
    if name is None:
        return None
    theory = load_shipped_theory(name)
    arms = compose_all(theory, (), f"{name}.yaml")
    if tuple(arms[one].content_hash() for one in theory.contrasted) != tuple(arm.content_hash() for arm in pair.arms):
        return None  # the lesson shows other arms of it
    asked = clauses_of(theory, arms, f"{name}.yaml")
    team = most_affected_team(pair, next(one for one in asked if one.part == "reasoning"))
    near = ego_network(pair, team)
    return team, [ChainLink(one, measure_series(pair, near, one.clause.measure, one.clause.of)) for one in asked]


def add_lesson_data(told: page.SentWorlds, ask: LinkQuery, run: RecordedRun) -> page.SentWorlds:
    """The worlds with the lesson's own lines, captions, answers, and the truth about its prediction."""
    if ask.lesson is None:
        return told
    own = told_of(lesson_of(ask), run.arms, run.replicate, run)
    found: page.SentLessonWorlds = {
        **told,
        "measures": [*told["measures"], *own.lines],
        "captions": in_order([*(one for one in told["captions"] if one.get("leader") not in own.told_of), *own.captions]),
        "lesson": {
            "name": ask.lesson,
            "truth": own.truth,
            "answers": own.answers,
            "leading": leading_lines(own.run) if own.run else [],
            "department": department(run, protagonist(lesson_of(ask))),
        },
    }
    return found


AS_IT_IS = "=./:,[]{}"  # what a link can hold unquoted and still be read by people


def query(words: Pairs) -> str:
    """Words of a link as a link."""
    return "&".join(f"{key}={quote(value, safe=AS_IT_IS)}" for key, value in words)


def to_json(lesson: Lesson, worlds: Sequence[Settings] | None = None) -> page.SentLesson:
    """The lesson for the page; `worlds`: its settings, if they are at hand. Answers of tasks come with the run (`told`)."""
    made = lesson_settings(lesson) if worlds is None else worlds
    asked = bind_readings(lesson, made)
    told = lesson.predict
    predict: page.SentPredict = {"ask": one_line(told.ask), "rule": told.rule, "reading": READING + predicted(lesson)}
    if told.curve is None:
        predict["choices"] = [one_line(choice.text) for choice in told.choices]
    else:
        one = asked[told.curve.reading]
        low, high = one.entry.range
        assert high is not None  # `check_lesson` refuses a line without an upper end
        world = lesson.world(told.curve.world)
        predict["curve"] = {"measure": READING + one.name, "display": one.display, "low": low, "high": high, "world": world}
    return {
        "name": lesson.name, "title": lesson.title, "group": lesson.group, "minutes": lesson.minutes,
        "decisions": _moments(lesson), "steer": _steer(lesson), "weeks": made[0].weeks,
        "story": [one_line(part) for part in lesson.story],
        "afterwards": one_line(lesson.afterwards) if lesson.afterwards else None,
        "place": one_line(lesson.setting), "query": query(lesson_link(lesson)),
        "difference": one_line(lesson.difference),
        "worlds": [{"id": world.id, "name": world.name, "said": one_line(world.summary)} for world in lesson.worlds],
        "protagonist": protagonist(lesson),
        "predict": predict, "watch": [line_key(lesson, name) for name in lesson.lines],
        "colour": lesson.colour,
        "tasks": [
            {"do": one_line(task.do), "ask": one_line(task.ask), "try": query(task_link(lesson, n)), "lines": task_lines(lesson, n)}
            for n, task in enumerate(lesson.tasks)
        ],
        "closing": [one_line(part) for part in lesson.closing_questions],
        "wondering": one_line(lesson.open_question) if lesson.open_question else None,
        "facilitator": [{"minutes": step.minutes, "text": one_line(step.text)} for step in lesson.facilitator],
        "representative_text": pair_summary_text(lesson, asked), "tally": _tally(lesson),
    }  # fmt: skip


def _tally(lesson: Lesson) -> page.SentTally | None:
    """How the pairs went in which the lesson's own reading was counted."""
    if lesson.pair_counts is None:
        return None
    one = lesson.pair_counts.tally[lesson.representative_by]
    return {"pairs": lesson.pair_counts.pairs, "more": one.more, "less": one.less, "same": one.same}


def _steer(lesson: Lesson) -> SentSteer | None:
    """What a class decides in it."""
    plan = lesson.decisions
    if plan is None:
        return None
    return {
        "who": one_line(plan.who),
        "moments": [
            {
                "week": moment.week,
                "ask": one_line(moment.ask),
                "choices": [{"id": one.id, "name": one_line(one.name), "text": one_line(one.text)} for one in moment.choices],
            }
            for moment in plan.moments
        ],
    }


def predicted(lesson: Lesson) -> str:
    """The reading that decides the prediction; of two that are compared, the first."""
    told = lesson.predict
    part = told.curve or told.happened or (told.compare.first if told.compare else None)
    return part.reading if part else told.size or told.most or told.least or lesson.representative_by


def protagonist(lesson: Lesson) -> page.SentProtagonist | None:
    """Whom the story is about, where the lesson says so."""
    one = lesson.protagonist
    return (
        None
        if one is None
        else {"kind": "leader" if one.leader else "team", "id": str(one.leader or one.team), "called": one.called}
    )


def line_key(lesson: Lesson, name: str) -> str:
    """What the page calls a line of a lesson: a reading by a key of its own, a measure by its name."""
    return READING + name if name in lesson.readings else name


def task_lines(lesson: Lesson, task: int) -> list[str]:
    """The lines that a task's answer speaks of, in its order, as many as the page shows at once."""
    parts = (name.split(".") for name in names_in(lesson.tasks[task].answer))
    names = (next((part for part in each if part in lesson.readings), "") for each in parts)  # `before.` may stand in front of it
    return [READING + name for name in dict.fromkeys(names) if name][:MOST_LINES]


def one_line(text: str) -> str:
    """A text of a file without its line ends."""
    return " ".join(text.split())
