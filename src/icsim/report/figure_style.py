"""How all figures look: readable in grey and without colour vision, text kept as text, the same bytes every time."""

import errno
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, TypedDict

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

from icsim.base.version import __version__
from icsim.config.settings import Settings
from icsim.report.glyphs import give_fonts
from icsim.report.page import DOTS
from icsim.report.words import NO_FORECAST, readable_name
from icsim.theory.theory_cases import TheoryCase

INK, QUIET, PALE = "#1a1a1a", "#666666", "#dddddd"
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # not every system has quotas
EDGE = 0.16  # inches, where all text begins
STEPS = (1, 2, 5, 13, 26, 52, 104, 260, 520)  # weeks between the marks of an axis of time


class LineStyle(NamedTuple):
    """How something is told apart, by colour and, for those who see none, by form; later ones are lighter in grey."""

    colour: str
    marker: str
    line: str | tuple[float, tuple[float, ...]] = "-"


SECTORS: Mapping[str, LineStyle] = {
    "health": LineStyle("#0b4f8a", "o"),
    "social_care": LineStyle("#c8601c", "s"),
    "voluntary": LineStyle("#7cc49a", "^"),
}
RANKS: Mapping[str, LineStyle] = {
    "top": LineStyle("#14284b", "o", "-"),
    "middle": LineStyle("#2f86a6", "s", (0, (5, 1.5))),
    "bottom": LineStyle("#e69a2e", "^", (0, (2, 1.2))),
}
Keywords = dict[str, Any]  # of a method of matplotlib: each of a type of its own, or of several

SETTINGS: dict[RcKeyType, Any] = {  # Any: as matplotlib has it
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.titlelocation": "left",
    "axes.titlepad": 7.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "text.color": INK,
    "legend.frameon": False,
    "text.parse_math": False,  # what a user wrote is drawn as written: $ begins no formula
    "svg.fonttype": "none",  # words stay words: searchable, and read aloud
    "svg.hashsalt": "icsim",
}


def sheet(width: float, height: float, title: str, below: str, about: str, edge: float = EDGE) -> Figure:
    """An empty figure with what every one says: what it shows, what it is `about`, and that it is no forecast."""
    made = Figure(figsize=(width, height))
    FigureCanvasAgg(made)
    made.text(edge / width, 1.0 - 0.2 / height, title, fontsize=14, weight="bold", va="top")
    made.text(edge / width, 1.0 - 0.52 / height, below, fontsize=9.5, color=QUIET, va="top")
    foot = " · ".join(filter(None, (f"icsim {__version__}", about, NO_FORECAST)))
    made.text(edge / width, 0.12 / height, foot, fontsize=7.5, color=QUIET, va="bottom")
    return made


def new_figure(settings: Settings, width: float, height: float, title: str, below: str) -> Figure:
    """An empty figure about a place."""
    return sheet(width, height, title, below, f"{settings.place_file.name} · {settings.content_hash()[:8]}", 0.3)


def legend_below(made: Figure, keys: Sequence[Artist], said: Sequence[str], at: tuple[float, float]) -> None:
    """A legend in one line below what is drawn, from a corner of its own on."""
    made.legend(
        keys, said, loc="lower left", bbox_to_anchor=at, ncols=len(keys), fontsize=7.5, borderpad=0, borderaxespad=0,
        handletextpad=0.4, columnspacing=1.0, handlelength=1.6,
    )  # fmt: skip


def effect_axes(made: Figure, room: tuple[float, float, float, float], rows: float) -> Axes:
    """Axes for effects in smallest ones that count: rows down, lines at 0 and, dotted, at what counts."""
    axes = made.add_axes(room)
    axes.set_ylim(rows, 0.0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.axvline(0.0, color=QUIET, linewidth=0.9, zorder=1)
    for x in (-1.0, 1.0):
        axes.axvline(x, color=QUIET, linewidth=0.9, linestyle=(0, (1, 2.5)), zorder=1)
    return axes


def save_figure(made: Figure, folder: Path, name: str, pixels: bool = True) -> None:
    """A figure as NAME.svg and, with `pixels`, NAME.png, without the date, so that the same content is the same file."""
    give_fonts(made)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # said already, in words
        if pixels:
            made.savefig(folder / f"{name}.png", dpi=DOTS)
        made.savefig(folder / f"{name}.svg", metadata={"Date": None})


def save_figures(draws: Mapping[str, Callable[[], Figure]], folder: Path, pixels: bool = True) -> None:
    """Draw figures, in one look, as `save_figure` keeps them. One that cannot be drawn says so in its place: no result is lost.

    Where the disk has no room for one, it and those after it are left out, and what was computed is kept. That a folder cannot be
    written for another reason is no matter of drawing: the error goes on to whoever makes the folder.
    """
    with styled():
        for name, draw in draws.items():
            try:
                save_figure(draw(), folder, name, pixels)
            except OSError as error:
                if error.errno not in FULL:
                    raise
                for part in (folder / f"{name}.png", folder / f"{name}.svg"):
                    part.unlink(missing_ok=True)
                print(f"icsim: no room for the figures ({error.strerror}); all numbers are kept, without them", file=sys.stderr)
                return
            except Exception as error:  # whatever it is, what was computed counts more than its picture
                why = f"{type(error).__name__}: {error}"
                print(f"icsim: the figure {name} could not be drawn ({why}); all numbers are kept", file=sys.stderr)
                save_figure(_not_drawn(name, why), folder, name, pixels)


def _not_drawn(name: str, why: str) -> Figure:
    made = Figure(figsize=(6.0, 1.2))
    FigureCanvasAgg(made)
    made.text(0.03, 0.6, f"{readable_name(name)}: could not be drawn", fontsize=11, weight="bold")
    made.text(0.03, 0.3, why[:90], fontsize=8, color=QUIET)
    return made


def styled() -> AbstractContextManager[None]:
    """A context in which figures are made and saved; what a user has set for matplotlib has no part in it."""
    settings = {name: value for name, value in matplotlib.rcParamsDefault.items() if not name.startswith("backend")}
    return matplotlib.rc_context(settings | SETTINGS)


def time_axis(axes: Axes, last: int) -> None:
    """Weeks from left to right, marked at most seven times."""
    step = next((step for step in STEPS if last / step <= 6.0), STEPS[-1])
    axes.set_xlim(0, last)
    axes.set_xticks(range(0, last + 1, step))


FAINT = "#e9e9e9"
FIRST, SECOND = "#b2452f", "#2f6690"
ARMS: tuple[tuple[Literal["-", "--"], str, str], ...] = (("-", "o", FIRST), ("--", "^", SECOND))
"""Line, marker and colour of the first and the second of what is compared: readable without the colour."""
SHARES: tuple[tuple[str, str, str | None], ...] = (
    ("as expected", "#1f4e79", None),
    ("within the smallest effect", PALE, None),
    ("the other way", "#c9694f", "////"),
)
"""E, N and O: what they are called, their colour, and how they are hatched; in grey dark, light and hatched."""


class TextStyle(TypedDict, total=False):
    """How words in a figure look."""

    ha: Literal["left", "right"]
    va: Literal["top", "bottom"]
    color: str
    fontsize: float
    weight: str


class HasCase(Protocol):
    """Whatever came of a theory and knows which one."""

    @property
    def case(self) -> TheoryCase:
        """The theory, with its arms."""


def new_theory_figure(tried: HasCase, width: float, height: float, title: str, below: str) -> Figure:
    """An empty figure about a theory."""
    name = tried.case.theory.id
    return sheet(width, height, title, f"{name}: {below}", f"{name} · {tried.case.content[:8]}")


