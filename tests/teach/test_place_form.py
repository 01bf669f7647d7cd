"""The form "our place": whatever it can say is a place that runs; whatever it cannot is one line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icsim.base.errors import UserError
from icsim.config.compose import compose
from icsim.config.settings import validate
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query
from icsim.teach.place_form import MOST, MOST_TEAMS, SECTORS, FormOrganisation, decode, encode, example, form_limits, form_to_place

NAMES = st.text("abcdefgh XYZ-'_0123456789", min_size=1, max_size=12).map(lambda rest: f"o{rest}".strip(" "))
HOMES = st.builds(FormOrganisation, NAMES, st.sampled_from(SECTORS), st.integers(0, 100), st.integers(1, MOST_TEAMS))


@settings(max_examples=60, deadline=None)
@given(st.lists(HOMES, min_size=2, max_size=MOST, unique_by=lambda home: home.key))
def test_whatever_the_form_can_say_is_a_place(homes: list[FormOrganisation]) -> None:
    assert decode(encode(homes)) == tuple(homes)
    made = form_to_place(homes)
    assert {key: len(teams) for key, teams in made["teams"].items()} == {home.key: home.teams for home in homes}
    assert [one["power"] for one in made["organisations"].values()] == [home.power / 100 for home in homes]


def test_the_example_runs_and_power_by_the_form_is_felt() -> None:
    homes = decode(example())
    base = compose("test", ["place=pair", "weeks=26"])
    run = validate("test", {**base.values, "place": form_to_place(homes)})
    values = run_ensemble(
        [run], replicate_seeds(run, 4), [Query("influence_share", {"organisation": home.key}) for home in homes], [26]
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
        ("a b:health:50:1;A-B:health:50:1", "is there twice"),
        ("<script>:health:50:1;b:health:50:1", "is no name here"),
        ("../etc:health:50:1;b:health:50:1", "is no name here"),
        (f"{'x' * 31}:health:50:1;b:health:50:1", "is no name here"),
        ("Director:health:50:1;b:health:50:1", "a name that every place has"),
    ],
)
def test_what_the_form_cannot_say_is_one_line(text: str, said: str) -> None:
    with pytest.raises(UserError, match=r"^place_form") as told:
        decode(text)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_what_the_page_is_offered_is_what_is_taken() -> None:
    offered = form_limits()
    fewest, most = offered["organisations"]
    assert len(decode(example())) in range(fewest, most + 1)
    for sector in offered["sectors"]:
        homes = [FormOrganisation(f"o{n}", sector, 50, offered["teams"][1]) for n in range(most)]
        assert len(form_to_place(decode(encode(homes)))["teams"]) == most
