"""Everything that `icsim run` leaves in a folder."""

from pathlib import Path

from icsim.engine.simulate import Simulation
from icsim.report.look import save, styled
from icsim.report.run import bands, network, power
from icsim.report.run.summary import write_summary
from icsim.report.tables import write_tables

FIGURES = {"measures": bands.draw, "network": network.draw, "trust_by_power": power.draw}


def write(simulation: Simulation, folder: Path) -> None:
    """Tables, summary and figures."""
    write_tables(simulation, folder)
    write_summary(simulation, folder)
    with styled():
        for name, draw in FIGURES.items():
            save(draw(simulation), folder, name)
