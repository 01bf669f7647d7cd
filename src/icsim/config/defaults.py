"""The catalogue's defaults as the base of every composed configuration, and what else Hydra is told about in code."""

import hashlib
import re
from functools import cache
from pathlib import Path

from hydra.core.config_store import ConfigStore

from icsim.base.errors import UserError
from icsim.base.plain_data import PlainDict
from icsim.base.resources import conf_dir, experiments_dir
from icsim.base.yaml_io import is_yaml_file, read_user_yaml
from icsim.catalogue import TIERS, catalogue
from icsim.config.config_paths import icsim_entries, nest

COMMANDS = ("run", "test", "scoreboard", "mechanisms", "teach", "calibrate")
PLACE_KEYS = ("place", "context")
GIVEN: dict[str, str] = {}
"""The path of each of the user's own places, by the name that it has for Hydra."""
EXPERIMENT = "experiment"  # the config group whose options are the files of experiments/
LEADERSHIP = "leadership"  # the config group with an option for each mechanism
OWN = "own_"  # begins the name of what a user gave; the rest is a hash of what it holds
STRONG = 0.9  # level, in both tiers, of the one mechanism in which such leaders are strong


def defaults(command: str) -> dict[str, object]:
    """The whole default configuration of a command, but for its place; a lever at null follows its mechanism."""
    values = {path: entry.default for path, entry in icsim_entries(command).items()}
    return nest(values) | {"leader": {}, "timeline": []}


@cache
def register() -> None:
    """Put the defaults where the entry configurations of conf/ find them, as `<command>_defaults`."""
    for command in COMMANDS:
        _store(None, f"{command}_defaults", defaults(command))
    for name in catalogue().mechanisms:
        strong = {tier: {name: {"level": STRONG}} for tier in TIERS}
        _store(LEADERSHIP, name, strong, package=LEADERSHIP)
    for path in sorted(experiments_dir().glob("*.yaml")):
        _store(EXPERIMENT, path.stem, _experiment(path))


def register_experiment(given: str) -> str:
    """Put a user's own experiment where Hydra finds it, and return the name it has there."""
    path = Path(given).expanduser()
    return register_node(EXPERIMENT, _experiment(path))


def _experiment(path: Path) -> dict[str, object]:
    """An experiment as Hydra merges it: dotted axes in levels, so that the command line can reach each; groups by name."""
    data = read_user_yaml(path, "experiment", "give the path of a YAML file, or a name")
    if "hydra" in data:
        raise UserError(f"{path}: hydra: has no effect in an experiment; leave it out, and say what varies under design.axes")
    chosen = {key: data.pop(key) for key in list(data) if isinstance(data[key], str) and (conf_dir() / key).is_dir()}
    if chosen:
        named = {key: register_place(name) if key == "place" and is_yaml_file(name) else name for key, name in chosen.items()}
        choices = [{f"override /{key}": name} for key, name in named.items()]
        data = {**data, "defaults": [*choices, *data.get("defaults", ["_self_"])]}
    design = data.get("design")
    if isinstance(design, dict):
        for part, where in ((design, "design"), *((design.get(name), f"design.{name}") for name in ("policies", "uncertain"))):
            if isinstance(part, dict) and isinstance(part.get("axes"), dict):
                part["axes"] = nest_dotted(part["axes"], f"{path}: {where}.axes")
    return data


def nest_dotted(tree: PlainDict, where: str) -> PlainDict:
    """`{a.b: 1}` as `{a: {b: 1}}`. UserError for a path that is there twice."""
    made: PlainDict = {}
    for key, value in tree.items():
        *stem, last = str(key).replace("/", ".").split(".")
        node = made
        for part in stem:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                raise UserError(f"{where}.{key}: stands below what has a value already; leave one of them out")
        inner = nest_dotted(value, f"{where}.{key}") if isinstance(value, dict) else value
        if last in node and not (isinstance(inner, dict) and isinstance(node[last], dict)):
            raise UserError(f"{where}.{key}: is there twice; leave one of them out")
        node[last] = {**node[last], **inner} if last in node else inner
    return made


def register_place(given: str) -> str:
    """Put a user's own place file where Hydra finds it, and return the name it has there."""
    path = Path(given).expanduser()
    data = read_user_yaml(path, "place", "give the path of a YAML file, or a name out of `icsim list places`")
    for key in data:
        if key not in PLACE_KEYS:
            raise UserError(f"{path}: {key}: unknown key; allowed: {', '.join(PLACE_KEYS)}")
    if "place" not in data:
        raise UserError(f"{path}: place: missing; the organisations, teams and leaders stand under it")
    name = register_node("place", data)
    GIVEN[name] = given
    return name


def register_node(group: str | None, node: dict[str, object]) -> str:
    """Store a configuration under a name that says what it holds, so that storing it twice does no harm.

    A text in it is what it says: `${...}` is no reference, as it is in Hydra's own files.
    """
    written = {key: _as_written(value) for key, value in node.items()}
    name = OWN + hashlib.sha256(repr(written).encode()).hexdigest()[:16]
    _store(group, name, written)
    return name


def _as_written(node: object) -> object:
    if isinstance(node, dict):
        return {key: _as_written(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_as_written(value) for value in node]
    return re.sub(r"(\\*)\$\{", r"\1\1\\${", node) if isinstance(node, str) else node


def _store(group: str | None, name: str, node: PlainDict, package: str = "_global_") -> None:
    ConfigStore.instance().store(group=group, name=name, package=package, node=node, provider="icsim")
