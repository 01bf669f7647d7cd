"""Shell completion: Hydra's own, behind icsim's command words."""

import io
import os
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout

from icsim.base.resources import conf_dir
from icsim.commands.list import TOPICS
from icsim.commands.names import COMMANDS
from icsim.config.compose import groups, print_completion
from icsim.config.defaults import COMMANDS as CONFIGURED

SAME_AS = {"trace": "test"}  # commands that take the configuration of another


def main(given: Sequence[str]) -> None:
    """`install=SHELL` and `uninstall=SHELL` print what to eval; `query=SHELL` is what the shell then calls."""
    if not any(word.startswith("query=") for word in given):
        print_completion("run", given)
        return
    line = os.environ.get("COMP_LINE", "")
    _, *words = line.split() or [""]
    ends = line.endswith(" ") or not words
    if not words or (len(words) == 1 and not ends):
        _print(COMMANDS, words)
    elif words[0] == "list":
        _print(TOPICS, words[1:])
    elif (command := SAME_AS.get(words[0], words[0])) in CONFIGURED:
        # A theory's name is not an override, which is all that Hydra completes.
        kept = [word for index, word in enumerate(words[1:], 2) if "=" in word or (index == len(words) and not ends)]
        os.environ["COMP_LINE"] = " ".join(["icsim", *kept]) + (" " if ends else "")
        with redirect_stdout(io.StringIO()) as found:
            print_completion(command, given)
        folders = {path.name for path in conf_dir().iterdir() if path.is_dir()} - set(groups(command))
        print(" ".join(word for word in found.getvalue().split() if word.partition("=")[0] not in folders))


def _print(names: Iterable[str], typed: Sequence[str]) -> None:
    start = typed[-1] if typed else ""
    print(" ".join(name for name in names if name.startswith(start)))
