"""`icsim test`: programme theories, each against its counterfactual under the same luck."""

import shlex
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from icsim.base.errors import UserError
from icsim.commands.options import parse_points
from icsim.commands.settings_notice import print_if_unfit
from icsim.config.compose import compose

if TYPE_CHECKING:
    from icsim.results.theory_study import TheoryStudy
    from icsim.theory.theory_cases import TheoryCase

ABOUT = "Test programme theories: paired worlds with the same luck, and a verdict on each theory."
USAGE = "icsim test THEORY ... [key=value ...] [options]"
FIRST = "plausible settings"  # the part of the work that has lines where there is no terminal


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim test`: theories by name, pattern or path; overrides hold for all arms."""
    points = parse_points("test", USAGE, ABOUT, rest, partial(checked_config, words))
    if points and not words:
        raise UserError("no theory; name one or more of icsim list theories, such as icsim test box4")
    if points:
        run_theories(words, points)


def checked_config(words: Sequence[str], command: str, overrides: Sequence[str]) -> dict[str, object]:
    """What `--cfg job` prints: the configuration without any theory's own part. The theories named are checked beside it."""
    from icsim.theory.theory_cases import load_cases

    load_cases(words, overrides)
    return compose(command, overrides).resolved()


def run_theories(words: Sequence[str], points: Sequence[Sequence[str]]) -> None:
    """The seam to the theories. Every theory of every point is checked before the first one runs."""
    from icsim.report.theory.theory_terminal import print_theories
    from icsim.report.theory.write_theory import write_theory_study
    from icsim.results.theory_study import plan_study
    from icsim.theory.theory_cases import load_cases

    planned = []
    for overrides in points:
        command = shlex.join(["icsim", "test", *words, *overrides])
        planned.append(plan_study(load_cases(words, overrides), command, alone=len(points) == 1))
    print_if_unfit(case.pair[0] for each in planned for case in each.cases)
    _print_warnings([case for each in planned for case in each.cases])
    for each in planned:
        reused = _carried_out(each)
        print_theories(write_theory_study(each), each.folder, reused)


def _print_warnings(cases: Sequence["TheoryCase"]) -> None:
    """What is worth knowing before the run: a key clause that no rule leads to. One theory gets its other warnings, too."""
    from icsim.theory.comparison import warnings
    from icsim.theory.routes import unreached

    for case in cases:
        for route in unreached(case):
            clause = f"{route.asked.part}.{route.asked.number - 1} ({route.asked.clause.measure})"
            text = f"no rule leads from what differs between the worlds to {clause}: the model cannot test this theory"
            print(f"icsim: {case.theory.id}: {text}", file=sys.stderr)
        for text in warnings(case) if len(cases) == 1 else ():
            print(f"icsim: {case.theory.id}: {text}", file=sys.stderr)


def _carried_out(planned: "TheoryStudy") -> int:
    """Try what is not done yet; how many were done already. Who stops it is told how to go on."""
    from icsim.base.progress import DRAWING, TimeEstimate, show_stages
    from icsim.report.theory.write_theory import write_theory
    from icsim.results.theory_study import run_study
    from icsim.theory.run_theory import run_theory

    estimate = TimeEstimate(len(planned.cases), sum(planned.done(case) for case in planned.cases))

    def work(case: "TheoryCase", folder: Path) -> None:
        title = f"{case.theory.id}, {estimate.next}" if len(planned.cases) > 1 else case.theory.id
        with show_stages(title) as stages:
            tried = run_theory(case, lambda what: stages("worlds" if what == FIRST else what))
            stages(DRAWING)
            write_theory(tried, planned.source, folder)

    try:
        return run_study(planned, work, lambda done, case: estimate.say(done, case.theory.id))
    except KeyboardInterrupt:
        done = sum(planned.done(case) for case in planned.cases)
        print(f"icsim: {done} of {len(planned.cases)} theories are done and kept; to go on, repeat the command", file=sys.stderr)
        raise
