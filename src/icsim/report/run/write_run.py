"""Everything that `icsim run` leaves in a folder."""

from functools import partial
from pathlib import Path

from icsim.engine.simulate import Simulation
from icsim.report.ensemble_tables import write_tables
from icsim.report.figure_style import save_figures
from icsim.report.run import measures_figure, network_figure, trust_by_power_figure
from icsim.report.run.summary_json import summarise_run

FIGURES = {"measures": measures_figure.draw, "network": network_figure.draw, "trust_by_power": trust_by_power_figure.draw}


def write_run(simulation: Simulation, folder: Path) -> None:
    """Tables, summary and figures."""
    write_tables(simulation, folder)
    summarise_run(simulation).write(folder)
    save_figures({name: partial(draw, simulation) for name, draw in FIGURES.items()}, folder)
