"""`icsim sweep` as a function: a design of points, every point with every replicate, in a folder that resumes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean
from icsim.interface.analysis import Analysed
from icsim.interface.showing import labelled
from icsim.interface.words import Given, override_list, override_words, plain

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from icsim.engine.block_pool import BlockExecutor
    from icsim.sweep.analysis.sweep_results import SweepResults
    from icsim.sweep.chunks import StudyBlock
    from icsim.sweep.sweep_study import SweepStudy

Say = Callable[[str], None]


@dataclass(frozen=True)
class Sweep:
    """A sweep that is complete, in its folder."""

    folder: Path

    @cached_property
    def results(self) -> SweepResults:
        """Axes, outcomes and worlds as arrays, every part checked."""
        from icsim.sweep.analysis.sweep_results import load_results

        return load_results(self.folder)

    def to_pandas(self) -> pd.DataFrame:
        """One row for each world: its number, point, arm, replicate and luck, the axes, and a column for each measure and week."""
        import pyarrow.dataset as ds

        from icsim.sweep.run_table import ENDING, TABLE

        paths = [str(self.folder / TABLE / f"{name}{ENDING}") for name in self.results.parts]
        found: pd.DataFrame = ds.dataset(paths).to_table().to_pandas()
        return found.sort_values("row", ignore_index=True)

    def to_xarray(self) -> xr.Dataset:
        """Every outcome over point, arm where there are arms, and replicate; axes and labels stand beside the points."""
        frame = self.to_pandas()
        axes = [axis.path for axis in self.results.axes]
        along = ["point", *(["arm"] if "arm" in frame else []), "replicate"]
        found = labelled(frame[[*along, *self.results.columns]], along)
        first = frame.drop_duplicates("point").set_index("point")
        others = {"row", "seed", "structure_seed", *along, *self.results.columns}
        beside = [*axes, *(name for name in frame if name not in others and name not in axes)]  # what is left are labels
        return found.assign_coords({name: ("point", first.loc[found["point"].values, name].to_numpy()) for name in beside})

    def plot(self, name: str | None = None) -> Figure:
        """A figure of the report, the first without a name; `analyse` says what is analysed."""
        return self.analyse().plot(name)

    def analyse(self, **asked: Any) -> Analysed:
        """As `icsim.analyse`."""
        return analyse(self, **asked)

    def report(self, out: str | Path | None = None) -> Path:
        """Write the report as one page, unless it is there, and say where."""
        return self.analyse().report(out)

    def __repr__(self) -> str:
        found = self.results
        return f"<Sweep {found.title}: {found.points:,} points, {int(found.there.sum()):,} worlds, in {self.folder}>"


def run_sweep(
    experiment: str | Path | None = None,
    *,
    axes: Mapping[str, object] | None = None,
    measures: str | Sequence[object] | None = None,
    overrides: str | Sequence[str] = (),
    settings: Given = None,
    **keywords: object,
) -> Sweep:
    """Run what is missing of a sweep, as `icsim sweep`, and open it.

    `axes` are paths with a list of values, or with a range as {"low": …, "high": …}, or None for the whole
    range of the evidence; `design` names the design, and `design__points` and the like set it. One of `measures` may stand
    without a list.
    """
    from icsim.sweep.sweep_study import plan_sweep

    named = {} if experiment is None else {"experiment": experiment}
    if measures is not None:
        keywords["measures"] = [measures] if isinstance(measures, str) else measures
    words = override_words({**named, **keywords}, settings, [*axis_words(axes or {}), *override_list(overrides)])
    return Sweep(run_missing(plan_sweep(words), lambda line: None).folder)


def axis_words(axes: Mapping[str, object]) -> list[str]:
    """Axes as the command line takes them."""
    from icsim.config.as_text import override_text

    if not isinstance(axes, Mapping):
        raise UserError(f"axes: {axes!r} is no mapping; give paths with their values, such as {{'context.demand': [0.1, 0.9]}}")

    return [f"design.axes.{name}={override_text(plain(_clear(name, values)))}" for name, values in _dotted(axes)]


def _dotted(axes: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    return ((path.replace("__", "."), values) for path, values in axes.items())


def _clear(path: str, values: object) -> object:
    """UserError for two numbers in round brackets: some mean the ends of a range, others two values."""
    if isinstance(values, tuple) and len(values) == 2 and all(isinstance(one, int | float) for one in values):
        low, high = values
        raise UserError(
            f"design.axes.{path}: ({low}, {high}) may be a range or two values; "
            f"give {{'low': {low}, 'high': {high}}} or [{low}, {high}]"
        )
    return values


def open_sweep(folder: str | Path) -> Sweep:
    """A sweep that was run before, by whatever way. UserError for a folder that is none, or is not complete."""
    found = Sweep(Path(folder))
    return Sweep(found.results.folder)


ASKED = ("measures", "arms", "where", "axes", "policies", "meets")  # what `analyse` may be asked for


def analyse(
    sweep: Sweep | str | Path,
    measures: str | Sequence[str] | None = None,
    arms: str | Sequence[str] | None = None,
    where: str | Sequence[str] | None = None,
    axes: str | Sequence[str] | None = None,
    policies: str | Sequence[str] | None = None,
    meets: str | Sequence[str] | None = None,
    **unknown: object,
) -> Analysed:
    """What a sweep shows, as `icsim report`: of these measures and arms, drawn along these axes, and where conditions hold.

    `policies` are the axes that are decided on, all others being uncertain; `meets` is what a policy has to reach in a setting.
    """
    from icsim.sweep.analysis.report_request import parse_report_request

    for name in unknown:
        raise UserError(f"analyse: {name} is no keyword of it; allowed: {', '.join(ASKED)}{did_you_mean(name, ASKED)}")
    if not isinstance(sweep, Sweep | str | os.PathLike):
        raise UserError(f"analyse: {sweep!r} is no sweep; give what run_sweep or open_sweep gave, or the path of a sweep's folder")
    frame = (sweep if isinstance(sweep, Sweep) else open_sweep(sweep)).results
    lists = [None if one is None else [one] if isinstance(one, str) else list(one) for one in (measures, arms, axes, policies)]
    return Analysed(frame, parse_report_request(frame, lists[0], lists[1], where, lists[2], lists[3], meets))


@dataclass(frozen=True)
class Carried:
    """What became of a study: where it lies, and how many of its parts were there already."""

    folder: Path
    table: Path
    reused: int
    made: int
    spoilt: int
    closely: str


def run_missing(study: SweepStudy, say: Say) -> Carried:
    """Run what is missing of a study, all of which was checked; `say` hears what is to be known while it runs."""
    from icsim.config.compute_backend import check_backend
    from icsim.sweep import study_size

    check_backend(study.first.engine)
    study_size.refuse_huge(study)  # before all that is slow to import
    from contextlib import closing

    from icsim.base.progress import progress_bar
    from icsim.results.sweep_crate import write_sweep_crate
    from icsim.sweep.chunks import planned_chunks
    from icsim.sweep.distributions import kept_text
    from icsim.sweep.growing import continued
    from icsim.sweep.output_plan import check_selections
    from icsim.sweep.run_table import TABLE
    from icsim.sweep.stopping import run_until
    from icsim.sweep.study_folder import open_folder, refuse_strangers, study_folder_path
    from icsim.sweep.study_runner import StudyRunner

    for base in study.bases.values():
        check_selections(study.reading, base)
    folder = study_folder_path(study)
    study, larger = continued(study, folder)
    if larger is not None:
        more = f"{larger.points:,} points x {larger.replicates:,} replicates"
        say(f"{study.name}: {folder} holds {more}, of which what is asked is a part; nothing is run, and the report is of all")
        return Carried(folder, folder / TABLE, 0, 0, 0, "")
    stores = open_folder(study, folder)
    drawn = kept_text(study.asked.design, study.points.count)
    say(f"{study.name}: {study_size.size_text(study)}{f' ({drawn})' if drawn else ''}, into {folder}")
    crew = _crew(study, folder, say)
    job = StudyRunner(study, stores, say, crew)
    if study.asked.until.measure is None:
        refuse_strangers(stores[0], {part.name(study) for part in planned_chunks(study)})
    try:
        with closing(crew), progress_bar(study.name) as progress:
            closely = run_until(job, progress)
    except KeyboardInterrupt:
        kept = len(stores[0].names())  # some that were there may not have been come to yet
        say(f"icsim: {'1 part is' if kept == 1 else f'{kept} parts are'} whole and kept in {folder}")
        raise
    refuse_strangers(stores[0], job.names)
    write_sweep_crate(folder)
    return Carried(folder, stores[0].folder, job.done.reused, job.done.made, len(job.done.spoilt), closely)


def _crew(study: SweepStudy, folder: Path, say: Say) -> BlockExecutor[StudyBlock]:
    """Who computes: threads of this process, or workers. UserError where what that needs is not installed."""
    from icsim.config.compute_backend import THREADS, cores_of
    from icsim.engine.block_pool import ThreadExecutor
    from icsim.sweep.chunks import prepare_blocks

    if study.first.engine["backend"] == THREADS:
        return ThreadExecutor(cores_of(study.first.engine), prepare_blocks(study))
    from icsim.sweep.workers.dask_executor import DaskExecutor  # Dask is slow to import

    return DaskExecutor(study, folder / "jobs", say)
