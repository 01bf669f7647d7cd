"""The section on tipping regions: where along an axis the start decides how worlds end, and whether that lasts."""

from functools import partial
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.typing import LineStyleType

from icsim.report.figure_style import INK
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.scenarios_section import finite
from icsim.report.sweep.section_types import ReportFigure, ReportSection, ReportTable, fixed_values
from icsim.report.sweep.sweep_figure import FAINT, FIRST, SECOND, format_interval, format_value_text, label_axis, new_sweep_figure
from icsim.report.words import sentence
from icsim.results.sweep import Bistability
from icsim.sweep.analysis.bistability import SAID, BistabilityTest, BistabilityVerdict, bistability_test, steepest
from icsim.sweep.analysis.initial_conditions import InitialConditionMap, half_time_outcome, initial_condition_maps
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import FloatArray, OutcomeColumn, SweepResults, nan_mean

MOST = 12  # maps that are judged: more would bury the reader


class BistabilityFinding(NamedTuple):
    """A map of starts, what it is of, and what it shows."""

    begun: InitialConditionMap
    outcome: OutcomeColumn
    earlier: OutcomeColumn | None
    ends: FloatArray  # [start, value, replicate]
    basins: BistabilityTest


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """Every outcome asked for from different starts; None where the study has no such starts."""
    maps = initial_condition_maps(frame, asked)
    wanted = [(one, frame.columns[column]) for column in asked.outcomes for one in maps]
    if not wanted or frame.design == "ramp":
        return None
    found = []
    for one, outcome in wanted[:MOST]:
        earlier = half_time_outcome(frame, outcome)
        ends = one.read(frame, outcome.column)
        before = None if earlier is None else one.read(frame, earlier.column)
        counts, family = smallest_difference(outcome), min(MOST, len(wanted))
        found.append(
            BistabilityFinding(
                one, outcome, earlier, ends, bistability_test(ends, np.array(one.starts), one.at, counts, before, family)
            )
        )
    sentences = [map_text(one) for one in found]
    if len(wanted) > MOST:
        sentences.append(f"{len(wanted) - MOST} more maps are left out; fix an axis in the sweep, or choose with measures=[…].")
    if any(one.basins.between is None and one.basins.region is not None for one in found):
        sentences.append("Whether worlds gather at the two ends of a gap is seen from a start half-way between the outer two.")
    if any(one.earlier is None for one in found):
        sentences.append("Whether a gap lasts is seen from a reading at half the time: give the sweep report_weeks=[half,last].")
    sentences.append(
        "Intervals are 95 % for all values and maps together (Bonferroni), over replicates; "
        "worlds of one replicate are compared in pairs."
    )
    pictures = [_picture(frame, n, one) for n, one in enumerate(found)]
    return ReportSection("tipping", "Tipping regions", sentences, [_table(found)], pictures, tuple(map(_record, found)))


def map_name(one: BistabilityFinding) -> str:
    """What a map is of, in words."""
    begun_ = one.begun
    kept = ", ".join(sweep_labels.fixed_labels(begun_.arm, begun_.fixed))
    along = sweep_labels.short_axis_name(begun_.along.path)
    return sentence(f"{sweep_labels.outcome_name(one.outcome)}, along {along}{f' ({kept})' if kept else ''}")


def map_text(one: BistabilityFinding) -> str:
    """A map in sentences."""
    found, along = one.basins, sweep_labels.short_axis_name(one.begun.along.path)
    starts = f"{sweep_labels.short_axis_name(one.begun.path)} {one.begun.starts[0]:g} against {one.begun.starts[-1]:g}"
    told = f"{map_name(one)}, {starts}: {found.tips}. {sentence(SAID[found.tips])}."
    if found.region is None:
        low, high, change = steepest(found.at, nan_mean(np.moveaxis(one.ends, 0, -1)))
        change_ = f"{format_value_text(sum(change) / 2.0, signed=True)}" if np.isfinite(change.low) else "not known"
        return f"{told} The response to {along} itself is steepest between {low:g} and {high:g} ({change_})."
    first, last = found.region
    inside = found.gaps[first : last + 1]
    sizes = sorted(gap.difference for gap in inside)
    told += f" {sentence(along)} {found.at[first]:g} to {found.at[last]:g}: ends lie {format_interval(sizes[0], sizes[-1])} apart."
    for side, word in ((0, "begins"), (1, "ends")):
        edge = found.edge(side)
        told += f" The region {word} between {edge[0]:g} and {edge[1]:g}." if edge is not None else ""
    reaches = [word for side, word in ((0, "lowest"), (1, "highest")) if found.edge(side) is None]
    told += f" It reaches the {' and the '.join(reaches)} value tried." if reaches else ""
    if found.kept is not None and one.earlier is not None:
        told += f" From week {one.earlier.week} to week {one.outcome.week} the gap kept {_share(found)} of itself."
    if found.between is not None:
        low, high = (100.0 * min(1.0, max(0.0, end)) for end in found.between)
        told += f" Of worlds that began half-way, {low:.0f} to {high:.0f} of 100 end in the middle third of the gap."
    if found.next_values:
        told += f" To place the edges, run {along} at {' and '.join(f'{value:g}' for value in found.next_values)} too."
    return told


def _share(found: BistabilityTest) -> str:
    assert found.kept is not None
    low, high = found.kept
    return f"{low:.2f} to {high:.2f}" if np.isfinite(low) else "a share that cannot be told"


def _table(found: list[BistabilityFinding]) -> ReportTable:
    head = (
        "map",
        "value",
        "from low",
        "from high",
        "gap",
        "low",
        "high",
        "verdict",
        "low start, upper heap",
        "high start, upper heap",
    )
    rows = []
    for one in found:
        for n, gap in enumerate(one.basins.gaps):
            ends = (finite(one.basins.low[n]), finite(one.basins.high[n]), finite(gap.difference))
            some = one.basins.upper[n, 1:-1]
            upper = finite(some.mean()) if some.size else None
            interval = (finite(gap.among.low), finite(gap.among.high))
            rows.append((map_name(one), float(one.basins.at[n]), *ends, *interval, str(gap.says), upper))
    return ReportTable("tipping", "Where worlds end that began low and high, value by value", head, tuple(rows))


def _picture(frame: SweepResults, n: int, one: BistabilityFinding) -> ReportFigure:
    alt = f"{map_text(one)} Dots: single worlds; lines: means from each start."
    caption = f"{map_name(one)}: dots are single worlds, lines their means from each start; shaded: the start counts."
    tips = one.basins.tips if one.basins.tips is not BistabilityVerdict.NONE else "no tipping"
    title = f"{sweep_labels.outcome_name(one.outcome)}: {tips}"
    return ReportFigure(f"tipping_{n + 1}", partial(draw, frame, one, title), alt, caption)


def _record(one: BistabilityFinding) -> Bistability:
    found = one.basins
    return Bistability(
        outcome=one.outcome.column, start=one.begun.path, starts=tuple(one.begun.starts), along=one.begun.along.path,
        fixed=fixed_values(one.begun.fixed), arm=one.begun.arm, verdict=found.tips.name.lower(), says=str(found.tips),
        region=None if found.region is None else (float(found.at[found.region[0]]), float(found.at[found.region[1]])),
        edges=(found.edge(0), found.edge(1)), next_values=tuple(found.next_values), in_the_middle=found.between,
        upper_half=tuple(map(tuple, found.upper.tolist())), kept=found.kept,
    )  # fmt: skip


WIDTH, HEIGHT = 7.6, 4.7  # inches
LOOKS: tuple[tuple[str, str, LineStyleType], ...] = (
    (FIRST, "v", "--"), ("#8a8a8a", "s", ":"), ("#c08a2e", "D", (0, (5, 1, 1, 1))), ("#5b8c5a", "P", (0, (3, 1))),
    (SECOND, "o", "-"),
)  # fmt: skip
"""Colour, marker and line of a start: the lowest first, the highest last."""


def draw(frame: SweepResults, one: "BistabilityFinding", title: str) -> Figure:
    """The figure of one map."""
    found, begun = one.basins, one.begun
    fixed = sweep_labels.fixed_labels(begun.arm, begun.fixed)
    below = "; ".join([f"{one.ends.shape[2]} replicates, the same from every start", *fixed])
    made = new_sweep_figure(frame, WIDTH, HEIGHT, title, below)
    axes = made.add_axes((0.1, 0.17, 0.63, 0.66))
    step = float(np.diff(found.at).min()) if found.at.size > 1 else 1.0
    if found.region is not None:
        first, last = (float(found.at[n]) for n in found.region)
        axes.axvspan(first - 0.3 * step, last + 0.3 * step, color=FAINT, linewidth=0, zorder=0)
    count = len(begun.starts)
    for n, start in enumerate(begun.starts):
        look = LOOKS[-1] if n == count - 1 else LOOKS[0] if n == 0 else LOOKS[1 + (n - 1) % 3]
        colour, marker, line = look
        aside = (n - (count - 1) / 2.0) * 0.12 * step
        for value, ends in zip(found.at, one.ends[n], strict=True):
            axes.plot(np.full(ends.size, value + aside), ends, ".", color=colour, markersize=3, alpha=0.5, zorder=1)
        means = nan_mean(one.ends[n])
        axes.plot(
            found.at, means, color=colour, marker=marker, linestyle=line, linewidth=1.7, markersize=5, label=f"{start:g}", zorder=3
        )
    label_axis(axes, begun.along, found.at, "x")
    axes.set_ylabel(sentence(sweep_labels.outcome_name(one.outcome)))
    made.legend(
        *axes.get_legend_handles_labels(), title=sentence(sweep_labels.short_axis_name(begun.path)), loc="upper left",
        bbox_to_anchor=(0.76, 0.85), fontsize=8.5, alignment="left", labelcolor=INK,
    )  # fmt: skip
    return made
