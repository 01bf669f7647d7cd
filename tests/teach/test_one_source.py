"""One number, one source, without a browser: keys, totals, departures and lines of leaders, in every lesson."""

import re

import numpy as np
import pytest
from pages import line_of

from icsim.base.resources import conf_dir
from icsim.catalogue import catalogue
from icsim.teach.api import TeachApi, zipped
from icsim.teach.caption_sentences import DID
from icsim.teach.lessons.lesson_pairs import open_shipped_lesson
from icsim.teach.link_query import link_settings, parse_link, replicate_at
from icsim.teach.page_text import apart, number
from icsim.teach.state_encoding import as_sent
from icsim.trace.paired_run import run_recorded

LESSONS = sorted(path.stem for path in (conf_dir() / "lesson").glob("*.yaml"))


@pytest.fixture(scope="module")
def api() -> TeachApi:
    return TeachApi(16)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lessons_lines_have_keys_of_their_own(api: TeachApi, lesson: str) -> None:
    told, page = api.worlds(f"lesson={lesson}&brief=1"), api.lesson(lesson)
    names = [one["name"] for one in told["measures"]]
    assert len(set(names)) == len(names)
    own = [one["name"] for one in told["measures"] if "measure" in one]
    assert own
    assert not set(own) & set(catalogue().measures)
    asked = [*page["watch"], *told["lesson"]["leading"], *(name for task in page["tasks"] for name in task["lines"])]
    curve = page["predict"].get("curve")
    asked += [curve["measure"]] if curve else []
    assert set(asked) <= set(names)
    leading = told["lesson"]["leading"]
    assert any(one["users"] for one in told["measures"] if one["name"] in leading)  # the people served stay in view


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_line_that_moves_most_leads(api: TeachApi, lesson: str) -> None:
    """By a tenth of its axis, or the card says that nothing differed."""
    told = api.worlds(f"lesson={lesson}&brief=1")
    ends = {one["name"]: (one["low"], one["high"], one["count"]) for one in told["measures"]}

    def moved(name: str) -> float:
        values, (low, high, _) = line_of(told, name), ends[name]
        there = values[:, ~np.isnan(values).any(axis=0)]
        return float(np.ptp(there, axis=0).max(initial=0.0) / (high - low))

    lead = told["lesson"]["leading"][0]
    able = [name for name in ends if name.startswith("reading.") and not (ends[name][2] and np.nanmax(line_of(told, name)) < 5)]
    assert moved(lead) == pytest.approx(max(map(moved, able)), abs=3e-4)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_departure_is_told_once_and_a_leaders_line_ends_with_it(api: TeachApi, lesson: str) -> None:
    told, given = api.worlds(f"lesson={lesson}"), open_shipped_lesson(lesson)
    left = [(one["leader"], one["world"], one["week"]) for one in told["gone"] if one["kind"] == "left"]
    assert len(set(left)) == len(left)
    assert not any("a leader leaves" in one["text"] for one in told["gone"])
    totals = line_of(told, "leader_exits")[:, -1]
    assert [round(float(x)) for x in totals] == [sum(1 for one in left if one[1] == world) for world in range(len(told["names"]))]
    about = [one["leader"] for one in told["captions"] if "leader" in one]
    assert len(set(about)) == len(about)
    ids = [one["id"] for one in told["leaders"]]
    for name, reading in given.readings.items():
        who = reading.of.get("leader") if reading.clause is None else None
        if who in ids and catalogue().measures[str(reading.measure)].kind == "state":
            for leader, world, week in left:
                assert leader != ids.index(str(who)) or np.isnan(line_of(told, f"reading.{name}")[world, week:]).all()


def test_the_popular_leaders_line_ends_where_the_leader_left(api: TeachApi) -> None:
    told = api.worlds("lesson=box2")
    who = [one["id"] for one in told["leaders"]].index("popular")
    clash = line_of(told, "reading.clash")
    for world in range(2):
        weeks = [one["week"] for one in told["gone"] if (one["kind"], one["leader"], one["world"]) == ("left", who, world)]
        last = min(weeks) if weeks else told["weeks"] + 1
        assert not np.isnan(clash[world, :last]).any()
        assert np.isnan(clash[world, last:]).all()


def test_what_is_counted_is_a_total_and_says_so(api: TeachApi) -> None:
    query = "set=place=merged_hospital&weeks=60&a=context.demand=0.9&replicate=3"
    told, arms = api.worlds(query), link_settings(parse_link(query))
    run = run_recorded(arms, replicate_at(arms[0], 3))
    counted = {one["name"]: one for one in told["measures"] if one["count"]}
    assert counted
    assert all(one["display"].endswith(", in total") for one in counted.values())
    for name, field in (("served", "served"), ("leader_exits", "exits")):
        step = counted[name]["high"] / counted[name]["top"]
        assert line_of(told, name)[:, -1] == pytest.approx(run.field(field)[-1].sum(axis=0), abs=step)
    assert counted["unmet_need"]["smallest"] == catalogue().measures["unmet_need"].smallest_by(60) * len(told["teams"])
    many = api.many(f"{query}&measure=unmet_need&pairs=16")
    assert many["smallest"] == counted["unmet_need"]["smallest"]
    assert many["display"] == counted["unmet_need"]["display"]


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_caption_is_one_short_sentence_and_its_numbers_are_one_click_away(api: TeachApi, lesson: str) -> None:
    told = api.worlds(f"lesson={lesson}")
    for one in told["captions"]:
        assert not re.search(r"\b1 (ideas|leaders|people)\b", one["text"])
        if one["kind"] in ("lesson", "luck"):
            continue  # a file's own words
        text = re.sub(r"[Ww]eek \d+|“[^”]*”", "", one["text"])
        assert len(text.split()) <= (30 if one["kind"] == "action" else 24), one["text"]
        assert len(re.findall(r"\d+(?:\.\d+)?", text)) <= 2, one["text"]
        assert not re.search(r"differed:|event differed|stood at|as much as counts", one["text"])
        assert one["kind"] == "people" or one["detail"]


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_who_left_is_told_as_what_happened_to_people_and_not_again_by_a_measure(api: TeachApi, lesson: str) -> None:
    told = api.worlds(f"lesson={lesson}")
    departures = [one for one in told["captions"] if one.get("detail", "").find("leaders who left (") >= 0]
    assert all(" left in neither world." in one["text"] for one in departures)


def test_what_is_said_of_a_measure_is_said_of_one_that_there_is() -> None:
    assert set(DID) <= set(catalogue().measures)
    assert not {"{" for said in DID.values() if "{" in said.replace("{be}", "")}


@pytest.mark.parametrize(
    ("one", "other", "count", "said"),
    [
        (0.414, 0.576, False, "0.17"),  # .41 and .58 are written; the numbers themselves are .16 apart
        (12.44, 0.078, False, "12.32"),
        (99.94, 100.2, False, "0.1"),
        (7.0, 3.0, True, "4"),
        (4.7, 3.0, True, "1.7"),
        (-0.25, 0.25, False, "0.50"),
        (float("nan"), 0.2, False, "no value"),
    ],
)
def test_how_far_apart_is_the_difference_of_what_is_written(one: float, other: float, count: bool, said: str) -> None:
    assert apart(one, other, count) == apart(other, one, count) == said


@pytest.mark.parametrize("lesson", LESSONS)
def test_choices_come_in_the_order_of_the_worlds_on_the_screen(lesson: str) -> None:
    given = open_shipped_lesson(lesson)
    ids = [world.id for world in given.worlds]
    named = [choice.when for choice in given.predict.choices if choice.when in ids]
    assert named == sorted(named, key=lambda name: ids.index(str(name)))


@pytest.mark.parametrize(
    ("value", "count", "said"),
    [
        (0.4567, False, "0.46"),
        (12.345, False, "12.3"),
        (123.4, False, "123"),
        (3.0, True, "3"),
        (4.71, True, "4.7"),
        (-0.25, False, "−0.25"),
        (-0.001, False, "0.00"),
        (float("nan"), False, "no value"),
    ],
)
def test_a_number_is_rounded_once(value: float, count: bool, said: str) -> None:
    assert number(value, count) == said


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_run_is_at_most_400_kilobytes(api: TeachApi, lesson: str) -> None:
    assert len(zipped(api.worlds(f"lesson={lesson}"))) <= 400_000


def test_what_is_sent_is_written_as_it_is_but_for_a_last_digit_in_a_hundred() -> None:
    values = np.random.default_rng(1).uniform(size=20_000)
    sent = [number(float(one)) for one in as_sent(values, 0.0, 1.0)]
    other = [(one, float(value)) for one, value in zip(sent, values, strict=True) if one != number(float(value))]
    assert len(other) < len(values) / 100
    assert all(abs(float(one) - value) < 0.0052 for one, value in other)
