"""A smooth that foresees and tests that settle no axis are joined by a word, and only they."""

import pytest

from icsim.report.sweep.joining_words import joined
from icsim.report.sweep.section_types import ReportSection
from icsim.results.sweep import AxisIndex, EmulatorQuality, GivenAxis, GivenData, Sensitivity, Surface

WORD = "Yet a smooth foresees 0.99 of what differs between points: with so few points {} did not settle which axes it hangs on"


def surface(foreseen: float | None) -> ReportSection:
    smooth = None if foreseen is None else EmulatorQuality(points=16, foreseen=foreseen, missed=0.1, luck=0.1)
    one = Surface(series="trust_w8", axes=(), values=(), averaged=(), means=(), half_widths=(), smooth=smooth)
    return ReportSection("surfaces", "Response", ["A smooth."], data=(one,))


def given(beyond: bool, series: str = "trust_w8") -> ReportSection:
    axis = GivenAxis(path="a", delta=0.1, low=0.0, high=0.2, first=0.1, first_low=0.0, first_high=0.2, beyond=beyond)
    data = GivenData(series=series, points=16, dummy=0.1, of_settings=False, axes=(axis,))
    part = ReportSection("given_trust", "Trust", ["No axis.", "More."], data=data)
    return ReportSection("given_data", "Given", ["Method."], parts=[part])


def indices(counts: bool, negligible: bool) -> ReportSection:
    axis = AxisIndex(
        path="a", value=0.1, low=0.0, high=0.2, alone=0.1, alone_low=0.0, alone_high=0.2, way=0,
        counts=counts, negligible=negligible,
    )  # fmt: skip
    data = Sensitivity.model_construct(series="trust_w8", axes=(axis,))
    part = ReportSection("trust", "Trust", ["No axis.", "More."], data=data)
    return ReportSection("sensitivity", "Axes", ["Method."], parts=[part])


@pytest.mark.parametrize(
    ("foreseen", "section", "who"),
    [
        (0.99, given(False), "delta"), (0.99, given(True), ""), (0.99, given(False, "morale_w8"), ""),
        (0.3, given(False), ""), (None, given(False), ""),
        (0.99, indices(False, False), "these tests"), (0.99, indices(True, False), ""), (0.99, indices(False, True), ""),
    ],
)  # fmt: skip
def test_the_word_stands_where_both_are_said(foreseen: float | None, section: ReportSection, who: str) -> None:
    _, made = joined([surface(foreseen), section])
    first, more = made.parts[0].sentences
    assert first.startswith(f"No axis. {WORD.format(who)}" if who else "No axis.")
    assert (first == "No axis.") == (not who)
    assert more == "More."
