"""A lesson as the page has it: JSON without numbers, which come with each run."""

from collections.abc import Sequence
from urllib.parse import quote

from icsim.config.settings import Settings
from icsim.teach import page_types as page
from icsim.teach.lessons.lesson_results import pair_summary_text
from icsim.teach.lessons.lesson_schema import Lesson
from icsim.teach.lessons.lesson_worlds import Pairs, bind_readings, lesson_link, lesson_settings, task_link

AS_IT_IS = "=./:,[]{}"  # what a link can hold unquoted and still be read by people


def query(words: Pairs) -> str:
    """Words of a link as a link."""
    return "&".join(f"{key}={quote(value, safe=AS_IT_IS)}" for key, value in words)


def to_json(lesson: Lesson, worlds: Sequence[Settings] | None = None) -> page.Lesson:
    """The lesson for the page; `worlds`: its settings, if they are at hand. Answers of tasks come with the run (`told`)."""
    asked = bind_readings(lesson, lesson_settings(lesson) if worlds is None else worlds)
    told = lesson.predict
    predict: page.Predict = {"ask": one_line(told.ask), "rule": told.rule}
    if told.curve is None:
        predict["choices"] = [one_line(choice.text) for choice in told.choices]
    else:
        one = asked[told.curve.reading]
        low, high = one.entry.range
        assert high is not None  # `check_lesson` refuses a line without an upper end
        world = lesson.world(told.curve.world)
        predict["curve"] = {"measure": one.name, "display": one.display, "low": low, "high": high, "world": world}
    return {
        "name": lesson.name, "title": lesson.title, "group": lesson.group, "minutes": lesson.minutes,
        "story": [one_line(part) for part in lesson.story], "place": one_line(lesson.where), "query": query(lesson_link(lesson)),
        "difference": one_line(lesson.difference),
        "worlds": [{"id": world.id, "name": world.name, "said": one_line(world.said)} for world in lesson.worlds],
        "predict": predict, "watch": list(lesson.watch),
        "colour": lesson.colour,
        "tasks": [
            {"do": one_line(task.do), "ask": one_line(task.ask), "try": query(task_link(lesson, n))}
            for n, task in enumerate(lesson.tasks)
        ],
        "closing": [one_line(part) for part in lesson.closing],
        "wondering": one_line(lesson.wondering) if lesson.wondering else None,
        "facilitator": [{"minutes": step.minutes, "text": one_line(step.text)} for step in lesson.facilitator],
        "lucksaid": pair_summary_text(lesson, asked),
    }  # fmt: skip


def one_line(text: str) -> str:
    """A text of a file without its line ends."""
    return " ".join(text.split())
