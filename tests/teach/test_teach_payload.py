"""What a run looks like on its way to the page: bytes that give the engine's numbers back, names, who came and went."""

import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pages import PAIR, SHARING, line_of, numbers_of

from icsim.base.errors import UserError
from icsim.catalogue import catalogue
from icsim.engine.block import ReplicateSeeds
from icsim.engine.ensemble import run_ensemble
from icsim.engine.measures import Query
from icsim.teach.api import TeachApi
from icsim.teach.link_query import link_settings, parse_link, replicate_at
from icsim.teach.state_encoding import DRAWN, READ, as_read, rounded_up
from icsim.teach.weekly_readings import weekly_readings
from icsim.trace.paired_run import RecordedRun, run_pair, run_recorded

NEVER = re.compile(r"\b(dose|tier|arm|arms|clamp|gini|logit|lane|lanes|should|proves?|nan)\b", re.IGNORECASE)
QUERY = f"{PAIR}&{SHARING}&b.10=context.demand=0.9&replicate=3"


@pytest.fixture(scope="module")
def run() -> RecordedRun:
    arms = link_settings(parse_link(QUERY))
    return run_recorded(arms, replicate_at(arms[0], 3))


@pytest.fixture(scope="module")
def worlds() -> Any:
    return TeachApi(16).worlds(QUERY)


def decoded(told: Any, carrier: str) -> dict[str, NDArray[np.float64]]:
    """A carrier's fields as the page reads them: [world, entity, week]."""
    heads = told["fields"][carrier]
    entities = {"team": "teams", "leader": "leaders", "tie": "ties"}[carrier]
    shape = (len(told["names"]), len(heads), len(told[entities]), told["weeks"] + 1)
    whole = numbers_of(told["states"][carrier], len(told["names"]), told["weeks"], carrier != "tie").reshape(shape).astype(float)
    found = [np.where(whole[:, n] > head["top"], np.nan, whole[:, n] / head["top"]) for n, head in enumerate(heads)]
    return {head["name"]: head["low"] + found[n] * (head["high"] - head["low"]) for n, head in enumerate(heads)}


def test_bytes_give_the_states_back(worlds: Any, run: RecordedRun) -> None:
    teams, ties, leaders = (decoded(worlds, carrier) for carrier in ("team", "tie", "leader"))
    for name, field in (("fairness", "fairness"), ("influence_share", "influence"), ("partnership_value", "partnership_team")):
        assert teams[name] == pytest.approx(as_read(run.field(field)).transpose(2, 1, 0), abs=0.51 / READ)
    alone = weekly_readings(run, [Query("fairness", {"organisation": "care"})])[0]  # a team's number is the reading of that team
    care = [one["id"] for one in worlds["teams"]].index("care/team")
    assert teams["fairness"][:, care] == pytest.approx(alone.T, abs=0.51 / READ)
    waiting = next(head for head in worlds["fields"]["team"] if head["name"] == "waiting")
    assert waiting["high"] >= run.field("waiting").max()
    step = waiting["high"] / waiting["top"]
    assert teams["waiting"] == pytest.approx(as_read(run.field("waiting")).transpose(2, 1, 0), abs=0.51 * step)
    own = run.field("trust_leading")[:, : 2 * run.field("morale").shape[1] : 2]
    assert teams["trust_in_leader"] == pytest.approx(as_read(own).transpose(2, 1, 0), abs=0.51 / READ)
    assert ties["there"] == pytest.approx(run.field("trust_ab").transpose(2, 1, 0), abs=0.51 / DRAWN)
    assert ties["back"] == pytest.approx(run.field("trust_ba").transpose(2, 1, 0), abs=0.51 / DRAWN)
    assert (ties["there"] != ties["back"]).any()
    assert set(np.unique(leaders["present"])) <= {0.0, 1.0}


def test_an_empty_post_and_an_unknown_tie_are_missing() -> None:
    told = TeachApi(16).worlds(
        "set=place=merged_hospital&weeks=12&replicate=0&set=context.prior_ties=0"
        "&a=timeline=[{week:4,leader_exit:{who:hospital_b/medicine_lead,successor:none}}]"
    )
    leader = [one["id"] for one in told["leaders"]].index("hospital_b/medicine_lead")
    found = decoded(told, "leader")
    assert np.isnan(found["leader_strain"][0, leader, 5:]).all()
    assert (found["present"][0, leader, 5:] == 0.0).all()
    assert not np.isnan(found["leader_strain"][1, leader, :5]).any()
    there = decoded(told, "tie")["there"]
    assert np.isnan(there).any()
    assert not np.isnan(there).all()
    texts = [(one["week"], one["world"], one["leader"], one["text"]) for one in told["gone"]]
    assert texts == [(4, 0, leader, "the medicine lead of hospital B left")]  # one departure, counted once
    told_of = [one["text"] for one in told["captions"] if one["kind"] == "people"]
    assert told_of == ["Week 4: the medicine lead of hospital B left in “this world”, and stayed in “the other world”."]


def test_measures_are_those_that_a_run_reports() -> None:
    """Each course equals what an ensemble reads, to the bit, at week 0, in the first weeks and at the end."""
    arms = link_settings(parse_link("set=place=merged_hospital&weeks=30&a=context.demand=0.9&replicate=5"))
    luck = replicate_at(arms[0], 5)
    names = tuple(name for name in catalogue().measures if name != "enacted")
    queries = [
        *map(Query, names),
        Query("enacted.heed"),
        Query("enacted.vision", {"tier": "team"}),
        Query("fairness", {"profession": "nurse"}, "sd"),
    ]
    found = weekly_readings(run_recorded(arms, luck), queries)
    weeks = (0, 1, 3, 4, 17, 30)
    read = run_ensemble(arms, [luck], queries, weeks)
    for n, query in enumerate(queries):
        for m, week in enumerate(weeks):
            np.testing.assert_array_equal(found[n][week], read.array[:, n, m, 0], err_msg=f"{query.key} in week {week}")


def test_measures_come_through_two_bytes(worlds: Any, run: RecordedRun) -> None:
    found = {one["name"]: one for one in worlds["measures"]}
    assert line_of(worlds, "trust") == pytest.approx(weekly_readings(run, [Query("trust")])[0].T, abs=0.51 / READ)
    assert found["user_experience"]["users"]
    assert not found["trust"]["users"]
    assert np.isnan(line_of(worlds, "decision_quality")[:, 0]).all()  # nobody had decided anything before the first week


def test_every_text_is_in_words_that_a_reader_needs(worlds: Any) -> None:
    said = [worlds["difference"], worlds["parting"]["text"], worlds["parting"]["event"]["text"], worlds["representative_text"]]
    said += [one["text"] for one in (*worlds["captions"], *worlds["gone"])]
    said += [one["detail"] for one in worlds["captions"] if "detail" in one]
    said += [head["display"] for heads in worlds["fields"].values() for head in heads]
    said += [one["display"] for one in worlds["measures"] if one["name"] != "influence_gini"]
    said += [one[key] for part in ("organisations", "teams", "leaders", "users") for one in worlds[part] for key in ("name",)]
    assert len(said) > 80
    for text in said:
        assert not NEVER.search(text), text
        assert "_" not in text, text
        assert "health/team" not in text


def test_the_difference_is_named(worlds: Any) -> None:
    assert worlds["difference"] == (
        "What differs: team leaders: power sharing, 0.90 in “this world” and 0.50 in “the other world”; "
        "only in “the other world”, in week 10: demand on services goes to 0.90."
    )
    answers = TeachApi(16)
    both = "&".join(f"a=leadership.{tier}.inspiring_intent.level=0.8" for tier in ("team", "system"))
    told = answers.worlds(f"{PAIR}&weeks=4&replicate=0&{both}")["difference"]
    assert told.startswith("One thing differs: team leaders and system leaders: inspiration, 0.80")
    lines = "&".join(f"{world}=timeline=[{{week:2,restructure:{{lines:{n},by:team}}}}]" for world, n in (("a", 3), ("b", 1)))
    assert answers.worlds(f"{PAIR}&weeks=4&replicate=0&{lines}")["difference"] == (
        "One thing differs: in week 2, reporting lines change (team leaders): reporting lines of every team from now on, "
        "3 in “this world” and 1 in “the other world”."
    )
    assert answers.worlds(f"{PAIR}&weeks=4&replicate=0")["difference"] == "Nothing differs between these worlds."
    fair = answers.worlds(f"{PAIR}&weeks=4&replicate=0&a=rules.fairness=off&b=leader.care/lead.loyalty=0.9")["difference"]
    assert "what voice is worth, decisions do not move fairness in “this world”" in fair
    assert "care lead: loyalty" in fair
    assert "as the others in “this world” and 0.90 in “the other world”" in fair


def test_sliders_stand_where_the_worlds_stand(worlds: Any) -> None:
    first, second = worlds["settings"]
    assert first["leadership.team.working_with_power.level"] == 0.9
    assert first["leadership.team.working_with_power.heed"] == 0.9  # follows the level
    assert first["leadership.team.working_with_power.consult"] == 0.5  # has a default of its own
    assert second["leadership.team.working_with_power.heed"] == 0.5
    assert first["context.prior_ties"] == 1.0  # the place's own
    assert all(value is not None for one in worlds["settings"] for value in one.values())


def test_three_worlds_are_three_pairs_with_the_first(run: RecordedRun) -> None:
    arms = link_settings(parse_link(f"{PAIR}&{SHARING}&c=context.demand=0.1&b=timeline=[{{week:10,crisis:{{size:0.9}}}}]"))
    three, luck = run_recorded(arms, replicate_at(arms[0], 3)), replicate_at(arms[0], 3)
    for other in (1, 2):
        pair, alone = three.pair(other), run_pair((arms[0], arms[other]), luck)
        for carrier, grid in alone.grids.items():
            np.testing.assert_array_equal(pair.grids[carrier], grid)
        assert pair.brought == alone.brought
        assert pair.arms == alone.arms
    assert set(three.pair(1).brought) == {10}
    told = TeachApi(16).worlds(f"{PAIR}&{SHARING}&c=context.demand=0.1&replicate=3")
    assert told["names"] == ["this world", "the other world", "the third world"]
    assert len(decoded(told, "team")["fairness"]) == 3


def test_the_query_that_comes_back_gives_the_same_worlds(worlds: Any) -> None:
    again = TeachApi(16).worlds(worlds["query"])
    assert again == worlds


def test_an_answer_has_an_end() -> None:
    teams = ",".join(f"t{n}:{{profession:nurse,leader:care/lead}}" for n in range(47))
    with pytest.raises(UserError, match="weeks: 520 weeks of 3 worlds with 49 teams are too much at once; allowed here: up to 447"):
        TeachApi(16).worlds(f"set=place=pair&set=place.teams.care={{{teams}}}&weeks=520&replicate=1&c=context.demand=0.1")


def test_an_axis_ends_at_a_round_number() -> None:
    assert [rounded_up(x) for x in (0.0, 0.3, 1.0, 1.2, 3.0, 7.0, 12.0, 200.0, 201.0)] == [1, 1, 1, 2, 5, 10, 20, 200, 500]


def test_following_does_not_depend_on_what_is_not_dated() -> None:
    """Only weeks with events are compared before and after; the states are those of any other way to run."""
    arms = link_settings(parse_link(QUERY))
    kept = run_recorded(arms, ReplicateSeeds(4, 4))
    alone = run_recorded(arms, ReplicateSeeds(4, 4), last=9)
    np.testing.assert_array_equal(kept.grids["tie"][:10], alone.grids["tie"])
