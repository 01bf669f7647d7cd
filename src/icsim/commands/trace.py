"""`icsim trace`: one team through both worlds of a theory, in words, as a figure and as data."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from icsim.commands.options import parse_points
from icsim.config.compose import compose

ABOUT = "Follow one team through both worlds of a theory: where they part, then who did what, and what came of it."
USAGE = "icsim trace THEORY [TEAM] [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim trace`: a theory, a team if one is chosen; overrides hold for both worlds.

    The configuration is that of `icsim test`, so that both commands look at the same worlds.
    """
    points = parse_points("test", USAGE, ABOUT, rest, partial(_checked, words))
    if points:
        from icsim.trace.run_trace import load_trace_case, run_all

        run_all([load_trace_case(words, overrides) for overrides in points])


def _checked(words: Sequence[str], command: str, overrides: Sequence[str]) -> dict[str, Any]:
    """What `--cfg job` prints, with what is to be traced checked beside it if it is named."""
    if words:
        from icsim.trace.run_trace import load_trace_case

        load_trace_case(words, overrides)
    return compose(command, overrides).resolved()
