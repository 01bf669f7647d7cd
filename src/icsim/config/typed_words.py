"""Words `key=value` as people type them, put into what Hydra reads: paths and texts raw, JSON as lists and mappings."""

import contextlib
import json
import os
import re
import shlex
from functools import cache

from icsim.base.yaml_io import is_yaml_file
from icsim.catalogue import catalogue
from icsim.config.as_text import override_text, quoted

PATHS = ("out", "save", "design.path")  # a comma in them is no second value
TEXTS = ("title", "question", "place", "experiment")
_WHOLE = re.compile(r"null|'(?:[^']|\\')*'|\"(?:[^\"]|\\\")*\"|.*\$\{.*")  # said to be nothing, a text, or a reference
_SPECIAL = re.compile(r"[^A-Za-z0-9_./-]|^[\d.+-]+$|^(?:true|false)$", re.IGNORECASE)
"""What a text may not be, or have in it, to be read as it stands."""


def for_hydra(word: str) -> str:
    """One override in Hydra's terms; what is none, or is read as it is meant, stays as it is."""
    key, equals, value = word.partition("=")
    if not equals or not value:
        return word
    return f"{key}={_value(key.lstrip('+'), value)}"


def cannot_be_read(word: str) -> str:
    """The complaint about an override, with the exact word to type."""
    key, equals, value = word.partition("=")
    if not equals:
        return f"{word}: cannot be read as key=value; write {word}=VALUE"
    if value[:1] in ("[", "{"):
        return f"{word}: cannot be read as key=value; close every bracket and quote: a list is [a,b], a mapping {{a: b}}"
    if not re.fullmatch(r"[+~]*[\w.@/:-]+", key):
        return f"{word}: cannot be read as key=value; a key is a dotted path, as in context.demand=0.5"
    return f"{word}: cannot be read as key=value; if it is a text, write {_for_a_shell(f'{key}={quoted(value)}')}"


def _for_a_shell(word: str) -> str:
    """The word as a person would type it: in double quotes, where these take nothing else for their own."""
    return shlex.quote(word) if re.search(r'["$`\\!]', word) else f'"{word}"'


@cache
def _texts() -> frozenset[str]:
    return frozenset({*TEXTS, *(path for path, entry in catalogue().settings.items() if entry.type == "text")})


def _value(key: str, value: str) -> str:
    if _WHOLE.fullmatch(value):
        return value
    if key in PATHS:
        return _raw(os.path.expanduser(value))  # a shell leaves `~` alone behind an =
    if key in _texts():
        return ",".join(_part(part) for part in _parts(value))
    if value[0] in "[{" and value[-1] in "]}" and '"' in value:  # as a program writes it: Hydra's keys have no quotes
        with contextlib.suppress(ValueError):
            return override_text(json.loads(value))
    return value


def _raw(value: str) -> str:
    return quoted(value) if _SPECIAL.search(value) else value


def _part(part: str) -> str:
    """One of several texts. A function of Hydra's, such as choice(a,b), stays one."""
    return part if _WHOLE.fullmatch(part) or re.fullmatch(r"[a-z]+\(.*\)|\[.*\]|\{.*\}", part) else _raw(part)


def _parts(value: str) -> list[str]:
    """The texts between commas; a file with a comma in its name is one."""
    parts = value.split(",")
    one_file = is_yaml_file(value) and not all(is_yaml_file(part) or re.fullmatch(r"\w+", part) for part in parts)
    return [value] if one_file or re.search(r"[(\[{'\"]", value) else parts
