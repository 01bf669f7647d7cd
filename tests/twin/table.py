"""The table of settings that twin and engine are compared on, read from `settings.yaml`."""

import random
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.config.config_paths import flatten
from icsim.config.settings import Settings
from twin.luck import Luck

HERE = Path(__file__).parent
ROWS: dict[str, dict[str, Any]] = {
    row["name"]: row for row in yaml.safe_load((HERE / "settings.yaml").read_text(encoding="utf-8"))["rows"]
}
WEEKS = 30  # where a row does not say


def weeks(name: str) -> int:
    """How long a row runs."""
    return int(ROWS[name].get("weeks", WEEKS))


def luck(name: str) -> Luck:
    """A luck of its own for every row, whatever rows stand beside it."""
    number = zlib.crc32(name.encode())
    return Luck(structure=number, seed=number ^ 0xFFFFFFFF)


@cache
def settings(name: str) -> Settings:
    """The configuration of a row."""
    row = ROWS[name]
    place = str(HERE / "crooked.yaml") if row["place"] == "crooked" else row["place"]
    found = compose("run", [], {"place": place, "weeks": weeks(name), **row.get("set", {})})
    return found.with_changes(scattered(row["scatter"])) if "scatter" in row else found


def scattered(number: int) -> dict[str, Any]:
    """Every lever, context variable and parameter, drawn from its range."""
    chance, known = random.Random(number), catalogue()
    paths = {f"context.{name}": entry for name, entry in known.context.items()}
    paths |= {f"parameters.{key}": entry for key, entry in known.parameters.items()}
    for tier in ("team", "system"):
        paths |= {f"leadership.{tier}.{lever.key}": lever for lever in known.levers.values() if tier in lever.tiers}
    return {
        path: chance.choice(list(entry.choices)) if entry.choices else chance.uniform(*entry.range)
        for path, entry in paths.items()
    }


def touched(name: str) -> dict[str, set[str]]:
    """What a row sets by name, now or on the way: paths with their values, events with the words they use."""
    events: set[str] = set()
    paths = list(flatten(without_timeline(name)))
    for item in settings(name).timeline:
        (event,) = (key for key in item if key != "week")
        if event == "set":
            events.add("set")
            paths += flatten(item["set"])
        else:
            events |= {event} | {f"{event}.{key}={value}" for key, value in item[event].items()}
    return {"paths": {f"{path}={word(value)}" for path, value in paths}, "events": events}


def word(value: Any) -> Any:
    """YAML reads the words on and off as booleans."""
    return {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value


def without_timeline(name: str) -> dict[str, Any]:
    """What a row sets from the beginning."""
    return {key: value for key, value in ROWS[name].get("set", {}).items() if key != "timeline"}
