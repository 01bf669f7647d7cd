"""One run of a configuration: simulated, and written to its folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.base.atomic_output import atomic_folder
from icsim.config.provenance import write_provenance
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


def result_folder(point: Settings, alone: bool) -> Path:
    """Where a point's results lie: the same content always in the same place."""
    name = f"{point.place_file.name}-{point.content_hash()[:8]}"
    out = point.values["out"]
    if out is None:
        return Path("results", "runs", name)
    return Path(out) if alone else Path(out, name)


def simulate_and_write(point: Settings, into: Path, named: str = "") -> "Simulation":
    """Run one point and leave its folder. The folder comes first: one that cannot be written costs no simulation."""
    from icsim.base.progress import DRAWING, show_stages
    from icsim.engine.simulate import simulate
    from icsim.report.run import run_terminal
    from icsim.report.run.write_run import write_run
    from icsim.results.run import Summary

    title = named or f"{point.world.title}, {point.weeks} weeks"
    with atomic_folder(into, Summary.FILE) as making, show_stages(title) as stages:
        write_provenance(point, making)
        simulation = simulate(point, stages)
        stages(DRAWING)
        write_run(simulation, making)
    if named:
        run_terminal.print_folded(run_terminal.line(simulation, into, named))
    else:
        run_terminal.print_run(simulation, into)
    return simulation
