"""One run of a configuration: simulated, and written to its folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.config.settings import Settings

if TYPE_CHECKING:
    from icsim.engine.simulate import Simulation

MANY = 32  # points of a multirun beyond which they share one table, as in a sweep, and have no folder each


def point_labels(points: Sequence[Sequence[str]]) -> list[str]:
    """What tells each of several points from the others; nothing for one alone."""
    if len(points) == 1:
        return [""]
    shared = set.intersection(*(set(point) for point in points)) if points else set()
    return [
        " ".join((f"{n} of {len(points)}", *(override for override in point if override not in shared)))
        for n, point in enumerate(points, start=1)
    ]


def simulate_and_write(point: Settings, into: Path, named: str = "") -> "Simulation":
    """Run one point and leave its folder. The folder comes first: one that cannot be written costs no simulation."""
    from icsim.base.progress import DRAWING, show_stages
    from icsim.engine.simulate import simulate
    from icsim.interface.ensembles import write_folder
    from icsim.report.run import run_terminal

    title = named or f"{point.world.title}, {point.weeks} weeks"
    with show_stages(title) as stages:

        def made() -> "Simulation":
            simulation = simulate(point, stages)
            stages(DRAWING)
            return simulation

        simulation = write_folder(point, into, made)
    if named:
        run_terminal.print_folded(run_terminal.line(simulation, into, named))
    else:
        run_terminal.print_run(simulation, into)
    return simulation
