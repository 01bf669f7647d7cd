"""The section on sensitivity: which axes each outcome hangs on, and whether there were enough runs to say so."""

from functools import partial

from icsim.report.figure_style import sentence
from icsim.report.sweep import sensitivity_figure, sweep_labels
from icsim.report.sweep.section_types import CellValue, ReportFigure, ReportSection, ReportTable, slug
from icsim.report.sweep.sensitivity_text import METHOD, TABLE_HEADERS, sensitivity_sentences
from icsim.results.sweep import AxisIndex, LuckShares, Missing, Sensitivity, WorldShares
from icsim.sweep.analysis.report_request import OutcomeSeries, ReportRequest
from icsim.sweep.analysis.sensitivity import METHODS, SensitivityResult, WhyNoIndices, sensitivity_indices
from icsim.sweep.analysis.sweep_results import CHOICE, SweepResults

MOST = 8  # figures; all else stands in the tables
WAYS = {1: "rises", -1: "falls", 0: "–"}


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """Sobol, Morris or PAWN for everything asked; None where the design is no sample."""
    if frame.design not in METHODS or not frame.axes:
        return None
    found = [(one, sensitivity_indices(frame, one)) for one in asked.series(frame)]
    told = [made for _, made in found if isinstance(made, SensitivityResult)]
    name = told[0].method if told else ""
    said = [METHOD[name]] if told else []
    if name == "morris" and any(axis.kind == CHOICE and len(axis.values) > 2 for axis in frame.axes):
        said.append(
            "A list of more than two words has no low and high: a step goes half the way along it, so that not every two of its "
            "words are compared; whether it matters can be believed, its size less so."
        )
    parts = [_part(frame, one, made, n < MOST) for n, (one, made) in enumerate(found)]
    return ReportSection("sensitivity", "Which axes matter", said, parts=parts)


def _part(frame: SweepResults, one: OutcomeSeries, made: SensitivityResult | WhyNoIndices | None, drawn: bool) -> ReportSection:
    title, name = sweep_labels.series_name(frame, one), f"sensitivity_{slug(one.name)}"
    if not isinstance(made, SensitivityResult):
        return ReportSection(name, sentence(title), [f"{sentence(title)} {made}"], data=Missing(series=one.name, none=str(made)))
    said = sensitivity_sentences(frame, made)
    pictures = []
    if drawn:
        alt = f"Bars with 95 % intervals, one for each axis. {said[0]}"
        pictures = [
            ReportFigure(name, partial(sensitivity_figure.draw, frame, made, title), alt, sensitivity_figure.CAPTION[made.method])
        ]
    table = ReportTable(name, f"Indices of {title}, with 95 % intervals.", TABLE_HEADERS[made.method], _rows(made))
    tables = [table, *_pairs(made, name)]
    return ReportSection(name, sentence(title), said, tables, pictures, _record(made))


def _rows(made: SensitivityResult) -> tuple[tuple[CellValue, ...], ...]:
    return tuple(
        (
            sweep_labels.axis_name(one.path), one.path, "yes" if one.counts else "no", WAYS[one.way],
            one.value, one.low, one.high, one.alone, one.alone_low, one.alone_high,
        )
        for one in made.axes
    )  # fmt: skip


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
