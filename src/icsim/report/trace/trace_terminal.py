"""A traced team in the terminal: which pair, where the worlds part, the chain in words, and where the files lie."""

import sys
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill

from icsim.report.words import NO_FORECAST, sentence
from icsim.trace.captions import KINDS
from icsim.trace.run_trace import TraceResult

WIDTH = 100  # columns where there is no terminal
MOST = 110  # longer lines are hard to read


def print_trace(traced: TraceResult, into: Path) -> None:
    """Print all of it."""
    print("\n" + "\n".join(trace_lines(traced, _width())))
    print(f"\nresults: {into} (report.html, trace.json, trace.png, trace.svg)")


def trace_lines(traced: TraceResult, width: int) -> list[str]:
    """The text, wrapped."""
    theory, (first, second) = traced.case.theory, traced.case.worlds
    found = [
        f"{theory.id}  {theory.title}",
        fill(f"{traced.team}, in two worlds with the same random numbers: “{first}” and “{second}”", width),
        "",
        fill(traced.pair_said, width),
        fill(traced.divergence_said, width),
    ]
    before = ""
    for n, caption in enumerate(traced.captions, start=1):
        if caption.kind != before:
            found += ["", sentence(KINDS[caption.kind])]
        before = caption.kind
        badge = f" [{caption.badge.display}]" if caption.badge is not None else ""
        start = f"{n:>3}  "
        found.append(
            fill(caption.text + badge, width, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False)
        )
    return [*found, "", fill(f"One run of many: this {NO_FORECAST}.", width)]


def _width() -> int:
    return min(MOST, get_terminal_size().columns) if sys.stdout.isatty() else WIDTH
