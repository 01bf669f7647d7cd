"""The section on sensitivity: which axes each outcome hangs on, and whether there were enough runs to say so."""

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from icsim.report.figure_style import INK, QUIET, legend_below
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.section_types import CellValue, ReportFigure, ReportSection, ReportTable, slug
from icsim.report.sweep.sensitivity_text import GROUPED, METHOD, TABLE_HEADERS, index_name, sensitivity_sentences
from icsim.report.sweep.sweep_figure import new_sweep_figure
from icsim.report.words import count_worlds, fitting, sentence
from icsim.results.sweep import AxisIndex, LuckShares, Missing, Sensitivity, WorldShares
from icsim.sweep.analysis.level_contrasts import is_choice
from icsim.sweep.analysis.report_request import OutcomeSeries, ReportRequest
from icsim.sweep.analysis.sensitivity import METHODS, SensitivityIndex, SensitivityResult, WhyNoIndices, sensitivity_indices
from icsim.sweep.analysis.sweep_results import SweepResults

MOST = 8  # figures; all else stands in the tables
NO_ORDER = "A list of more than two words has no low and high: contrasts of its levels are told, and no index of their places."
CONTRASTS = {
    "morris": (
        "Its size is the mean of what a step from one of its words to another changes, whatever the sign; its mean effect is that "
        "of the two words that differ most clearly, allowing for all pairs that were looked at. A trajectory does not compare all."
    ),
    "pawn": (
        "Its rank correlation is that of the outcome with being at one of its words rather than at any other: of the word that "
        "differs most, allowing for all that were looked at."
    ),
}
WAYS = {1: "rises", -1: "falls", 0: "–"}


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """Sobol, Morris or PAWN for everything asked; None where the design is no sample."""
    if frame.design not in METHODS or not frame.axes:
        return None
    found = [(one, sensitivity_indices(frame, one)) for one in asked.series(frame)]
    told = [made for _, made in found if isinstance(made, SensitivityResult)]
    name = told[0].method if told else ""
    said = [METHOD[name]] if told else []
    if name in CONTRASTS and any(is_choice(axis) for axis in frame.axes):
        said.append(f"{NO_ORDER} {CONTRASTS[name]}")
    grouped = _groups(told[0]) if told else []
    said += [GROUPED] * len(grouped)
    parts = [_part(frame, one, made, n < MOST) for n, (one, made) in enumerate(found)]
    return ReportSection("sensitivity", "Which axes matter", said, grouped, parts=parts)


def _part(frame: SweepResults, one: OutcomeSeries, made: SensitivityResult | WhyNoIndices | None, drawn: bool) -> ReportSection:
    title, name = sweep_labels.series_name(frame, one), f"sensitivity_{slug(one.name)}"
    if not isinstance(made, SensitivityResult):
        return ReportSection(name, sentence(title), [f"{sentence(title)} {made}"], data=Missing(series=one.name, none=str(made)))
    said = sensitivity_sentences(frame, made)
    pictures = []
    if drawn:
        alt = f"Bars with 95 % intervals, one for each axis. {said[0]}"
        pictures = [
            ReportFigure(name, partial(draw, frame, made, title), alt, CAPTION[made.method])
        ]
    table = ReportTable(name, f"Indices of {title}, with 95 % intervals.", TABLE_HEADERS[made.method], _rows(made))
    tables = [table, *_pairs(made, name)]
    return ReportSection(name, sentence(title), said, tables, pictures, _record(made))


def _rows(made: SensitivityResult) -> tuple[tuple[CellValue, ...], ...]:
    return tuple(
        (
            index_name(one), one.path, "yes" if one.counts else "no", WAYS[one.way],
            *(None if np.isnan(number) else number for number in _numbers(made.method, one)),
        )
        for one in made.axes
    )  # fmt: skip


def _numbers(method: str, one: SensitivityIndex) -> tuple[float, ...]:
    sigma = (one.sigma,) if method == "morris" else ()
    return one.value, one.low, one.high, one.alone, one.alone_low, one.alone_high, *sigma


def _groups(made: SensitivityResult) -> list[ReportTable]:
    """Which axes stepped together, of any outcome."""
    rows = tuple((one.path, sweep_labels.axis_name(path), path) for one in made.axes for path in one.axes)
    return [ReportTable("sensitivity_groups", "The axes of each group.", ("group", "axis", "path"), rows)] if rows else []


def _pairs(made: SensitivityResult, name: str) -> list[ReportTable]:
    if not made.pairs:
        return []
    rows = tuple((sweep_labels.axis_name(a), sweep_labels.axis_name(b), value, low, high) for a, b, value, low, high in made.pairs)
    head = ("axis", "and", "together", "low", "high")
    return [ReportTable(f"{name}_pairs", "Pairs of axes that act together: their share beyond what each does alone.", head, rows)]


def _record(made: SensitivityResult) -> Sensitivity:
    axes, everywhere, here = made.luck.parts
    return Sensitivity(
        series=made.series.name,
        method=made.method,
        axes=tuple(AxisIndex.from_object(one) for one in made.axes),
        dummy=made.floor,
        enough=made.enough.is_so,
        widest_interval_of_largest_index=made.enough.widest,
        same_order_in_both_halves=made.enough.stable,
        points_more=made.enough.more,
        units=made.units,
        units_with_gaps=made.of - made.units,
        luck=LuckShares(of_the_means=made.luck.share, of_worlds=WorldShares(axes=axes, everywhere=everywhere, here=here)),
        pairs=made.pairs,
    )


MOST_AXES, LETTERS = 20, 46  # axes shown; letters of a name
WIDTH, ROW, HEAD, FOOT = 8.6, 0.3, 0.95, 1.2  # inches
DARK, LIGHT = "#1f4e79", "#c3d2e0"
ALONG = {
    "sobol": "share of the variance between points",
    "morris": "change from an axis' low to its high, whatever its sign",
    "pawn": "how far the distribution moves, 0 to 1",
}
CAPTION = {
    "sobol": "Light: total index. Dark: first order, the axis alone. Lines: 95 % intervals. Hatched: does not count.",
    "morris": "Bars: mean size of the effects. Dark: size of their mean. Lines: 95 % intervals. Hatched: does not count.",
    "pawn": "Bars: PAWN index. Lines: 95 % intervals. Hatched: does not count.",
}


def draw(frame: SweepResults, made: SensitivityResult, title: str) -> Figure:
    """The figure; the largest first, the rest left to the table."""
    shown = made.axes[:MOST_AXES]
    height = HEAD + FOOT + ROW * len(shown)
    cut = f"; {len(made.axes) - MOST_AXES} more axes in the table" if len(made.axes) > MOST_AXES else ""
    below = f"{fitting(frame.title, 70)}: {frame.points:,} points, {count_worlds(frame.replicates)} each{cut}"
    figure = new_sweep_figure(frame, WIDTH, height, title, below)
    axes = figure.add_axes((3.4 / WIDTH, FOOT / height, (WIDTH - 3.7) / WIDTH, ROW * len(shown) / height))
    for y, one in enumerate(shown):
        _bar(axes, made.method, one, y)
    if np.isfinite(made.floor):
        axes.axvline(made.floor, color=INK, linewidth=1.0, linestyle=(0, (4, 2)))
    axes.set_yticks(range(len(shown)), [fitting(_bar_name(one), LETTERS) for one in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    ends = [one.high for one in shown] + ([made.floor] if np.isfinite(made.floor) else [])
    axes.set_xlim(0.0, max(ends) * 1.05 or 1.0)
    axes.set_xlabel(ALONG[made.method], fontsize=8.5)
    _legend(figure, made, height)
    return figure


def _bar_name(one: SensitivityIndex) -> str:
    return index_name(one) if one.axes else sweep_labels.short_axis_name(one.path)


def _bar(axes: Axes, method: str, one: SensitivityIndex, y: int) -> None:
    face, hatch = (LIGHT, None) if one.counts else ("white", "////")
    axes.barh(y, one.value, height=0.7, facecolor=face, edgecolor=QUIET, linewidth=0.7, hatch=hatch)
    if method != "pawn" and one.counts:
        inner = abs(one.alone) if method == "morris" else max(0.0, one.alone)
        axes.barh(y, np.nan_to_num(min(inner, one.value)), height=0.34, color=DARK)
    axes.plot([one.low, one.high], [y, y], color=INK, linewidth=1.3, path_effects=[withStroke(linewidth=3.2, foreground="white")])


def _legend(figure: Figure, made: SensitivityResult, height: float) -> None:
    whole = {"sobol": "total", "morris": "mean size of effects", "pawn": "PAWN index"}[made.method]
    alone = {"sobol": "first order: alone", "morris": "of one sign", "pawn": ""}[made.method]
    entries = [(Patch(facecolor=LIGHT, edgecolor=QUIET), whole)]
    entries += [(Patch(facecolor=DARK), alone)] if alone else []
    entries += [(Patch(facecolor="white", edgecolor=QUIET, hatch="////"), "does not count")]
    lines = [(Line2D([], [], color=INK, linewidth=1.3), "95 % interval")]
    if np.isfinite(made.floor):
        lines += [(Line2D([], [], color=INK, linewidth=1.0, linestyle=(0, (4, 2))), "a dummy axis, at most")]
    handles, said = zip(*entries, *lines, strict=True)
    legend_below(figure, handles, said, (0.02, 0.32 / height))
