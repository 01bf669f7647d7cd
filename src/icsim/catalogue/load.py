"""Reads the data beside the code, once: the only place where a default, a range or a help text comes from."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from icsim.base.plain_data import PlainDict, PlainMapping
from icsim.base.yaml_io import YamlError, read_yaml
from icsim.catalogue.check import NUMBER, CatalogueError, checked_mapping, checked_text, entry
from icsim.catalogue.entries import (
    DIRECTIONS,
    TIERS,
    ContextVariable,
    Entry,
    Event,
    EventField,
    Lever,
    Measure,
    Mechanism,
    Parameter,
    RuleFile,
    RuleVariant,
    RunSetting,
)

PACKAGE = Path(__file__).resolve().parents[1]
KINDS = {"mechanism": ("number", "order", "short", "colour"), "process": ()}
"""The kinds of chapter, and what a chapter of a kind needs besides what all need."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything that can be set or observed. The orders of the mappings are part of the contract."""

    mechanisms: Mapping[str, Mechanism]  # by their numbers
    processes: Mapping[str, RuleFile]
    levels: Mapping[str, Lever]  # one per mechanism
    levers: Mapping[str, Lever]  # by mechanism, then as in its file, then those of the tier
    context: Mapping[str, ContextVariable]
    parameters: Mapping[str, Parameter]  # by "file.name"; a lever's hours are "hours.<lever>"
    variants: Mapping[str, RuleVariant]
    traits: Mapping[str, Entry]  # what a named leader is, besides what the leader does
    measures: Mapping[str, Measure]
    events: Mapping[str, Event]
    settings: Mapping[str, RunSetting]  # by path


@cache
def catalogue() -> Catalogue:
    """The catalogue of icsim itself."""
    return load_catalogue(PACKAGE)


def load_catalogue(root: Path) -> Catalogue:
    """The catalogue in a folder that is laid out as the package is; a file that is not there holds nothing."""
    try:
        return _load(root)
    except YamlError as error:
        raise CatalogueError(str(error)) from error


def _load(root: Path) -> Catalogue:
    files = {path.stem: read_yaml(path) for path in sorted((root / "rules").glob("*.yaml"))}
    chapters = {name: _chapter(name, data) for name, data in files.items()}
    mechanisms = _by_number([chapter for chapter in chapters.values() if isinstance(chapter, Mechanism)])
    processes = [name for name in chapters if name not in mechanisms]
    order = [*mechanisms, *processes]
    settings = _read(root / "config" / "settings.yaml")
    level = settings.pop("level", None)
    levers = _unique(
        (lever for name in order for lever in _levers(name, files[name])), "lever", lambda lever: lever.name
    )
    return Catalogue(
        mechanisms=mechanisms,
        processes={name: chapters[name] for name in processes},
        levels={name: entry(Lever, "level", "level", level, NUMBER, mechanism=name) for name in mechanisms if level},
        levers=levers,
        context={
            name: entry(ContextVariable, f"context.{name}", name, data, (*NUMBER, "display"))
            for name, data in _read(root / "world" / "context.yaml").items()
        },
        parameters=_unique(_parameters(order, files, levers), "parameter", lambda parameter: parameter.key),
        variants=_unique(
            (v for name in order for v in _variants(name, files[name])), "variant", lambda variant: variant.name
        ),
        traits={
            name: entry(Entry, f"leader.{name}", name, data, NUMBER)
            for name, data in _read(root / "world" / "entities.yaml").get("leader", {}).items()
        },
        measures={name: _measure(name, data) for name, data in _read(root / "engine" / "measures.yaml").items()},
        events={name: _event(name, data) for name, data in _read(root / "engine" / "events.yaml").items()},
        settings={name: _setting(name, data) for name, data in settings.items()},
    )


def _read(path: Path) -> PlainDict:
    return read_yaml(path) if path.is_file() else {}


def _unique(things: Iterable[T], what: str, name: Callable[[T], str]) -> dict[str, T]:
    found: dict[str, T] = {}
    for thing in things:
        if found.setdefault(name(thing), thing) is not thing:
            raise CatalogueError(f"the {what} {name(thing)!r} is given in two files")
    return found


def _chapter(name: str, data: PlainDict) -> RuleFile:
    kind = data.get("kind")
    if kind not in KINDS:
        raise CatalogueError(f"{name}.kind: {kind!r}; allowed: {', '.join(KINDS)}")
    sections = ("levers", "tier_levers", "parameters", "variants")
    checked_mapping(name, data, ("title", "kind", "help", *KINDS[kind]), ("papers", "sources", *sections))
    common: PlainDict = {
        "name": name,
        "kind": kind,
        "title": checked_text(name, data, "title"),
        "help": checked_text(name, data, "help"),
        "sources": tuple(map(str, data.get("sources", ()))),
        "papers": data.get("papers"),
    }
    if kind == "process":
        return RuleFile(**common)
    for key in ("number", "order"):
        if not isinstance(data[key], int) or isinstance(data[key], bool) or data[key] < 1:
            raise CatalogueError(f"{name}.{key}: {data[key]!r}; a whole number from 1 is expected")
    short, colour = checked_text(name, data, "short"), checked_text(name, data, "colour")
    if not re.fullmatch("#[0-9a-f]{6}", colour):
        raise CatalogueError(f"{name}.colour: {colour!r}; a colour such as '#1f6f8b' is expected")
    return Mechanism(**common, number=data["number"], order=data["order"], short=short, colour=colour)


def _by_number(found: list[Mechanism]) -> dict[str, Mechanism]:
    for key in KINDS["mechanism"]:
        _unique(found, f"{key} of a mechanism", attrgetter(key))
    return {mechanism.name: mechanism for mechanism in sorted(found, key=lambda mechanism: mechanism.number)}


def _levers(file: str, data: PlainDict) -> Iterable[Lever]:
    for section, mechanism in (("levers", file), ("tier_levers", "")):
        for name, raw in (data.get(section) or {}).items():
            where = f"{file}.{section}.{name}"
            hours, valence = raw.pop("hours", None), raw.pop("valence", 0 if "choices" in raw else 1)
            if valence not in (-1, 0, 1):
                raise CatalogueError(f"{where}.valence: {valence!r}; allowed: -1, 0, 1")
            tiers = tuple(raw.pop("tiers", TIERS))
            if not tiers or not set(tiers) <= set(TIERS):
                raise CatalogueError(f"{where}.tiers: {', '.join(tiers) or 'none'}; allowed: {', '.join(TIERS)}")
            if "choices" not in raw:
                raw = {"range": [0.0, 1.0], "unit": "share", **raw}
            required = ("display", "help", "source") if mechanism else ("display", "help", "source", "default")
            more = {"mechanism": mechanism, "hours": _hours(where, name, hours), "valence": valence, "tiers": tiers}
            yield entry(Lever, where, name, raw, required, **more)


def _hours(where: str, lever: str, data: dict[str, object] | None) -> Parameter | None:
    if data is None:
        return None
    data = {"unit": "hours a week", "help": "Hours a week that full use of the lever takes.", **data}
    return entry(Parameter, f"{where}.hours", lever, data, NUMBER, home="hours")


def _parameters(order: list[str], files: PlainDict, levers: dict[str, Lever]) -> Iterable[Parameter]:
    for file in order:
        for name, raw in (files[file].get("parameters") or {}).items():
            yield entry(Parameter, f"{file}.parameters.{name}", name, raw, NUMBER, home=file)
    yield from (lever.hours for lever in levers.values() if lever.hours)


def _variants(file: str, data: PlainDict) -> Iterable[RuleVariant]:
    for name, raw in (data.get("variants") or {}).items():
        where = f"{file}.variants.{name}"
        yield entry(RuleVariant, where, name, raw, ("default", "choices", "source", "display", "help"), home=file)


def _measure(name: str, data: PlainMapping) -> Measure:
    required = ("carrier", "kind", "unit", "range", "smallest_effect", "better", "display", "help")
    data = checked_mapping(f"measures.{name}", data, required, ("also", "per_lever", "smallest_effect_per"))
    if data["better"] not in DIRECTIONS:
        raise CatalogueError(f"measures.{name}.better: {data['better']!r}; allowed: {', '.join(DIRECTIONS)}")
    low, high = data["range"]
    return Measure(name=name, **{**data, "range": (low, high)})


def _event(name: str, data: PlainMapping) -> Event:
    data = checked_mapping(f"events.{name}", data, ("display", "help", "fields"), ("free",))
    fields = {field: _event_field(f"events.{name}.{field}", field, raw) for field, raw in data["fields"].items()}
    return Event(name=name, **{**data, "fields": fields})


def _event_field(where: str, name: str, data: PlainDict) -> EventField:
    required = bool(data.pop("required", False))
    if isinstance(data.get("choices"), list):
        data["choices"] = dict.fromkeys(data["choices"], "")
    return entry(EventField, where, name, data, ("type", "help"), required=required)


def _setting(name: str, data: PlainDict) -> RunSetting:
    commands = tuple(data.pop("commands", ()))
    return entry(RunSetting, f"settings.{name}", name, data, ("type", "help"), commands=commands)


MECHANISMS = tuple(catalogue().mechanisms)  # by their numbers
LEVERS = tuple(catalogue().levers)
CONTEXT = tuple(catalogue().context)
PARAMETERS = tuple(catalogue().parameters)  # "file.name"
VARIANTS = tuple(catalogue().variants)
