"""`icsim run` as a function: an ensemble of one configuration, kept in memory until it is asked for its report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.config.settings import Settings
from icsim.interface.showing import figure_named, need_xarray
from icsim.interface.words import Given, override_words

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from icsim.engine.measures import Query
    from icsim.engine.simulate import Simulation
    from icsim.results.run import Summary


@dataclass(frozen=True)
class Ensemble:
    """The worlds of one configuration: every measure over time, and what leaders enact."""

    simulation: Simulation

    @property
    def settings(self) -> Settings:
        """The whole configuration."""
        return self.simulation.settings

    @property
    def summary(self) -> Summary:
        """What `summary.json` holds: each measure at each reported week, over worlds."""
        from icsim.report.run.write_run import summarise_run

        return summarise_run(self.simulation)

    def to_pandas(self) -> pd.DataFrame:
        """One row for each world and week, with its luck and a column for each measure."""
        found = self.simulation.series.to_pandas().drop(columns="arm")
        return found.rename(columns={query.key: name for query, name in self._names})

    def to_xarray(self) -> xr.Dataset:
        """Every measure over replicate and week."""
        need_xarray()
        found = self.simulation.series.to_xarray().isel(arm=0, drop=True)
        return found.rename({query.key: name for query, name in self._names if query.key != name})

    def levers(self) -> pd.DataFrame:
        """What is set of each lever, and what each world's leaders enact of it in the last weeks."""
        from icsim.report.ensemble_tables import lever_table

        found: pd.DataFrame = lever_table(self.simulation).to_pandas()
        return found

    def plot(self, name: str | None = None) -> Figure:
        """A figure of the report: `measures` over time, or `network`, or `trust_by_power`."""
        from icsim.report.run.write_run import FIGURES

        return figure_named({one: partial(draw, self.simulation) for one, draw in FIGURES.items()}, name)

    def report(self, out: str | Path | None = None) -> Path:
        """Write the folder of `icsim run`, tables and figures, and say where; without `out`, below results/runs."""
        folder = run_folder(self.settings, alone=True) if out is None else Path(out)
        write_folder(self.settings, folder, lambda: self.simulation)
        return folder

    def __repr__(self) -> str:
        settings = self.settings
        return f"<Ensemble of {len(self.simulation.replicates)} worlds in {settings.place_file.name}, {settings.weeks} weeks>"

    @property
    def _names(self) -> list[tuple[Query, str]]:
        return list(zip(self.simulation.series.queries, self.simulation.names, strict=True))


def run(
    place: str | Path | None = None,
    *,
    overrides: str | Sequence[str] = (),
    settings: Given = None,
    **keywords: object,
) -> Ensemble:
    """An ensemble of one configuration, as `icsim run`; every setting is a keyword, with `__` or a dot in its path."""
    from icsim.base.progress import show_stages
    from icsim.config.compose import compose
    from icsim.engine.simulate import simulate

    point = compose("run", override_words(keywords if place is None else {"place": place, **keywords}, settings, overrides))
    with show_stages(f"{point.world.title}, {point.weeks} weeks") as stages:
        made = Ensemble(simulate(point, stages))
    if point.values["out"] is not None:
        made.report()
    return made


def run_folder(point: Settings, alone: bool) -> Path:
    """Where a point's results lie: the same content always in the same place."""
    return point.results_folder(f"{point.place_file.name}-{point.content_hash()[:8]}", alone)


def write_folder(point: Settings, into: Path, made: Callable[[], Simulation]) -> Simulation:
    """All files of a run, at once. The folder comes first: one that cannot be written costs no simulation."""
    from icsim.base.atomic_output import atomic_folder
    from icsim.config.provenance import write_provenance
    from icsim.report.run.write_run import write_run
    from icsim.results.run import Summary

    with atomic_folder(into, Summary.FILE) as making:
        write_provenance(point, making)
        simulation = made()
        write_run(simulation, making)
    return simulation
