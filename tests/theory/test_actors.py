"""Who acts and towards whom: held against the place and what the arms set, and said wherever the theory is."""

from dataclasses import replace
from typing import Any

import pytest
from theories import smallest, theory

from icsim.base.errors import UserError
from icsim.theory import actors as module
from icsim.theory.actors import BoundActors, actor_warnings, bind_actors
from icsim.theory.arms import Arms, compose_all
from icsim.theory.theory_schema import Theory

DECISION = {"week": 3, "decision": {"by": "health/lead", "about": "structure", "stakes": 0.5, "mode": "consulted", "distance": 0.0}}
ONE_LEADER = {
    "with": {"leader.health/lead.inspiring_intent.recognition": 0.9},
    "without": {"leader.health/lead.inspiring_intent.recognition": 0.1},
}


def made(actors: dict[str, Any], **changes: Any) -> tuple[Theory, Arms]:
    one = theory(**(smallest() | changes | {"actors": actors}))
    return one, compose_all(one, [], "mine.yaml")


def bound(actors: dict[str, Any], **changes: Any) -> BoundActors:
    found = bind_actors(*made(actors, **changes), "mine.yaml")
    assert found is not None
    return found


def test_a_theory_without_actors_has_none() -> None:
    one = theory()
    assert bind_actors(one, compose_all(one, [], "mine.yaml"), "mine.yaml") is None


def test_leaders_whom_the_arms_set_act_and_all_teams_respond() -> None:
    found = bound({"who": "leaders"})
    assert (found.leaders, found.beside, found.whole) == (("care/lead", "health/lead"), (), True)


def test_own_staff_are_led_by_the_actors_and_a_partners_are_not() -> None:
    own = bound({"who": "leaders", "staff": "own"}, arms=ONE_LEADER)
    partner = bound({"who": "leaders", "staff": "partner"}, arms=ONE_LEADER)
    assert (own.leaders, own.teams, partner.teams) == (("health/lead",), ("health/team",), ("care/team",))


def test_whoever_takes_a_dated_decision_acts() -> None:
    found = bound({"who": "leaders"}, arms={"with": {"timeline": [DECISION]}, "without": {"timeline": []}})
    assert found.leaders == ("health/lead",)


def test_circumstances_are_nobodys() -> None:
    arms = {"with": {"context.initial_trust": 0.8}, "without": {"context.initial_trust": 0.2}}
    assert bound({"who": "nobody"}, arms=arms).leaders == ()


def test_teams_act_where_what_they_do_is_the_resource() -> None:
    resource = [{"measure": "speaking_up", "of": {"sector": "health"}, "week": 4, "expect": "up"}]
    found = bound({"who": "teams", "of": {"sector": "health"}, "staff": "partner"}, resource=resource)
    assert (found.acting_teams, found.teams) == (("health/team",), ("care/team",))


@pytest.mark.parametrize(
    ("actors", "changes", "line"),
    [
        ({"who": "leaders", "of": {"tier": "system"}}, {}, "actors.of.tier: system matches no leader in pair"),
        ({"who": "leaders", "of": {"leader": "care/lead"}}, {"arms": ONE_LEADER}, "they set health/lead"),
        ({"who": "leaders", "towards": {"sektor": "x"}}, {}, "actors.towards.sektor: unknown key for a team"),
        ({"who": "leaders", "towards": {"sector": "voluntary"}}, {}, "actors.towards.sector: voluntary matches no team in pair"),
        ({"who": "leaders", "staff": "partner"}, {}, "actors.staff: partner, but all of the teams of pair are"),
        ({"who": "nobody"}, {}, "actors.who: nobody, but the arms set what leaders do (health/lead, care/lead); say leaders"),
        ({"who": "nobody", "staff": "own"}, {}, "actors.staff: nobody acts"),
        ({"who": "nobody", "of": {"tier": "team"}}, {}, "actors.of: nobody acts"),
        ({"who": "teams"}, {}, "actors.who: teams, but no clause of resource reads what these teams do (enacted.recognition)"),
        (
            {"who": "leaders"},
            {"arms": {"with": {"context.demand": 0.8}, "without": {"context.demand": 0.2}}},
            "actors.who: leaders, but the arms set nothing that a leader does; say nobody, or set a lever",
        ),
        (
            {"who": "leaders", "towards": {"sector": "health"}},
            {"reasoning": [{"measure": "intent", "of": {"sector": "social_care"}, "week": 4, "expect": "up"}]},
            "actors.towards: reasoning.0 (intent) is read of none of these teams",
        ),
    ],
)
def test_what_the_place_or_the_arms_do_not_have_is_one_line(actors: dict[str, Any], changes: dict[str, Any], line: str) -> None:
    with pytest.raises(UserError) as caught:
        bind_actors(*made(actors, **changes), "mine.yaml")
    assert str(caught.value).startswith("mine.yaml: actors.")
    assert line in str(caught.value)


def test_whom_the_arms_set_besides_and_who_is_read_besides_is_warned_of() -> None:
    actors = {"who": "leaders", "of": {"leader": "health/lead"}, "staff": "own"}
    beside, read = actor_warnings(*made(actors))
    assert beside == "the arms also set what care lead does, who is not among the actors: the effect is of that as well"
    assert read.startswith("reasoning.0 (intent) is read of 2 teams, of which 1 are to respond")
    assert list(actor_warnings(*made({"who": "leaders"}))) == []


def test_several_whom_the_arms_set_besides_are_told_as_several(monkeypatch: pytest.MonkeyPatch) -> None:
    actors = {"who": "leaders", "of": {"leader": "health/lead"}, "staff": "own"}
    several = replace(bound(actors), beside=("alliance/lead", "council/lead"))
    monkeypatch.setattr(module, "bind_actors", lambda *given: several)
    beside, *_ = actor_warnings(*made(actors))
    assert beside.startswith("the arms also set what alliance lead, council lead do, who are not among the actors")

