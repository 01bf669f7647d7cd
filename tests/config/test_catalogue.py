import re
from pathlib import Path

import pytest

from icsim.base.yaml_io import YamlError, read_yaml
from icsim.catalogue import EVIDENCE_LABELS, MECHANISMS, CatalogueError, Entry, catalogue, load
from icsim.catalogue.load import PACKAGE
from icsim.catalogue.orders import CONTEXT, LEVERS, PARAMETERS, VARIANTS

SOUND = """\
title: Inspiring intent
kind: mechanism
help: Says where it is going.
papers: 22
sources: [T1.1]
levers:
  vision: {display: a vision, source: T1.1, help: Says it,
           hours: {default: 2, range: [1, 4], source: A, label: assumption}}
  framing: {display: framing, source: T1.8, choices: {none: nothing, relational: together},
            default: none, help: How it is framed}
parameters:
  gain: {default: 0.05, range: [0.01, 0.2], unit: per week, source: B1, label: convention, help: How fast it grows}
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


def test_all_seven_mechanisms_are_there_in_the_order_of_the_review():
    assert tuple(catalogue().mechanisms) == MECHANISMS == tuple(catalogue().levels)


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
        assert entry.label in EVIDENCE_LABELS


def test_the_orders_follow_mechanisms_then_files_then_the_tier():
    homes = [catalogue().levers[name].mechanism for name in LEVERS]
    assert list(dict.fromkeys(homes)) == [*MECHANISMS, ""]
    assert tuple(catalogue().context) == CONTEXT
    assert tuple(catalogue().parameters) == PARAMETERS
    assert tuple(catalogue().variants) == VARIANTS
    assert list(load(PACKAGE).parameters) == list(PARAMETERS)


def test_hours_of_levers_are_parameters():
    timed = [lever.name for lever in catalogue().levers.values() if lever.hours]
    assert [key for key in PARAMETERS if key.startswith("hours.")] == [f"hours.{name}" for name in timed]


def test_every_measure_has_a_smallest_effect():
    for measure in catalogue().measures.values():
        assert measure.smallest > 0
        assert measure.display
        assert measure.help


def test_a_small_catalogue_loads(tmp_path):
    known = load(write(tmp_path, SOUND))
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
        ("label: convention", "label: guess", "gain.label: 'guess'; allowed: measured"),
        ("source: B1, ", "", "gain: source is missing"),
        ("unit: per week, ", "", "gain: unit is missing"),
        ("help: How fast it grows", "help: ''", "gain.help: a text is expected"),
        ("help: How fast it grows", "hlep: How fast it grows", "gain: unknown key 'hlep'; allowed: default"),
        ("default: none, help", "default: never, help", "framing.default: 'never' is not among none, relational"),
        ("kind: mechanism", "kind: process", "kind: 'process'; the mechanisms are"),
        ("parameters:", "levers:", "the key 'levers' is given twice"),
        ("title: Inspiring intent", "title: [", "not YAML"),
    ],
)
def test_a_mistake_in_the_data_says_where(tmp_path, before, after, complaint):
    assert before in SOUND
    with pytest.raises(CatalogueError, match=re.escape(complaint)):
        load(write(tmp_path, SOUND.replace(before, after)))


def test_a_lever_in_two_files_is_refused(tmp_path):
    write(tmp_path, SOUND)
    other = SOUND.split("variants:")[0].replace("Inspiring", "Clarifying")
    with pytest.raises(CatalogueError, match="the lever 'vision' is given in two files"):
        load(write(tmp_path, other, "clarifying_complexity"))


def test_a_new_process_moves_no_lever(tmp_path):
    before = load(write(tmp_path, SOUND))
    after = load(write(tmp_path, "{title: A, kind: process, help: B, variants: {}}", "a_process"))
    assert list(after.levers) == list(before.levers)


def test_yaml_is_read_as_people_mean_it(tmp_path):
    file = tmp_path / "words.yaml"
    file.write_text("{a: off, b: 1e-3, c: true, d: 2022-01-01, e: .5, f: -3, g: yes, h: 1.}")
    expected = {"a": "off", "b": 0.001, "c": True, "d": "2022-01-01", "e": 0.5, "f": -3, "g": "yes", "h": 1.0}
    assert read_yaml(file) == expected
    file.write_text("- a list")
    with pytest.raises(YamlError, match="holds a list where a mapping"):
        read_yaml(file)
