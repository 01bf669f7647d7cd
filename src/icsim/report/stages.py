"""How far a run is, stage by stage: each has a bar of its own in a terminal; elsewhere the first one has lines."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from icsim.engine.run import Progress
from icsim.engine.simulate import Stages
from icsim.report.progress import worlds_done


@contextmanager
def shown(title: str) -> Iterator[Stages]:
    """Stages that are shown as they come; the bar of one goes when the next begins."""
    drawn = sys.stderr.isatty()
    if not drawn:
        print(title, file=sys.stderr, flush=True)
    with ExitStack() as bar:

        def stages(what: str) -> Progress | None:
            bar.close()
            return bar.enter_context(worlds_done(f"{title}: {what}")) if drawn or what == "worlds" else None

        yield stages
