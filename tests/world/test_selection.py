"""Pointing at teams, leaders, organisations and ties: what the boxes ask for works, and what is wrong is said."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from places import SHIPPED, world

from icsim.base.errors import UserError
from icsim.world.population import Population
from icsim.world.selection import KEYS, select_entities, select_ties

OF = Mapping[str, object]


def names(place: Population, carrier: str, of: OF) -> set[str]:
    known = {
        "team": [team.name for team in place.teams],
        "leader": [post.name for post in place.posts],
        "organisation": [organisation.name for organisation in place.organisations],
    }
    return {known[carrier][index] for index in select_entities(place, carrier, of)}


@pytest.mark.parametrize(
    ("place", "carrier", "of", "expected"),
    [
        ("merged_hospital", "leader", {"leader": "popular"}, {"popular"}),
        (
            "merged_hospital",
            "team",
            {"led_by": "popular"},
            {"hospital_a/surgery_physicians", "hospital_a/surgery_nurses"},
        ),
        ("merged_hospital", "team", {"profession": "nurse", "led_by": "popular"}, {"hospital_a/surgery_nurses"}),
        ("merged_hospital", "leader", {"tier": "system"}, {"chief"}),
        ("two_site_merger", "leader", {"tier": "system"}, {"executive_a", "executive_b"}),
        ("two_site_merger", "leader", {"site": "site_b", "tier": "system"}, {"executive_b"}),
        ("central_governance", "leader", {"tier": "system"}, {"board"}),
        ("mental_health_trust", "organisation", {"sector": "social_care"}, {"council"}),
        ("pair", "team", {"power_rank": "top"}, {"health/team"}),
        ("pair", "team", {"power_rank": "bottom"}, {"care/team"}),
        ("place", "organisation", {"power_rank": "top"}, {"acute", "icb", "primary_north", "primary_south"}),
        ("place", "team", {"organisation": "home_care"}, {"home_care/north", "home_care/south"}),
    ],
)
def test_a_selection_finds_whom_it_names(place: str, carrier: str, of: OF, expected: set[str]) -> None:
    assert names(world(place), carrier, of) == expected


def test_physicians_nurses_and_both_mixed_halves_are_there() -> None:
    hospital, trust = world("merged_hospital"), world("mental_health_trust")
    assert len(select_entities(hospital, "team", {"profession": "physician"})) == 6
    assert len(select_entities(hospital, "team", {"profession": "nurse"})) == 6
    assert len(select_entities(trust, "team", {"sector": "social_care"})) == len(
        select_entities(trust, "team", {"sector": "health"})
    )
    assert len(select_entities(trust, "leader", {"tier": "team"})) == 6


@pytest.mark.parametrize("place", SHIPPED)
@pytest.mark.parametrize("carrier", KEYS)
def test_each_key_divides_or_covers_and_no_key_is_everybody(place: str, carrier: str) -> None:
    here = world(place)
    everybody = set(select_entities(here, carrier, {}))
    for key, answers in KEYS[carrier].items():
        values = frozenset[str]().union(*answers(here, carrier))
        chosen = [set(select_entities(here, carrier, {key: value})) for value in values]
        assert all(chosen)
        assert set().union(*chosen) <= everybody
        if key != "led_by":
            assert sum(map(len, chosen)) == len(set().union(*chosen))


def test_led_by_reaches_down_the_whole_line() -> None:
    place = world("place")
    assert len(select_entities(place, "team", {"led_by": "director"})) == 24
    assert len(select_entities(place, "leader", {"led_by": "director"})) == 36
    assert names(place, "leader", {"led_by": "hospice/lead"}) == {"hospice/palliative_lead"}


def test_halves_by_power() -> None:
    assert names(world("pair"), "team", {"power_half": "weaker"}) == {"care/team"}
    place = world("place")
    weaker, stronger = (select_entities(place, "team", {"power_half": half}) for half in ("weaker", "stronger"))
    assert len(weaker) == len(stronger) == 12
    assert max(place.teams[i].power for i in weaker) <= min(place.teams[i].power for i in stronger)


def test_who_stands_in_the_middle_belongs_to_neither_half() -> None:
    place = world("place")
    three = replace(place, teams=place.teams[:3])
    sizes = [len(select_entities(three, "team", {"power_half": half})) for half in ("weaker", "stronger")]
    assert sizes == [1, 1]


def test_people_served_belong_to_the_side_that_serves_them() -> None:
    place = world("place")
    sides = {half: select_entities(place, "user_group", {"power_half": half}) for half in ("weaker", "stronger")}
    assert {half: [place.users[g].name for g in those] for half, those in sides.items()} == {
        "weaker": ["users/care_panel"],
        "stronger": ["users/health_panel"],
    }
    with pytest.raises(UserError, match="matches no user_group"):
        select_entities(world("pair"), "user_group", {"power_half": "weaker"})  # one group for both sides is of neither


def test_equals_are_ranked_by_id() -> None:
    place = world("equal_power")
    assert select_entities(place, "team", {"power_rank": "bottom"}) == tuple(range(8))
    assert select_entities(place, "team", {"power_rank": "top"}) == tuple(range(16, 24))


def test_a_theory_may_bring_a_key_of_its_own() -> None:
    place = world("pair")
    extra = {"bystander": lambda here, _: [frozenset({team.name[:4]}) for team in here.teams]}
    assert {place.teams[i].name for i in select_entities(place, "team", {"bystander": "care"}, extra)} == {"care/team"}


@pytest.mark.parametrize(
    ("carrier", "of", "phrase"),
    [
        ("team", {"sektor": "health"}, "of.sektor: unknown key for a team; allowed: led_by, organisation, power_half"),
        ("team", {"sektor": "health"}, "did you mean sector?"),
        ("team", {"tier": "system"}, "of.tier: unknown key for a team"),
        ("team", {"sector": "voluntary"}, "of.sector: voluntary matches no team in pair; allowed: health, social_care"),
        ("team", {"sector": ["health"]}, "of.sector: ['health'] matches no team in pair"),
        ("team", {"power_rank": "middle"}, "of.power_rank: middle matches no team in pair; allowed: bottom, top"),
        ("leader", {"leader": "popular"}, "of.leader: popular matches no leader in pair; allowed: care/lead"),
        ("leader", {"tier": "system"}, "of.tier: system matches no leader in pair; allowed: team"),
        ("team", {"sector": "health", "profession": "social_worker"}, "sector: health, profession: social_worker}"),
        ("teem", {}, "carrier: teem cannot be selected; allowed: leader, organisation, team, user_group; did you mean team?"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(carrier: str, of: OF, phrase: str) -> None:
    with pytest.raises(UserError) as refusal:
        select_entities(world("pair"), carrier, of)
    assert phrase in str(refusal.value)
    assert "\n" not in str(refusal.value)


def all_ties(place: Population) -> tuple[list[int], list[int]]:
    pairs = list(combinations(range(len(place.teams)), 2))
    return [a for a, _ in pairs], [b for _, b in pairs]


@pytest.mark.parametrize(("border", "count"), [("site", 36), ("organisation", 36)])
def test_ties_across_a_border_count_both_ways(border: str, count: int) -> None:
    place = world("two_site_merger")
    found = select_ties(place, *all_ties(place), {"across": border})
    assert found.forward == found.backward
    assert len(found.forward) == count


def test_ties_within_one_sector_are_across_no_sector() -> None:
    place = world("two_site_merger")
    assert select_ties(place, *all_ties(place), {"across": "sector"}) == ((), ())
    assert len(select_ties(place, *all_ties(place), {}).forward) == 66


def test_from_and_to_give_a_direction() -> None:
    place = world("pair")
    health = select_entities(place, "team", {"sector": "health"})[0]
    of = {"from": {"sector": "health"}, "to": {"sector": "social_care"}}
    assert select_ties(place, [health], [1 - health], of) == ((0,), ())
    assert select_ties(place, [1 - health], [health], of) == ((), (0,))


def test_leaders_without_an_organisation_are_across_no_border() -> None:
    place = world("merged_hospital")
    chief = select_entities(place, "leader", {"leader": "chief"})[0]
    popular = select_entities(place, "leader", {"leader": "popular"})[0]
    other = select_entities(place, "leader", {"leader": "hospital_b/surgery_lead"})[0]
    found = select_ties(place, [chief, popular], [popular, other], {"across": "site"}, carrier="leader")
    assert found == ((1,), (1,))


@pytest.mark.parametrize(
    ("of", "phrase"),
    [
        ({"acros": "sector"}, "of.acros: unknown key for a tie; allowed: from, to, across; did you mean across?"),
        ({"across": "sectors"}, "of.across: sectors is no border; allowed: organisation, sector, site"),
        ({"from": "health"}, "of.from: health is not a selection; allowed: led_by"),
        ({"to": {"sector": "housing"}}, "of.sector: housing matches no team in pair"),
    ],
)
def test_what_is_wrong_with_ties_is_said(of: OF, phrase: str) -> None:
    with pytest.raises(UserError) as refusal:
        select_ties(world("pair"), [0], [1], of)
    assert phrase in str(refusal.value)
