"""`icsim test`: programme theories, each against its counterfactual under the same luck."""

from collections.abc import Sequence

from icsim.commands.options import wanted_points
from icsim.errors import UserError

ABOUT = "Test programme theories: paired worlds with the same luck, and a verdict on each theory."
USAGE = "icsim test THEORY ... [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim test`: theories by name, pattern or path; overrides hold for all arms."""
    points = wanted_points("test", USAGE, ABOUT, rest)
    if points and not words:
        raise UserError("no theory; name one or more of icsim list theories, such as icsim test box4")
    if points:
        test_theories(words, points)


def test_theories(words: Sequence[str], points: Sequence[Sequence[str]]) -> None:
    """The seam to the theories. Every theory of every point is checked before the first one runs."""
    from icsim.theory.test import plan, run_all

    run_all([case for overrides in points for case in plan(words, overrides)])
