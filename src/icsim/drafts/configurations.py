"""The rows of a table as configurations: its columns by name, what was chosen in them read, and each mistake with its row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from icsim.base.errors import UserError, raise_all
from icsim.base.plain_text import shortened
from icsim.base.suggest import did_you_mean
from icsim.base.yaml_io import parse_yaml
from icsim.catalogue import catalogue
from icsim.drafts.sheet import SheetRow
from icsim.theory.load_theory import shipped_theories

TEXTS = ("context", "resource", "reasoning", "outcome", "source")
COLUMNS = {
    "id": "a word of small letters, digits and _; the name of the draft",
    "title": "the claim, as a plain sentence",
    "context": "the circumstances, in the source's words",
    "resource": "what is offered or withheld, in the source's words",
    "reasoning": "what those who receive it make of it, in the source's words",
    "outcome": "what comes of that, in the source's words",
    "source": "what one would cite",
    "doi": "the DOI alone",
    "pages": "pages",
    "quote": "word for word, with its page",
    "sources": "how many primary sources it rests on there",
    "confidence": "high, moderate, low or very_low",
    "left_out": "what the file does not express of the source, in words",
    "actors": "who acts, in the source's words",
    "role": "imposed, parameter_dependent or emergent",
    "follows": "the id of the row, or theory, whose outcome is the context of this one",
    "place": "where it is tried: icsim list places",
    "weeks": "how many weeks",
    "set_actors": "leaders, teams or nobody, with who and towards whom: leaders of tier=team towards sector=social_care own",
    "set_context": "PATH = VALUE; PATH = VALUE",
    "set_resource": "LEVER = WITH | WITHOUT; or LEVER = WITH | WITHOUT x LEVER = WITH | WITHOUT for an interaction",
    "read_resource": "MEASURE up; where it is left out, what leaders get round to of the lever",
    "read_reasoning": "MEASURE up week 26; MEASURE down week 26",
    "read_outcome": "MEASURE up week 52; MEASURE of across=sector up week 52",
}
ALSO = {
    "mechanism_resource": "resource", "resources": "resource", "mechanism_reasoning": "reasoning", "response": "reasoning",
    "reaction": "reasoning", "outcomes": "outcome", "contexts": "context", "citation": "source", "reference": "source",
    "actor": "actors", "who_acts": "actors", "agents": "actors",
    "quotes": "quote", "number_of_sources": "sources", "cerqual": "confidence",
}  # fmt: skip
"""Other names of columns."""
NAME = re.compile(r"^[a-z][a-z0-9_]*$")
READ = re.compile(
    r"^(?P<measure>[a-z_.]+)(?: of (?P<of>\S+))? (?P<expect>up|down|none)(?: (?P<when>week|by_week) (?P<week>[0-9]{1,9}))?$"
)
ACTORS = re.compile(
    r"^(?P<who>leaders|teams|nobody)(?: of (?P<of>\S+))?(?: towards (?P<towards>\S+))?(?: (?P<staff>own|partner)(?: staff)?)?$"
)
CHANGE = re.compile(r"^(?P<path>\S+) *= *(?P<with>[^|]+?) *\| *(?P<without>[^|]+)$")
VALUE = re.compile(r"^(?P<path>\S+) *= *(?P<value>[^|=]+)$")


@dataclass(frozen=True)
class Change:
    """What is set in the first arm and in the second."""

    path: str
    first: object
    second: object


@dataclass(frozen=True)
class Configuration:
    """A row: its texts, and what was chosen for them."""

    id: str
    row: int
    text: Mapping[str, str]  # by column, those that hold something
    context: Mapping[str, object]
    actors: Mapping[str, object]  # empty: nothing was chosen
    changes: tuple[Change, ...]
    crossed: bool  # an interaction of the two changes
    read: Mapping[str, tuple[Mapping[str, object], ...]]  # clauses by part


STAND_IN = "?"
"""A text that is missing, or what else cannot be read, while the rest of its row is judged."""


def configurations(name: str, head: Sequence[str], rows: Sequence[SheetRow]) -> tuple[list[Configuration], list[str]]:
    """All rows, and every mistake of each as a line; what is wrong is left open in its row. UserErrors where columns are wrong."""
    raise_all(column_faults(name, head))
    columns = list(map(_key, head))
    found, lines, ids = [], [], dict.fromkeys(shipped_theories(), "a theory that comes with icsim")
    for row in rows:
        text = {key: cell for key, cell in zip(columns, row.cells, strict=False) if key and cell}
        where = f"{name}: row {row.number}"
        lines += [f"{where}: {key}: empty; give {COLUMNS[key]}" for key in TEXTS if key not in text]
        text = dict.fromkeys(TEXTS, STAND_IN) | text
        own = text.get("id") or _new(_slug(text.get("title", text.get("resource", ""))), row.number, ids)
        if not NAME.match(own):
            lines.append(f"{where}: id: {shortened(own)} is no id; give {COLUMNS['id']}")
            own = f"row_{row.number}"
        elif own in ids:
            lines.append(f"{where}: id: {shortened(own)} is also that of {ids[own]}; give another")
            own = f"row_{row.number}"
        ids.setdefault(own, f"row {row.number}")
        read: dict[str, Any] = {}
        parsers = (("set_actors", _actors), ("set_context", _context), ("set_resource", _changes))
        for key, parse in (*parsers, *((f"read_{part}", _clauses) for part in PARTS)):
            try:
                read[key] = parse(text.get(key, ""))
            except UserError as error:
                lines.append(f"{where}: {key}: {error}; give {COLUMNS[key]}")
                read[key] = parse("")
                text.pop(key)
        changes, crossed = read["set_resource"]
        clauses = {part: read[f"read_{part}"] for part in PARTS}
        set_ = read["set_context"], read["set_actors"]
        found.append(Configuration(own, row.number, text, *set_, changes, crossed, clauses))
    return found, lines


PARTS = ("resource", "reasoning", "outcome")


def is_column(cell: str) -> bool:
    """Whether a cell names one of the columns."""
    return _key(cell) in COLUMNS


def _key(cell: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", cell.lower()).strip("_")
    return ALSO.get(plain, plain)


def column_faults(name: str, head: Sequence[str]) -> list[str]:
    """What is wrong with the names of the columns, a line each."""
    found: list[str] = []
    lines = []
    allowed = f"; allowed: {', '.join(COLUMNS)}"  # said once: a row of data that is read as the head has many unknown names
    for cell in head:
        key = _key(cell)
        if key and key not in COLUMNS:
            lines.append(f"{name}: column {shortened(cell, 60)}: unknown{allowed}{did_you_mean(key, COLUMNS)}")
            allowed = ""
        elif key and key in found:
            lines.append(f"{name}: column {shortened(cell, 60)}: is there twice; leave one of them out")
        found.append(key)
    missing = [key for key in TEXTS if key not in found]
    if missing:
        lines.append(f"{name}: column {', '.join(missing)}: missing; the first row has to name the columns {', '.join(TEXTS)}")
    return lines


def _slug(text: str) -> str:
    """A name out of a title: its first words."""
    return "_".join(re.findall(r"[a-z0-9]+", text.lower())[:6])


def _new(name: str, row: int, taken: Mapping[str, str]) -> str:
    """A name that nothing else has."""
    return name if name[:1].isalpha() and name not in taken else f"row_{row}"


def _context(text: str) -> dict[str, object]:
    made: dict[str, object] = {}
    for part in _parts(text):
        match = VALUE.match(part)
        if not match:
            raise UserError(f"{shortened(part)} is not understood")
        path = match["path"]
        if path in ("place", "weeks"):
            raise UserError(f"{shortened(part)} stands in a column of its own, {path}")
        if path in made:
            raise UserError(f"{path} is there twice; leave one of them out")
        made[path] = _value(match["value"])
    return made


def _actors(text: str) -> dict[str, object]:
    """Who acts, of whom and towards whom, as a theory file has it."""
    if not text:
        return {}
    match = ACTORS.match(" ".join(text.split()))
    if not match:
        raise UserError(f"{shortened(text)} is not understood")
    found = {key: value for key, value in match.groupdict().items() if value is not None}
    return {key: _of(value) if key in ("of", "towards") else value for key, value in found.items()}


def _changes(text: str) -> tuple[tuple[Change, ...], bool]:
    crossed = " x " in text
    parts = [part.strip() for part in text.split(" x ")] if crossed else _parts(text)
    made: list[Change] = []
    for part in parts:
        match = CHANGE.match(part)
        if not match:
            raise UserError(f"{shortened(part)} is not understood")
        if any(one.path == match["path"] for one in made):
            raise UserError(f"{shortened(match['path'])} is there twice; leave one of them out")
        made.append(Change(match["path"], _value(match["with"]), _value(match["without"])))
    if crossed and len(made) != 2:
        raise UserError(f"{shortened(text)} crosses {len(made)} levers; an interaction is of two")
    return tuple(made), crossed


def _clauses(text: str) -> tuple[dict[str, object], ...]:
    made = []
    for part in _parts(text):
        match = READ.match(part)
        if not match:
            raise UserError(f"{shortened(part)} is not understood")
        clause: dict[str, object] = {"measure": match["measure"]}
        if match["of"]:
            clause["of"] = _of(match["of"])
        if match["week"]:
            clause[match["when"]] = int(match["week"])
        made.append(clause | {"expect": match["expect"]})
    return tuple(made)


def _of(text: str) -> object:
    """`across=sector,tier=team` as keys; `weaker` or `bystanders` alone as it is."""
    if "=" not in text:
        return text
    return {key: value for key, _, value in (pair.partition("=") for pair in text.split(","))}


def _parts(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split(";") if part.strip()]


def _value(text: str) -> object:
    """A number, a word, or true and false, as a YAML file would have it."""
    try:
        value = parse_yaml(text.strip())
    except (yaml.YAMLError, ValueError):
        raise UserError(f"{shortened(text)} is no value") from None
    if not isinstance(value, str | int | float | bool):
        raise UserError(f"{shortened(text)} is no number and no word")
    return value


def direction(change: Change) -> str:
    """Which way the first arm goes beyond the second: up or down."""
    lever = next((one for one in catalogue().levers.values() if change.path.endswith(one.key)), None)
    first, second = change.first, change.second
    if lever is not None and lever.choices:
        order = list(lever.choices)
        first, second = (order.index(str(one)) if str(one) in order else 0 for one in (first, second))
    both = isinstance(first, int | float) and isinstance(second, int | float)
    return "down" if both and float(str(first)) < float(str(second)) else "up"


def lever_of(path: str) -> str | None:
    """The name of the lever that a path sets, as `enacted.LEVER` has it."""
    return next((one.name for one in catalogue().levers.values() if path == one.key or path.endswith(f".{one.key}")), None)
