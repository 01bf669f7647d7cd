"""The twin and the engine: two implementations of docs/odd.md that know nothing of each other, equal to the last bit."""

import ast
import math
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest

from icsim.catalogue import catalogue
from icsim.engine.block import ReplicateSeeds as EngineLuck
from icsim.engine.block import build_block
from icsim.engine.block_fields import STATE
from icsim.engine.ensemble import run_block
from icsim.engine.measures import Query
from twin import table
from twin.compare import STATES, Pair
from twin.luck import Luck, philox
from twin.model import Twin
from twin.reading import Asked, Readings

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "odd.md"
EVERY = 13  # weeks between two comparisons
FIRST = 3  # weeks that are all compared


@pytest.mark.slow
@pytest.mark.parametrize("name", table.ROWS)
def test_every_state_is_equal_to_the_last_bit(name: str) -> None:
    pair = Pair(table.settings(name), table.luck(name))
    last = table.weeks(name)
    for week in sorted({*range(min(FIRST, last) + 1), *range(0, last, EVERY), last}):
        pair.until(week)
        assert pair.differences()[:20] == []


def test_a_difference_of_one_bit_is_seen_in_every_state() -> None:
    pair = Pair(table.settings("a crooked place"), table.luck("a crooked place"))
    pair.until(2)
    twin = pair.twin
    first = {
        "team": twin.teams, "leader": twin.leaders, "leading": twin.teams[0].leading, "leader_tie": twin.leader_ties,
        "tie": [e for e in twin.ties if e.present], "organisation": twin.organisations, "user_group": twin.users,
        "place": [twin],
    }  # fmt: skip
    for carrier, names in STATES.items():
        for state in names:
            thing = first[carrier][0]
            before = getattr(thing, state)
            setattr(thing, state, math.nextafter(float(before), math.inf))
            assert [line for line in pair.differences() if f": {state} of " in line], f"{state} of {carrier}"
            setattr(thing, state, before)
    assert pair.differences() == []


def test_states_compared_are_all_that_the_page_says_change() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = lines.index("| entity | what is fixed | what changes |") + 2
    changing = [line.split("|")[3] for line in lines[start:] if line.startswith("|")][:8]
    named = {name for cell in changing for name in re.findall(r"`(\w+)`", cell)}
    assert named == {state for names in STATE.values() for state in names}
    assert named <= {state for names in STATES.values() for state in names}


# --- the table of settings


def values(path: str) -> set[str]:
    """What rows set a path to, the scattered ones aside; a tier's or leader's own for a lever."""
    found = [part.rpartition("=") for name in table.ROWS for part in table.touched(name)["paths"]]
    return {value for key, _, value in found if re.fullmatch(path, key)}


@pytest.mark.slow
@pytest.mark.parametrize("tier", ["team", "system"])
@pytest.mark.parametrize("lever", catalogue().levers.values(), ids=lambda lever: lever.name)
def test_table_moves_every_lever_of_both_tiers(lever: object, tier: str) -> None:
    if tier not in lever.tiers:
        return
    given = values(rf"leadership\.{tier}\.{re.escape(lever.key)}")
    default = lever.default if lever.default is not None else 0.5
    assert given - {str(default)}, f"leadership.{tier}.{lever.key} has its default in every row"


@pytest.mark.slow
@pytest.mark.parametrize("lever", [lever for lever in catalogue().levers.values() if lever.choices], ids=str)
def test_table_has_every_choice_of_a_lever(lever: object) -> None:
    given = values(rf"(leadership\.\w+|leader\..+)\.{re.escape(lever.key)}") | {str(lever.default)}
    assert given == set(lever.choices)


@pytest.mark.slow
@pytest.mark.parametrize("name", catalogue().context)
def test_table_moves_every_context_variable_to_both_ends(name: str) -> None:
    low, high = catalogue().context[name].range
    given = {float(value) for value in values(rf"context\.{name}")}
    assert min(given) <= low + 0.1 * (high - low)
    assert max(given) >= high - 0.1 * (high - low)


@pytest.mark.slow
@pytest.mark.parametrize("name", catalogue().variants)
def test_table_has_every_choice_of_every_variant(name: str) -> None:
    variant = catalogue().variants[name]
    assert values(rf"rules\.{name}") | {variant.default} == set(variant.choices)


@pytest.mark.slow
def test_table_has_every_event_and_every_word_of_its_fields() -> None:
    used = {event for name in table.ROWS for event in table.touched(name)["events"]}
    needed = {
        f"{event.name}.{field.name}={choice}"
        for event in catalogue().events.values()
        for field in event.fields.values()
        for choice in field.choices
    }
    assert set(catalogue().events) | needed <= used


@pytest.mark.slow
def test_table_has_every_place_and_every_trait_of_a_leader() -> None:
    places = {path.stem for path in (HERE.parents[1] / "conf" / "place").glob("*.yaml")}
    assert places <= {row["place"] for row in table.ROWS.values()}
    for trait in catalogue().traits:
        assert values(rf"leader\..+\.{trait}"), f"no row sets {trait} of a leader"


@pytest.mark.slow
def test_table_moves_every_parameter() -> None:
    defaults = {key: parameter.default for key, parameter in catalogue().parameters.items()}
    for key, parameter in catalogue().parameters.items():
        low, high = parameter.range
        given = {table.settings(name).parameters[key] for name in table.ROWS if "scatter" in table.ROWS[name]}
        assert given - {defaults[key]} or low == high, f"{key} has its default in every row"


@pytest.mark.slow
def test_table_has_forty_rows_and_names_them_once() -> None:
    assert len(table.ROWS) >= 40
    assert (HERE / "settings.yaml").read_text(encoding="utf-8").count("name: ") == len(table.ROWS)


# --- measures

SELECTED = (
    Asked("fairness", {"profession": "physician"}),
    Asked("trust_in_leader", {"sector": "social_care"}),
    Asked("morale", {"power_rank": "bottom"}, "range"),
    Asked("served", {"site": "hill"}),
    Asked("attendance", {"led_by": "top"}, "sd"),
    Asked("trust", {"across": "sector"}),
    Asked("trust", {"from": {"profession": "physician"}, "to": {"sector": "social_care"}}),
    Asked("trust", {"from": {"sector": "health"}, "to": {"sector": "health"}}, "sd"),
    Asked("collaboration", {"across": "organisation"}),
    Asked("joint_success", {"from": {"sector": "social_care"}}, "range"),
    Asked("conflict_open", {"across": "site"}),
    Asked("conflict_open", {"from": {"organisation": "town"}, "to": {"site": "hill"}}),
    Asked("leader_trust", {"from": {"tier": "system"}}),
    Asked("partnership_value", {"tier": "system"}),
    Asked("partnership_value", {"leader": "solo"}),
    Asked("partnership_value", {"organisation": "town"}),
    Asked("leader_strain", {"tier": "team"}, "sd"),
    Asked("decision_quality", {"tier": "team"}),
    Asked("leader_exits", {"tier": "system"}),
    Asked("enacted.vision", {"organisation": "north"}),
)


def everything() -> list[Asked]:
    """Every measure of everybody, each lever as enacted, with every way to sum up; then some of the selections."""
    known = catalogue()
    of_one = [Asked(name) for name, measure in known.measures.items() if not measure.per_lever]
    levers = [Asked(f"enacted.{name}") for name, lever in known.levers.items() if not lever.choices]
    many = [
        asked for asked in [*of_one, *levers] if "." in asked.measure or known.measures[asked.measure].kind != "place"
    ]
    return [*of_one, *levers, *(Asked(one.measure, {}, stat) for one in many for stat in ("sd", "range"))]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a crooked place", "a crowd of events", "scattered 3", "scattered 8", "voice off"])
def test_every_measure_is_equal_to_the_last_bit(name: str) -> None:
    settings, luck, last = table.settings(name), table.luck(name), min(table.weeks(name), 30)
    asked = everything() + (list(SELECTED) if table.ROWS[name]["place"] == "crooked" else [])
    weeks = sorted({0, 1, 2, 3, 4, 5, 11, last})
    readings = Readings(Twin(settings, luck), asked)
    readings.read()
    for _ in range(last):
        readings.twin.step()
        readings.read()
    queries = [Query(one.measure, one.of, one.stat) for one in asked]
    read = run_block(build_block([settings], [EngineLuck(*luck)]), [settings], queries, weeks, last)
    for number, one in enumerate(asked):
        for at, week in enumerate(weeks):
            here, there = readings.value(number, week), float(read[number, at, 0])
            assert here == there or (math.isnan(here) and math.isnan(there)), f"{one} at week {week}: {here}, {there}"


# --- the twin by itself


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_gives_the_published_answers(counter: tuple[int, ...], key: tuple[int, ...], answer: str) -> None:
    assert " ".join(f"{word:08x}" for word in philox(counter, key)) == answer


def test_no_part_of_the_twin_knows_the_engine() -> None:
    black_box = {"test_twin.py", "compare.py"}
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert path.name in black_box or not [name for name in names if name.startswith("icsim.engine")]


def test_casual_draws_give_the_same_model_on_other_luck() -> None:
    settings = table.settings("a crooked place")
    one, same, keyed = (Twin(settings, Luck(1, 1), draws) for draws in ("random", "random", "keyed"))
    for _ in range(20):
        for twin in (one, same, keyed):
            twin.step()
    states = [[getattr(team, state) for team in twin.teams for state in STATES["team"]] for twin in (one, same, keyed)]
    assert states[0] == states[1]
    assert states[0] != states[2]
    assert sum(team.arrived_total for team in one.teams) == sum(t.served + t.gave_up + t.queue for t in one.teams)


def test_the_order_in_which_draws_are_made_is_of_no_account() -> None:
    settings = table.settings("two teams")
    plain, nosy = Twin(settings, Luck(3, 4)), Twin(settings, Luck(3, 4))
    chance = random.Random(1)
    for _ in range(10):
        plain.step()
        nosy.step()
        nosy.draw(*(chance.randrange(1, 2**32) for _ in range(4)))
    for here, there in pairwise([plain, nosy]):
        assert [t.intent for t in here.teams] == [t.intent for t in there.teams]
