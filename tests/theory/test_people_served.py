"""Clauses on the people served: which of them can be named, and what is not modelled of them is said with what is."""

from typing import Any

import pytest
from theories import smallest, theory

from icsim.base.errors import UserError
from icsim.config.compose import compose
from icsim.engine.people_served import SERVED_KEYS
from icsim.report.theory.clause_text import group_text
from icsim.theory.arms import compose_all
from icsim.theory.clauses import bind_clauses
from icsim.theory.theory_schema import ReadingSpec
from icsim.world.selection import select_entities

PLACE = compose("test", ["place=place"]).world


def names(of: dict[str, object], carrier: str = "user_group") -> set[str]:
    every = PLACE.users if carrier == "user_group" else PLACE.teams
    chosen = select_entities(PLACE, carrier, of, SERVED_KEYS[carrier])
    return {every[i].name.removeprefix("users/") for i in chosen}


def test_people_are_named_by_their_group_by_all_and_by_the_side_that_serves_them() -> None:
    assert names({"served": "care_panel"}) == {"care_panel"}
    assert names({"served": "all"}) == {group.name.removeprefix("users/") for group in PLACE.users}
    assert names({"sector": "health"}) == {"health_panel"}
    assert names({"sector": "social_care"}) == {"care_panel"}
    assert names({"organisation": "care_homes"}) == {"care_panel"}


def test_teams_may_be_named_by_whom_they_serve() -> None:
    (care,) = [group for group in PLACE.users if group.name == "users/care_panel"]
    assert names({"served": "care_panel"}, "team") == {PLACE.teams[i].name for i in care.teams}


def test_where_one_group_is_for_all_no_side_can_be_told() -> None:
    with pytest.raises(UserError, match=r"outcome.0.of.sector: no group of people served in pair takes a side.*there: clients"):
        bound(measure="user_experience", of={"sector": "health"})


def bound(**clause: Any) -> Any:
    made = theory(**(smallest() | {"outcome": [{"week": 8, "expect": "up", **clause}]}))
    return bind_clauses(made, compose_all(made, [], "mine.yaml"), "mine.yaml")


def test_one_word_stands_for_all_of_them() -> None:
    assert ReadingSpec.model_validate({"measure": "user_experience", "of": "people_served"}).of == {"served": "all"}
    for measure in ("user_experience", "waiting"):
        assert bound(measure=measure, of="people_served")[-1].terms[0][0].of == {"served": "all"}
    assert group_text({"served": "all"}, "user_group") == "the people served"
    assert group_text({"served": "care_panel"}, "user_group") == "the people served (care panel)"


@pytest.mark.parametrize("measure", ["trust", "fairness", "leader_strain", "influence_gini", "enacted.share"])
def test_what_is_not_modelled_of_them_is_one_line_with_what_is(measure: str) -> None:
    with pytest.raises(UserError) as caught:
        bound(measure=measure, of="people_served")
    line = str(caught.value)
    assert line.startswith(f"mine.yaml: outcome.0.measure: {measure.partition('.')[0]} is not modelled of the people served")
    assert "user_experience, waiting, unmet_need" in line
    assert "context.user_influence" in line
    assert "\n" not in line
