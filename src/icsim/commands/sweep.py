"""`icsim sweep`: a design of points, every point with every luck, into one table that resumes."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from icsim.commands.options import wanted_points
from icsim.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from icsim.sweep.crew import Crew
    from icsim.sweep.study import Study

ABOUT = (
    "Sweep a design of points: one table, in parts that are kept when it is stopped. Axes: design.axes.PATH=[…],\n"
    "{low: …, high: …} or null for the whole range of the evidence; PATH is any lever (leadership.both.… for both tiers),\n"
    "context variable, parameter, rule, place or field of a timeline. Also: replicates=…, until.measure=…\n"
    "until.half_width=…, arms, measures, at, trajectories, report; conf/sweep.yaml says what each is."
)
USAGE = "icsim sweep experiment=NAME | design=NAME design.axes.PATH=[…] ... [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim sweep`."""
    from icsim.sweep.asked import resolved

    if words:
        raise UserError(f"{words[0]} is no key=value; see icsim sweep --help; did you mean experiment={words[0]}?")
    wanted = wanted_points("sweep", USAGE, ABOUT, rest, resolved)
    if len(wanted) > 1:
        raise UserError("sweep: -m gives several studies; a study is one design: give its values as design.axes.PATH=[…]")
    for overrides in wanted:
        from icsim.sweep.study import study

        carry_out(study(overrides))


def carry_out(study: "Study") -> "Path":
    """Run what is missing of a study, all of which was checked, and say where its table is: the folder that is returned."""
    from contextlib import closing

    from icsim.config.machines import check
    from icsim.report.progress import worlds_done
    from icsim.sweep import size
    from icsim.sweep.folder import folder_of, open_folder, refuse_strangers
    from icsim.sweep.job import Job
    from icsim.sweep.parts import parts
    from icsim.sweep.reading import check_readable
    from icsim.sweep.rounds import carry_out as run

    check(study.first.engine)
    size.refuse_huge(study)
    for base in study.bases.values():
        check_readable(study.reading, base)
    folder = folder_of(study)
    stores = open_folder(study, folder)
    say(f"{study.name}: {size.said(study)}, into {folder}")
    crew = _crew(study, folder)
    job = Job(study, stores, say, crew)
    if study.asked.until.measure is None:
        every = parts(study, range(study.points.count), range(study.first.replicates))
        refuse_strangers(stores[0], {part.name(study) for part in every})
    try:
        with closing(crew), worlds_done(study.name) as progress:
            closely = run(job, progress)
    except KeyboardInterrupt:
        say(f"icsim: {job.done.reused + job.done.made} parts are whole and kept in {folder}; to go on, repeat the command")
        raise
    refuse_strangers(stores[0], job.names)
    _tell(job.done.reused, job.done.made, len(job.done.spoilt), closely)
    print(f"results: {folder}")
    print(f"table: {stores[0].folder} (pandas.read_parquet reads the folder); study.json says what it is")
    if study.asked.report:
        from icsim.commands.report import after_sweep

        after_sweep(folder)
    print(f"go on: icsim rerun {folder} ROW gives a row's world again, to the bit")
    print("This explores a theory; no forecast of any real system.")
    return stores[0].folder


def _crew(study: "Study", folder: "Path") -> "Crew":
    """Who computes: threads of this process, or workers. UserError where what that needs is not installed."""
    from icsim.config.machines import HERE
    from icsim.sweep.crew import Here

    if study.first.engine["where"] == HERE:
        return Here(study)
    from icsim.sweep.workers.away import Away  # Dask is slow to import

    return Away(study, folder / "jobs", say)


def _tell(reused: int, made: int, spoilt: int, closely: str) -> None:
    again = f", of which {spoilt} had been spoilt" if spoilt else ""
    print(f"parts: {made} run{again}, {reused} there already" if reused or spoilt else f"parts: {made} run")
    if closely:
        print(closely)


def say(line: str) -> None:
    """A line beside the results, which may be piped."""
    print(line, file=sys.stderr, flush=True)
