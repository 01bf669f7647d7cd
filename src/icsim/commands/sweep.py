"""`icsim sweep`: a design of points, every point with every luck, into one table that resumes."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.commands.options import parse_points

if TYPE_CHECKING:
    from pathlib import Path

    from icsim.engine.block_pool import BlockExecutor
    from icsim.sweep.chunks import StudyBlock
    from icsim.sweep.sweep_study import SweepStudy

ABOUT = (
    "Sweep a design of points: one table, in parts that are kept when it is stopped. Axes: design.axes.PATH=[…],\n"
    "{low: …, high: …} or null for the whole range of the evidence; PATH is any lever (leadership.both.… for both tiers),\n"
    "context variable, parameter, rule, place or field of a timeline. Also: replicates=…, until.measure=…\n"
    "until.half_width=…, arms, measures, report_weeks, time_series, report; conf/sweep.yaml says what each is."
)
USAGE = "icsim sweep experiment=NAME | design=NAME design.axes.PATH=[…] ... [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim sweep`."""
    from icsim.sweep.sweep_options import resolved_config

    if words:
        raise UserError(f"{words[0]} is no key=value; see icsim sweep --help; did you mean experiment={words[0]}?")
    wanted = parse_points("sweep", USAGE, ABOUT, rest, resolved_config)
    if len(wanted) > 1:
        raise UserError("sweep: -m gives several studies; a study is one design: give its values as design.axes.PATH=[…]")
    for overrides in wanted:
        from icsim.sweep.sweep_study import plan_sweep

        run_sweep(plan_sweep(overrides))


def run_sweep(study: "SweepStudy") -> "Path":
    """Run what is missing of a study, all of which was checked, and say where its table is: the folder that is returned."""
    from contextlib import closing

    from icsim.base.progress import progress_bar
    from icsim.config.compute_backend import check_backend
    from icsim.results.sweep_crate import write_sweep_crate
    from icsim.sweep import study_size
    from icsim.sweep.chunks import plan_chunks
    from icsim.sweep.output_plan import check_selections
    from icsim.sweep.stopping import run_until as run
    from icsim.sweep.study_folder import open_folder, refuse_strangers, study_folder_path
    from icsim.sweep.study_runner import StudyRunner

    check_backend(study.first.engine)
    study_size.refuse_huge(study)
    for base in study.bases.values():
        check_selections(study.reading, base)
    folder = study_folder_path(study)
    stores = open_folder(study, folder)
    print_status(f"{study.name}: {study_size.size_text(study)}, into {folder}")
    crew = _crew(study, folder)
    job = StudyRunner(study, stores, print_status, crew)
    if study.asked.until.measure is None:
        every = plan_chunks(study, range(study.points.count), range(study.first.replicates))
        refuse_strangers(stores[0], {part.name(study) for part in every})
    try:
        with closing(crew), progress_bar(study.name) as progress:
            closely = run(job, progress)
    except KeyboardInterrupt:
        print_status(f"icsim: {job.done.reused + job.done.made} parts are whole and kept in {folder}; to go on, repeat the command")
        raise
    refuse_strangers(stores[0], job.names)
    write_sweep_crate(folder)
    _tell(job.done.reused, job.done.made, len(job.done.spoilt), closely)
    print(f"results: {folder}")
    print(f"table: {stores[0].folder} (pandas.read_parquet reads the folder); study.json says what it is")
    if study.asked.report:
        from icsim.commands.report import after_sweep

        after_sweep(folder)
    print(f"go on: icsim rerun {folder} ROW gives a row's world again, to the bit")
    print("This explores a theory; no forecast of any real system.")
    return stores[0].folder


def _crew(study: "SweepStudy", folder: "Path") -> "BlockExecutor[StudyBlock]":
    """Who computes: threads of this process, or workers. UserError where what that needs is not installed."""
    from icsim.config.compute_backend import THREADS, cores_of
    from icsim.engine.block_pool import ThreadExecutor
    from icsim.sweep.chunks import prepare_blocks

    if study.first.engine["backend"] == THREADS:
        return ThreadExecutor(cores_of(study.first.engine), prepare_blocks(study))
    from icsim.sweep.workers.dask_executor import DaskExecutor  # Dask is slow to import

    return DaskExecutor(study, folder / "jobs", print_status)


def _tell(reused: int, made: int, spoilt: int, closely: str) -> None:
    again = f", of which {spoilt} had been spoilt" if spoilt else ""
    print(f"parts: {made} run{again}, {reused} there already" if reused or spoilt else f"parts: {made} run")
    if closely:
        print(closely)


def print_status(line: str) -> None:
    """A line beside the results, which may be piped."""
    print(line, file=sys.stderr, flush=True)
