"""From a mapping in a data file to an entry, with everything checked: mistakes here are the developer's."""

import math
from collections.abc import Mapping
from typing import TypeVar

from icsim.base.plain_data import PlainMapping
from icsim.catalogue.entries import EVIDENCE_LABELS, TYPES, Entry

E = TypeVar("E", bound=Entry)

NUMBER = ("default", "range", "unit", "source", "evidence", "help")
OPTIONAL = ("choices", "type", "display", "aliases", *NUMBER)


class CatalogueError(Exception):
    """The data beside the rules is wrong: a programming error, not a user's."""


def checked_mapping(where: str, data: object, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> PlainMapping:
    """The mapping itself, once it is one, has all it must have and nothing unknown."""
    if not isinstance(data, Mapping):
        raise CatalogueError(f"{where}: a mapping is expected, not {data!r}")
    for key in data:
        if key not in required and key not in optional:
            raise CatalogueError(
                f"{where}: unknown key {key!r}; allowed: {', '.join(dict.fromkeys((*required, *optional)))}"
            )
    missing = [key for key in required if key not in data]
    if missing:
        raise CatalogueError(f"{where}: {', '.join(missing)} is missing")
    return data


def entry(kind: type[E], where: str, name: str, data: object, must: tuple[str, ...], **more: object) -> E:
    """An entry of a kind from its mapping, which `must` have certain keys; `more` is what the kind adds to `Entry`."""
    data = checked_mapping(where, data, must, OPTIONAL)
    choices = data.get("choices")
    type_ = data.get("type", "choice" if choices else "number")
    made = kind(
        name=name,
        type=type_,
        default=data.get("default"),
        range=_range(where, data["range"]) if "range" in data else None,
        choices=checked_mapping(where, choices, (), tuple(choices)) if choices else {},
        aliases=data.get("aliases", {}),
        unit=checked_text(where, data, "unit"),
        source=checked_text(where, data, "source"),
        evidence=checked_text(where, data, "evidence"),
        display=checked_text(where, data, "display") or name.replace("_", " "),
        help=checked_text(where, data, "help"),
        **more,
    )
    _sound(where, made)
    return made


def checked_text(where: str, data: Mapping[str, object], key: str) -> str:
    """A piece of text; empty if it is not there, a mistake if it is there and empty or not a text."""
    value = data.get(key, "")
    if key in data and not (isinstance(value, str) and value.strip()):
        raise CatalogueError(f"{where}.{key}: a text is expected, not {value!r}")
    return str(value)


def _range(where: str, value: object) -> tuple[float, float]:
    if isinstance(value, list) and len(value) == 2 and all(_is_number(end) for end in value) and value[0] <= value[1]:
        return float(value[0]), float(value[1])
    raise CatalogueError(f"{where}.range: two numbers, the smaller first, are expected, not {value!r}")


def _sound(where: str, made: Entry) -> None:
    if made.type not in TYPES:
        raise CatalogueError(f"{where}.type: {made.type!r}; allowed: {', '.join(TYPES)}")
    if made.evidence and made.evidence not in EVIDENCE_LABELS:
        raise CatalogueError(f"{where}.evidence: {made.evidence!r}; allowed: {', '.join(EVIDENCE_LABELS)}")
    if made.default is None:
        return
    if made.type == "choice" and made.default not in made.choices:
        raise CatalogueError(f"{where}.default: {made.default!r} is not among {', '.join(map(str, made.choices))}")
    if made.type in ("number", "integer"):
        if not _is_number(made.default) or (made.type == "integer" and not isinstance(made.default, int)):
            raise CatalogueError(f"{where}.default: {made.default!r} is no {made.type}")
        if made.range and not made.range[0] <= float(made.default) <= made.range[1]:
            raise CatalogueError(f"{where}.default: {made.default!r} lies outside its range {list(made.range)}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
