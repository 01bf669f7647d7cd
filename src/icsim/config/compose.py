"""From a command's words `key=value` to valid settings: Hydra composes, the schema validates."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from copy import deepcopy
from functools import cache, lru_cache

from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import OverrideParseException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf

from icsim.base.complaints import as_user_errors
from icsim.base.errors import UserError
from icsim.base.resources import conf_dir, experiments_dir
from icsim.base.yaml_io import is_yaml_file, read_yaml
from icsim.catalogue import catalogue
from icsim.config.compute_backend import check_local_only
from icsim.config.config_paths import flatten, icsim_entries, merged, nest, paths_overlap
from icsim.config.defaults import EXPERIMENT, LEADERSHIP, register_experiment, register_node, register_place
from icsim.config.hydra_loader import hydra_loader
from icsim.config.settings import Settings, validate
from icsim.config.typed_words import cannot_be_read, for_hydra

NAMING = ("leader.", *(f"{at}.axes.leader." for at in ("design", "design.policies", "design.uncertain")))  # keys that name a leader


def compose(
    command: str,
    overrides: Sequence[str] = (),
    context: Mapping[str, object] | None = None,
    arm: Mapping[str, object] | None = None,
    record: Mapping[str, object] | None = None,
) -> Settings:
    """The settings of one world configuration: defaults < a theory's context < its arm < the overrides.

    `record`: the whole configuration of an earlier run, in place of the defaults. In `context` and `arm` a key that is a config
    group with a name is a choice, any other a dotted path. Overriding what the arm sets is a mistake, for the contrast would be
    gone.
    """
    with as_user_errors(command):
        settings = validate(command, compose_dict(command, overrides, {**_as_patch(record or {}), **(context or {})}, arm))
    check_local_only(command, settings.engine)
    return settings


def compose_dict(
    command: str,
    overrides: Sequence[str] = (),
    context: Mapping[str, object] | None = None,
    arm: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The same as plain data, not yet validated."""
    with as_user_errors(command):
        given = parse_overrides(overrides)
        if arm:
            _check_arm(given, arm)
        choices, values = _patches(command, [context or {}, arm or {}])
        lines = tuple(to_hydra_override(command, one) for one in given)
        base = None if _touched(command, given, values) else _base(command, tuple(choices.items()), lines)
        if base is not None:
            return merged(deepcopy(base), nest(values))
        return to_plain_dict(hydra_loader().compose_config(_entry(command, choices, values), list(lines), RunMode.RUN))


@lru_cache(maxsize=32)
def _base(command: str, choices: tuple[tuple[str, str], ...], overrides: tuple[str, ...]) -> dict[str, object] | None:
    """What several patches of values go on top of: composed once, for that takes Hydra longer than a hundred worlds take.

    None where the configuration refers to itself: what a patch changes would not reach what was worked out of it.
    """
    config = hydra_loader().compose_config(_entry(command, dict(choices), {}), list(overrides), RunMode.RUN)
    base = to_plain_dict(config)
    return base if base == to_plain_dict(config, resolve=False) else None


def _touched(command: str, given: Sequence[Override], values: Mapping[str, object]) -> bool:
    """Whether Hydra has to settle what comes of it: an override takes away, or sets what a patch sets."""
    if any(one.is_delete() for one in given):
        return True
    single = [one for one in given if one.key_or_group not in groups(command) or not isinstance(one.value(), str)]
    return any(paths_overlap(one.key_or_group, path) for one in single for path in values)


def assignments(overrides: Sequence[str]) -> dict[str, object]:
    """What each override sets, by key: a plain value, or the name of a choice."""
    with as_user_errors("run"):
        return {one.key_or_group: one.value() for one in parse_overrides(overrides)}


def multirun_points(command: str, overrides: Sequence[str]) -> list[list[str]]:
    """The overrides of every point of a multirun, in the order of Hydra's basic sweeper."""
    with as_user_errors(command):
        (batch,) = BasicSweeper.split_arguments(parse_overrides(overrides), None)
        return [list(point) for point in batch]


def print_config(command: str, overrides: Sequence[str], what: str, entry: str | None = None) -> None:
    """Print Hydra's own part of the configuration, or all of it; `entry` where that is not the command's own file."""
    with as_user_errors(command), _said_at_once():
        hydra_loader().show_cfg(
            entry or command, [to_hydra_override(command, one) for one in parse_overrides(overrides)], what, None
        )


def print_hydra_info(command: str, overrides: Sequence[str], what: str) -> None:
    """Print Hydra's account of how the configuration is put together."""
    with as_user_errors(command), _said_at_once():
        hydra_loader().show_info(what, command, [to_hydra_override(command, one) for one in parse_overrides(overrides)])


def print_completion(command: str, overrides: Sequence[str]) -> None:
    """Hydra's shell completion: install=bash, uninstall=bash, query=bash."""
    with as_user_errors(command), _said_at_once():
        hydra_loader().shell_completion(command, list(overrides))


@contextmanager
def _said_at_once() -> Iterator[None]:
    """Hydra writes through a log, which complains at length when a reader such as `head` has seen enough."""
    with redirect_stdout(io.StringIO()) as said:
        yield
    print(said.getvalue(), end="")


@cache
def groups(command: str) -> dict[str, list[str]]:
    """The config groups of a command, which are those of its defaults list, and their options."""
    listed = [entry for entry in read_yaml(conf_dir() / f"{command}.yaml")["defaults"] if isinstance(entry, dict)]
    names = [name for entry in listed for name in entry]
    return {name: sorted(_options(name)) for name in names}


def _options(group: str) -> Iterator[str]:
    """The names of a group's files, and of the options that are made from the catalogue."""
    folder = experiments_dir() if group == EXPERIMENT else conf_dir() / group
    yield from (path.stem for path in folder.glob("*.yaml"))
    if group == LEADERSHIP:
        yield from catalogue().mechanisms


def to_plain_dict(config: DictConfig, resolve: bool = True) -> dict[str, object]:
    """The composed configuration as plain data, without Hydra's own part."""
    nodes = {str(key): config[key] for key in config if key != "hydra"}
    return {
        key: OmegaConf.to_container(node, resolve=resolve) if OmegaConf.is_config(node) else node for key, node in nodes.items()
    }


def parse_overrides(overrides: Sequence[str]) -> list[Override]:
    """Overrides as Hydra reads them."""
    for override in overrides:
        if override.startswith("="):
            raise UserError(f"{override}: no key before the =; write key=value")
    words = [for_hydra(_with_a_key_for_hydra(override)) for override in overrides]
    parser = OverridesParser.create(hydra_loader().config_loader)
    try:
        return parser.parse_overrides(words)
    except OverrideParseException as error:
        typed = next((typed for typed, word in zip(overrides, words, strict=True) if word == error.override), error.override)
        raise UserError(cannot_be_read(typed)) from error


def _with_a_key_for_hydra(override: str) -> str:
    """Hydra's keys know no slash, so a leader's name is written in levels, as in a place file."""
    key, equals, value = override.partition("=")
    return (key.replace("/", ".") if key.lstrip("+~").startswith(NAMING) else key) + equals + value


def to_hydra_override(command: str, override: Override) -> str:
    """Our own conventions in Hydra's terms: own places by path, and no `+` to type, for the schema knows all keys."""
    key, value = override.key_or_group, override.value()
    assert override.input_line is not None
    if key == "place" and isinstance(value, str) and is_yaml_file(value):
        return f"place={register_place(value)}"
    if key == EXPERIMENT and isinstance(value, str) and is_yaml_file(value):
        return f"{EXPERIMENT}={register_experiment(value)}"
    named = isinstance(value, str | dict) or override.is_sweep_override()
    if key in groups(command) and not named and not override.is_delete():
        raise UserError(f"{override.input_line}: a name is expected; allowed: {', '.join(groups(command)[key])}")
    if key in groups(command) and override.is_add():
        return override.input_line.lstrip("+")  # `+place=pair`: there is a place already
    if key in groups(command) or override.is_hydra_override() or override.is_delete() or override.package is not None:
        return override.input_line
    return ("" if key in icsim_entries(command) else "++") + override.input_line.lstrip("+")


def _patches(command: str, patches: Sequence[Mapping[str, object]]) -> tuple[dict[str, str], dict[str, object]]:
    """What patches choose, by config group, and what they set, by path; later ones win."""
    choices: dict[str, str] = {}
    values: dict[str, object] = {}
    for patch in patches:
        for key, value in patch.items():
            if key in groups(command) and isinstance(value, str):
                own = key == "place" and is_yaml_file(value)
                choices[key] = register_place(value) if own else value
            else:
                values |= dict(flatten({key: value})) if isinstance(value, Mapping) else {key: value}
    return choices, values


def _as_patch(record: Mapping[str, object]) -> dict[str, object]:
    """A whole configuration as choices and values: its place as one of the user's own, so that none of another is left in it."""
    own = {"place": register_node("place", {"place": record["place"]})} if "place" in record else {}
    return {**record, **own}


def _entry(command: str, choices: Mapping[str, str], values: Mapping[str, object]) -> str:
    """The name of an entry configuration that is the command's with choices and values on top."""
    if not choices and not values:
        return command
    chosen = [{f"override /{group}": option} for group, option in choices.items()]
    return register_node(None, {"defaults": [f"/{command}", *chosen, "_self_"], **nest(values)})


def check_arm_not_overridden(overrides: Sequence[str], arm: Mapping[str, object]) -> None:
    """UserError where the command line sets what an arm sets."""
    if arm and overrides:
        _check_arm(parse_overrides(overrides), arm)


def _check_arm(given: Sequence[Override], arm: Mapping[str, object]) -> None:
    set_by_arm = {path for path, _ in flatten(arm)} | {key for key, value in arm.items() if not isinstance(value, Mapping)}
    for override in given:
        key = override.key_or_group
        for path in set_by_arm:
            if paths_overlap(path, key):
                raise UserError(f"{override.input_line}: an arm of the theory sets {path}; leave it out, or change the theory")
