"""The form "our place": whatever it can say is a place that runs; whatever it cannot is one line."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icsim.base.errors import UserError
from icsim.config.compose import compose
from icsim.config.settings import validate
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.teach.api import TeachApi
from icsim.teach.place_form import (
    MOST,
    MOST_TEAMS,
    SECTORS,
    FormOrganisation,
    decode,
    encode,
    example,
    form_limits,
    form_to_place,
    organisation_keys,
)

NAMES = st.text("abcdefgh XYZ-'_0123456789:;%&äßéمستشفىαβ病院(/.", min_size=1, max_size=12).map(lambda rest: f"o{rest}".strip(" "))
HOMES = st.builds(FormOrganisation, NAMES, st.sampled_from(SECTORS), st.integers(0, 100), st.integers(1, MOST_TEAMS))


@settings(max_examples=60)
@given(st.lists(HOMES, min_size=2, max_size=MOST, unique_by=lambda home: home.name.casefold()))
def test_whatever_the_form_can_say_is_a_place(homes: list[FormOrganisation]) -> None:
    assert decode(encode(homes)) == tuple(homes)
    made = form_to_place(homes)
    assert {key: len(teams) for key, teams in made["teams"].items()} == {
        key: home.teams for key, home in zip(organisation_keys(homes), homes, strict=True)
    }
    assert [one["power"] for one in made["organisations"].values()] == [home.power / 100 for home in homes]


def test_the_example_runs_and_power_by_the_form_is_felt() -> None:
    homes = decode(example())
    base = compose("test", ["place=pair", "weeks=26"])
    run = validate("test", {**base.values, "place": form_to_place(homes)})
    values = run_ensemble(
        [run], replicate_seeds(run, 4), [Query("influence_share", {"organisation": key}) for key in organisation_keys(homes)], [26]
    )
    hospital, *_, charity = (float(values.of(n, 26).mean()) for n in range(len(homes)))
    assert hospital > charity


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "0 organisations; allowed: 2 to 6"),
        (";".join(["a:health:1:1"] * 7), "7 organisations"),
        ("a:health:50:1;b:health:50", "is not NAME:SECTOR:POWER:TEAMS"),
        ("a:helth:50:1;b:health:50:1", "did you mean health?"),
        ("a:health:101:1;b:health:50:1", "power 101 is not allowed; give a whole number from 0 to 100"),
        ("a:health:-1:1;b:health:50:1", "power -1 is not allowed"),
        ("a:health:50:9;b:health:50:1", "teams 9 is not allowed; give a whole number from 1 to 4"),
        ("a b:health:50:1;A b:health:50:1", "is there twice"),
        ("...:health:50:1;b:health:50:1", "is no name here"),
        ("a\u202eb:health:50:1;b:health:50:1", "is no name here"),
        ("a\nb:health:50:1;b:health:50:1", "is no name here"),
        (f"{'x' * 31}:health:50:1;b:health:50:1", "is no name here"),
    ],
)
def test_what_the_form_cannot_say_is_one_line(text: str, said: str) -> None:
    with pytest.raises(UserError, match=r"^place_form") as told:
        decode(text)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


TYPED = ("Ärztehaus Süd", "مستشفى المدينة", "Riverside", "riverside!", "Director", "St. Mary's (A&E): 50%; <b>")


def test_names_are_shown_as_they_were_typed_wherever_the_page_has_them() -> None:
    homes = [FormOrganisation(name, SECTORS[n % 3], 50, 2) for n, name in enumerate(TYPED)]
    keys = organisation_keys(homes)
    assert keys == ["arztehaus_sud", "organisation_2", "riverside", "riverside_2", "director_2", "st_marys_a_e_50_b"]
    link = f"place_form={quote(encode(homes))}&weeks=20&b=leadership.team.working_with_power.level=0.9"
    api = TeachApi(16)
    told = api.worlds(link)
    assert {one["name"] for one in told["organisations"]} == set(TYPED)
    assert {one["full"] for one in told["teams"]} >= {"Ärztehaus Süd nursing", "مستشفى المدينة social work", "Riverside link work"}
    assert "Director lead" in {one["full"] for one in told["leaders"]}
    seen = str({key: value for key, value in told.items() if key not in ("query", "settings", "teams", "leaders", "organisations")})
    team = "organisation_2/social_work"
    story, why = api.story(f"{link}&team={quote(team)}"), api.why(f"{link}&team={quote(team)}")
    assert story["who"] == "مستشفى المدينة social work"
    for text in (seen, str(story), str(why)):
        assert not any(f"{key.replace('_', ' ')} {part}" in text for key in keys for part in ("nursing", "social work", "lead"))


def test_what_the_page_is_offered_is_what_is_taken() -> None:
    offered = form_limits()
    fewest, most = offered["organisations"]
    assert len(decode(example())) in range(fewest, most + 1)
    for sector in offered["sectors"]:
        homes = [FormOrganisation(f"o{n}", sector, 50, offered["teams"][1]) for n in range(most)]
        assert len(form_to_place(decode(encode(homes)))["teams"]) == most
