"""`icsim sweep`: a design of points, every point with every replicate, into one table that resumes."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.commands.options import parse_points

if TYPE_CHECKING:
    from pathlib import Path

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
    from icsim.interface.sweeps import run_missing

    made = run_missing(study, print_status)
    _tell(made.reused, made.made, made.spoilt, made.closely)
    print(f"results: {made.folder}")
    print(f"table: {made.table} (pandas.read_parquet reads the folder); study.json says what it is")
    if study.asked.report:
        from icsim.commands.report import after_sweep

        after_sweep(made.folder)
    print(f"go on: icsim rerun {made.folder} ROW gives a row's world again, to the bit")
    print("This explores a theory; no forecast of any real system.")
    return made.table


def _tell(reused: int, made: int, spoilt: int, closely: str) -> None:
    again = f", of which {spoilt} had been spoilt" if spoilt else ""
    print(f"parts: {made} run{again}, {reused} there already" if reused or spoilt else f"parts: {made} run")
    if closely:
        print(closely)


def print_status(line: str) -> None:
    """A line beside the results, which may be piped."""
    print(line, file=sys.stderr, flush=True)
