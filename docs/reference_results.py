"""The reference page of the JSON files that a study leaves, from their models: keys, types and meanings stand there once."""

import inspect
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from tables import table

from icsim.base.document import Record
from icsim.results.schemas import DOCUMENTS


def results_page() -> str:
    """One section for each file, then one for each part that files have in common."""
    intro = (
        "# Results files\n\nKeys are stable within a `schema`, whose number rises when one changes its name or meaning. "
        "`null` is what cannot be said. Shares go from 0 to 1. `icsim` refuses a file of another schema and says so in one line. "
        "The same as JSON Schema (draft 2020-12): `docs/schemas/NAME.schema.json`."
    )
    parts: list[str] = [intro]
    seen: dict[type[Record], None] = {}
    for name, document in DOCUMENTS.items():
        parts += [f"## {document.FILE} of {document.COMMAND}\n\nSchema: `{name}.schema.json`", *_section(document)]
        _collect(document, seen)
    for record in seen:
        if record not in DOCUMENTS.values():
            parts += [f"### {record.__name__}", *_section(record)]
    return "\n\n".join(parts)


def _section(record: type[Record]) -> Iterator[str]:
    yield inspect.getdoc(record) or ""
    rows = [
        (f"`{field.alias or name}`", _type(field.annotation), field.description or "")
        for name, field in record.model_fields.items()
    ]
    yield table(("key", "type", "meaning"), rows)


def _collect(record: type[Record], seen: dict[type[Record], None]) -> None:
    """Add every record below another, in reading order; a section may hold sections."""
    for field in record.model_fields.values():
        for inner in _inside(field.annotation):
            if inner not in seen:
                seen[inner] = None
                _collect(inner, seen)


def _inside(annotation: object) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for inner in get_args(annotation):
        yield from _inside(inner)


def _type(annotation: object) -> str:
    """A type as a reader of JSON names it."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(inside[0])
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(_type(one) for one in inside))
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in inside)
    if origin is tuple:
        return f"list of {_type(inside[0])}"
    if origin is dict:
        return f"object of {_type(inside[1])}"
    known = {str: "text", int: "whole number", float: "number", bool: "true or false", NoneType: "null"}
    return known.get(annotation, getattr(annotation, "__name__", "any JSON"))  # type: ignore[call-overload]


if __name__ == "__main__":
    print(results_page())
