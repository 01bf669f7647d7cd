"""Every figure of a sweep's report holds all of its words: none runs out of the sheet, whatever the axes and arms are called."""

import numpy as np
import pytest
from made_up import AXES, made_up, ranges

from icsim.report.figure_style import styled
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.sweep_page import SECTIONS
from icsim.sweep.analysis.report_request import parse_report_request

SEVERAL = [
    f"design.axes.leadership.both.{name}.level={{low: 0.2, high: 0.8}}"
    for name in ("inspiring_intent", "creating_conditions", "balancing_perspectives", "commitment_to_learning", "taking_wider_view")
]
LONG = "arms={nobody_asks_anybody_about_anything: {}, everybody_asks_everybody_about_everything: {}}"
RULES = ("cooperation.w_territory", "inspiring_intent.value_identity", "trust.loss")
NUMBERS = [f"design.axes.parameters.{name}=null" for name in RULES]
STARTS = "design.axes.context.initial_trust=[0.1,0.5,0.9]"


def made(values, arm, replicate):
    """Something that differs between points, arms and replicates."""
    numbers = [float(value) if isinstance(value, int | float) else len(value) / 20 for value in values.values()]
    rng = np.random.default_rng([*(round(100 * number) for number in numbers), replicate])
    return 0.3 + 0.05 * sum(numbers) + 0.02 * len(arm) / 20 + float(rng.normal(0.0, 0.01))


def outside(figure):
    """Words that are not wholly on the sheet."""
    renderer = figure.canvas.get_renderer()
    figure.draw(renderer)
    every = list(figure.texts) + [text for legend in figure.legends for text in legend.get_texts()]
    for axes in figure.axes:
        every += [axes.xaxis.label, axes.yaxis.label, axes.title, axes._left_title, *axes.texts]
        for axis, (low, high) in ((axes.xaxis, sorted(axes.get_xlim())), (axes.yaxis, sorted(axes.get_ylim()))):
            every += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high and tick.label1.get_visible()]
    sheet = figure.bbox
    found = []
    for text in every:
        box = text.get_window_extent(renderer)
        if text.get_text() and (box.x0 < -1 or box.y0 < -1 or box.x1 > sheet.x1 + 1 or box.y1 > sheet.y1 + 1):
            found.append(text.get_text())
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        ("design=factorial", *SEVERAL, "design.axes.leadership.both.clarifying_complexity.level=null"),
        ("design=mechanisms",),
        (*ranges(*AXES[:2]), "design.axes.rules.fairness=null", "design.levels=3"),
        ("design.axes.rules.fairness=null", "design.axes.rules.conflict=null"),
        ("design=lhs", "design.points=60", *NUMBERS),
        ("design=morris", "design.n_trajectories=6", *NUMBERS),
        (*ranges(AXES[0]), STARTS, "design.levels=3", LONG),
        ("design=ramp", *ranges(AXES[0]), "design.levels=3", "design.hold_weeks=8", "weeks=120", "report_weeks=null", LONG),
    ],
    ids=["factorial", "fraction", "three axes", "words", "smooth", "morris", "starts", "ramp"],
)
def test_all_words_are_on_the_sheet(tmp_path, given):
    frame = made_up(tmp_path / "study", made, *given, replicates=3)
    wanted = parse_report_request(frame)
    found = [one for make in SECTIONS if (one := make(frame, wanted)) is not None]
    every = [picture for section in found for part in (section, *section.parts) for picture in part.pictures]
    assert every
    with styled():
        assert {picture.name: outside(picture.draw()) for picture in every} == {picture.name: [] for picture in every}


def test_a_number_of_a_rule_is_called_by_its_words():
    assert sweep_labels.short_axis_name("parameters.cooperation.w_territory") == "weight of guarding one's patch"
    assert sweep_labels.short_axis_name("parameters.hours.vision").startswith("hours of ")
