"""The section of response surfaces: what each outcome is along the axes of the study."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure

from icsim.report.figure_style import INK, QUIET
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.section_types import FEW_WORLDS, ReportFigure, ReportSection, ReportTable
from icsim.report.sweep.sweep_figure import EDGE, FAINT, FOOT, HEAD, SECOND, format_value_text, label_axis, new_sweep_figure
from icsim.report.words import count_worlds, sentence
from icsim.results.sweep import EmulatorQuality, Nested, Surface
from icsim.sweep.analysis.report_request import OutcomeSeries, ReportRequest
from icsim.sweep.analysis.response_surface import (
    ROUGH,
    Emulator,
    EmulatorFit,
    ResponseSurface,
    emulator_surface,
    full_grid,
    grid_surface,
    why_no_emulator,
)
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import CHOICE, FloatArray, SweepResults, nan_mean, nan_standard_error

FEW_NOTE = f"Worlds: the fewest behind a mean; –: fewer than {FEW_WORLDS}."
MOST = 6  # figures: more would bury the reader; `measures=` and `arms=` choose


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """A map of every outcome asked for; None where nothing but one point or one ramp was run."""
    axes = [axis for axis in frame.axes if np.unique(axis.column[~np.isnan(axis.column)]).size > 1]
    if frame.design == "ramp" or not axes:
        return None
    ticks = full_grid(axes)
    sentences, rows, pictures, data = [], [], [], []
    every = [series for series in asked.series(frame) if _valued(series)]
    if not every:
        return None
    why = None if ticks is not None else why_no_emulator(axes, min(_valued(series) for series in every))
    if why is not None:
        return ReportSection("surfaces", "Response", [f"No surface is drawn: {why}."])
    for n, series in enumerate(every[:MOST]):
        fit: EmulatorFit | None = None
        if ticks is not None:
            found = grid_surface(axes, ticks, series.values, asked.axes)
        else:
            common = nan_mean(series.values.T)  # what a luck adds everywhere moves no point against another
            smooth = Emulator(axes, nan_mean(series.values), nan_standard_error(series.values - common))
            fit = smooth.fit()
            found = emulator_surface(smooth, asked.axes)
        name = sweep_labels.series_name(frame, series)
        told = found.resting_on(FEW_WORLDS)
        drawn = fit is None or fit.foreseen >= ROUGH
        fits = (None, None) if fit is None else (fit.foreseen, fit.missed)
        if np.isnan(told.means).all():
            sentences.append(f"{sentence(name)}: –. {_too_few(found)}")
            rows.append((name, None, None, None, None, _fewest(found), *fits))
        else:
            flat = _flat(told, smallest_difference(frame.columns[series.outcome])) * drawn
            sentences.append(_words(name, told, fit, drawn) + flat + _left_out(found))
            rows.append((name, *_ends(told), _fewest(found), *fits))
        data.append(_record(series, found, fit))
        if drawn:
            pictures.append(_picture(frame, n, name, found))
    if len(every) > MOST:
        sentences.append(f"{len(every) - MOST} more are not drawn; choose with measures=[…] and arms=[…].")
    head = ("outcome", "lowest", "where", "highest", "where", "worlds", "foreseen", "missed by")
    caption = (
        "The lowest and the highest mean; of a smooth: share of what differs between points it had not seen, and its error. "
        f"{FEW_NOTE}"
    )
    table = ReportTable("response", caption, head, tuple(rows))
    return ReportSection("surfaces", "Response", sentences, [table], pictures, tuple(data))


def _fewest(found: ResponseSurface) -> int | None:
    """The fewest worlds behind a mean; None of a smooth, which is through points."""
    return None if found.worlds is None else int(found.worlds[found.worlds > 0].min())


def _too_few(found: ResponseSurface) -> str:
    most = 0 if found.worlds is None else int(found.worlds.max())
    return (
        f"No mean rests on more than {count_worlds(most)}, and it takes {FEW_WORLDS} to say one; more replicates give them. The "
        "figure shows a pattern over many points, of which no single one may be read."
    )


def _few(found: ResponseSurface) -> bool:
    """Whether some of the means rest on too few worlds to say them."""
    return found.worlds is not None and bool(((found.worlds > 0) & (found.worlds < FEW_WORLDS)).any())


def _left_out(found: ResponseSurface) -> str:
    """Of how many means there are too few worlds to say them, and how many are behind the others."""
    if found.worlds is None:
        return ""
    few = int(((found.worlds > 0) & (found.worlds < FEW_WORLDS)).sum())
    behind = found.worlds[found.worlds >= FEW_WORLDS]
    each = f"{behind.min():,}" if behind.min() == behind.max() else f"{behind.min():,} to {behind.max():,}"
    return f" n = {each} worlds behind each mean" + (f"; {few} of fewer than {FEW_WORLDS} are left out." if few else ".")


def _valued(series: OutcomeSeries) -> int:
    """Points at which at least one world has a value."""
    return int(np.isfinite(nan_mean(series.values)).sum())


def _words(name: str, found: ResponseSurface, fit: EmulatorFit | None, drawn: bool) -> str:
    low, where_low, high, where_high = _ends(found)
    by = "" if fit is None else "by the smooth "
    told = f"{sentence(name)}: {by}from {format_value_text(low)} ({where_low}) to {format_value_text(high)} ({where_high})"
    if found.averaged:
        told += f", averaged over {', '.join(sweep_labels.short_axis_name(axis.path) for axis in found.averaged)}"
    if fit is None:
        return f"{told}."
    luck = f", replicate noise alone by {format_value_text(fit.luck)}" if np.isfinite(fit.luck) else ""
    worth = (
        f"A smooth through {fit.points} points foresees {max(0.0, fit.foreseen):.2f} of what differs between points it has not "
        f"seen and misses them by {format_value_text(fit.missed)}{luck}: {fit.says}."
    )
    return f"{told}. {worth}" if drawn else f"{sentence(name)}: {worth[0].lower()}{worth[1:]}"


def _flat(found: ResponseSurface, counts: float) -> str:
    """A warning where nothing on the map differs by what counts: colours are stretched over whatever range there is."""
    low, _, high, _ = _ends(found)
    return f" No two points of it differ by as much as counts ({counts:g})." if high - low < counts else ""


def _ends(found: ResponseSurface) -> tuple[float, str, float, str]:
    """The lowest and the highest mean of a map, and where they stand."""
    low, high = (np.unravel_index(int(pick(found.means)), found.means.shape) for pick in (np.nanargmin, np.nanargmax))
    return float(found.means[low]), _where(found, low), float(found.means[high]), _where(found, high)


def _where(found: ResponseSurface, at: Sequence[np.intp]) -> str:
    each = zip(found.axes, found.ticks, reversed(at), strict=False)
    return ", ".join(
        f"{sweep_labels.short_axis_name(axis.path)} {sweep_labels.value(axis, float(ticks[n]))}" for axis, ticks, n in each
    )


def _picture(frame: SweepResults, n: int, name: str, found: ResponseSurface) -> ReportFigure:
    axes = [sweep_labels.short_axis_name(axis.path) for axis in found.axes]
    kind = {1: "a line along", 2: "a heat map over", 3: "heat maps over"}[len(axes)]
    drawn = f"{sentence(name)}: {kind} {' and '.join(axes[:2])}{f', by {axes[2]}' if len(axes) > 2 else ''}"
    told, alt = found.resting_on(FEW_WORLDS), f"{drawn}."
    if not np.isnan(told.means).all():
        low, where_low, high, where_high = _ends(told)
        alt += f" Lowest {format_value_text(low)} at {where_low}, highest {format_value_text(high)} at {where_high}."
    caption = f"{drawn}; {figure_note(found, len(found.averaged))}."
    return ReportFigure(f"response_{n + 1}", partial(draw, frame, found, name), alt, caption)


def _record(series: OutcomeSeries, found: ResponseSurface, fit: EmulatorFit | None) -> Surface:
    """A map in full: the values of its axes, and its means [panel, up, across]."""
    each = zip(found.axes, found.ticks, strict=True)
    return Surface(
        series=series.name,
        axes=tuple(axis.path for axis in found.axes),
        values=tuple(tuple(axis.values[int(x)] if axis.kind == "choice" else float(x) for x in ticks) for axis, ticks in each),
        averaged=tuple(axis.path for axis in found.averaged),
        means=nested(found.means),
        half_widths=nested(found.halves),
        smooth=EmulatorQuality.from_object(fit) if fit is not None else None,
    )


def nested(values: FloatArray) -> tuple[Nested, ...]:
    """An array as nested tuples; what is missing is None."""
    return tuple(nested(one) if np.ndim(one) else float(one) if np.isfinite(one) else None for one in values)


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
    few = f" · – and n < {FEW_WORLDS} worlds: no single mean is to be read" if _few(found) else ""
    return ("means over replicates" if not over else f"means over replicates and over {over}") + left_out + few


def _line(frame: SweepResults, found: ResponseSurface, title: str) -> Figure:
    bars = "bars: 95 % interval (replicates are shared: differences are known more closely)"
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
    told = found.resting_on(FEW_WORLDS).means[panel]
    for (row, column), value in np.ndenumerate(found.means[panel]):
        if np.isfinite(value):
            colour = "white" if (value - low) / (high - low) < DARK else INK
            x, y = float(found.ticks[0][column]), float(found.ticks[1][row])
            small = 7.5 if found.ticks[0].size <= 5 else 6.0
            number = format_value_text(float(value)) if np.isfinite(told[row, column]) else "–"
            axes.text(x, y, number, ha="center", va="center", fontsize=small, color=colour)


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
