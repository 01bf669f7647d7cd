"""A setting as the text that a command line takes."""

import re
from collections.abc import Mapping

from hydra.core.override_parser.types import Quote, QuotedString

from icsim.config.config_paths import flatten, nest

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_/-]*")  # what Hydra takes for a word without quotes
_NO_TEXTS = ("true", "false", "null", "nan", "inf")


def override_text(value: object) -> str:
    """A value as the command line takes it: lists and mappings included."""
    if isinstance(value, Mapping):
        levels = nest(dict(flatten({str(key).replace("/", "."): inner for key, inner in value.items()})))
        return "{" + ",".join(f"{key}:{override_text(inner)}" for key, inner in levels.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(override_text(inner) for inner in value) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str) and (not _PLAIN.fullmatch(value) or value.lower() in _NO_TEXTS):
        return quoted(value)
    return str(value)


def quoted(text: str) -> str:
    """A text in quotes, as Hydra reads it."""
    return QuotedString(text, Quote.single).with_quotes()
