"""`icsim run`: an ensemble of one configuration, or of a few with -m."""

from collections.abc import Sequence

from icsim.base.errors import UserError
from icsim.commands.options import parse_points
from icsim.config.compose import compose

ABOUT = "Run an ensemble of one configuration: a table, trajectories and figures, in a folder of its own."
USAGE = "icsim run [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim run`."""
    if words:
        raise UserError(f"{words[0]} is no key=value; see icsim run --help; did you mean place={words[0]}?")
    from icsim.commands.one_run import simulate_and_write
    from icsim.interface.ensembles import run_folder

    for overrides in parse_points("run", USAGE, ABOUT, rest, several=_several):
        point = compose("run", overrides)
        simulate_and_write(point, run_folder(point, alone=True), "")


def _several(overrides: Sequence[str]) -> None:
    from icsim.commands import multirun

    multirun.main(overrides)
