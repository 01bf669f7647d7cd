"""The reference pages on lessons: the keys of a lesson file out of its classes, the lessons out of their files."""

import inspect

from reference_theories import HEAD, allowed, default, documented
from tables import table

from icsim.base.strict_model import StrictModel
from icsim.teach.lessons import lesson_schema
from icsim.teach.lessons.glossary import forbidden_words, glossary_entries
from icsim.teach.lessons.lesson_pairs import open_shipped_lesson
from icsim.teach.lessons.lesson_schema import Lesson
from icsim.teach.lessons.lesson_worlds import bind_readings, check_lesson
from icsim.teach.lessons.load_lesson import read_lesson, shipped_lessons

MODELS: tuple[type[StrictModel], ...] = (
    Lesson, lesson_schema.LessonWorld, lesson_schema.Protagonist, lesson_schema.LessonReading, lesson_schema.PredictionSpec,
    lesson_schema.CompareRule,
    lesson_schema.ReadingInWorld, lesson_schema.OccurredRule, lesson_schema.CurveRule, lesson_schema.AnswerChoice,
    lesson_schema.LessonCaption, lesson_schema.CaptionTrigger, lesson_schema.Decisions, lesson_schema.DecisionMoment,
    lesson_schema.DecisionChoice, lesson_schema.LessonTask, lesson_schema.SessionStep,
    lesson_schema.PairSummary, lesson_schema.PairCounts,
)  # fmt: skip
GROUPS = {"box": "The boxes of the review", "more": "More lessons"}


def keys_page() -> str:
    """Every key of a lesson file."""
    parts = ["# Keys of a lesson\n\nEvery key of a lesson file, and what may stand there. [](../lessons.md) shows them at work."]
    for model in MODELS:
        said = documented(model)
        rows = [
            (f"`{field.alias or key}`", allowed(field.annotation, field), default(field), said.get(key, ""))
            for key, field in model.model_fields.items()
        ]
        parts += [f"## {model.__name__}", inspect.getdoc(model) or "", table(HEAD, rows)]
    left_out = table(("left out", "say instead"), forbidden_words().items())
    words = table(("word", "what it means"), ((one["word"], one["meaning"]) for one in glossary_entries()))
    return "\n\n".join([*parts, "## Words", "Words that no lesson uses:", left_out, "Words of the page and what they mean:", words])


def lessons_page() -> str:
    """Every lesson that comes with icsim."""
    found = [read_lesson(path) for path in shipped_lessons().values()]
    parts = [
        "# The lessons\n\nOne file each, in `conf/lesson`. A box is taught in the worlds of its own theory. How to write one: "
        "[](../lessons.md)."
    ]
    for group, heading in GROUPS.items():
        mine = [one for one in found if one.group == group]
        rows = [(f"[{one.title}](#lesson-{one.name.replace('_', '-')})", f"{one.minutes}", one.difference) for one in mine]
        parts += [f"## {heading}", table(("lesson", "minutes", "what differs"), rows), *[told(one) for one in mine]]
    return "\n\n".join(parts)


def told(one: Lesson) -> str:
    """One lesson: the worlds, the question, what many pairs say, and what is left to wonder about."""
    theory = f" Theory: [`{one.theory}`](#theory-{one.theory.replace('_', '-')})." if one.theory else ""
    worlds = [f"World “{world.name}”: {world.summary}" for world in one.worlds]
    choices = [f"Choice: {choice.text}." for choice in one.predict.choices] or ["A curve is drawn."]
    decided = [
        f"The class may decide, week {moment.week}: {moment.ask} {' / '.join(choice.text for choice in moment.choices)}"
        for moment in (one.decisions.moments if one.decisions else [])
    ]
    listed = "\n".join(f"- {' '.join(line.split())}" for line in [*worlds, f"Prediction: {one.predict.ask}", *choices, *decided])
    tasks = "\n".join(f"{n}. {' '.join(f'{task.do} {task.ask}'.split())}" for n, task in enumerate(one.tasks, start=1))
    many = open_shipped_lesson(one.name).pair_counts
    assert many is not None
    asked = bind_readings(one, check_lesson(one))
    rows = [
        (f"{asked[name].display}, week {asked[name].week}", between(one, name), *map(str, tally.model_dump().values()))
        for name, tally in many.tally.items()
    ]
    head = ("what", "first less second", "more", "less", "the same", "by as much as counts")
    wondering = " ".join((one.open_question or "").split())
    shown = f"Of {many.pairs} pairs of worlds (the pair nearest the median, luck {many.shown}, is shown first):"
    parts = [
        f"(lesson-{one.name.replace('_', '-')})=\n### {one.title}",
        f"`{one.name}`, {one.minutes} minutes. {' '.join(one.setting.split())}{theory}",
        listed,
        f"Tasks:\n\n{tasks}",
        shown,
        table(head, rows),
        wondering,
    ]
    return "\n\n".join(part for part in parts if part)


def between(one: Lesson, name: str) -> str:
    """The worlds that a reading compares."""
    first, second = (one.worlds[k].name for k in one.pair(name))
    return f"“{first}” and “{second}”"
