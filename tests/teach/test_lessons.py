"""Every lesson that ships: it loads, runs, knows what was right, and its luck is the ordinary one that it says it is."""

import base64
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from lesson_words import find_forbidden, texts

from icsim.base.resources import conf_dir
from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.teach.lessons.glossary import forbidden_words, glossary_entries
from icsim.teach.lessons.lesson_catalogue import to_json
from icsim.teach.lessons.lesson_pairs import PAIRS, summarise_pairs
from icsim.teach.lessons.lesson_results import CHANGED, LessonResults, LessonRun, first_trigger_week, lesson_results
from icsim.teach.lessons.lesson_results import run_readings as run_of
from icsim.teach.lessons.lesson_schema import Lesson
from icsim.teach.lessons.lesson_worlds import bind_readings, check_lesson, lesson_link, task_link, task_settings
from icsim.teach.lessons.load_lesson import read_lesson, shipped_lessons
from icsim.theory.arms import compose_all
from icsim.theory.load_theory import load_theory

LESSONS = sorted(shipped_lessons())
LEAST_WORDS, MOST_WORDS = 60, 260  # of a story: it is read aloud in two minutes


@cache
def shipped(name: str) -> tuple[Lesson, tuple[Settings, ...]]:
    lesson = read_lesson(shipped_lessons()[name])
    return lesson, check_lesson(lesson)


@cache
def luck(name: str) -> ReplicateSeeds:
    lesson, worlds = shipped(name)
    assert lesson.pair_counts is not None
    return replicate_seeds(worlds[0], lesson.pair_counts.shown + 1)[-1]


@cache
def run(name: str) -> LessonRun:
    return run_of(*shipped(name), luck(name))


@cache
def said(name: str) -> LessonResults:
    return lesson_results(*shipped(name), luck(name))


@pytest.mark.slow
def test_there_is_one_for_each_box_and_seven_more() -> None:
    groups = [shipped(name)[0].group for name in LESSONS]
    assert (groups.count("box"), groups.count("more")) == (7, 7)
    assert [name for name in LESSONS if shipped(name)[0].group == "box"] == [f"box{n}" for n in range(1, 8)]
    assert all(shipped(f"box{n}")[0].theory == f"box{n}" for n in range(1, 8))


@pytest.mark.parametrize("name", LESSONS)
def test_its_name_is_its_files_and_its_story_can_be_read_aloud(name: str) -> None:
    lesson, _ = shipped(name)
    assert lesson.name == name
    assert LEAST_WORDS <= len(" ".join(lesson.story).split()) <= MOST_WORDS
    assert 20 <= lesson.minutes <= 30


@pytest.mark.parametrize("name", LESSONS)
def test_nothing_that_is_told_before_the_prediction_says_how_it_went(name: str) -> None:
    """What a study found is told afterwards; and where the class predicts who left, nobody leaves in the story."""
    lesson, worlds = shipped(name)
    before = [*lesson.story, lesson.setting, lesson.difference, *(world.summary for world in lesson.worlds)]
    assert not any(re.search(r"\bstud(y|ies)\b|review tells", text) for text in before), before
    happened = lesson.predict.happened
    if happened and bind_readings(lesson, worlds)[happened.reading].entry.name == "leader_exits":
        assert not any(re.search(r"\b(resign|left|leave|quit|gone)", text) for text in before), before
    if lesson.group == "box":
        assert lesson.afterwards


@pytest.mark.parametrize("name", [f"box{n}" for n in range(1, 8)])
def test_a_box_is_taught_in_the_worlds_that_it_is_tested_in(name: str) -> None:
    lesson, worlds = shipped(name)
    theory = load_theory(conf_dir() / "theory" / f"{name}.yaml")
    arms = compose_all(theory, (), name)
    assert [world.arm for world in lesson.worlds[:2]] == list(theory.contrasted)
    assert [one.content_hash() for one in worlds] == [arms[str(world.arm)].content_hash() for world in lesson.worlds]


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_the_run_itself_says_what_was_right(name: str) -> None:
    truth, lesson = said(name).truth, shipped(name)[0]
    assert truth["said"] != CHANGED
    if lesson.predict.rule == "curve":
        curve = [value for value in truth["curve"] if value is not None]
        assert max(curve) - min(curve) > 0.1, "a line that does not move is nothing to draw"
    else:
        assert truth["choice"] in range(len(lesson.predict.choices))


@pytest.mark.parametrize("name", LESSONS)
def test_its_captions_happen_and_its_answers_are_whole(name: str) -> None:
    lesson, mine = shipped(name)[0], said(name)
    for one in lesson.captions:
        week = first_trigger_week(run(name), one)
        assert week is not None, one.text
        assert week >= one.when.since
    assert [caption["kind"] for caption in mine.captions].count("lesson") == len(lesson.captions)
    assert [caption["kind"] for caption in mine.captions].count("luck") == 1
    for text in (*mine.answers, *(caption["text"] for caption in mine.captions)):
        assert not re.search(r"[{}]|no value|nan", text), text
    assert all(re.search(r"\d", text) for text in mine.answers), "an answer rests on the run's own numbers"


@pytest.mark.parametrize("name", LESSONS)
def test_answers_and_captions_hold_no_number_but_those_of_the_run(name: str) -> None:
    lesson, _ = shipped(name)
    # ends of a scale, weeks, and sizes that stand in the lesson's own rules
    sizes = {f"{size:g}" for one in lesson.captions for size in (one.when.above, one.when.below) if size is not None}
    allowed = {"0", "1", "104", "5", "0.1", "13", "26", "36", "130", *sizes}
    for text in (*(task.answer for task in lesson.tasks), *(one.text for one in lesson.captions)):
        bare = re.sub(r"\{[^}]*\}", "", text)
        assert set(re.findall(r"\d+(?:\.\d+)?", bare)) <= allowed, text


@pytest.mark.parametrize("name", LESSONS)
def test_the_people_served_are_on_screen_and_said_to_rest_on_an_assumption(name: str) -> None:
    lesson, worlds = shipped(name)
    asked = bind_readings(lesson, worlds)
    assert any(asked[line].entry.carrier == "user_group" for line in lesson.lines if line in asked)
    assert any(
        "no evidence" in part and "assum" in part for part in (*(task.answer for task in lesson.tasks), *lesson.story)
    ) or any("assumption of ours" in task.answer for task in lesson.tasks)


@pytest.mark.parametrize("name", LESSONS)
def test_its_words_are_those_of_people(name: str) -> None:
    lesson, _ = shipped(name)
    wrong = {where: found for where, text in texts(lesson) if (found := find_forbidden(text))}
    assert not wrong
    measures = {one for one in catalogue().measures if "_" in one}
    assert not any(measure in text for measure in measures for _, text in texts(lesson))


def test_the_words_that_are_left_out_would_be_found() -> None:
    assert {*forbidden_words()} == {"dose", "tier", "arm", "clamp", "gini", "logit", "lane", "should", "proves"}
    assert find_forbidden("The Gini of an arm proves that leaders should") == ["arm", "gini", "should", "proves"]
    assert find_forbidden("trust_in_leader fell") == ["trust_in_leader"]
    assert not find_forbidden("harm, alarm, a shoulder, frontiers")
    assert not any(find_forbidden(f"{one['word']} {one['meaning']}") for one in glossary_entries())


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_the_luck_shown_is_that_of_the_ordinary_pair(name: str) -> None:
    """All pairs, once more: what is written down is what comes out."""
    lesson, worlds = shipped(name)
    assert lesson.pair_counts is not None
    assert lesson.pair_counts.pairs == PAIRS
    assert summarise_pairs(lesson, worlds) == lesson.pair_counts


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_the_link_of_a_lesson_asks_for_its_worlds(name: str) -> None:
    lesson, worlds = shipped(name)
    words = lesson_link(lesson)
    for slot, world in zip("abc", worlds, strict=False):
        mine = [text for key, text in words if key in ("set", slot)]
        (weeks,) = (text for key, text in words if key == "weeks")
        assert compose("test", [*mine, f"weeks={weeks}"]).content_hash() == world.content_hash()


@pytest.mark.parametrize("name", LESSONS)
def test_what_a_task_sets_is_something_and_moves_something(name: str) -> None:
    lesson, worlds = shipped(name)
    for n, task in enumerate(lesson.tasks):
        assert bool(task_link(lesson, n)) == bool(task.try_)
        if task.try_:
            before = re.findall(r"\{before\.([a-z_.]+)\}", task.answer)
            assert before, "an answer to a button says what was there before"
            changed = tuple(
                one.with_changes({**task.try_.get("all", {}), **task.try_.get(world.id, {})})
                for world, one in zip(lesson.worlds, worlds, strict=True)
            )
            after = run_of(lesson, changed, luck(name))
            assert any(
                after.value(reading, lesson.world(world)) != run(name).value(reading, lesson.world(world))
                for reading, _, world in (one.partition(".") for one in before)
            )


def test_what_is_said_of_all_worlds_is_said_of_each_where_one_of_them_has_its_own() -> None:
    """The two worlds of Box 1 differ in how the chief executive speaks, so `set=` would change neither."""
    words = task_link(shipped("box1")[0], 2)
    key = "leadership.system.inspiring_intent.framing=collective"
    assert words == [("a", key), ("b", key)]
    assert {slot for slot, _ in task_link(shipped("told_or_asked")[0], 2)} == {"set"}


@pytest.mark.parametrize("name", LESSONS)
def test_the_page_gets_what_it_was_promised(name: str) -> None:
    made = to_json(*shipped(name))
    keys = {"name", "title", "group", "minutes", "story", "afterwards", "place", "query", "difference", "worlds", "predict",
            "watch", "colour", "protagonist", "tasks", "decisions", "steer", "weeks", "closing", "wondering", "facilitator",
            "representative_text", "tally"}  # fmt: skip
    assert set(made) == keys
    lines = {line["name"] for line in said(name).lines} | set(catalogue().measures)
    assert {*made["watch"], made["colour"]} <= lines
    assert all(line["high"] > line["low"] for line in said(name).lines)
    bytes_of = 2 * len(made["worlds"]) * (shipped(name)[1][0].weeks + 1)
    assert all(len(base64.b64decode(line["values"])) == bytes_of for line in said(name).lines)
    assert "answer" not in str(made["tasks"])


def test_a_run_that_was_changed_has_no_truth_and_says_so() -> None:
    lesson, worlds = shipped("box4")
    elsewhere = tuple(compose("test", ["place=pair", f"weeks={one.weeks}"]) for one in worlds)
    mine = lesson_results(lesson, elsewhere, luck("box4"))
    assert mine.truth == {"choice": None, "said": CHANGED}
    assert mine.answers == said("box4").answers, "answers are those of the lesson's own worlds"


@pytest.mark.parametrize("name", ["box3", "told_or_asked", "inspiring_alone"])
def test_an_answer_is_the_same_before_and_after_its_button_is_pressed(name: str) -> None:
    lesson, worlds = shipped(name)
    for n, task in enumerate(lesson.tasks):
        if task.try_:
            pressed = lesson_results(lesson, task_settings(lesson, n, worlds), luck(name))
            assert pressed.answers[n] == said(name).answers[n]
            assert pressed.lines != said(name).lines


def test_a_world_that_sets_nothing_is_there_in_the_link() -> None:
    lesson, worlds = shipped("inspiring_alone")
    assert {word for word, _ in lesson_link(lesson)} == {"set", "a", "b", "c", "replicate", "weeks"}
    assert lesson_results(lesson, worlds[:2], luck("inspiring_alone")).truth["said"] == CHANGED


def test_readings_are_those_of_an_ensemble() -> None:
    lesson, worlds = shipped("box4")
    third = replicate_seeds(worlds[0], 3)[-1]
    mine = run_of(lesson, worlds, third)
    of = {"profession": "nurse", "led_by": "hospital_b/medicine_lead"}
    query = Query("attendance", of)
    values = run_ensemble(worlds, [third], [query], [0, 8, 52, 104])
    for week in (0, 8, 52, 104):
        assert np.array_equal(mine.courses["nurses_come"][week], values.of(query, week)[:, 0])


def test_the_glossary_has_a_sentence_for_every_word_and_measure() -> None:
    words = glossary_entries()
    assert len({one["word"] for one in words}) == len(words)
    assert all(one["meaning"].strip().endswith((".", ")")) for one in words)
    assert {entry.display for entry in catalogue().measures.values() if not entry.per_lever} <= {one["word"] for one in words}


def test_the_template_is_a_lesson() -> None:
    template = Path(shipped_lessons.__code__.co_filename).parents[1] / "template.yaml"
    lesson = read_lesson(template)
    check_lesson(lesson)
    assert lesson.name == "my_lesson"


@pytest.mark.parametrize("name", LESSONS)
def test_the_pairs_that_are_counted_out_loud_are_all_of_them(name: str) -> None:
    lesson, worlds = shipped(name)
    many, said = lesson.pair_counts, to_json(lesson, worlds)["representative_text"]
    assert many is not None
    assert said is not None
    tally = many.tally[lesson.representative_by]
    told = [0 if one == "none" else int(one) for one in re.findall(r"(?:” in|and in) (\d+|none)", said)]
    assert told == [tally.more, tally.less, *([tally.same] if tally.same else [])]
    assert sum(told) == many.pairs
