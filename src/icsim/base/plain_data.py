"""Plain data, as files, configurations and messages hold it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What can be written as JSON."""

# What stands under a key of a YAML file or of a configuration is known from the catalogue, which is itself such files, and
# so only when the program runs: the schemas of each room check it there, and no type checker can. OmegaConf hands out the same.
PlainMapping = Mapping[str, Any]
"""What is read from YAML, or is a configuration or a part of it."""
PlainDict = dict[str, Any]
"""The same, one's own to change."""


def hashed(plain: object) -> str:
    """SHA-256 of plain data, whatever the order of its keys and the layout of its file."""
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
