"""What Hydra, OmegaConf and pydantic complain about, as one line: key, value, what is allowed, the nearest name."""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from hydra.errors import HydraException, MissingConfigException, OverrideParseException
from omegaconf.errors import OmegaConfBaseException
from pydantic import ValidationError
from yaml import MarkedYAMLError

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import Entry, catalogue
from icsim.config.config_paths import icsim_entries, leader_knobs

TOP = {  # what has no entry in the catalogue
    "place": "a name out of icsim list places, or the path of a YAML file",
    "leader": "names of leaders, each with keys of its own",
    "timeline": "a list of events",
}


@contextmanager
def as_user_errors(command: str) -> Iterator[None]:
    """Turns what goes wrong while Hydra composes into a UserError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # Hydra warns of a search path that is not there, and goes on
            yield
    except OverrideParseException as error:
        reason = error.message.splitlines()[0]
        raise UserError(
            f"{error.override}: cannot be read as key=value ({reason}); quote it, or write lists as [a,b]"
        ) from error
    except MissingConfigException as error:
        raise UserError(_unknown_option(error)) from error
    except MarkedYAMLError as error:
        where = " ".join(str(error.problem_mark).split()).removeprefix("in ")
        raise UserError(f"{where}: not YAML: {error.problem}") from error
    except (HydraException, OmegaConfBaseException, ValueError, AssertionError, UserWarning) as error:
        raise UserError(_composition(error, command)) from error


def validation_error(error: ValidationError, command: str) -> UserError:
    """What the schema found first."""
    problems = error.errors(include_url=False)
    path, given = ".".join(map(str, problems[0]["loc"])), problems[0]["input"]
    rest = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    if problems[0]["type"] == "extra_forbidden":
        stem, _, _ = path.rpartition(".")
        names = list(paths(command, path))
        allowed = list_names(children(stem, names))
        meant = did_you_mean(path, [*children(stem, names), *names])
        line = f"{path}: unknown key (given {format_value(given)}); allowed: {allowed}{meant}"
    elif problems[0]["type"] == "missing":
        line = f"{path}: missing; give {allowed_at(command, path)}"
    else:
        line = f"{path}: {format_value(given)} is not allowed; give {allowed_at(command, path)}"
    return UserError(line + rest)


def allowed_at(command: str, path: str) -> str:
    """What may stand at a path."""
    entry = entry_at(command, path)
    if entry is not None:
        words = "".join(f" or {word}" for word in entry.words)
        return (
            entry.allowed() + words + (" or null" if entry.default is None and not path.startswith("timeline.") else "")
        )
    match path.split("."):
        case ["timeline", _, "week"]:
            return "a whole number from 1"
        case ["timeline", _, event] if event in catalogue().events and catalogue().events[event].free:
            return "paths and their new values"
    return TOP.get(path) or "keys out of: " + list_names(children(path, paths(command, path)))


def entry_at(command: str, path: str) -> Entry | None:
    """The entry behind a full path, also below one leader or inside an event of the timeline."""
    match path.split("."):
        case ["leader", _, *rest]:
            return leader_knobs(catalogue()).get(".".join(rest))
        case ["timeline", _, event, field]:
            return catalogue().events[event].fields.get(field) if event in catalogue().events else None
        case _:
            return icsim_entries(command).get(path)


def paths(command: str, near: str) -> Iterator[str]:
    """Every path that can be set, with those below the leader or the event that `near` is about."""
    yield from icsim_entries(command)
    yield from TOP
    match near.split("."):
        case ["leader", name, *_]:
            yield from (f"leader.{name}.{path}" for path in leader_knobs(catalogue()))
        case ["timeline", index, *_]:
            yield f"timeline.{index}.week"
            for event in catalogue().events.values():
                yield f"timeline.{index}.{event.name}"
                yield from (f"timeline.{index}.{event.name}.{field}" for field in event.fields)
        case _:
            return


def children(stem: str, names: Iterable[str]) -> list[str]:
    """The keys directly below a path."""
    start = f"{stem}." if stem else ""
    return list(dict.fromkeys(name.removeprefix(start).partition(".")[0] for name in names if name.startswith(start)))


def format_value(value: Any) -> str:
    """A value as one would write it, short enough for a line."""
    plain = {None: "null", True: "true", False: "false"}.get(value) if isinstance(value, bool | None) else None
    text = plain or " ".join(str(value).split()) or "nothing"
    return text if len(text) <= 60 else text[:57] + "..."


def _unknown_option(error: MissingConfigException) -> str:
    group, _, option = str(error.missing_cfg_file).rpartition("/")
    options = sorted(name for name in error.options or () if not name.startswith("own_"))
    path = ", or the path of a file that ends in .yaml" if group == "place" else ""
    where = group or "configuration"
    return f"{where}: {option} is not known; allowed: {list_names(options)}{path}{did_you_mean(option, options)}"


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
        return f"{key}: {value} is several values; add -m to run each of them, or write [{value}] for a list"
    if "requires --multirun" in line:
        return f"{key}: {value} is several values; add -m to run each of them"
    if "No match in the defaults list" in line or "force-add of config groups" in line:
        return f"{key}: not a choice of icsim {command}; see icsim {command} --help"
    return line or type(error).__name__
