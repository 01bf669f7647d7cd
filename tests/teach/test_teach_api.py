"""Many pairs, stories and reasons, as the page asks for them."""

import re
from typing import Any

import numpy as np
import pytest
from pages import PAIR, SHARING, line_of, small_lessons

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.teach.api import TeachApi
from icsim.teach.first_difference import first_visible_difference
from icsim.teach.lessons.pair_distribution import _said
from icsim.teach.link_query import link_settings, parse_link, replicate_at
from icsim.teach.story import most_affected
from icsim.teach.why_payload import OTHERWISE
from icsim.trace.choice_terms import TERMS, choice_terms, terms_of
from icsim.trace.paired_run import ego_network, run_pair

QUERY = f"{PAIR}&{SHARING}"


@pytest.fixture(scope="module")
def answers() -> TeachApi:
    return TeachApi(16)


def test_the_luck_shown_first_is_the_pair_nearest_the_median(answers: TeachApi) -> None:
    told = answers.worlds(QUERY)
    arms = link_settings(parse_link(QUERY))
    values = run_ensemble(arms, replicate_seeds(arms[0], 16), [Query("trust")], [20]).array[:, 0, 0]
    gap = values[0] - values[1]
    assert told["replicate"] == int(np.argmin(np.abs(gap - np.median(gap))))
    assert told["representative_text"].startswith(
        "This is the pair nearest the median of 16, by the difference in trust between teams in week 20 ("
    )
    assert answers.worlds(f"{QUERY}&replicate={told['replicate']}")["representative_text"] == told["representative_text"]
    other = (told["replicate"] + 1) % 16
    assert (
        answers.worlds(f"{QUERY}&replicate={other}")["representative_text"]
        == "This luck was asked for. Many runs show how others went."
    )


def test_many_pairs_are_those_lucks_and_say_how_they_went(answers: TeachApi) -> None:
    told = answers.many(f"{QUERY}&measure=ownership&pairs=20&replicate=3")
    arms = link_settings(parse_link(QUERY))
    values = run_ensemble(arms, replicate_seeds(arms[0], 20), [Query("ownership")], [13, 20]).array[:, 0]
    gap = values[0] - values[1]
    assert told["weeks"] == [0, 13, 20]
    assert told["last"] == pytest.approx(gap[1].tolist(), abs=1e-6)
    assert told["gap"]["median"][1] == pytest.approx(np.median(gap[0]), abs=1e-6)
    assert told["gap"]["low"][1] <= told["gap"]["median"][1] <= told["gap"]["high"][1]
    assert told["pairs"] == 20
    assert told["other_way"] == min((gap[1] > 0).sum(), (gap[1] < 0).sum())
    assert f"higher in “this world” in {(gap[1] > 0).sum()}, lower in {(gap[1] < 0).sum()}" in told["said"]


def test_a_difference_of_nothing_is_said_so(answers: TeachApi) -> None:
    told = answers.many(f"{PAIR}&pairs=16&measure=trust")
    assert (told["same"], told["other_way"]) == (16, 0)
    assert "lower in 0 and the same in 16; in the middle pair it was the same." in told["said"]
    nothing = _said(np.array([]), {"more": 0, "less": 0, "same": 0}, "quality of decisions", 4, ("x", "y"), 0.05)
    assert nothing == "In none of the pairs of worlds did quality of decisions have a value in week 4."


def test_one_pair_is_one_pair() -> None:
    said = _said(np.array([0.3, 0.01]), {"more": 2, "less": 0, "same": 0}, "trust", 4, ("x", "y"), 0.05)
    assert "In 1 pair the difference" in said


def test_pairs_of_a_lesson_are_read_as_its_prediction_is(answers: TeachApi) -> None:
    """Of whom, in which week and between which worlds: the same number as in the run on show."""
    with small_lessons():
        reading = answers.lesson("asked")["predict"]["reading"]
        assert reading == "reading.own"
        told = answers.many(f"lesson=asked&measure={reading}&pairs=16")
        run = answers.worlds("lesson=asked&replicate=3")
        line = next(one for one in run["measures"] if one["name"] == reading)
        values = line_of(run, reading)
        assert (told["measure"], told["display"], told["worlds"], told["weeks"][-1]) == (reading, line["display"], [0, 1], 40)
        assert told["last"][3] == pytest.approx(values[0, 40] - values[1, 40], abs=3e-4)
        with pytest.raises(UserError, match=r"measure: reading\.none is unknown"):
            answers.many("lesson=asked&measure=reading.none")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("measure=trst", "measure: trst is unknown; allowed: trust, "),
        ("measure=enacted", "measure: enacted is unknown"),
        ("pairs=3", "pairs: 3 is not allowed; give a whole number from 16 to 400"),
        ("pairs=4000", "pairs: 4000 is not allowed"),
        ("team=x", "team: unknown word"),
    ],
)
def test_what_many_runs_do_not_take(answers: TeachApi, query: str, said: str) -> None:
    with pytest.raises(UserError, match=re.escape(said)):
        answers.many(f"{QUERY}&{query}")


def test_fewer_pairs_where_each_is_long_and_large() -> None:
    with pytest.raises(UserError, match="from 16 to 240"):
        TeachApi(16).many("weeks=520&pairs=400")


def test_a_story_is_that_of_the_team_asked_for(answers: TeachApi) -> None:
    told = answers.story(f"{QUERY}&replicate=3&team=health/team")
    assert told["who"] == "health team"
    assert told["captions"][0]["kind"] == "action"
    assert all("health" in one["text"] or one["kind"] == "quiet" for one in told["captions"])
    assert all(one["detail"] for one in told["captions"])
    assert {one["team"] for one in told["captions"]} == {
        [t["id"] for t in answers.worlds(f"{QUERY}&replicate=3")["teams"]].index("health/team")
    }


def test_a_story_of_a_leader_tells_of_the_leader(answers: TeachApi) -> None:
    told = answers.story(f"{QUERY}&replicate=3&a=leadership.team.balancing_perspectives.level=1.0&weeks=104&leader=care/lead")
    assert told["who"] == "care lead"
    followed = [one for one in told["captions"] if one["kind"] == "secondary"]
    assert followed
    assert all("(care lead)" in one["detail"] and "the care lead" in one["text"].lower() for one in followed)
    far = "a=leadership.system.inspiring_intent.level=0.9"
    leads_leaders = answers.story(f"set=place=place&weeks=6&replicate=0&{far}&leader=director")
    assert leads_leaders["who"] == "director"
    assert leads_leaders["captions"]


def test_without_a_name_it_is_the_team_that_moved_most(answers: TeachApi) -> None:
    told, arms = answers.story(f"{QUERY}&replicate=3"), link_settings(parse_link(QUERY))
    pair = run_pair((arms[0], arms[1]), replicate_at(arms[0], 3))
    assert told["parting"]["team"] == most_affected(pair)
    sizes = [abs(pair.field("fairness")[..., 0] - pair.field("fairness")[..., 1])[:, n].mean() for n in range(2)]
    assert most_affected(pair, [0]) == 0
    assert most_affected(pair) == int(np.argmax(sizes))  # sharing moves fairness most, so the team that feels it more


@pytest.mark.parametrize("word", ["team", "leader"])
def test_a_stranger_has_no_story(answers: TeachApi, word: str) -> None:
    with pytest.raises(UserError, match=rf"{word}: nobody is not there; allowed: "):
        answers.story(f"{QUERY}&replicate=3&{word}=nobody")


def test_reasons_are_those_of_the_rules_and_add_up(answers: TeachApi) -> None:
    told, arms = answers.why(f"{QUERY}&replicate=3&team=care/team&week=9"), link_settings(parse_link(QUERY))
    pair = run_pair((arms[0], arms[1]), replicate_at(arms[0], 3))
    near = ego_network(pair, [team.name for team in pair.world.teams].index("care/team"))
    whole = choice_terms(pair, near)
    for k, one in enumerate(told["worlds"]):
        terms, chance = terms_of(pair, near, 9, k)
        assert terms == {name: whole.terms[name][8, k] for name in TERMS}
        assert chance == whole.chance[8, k] == pytest.approx(one["chance"], abs=1e-4)
        assert one["total"] == pytest.approx(sum(term["value"] for term in one["terms"]), abs=1e-3)
        assert [term["value"] < 0 for term in one["terms"] if term["display"] == "effort of joint work"] == [True]
    assert told["said"].startswith("In week 9 of this run, care team ")
    assert "What differed most: " in told["said"]


def test_reasons_are_not_made_up_under_rules_without_them(answers: TeachApi) -> None:
    told = answers.why(f"{PAIR}&set=rules=contract&replicate=3&week=2")
    assert [one["terms"] for one in told["worlds"]] == [[], []]
    assert OTHERWISE in told["said"]


def test_a_third_world_can_be_held_against_the_first(answers: TeachApi) -> None:
    query = f"{QUERY}&c=context.demand=0.1&replicate=3"
    told = answers.why(f"{query}&world=2&week=5")
    assert [one["name"] for one in told["worlds"]] == ["this world", "the third world"]
    with pytest.raises(UserError, match="world: 3 is not allowed; give a whole number from 1 to 2"):
        answers.story(f"{query}&world=3")


def test_the_first_thing_done_differently() -> None:
    from icsim.engine.block import ReplicateSeeds

    def told(query: str, seed: int = 3) -> Any:
        first, second = link_settings(parse_link(query))
        return first_visible_difference(run_pair((first, second), ReplicateSeeds(seed, seed)), ("one", "other"))

    decision = "timeline=[{week:5,decision:{by:health/lead,about:structure,stakes:0.9,mode:told}}]"
    done = told(f"{PAIR}&weeks=6&a={decision}")
    assert (done.week, done.text) == (5, "In week 5, the health lead decided alone in “one” and decided together in “other”.")
    done = told(f"{PAIR}&weeks=6&a=timeline=[{{week:2,leader_exit:{{who:care/lead}}}}]")
    assert (done.week, done.text) == (2, "In week 2, the care lead left in “one” and not in “other”.")
    assert told(f"{PAIR}&weeks=6") is None
    joint = told(
        f"{PAIR}&set=rules.decisions=off&set=rules.innovation=off&a=context.complexity=1.0&b=context.complexity=0.0&weeks=52"
    )
    both = "(the health team and the care team|the care team and the health team)"
    assert re.fullmatch(rf"In week \d+, {both} worked on a case together in “(one|other)” and not in “(one|other)”\.", joint.text)


@pytest.mark.slow
def test_what_there_is_to_choose_from(answers: TeachApi) -> None:
    found = answers.start("")
    assert [one["name"] for one in found["mechanisms"]][:3] == ["working_with_power", "clarifying_complexity", "inspiring_intent"]
    assert len(found["mechanisms"]) == 7
    assert {one["path"] for one in found["context"]} == {f"context.{name}" for name in catalogue().context}
    for mechanism in found["mechanisms"]:
        assert len(mechanism["slider"]["paths"]) == 2
        query = "&".join(f"a={path}=0.3" for path in mechanism["slider"]["paths"])
        link_settings(parse_link(f"{PAIR}&{query}"))
        for lever in mechanism["levers"]:
            value = lever["choices"][0]["value"] if "choices" in lever else lever["low"]
            for path in lever["paths"]:
                link_settings(parse_link(f"{PAIR}&a={path}={value}"))
    for place in found["places"]:
        link_settings(parse_link(f"set=place={place['name']}"))
        assert place["display"]
        assert place["about"]
