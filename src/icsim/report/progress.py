"""How far a long computation is: a bar that vanishes in a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from icsim.engine.run import Progress


@contextmanager
def worlds_done(title: str) -> Iterator[Progress]:
    """A function to call with worlds done and worlds in all. It writes to the error stream: results may be piped."""
    if not sys.stderr.isatty():
        yield _lines(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("worlds"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(title: str) -> Progress:
    """A line for each tenth of the way, so that a log stays short."""
    said = 0

    def say(done: int, total: int) -> None:
        nonlocal said
        tenths = 10 * done // total
        if tenths > said:
            said = tenths
            print(f"{title}: {done} of {total} worlds", file=sys.stderr, flush=True)

    return say
