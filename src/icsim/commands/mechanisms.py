"""`icsim mechanisms`: what each of the seven adds, which need one another, and how much leaders matter at all."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from icsim.commands.options import wanted_points
from icsim.commands.run import folder, names
from icsim.config.compose import compose
from icsim.config.record import write_record
from icsim.config.settings import Settings
from icsim.errors import UserError
from icsim.files import written_together

ABOUT = "The seven mechanisms in all combinations of low and high: what each adds, synergies, and leaders' share of the variance."
USAGE = "icsim mechanisms [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim mechanisms`."""
    if words:
        raise UserError(f"{words[0]} is no key=value; see icsim mechanisms --help; did you mean place={words[0]}?")
    wanted = wanted_points("mechanisms", USAGE, ABOUT, rest)
    points = [compose("mechanisms", overrides) for overrides in wanted]
    for point in points:
        check(point)
    for point, overrides, named in zip(points, wanted, names(wanted), strict=True):
        study(point, overrides, folder(point, alone=len(points) == 1), named)


def check(point: Settings) -> None:
    """Say what is wrong before anything runs."""
    from icsim.theory.mechanisms import factorial

    factorial(point)
    if int(point.values["budget"]["side_draws"]) < 1:
        raise UserError("budget.side_draws: 0 leaves nothing to look at; allowed: 1 or more")


def study(point: Settings, overrides: Sequence[str], into: Path, named: str) -> None:
    """Run one point and leave its folder."""
    from icsim.report.mechanisms import files as mechanisms_files
    from icsim.report.mechanisms import table as mechanisms_table
    from icsim.report.stages import DRAWING, shown
    from icsim.theory.fails import around, said
    from icsim.theory.mechanisms import OUTCOMES, mechanisms
    from icsim.theory.variance import variance

    title = named or f"{point.world.title}, {point.weeks} weeks"
    with written_together(into, mechanisms_files.SIGN) as making, shown(title) as stages:
        write_record(point, making)
        found = mechanisms(point, stages("worlds"))
        designs = int(point.values["budget"]["draws"])
        shares = variance(point, designs, OUTCOMES, around(said(overrides)), stages("whose doing it is"))
        stages(DRAWING)
        mechanisms_files.write(point, shlex.join(["icsim", "mechanisms", *overrides]), found, shares, making)
    mechanisms_table.show(point, found, shares, into)
