"""What a configuration may hold: pydantic models made from the catalogue's entries, so that nothing is typed twice."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from icsim.base.plain_data import PlainDict
from icsim.base.strict_model import GIVE, StrictModel, said_as
from icsim.catalogue import Catalogue, Entry, catalogue
from icsim.config.config_paths import leader_knobs, nest, settable_entries

Kind = Any  # a type, or what pydantic makes a field of: put together of data while the program runs
TYPES: dict[str, Kind] = {"number": float, "integer": int, "names": list[str]}  # a choice has its own; all else is a text
YAML_WORDS = {True: "on", False: "off"}  # the words that YAML 1.1, which Hydra reads, takes for booleans


@cache
def config_model(command: str) -> type[StrictModel]:
    """The model of a command's whole configuration, from icsim's own catalogue."""
    return build_config_model(catalogue(), command)


def build_config_model(known: Catalogue, command: str) -> type[StrictModel]:
    """The same from any catalogue. The place is checked by the world, and names in it by `references`."""
    leader: Kind = dict[str, nested_model("Leader", nest(leader_knobs(known)), unset=True)]  # type: ignore[misc]
    timeline: Kind = list[timeline_item_model(known)]  # type: ignore[misc]
    place = "a name out of icsim list places, or the path of a YAML file"
    parts = {
        "place": (Annotated[dict[str, object], said_as(place)], ...),
        "leader": (Annotated[leader, said_as("names of leaders, each with keys of its own")], ...),
        "timeline": (Annotated[timeline, said_as("a list of events")], ...),
    }
    return nested_model(command, {**parts, **nest(settable_entries(known, command))})


def timeline_item_model(known: Catalogue) -> type[StrictModel]:
    """The model of one item of the timeline: a week, and one of the events."""
    events: PlainDict = {"week": (int, Field(ge=1))}
    for name, event in known.events.items():
        fields: PlainDict = {key: entry_field(part, optional=not part.required) for key, part in event.fields.items()}
        free = Annotated[dict[str, object], said_as("paths and their new values")]
        kind: Kind = free if event.free else create_model(f"timeline.{name}", __base__=StrictModel, **fields)
        events[name] = (kind | None, None)
    return create_model("timeline", __base__=StrictModel, **events)


def nested_model(name: str, tree: Mapping[str, object], unset: bool = False) -> type[StrictModel]:
    """A model of nested entries and ready fields; with `unset`, each may be left out, and None says that it was."""
    fields: PlainDict = {}
    for key, node in tree.items():
        if isinstance(node, Mapping):
            inner: Kind = nested_model(f"{name}.{key}", node, unset)
            fields[key] = (inner | None, None) if unset else (inner, ...)
        elif isinstance(node, Entry):
            fields[key] = entry_field(replace(node, default=None), optional=True) if unset else entry_field(node)
        else:
            fields[key] = node
    return create_model(name, __base__=StrictModel, **fields)


def entry_field(entry: Entry, optional: bool = False) -> tuple[Kind, Kind]:
    """An entry as a pydantic field: its type, limits and the words it goes by; an optional one has its default."""
    kind: Kind = Literal[tuple(entry.choices)] if entry.type == "choice" else TYPES.get(entry.type, str)
    words = {given: word for given, word in YAML_WORDS.items() if word in entry.choices} | dict(entry.aliases)
    if words:
        kind = Annotated[
            kind, BeforeValidator(lambda value: words.get(value, value) if isinstance(value, str | bool) else value)
        ]
    if optional or entry.default is None:
        kind = kind | None
    low, high = entry.range or (None, None)
    given: PlainDict = {GIVE: entry.allowed() + (" or null" if entry.default is None and not optional else "")}
    start: Kind = entry.default if optional else ...
    return kind, Field(start, ge=low, le=high, description=entry.help, json_schema_extra=given)
