"""A smooth that foresees and tests that settle no axis are joined by a word, and only they."""

from typing import Any

import pytest

from icsim.report.sweep.joining_words import joined
from icsim.report.sweep.section_types import ReportSection
from icsim.results.sweep import EmulatorQuality, GivenAxis, GivenData, Surface

WORD = "Yet a smooth foresees 0.99 of what differs between points: with these points the tests did not settle which axes"


def surface(foreseen: float | None) -> ReportSection:
    smooth = None if foreseen is None else EmulatorQuality(points=16, foreseen=foreseen, missed=0.1, luck=0.1)
    one = Surface(series="trust_w8", axes=(), values=(), averaged=(), means=(), half_widths=(), smooth=smooth)
    return ReportSection("surfaces", "Response", ["A smooth."], data=(one,))


def given(beyond: bool, series: str = "trust_w8") -> ReportSection:
    axis = GivenAxis(path="a", delta=0.1, low=0.0, high=0.2, first=0.1, first_low=0.0, first_high=0.2, beyond=beyond)
    data = GivenData(series=series, points=16, dummy=0.1, of_settings=False, axes=(axis,))
    part = ReportSection("given_trust", "Trust", ["No axis.", "More."], data=data)
    return ReportSection("given_data", "Given", ["Method."], parts=[part])


@pytest.mark.parametrize(
    ("foreseen", "section", "said"),
    [
        (0.99, given(False), True), (0.99, given(True), False), (0.99, given(False, "morale_w8"), False),
        (0.3, given(False), False), (None, given(False), False),
    ],
)  # fmt: skip
def test_the_word_stands_where_both_are_said(foreseen: float | None, section: ReportSection, said: bool) -> None:
    _, made = joined([surface(foreseen), section])
    sentences: Any = made.parts[0].sentences
    assert sentences[0] == "No axis."
    assert sentences[1].startswith(WORD) == said
    assert len(sentences) == 2 + said
