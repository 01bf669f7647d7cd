"""Plain data, as files, configurations and messages hold it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = "None | bool | int | float | str | Sequence[Json] | Mapping[str, Json]"
"""What can be written as JSON."""
JsonObject = dict[str, Json]

# What stands under a key of a YAML file or of the configuration is known from the catalogue, which is itself such files, and
# so only when the program runs: pydantic checks it there (config.schema, the schemas of each room), and no type checker can.
PlainMapping = Mapping[str, Any]
"""The same of YAML, of OmegaConf and of a configuration: what its keys hold is checked by a schema made of data."""
PlainDict = dict[str, Any]
"""The same, one's own to change."""
