"""Words on the page: what each means, and those that never stand in a lesson."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from icsim.base.plain_data import PlainDict
from icsim.base.yaml_io import read_yaml
from icsim.catalogue import catalogue
from icsim.teach.lessons.lesson_schema import Lesson


@cache
def _file() -> PlainDict:
    return read_yaml(Path(__file__).with_name("glossary.yaml"))


def glossary_entries() -> list[dict[str, str]]:
    """Every word with its meaning, in order of the alphabet: those of the page, and the measures as the catalogue calls them."""
    own = {word: str(said) for word, said in _file()["words"].items()}
    measures = {entry.display: entry.help for entry in catalogue().measures.values() if not entry.per_lever}
    return [{"word": word, "meaning": said} for word, said in sorted({**measures, **own}.items(), key=lambda one: one[0].lower())]


def forbidden_words() -> dict[str, str]:
    """Words that a lesson leaves out, and what to say instead."""
    return dict(_file()["forbidden"])


def find_forbidden(text: str) -> list[str]:
    """What a text has of them, and of names that are for files only, such as a measure's."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]+(?:_[A-Za-z]+)*", text)}
    return [word for word in forbidden_words() if word in words] + sorted(word for word in words if "_" in word)


def texts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Every text of a lesson that somebody reads, with where it stands; placeholders taken out."""
    told = lesson.predict
    single = {
        "title": lesson.title,
        "where": lesson.where,
        "difference": lesson.difference,
        "predict.ask": told.ask,
        "wondering": lesson.wondering or "",
    }
    lists = {
        "story": lesson.story, "closing": lesson.closing,
        "predict.choices": [choice.text for choice in told.choices], "captions": [one.text for one in lesson.captions],
        "facilitator": [step.text for step in lesson.facilitator], "readings": [one.who or "" for one in lesson.readings.values()],
        "worlds": [f"{world.name}. {world.said}" for world in lesson.worlds],
        "tasks": [f"{task.do} {task.ask} {task.answer}" for task in lesson.tasks],
    }  # fmt: skip
    found = [*single.items(), *((f"{where}.{n}", text) for where, several in lists.items() for n, text in enumerate(several))]
    yield from ((where, re.sub(r"\{[A-Za-z0-9_.]*\}", "", text)) for where, text in found)
