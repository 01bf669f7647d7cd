"""Everything that `icsim run` leaves in a folder: tables, figures, the ensemble in numbers, its page and its crate."""

from dataclasses import asdict
from functools import partial
from pathlib import Path

from icsim.catalogue import catalogue
from icsim.config.provenance import origin_record
from icsim.engine.simulate import Simulation
from icsim.report.ensemble_tables import write_tables
from icsim.report.figure_style import save_figures
from icsim.report.page import PAGE, write_page
from icsim.report.run import measures_figure, network_figure, trust_by_power_figure
from icsim.report.run.run_page import AGAIN, run_page
from icsim.report.words import NO_FORECAST
from icsim.results.result_crate import write_result_crate
from icsim.results.run import LeverSummary, Meaning, MeasureByWeek, Summary, WorldCount
from icsim.statistics.replicate_summary import LEVEL, MIDDLE, summarise_replicates

FIGURES = {"measures": measures_figure.draw, "network": network_figure.draw, "trust_by_power": trust_by_power_figure.draw}


def write_run(simulation: Simulation, folder: Path) -> None:
    """Tables, summary, figures, page, and last the crate, which tells of all that is there."""
    write_tables(simulation, folder)
    found, settings = summarise_run(simulation), simulation.settings
    found.write(folder)
    save_figures({name: partial(draw, simulation) for name, draw in FIGURES.items()}, folder)
    write_page(folder, run_page(found), folder / PAGE)
    name = f"{found.title}, {found.weeks} weeks"
    write_result_crate(folder, name, AGAIN, [(f"{name}, settings", found.content_hash)], [settings])


MEANING = Meaning(
    half=f"half the width of the {LEVEL:.0%} interval of the mean over worlds",
    low=f"{(1.0 - MIDDLE) / 2.0:.0%} of the worlds lie below",
    high=f"{(1.0 + MIDDLE) / 2.0:.0%} of the worlds lie below",
)


def summarise_run(simulation: Simulation) -> Summary:
    """What `summary.json` holds."""
    settings, first = simulation.settings, simulation.replicates[0]
    return Summary(
        note=NO_FORECAST,
        **origin_record(settings).model_dump(),
        place=settings.place_file.name,
        title=settings.world.title,
        weeks=settings.weeks,
        worlds=WorldCount(count=len(simulation.replicates), first_structure=first.structure_seed, first_seed=first.seed),
        portrait=simulation.portrait.replicate,
        meaning=MEANING,
        measures={name: _by_week(simulation, name) for name in simulation.names},
        levers=_levers(simulation),
    )


def _by_week(simulation: Simulation, name: str) -> MeasureByWeek:
    measure = catalogue().measures[name.partition("[")[0]]
    weeks = {week: summarise_replicates(simulation.at(name, week)) for week in simulation.reported}
    return MeasureByWeek(display=measure.display, unit=measure.unit, carrier=measure.carrier, by_week=weeks)


def _levers(simulation: Simulation) -> dict[str, dict[str, LeverSummary]]:
    found: dict[str, dict[str, LeverSummary]] = {}
    for n, query in enumerate(simulation.enacted.queries):
        tier, lever = str(query.of["tier"]), query.measure.partition(".")[2]
        enacted = summarise_replicates(simulation.enacted.array[0, n, 0])
        found.setdefault(tier, {})[lever] = LeverSummary(**asdict(enacted), set=simulation.settings.levers(tier)[lever])
    return found
