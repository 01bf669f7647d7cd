"""`icsim run`: an ensemble of one configuration, or of a few with -m."""

from collections.abc import Sequence
from pathlib import Path

from icsim.commands.options import wanted_points
from icsim.config.compose import compose
from icsim.config.record import write_record
from icsim.config.settings import Settings
from icsim.errors import UserError
from icsim.files import written_together

ABOUT = "Run an ensemble of one configuration: a table, trajectories and figures, in a folder of its own."
USAGE = "icsim run [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim run`."""
    if words:
        raise UserError(f"{words[0]} is no key=value; see icsim run --help; did you mean place={words[0]}?")
    # Every point is checked before the first one runs.
    points = [compose("run", overrides) for overrides in wanted_points("run", USAGE, ABOUT, rest)]
    for point in points:
        simulate_and_write(point, folder(point, alone=len(points) == 1))


def folder(point: Settings, alone: bool) -> Path:
    """Where a point's results lie: the same content always in the same place."""
    name = f"{point.filed.name}-{point.content_hash()[:8]}"
    out = point.values["out"]
    if out is None:
        return Path("results", "runs", name)
    return Path(out) if alone else Path(out, name)


def simulate_and_write(point: Settings, into: Path) -> None:
    """The seam to the engine and the report. The folder comes first: one that cannot be written costs no simulation."""
    from icsim.engine.run import simulate
    from icsim.report.run_report import write

    with written_together(into) as folder:
        write_record(point, folder)
        write(simulate(point), point, folder)
    print(f"results: {into}")
