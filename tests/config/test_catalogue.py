import re
from pathlib import Path

import pytest

from icsim.base.errors import UserError
from icsim.base.yaml_io import YamlError, read_yaml
from icsim.catalogue import EVIDENCE_LABELS, MECHANISMS, CatalogueError, Entry, catalogue, load_catalogue
from icsim.catalogue.load import CONTEXT, LEVERS, PACKAGE, PARAMETERS, VARIANTS
from icsim.config.compose import compose
from icsim.theory.lever_paths import with_full_paths

SOUND = """\
title: Inspiring intent
kind: mechanism
number: 1
order: 3
short: inspiration
colour: "#b0562b"
help: Says where it is going.
papers: 22
sources: [T1.1]
levers:
  vision: {display: a vision, source: T1.1, help: Says it,
           hours: {default: 2, range: [1, 4], source: A, evidence: assumption}}
  framing: {display: framing, source: T1.8, choices: {none: nothing, relational: together},
            default: none, help: How it is framed}
parameters:
  gain: {default: 0.05, range: [0.01, 0.2], unit: per week, source: B1, evidence: convention, help: How fast it grows}
variants:
  intent: {display: intent, default: on, choices: {off: stays, on: moves}, source: B3, help: Does it move}
"""


def write(root: Path, text: str, name: str = "inspiring_intent") -> Path:
    (root / "rules").mkdir(exist_ok=True)
    (root / "rules" / f"{name}.yaml").write_text(text)
    return root


def entries() -> list[tuple[str, Entry]]:
    known = catalogue()
    tables = (known.levels, known.levers, known.context, known.parameters, known.variants, known.traits)
    return [(f"{entry.name} {type(entry).__name__}", entry) for table in tables for entry in table.values()]


def test_mechanisms_come_by_their_numbers():
    known = catalogue()
    assert tuple(known.mechanisms) == MECHANISMS == tuple(known.levels)
    assert [one.number for one in known.mechanisms.values()] == list(range(1, len(MECHANISMS) + 1))
    assert sorted(one.order for one in known.mechanisms.values()) == list(range(1, len(MECHANISMS) + 1))


@pytest.mark.parametrize(("name", "entry"), entries(), ids=[name for name, _ in entries()])
def test_every_entry_says_what_it_is(name, entry):
    assert entry.help
    assert entry.display
    assert entry.source
    if entry.default is None:
        assert name.endswith("Lever") or name == "annual_exit Entry"  # these follow something else
        assert entry.range is not None
    elif entry.choices:
        assert entry.default in entry.choices
        assert all(entry.choices.values())
    else:
        assert entry.range[0] <= entry.default <= entry.range[1]
        assert entry.unit
    if not entry.choices and not name.endswith("Lever"):
        assert entry.evidence in EVIDENCE_LABELS


def test_the_orders_follow_mechanisms_then_files_then_the_tier():
    homes = [catalogue().levers[name].mechanism for name in LEVERS]
    assert list(dict.fromkeys(homes)) == [*MECHANISMS, ""]
    assert tuple(catalogue().context) == CONTEXT
    assert tuple(catalogue().parameters) == PARAMETERS
    assert tuple(catalogue().variants) == VARIANTS
    assert list(load_catalogue(PACKAGE).parameters) == list(PARAMETERS)


def test_hours_of_levers_are_parameters():
    timed = [lever.name for lever in catalogue().levers.values() if lever.hours]
    assert [key for key in PARAMETERS if key.startswith("hours.")] == [f"hours.{name}" for name in timed]


def test_a_lever_of_one_tier_is_set_for_that_tier_alone():
    (name,) = [lever.name for lever in catalogue().levers.values() if lever.name == "conflict" and lever.tiers == ("team",)]
    lead = "leader.care/lead.balancing_perspectives.conflict"
    assert compose("run", ["place=pair", f"{lead}=hold"]).leaders["care/lead"].levers == {name: 1.0}
    chief = "leader.acute/lead.balancing_perspectives.conflict"
    with pytest.raises(UserError, match=f"{chief}: can be set for leaders of the tier team only"):
        compose("run", ["place=place", f"{chief}=hold"])
    key = "balancing_perspectives.conflict"
    assert with_full_paths({key: "hold"}) == {f"leadership.team.{key}": "hold"}
    both = compose("run", ["place=pair", "leadership.system.working_with_power.level=0.9"])
    assert both.levers("system")["borrowed_evenness"] == 0.9  # what cannot be set goes with its level


def test_every_measure_has_a_smallest_effect():
    for measure in catalogue().measures.values():
        assert measure.smallest_effect > 0
        assert measure.display
        assert measure.help


def test_a_small_catalogue_loads(tmp_path):
    known = load_catalogue(write(tmp_path, SOUND))
    assert list(known.levers) == ["vision", "framing"]
    assert known.levers["vision"].default is None
    assert known.parameters["hours.vision"].default == 2
    assert known.variants["intent"].default == "on"  # a word, not a boolean
    assert known.levers["framing"].number("relational") == 1.0


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("default: 0.05", "default: 0.5", "gain.default: 0.5 lies outside its range"),
        ("default: 0.05", "default: .nan", "gain.default: nan is no number"),
        ("default: 0.05, ", "", "gain: default is missing"),
        ("range: [0.01, 0.2]", "range: [0.2, 0.01]", "gain.range: two numbers, the smaller first"),
        ("evidence: convention", "evidence: guess", "gain.evidence: 'guess'; allowed: measured"),
        ("source: B1, ", "", "gain: source is missing"),
        ("unit: per week, ", "", "gain: unit is missing"),
        ("help: How fast it grows", "help: ''", "gain.help: a text is expected"),
        ("help: How fast it grows", "hlep: How fast it grows", "gain: unknown key 'hlep'; allowed: default"),
        ("default: none, help", "default: never, help", "framing.default: 'never' is not among none, relational"),
        ("kind: mechanism", "kind: process", "inspiring_intent: unknown key 'number'"),
        ("kind: mechanism", "kind: chapter", "kind: 'chapter'; allowed: mechanism, process"),
        ("short: inspiration\n", "", "inspiring_intent: short is missing"),
        ("number: 1", "number: one", "number: 'one'; a whole number from 1"),
        ("#b0562b", "brown", "colour: 'brown'; a colour such as"),
        ("parameters:", "levers:", "the key 'levers' is given twice"),
        ("title: Inspiring intent", "title: [", "not YAML"),
    ],
)
def test_a_mistake_in_the_data_says_where(tmp_path, before, after, complaint):
    assert before in SOUND
    with pytest.raises(CatalogueError, match=re.escape(complaint)):
        load_catalogue(write(tmp_path, SOUND.replace(before, after)))


def test_a_lever_in_two_files_is_refused(tmp_path):
    write(tmp_path, SOUND)
    other = SOUND.split("variants:")[0].replace("Inspiring", "Clarifying")
    other = other.replace("number: 1", "number: 7").replace("order: 3", "order: 2")
    other = other.replace("short: inspiration", "short: clarity").replace("#b0562b", "#1f6f8b")
    with pytest.raises(CatalogueError, match="the lever 'vision' is given in two files"):
        load_catalogue(write(tmp_path, other, "clarifying_complexity"))


@pytest.mark.parametrize("key", ["number: 1", "order: 3", "short: inspiration", 'colour: "#b0562b"'])
def test_two_mechanisms_do_not_share_what_tells_them_apart(tmp_path, key):
    write(tmp_path, SOUND)
    other = "{title: A, kind: mechanism, help: B, number: 2, order: 1, short: c, colour: '#000000'}"
    write(tmp_path, re.sub(rf"{key.partition(':')[0]}: [^,}}]*", key, other), "another")
    with pytest.raises(CatalogueError, match=f"the {key.partition(':')[0]} of a mechanism .* is given in two files"):
        load_catalogue(tmp_path)


def test_a_new_process_moves_no_lever(tmp_path):
    before = load_catalogue(write(tmp_path, SOUND))
    after = load_catalogue(write(tmp_path, "{title: A, kind: process, help: B, variants: {}}", "a_process"))
    assert list(after.levers) == list(before.levers)


def test_yaml_is_read_as_people_mean_it(tmp_path):
    file = tmp_path / "words.yaml"
    file.write_text("{a: off, b: 1e-3, c: true, d: 2022-01-01, e: .5, f: -3, g: yes, h: 1.}")
    expected = {"a": "off", "b": 0.001, "c": True, "d": "2022-01-01", "e": 0.5, "f": -3, "g": "yes", "h": 1.0}
    assert read_yaml(file) == expected
    file.write_text("- a list")
    with pytest.raises(YamlError, match="holds a list where a mapping"):
        read_yaml(file)
