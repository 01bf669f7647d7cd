"""Settings as keywords, as words of the command line: one way in, and what is recorded is a command that can be typed."""

import os
from collections.abc import Iterator, Mapping, Sequence

from icsim.base.errors import UserError
from icsim.config.as_text import override_text

Given = Mapping[str, object] | str | os.PathLike[str] | None
"""Settings by path or by level; or what commands call `settings`: `prior`, `matched` or a table of settings."""


def override_words(keywords: Mapping[str, object], settings: Given = None, overrides: str | Sequence[str] = ()) -> list[str]:
    """Settings < keywords < overrides, each path once; in a keyword `__` may stand for a dot, in all of them levels for one.

    A single override may stand without a list.
    """
    if isinstance(settings, str | os.PathLike):
        settings = {"settings": settings}
    if not isinstance(settings, Mapping | None):
        allowed = "give a mapping such as {'context.demand': 0.7}, or prior, matched or the path of a table"
        raise UserError(f"settings: {settings!r} is no settings; {allowed}")
    overrides = override_list(overrides)
    named = {name.replace("__", "."): value for name, value in keywords.items()}
    said = dict(_paths(settings or {})) | dict(_paths(named))
    last = {word.lstrip("+").partition("=")[0] for word in overrides}
    return [f"{path}={override_text(value)}" for path, value in said.items() if path not in last] + overrides


def override_list(overrides: object) -> list[str]:
    """Overrides as a list, one of them too. UserError for what are no words."""
    each = [overrides] if isinstance(overrides, str) else overrides
    if not isinstance(each, list | tuple) or not all(isinstance(one, str) for one in each):
        raise UserError(f"overrides: {overrides!r} is no list of words; give words of the command line, such as ['weeks=8']")
    return list(each)


def _paths(tree: Mapping[str, object], stem: str = "") -> Iterator[tuple[str, object]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _paths(value, f"{stem}{key}.")
        else:
            yield f"{stem}{key}", _setting(f"{stem}{key}", plain(value))


def _setting(path: str, value: object) -> object:
    """A value that a setting can have. UserError for any other object, such as a table."""
    if value is None or isinstance(value, bool | int | float | str | list):
        return value
    table = "; of a table give the path of its file, as after frame.to_csv(PATH, index=False)" if hasattr(value, "to_csv") else ""
    allowed = f"give a number, a text, a list or keys with their values{table}"
    raise UserError(f"{path}: a {type(value).__name__} is no setting; {allowed}")


def plain(value: object) -> object:
    """A value as plain data: numpy's numbers and arrays, paths and ranges have their own counterparts."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, list | tuple | range):
        return [plain(inner) for inner in value]
    return value
