"""What the server tells of every lesson: each step once, in words that people know, and one rule for whose measures are whose."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from icsim.teach.api import TeachApi, zipped
from icsim.teach.lessons import lesson_catalogue
from icsim.teach.lessons.load_lesson import shipped_lessons
from icsim.teach.start_data import start

LESSONS = list(shipped_lessons())
NEVER = re.compile(r"\b(dose|tier|arm|arms|clamp|gini|logit|lane|lanes|should|proves?|nan|read 0)\b", re.IGNORECASE)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def answers() -> TeachApi:
    return TeachApi(16)


@pytest.fixture(scope="module", params=LESSONS)
def told(answers: TeachApi, request: pytest.FixtureRequest) -> Any:
    return answers.worlds(f"lesson={request.param}") | {"name": request.param}


def texts(told: Any) -> Iterator[str]:
    yield from (
        told["difference"],
        told["representative_text"],
        told["parting"]["text"],
        *told["names"],
        *told["lesson"]["answers"],
    )
    yield from (told["lesson"]["truth"]["said"], *(one["display"] for one in told["measures"]))
    yield from (one.get(part, "") for one in told["captions"] for part in ("text", "detail"))
    lesson = lesson_catalogue.lesson_for_page(told["name"])
    yield from (*lesson["story"], *lesson["closing"], lesson["predict"]["ask"], *lesson["predict"].get("choices", []))
    yield from (task[part] for task in lesson["tasks"] for part in ("do", "ask"))


def test_no_word_that_is_for_files_only(told: Any) -> None:
    assert [text for text in texts(told) if NEVER.search(text)] == []


def test_each_step_is_told_once(told: Any) -> None:
    first = [one["text"].partition(" That is the way")[0].partition(" The theory expected")[0] for one in told["captions"]]
    assert len(first) == len(set(first))


def test_the_people_served_are_tagged_by_one_rule(told: Any) -> None:
    known = {one["name"]: one["users"] for one in start()["measures"]}
    assert sum(known.values()) == 3
    for one in told["measures"]:
        assert one["users"] == known[one.get("measure", one["name"])], one["name"]


def test_captions_name_who_did_what_with_an_article(told: Any) -> None:
    said = " ".join(one["text"] for one in told["captions"])
    assert not re.search(r"what (?!the |differed)[a-z ]+ did differed", said)


def test_numbers_first_are_the_same_numbers(answers: TeachApi) -> None:
    whole = answers.worlds("set=place=pair&weeks=30&replicate=1&a=context.demand=0.9")
    brief = answers.worlds("set=place=pair&weeks=30&replicate=1&a=context.demand=0.9&brief=1")
    assert brief["brief"]
    assert brief["captions"] == []
    assert brief["parting"]["event"] == whole["parting"]["event"]
    told_later = ("brief", "captions", "parting")
    assert {key: value for key, value in brief.items() if key not in told_later} == {
        key: value for key, value in whole.items() if key not in told_later
    }
    assert whole["captions"]


def test_while_a_slider_moves_only_what_is_seen_comes_and_it_is_the_same(answers: TeachApi) -> None:
    query = "set=place=pair&weeks=30&replicate=1&a=context.demand=0.9"
    whole = answers.worlds(query)
    brief = answers.worlds(f"{query}&show=attendance,trust,morale,nothing&brief=1")
    named = {one["name"] for one in brief["measures"]}
    assert {"attendance", "trust", "morale"} <= named
    assert named == {"attendance", "trust", "morale"} | {one["name"] for one in whole["measures"] if one["users"]}
    assert brief["measures"] == [one for one in whole["measures"] if one["name"] in named]
    assert [one["name"] for one in brief["fields"]["team"]] == ["attendance", "morale", "power"]
    assert [one["name"] for one in brief["fields"]["tie"]] == ["there", "back"]
    assert len(zipped(brief)) < 0.5 * len(zipped(whole))
    assert answers.worlds(f"{query}&show=trust")["fields"] == whole["fields"]  # a whole answer is whole
