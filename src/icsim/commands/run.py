"""`icsim run`: an ensemble of one configuration, or of a few with -m."""

from collections.abc import Sequence

from icsim.base.errors import UserError
from icsim.commands.options import parse_points
from icsim.config.own_record import compose_again, read_record

ABOUT = "Run an ensemble of one configuration: a table, trajectories and figures, in a folder of its own."
USAGE = "icsim run [CONFIG.yaml] [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim run`: at most the config.yaml of an earlier run, and what differs from it."""
    record = read_record(words, "run")

    def resolved(command: str, overrides: Sequence[str]) -> dict[str, object]:
        return compose_again(command, record, overrides).resolved()

    for overrides in parse_points("run", USAGE, ABOUT, rest, resolved, _several if record is None else _no_batch):
        from icsim.commands.one_run import simulate_and_write
        from icsim.interface.ensembles import run_folder

        point = compose_again("run", record, overrides)
        simulate_and_write(point, run_folder(point, alone=True), "")


def _no_batch(overrides: Sequence[str]) -> None:
    raise UserError("-m: a run's own config.yaml runs again alone; leave -m out, and give each key one value")


def _several(overrides: Sequence[str]) -> None:
    from icsim.commands import multirun

    multirun.main(overrides)
