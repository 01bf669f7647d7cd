"""`icsim test`: programme theories, each against its counterfactual under the same luck."""

import shlex
from collections.abc import Sequence
from functools import partial

from icsim.base.errors import UserError
from icsim.commands.options import parse_points
from icsim.commands.settings_notice import print_if_unfit
from icsim.config.compose import compose

ABOUT = "Test programme theories: paired worlds with the same luck, and a verdict on each theory."
USAGE = "icsim test THEORY ... [key=value ...] [options]"


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
    from icsim.interface.theories import carry_out
    from icsim.report.theory.theory_terminal import print_theories
    from icsim.report.theory.write_theory import write_theory_study
    from icsim.results.theory_study import plan_study
    from icsim.theory.theory_cases import load_cases

    planned = []
    for overrides in points:
        command = shlex.join(["icsim", "test", *words, *overrides])
        planned.append(plan_study(load_cases(words, overrides), command, alone=len(points) == 1))
    print_if_unfit(case.pair[0] for each in planned for case in each.cases)
    for each in planned:
        reused = carry_out(each)
        print_theories(write_theory_study(each), each.folder, reused)
