"""One plain line for what is wrong with a file: the key, the value, what is allowed, what to do."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MinLen
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from icsim.base.errors import UserError

NOUNS = {float: "a number", int: "a whole number", bool: "true or false", str: "a word"}


def nearest(name: object, allowed: Iterable[str]) -> str:
    """`; did you mean X?` if a valid name is close, else nothing."""
    close = get_close_matches(str(name), list(allowed), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""


def listed(names: Iterable[str], most: int = 30) -> str:
    """Names in order, cut off where a line would become a page."""
    ordered = sorted(names)
    rest = f" and {len(ordered) - most} more" if len(ordered) > most else ""
    return (", ".join(ordered[:most]) or "none") + rest


def key_path(*steps: object) -> str:
    """Where a user finds it: names such as `acute/wards` or `users/panel` stand in levels in the file."""
    levels = [str(step).removeprefix(f"{above}/") for above, step in zip(("", *steps), steps, strict=False)]
    return ".".join(levels).replace("/", ".")


def unknown_name_error(path: str, name: object, what: str, allowed: Iterable[str]) -> UserError:
    """The complaint that a name does not exist."""
    names = list(allowed)
    return UserError(f"{path}: {name} is not {what} here; allowed: {listed(names)}{nearest(name, names)}")


def place_error(error: ValidationError, model: type[BaseModel], path: str) -> UserError:
    """What pydantic found, as one line; `path` is the key under which the model stands."""
    problems = error.errors(include_url=False)
    # A mistyped key is also a missing one; the typing is what to mend.
    first = next((problem for problem in problems if problem["type"] == "extra_forbidden"), problems[0])
    loc = first["loc"]
    key = key_path(path, *loc)
    if first["type"] == "extra_forbidden":
        parent = _annotation(model, loc[:-1])
        allowed = list(parent.model_fields) if _is_model(parent) else []
        line = f"{key}: unknown key; allowed: {listed(allowed)}{nearest(loc[-1], allowed)}"
    elif loc[-1:] == ("[key]",):
        line = (
            f"{key.removesuffix('.[key]')}: {_shown(first['input'])} is not a name; give a word, in quotes if need be"
        )
    elif first["type"] == "missing":
        line = f"{key}: missing; give {_wanted(model, loc)}"
    else:
        wanted = _wanted(model, loc)
        line = f"{key}: {_shown(first['input'])} is not allowed; give {wanted}"
    more = len(problems) - 1
    return UserError(line + (f" (and {more} more to mend)" if more else ""))


def _shown(value: object) -> str:
    text = " ".join(str(value).split()) if value is not None else "nothing"
    return text if len(text) <= 40 else text[:37] + "..."


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next(part for part in get_args(annotation) if part is not NoneType)
    return annotation


def _annotation(model: Any, loc: Sequence[int | str]) -> Any:
    """The type that stands at a place in a model."""
    found = model
    for step in loc:
        inside = found.model_fields[step].annotation if _is_model(found) else get_args(found)[-1]
        found = _without_none(inside)
    return found


def _wanted(model: type[BaseModel], loc: Sequence[int | str]) -> str:
    """What may stand at a place in a model, in words."""
    annotation = _annotation(model, loc)
    if get_origin(annotation) is Literal:
        return "one of: " + ", ".join(map(str, get_args(annotation)))
    if _is_model(annotation):
        return "keys out of: " + listed(annotation.model_fields)
    if get_origin(annotation) is dict:
        return "names, each with its own keys"
    if get_origin(annotation) is list:
        return "a list of names, or all"
    parent = _annotation(model, loc[:-1])
    noun = NOUNS.get(annotation, "a value")
    return noun + (_limits(parent.model_fields[loc[-1]]) if _is_model(parent) else "")


def _limits(info: FieldInfo) -> str:
    low = next((m.ge for m in info.metadata if isinstance(m, Ge)), None)
    high = next((m.le for m in info.metadata if isinstance(m, Le)), None)
    text = f" from {low} to {high}" if low is not None and high is not None else ""
    if any(isinstance(m, MinLen) for m in info.metadata):
        text += " that is not empty"
    extra = info.json_schema_extra
    known = extra.get("words") if isinstance(extra, dict) else None
    return text + (" or " + " or ".join(map(str, known)) if isinstance(known, list) and known else "")
