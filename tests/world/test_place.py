"""The place schema: what it takes, what it refuses and in which words, and every place that ships."""

from pathlib import Path
from typing import get_args

import pytest
import yaml
from places import HERE, PLACES, SHIPPED, composed, read

from icsim.base.errors import UserError
from icsim.base.strict_model import StrictModel
from icsim.world.checks import CHECKS, MOST_TEAMS, parse_place
from icsim.world.entity_defaults import entity_data
from icsim.world.place import LeaderSpec, OrganisationSpec, Place, Sector, TeamSpec, UsersSpec

CONTEXT = yaml.safe_load((HERE.parents[1] / "src/icsim/world/context.yaml").read_text(encoding="utf-8"))
LABELS = {"measured", "recalled", "convention", "assumption"}


VALID = sorted((HERE / "valid").glob("*.yaml"))
INVALID = sorted((HERE / "invalid").glob("*.yaml"))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_file_is_read(path: Path) -> None:
    assert parse_place(read(path)["place"]).name == path.stem


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_file_is_refused_in_one_line_that_says_why(path: Path) -> None:
    phrase = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    with pytest.raises(UserError) as refusal:
        parse_place(read(path)["place"])
    assert phrase in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_every_check_refuses_one_of_the_invalid_files() -> None:
    refused_by: set[str] = set()
    for path in INVALID:
        with pytest.raises(UserError) as refusal:
            parse_place(read(path)["place"])
        refused_by |= {entry.name for entry in refusal.traceback}
    assert {check.__name__ for check in CHECKS} <= refused_by


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_place_is_read_and_says_where_it_comes_from(name: str) -> None:
    config = composed(name)
    place = parse_place(config["place"])
    assert place.name == name
    assert place.source.where
    assert place.help.endswith(".")
    first_line = (PLACES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first_line == "# @package _global_"
    for variable, value in config.get("context", {}).items():
        low, high = CONTEXT[variable]["range"]
        assert low <= value <= high, variable


def test_the_shipped_places_are_those_of_the_evidence() -> None:
    assert set(SHIPPED) == {
        "place",
        "neighbourhood",
        "merged_hospital",
        "vocational_rehabilitation",
        "two_site_merger",
        "mental_health_trust",
        "central_governance",
        "equal_power",
        "pair",
    }


def test_the_default_place_has_the_sizes_of_the_evidence() -> None:
    place = parse_place(composed("place")["place"])
    staff: dict[str, list[int]] = {}
    for name, team in place.teams.items():
        staff.setdefault(name.partition("/")[0], []).append(team.size)
    assert staff == {
        "acute": [10] * 4,
        "community": [9] * 3,
        "mental_health": [9] * 2,
        "icb": [6],
        "primary_north": [7] * 2,
        "primary_south": [7] * 2,
        "council": [8] * 3,
        "care_homes": [7] * 2,
        "home_care": [7] * 2,
        "alliance": [7],
        "hospice": [7],
        "housing": [6],
    }
    assert (len(place.organisations), len(place.teams), sum(map(sum, staff.values()))) == (12, 24, 191)
    assert [leader.tier for leader in place.leaders.values()].count("system") == 13
    assert all(any(name in group.members for group in place.groups.values()) for name in place.teams)


def test_hydra_reaches_a_team_and_a_leader_from_the_command_line() -> None:
    config = composed("place", "place.teams.acute.wards.size=30", "place.leaders.director.authority=0.9")
    place = parse_place(config["place"])
    assert (place.teams["acute/wards"].size, place.leaders["director"].authority) == (30, 0.9)


def test_too_many_teams_are_refused() -> None:
    data = read(HERE / "valid" / "smallest.yaml")["place"]
    team = {"profession": "nurse", "leader": "clinic/lead"}
    data["teams"] = {"clinic": {f"team_{number}": team for number in range(MOST_TEAMS)}}
    assert len(parse_place(data).teams) == MOST_TEAMS
    data["teams"]["clinic"]["one_more"] = team
    with pytest.raises(UserError, match="4001 teams; allowed 1 to 4000"):
        parse_place(data)


def test_values_may_be_words() -> None:
    place = parse_place(read(HERE / "valid" / "own_words.yaml")["place"])
    assert place.leaders["shared"].values == entity_data()["leader"]["values"]["aliases"]["business"]


def test_all_defaults_of_entities_are_used_and_lie_within_their_range() -> None:
    specs: dict[str, type[StrictModel]] = {
        "organisation": OrganisationSpec,
        "team": TeamSpec,
        "leader": LeaderSpec,
        "users": UsersSpec,
    }
    for section, spec in specs.items():
        assert set(entity_data()[section]) <= set(spec.model_fields)
    assert set(entity_data()["sector"]) == set(get_args(Sector))
    flat = [entity_data()[section] for section in (*specs, "derived")] + list(entity_data()["sector"].values())
    for entry in [*CONTEXT.values(), *(entry for section in flat for entry in section.values())]:
        assert {"default", "range", "unit", "source", "evidence", "help"} <= set(entry)
        assert entry["evidence"] in LABELS
        assert entry["default"] is None or entry["range"][0] <= entry["default"] <= entry["range"][1]


def test_every_context_variable_is_shown_in_plain_words() -> None:
    assert len(CONTEXT) == 17
    for name, entry in CONTEXT.items():
        assert "_" not in entry["display"], name
        assert entry["help"].endswith("."), name


def test_a_place_cannot_be_changed_once_read() -> None:
    place: Place = parse_place(read(VALID[0])["place"])
    with pytest.raises(ValueError, match="frozen"):
        place.title = "another"
