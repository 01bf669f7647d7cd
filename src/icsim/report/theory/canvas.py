"""What the figures of a tried theory share: their head and foot, and how its two sides are told apart."""

from typing import Any, Literal, Protocol

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from icsim import __version__
from icsim.report.figure_style import NO_FORECAST, PALE, QUIET
from icsim.theory.theory_cases import TheoryCase

FAINT = "#e9e9e9"
EDGE = 0.16  # inches, where all text begins
FIRST, SECOND = "#b2452f", "#2f6690"
ARMS: tuple[tuple[Literal["-", "--"], str, str], ...] = (("-", "o", FIRST), ("--", "^", SECOND))
"""Line, marker and colour of the first and the second of what is compared: readable without the colour."""
SHARES: tuple[tuple[str, str, Any], ...] = (
    ("as expected", "#1f4e79", None),
    ("within the smallest effect", PALE, None),
    ("the other way", "#c9694f", "////"),
)
"""E, N and O: what they are called, their colour, and how they are hatched; in grey dark, light and hatched."""


class HasCase(Protocol):
    """Whatever came of a theory and knows which one."""

    @property
    def case(self) -> TheoryCase:
        """The theory, with its arms."""


def new_theory_figure(tried: HasCase, width: float, height: float, title: str, below: str) -> Figure:
    """An empty figure that says which theory it is about, what it shows, and that it is no forecast."""
    made = Figure(figsize=(width, height))
    FigureCanvasAgg(made)
    theory = tried.case.theory
    made.text(EDGE / width, 1.0 - 0.2 / height, title, fontsize=14, weight="bold", va="top")
    made.text(EDGE / width, 1.0 - 0.52 / height, f"{theory.id}: {below}", fontsize=9.5, color=QUIET, va="top")
    foot = f"icsim {__version__} · {theory.id} · {tried.case.content[:8]} · {NO_FORECAST}"
    made.text(EDGE / width, 0.12 / height, foot, fontsize=7.5, color=QUIET, va="bottom")
    return made
