"""The section of response surfaces: what each outcome is along the axes of the study."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from icsim.report.figure_style import sentence
from icsim.report.sweep import surface_figure, sweep_labels
from icsim.report.sweep.scenarios_section import smallest
from icsim.report.sweep.section_types import ReportFigure, ReportSection, ReportTable
from icsim.report.sweep.sweep_figure import format_value_text
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
from icsim.sweep.analysis.sweep_results import FloatArray, SweepResults, nan_mean, nan_standard_error

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
        drawn = fit is None or fit.foreseen >= ROUGH
        name = sweep_labels.series_name(frame, series)
        sentences.append(_words(name, found, fit, drawn) + _flat(found, smallest(frame.columns[series.outcome])) * drawn)
        rows.append((name, *_ends(found), None if fit is None else fit.foreseen, None if fit is None else fit.missed))
        data.append(_record(series, found, fit))
        if drawn:
            pictures.append(_picture(frame, n, name, found))
    if len(every) > MOST:
        sentences.append(f"{len(every) - MOST} more are not drawn; choose with measures=[…] and arms=[…].")
    head = ("outcome", "lowest", "where", "highest", "where", "foreseen", "missed by")
    caption = "The lowest and the highest mean; of a smooth: share of what differs between points it had not seen, and its error"
    table = ReportTable("response", caption, head, tuple(rows))
    return ReportSection("surfaces", "Response", sentences, [table], pictures, tuple(data))


def _valued(series: OutcomeSeries) -> int:
    """Points at which at least one world has a value."""
    return int(np.isfinite(nan_mean(series.values)).sum())


def _words(name: str, found: ResponseSurface, fit: EmulatorFit | None, drawn: bool) -> str:
    low, where_low, high, where_high = _ends(found)
    told = f"{sentence(name)}: from {format_value_text(low)} ({where_low}) to {format_value_text(high)} ({where_high})"
    if found.averaged:
        told += f", averaged over {', '.join(sweep_labels.short_axis_name(axis.path) for axis in found.averaged)}"
    if fit is None:
        return f"{told}."
    luck = f", luck alone by {format_value_text(fit.luck)}" if np.isfinite(fit.luck) else ""
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
    low, where_low, high, where_high = _ends(found)
    alt = f"{drawn}. Lowest {format_value_text(low)} at {where_low}, highest {format_value_text(high)} at {where_high}."
    caption = f"{drawn}; {surface_figure.figure_note(found, len(found.averaged))}."
    return ReportFigure(f"response_{n + 1}", partial(surface_figure.draw, frame, found, name), alt, caption)


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
