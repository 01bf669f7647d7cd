"""`icsim test`: programme theories, each against its counterfactual under the same luck."""

from collections.abc import Sequence

from icsim.commands.options import wanted_points
from icsim.errors import UserError

ABOUT = "Test programme theories: paired worlds with the same luck, and a verdict on each theory."
USAGE = "icsim test THEORY ... [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim test`: theories by name, pattern or path; overrides hold for all arms."""
    for overrides in wanted_points("test", USAGE, ABOUT, rest):
        if not words:
            raise UserError("no theory; name one or more of icsim list theories, such as icsim test box4")
        test_theories(words, overrides)


def test_theories(words: Sequence[str], overrides: Sequence[str]) -> None:
    """The seam to the theories: an arm is `compose("test", overrides, context=the theory's, arm=the arm's)`."""
    from icsim.theory.test import run

    run(words, overrides)
