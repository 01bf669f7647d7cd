"""What the figures of a tried theory share: their head and foot, and how its two arms are told apart."""

from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from icsim import __version__
from icsim.report.look import NO_FORECAST, QUIET
from icsim.theory.result import Tried

FAINT = "#e9e9e9"
EDGE = 0.16  # inches, where all text begins
FIRST, SECOND = "#b2452f", "#2f6690"
ARMS: tuple[tuple[Literal["-", "--"], str, str], ...] = (("-", "o", FIRST), ("--", "^", SECOND))
"""Line, marker and colour of the first and the second arm: readable without the colour."""


def figure(tried: Tried, width: float, height: float, below: str) -> Figure:
    """An empty figure that says which theory it is about, what came of it, and that it is no forecast."""
    made = Figure(figsize=(width, height))
    FigureCanvasAgg(made)
    theory = tried.case.theory
    made.text(EDGE / width, 1.0 - 0.2 / height, theory.title, fontsize=14, weight="bold", va="top")
    made.text(EDGE / width, 1.0 - 0.52 / height, below, fontsize=9.5, color=QUIET, va="top")
    foot = f"icsim {__version__} · {theory.id} · {tried.case.content[:8]} · {NO_FORECAST}"
    made.text(EDGE / width, 0.12 / height, foot, fontsize=7.5, color=QUIET, va="bottom")
    return made
