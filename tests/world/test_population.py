"""Week 0: ids that stay, indices that fit, and a place made equal in which sectors can change places."""

import dataclasses
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import SHIPPED, build, composed, world

from icsim.base.errors import UserError
from icsim.world.population import NOBODY, Population, entity_id, refuse_equal_ids

KINDS = ("organisations", "teams", "posts", "users", "groups")
# Who somebody is and knows, as against what they are like.
IDENTITY = {"name", "id", "kind", "sector", "site", "organisation", "leader", "system", "profession", "reports_to"}


def looks(place: Population, kind: str) -> dict[str, set[tuple[tuple[str, object], ...]]]:
    """What the entities of each sector are like, without who they are and whom they know; the top post left out."""
    found: dict[str, set[tuple[tuple[str, object], ...]]] = {}
    for entity in getattr(place, kind):
        if getattr(entity, "reports_to", 0) == NOBODY:
            continue
        home = entity if kind == "organisations" else place.organisations[entity.organisation]
        look = tuple((key, value) for key, value in dataclasses.asdict(entity).items() if key not in IDENTITY)
        found.setdefault(home.sector, set()).add(look)
    return found


def test_ids_are_the_same_on_every_machine() -> None:
    assert [entity_id(name) for name in ("acute/wards", "popular")] == [171625639, 3061553731]


@pytest.mark.parametrize("name", SHIPPED)
def test_tuples_are_sorted_by_id_and_indices_fit(name: str) -> None:
    place = world(name)
    for kind in KINDS:
        ids = [entity.id for entity in getattr(place, kind)]
        assert all(one < other for one, other in pairwise(ids))
        assert ids == [entity_id(entity.name) for entity in getattr(place, kind)]
    for team in place.teams:
        assert team.name.startswith(place.organisations[team.organisation].name + "/")
        assert place.posts[team.leader].tier == "team"
        assert team.system == NOBODY or place.posts[team.system].tier == "system"
    powers = [team.power for team in place.teams] + [organisation.power for organisation in place.organisations]
    assert all(0.0 <= power <= 1.0 for power in powers)


def test_adding_a_team_leaves_all_others_as_they_were() -> None:
    data = composed("place")["place"]
    before = build(data)
    data["teams"]["acute"]["new"] = {"profession": "nurse", "leader": "acute/wards_lead"}
    after = build(data)
    assert {team.name for team in after.teams} - {team.name for team in before.teams} == {"acute/new"}
    for kind in ("organisations", "posts"):
        assert getattr(after, kind) == getattr(before, kind)
    remaining = [team for team in after.teams if team.name != "acute/new"]
    assert remaining == list(before.teams)
    chairs = {group.name: (group.id, group.chair) for group in before.groups}
    assert {group.name: (group.id, group.chair) for group in after.groups} == chairs


@given(st.integers(0, 2**32))
def test_the_order_in_the_file_does_not_matter(seed: int) -> None:
    data = composed("merged_hospital")["place"]
    shuffle = random.Random(seed).shuffle
    for kind in ("organisations", "teams", "leaders", "groups"):
        items = list(data[kind].items())
        shuffle(items)
        data[kind] = dict(items)
    assert build(data) == world("merged_hospital")


def test_values_left_out_follow_sector_organisation_and_tier() -> None:
    place = world("place")
    teams = {team.name: team for team in place.teams}
    posts = {post.name: post for post in place.posts}
    organisations = {organisation.name: organisation for organisation in place.organisations}
    assert teams["acute/wards"].power == organisations["acute"].power == 1.0
    assert teams["acute/emergency"].power == 1.0  # physicians, but nobody stands above 1
    assert teams["mental_health/liaison"].power == pytest.approx(0.85)  # physicians
    assert teams["mental_health/locality"].power == 0.7
    assert organisations["council"].values > organisations["acute"].values
    assert organisations["council"].site == "council"
    assert posts["home_care/north_lead"].annual_exit == 0.35
    assert posts["home_care/lead"].annual_exit == posts["acute/lead"].annual_exit == 0.206


def test_a_team_is_under_the_nearest_system_leader() -> None:
    place = world("place")
    wards = next(team for team in place.teams if team.name == "acute/wards")
    system = place.posts[wards.system]
    assert (system.name, place.posts[system.reports_to].name) == ("acute/lead", "director")
    assert all(team.system == NOBODY for team in world("pair").teams)


def test_a_leader_may_belong_to_no_organisation() -> None:
    chief = next(post for post in world("merged_hospital").posts if post.name == "chief")
    assert (chief.organisation, chief.site, chief.reports_to) == (NOBODY, "", NOBODY)


@pytest.mark.parametrize("kind", ["organisations", "teams", "posts"])
def test_equal_power_lets_sectors_change_places(kind: str) -> None:
    equal, unequal = looks(world("equal_power"), kind), looks(world("place"), kind)
    assert set(equal) == {"health", "social_care", "voluntary"}
    assert len({frozenset(each) for each in equal.values()}) == 1
    assert len({frozenset(each) for each in unequal.values()}) == 3


def test_equal_power_is_the_default_place_in_all_else() -> None:
    equal, place = world("equal_power"), world("place")
    for kind in ("teams", "posts"):
        ties = ("id", "organisation", "leader", "system", "reports_to", "tier", "profession")
        pairs = zip(getattr(equal, kind), getattr(place, kind), strict=True)
        assert all(getattr(one, key, 0) == getattr(other, key, 0) for one, other in pairs for key in ties)
    assert (equal.users, equal.groups) == (place.users, place.groups)
    assert sum(team.size for team in equal.teams) == 192  # 191 people, in teams of whole people


def test_an_equal_place_does_not_tell_which_sector_has_more_organisations() -> None:
    """Means are taken over what a place says; what it does not say is filled in with no regard to sectors."""
    data = composed("equal_power")["place"]
    before = build(data)
    social = next(name for name, one in data["organisations"].items() if one["sector"] == "social_care")
    data["organisations"][social]["sector"] = "health"
    after = build(data)
    for attribute in ("language", "attitude", "values"):
        assert getattr(after.organisations[0], attribute) == getattr(before.organisations[0], attribute)
    for attribute in ("expertise", "power"):
        assert getattr(after.teams[0], attribute) == getattr(before.teams[0], attribute)


def test_equal_ids_are_refused() -> None:
    twins = ["acute/team_9326", "acute/team_21585"]  # searched for; only their hash is special
    assert entity_id(twins[0]) == entity_id(twins[1])
    with pytest.raises(UserError, match=r"acute/team_21585 and acute/team_9326 .* rename one of them"):
        refuse_equal_ids(["acute", *twins])
