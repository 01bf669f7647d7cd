"""Places for the tests: those that ship, as Hydra composes them, and example files."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf

from icsim.world.checks import parse_place
from icsim.world.population import Population, populate

HERE = Path(__file__).parent
PLACES = HERE.parents[1] / "conf" / "place"
SHIPPED = sorted(path.stem for path in PLACES.glob("*.yaml"))


def read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def _composed(name: str, changes: tuple[str, ...]) -> dict[str, Any]:
    with initialize_config_dir(version_base="1.3", config_dir=str(PLACES.parent)):
        config: Any = OmegaConf.to_container(compose(f"place/{name}", overrides=list(changes)))
    return dict(config)


def composed(name: str, *changes: str) -> dict[str, Any]:
    """A shipped place as Hydra composes it, so that one may build on another."""
    return deepcopy(_composed(name, changes))


def build(data: dict[str, Any]) -> Population:
    return populate(parse_place(data))


def world(name: str) -> Population:
    return build(composed(name)["place"])
