"""The section on given data: delta and first-order shares of studies whose points are given or drawn."""

from icsim.report.sweep import sweep_labels
from icsim.report.sweep.section_types import CellValue, ReportSection, ReportTable, slug
from icsim.report.sweep.sensitivity_text import share_alone
from icsim.report.words import sentence
from icsim.results.sweep import GivenAxis, GivenData
from icsim.sweep.analysis.given_data import GivenDataResult, GivenIndex, given_data, has_given_data
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.sweep_results import SweepResults

NAMED = 4  # axes named in a sentence
HEAD = ("axis", "path", "beyond a dummy", "delta", "low", "high", "first order", "low", "high")
METHOD = (
    "Delta (Borgonovo): how far the density of an outcome moves, from 0 to 1, when an axis is known; beside it the share of the "
    "variance that the axis makes alone (first order). Both are estimated from the points as they lie, in slices of each axis."
)
SETTINGS = "Points are the settings, each with the mean over all policies: what matters whatever is decided."


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """Both indices for everything asked; None where points were laid otherwise, or are too few."""
    if not has_given_data(frame):
        return None
    found = [made for one in asked.series(frame) if (made := given_data(frame, one)) is not None]
    if not found:
        return None
    said = [METHOD, *([SETTINGS] if found[0].settings else [])]
    return ReportSection("given_data", "What given points tell", said, parts=[_part(frame, one) for one in found])


def _part(frame: SweepResults, made: GivenDataResult) -> ReportSection:
    title, name = sentence(sweep_labels.series_name(frame, made.series)), f"given_data_{slug(made.series.name)}"
    table = ReportTable(name, f"Indices of {title} from {made.points:,} points, with 95 % intervals.", HEAD, _rows(made))
    record = GivenData(
        series=made.series.name, points=made.points, dummy=made.dummy, of_settings=made.settings,
        axes=tuple(GivenAxis.from_object(one) for one in made.axes),
    )  # fmt: skip
    return ReportSection(name, title, [_sentence(title, made)], [table], data=record)


def _sentence(title: str, made: GivenDataResult) -> str:
    beyond = [one for one in made.axes if one.beyond]
    if not beyond:
        return f"{title}: by delta no axis lies surely beyond a shuffled one ({made.dummy:.2f})."
    more = f", and {len(beyond) - NAMED} more" if len(beyond) > NAMED else ""
    rest = len(made.axes) - len(beyond)
    others = f"; of {'the other' if rest == 1 else f'the other {rest}'} that cannot be said" if rest else ""
    named = "; ".join(map(_one, beyond[:NAMED]))
    return f"{title}: by delta it hangs on {named}{more}: surely beyond a shuffled axis ({made.dummy:.2f}){others}."


def _one(one: GivenIndex) -> str:
    alone = share_alone(one.first, one.first_low, one.first_high, " of the variance")
    return f"{sweep_labels.axis_name(one.path)} ({one.delta:.2f}, {alone})"


def _rows(made: GivenDataResult) -> tuple[tuple[CellValue, ...], ...]:
    return tuple(
        (
            sweep_labels.axis_name(one.path), one.path, "yes" if one.beyond else "no",
            one.delta, one.low, one.high, one.first, one.first_low, one.first_high,
        )
        for one in made.axes
    )  # fmt: skip
