"""How far a long computation is: a bar that vanishes in a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec

ProgressCallback = Callable[[int, int], None]
"""Called with worlds done and worlds in all."""

StageCallback = Callable[[str], ProgressCallback | None]
"""Called with what comes next; gives back who hears how far it is."""


@contextmanager
def progress_bar(title: str, what: str = "worlds") -> Iterator[ProgressCallback]:
    """A function to call with worlds done and worlds in all. It writes to the error stream: results may be piped."""
    if not sys.stderr.isatty() and not in_notebook():
        yield _lines(title, what)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(what),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


QUIET, SILENT = 15.0, 120.0  # seconds between two lines of a log, at least and at most
def in_notebook() -> bool:
    """Whether a kernel of Jupyter runs this, with the widgets that a bar is drawn with there."""
    return "ipykernel" in sys.modules and find_spec("ipywidgets") is not None


def _lines(title: str, what: str) -> ProgressCallback:
    """A line for each tenth of the way, not too often and not too seldom, and about how long the rest takes.

    What came before the first word of progress is left out of the estimate: the engine may have been compiled in it.
    """
    began = last = time.monotonic()
    said, before = 0, -1

    def say(done: int, total: int) -> None:
        nonlocal said, before, began, last
        now = time.monotonic()
        tenths = 10 * done // total
        if now - last >= (QUIET if tenths > said else SILENT):
            said, last = tenths, now
            left = (now - began) / (done - before) * (total - done) if 0 <= before < done else 0.0
            more = f", about {rough_duration(left)} left" if left else ""
            print(f"{title}: {done} of {total} {what}{more}", file=sys.stderr, flush=True)
        if before < 0 < done:
            before, began = done, now

    return say


class TimeEstimate:
    """How many of several long computations are done, and about how long the others take, by what each costs.

    The first one is left out of the estimate: the engine may have been compiled in it.
    """

    def __init__(self, total: int, done: int = 0, costs: Sequence[float] = ()) -> None:
        """`costs` of those that are not done yet, in their order and in any unit; none given: all cost the same."""
        self.total, self.done = total, done
        self.costs = [0.0] * done + list(costs or [1.0] * (total - done))
        self.before, self.start = -1, time.monotonic()

    @property
    def next(self) -> str:
        """Which one comes now."""
        return f"{self.done + 1} of {self.total}"

    def say(self, done: int, what: str, news: str = "") -> None:
        """One of them is done, and what came of it; a line where there are several."""
        self.done = done
        now = time.monotonic()
        spent = sum(self.costs[self.before : done]) if 0 <= self.before < done else 0.0
        left = (now - self.start) / spent * sum(self.costs[done:]) if spent > 0.0 else 0.0
        if self.before < 0:
            self.before, self.start = done, now
        if self.total > 1:
            more = f", about {rough_duration(left)} left" if left else ""
            told = f"{news}; {done} of {self.total} judged" if news else f"done, {done} of {self.total}"
            print(f"{what}: {told}{more}", file=sys.stderr, flush=True)


def rough_duration(seconds: float) -> str:
    """A time to wait, roughly."""
    for size, name in ((3600.0, "hours"), (60.0, "minutes")):
        if seconds >= 2.0 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{max(1.0, seconds):.0f} s"


DRAWING = "tables and figures"


@contextmanager
def show_stages(title: str) -> Iterator[StageCallback]:
    """StageCallback that are shown as they come; what is shown of one goes when the next begins."""
    with ExitStack() as showing:

        def stages(what: str) -> ProgressCallback | None:
            showing.close()
            if what == "worlds":
                return showing.enter_context(progress_bar(title))
            if not sys.stderr.isatty() and not in_notebook():
                return None
            if what != DRAWING:
                return showing.enter_context(progress_bar(f"{title}, {what}"))
            from rich.console import Console

            showing.enter_context(Console(stderr=True, highlight=False).status(f"{title}, {what}"))
            return None

        yield stages
