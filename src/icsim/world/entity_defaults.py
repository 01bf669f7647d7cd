"""The defaults and ranges of a place's entities, read from `entities.yaml` beside this file."""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BeforeValidator, Field

from icsim.base.plain_data import PlainDict
from icsim.base.strict_model import GIVE
from icsim.base.yaml_io import read_yaml


@cache
def entity_data() -> PlainDict:
    """All sections of `entities.yaml` as plain data."""
    return read_yaml(Path(__file__).with_name("entities.yaml"))


def entity_default(section: str, name: str) -> float:
    """The default of one field."""
    return float(entity_data()[section][name]["default"])


def sector_default(sector: str, name: str) -> float:
    """What an organisation or team takes from its sector when the place does not say."""
    return float(entity_data()["sector"][sector][name]["default"])


def entity_field_default(section: str, name: str, *, required: bool = False) -> Any:  # Any: as `said_as`
    """A pydantic field with the default, range and help of `entities.yaml`."""
    entry = entity_data()[section][name]
    low, high = entry["range"]
    words = "".join(f" or {word}" for word in entry.get("aliases", {}))
    return Field(
        default=... if required else entry["default"],
        ge=low,
        le=high,
        description=entry["help"],
        json_schema_extra={GIVE: f"a {'whole ' if isinstance(high, int) else ''}number from {low:g} to {high:g}{words}"},
    )


def accept_aliases(section: str, name: str) -> BeforeValidator:
    """Lets a file write a number as one of the entry's words, such as `values: people`."""
    known = entity_data()[section][name]["aliases"]
    return BeforeValidator(lambda value: known.get(value, value) if isinstance(value, str) else value)
