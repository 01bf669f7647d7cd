"""Which page belongs to which results file, for `icsim report`: all are made from the stored results alone, by one writer."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from icsim.base.document import Document
from icsim.report.comparison.comparison_page import comparison_page
from icsim.report.mechanisms.mechanisms_page import mechanisms_page
from icsim.report.page import PAGE, write_page
from icsim.report.run.run_page import run_page
from icsim.report.scoreboard.scoreboard_page import SCOREBOARD_PAGE, scoreboard_page
from icsim.report.trace.trace_page import trace_page
from icsim.results.comparison import ComparisonFile
from icsim.results.mechanisms import MechanismsFile
from icsim.results.run import Summary
from icsim.results.scoreboard import ScoreboardFile
from icsim.results.trace import Trace

PAGES: Mapping[type[Document], tuple[Callable[[Any], str], str]] = {  # Any: each of its own document
    ScoreboardFile: (scoreboard_page, SCOREBOARD_PAGE),
    MechanismsFile: (mechanisms_page, PAGE),
    Summary: (run_page, PAGE),
    Trace: (trace_page, PAGE),
    ComparisonFile: (comparison_page, PAGE),
}
"""What makes the page of a results file, and the name of the page beside it."""


def page_kind(folder: Path) -> type[Document] | None:
    """The results file that a folder holds, of those that have a page here; None where there is none."""
    return next((kind for kind in PAGES if (folder / kind.FILE).is_file()), None)


def rewrite_page(folder: Path, kind: type[Document], out: Path | None = None) -> Path:
    """Make the page of a result anew, beside it or in another folder, and say where it lies."""
    make, name = PAGES[kind]
    page = make(kind.from_file(folder, "report"))
    into = folder if out is None else out
    into.mkdir(parents=True, exist_ok=True)
    return write_page(folder, page, into / name)
