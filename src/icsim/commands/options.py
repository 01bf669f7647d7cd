"""What Hydra's habits add to a command: --help, --cfg, --info, -m and shell completion, beside the overrides."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import yaml

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean
from icsim.config.compose import compose, groups, multirun_points, print_config, print_hydra_info

MULTIRUN = "multirun"  # conf/multirun.yaml: what Hydra is told of icsim run -m
HYDRA = ("hydra.", "hydra/")
SEARCH = "hydra.searchpath"  # the one key of Hydra's own part that has an effect in every command
INSTEAD = {
    "hydra.run.dir": "out=PATH", "hydra.sweep.dir": "out=PATH", "hydra.sweep.subdir": "out=PATH", "hydra.mode": "-m",
    "hydra.sweeper.params": "key=a,b with -m", "hydra/sweeper": "icsim run -m with it", "hydra/launcher": "icsim run -m with it",
}  # fmt: skip
"""What has the effect that such a key has elsewhere."""
NO_CONFIG_FILE = "a run's own config.yaml runs again as icsim run PATH/config.yaml, a place of your own as place=PATH.yaml"
INFO = ("all", "config", "defaults", "defaults-tree", "plugins", "searchpath")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UserError(f"{message.removeprefix('argument ')}; see {self.prog} --help")


Resolve = Callable[[str, Sequence[str]], dict[str, object]]
"""From a command and its overrides to the whole configuration, checked."""


def _resolved(command: str, overrides: Sequence[str]) -> dict[str, object]:
    return compose(command, overrides).resolved()


def parse_points(
    command: str,
    usage: str,
    about: str,
    rest: Sequence[str],
    resolve: Resolve = _resolved,
    several: Callable[[Sequence[str]], None] | None = None,
    last: str = "a place of your own: place=path/to/file.yaml",
) -> list[list[str]]:
    """The overrides of every point to go on with; none if all is done: something was shown, or `several` took a multirun.

    `last`: the last line of the help.
    """
    for word in rest:
        if word.startswith("-") and Path(word).is_file():
            raise UserError(f"{word}: begins as an option does; give the file as ./{word}")
    parser = _options(usage)
    given, unknown = parser.parse_known_intermixed_args(list(rest))
    if unknown and unknown[0].partition("=")[0] in ("--config-name", "--config-path", "--config-dir", "-cn", "-cp", "-cd"):
        raise UserError(f"{unknown[0]} is no option; {NO_CONFIG_FILE}")
    if unknown:
        names = [name for action in parser._actions for name in action.option_strings]
        raise UserError(f"{unknown[0]} is no option; see {parser.prog} --help{did_you_mean(unknown[0], names)}")
    if not (given.multirun and several is not None):
        refuse_inert(command, given.overrides)
    shows: dict[str, Callable[[], None]] = {
        "help": lambda: print(_page(parser, command, about, last)),
        "shell_completion": lambda: _complete(given.overrides),
        "cfg": lambda: _print_config(command, given, resolve, MULTIRUN if given.multirun and several else None),
        "info": lambda: print_hydra_info(command, given.overrides, given.info),
    }
    for name, do in shows.items():
        if getattr(given, name):
            do()
            return []
    if given.multirun and several is not None:
        several(given.overrides)
        return []
    return multirun_points(command, given.overrides) if given.multirun else [given.overrides]


def refuse_inert(command: str, overrides: Sequence[str], allowed: Sequence[str] = ()) -> None:
    """UserError for an override of Hydra's own part that would do nothing here."""
    for word in overrides:
        key = word.lstrip("+~").partition("=")[0]
        if key.startswith(HYDRA) and key != SEARCH and not key.startswith(tuple(allowed)):
            instead = next((words for name, words in INSTEAD.items() if key.startswith(name)), None)
            raise UserError(f"{key}: has no effect in icsim {command}; {f'write {instead}' if instead else 'leave it out'}")


def _options(usage: str) -> argparse.ArgumentParser:
    parser = _Parser(prog=" ".join(usage.split()[:2]), usage=usage, add_help=False, allow_abbrev=False)
    add = parser.add_argument
    add("overrides", nargs="*", metavar="key=value", help="what differs from the defaults")
    add("--help", "-h", action="store_true", help="this page")
    add("--cfg", "-c", choices=("job", "hydra", "all"), help="print the configuration and stop")
    add("--package", "-p", metavar="KEY", help="with --cfg job: only what stands below this key")
    add("--resolve", action="store_true", help="with --cfg: always done, accepted out of habit")
    add("--info", "-i", nargs="?", const="all", choices=INFO, help="print how the configuration is put together")
    add("--multirun", "-m", action="store_true", help="every combination of key=a,b and key=range(1,4)")
    add("--shell-completion", "-sc", action="store_true", help="with install=bash: print what a shell has to eval")
    return parser


def _page(parser: argparse.ArgumentParser, command: str, about: str, last: str) -> str:
    choices = "\n".join(f"  {group}: {', '.join(options)}" for group, options in groups(command).items())
    return (
        f"{about}\n\n{parser.format_help().rstrip()}\n\nconfig groups, chosen as group=name:\n{choices}\n\n"
        "single values, set as key=value: see icsim list levers|context|parameters|rules|settings\n"
        f"{last}"
    )


def _complete(overrides: Sequence[str]) -> None:
    from icsim.commands import completion

    completion.main(overrides)


def _print_config(command: str, given: argparse.Namespace, resolve: Resolve, entry: str | None) -> None:
    if given.cfg != "job":
        print_config(command, given.overrides, given.cfg, entry)
        return
    if given.multirun and (many := len(multirun_points(command, given.overrides))) > 1:
        raise UserError(f"--cfg job prints one configuration, and -m gives {many}; leave -m out and give each key one value")
    package = given.package
    node: object = resolve(command, given.overrides)
    for key in package.split(".") if package and package != "_global_" else ():
        if not isinstance(node, dict) or key not in node:
            raise UserError(f"--package {package}: no such key{did_you_mean(key, node) if isinstance(node, dict) else ''}")
        node = node[key]
    print(yaml.safe_dump(node, sort_keys=False, allow_unicode=True, width=120).removesuffix("...\n").rstrip())
