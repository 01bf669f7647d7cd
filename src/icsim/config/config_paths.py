"""Every configuration path and its entry: one flat table, from which defaults, schema and messages are all made."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from icsim.base.plain_data import PlainDict
from icsim.catalogue import TIERS, Catalogue, Entry, catalogue


def settable_entries(known: Catalogue, command: str) -> dict[str, Entry]:
    """Dotted path -> entry, for everything that has a value in the configuration of a command."""
    return dict(_knobs(known, command))


@cache
def icsim_entries(command: str) -> dict[str, Entry]:
    """The same of icsim's own catalogue, once."""
    return settable_entries(catalogue(), command)


def leader_knobs(known: Catalogue) -> dict[str, Entry]:
    """What stands below `leader.<name>`: what a leader does and what a leader is. `spread` is the tier's alone."""
    does = {path: entry for path, entry in _of_a_leader(known, TIERS) if path != "spread"}
    return does | dict(known.traits)


def entry_at(command: str, path: str) -> Entry | None:
    """The entry behind a full path, also below one leader or inside an event of the timeline."""
    match path.split("."):
        case ["leader", _, *rest]:
            return leader_knobs(catalogue()).get(".".join(rest))
        case ["timeline", _, event, field]:
            return catalogue().events[event].fields.get(field) if event in catalogue().events else None
        case _:
            return icsim_entries(command).get(path)


def tiers_of(key: str) -> tuple[str, ...]:
    """The tiers whose leaders can be set to a lever; to a level, all."""
    return next((lever.tiers for lever in catalogue().levers.values() if lever.key == key), TIERS)


def nest(flat: Mapping[str, object]) -> dict[str, object]:
    """`{"a.b": 1}` -> `{"a": {"b": 1}}`, in the same order."""
    tree: PlainDict = {}
    for path, value in flat.items():
        *stem, last = path.split(".")
        node = tree
        for part in stem:
            node = node.setdefault(part, {})
        node[last] = value
    return tree


def flatten(tree: Mapping[str, object], stem: str = "") -> Iterator[tuple[str, Any]]:  # Any: as in `Mapping[str, object]`
    """The reverse of `nest`; an empty mapping vanishes."""
    for key, value in tree.items():
        if not isinstance(value, str | int | float | None) and isinstance(value, Mapping):  # leaves first, for speed
            yield from flatten(value, f"{stem}{key}.")
        else:
            yield f"{stem}{key}", value


def merged(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """Both, level by level; where they disagree, the second."""
    both = dict(below)
    for key, value in above.items():
        inner = both.get(key)
        both[key] = merged(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return both


def paths_overlap(path: str, other: str) -> bool:
    """Whether one of two paths is the other, or stands above it."""
    return f"{path}.".startswith(f"{other}.") or f"{other}.".startswith(f"{path}.")


def _knobs(known: Catalogue, command: str) -> Iterator[tuple[str, Entry]]:
    yield from ((f"context.{name}", entry) for name, entry in known.context.items())
    for tier in TIERS:
        yield from ((f"leadership.{tier}.{path}", entry) for path, entry in _of_a_leader(known, (tier,)))
    yield from ((f"rules.{name}", entry) for name, entry in known.variants.items())
    yield from ((f"parameters.{key}", entry) for key, entry in known.parameters.items())
    yield from ((path, entry) for path, entry in known.settings.items() if not entry.commands or command in entry.commands)


def _of_a_leader(known: Catalogue, tiers: tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
    for mechanism in (*known.levels, ""):
        if mechanism:
            yield f"{mechanism}.level", known.levels[mechanism]
        there = (lever for lever in known.levers.values() if lever.mechanism == mechanism and set(tiers) & set(lever.tiers))
        yield from ((lever.key, lever) for lever in there)
