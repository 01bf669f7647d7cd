"""What a lesson says, and the words that it leaves out."""

import re
from collections.abc import Iterator

from icsim.teach.lessons.glossary import forbidden_words
from icsim.teach.lessons.lesson_schema import Lesson


def find_forbidden(text: str) -> list[str]:
    """What a text has of them, and of names that are for files only, such as a measure's."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]+(?:_[A-Za-z]+)*", text)}
    return [word for word in forbidden_words() if word in words] + sorted(word for word in words if "_" in word)


def texts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Every text of a lesson that somebody reads, with where it stands; placeholders taken out."""
    told = lesson.predict
    single = {
        "title": lesson.title,
        "where": lesson.setting,
        "difference": lesson.difference,
        "predict.ask": told.ask,
        "wondering": lesson.open_question or "",
        "afterwards": lesson.afterwards or "",
    }
    lists = {
        "story": lesson.story, "closing": lesson.closing_questions,
        "predict.choices": [choice.text for choice in told.choices], "captions": [one.text for one in lesson.captions],
        "facilitator": [step.text for step in lesson.facilitator], "readings": [one.who or "" for one in lesson.readings.values()],
        "worlds": [f"{world.name}. {world.summary}" for world in lesson.worlds],
        "tasks": [f"{task.do} {task.ask} {task.answer}" for task in lesson.tasks],
    }  # fmt: skip
    found = [*single.items(), *((f"{where}.{n}", text) for where, several in lists.items() for n, text in enumerate(several))]
    yield from ((where, re.sub(r"\{[A-Za-z0-9_.]*\}", "", text)) for where, text in found)
