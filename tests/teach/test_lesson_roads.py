"""The roads of a lesson with decisions: which a link may name, what runs on them, and what the road not taken is told by."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from pages import line_of, small_lessons

from icsim.base.errors import UserError
from icsim.teach.api import TeachApi
from icsim.teach.lessons.lesson_roads import every_single_turn, on_roads
from icsim.teach.lessons.lesson_worlds import lesson_settings
from icsim.teach.lessons.load_lesson import parse_lesson, read_lesson, shipped_lessons

FILE = Path(__file__).parent / "lessons" / "steered.yaml"
WHOLE = "lesson=steered&roads=heed.stay,heed.go"


@pytest.fixture(scope="module")
def api() -> Iterator[TeachApi]:
    with small_lessons():
        yield TeachApi(16)


def test_two_roads_share_what_was_decided_before_and_run_with_one_luck(api: TeachApi) -> None:
    whole, first = api.worlds(WHOLE), api.worlds("lesson=steered&roads=heed,override")
    assert (whole["weeks"], whole["names"], whole["replicate"]) == (40, ["stayed", "went"], 7)
    assert (first["weeks"], first["names"], first["replicate"]) == (19, ["heeded", "overrode"], 7)
    assert whole["difference"] == "In week 20: stay, or go."
    one, other = lesson_settings(on_roads(read_lesson(FILE), "heed.stay,heed.go"))
    assert [event["week"] for event in one.values["timeline"]] == [8, 20]
    assert [event["week"] for event in other.values["timeline"]] == [8, 22]


def test_nobody_sees_ahead_of_a_decision(api: TeachApi) -> None:
    """A run that ends before the next decision is, week by week, the beginning of the whole one."""
    part, whole = (api.worlds(f"lesson=steered&roads={one}") for one in ("heed,override", "heed.stay,override.stay"))
    assert all(caption["week"] <= 19 for caption in part["captions"])
    short, long = (line_of(told, "reading.own") for told in (part, whole))
    assert short.shape == (2, 20)
    np.testing.assert_array_equal(short, long[:, :20])


@pytest.mark.parametrize(
    ("roads", "said"),
    [
        ("heed,heed", "two roads that differ"), ("heed", "two roads that differ"), ("heed,override,heed", "two roads that differ"),
        ("heed.go,heed", "two roads that differ"), ("heed.go.go,heed.go.stay", "3 decisions; allowed: up to 2"),
        ("heed.leave,heed.go", "leave is no choice of week 20; allowed: stay, go, both"), (",", "two roads that differ"),
        ("<b>,heed", "<b> is no choice of week 8"), ("x" * 200 + ",heed", "is no choice of week 8"),
    ],
)  # fmt: skip
def test_a_road_that_is_none_is_said_in_one_sentence(api: TeachApi, roads: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as found:
        api.worlds(f"lesson=steered&roads={roads}")
    assert "\n" not in str(found.value)
    assert len(str(found.value)) < 300


def test_roads_are_of_a_lesson_with_decisions(api: TeachApi) -> None:
    with pytest.raises(UserError, match="in the lesson asked nothing is decided"):
        api.worlds("lesson=asked&roads=a,b")
    with pytest.raises(UserError, match="roads: of no lesson"):
        api.worlds("set=place=pair&roads=a,b")


def test_the_road_not_taken_is_told_with_the_numbers_of_its_own_run(api: TeachApi) -> None:
    told = api.roads(WHOLE, ["override", "go"])
    first, last = told["roads"]
    assert (first["week"], first["taken"], first["other"]) == (8, "Follow it", "Do as you like")
    assert first["roads"] == "heed.stay,override.stay"
    beside = api.worlds(f"lesson=steered&roads={first['roads']}")["lesson"]["answers"][0]  # type: ignore[typeddict-item]
    sentence = next(one for one in first["said"] if one.startswith("Joint ownership"))
    taken, other = beside.removesuffix(".").rsplit("; ", 1)[1].split(" and ")
    assert sentence == f"Joint ownership would have stood at {other} in place of {taken}."
    assert first["often"][-1] == "So in 16 of 16 runs with other luck."
    assert last["other"] == "Go"


@pytest.mark.parametrize(
    ("roads", "others", "said"),
    [
        ("heed.stay,heed.go", ["override", "go"], "The leader stayed on the road that you took."),
        ("heed.go,heed.stay", ["override", "stay"], "A road not taken would have kept the leader."),
        ("heed.go,heed.both", ["override", "both"], "The leader left on the road that you took, and on each road beside it."),
    ],
)
def test_that_another_road_would_have_kept_somebody_is_said_only_where_it_is_so(
    api: TeachApi, roads: str, others: list[str], said: str
) -> None:
    assert api.roads(f"lesson=steered&roads={roads}", others)["headline"] == said


def test_the_chief_loses_the_popular_leader_only_where_that_is_so() -> None:
    """In the shipped season, whose luck is written down: by the words of the two worlds, and by the headline."""
    api = TeachApi(16)
    told = api.roads("lesson=chief&roads=ask.heed.explain.cut,ask.heed.explain.keep", ["tell", "override", "no_time", "keep"])
    left = [any("The popular leader would have stayed." in said for said in one["said"]) for one in told["roads"]]
    assert (told["headline"] == "A road not taken would have kept the popular leader.") == any(left)
    kept = api.roads("lesson=chief&roads=ask.heed.explain.keep,ask.heed.explain.cut", ["tell", "override", "no_time", "cut"])
    assert not any("would have stayed" in said for one in kept["roads"] for said in one["said"])


def test_each_decision_of_the_chief_is_told_in_what_it_moves_and_leads_with_what_counts() -> None:
    """Told in waiting alone, three of the four seemed to do nothing; and .2 weeks of waiting led, on an axis that fits its line."""
    api = TeachApi(16)
    told = api.roads("lesson=chief&roads=ask.heed.explain.keep,ask.heed.explain.cut", ["tell", "override", "no_time", "cut"])
    moved = ["Joint ownership, the department,", "Trust in the leader", "Reasons understood", "Waiting"]
    for one, name in zip(told["roads"], moved, strict=True):
        assert any(said.startswith(f"{name} would have stood at") for said in one["said"]), one["said"]
        assert len(one["said"]) <= 3
    assert api.worlds("lesson=chief&roads=ask,tell")["lesson"]["leading"][0] == "reading.own"  # type: ignore[typeddict-item]


@pytest.mark.slow
def test_each_road_s_room_is_that_of_its_own_run() -> None:
    """Chairs add up, whoever left is gone in the picture as in the sentence, and the queue is that of the road's own worlds."""
    api = TeachApi(16)
    told = api.roads("lesson=chief&roads=ask.heed.explain.cut,ask.heed.explain.keep", ["tell", "override", "no_time", "keep"])
    assert told["called"] == "the popular leader"
    for one in told["roads"]:
        beside = api.worlds(f"lesson=chief&roads={one['roads']}")["lesson"]["department"]  # type: ignore[typeddict-item]
        for k, scene in enumerate((told["scene"], one["scene"])):
            assert scene is not None
            assert (scene["came"], scene["cut"], scene["waiting"], scene["gave_up"]) == tuple(
                beside[name][k][-1] for name in ("came", "cut", "waiting", "gave_up")
            )
            assert scene["came"] + scene["cut"] <= scene["seats"]
        stayed = any("The popular leader would have stayed." in said for said in one["said"])
        assert stayed == (told["scene"]["left"] is not None and one["scene"]["left"] is None)  # type: ignore[index]
        assert one["often"] == [f"So in {times} of {told['many']} runs with other luck." for times in one["times"]]


def changed(**given: Any) -> dict[str, Any]:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    data["decisions"].update(given)
    return dict(data)


MOMENTS = yaml.safe_load(FILE.read_text(encoding="utf-8"))["decisions"]["moments"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"moments": MOMENTS[:1]}, "decisions.moments: "),
        ({"moments": [MOMENTS[1], MOMENTS[0]]}, "decisions.moments: weeks 20, 8; let 8 weeks lie between two"),
        ({"moments": [MOMENTS[0], {**MOMENTS[1], "week": 36}]}, "decisions.moments: weeks 8, 36"),
        ({"moments": [{**MOMENTS[0], "choices": [MOMENTS[0]["choices"][0]] * 2}, MOMENTS[1]]}, "two have one id"),
        ({"moments": [MOMENTS[0], {**MOMENTS[1], "week": 24}]}, "week 20 lies before the decision; give 24 or later"),
        ({"told": ["owned"]}, "decisions.told.0: owned is no reading of any two worlds; allowed: own, left, users"),
        ({"who": ""}, "decisions.who"),
        ({"moments": [{**MOMENTS[0], "ask": "So {own.heeded}?"}, MOMENTS[1]]}, "placeholders stand in answers and captions only"),
        ({"predict": {"ask": "?", "most": "own", "choices": [{"text": "a"}, {"text": "b"}]}}, "decisions.predict.choices"),
    ],
)  # fmt: skip
def test_decisions_that_cannot_be_are_said_in_one_sentence(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as found:
        parse_lesson(changed(**given), "mine.yaml")
    assert said in str(found.value)
    assert "\n" not in str(found.value)


def test_a_theory_s_lesson_has_no_decisions() -> None:
    data = yaml.safe_load(shipped_lessons()["box2"].read_text(encoding="utf-8"))
    with pytest.raises(UserError, match="decisions: stand in a lesson without a theory"):
        parse_lesson(data | {"decisions": changed()["decisions"]}, "mine.yaml")


STEERED = [name for name, path in shipped_lessons().items() if read_lesson(path).decisions]


def test_three_lessons_have_decisions() -> None:
    assert len(STEERED) >= 3


@pytest.mark.parametrize("name", STEERED)
def test_every_choice_of_a_shipped_lesson_makes_a_world_of_its_own(name: str) -> None:
    lesson = read_lesson(shipped_lessons()[name])
    for roads in every_single_turn(lesson):
        one, other = lesson_settings(on_roads(lesson, roads))
        assert one.content_hash() != other.content_hash(), roads
