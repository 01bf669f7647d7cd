"""How far a run is, stage by stage: each is shown in a terminal; elsewhere the worlds alone have lines."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from icsim.base.progress import progress_bar
from icsim.engine.ensemble import Progress
from icsim.engine.simulate import Stages

DRAWING = "tables and figures"


@contextmanager
def show_stages(title: str) -> Iterator[Stages]:
    """Stages that are shown as they come; what is shown of one goes when the next begins."""
    with ExitStack() as showing:

        def stages(what: str) -> Progress | None:
            showing.close()
            if what == "worlds":
                return showing.enter_context(progress_bar(title))
            if not sys.stderr.isatty():
                return None
            if what != DRAWING:
                return showing.enter_context(progress_bar(f"{title}, {what}"))
            from rich.console import Console

            showing.enter_context(Console(stderr=True, highlight=False).status(f"{title}, {what}"))
            return None

        yield stages
