"""The figure of a scoreboard: theories down, models across; the darker, the more settings hold. Readable in grey."""

from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from icsim.report.figure_style import INK, QUIET, sheet
from icsim.report.scoreboard.scoreboard_text import (
    FEWER_NOTE,
    KEY,
    NONE,
    TOGETHER,
    VERIFICATION,
    any_missing,
    ends,
    letters,
    share_text,
)
from icsim.report.theory.share_text import of_100
from icsim.report.theory.verdict_words import QUICK
from icsim.report.words import fitting
from icsim.results.scoreboard import ScoreboardFile

ACROSS, DOWN = 1.15, 0.46  # inches of a cell
BESIDE, ABOVE, UNDER, EDGE = 4.1, 1.75, 0.95, 0.3  # inches around the cells
LETTERS, LINE = 60, 15  # of a title; of an inch below the cells
LIGHTEST, DARKEST, TURNS = 1.0, 0.25, 0.6  # grey of none and of all; text turns white from this share on


def draw(found: ScoreboardFile) -> Figure:
    """The figure; its text says what its shades say."""
    models, rows = found.models, found.theories
    width = BESIDE + ACROSS * len(models) + EDGE
    height = ABOVE + DOWN * (len(rows) + 1.3) + UNDER
    made = sheet(width, height, "Patterns and models", VERIFICATION, "", EDGE)
    effort = found.effort
    below = f"{effort.draws} plausible settings, {effort.replicates} replicates each, the same for every model" + (
        f"; {QUICK}" if found.preliminary else ""
    )
    made.text(EDGE / width, 1.0 - 0.78 / height, below, fontsize=9.5, color=QUIET, va="top")
    deep = DOWN * (len(rows) + 1.3)
    axes = made.add_axes((BESIDE / width, UNDER / height, ACROSS * len(models) / width, deep / height))
    _frame(axes, len(models), len(rows) + 1.3)
    for x, model in enumerate(models):
        axes.text(x + 0.5, -0.12, model.display.replace(" ", "\n"), ha="center", va="bottom", fontsize=9)
        for y, row in enumerate(rows):
            cell = row.cells[model.name]
            value = cell.share.value if cell.tested else None
            told = NONE if value is None else f"{share_text(cell)}  {letters(cell)}"
            _cell(axes, x, y, value, told, "" if value is None else ends(cell.share))
        every = found.together[model.name].share
        _cell(axes, x, len(rows) + 0.3, every.value, of_100(every.value), ends(every))
    for y, row in enumerate(rows):
        _beside(axes, y, row.id, fitting(row.title, LETTERS))
    _beside(axes, len(rows) + 0.3, "all together", "in the same draw")
    _foot(made, found, width, height)
    return made


def alt(found: ScoreboardFile) -> str:
    """The figure for those who do not see it."""
    return f"Theories and models: share of settings that hold. The numbers stand in the table below. Last row: {TOGETHER}."


def _frame(axes: Axes, across: float, down: float) -> None:
    axes.set_xlim(0, across)
    axes.set_ylim(down, 0)
    axes.axis("off")


def _cell(axes: Axes, x: float, y: float, value: float | None, told: str, small: str) -> None:
    """Shaded by its share; hatched where nothing was tested."""
    if value is None:
        axes.add_patch(Rectangle((x, y), 1, 1, facecolor="white", edgecolor="#bbbbbb", hatch="///", linewidth=0.8))
    else:
        grey = LIGHTEST + (DARKEST - LIGHTEST) * value
        axes.add_patch(Rectangle((x, y), 1, 1, facecolor=str(grey), edgecolor="#888888", linewidth=0.8))
    colour = "white" if value is not None and value >= TURNS else INK
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if value is None else None
    axes.text(x + 0.5, y + 0.75, small, ha="center", va="center", color=colour, fontsize=7)
    axes.text(x + 0.5, y + (0.36 if small else 0.5), told, ha="center", va="center", color=colour, fontsize=9.5, bbox=box)


def _beside(axes: Axes, y: float, name: str, title: str) -> None:
    """A row's name and title, left of its cells."""
    axes.text(-0.1, y + 0.33, name, ha="right", va="center", fontsize=9, weight="bold")
    axes.text(-0.1, y + 0.72, title, ha="right", va="center", fontsize=7.5, color=QUIET)


def _foot(made: Figure, found: ScoreboardFile, width: float, height: float) -> None:
    key = fill(f"{KEY}{f' {FEWER_NOTE}.' if any_missing(found) else ''}", int(width * LINE))
    made.text(EDGE / width, 0.78 / height, key, fontsize=7.5, va="top")
