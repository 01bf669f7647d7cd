"""What the figures of maps and comparisons share: an empty sheet of a study, and how an axis of it is drawn."""

from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from icsim.base.version import __version__
from icsim.report.figure_style import QUIET
from icsim.report.sweep import sweep_labels
from icsim.report.words import NO_FORECAST, fitting, sentence
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, FloatArray, SweepResults

EDGE = 0.16  # inches, where all text begins
HEAD, FOOT = 0.85, 0.75  # inches above and below what is drawn
TITLE, BELOW = 8.4, 13.8  # letters that fit into an inch
FAINT = "#e9e9e9"
FIRST, SECOND = "#b2452f", "#2f6690"
MINUS = str.maketrans("-", "−")


def new_sweep_figure(frame: SweepResults, width: float, height: float, title: str, below: str) -> Figure:
    """An empty figure that says what it shows, of which study, and that it is no forecast."""
    made = Figure(figsize=(width, height))
    FigureCanvasAgg(made)
    room = width - 2.0 * EDGE
    made.text(EDGE / width, 1.0 - 0.2 / height, fitting(sentence(title), int(TITLE * room)), fontsize=13, weight="bold", va="top")
    made.text(EDGE / width, 1.0 - 0.5 / height, fitting(below, int(BELOW * room)), fontsize=9, color=QUIET, va="top")
    foot = f"icsim {__version__} · {frame.held.study[:8]} · {NO_FORECAST}"
    made.text(EDGE / width, 0.12 / height, foot, fontsize=7.5, color=QUIET, va="bottom")
    return made


def label_axis(axes: Axes, axis: AxisColumn, ticks: FloatArray, side: Literal["x", "y"]) -> None:
    """Name and marks of an axis: every choice by its name; numbers as they come."""
    (axes.set_xlabel if side == "x" else axes.set_ylabel)(sentence(sweep_labels.short_axis_name(axis.path)))
    if axis.kind == CHOICE or ticks.size <= 6:
        names = [sweep_labels.value(axis, float(one)) for one in ticks]
        if side == "x":
            long = sum(map(len, names)) > 40
            axes.set_xticks(ticks, names, rotation=20 if long else 0, ha="right" if long else "center")
        else:
            axes.set_yticks(ticks, names)


def format_value_text(value: float, signed: bool = False) -> str:
    """A number as a text or figure has it."""
    if not np.isfinite(value):
        return "–"
    size = abs(value)
    digits = 3 if size < 1 else 2 if size < 10 else 1 if size < 100 else 0
    return f"{value:{'+' if signed else ''},.{digits}f}".translate(MINUS)


def format_interval(low: float, high: float) -> str:
    """An interval in words; an end that cannot be said is left open."""
    if not (np.isfinite(low) and np.isfinite(high)):
        return "any"
    return f"{format_value_text(low)} to {format_value_text(high)}"
