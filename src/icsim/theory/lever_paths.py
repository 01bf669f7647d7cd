"""Levers by the names that `icsim list levers` prints: in a theory such a name sets all leaders, of both tiers.

A name alone stands for two paths, `leadership.team.NAME` and `leadership.system.NAME`, or for one, where a lever is one
tier's only; who means one tier or one leader writes the path.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from icsim.catalogue import TIERS, catalogue
from icsim.config.compose import groups
from icsim.config.config_paths import flatten, icsim_entries, tiers_of

COMMAND = "test"


@cache
def lever_names() -> tuple[str, ...]:
    """What may stand for all leaders: levers as they are listed, and whole mechanisms as NAME.level."""
    known = catalogue()
    return (*(lever.key for lever in known.levers.values()), *(f"{name}.level" for name in known.levels))


def with_full_paths(patch: object) -> object:
    """The same with every name of a lever as its paths. What is no name of one stays as it is, for others to judge."""
    if not isinstance(patch, Mapping):
        return patch
    made: dict[str, object] = {}
    for key, value in patch.items():
        names = _named(str(key), value)
        if key == "timeline" and isinstance(value, list):
            made[key] = [_event(item) for item in value]
        elif names:
            for name, one in names.items():
                for tier in tiers_of(name):
                    path = f"leadership.{tier}.{name}"
                    if path in patch or path in made:
                        raise ValueError(f"{name} and {path} set the same; leave one of them out")
                    made[path] = one
        else:
            made[str(key)] = value
    return made


def wrong_lever(key: str) -> str | None:
    """What is wrong with a key that is no path, and the path that was probably meant; None where the key may be right."""
    head, *rest = key.split(".")
    known = {path.partition(".")[0] for path in icsim_entries(COMMAND)} | set(groups(COMMAND)) | {"timeline", "leader", "clause"}
    if head in known - {"leadership", "leader"}:
        return None
    if head == "leadership" and (not rest or rest[0] in TIERS):
        return None
    if head == "leader":
        return None
    found = _meant(key.removeprefix("leadership."))
    told = f"; did you mean {found}, leadership.team.{found} or leadership.system.{found}?" if found else ""
    return f"is no path; give one below context, leadership, leader, rules or parameters, or a lever of icsim list levers{told}"


def _named(key: str, value: object) -> dict[str, object]:
    """The levers that a key stands for, by name: one, or those below a mechanism."""
    if key in lever_names():
        return {key: value}
    if key in catalogue().mechanisms and isinstance(value, Mapping):
        return {f"{key}.{name}": one for name, one in flatten(value)}
    return {}


def _event(item: object) -> object:
    if isinstance(item, Mapping) and isinstance(item.get("set"), Mapping):
        return {**item, "set": with_full_paths(item["set"])}
    return item


def _meant(key: str) -> str | None:
    """The lever that was probably meant: by its whole name, or by the last part of it."""
    names = lever_names()
    last = key.rpartition(".")[2]
    ends = {name.rpartition(".")[2]: name for name in names if not name.endswith(".level")}
    if last in ends:
        return ends[last]
    near = get_close_matches(key, names, 1, 0.75) or [ends[one] for one in get_close_matches(last, ends, 1, 0.75)]
    return near[0] if near else None
