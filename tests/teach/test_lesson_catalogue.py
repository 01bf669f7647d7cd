"""Lessons on the server: a lesson is its worlds, its luck and its story, until somebody changes something."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pages import line_of

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.teach.api import TeachApi
from icsim.teach.lessons import lesson_catalogue, lesson_pairs, load_lesson
from icsim.teach.lessons.lesson_worlds import load_shipped_theory
from icsim.teach.link_query import link_settings, parse_link
from icsim.theory.arms import compose_all

BOX = "box4"


@pytest.fixture(scope="module")
def told() -> Any:
    return TeachApi(16).worlds(f"lesson={BOX}")


def test_a_lessons_worlds_are_those_of_its_theory(told: Any) -> None:
    theory = load_shipped_theory(BOX)
    arms = compose_all(theory, (), "box4.yaml")
    asked = link_settings(lesson_catalogue.with_lesson_defaults(parse_link(f"lesson={BOX}")))
    assert [arm.content_hash() for arm in asked] == [arms[name].content_hash() for name in theory.contrasted]
    given = lesson_pairs.open_shipped_lesson(BOX)
    assert told["names"] == [world.name for world in given.worlds]
    assert given.pair_counts is not None
    assert told["replicate"] == given.pair_counts.shown
    assert told["representative_text"].startswith("In 200 pairs of worlds, each with its own luck, morale, the department, ")


def test_the_story_is_the_theorys_chain_as_long_as_nothing_is_changed(told: Any) -> None:
    kinds = {one["kind"] for one in told["captions"]}
    assert {"action", "reasoning", "outcome", "lesson", "luck"} <= kinds
    assert any("That is the way the theory expected." in one.get("detail", "") for one in told["captions"])
    assert [one["until"] for one in told["captions"]] == sorted(one["until"] for one in told["captions"])
    changed = TeachApi(16).worlds(f"lesson={BOX}&set=context.demand=0.9")
    assert not any("theory" in one.get("detail", "") for one in changed["captions"])
    assert changed["difference"] == (
        "What differs: hospital b medicine lead: heeds proposals, 0.10 in “asked and overridden” and 0.90 in “asked and heeded”; "
        "in week 8, a decision is taken (hospital b medicine lead): how far from what the teams proposed the decision lies, "
        "0.60 in “asked and overridden” and 0.00 in “asked and heeded”."
    )
    assert told["difference"] == " ".join(lesson_pairs.open_shipped_lesson(BOX).difference.split())
    assert changed["replicate"] == told["replicate"]
    assert changed["representative_text"] == "This luck was asked for. Many runs show how others went."


def test_what_is_said_besides_comes_on_top() -> None:
    (first, second) = link_settings(
        lesson_catalogue.with_lesson_defaults(
            parse_link(f"lesson={BOX}&a=leader.hospital_b/medicine_lead.working_with_power.heed=0.4&weeks=60")
        )
    )
    heeds = [arm.leaders["hospital_b/medicine_lead"].levers["heed"] for arm in (first, second)]
    assert heeds == [0.4, 0.9]
    assert (first.weeks, len(first.timeline)) == (60, 1)


def test_own_lines_answers_and_the_truth_come_along(told: Any) -> None:
    given = lesson_pairs.open_shipped_lesson(BOX)
    lines = {one["name"]: one for one in told["measures"]}
    assert {f"reading.{name}" for name in given.readings} <= set(lines)
    assert not set(given.readings) & (set(lines) - set(catalogue().measures))
    for name in given.lines:
        assert not np.isnan(line_of(told, f"reading.{name}")).all()
    assert len(told["lesson"]["answers"]) == len(given.tasks)
    assert told["lesson"]["truth"]["choice"] in range(len(given.predict.choices))


def test_a_team_that_the_theory_is_not_about_has_a_story_of_its_own() -> None:
    answers = TeachApi(16)
    story = answers.story(f"lesson={BOX}&team=hospital_a/surgery_nurses")
    assert story["who"] == "hospital a surgery nurses"
    assert not any("theory" in one["detail"] for one in story["captions"])
    assert any("theory" in one["detail"] for one in answers.story(f"lesson={BOX}")["captions"])


@pytest.mark.slow
def test_every_lesson_opens_and_its_query_gives_the_same_worlds() -> None:
    shelf_ = lesson_catalogue.list_lessons()
    assert {one["name"] for one in shelf_} >= {f"box{n}" for n in range(1, 8)}
    for one in shelf_:
        plain = lesson_catalogue.lesson_for_page(one["name"])
        by_name, by_query = (
            link_settings(lesson_catalogue.with_lesson_defaults(parse_link(text)))
            for text in (f"lesson={one['name']}", plain["query"])
        )
        assert [arm.content_hash() for arm in by_name] == [arm.content_hash() for arm in by_query], one["name"]
        assert len(lesson_catalogue.world_names(parse_link(f"lesson={one['name']}"), len(by_name))) == len(by_name)


def test_a_faulty_lesson_file_is_left_out_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page starts with all others; the line comes once, however often the page is opened."""
    (tmp_path / "torn.yaml").write_text("title: [", "utf-8")
    known = load_lesson.known_lessons()
    monkeypatch.setattr(lesson_catalogue, "known_lessons", lambda: {"torn": tmp_path / "torn.yaml", **known})
    answers = TeachApi(16)
    assert [[one["name"] for one in answers.start("")["lessons"]] for _ in range(2)] == [list(known)] * 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"icsim teach: a lesson is left out: lesson: {tmp_path / 'torn.yaml'}")


def test_an_unknown_lesson_is_told_with_those_there_are() -> None:
    with pytest.raises(UserError, match="lesson: box9 is unknown; allowed: box1, "):
        lesson_catalogue.lesson_for_page("box9")
    with pytest.raises(UserError, match="lesson: \\.\\./secret is unknown"):
        lesson_catalogue.with_lesson_defaults(parse_link("lesson=../secret"))
