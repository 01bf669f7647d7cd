"""`icsim trace`: one team through both worlds of a theory, in words, as a figure and as data."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from icsim.base.atomic_output import atomic_folder
from icsim.base.progress import progress_bar
from icsim.commands.options import parse_points
from icsim.config.compose import compose
from icsim.config.compute_backend import check_local_only

if TYPE_CHECKING:
    from icsim.trace.run_trace import TraceCase

ABOUT = "Follow one team through both worlds of a theory: where they part, then who did what, and what came of it."
USAGE = "icsim trace THEORY [TEAM] [key=value ...] [options]"


def main(words: Sequence[str], rest: Sequence[str]) -> None:
    """Everything after `icsim trace`: a theory, a team if one is chosen; overrides hold for both worlds.

    The configuration is that of `icsim test`, so that both commands look at the same worlds.
    """
    points = parse_points("test", USAGE, ABOUT, rest, partial(_checked, words))
    if points:
        from icsim.trace.run_trace import load_trace_case

        cases = [load_trace_case(words, overrides) for overrides in points]
        for case in cases:
            check_local_only("trace", case.arms[0].engine)
        run_all(cases)


def _checked(words: Sequence[str], command: str, overrides: Sequence[str]) -> dict[str, object]:
    """What `--cfg job` prints, with what is to be traced checked beside it if it is named."""
    if words:
        from icsim.trace.run_trace import load_trace_case

        load_trace_case(words, overrides)
    return compose(command, overrides).resolved()


def run_all(cases: "Sequence[TraceCase]") -> None:
    """Run cases one after the other; each writes a folder of its own as soon as it is done."""
    from icsim.report.trace.trace_terminal import print_trace
    from icsim.report.trace.write_trace import write_trace
    from icsim.results.trace import Trace
    from icsim.trace.run_trace import run_trace

    for case in cases:
        into = case.arms[0].results_folder(f"trace-{case.theory.id}-{case.content[:8]}", alone=len(cases) == 1)
        with atomic_folder(into, Trace.FILE) as making:  # the folder comes first: one that cannot be written costs nothing
            with progress_bar(f"{case.theory.id}: {case.arms[0].weeks} weeks") as progress:
                traced = run_trace(case, progress)
            write_trace(traced, making)
        print_trace(traced, into)
