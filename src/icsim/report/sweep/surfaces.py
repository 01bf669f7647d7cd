"""The section of response surfaces: what each outcome is along the axes of the study."""

from functools import partial
from typing import Any

import numpy as np

from icsim.report.look import sentence
from icsim.report.sweep import labels, map_figure
from icsim.report.sweep.scenarios import smallest
from icsim.report.sweep.section import Picture, Section, Table
from icsim.report.sweep.sheet import said
from icsim.sweep.analysis.asked import Asked, Series
from icsim.sweep.analysis.frame import Frame, error, mean
from icsim.sweep.analysis.surface import ROUGH, Fit, Map, Smooth, lattice, of_grid, of_smooth, unsuitable

MOST = 6  # figures: more would bury the reader; `measures=` and `arms=` choose


def section(frame: Frame, asked: Asked) -> Section | None:
    """A map of every outcome asked for; None where nothing but one point or one ramp was run."""
    axes = [axis for axis in frame.axes if np.unique(axis.column[~np.isnan(axis.column)]).size > 1]
    if frame.design == "ramp" or not axes:
        return None
    ticks = lattice(axes)
    sentences, rows, pictures, data = [], [], [], []
    every = [series for series in asked.series(frame) if _valued(series)]
    if not every:
        return None
    why = None if ticks is not None else unsuitable(axes, min(_valued(series) for series in every))
    if why is not None:
        return Section("surfaces", "Response", [f"No surface is drawn: {why}."])
    for n, series in enumerate(every[:MOST]):
        fit: Fit | None = None
        if ticks is not None:
            found = of_grid(axes, ticks, series.values, asked.axes)
        else:
            common = mean(series.values.T)  # what a luck adds everywhere moves no point against another
            smooth = Smooth(axes, mean(series.values), error(series.values - common))
            fit = smooth.fit()
            found = of_smooth(smooth, asked.axes)
        drawn = fit is None or fit.foreseen >= ROUGH
        name = labels.series(frame, series)
        sentences.append(_words(name, found, fit, drawn) + _flat(found, smallest(frame.columns[series.outcome])) * drawn)
        rows.append((name, *_ends(found), None if fit is None else fit.foreseen, None if fit is None else fit.missed))
        data.append(_plain(series, found, fit))
        if drawn:
            pictures.append(_picture(frame, n, name, found))
    if len(every) > MOST:
        sentences.append(f"{len(every) - MOST} more are not drawn; choose with measures=[…] and arms=[…].")
    head = ("outcome", "lowest", "where", "highest", "where", "foreseen", "missed by")
    caption = "The lowest and the highest mean; of a smooth: share of what differs between points it had not seen, and its error"
    table = Table("response", caption, head, tuple(rows))
    return Section("surfaces", "Response", sentences, [table], pictures, data)


def _valued(series: Series) -> int:
    """Points at which at least one world has a value."""
    return int(np.isfinite(mean(series.values)).sum())


def _words(name: str, found: Map, fit: Fit | None, drawn: bool) -> str:
    low, where_low, high, where_high = _ends(found)
    told = f"{sentence(name)}: from {said(low)} ({where_low}) to {said(high)} ({where_high})"
    if found.averaged:
        told += f", averaged over {', '.join(labels.short(axis.path) for axis in found.averaged)}"
    if fit is None:
        return f"{told}."
    luck = f", luck alone by {said(fit.luck)}" if np.isfinite(fit.luck) else ""
    worth = (
        f"A smooth through {fit.points} points foresees {max(0.0, fit.foreseen):.2f} of what differs between points it has not "
        f"seen and misses them by {said(fit.missed)}{luck}: {fit.says}."
    )
    return f"{told}. {worth}" if drawn else f"{sentence(name)}: {worth[0].lower()}{worth[1:]}"


def _flat(found: Map, counts: float) -> str:
    """A warning where nothing on the map differs by what counts: colours are stretched over whatever range there is."""
    low, _, high, _ = _ends(found)
    return f" No two points of it differ by as much as counts ({counts:g})." if high - low < counts else ""


def _ends(found: Map) -> tuple[float, str, float, str]:
    """The lowest and the highest mean of a map, and where they stand."""
    made: list[Any] = []
    for pick in (np.nanargmin, np.nanargmax):
        at = np.unravel_index(int(pick(found.means)), found.means.shape)
        made += [float(found.means[at]), _where(found, at)]
    return made[0], made[1], made[2], made[3]


def _where(found: Map, at: tuple[Any, ...]) -> str:
    each = zip(found.axes, found.ticks, reversed(at), strict=False)
    return ", ".join(f"{labels.short(axis.path)} {labels.value(axis, float(ticks[n]))}" for axis, ticks, n in each)


def _picture(frame: Frame, n: int, name: str, found: Map) -> Picture:
    axes = [labels.short(axis.path) for axis in found.axes]
    kind = {1: "a line along", 2: "a heat map over", 3: "heat maps over"}[len(axes)]
    drawn = f"{sentence(name)}: {kind} {' and '.join(axes[:2])}{f', by {axes[2]}' if len(axes) > 2 else ''}"
    low, where_low, high, where_high = _ends(found)
    alt = f"{drawn}. Lowest {said(low)} at {where_low}, highest {said(high)} at {where_high}."
    caption = f"{drawn}; {map_figure.below(found, len(found.averaged))}."
    return Picture(f"response_{n + 1}", partial(map_figure.draw, frame, found, name), alt, caption)


def _plain(series: Series, found: Map, fit: Fit | None) -> dict[str, Any]:
    """A map in full: the values of its axes, and its means [panel, up, across]."""
    return {
        "series": series.name,
        "axes": [axis.path for axis in found.axes],
        "values": [[axis.values[int(x)] if axis.kind == "choice" else float(x) for x in ticks]
                   for axis, ticks in zip(found.axes, found.ticks, strict=True)],
        "averaged": [axis.path for axis in found.averaged],
        "means": listed(found.means),
        "half_widths": listed(found.halves),
        "smooth": None if fit is None else
        {"points": fit.points, "foreseen": fit.foreseen, "missed": fit.missed, "luck": fit.luck if np.isfinite(fit.luck) else None},
    }  # fmt: skip


def listed(values: Any) -> Any:
    """An array as nested lists; what is missing is None."""
    if np.ndim(values):
        return [listed(one) for one in values]
    return float(values) if np.isfinite(values) else None
