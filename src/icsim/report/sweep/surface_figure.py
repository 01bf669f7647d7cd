"""A response drawn: lines with intervals along one axis, a heat map along two, small multiples along three, on one scale."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure

from icsim.report.figure_style import INK, QUIET, sentence
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.sweep_figure import EDGE, FAINT, FOOT, HEAD, SECOND, format_value_text, label_axis, new_sweep_figure
from icsim.sweep.analysis.response_surface import ResponseSurface
from icsim.sweep.analysis.sweep_results import CHOICE, SweepResults

PANEL, UP = 3.1, 2.7  # inches of a panel
PANELS = 5  # side by side, at most; of more values some are drawn, evenly
LETTER = 0.075  # inches
FEW = 49  # cells in which their numbers are written
MOST_NAMED = 2  # axes averaged over that a figure names: more would run out of it
COLOURS = "cividis"  # from dark to light all the way, so it is read in grey
DARK = 0.55  # share of the scale below which writing is white


def draw(frame: SweepResults, found: ResponseSurface, title: str) -> Figure:
    """The figure of a map."""
    return _line(frame, found, title) if len(found.axes) == 1 else _heat(frame, found, title)


def drawn_panels(found: ResponseSurface) -> list[int]:
    """Which panels are drawn: all, or some evenly."""
    count = found.means.shape[0]
    return list(range(count)) if count <= PANELS else sorted({round(x) for x in np.linspace(0, count - 1, PANELS)})


def figure_note(found: ResponseSurface, named: int = MOST_NAMED) -> str:
    """What the figure shows, in a line: beyond so many axes that were averaged over, how many there are."""
    over = ", ".join(sweep_labels.short_axis_name(axis.path) for axis in found.averaged)
    over = over if len(found.averaged) <= named else f"{len(found.averaged)} other axes"
    left_out = (
        f" · {len(drawn_panels(found))} of {found.means.shape[0]} panels drawn"
        if len(drawn_panels(found)) < found.means.shape[0]
        else ""
    )
    return ("means over lucks" if not over else f"means over lucks and over {over}") + left_out


def _line(frame: SweepResults, found: ResponseSurface, title: str) -> Figure:
    bars = "bars: 95 % interval (lucks are shared: differences are known more closely)"
    made = new_sweep_figure(frame, 7.2, 4.3, title, f"{figure_note(found)}; {bars}")
    axes = made.add_axes((0.11, 0.2, 0.86, 0.58))
    (axis,), (ticks,) = found.axes, found.ticks
    means, halves = found.means[0, 0], found.halves[0, 0]
    if np.isnan(halves).all():
        axes.plot(ticks, means, color=INK, linewidth=1.8)
    else:
        line = "none" if axis.kind == CHOICE else "-"
        axes.errorbar(ticks, means, yerr=halves, color=INK, ecolor=SECOND, marker="o", markersize=5, linestyle=line, capsize=3)
    label_axis(axes, axis, ticks, "x")
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    return made


def _heat(frame: SweepResults, found: ResponseSurface, title: str) -> Figure:
    panels = drawn_panels(found)
    left = _room(found)
    width = left + 0.35 + PANEL * len(panels) + 1.0
    tall = HEAD + 0.3 + UP + FOOT
    made = new_sweep_figure(frame, max(width, 6.0), tall, title, figure_note(found))
    width = made.get_figwidth()
    low, high = float(np.nanmin(found.means)), float(np.nanmax(found.means))
    high = high if high > low else low + 1e-9
    each = (width - left - 1.1) / len(panels)
    mesh = None
    for n, panel in enumerate(panels):
        axes = made.add_axes(((left + n * each) / width, FOOT / tall, (each - 0.18) / width, UP / tall))
        mesh = _panel(axes, found, panel, low, high)
        if n:
            axes.set_ylabel("")
            axes.set_yticklabels([])
        if len(found.axes) > 2:
            axes.set_title(f"{sentence(sweep_labels.short_axis_name(found.axes[2].path))} {_at(found, panel)}", fontsize=9)
    assert mesh is not None
    bar = made.colorbar(mesh, cax=made.add_axes(((width - 0.95) / width, FOOT / tall, 0.16 / width, UP / tall)))
    bar.outline.set_visible(False)
    if np.isnan(found.means).any():
        made.text(1.0 - EDGE / width, 0.12 / tall, "white: no points there", fontsize=7.5, color=QUIET, ha="right", va="bottom")
    return made


def _room(found: ResponseSurface) -> float:
    """Inches left of the panels: as much as the names of the values beside them take, and the name of the axis."""
    up = found.axes[1]
    return 0.8 + LETTER * max(0, max(map(len, (sweep_labels.value(up, float(at)) for at in found.ticks[1]))) - 5)


def _at(found: ResponseSurface, panel: int) -> str:
    return sweep_labels.value(found.axes[2], float(found.ticks[2][panel]))


def _panel(axes: Axes, found: ResponseSurface, panel: int, low: float, high: float) -> QuadMesh:
    """One heat map: colour, and over it lines with their values, or the number of every cell."""
    across, up = found.ticks[0], found.ticks[1]
    means = np.ma.masked_invalid(found.means[panel])
    mesh = axes.pcolormesh(across, up, means, cmap=COLOURS, vmin=low, vmax=high, shading="nearest", rasterized=True)
    numbers = all(axis.kind != CHOICE for axis in found.axes[:2]) and min(across.size, up.size) > 2
    if not numbers or means.size <= FEW:
        _write(axes, found, panel, low, high)
    else:
        _contours(axes, found, panel, low, high)
    for axis, ticks, side in ((found.axes[0], across, "x"), (found.axes[1], up, "y")):
        label_axis(axes, axis, ticks, side)  # type: ignore[arg-type]
    for spine in axes.spines.values():
        spine.set_visible(False)
    return mesh


def _write(axes: Axes, found: ResponseSurface, panel: int, low: float, high: float) -> None:
    for (row, column), value in np.ndenumerate(found.means[panel]):
        if np.isfinite(value):
            colour = "white" if (value - low) / (high - low) < DARK else INK
            x, y = float(found.ticks[0][column]), float(found.ticks[1][row])
            small = 7.5 if found.ticks[0].size <= 5 else 6.0
            axes.text(x, y, format_value_text(float(value)), ha="center", va="center", fontsize=small, color=colour)


def _contours(axes: Axes, found: ResponseSurface, panel: int, low: float, high: float) -> None:
    from matplotlib.ticker import MaxNLocator

    means = np.ma.masked_invalid(found.means[panel])
    levels = [level for level in MaxNLocator(7).tick_values(low, high) if means.min() < level < means.max()]
    if not levels:
        return
    colours = ["white" if (level - low) / (high - low) < DARK else INK for level in levels]
    widths = [2.2 if level == 0.0 else 0.9 for level in levels]
    lines = axes.contour(found.ticks[0], found.ticks[1], means, levels=levels, colors=colours, linewidths=widths, linestyles="-")
    axes.clabel(lines, fontsize=7, fmt=lambda level: f"{level:g}".replace("-", "−"))
