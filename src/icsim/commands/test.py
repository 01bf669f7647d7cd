"""`icsim test`: programme theories, each against its counterfactual under the same luck."""

import shlex
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icsim.commands.options import wanted_points
from icsim.config.compose import compose
from icsim.errors import UserError

if TYPE_CHECKING:
    from icsim.theory.cases import Case
    from icsim.theory.study import Study

ABOUT = "Test programme theories: paired worlds with the same luck, and a verdict on each theory."
USAGE = "icsim test THEORY ... [key=value ...] [options]"
FIRST = "plausible settings"  # the part of the work that has lines where there is no terminal


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim test`: theories by name, pattern or path; overrides hold for all arms."""
    points = wanted_points("test", USAGE, ABOUT, rest, partial(checked, words))
    if points and not words:
        raise UserError("no theory; name one or more of icsim list theories, such as icsim test box4")
    if points:
        test_theories(words, points)


def checked(words: Sequence[str], command: str, overrides: Sequence[str]) -> dict[str, Any]:
    """What `--cfg job` prints: the configuration without any theory's own part. The theories named are checked beside it."""
    from icsim.theory.cases import plan

    plan(words, overrides)
    return compose(command, overrides).resolved()


def test_theories(words: Sequence[str], points: Sequence[Sequence[str]]) -> None:
    """The seam to the theories. Every theory of every point is checked before the first one runs."""
    from icsim.report.theory import study_files
    from icsim.report.theory import table as theory_table
    from icsim.theory.cases import plan
    from icsim.theory.study import study

    planned = []
    for overrides in points:
        command = shlex.join(["icsim", "test", *words, *overrides])
        planned.append(study(plan(words, overrides), command, alone=len(points) == 1))
    for each in planned:
        reused = _carried_out(each)
        theory_table.tell(study_files.write(each), each.folder, reused)


def _carried_out(planned: "Study") -> int:
    """Try what is not done yet; how many were done already. Who stops it is told how to go on."""
    from icsim.report.progress import Estimate
    from icsim.report.stages import DRAWING, shown
    from icsim.report.theory.files import write
    from icsim.theory.study import carry_out
    from icsim.theory.test import run_case

    estimate = Estimate(len(planned.cases), sum(planned.done(case) is not None for case in planned.cases))

    def work(case: "Case", folder: Path) -> None:
        title = f"{case.theory.id}, {estimate.next}" if len(planned.cases) > 1 else case.theory.id
        with shown(title) as stages:
            tried = run_case(case, lambda what: stages("worlds" if what == FIRST else what))
            stages(DRAWING)
            write(tried, planned.source, folder)

    try:
        return carry_out(planned, work, lambda done, case: estimate.say(done, case.theory.id))
    except KeyboardInterrupt:
        done = sum(planned.done(case) is not None for case in planned.cases)
        print(f"icsim: {done} of {len(planned.cases)} theories are done and kept; to go on, repeat the command", file=sys.stderr)
        raise
