"""What the page offers before anything runs: places, mechanisms and their levers, context, measures, lessons."""

from functools import cache

from icsim.base.resources import conf_dir
from icsim.base.version import __version__
from icsim.base.yaml_io import read_yaml
from icsim.catalogue import TIERS, Entry, Lever, Mechanism, catalogue
from icsim.catalogue.labels import PEOPLE_SERVED, lever_label
from icsim.config.compose import groups
from icsim.teach import place_form, start_types
from icsim.teach.lab_moves import lab_moves
from icsim.teach.link_query import COMMAND

FRONT = "box2"
"""The lesson that the front page plays by itself: it has a person in it, and a difference that is seen at once."""


@cache
def start() -> start_types.SentOffered:
    """All but the lessons and the words; it never changes while a server runs."""
    known = catalogue()
    shown = sorted(known.mechanisms.values(), key=lambda mechanism: mechanism.order)
    return {
        "version": __version__,
        "front": FRONT,
        "places": [_place(name) for name in groups(COMMAND)["place"]],
        "mechanisms": [_mechanism(chapter) for chapter in shown],
        "ours": place_form.form_limits(),
        "context": [{"path": f"context.{name}", **_entry(entry)} for name, entry in known.context.items()],
        "measures": [
            {"name": name, "display": entry.display, "help": entry.help, "unit": entry.unit, "low": entry.range[0],
             "high": entry.range[1], "smallest": entry.smallest_effect, "good": entry.better, "users": name in PEOPLE_SERVED}
            for name, entry in known.measures.items() if not entry.per_lever
        ],
    }  # fmt: skip


def _place(name: str) -> start_types.SentPlace:
    place = read_yaml(conf_dir() / "place" / f"{name}.yaml")["place"]
    if "title" not in place:
        place = {"title": name.replace("_", " ").capitalize(), "help": ""} | place
    found = lab_moves().get(name, {})
    moves: list[start_types.SentMoves] = [{"control": control, "lines": lines} for control, lines in found.items()]
    return {"name": name, "display": place["title"], "about": place["help"], "moves": moves}


def _mechanism(chapter: Mechanism) -> start_types.SentMechanism:
    known, name = catalogue(), chapter.name
    levers = [lever for lever in known.levers.values() if lever.mechanism == name]
    return {
        "name": name,
        "display": chapter.title,
        "short": chapter.short,
        "about": chapter.help,
        "slider": {"paths": [f"leadership.{tier}.{name}.level" for tier in TIERS], **_entry(known.levels[name])},
        "levers": [_lever(f"{name}.level", known.levels[name]), *(_lever(lever.key, lever) for lever in levers)],
    }


def _lever(key: str, entry: Lever) -> start_types.SentLever:
    """Both tiers' paths: a slider moves both; the first lever of a mechanism is its overall level."""
    paths = [f"leadership.{tier}.{key}" for tier in entry.tiers]
    return {"path": paths[0], "paths": paths, **_entry(entry), "display": lever_label(key)}


def _entry(entry: Entry) -> start_types.SentEntry:
    low, high = entry.range or (None, None)
    found: start_types.SentEntry = {
        "display": entry.display, "help": entry.help, "low": low, "high": high, "default": entry.default, "unit": entry.unit
    }  # fmt: skip
    if entry.choices:
        found["choices"] = [{"value": word, "display": said} for word, said in entry.choices.items()]
    return found
