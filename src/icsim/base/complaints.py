"""One plain line for what a user got wrong: the key, the value, what is allowed, what to do.

All that pydantic finds in files, messages and configurations is put into words here, and all that Hydra complains about.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import reduce
from itertools import chain
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from hydra.errors import HydraException, MissingConfigException
from omegaconf.errors import OmegaConfBaseException
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from yaml import MarkedYAMLError

from icsim.base.errors import UserError
from icsim.base.strict_model import GIVE
from icsim.base.suggest import did_you_mean, file_or_name, list_names
from icsim.base.yaml_io import mark_text, yaml_problem

NOUNS = {float: "a number", int: "a whole number", bool: "true or false", str: "a text", dict: "keys with their values"}
Loc = Sequence[int | str]


class _Spot(NamedTuple):
    """What may stand at a place of a model."""

    kind: object  # a type, or one of typing's forms, for which Python has no common type
    notes: tuple[object, ...] = ()


def format_value(value: object) -> str:
    """A value as one would write it, short enough for a line; a text that looks like something else in quotes."""
    plain = {None: "null", True: "true", False: "false"}.get(value) if isinstance(value, bool | None) else None
    text = plain or " ".join(str(value).split()) or "nothing"
    text = f"'{text}'" if isinstance(value, str) and (text in ("null", "true", "false") or _number(text) is not None) else text
    return text if len(text) <= 60 else text[:57] + "..."


def key_path(*steps: object) -> str:
    """Where a user finds it: names such as `acute/wards` or `users/panel` stand in levels in the file."""
    levels = [str(step).removeprefix(f"{above}/") for above, step in zip(("", *steps), steps, strict=False)]
    return ".".join(levels).replace("/", ".")


def unknown_name_error(path: str, name: object, what: str, allowed: Iterable[str]) -> UserError:
    """The complaint that a name does not exist."""
    names = sorted(allowed)
    return UserError(f"{path}: {name} is not {what} here; allowed: {list_names(names)}{did_you_mean(name, names)}")


def complaint(error: ValidationError, model: type[BaseModel], *stem: str) -> str:
    """What pydantic found, as one line; `stem` is the key under which the model stands."""
    problems = error.errors(include_url=False)
    # A mistyped key is also a missing one: the typing is what to mend.
    first = next((one for one in problems if one["type"] == "extra_forbidden"), problems[0])
    more = len({_steps(model, one["loc"]) for one in problems} - {_steps(model, first["loc"])})
    return _line(first["type"], first["msg"], first["loc"], first["input"], model, stem) + (f" ({more} more)" if more else "")


def complaints(error: ValidationError, model: type[BaseModel]) -> list[tuple[Loc, str]]:
    """All that pydantic found, each thing once: its place and its line. Keys that are unknown come first."""
    lines: dict[Loc, tuple[Loc, str]] = {}
    for one in sorted(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden"):
        place = tuple(one["loc"]) if one["type"] == "extra_forbidden" else _steps(model, one["loc"])
        lines.setdefault(place, (one["loc"], _line(one["type"], one["msg"], one["loc"], one["input"], model, ())))
    return list(lines.values())


def _line(kind: str, message: str, loc: Loc, given: object, model: type[BaseModel], stem: Sequence[str]) -> str:
    if kind == "json_invalid":
        return f"body: not JSON; give {_wanted(_Spot(model))}"
    if loc[-1:] == ("[key]",):
        key = key_path(*stem, *_steps(model, loc[:-2])) or "key"
        return f"{key}: {format_value(given)} is not a name; give {_wanted(_key_spot(model, loc[:-2]))}, in quotes if need be"
    if kind == "extra_forbidden":
        above = _steps(model, loc[:-1])
        key = key_path(*stem, *above, loc[-1])
        allowed = [name for name, _ in chain.from_iterable(_fields(kind) for kind, _ in _options(_at(model, loc)))]
        known = [key_path(*stem, *path) for path in _paths(_Spot(model), loc)]
        shown = "" if isinstance(given, Mapping | list) else f" (given {format_value(given)})"
        return f"{key}: unknown key{shown}; allowed: {list_names(allowed)}{did_you_mean(key, known)}"
    wanted, path = _at(model, loc), key_path(*stem, *_steps(model, loc))
    key = f"{path}: " if path else ""
    if kind == "missing":
        return f"{key}missing; give {_wanted(wanted)}"
    if kind == "value_error":
        return f"{key}{message.removeprefix('Value error, ')}"
    if given is None:
        return f"{key}empty; give {_wanted(wanted)}"
    return f"{key}{format_value(given)} is not allowed; give {_wanted(wanted)}{_as_in(given, wanted)}"


def _as_in(given: object, wanted: _Spot) -> str:
    """The value as it was probably meant, where the slip is a common one: quotes, a decimal comma, a year for a text."""
    kinds = [kind for kind, _ in _options(wanted)]
    if str in kinds and isinstance(given, int | float):
        return f", as in '{format_value(given)}'" if _allowed(format_value(given), wanted) else ""
    number = _number(given) if isinstance(given, str) else None
    if isinstance(given, float) and float not in kinds and given.is_integer():
        number = given
    return f", as in {number:.12g}" if number is not None and _allowed(number, wanted) else ""


def _allowed(example: str | float, wanted: _Spot) -> bool:
    """Whether an example may itself stand there."""
    for kind, notes in _options(wanted):
        if kind not in ((str,) if isinstance(example, str) else (int, float)):
            continue
        limits = [note for note in _flat(notes) if not isinstance(note, FieldInfo)]
        with suppress(ValidationError):
            made: Any = reduce(lambda of, note: Annotated[of, note], limits, kind)  # Any: a type made here, unknown to mypy
            TypeAdapter(made).validate_python(example)
            return True
    return False


def _number(text: str) -> float | None:
    found = re.fullmatch(r"\s*([-+]?[0-9][0-9_]*(?:[.,][0-9]+)?)\s*", text)
    return float(found[1].replace("_", "").replace(",", ".")) if found else None


def _fields(kind: object) -> Iterator[tuple[str, FieldInfo]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from ((field.alias or name, field) for name, field in kind.model_fields.items())


def _options(spot: _Spot) -> Iterator[_Spot]:
    """Each of the types that may stand there, besides None."""
    if get_origin(spot.kind) is Annotated:
        inner, *notes = get_args(spot.kind)
        yield from _options(_Spot(inner, (*spot.notes, *notes)))
    elif get_origin(spot.kind) in (Union, UnionType):
        for part in get_args(spot.kind):
            yield from _options(_Spot(part, spot.notes))
    elif spot.kind is not NoneType:
        yield spot


def _below(spot: _Spot, step: int | str) -> _Spot | None:
    for kind, _ in _options(spot):
        for name, field in _fields(kind):
            if name == step:
                return _Spot(field.annotation, (field,))
        if get_origin(kind) is dict or (get_origin(kind) is list and isinstance(step, int)):
            return _Spot(get_args(kind)[-1])
        if get_origin(kind) is tuple and isinstance(step, int):
            parts = [part for part in get_args(kind) if part is not ...]
            return _Spot(parts[min(step, len(parts) - 1)])
    return None


def _walk(model: type[BaseModel], loc: Loc) -> Iterator[tuple[int | str, _Spot]]:
    """The keys of a place, with what may stand at each."""
    spot, tagged = _Spot(model), False
    for step in loc:
        below = None if tagged else _below(spot, step)
        tagged = below is not None and len(list(_options(below))) > 1  # pydantic's name of one of several types comes next
        if below is not None:
            spot = below
            yield step, below


def _steps(model: type[BaseModel], loc: Loc) -> tuple[int | str, ...]:
    return tuple(step for step, _ in _walk(model, loc))


def _at(model: type[BaseModel], loc: Loc) -> _Spot:
    return [_Spot(model), *(spot for _, spot in _walk(model, loc))][-1]


def _key_spot(model: type[BaseModel], loc: Loc) -> _Spot:
    """What may be a key of the mapping at a place."""
    return next((_Spot(get_args(kind)[0]) for kind, _ in _options(_at(model, loc)) if get_origin(kind) is dict), _Spot(str))


def _paths(spot: _Spot, near: Loc, stem: Loc = ()) -> Iterator[Loc]:
    """Every key below a place; of names and numbers in lists, those on the way to `near`."""
    step, rest = next(iter(near), None), near[1:]
    for kind, _ in _options(spot):
        for name, field in _fields(kind):
            yield (*stem, name)
            yield from _paths(_Spot(field.annotation), rest if name == step else (), (*stem, name))
        if step is not None and get_origin(kind) in (dict, list):
            yield from _paths(_Spot(get_args(kind)[-1]), rest, (*stem, step))


def _wanted(spot: _Spot) -> str:
    """What may stand there, in words."""
    options = list(_options(spot))
    notes = [note for _, notes in options for note in _flat(notes)]
    extras = (note.json_schema_extra for note in notes if isinstance(note, FieldInfo))
    words = next((str(extra[GIVE]) for extra in extras if isinstance(extra, dict) and GIVE in extra), None)
    return words or " or ".join(dict.fromkeys(_noun(kind) + _limits(kind, list(_flat(notes))) for kind, notes in options))


def _noun(kind: object) -> str:
    below = get_args(kind)
    if get_origin(kind) is Literal:
        return "one of: " + ", ".join(map(str, below))
    if names := [name for name, _ in _fields(kind)]:
        return "keys out of: " + list_names(names)
    if get_origin(kind) in (list, tuple):
        return "a list"
    if get_origin(kind) is dict:
        named = any(list(_fields(option.kind)) for option in _options(_Spot(below[-1])))
        return "names, each with keys of its own" if named else NOUNS[dict]
    return NOUNS.get(kind, "a value") if isinstance(kind, type) else "a value"


def _flat(notes: Iterable[object]) -> Iterator[object]:
    for note in notes:
        yield note
        if isinstance(note, FieldInfo):
            yield from _flat(note.metadata)


def _limits(kind: object, notes: Sequence[object]) -> str:
    """The limits of a number, or of how many a list or mapping holds."""

    def limit(of: type, name: str) -> str:
        return next((f"{getattr(note, name):.12g}" for note in notes if isinstance(note, of)), "")

    many = get_origin(kind) in (list, dict, tuple)
    if not many and kind not in (int, float):
        return " that is not empty" if limit(MinLen, "min_length") else ""
    low, high = (limit(MinLen, "min_length"), limit(MaxLen, "max_length")) if many else (limit(Ge, "ge"), limit(Le, "le"))
    span = f"{low} to {high}" if low and high and low != high else low + " or more" * (many and not high) if low else ""
    span = f"{'of' if many else 'from'} {span}" if span else f"up to {high}" if high else ""
    above, below = limit(Gt, "gt"), limit(Lt, "lt")
    return "".join(f" {part}" for part in (span, above and f"above {above}", below and f"below {below}") if part)


@contextmanager
def as_user_errors(command: str) -> Iterator[None]:
    """Turns what goes wrong while Hydra composes into a UserError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # Hydra warns of a search path that is not there, and goes on
            yield
    except MissingConfigException as error:
        raise UserError(_unknown_option(error)) from error
    except MarkedYAMLError as error:
        raise UserError(f"{mark_text(error)}: {yaml_problem(error)}") from error
    except (HydraException, OmegaConfBaseException, ValueError, AssertionError, UserWarning) as error:
        raise UserError(_composition(error, command)) from error


DESIGNS_ELSEWHERE = {
    "sobol": "saltelli, for Sobol's indices, or sobol_sequence, for points",
    "latin": "lhs",
    "latin_hypercube": "lhs",
    "random": "lhs",
    "monte_carlo": "lhs",
    "full_factorial": "grid",
    "ff": "grid",
    "fractional_factorial": "factorial",
    "csv": "file, with design.path=FILE.csv",
}
"""What other programs call designs."""


def _unknown_option(error: MissingConfigException) -> str:
    group, _, option = str(error.missing_cfg_file).rpartition("/")
    options = sorted(name for name in error.options or () if not name.startswith("own_"))
    path = ", or the path of a file that ends in .yaml" if group == "place" else ""
    where = group or "configuration"
    meant = (file_or_name if group in ("place", "experiment") else did_you_mean)(option, options)
    if group == "design" and option.lower() in DESIGNS_ELSEWHERE:
        meant = f"; did you mean {DESIGNS_ELSEWHERE[option.lower()]}?"
    return f"{where}: {option} is not known; allowed: {list_names(options)}{path}{meant}"


def _composition(error: BaseException, command: str) -> str:
    """Hydra's remaining complaints: what it is about, and what to do where we know."""
    if not str(error) and error.__cause__ is not None:
        error = error.__cause__
    line = " ".join(str(error).split())
    if isinstance(error, OmegaConfBaseException):
        return f"{error.full_key}: {str(error).splitlines()[0]}"
    quoted = line.split("'")[1].lstrip("+") if line.count("'") >= 2 else ""
    key, _, value = quoted.partition("=")
    if line.startswith("Ambiguous value"):
        number = _number(value)
        comma = "" if number is None else f"write {number:.12g} for a number with decimals, "
        return f"{key}: {value} is several values; {comma}add -m to run each of them, or write [{value}] for a list"
    if "requires --multirun" in line:
        return f"{key}: {value} is several values; add -m to run each of them"
    if line.startswith("Error merging override"):
        given = line.partition("Error merging override ")[2].lstrip("+")
        if "Cannot merge DictConfig with ListConfig" in str(error.__cause__):
            key = given.partition("=")[0]
            return f"{given}: a list is not allowed here; give keys with their values, as in {key}={{KEY: …}}"
        return f"{given}: is a part of a list, or stands below a value; give the whole of it, as in timeline=[{{week: 8, …}}]"
    if "No match in the defaults list" in line or "force-add of config groups" in line:
        return f"{key}: not a choice of icsim {command}; see icsim {command} --help"
    if line.startswith("Could not delete from config"):
        key = next((word for word in line.split("'")[1:2]), "")
        return f"~{key}: takes nothing away, for there is no such key or value; leave it out"
    if "looks like a config group override" in line or ("@" in key and line.startswith("Could not override")):
        key = next((word.strip("',.") for word in line.split() if "@" in word), key)
        return f"{key}: no key has an @ here; write {key.partition('@')[0]}=…"
    if line.startswith("Could not override"):
        return f"{key}: keys with values of their own; set each by its path, as in {key}.KEY=…"
    return line or type(error).__name__
