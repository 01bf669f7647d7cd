"""The section on a ramp: up and down again, and whether the way back is another one."""

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from icsim.report.figure_style import INK, QUIET
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.scenarios_section import finite
from icsim.report.sweep.section_types import ReportFigure, ReportSection, ReportTable, fixed_values
from icsim.report.sweep.sweep_figure import FAINT, FIRST, SECOND, format_interval, format_value_text, new_sweep_figure
from icsim.report.words import sentence
from icsim.results.sweep import Hysteresis
from icsim.statistics.replicate_summary import LEVEL
from icsim.sweep.analysis.hysteresis import SAID, HysteresisLoop, HysteresisVerdict, RampPaths, hysteresis_loop
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import AxisColumn, FloatArray, OutcomeColumn, SweepResults, nan_mean, nan_standard_error
from icsim.sweep.ramp_schedule import PACES, QUICK, SLOW, RampSchedule, constant_name, ramp_of

MOST = 12  # loops that are judged
RAMPED = "timeline"


class HysteresisFinding(NamedTuple):
    """A loop and what it is of."""

    ramp: RampSchedule
    outcome: OutcomeColumn  # as it is read last
    arm: str
    fixed: tuple[tuple[AxisColumn, float], ...]
    smallest: float
    loop: HysteresisLoop


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """Every measure asked for, up and down; None where the study is no ramp."""
    named = next((one.named for one in frame.held.axes if one.path == RAMPED), None)
    ramp = None if named is None else ramp_of(named)
    if ramp is None:
        return None
    keys = dict.fromkeys(frame.columns[column].query.key for column in asked.outcomes)
    others = [axis for axis in frame.axes if axis.path != RAMPED]
    every = list(product(keys, frame.arms, product(*(np.unique(axis.column) for axis in others))))
    found = []
    for key, arm, fixed in every[:MOST]:
        at = tuple(zip(others, (float(value) for value in fixed), strict=True))
        last = frame.columns[f"{key}_w{ramp.length}"]
        ways, settling = _read(frame, ramp, key, arm, at)
        counts = smallest_difference(last)
        made = hysteresis_loop(np.array(ramp.values), ways, settling, counts, min(MOST, len(every)))
        found.append(HysteresisFinding(ramp, last, arm, at, counts, made))
    sentences = [loop_text(one) for one in found]
    if len(every) > MOST:
        sentences.append(f"{len(every) - MOST} more are left out; choose with measures=[…].")
    sentences.append(
        f"Each value was held for {ramp.hold} weeks, in the quicker worlds for {ramp.held(QUICK)}. A loop's height is the mean "
        "over the axis of the way back less the way there, less the same in worlds in which nothing moves, in the same weeks. "
        f"Intervals are 95 % {'for all loops together (Bonferroni), ' if len(found) > 1 else ''}over {frame.replicates} replicates."
    )
    pictures = [_picture(frame, n, one) for n, one in enumerate(found)]
    return ReportSection("ramps", "Up and down again", sentences, [_table(found)], pictures, tuple(map(_record, found)))


def _read(
    frame: SweepResults, ramp: RampSchedule, key: str, arm: str, fixed: tuple[tuple[AxisColumn, float], ...]
) -> tuple[dict[str, RampPaths], tuple[FloatArray, FloatArray]]:
    """Outcomes on both ways at both paces, and of worlds that stand still at the end of the first and the last step."""
    kinds = frame.axis(RAMPED)
    here = np.all([axis.column == value for axis, value in fixed], axis=0) if fixed else np.ones(frame.points, dtype=bool)

    def worlds(kind: str, week: int) -> FloatArray:
        point = int(np.flatnonzero(here & (kinds.column == kinds.values.index(kind)))[0])
        read: FloatArray = frame.worlds(f"{key}_w{week}")[point, frame.arms.index(arm)]
        return read

    stills = [constant_name(value) for value in ramp.values]
    ways = {
        pace: RampPaths(
            np.array([worlds(pace, week) for week in ramp.up(pace)]),
            np.array([worlds(pace, week) for week in ramp.down(pace)]),
            np.array([worlds(kind, week) for kind, week in zip(stills, ramp.up(pace), strict=True)]),
            np.array([worlds(kind, week) for kind, week in zip(stills, ramp.down(pace), strict=True)]),
        )
        for pace in PACES
    }
    first, last = (np.array([worlds(kind, week) for kind in stills]) for week in (ramp.hold, ramp.length))
    return ways, (first, last)


def ramped_axis_name(ramp: RampSchedule) -> str:
    """What goes up and down, in words."""
    path = ramp.targets[0]
    both = len(ramp.targets) > 1
    return sweep_labels.short_axis_name(f"leadership.both.{path.split('.', 2)[2]}" if both else path)


def loop_name(one: HysteresisFinding) -> str:
    """What a loop is of, in words."""
    kept = ", ".join(sweep_labels.fixed_labels(one.arm, one.fixed))
    measure = sweep_labels.outcome_name(one.outcome).rpartition(", week")[0]
    return sentence(f"{measure} as {ramped_axis_name(one.ramp)} goes up and down{f' ({kept})' if kept else ''}")


def loop_text(one: HysteresisFinding) -> str:
    """A loop in sentences."""
    found, slow, quick = one.loop, one.loop.height[SLOW], one.loop.height[QUICK]
    told = f"{loop_name(one)}: {found.says}. {sentence(SAID[found.says])}."
    told += (
        f" The way back lies {format_value_text(slow.difference, signed=True)} ({format_interval(*slow.among)}) from the way there"
    )
    told += f", at twice the pace {format_value_text(quick.difference, signed=True)} ({format_interval(*quick.among)})"
    told += f"; smallest that counts {one.smallest:.3g}."
    if found.says is HysteresisVerdict.NONE:
        return told
    low, high = found.pace
    share = f"{low:.2f} to {high:.2f}" if np.isfinite(low) else "a share that cannot be told"
    told += f" The slow loop is {share} of the quick one; worlds in which nothing moves still move by "
    told += f"{format_value_text(found.unsettled)} after {one.ramp.hold} weeks. "
    return told + " ".join(_width(one))


def _width(one: HysteresisFinding) -> Iterator[str]:
    width, middle = one.loop.width, format_value_text(one.loop.middle)
    if width.interval is not None and width.up is not None and width.down is not None:
        yield f"The way there passes the middle ({middle}) at {width.up:.3g}, the way back at {width.down:.3g}:"
        yield f"{abs(width.up - width.down):.3g} ({width.interval.low:.3g} to {width.interval.high:.3g}) apart along the axis."
    elif width.up is not None and width.down is not None:
        yield f"Both ways pass the middle ({middle}), but not in every handful of replicates, so the loop's width cannot be told."
    for at, way in ((width.up, "there"), (width.down, "back")):
        if at is None:
            yield f"The way {way} does not pass the middle ({middle}) within the range, so the loop's width cannot be told."
    if one.loop.says in (HysteresisVerdict.TOO_QUICK, HysteresisVerdict.DELAY):
        yield "To tell more, hold each value longer (design.hold_weeks), or compare starts (design.axes.context.initial_trust=[…])."


def _table(found: list[HysteresisFinding]) -> ReportTable:
    head = ("loop", "value", "there", "back", "there, quick", "back, quick", "still, first step", "still, last step")
    rows = []
    for one in found:
        ways = one.loop.ways
        columns = [ways[SLOW].up, ways[SLOW].down, ways[QUICK].up, ways[QUICK].down, *one.loop.settling]
        for n, value in enumerate(one.ramp.values):
            rows.append((loop_name(one), value, *(finite(np.nanmean(column[n])) for column in columns)))
    return ReportTable("ramps", "Means on the way there and back, and in worlds in which the value stands still", head, tuple(rows))


def _picture(frame: SweepResults, n: int, one: HysteresisFinding) -> ReportFigure:
    caption = (
        f"{loop_name(one)}: arrows along the slow ramp, with 95 % intervals; thin: the quick one; grey: worlds that stand still."
    )
    return ReportFigure(f"ramp_{n + 1}", partial(draw, frame, one, ramped_axis_name(one.ramp)), loop_text(one), caption)


def _record(one: HysteresisFinding) -> Hysteresis:
    found = one.loop
    return Hysteresis(
        outcome=one.outcome.query.key, along=one.ramp.targets, values=one.ramp.values, hold=one.ramp.hold, arm=one.arm,
        fixed=fixed_values(one.fixed), verdict=found.says.name.lower(), says=str(found.says), smallest=one.smallest,
        height={pace: (height.difference, *height.among) for pace, height in found.height.items()}, still=dict(found.still),
        slow_to_quick=found.pace, unsettled=found.unsettled, middle=found.middle, passes=(found.width.up, found.width.down),
        width=found.width.interval,
    )  # fmt: skip


WIDTH, HEIGHT = 7.6, 4.9  # inches


def draw(frame: SweepResults, one: "HysteresisFinding", along: str) -> Figure:
    """The figure of one loop."""
    found = one.loop
    measure = sweep_labels.outcome_name(one.outcome).rpartition(", week")[0]
    below = "; ".join(
        [f"{one.ramp.hold} weeks at each value, {frame.replicates} replicates", *sweep_labels.fixed_labels(one.arm, one.fixed)]
    )
    made = new_sweep_figure(frame, WIDTH, HEIGHT, f"{measure}, up and down again: {found.says}", below)
    axes = made.add_axes((0.1, 0.16, 0.63, 0.68))
    axes.plot(
        found.at, nan_mean(found.settling[1]), color="#9a9a9a", marker="x", linestyle="none", label="stands still, to the end"
    )
    quick, slow = found.ways[QUICK], found.ways[SLOW]
    for values, colour, line in ((quick.up, FIRST, "-"), (quick.down, SECOND, "--")):
        axes.plot(found.at, nan_mean(values), color=colour, linestyle=line, linewidth=0.8)
    _way(axes, found, slow.up, FIRST, "^", "-", "the way there")
    _way(axes, found, slow.down, SECOND, "v", "--", "the way back")
    axes.axhline(found.middle, color=QUIET, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
    axes.set_xlabel(sentence(along))
    axes.set_ylabel(sentence(measure))
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    handles, names = axes.get_legend_handles_labels()
    made.legend(handles, names, loc="upper left", bbox_to_anchor=(0.745, 0.85), fontsize=8.5, alignment="left", labelcolor=INK)
    made.text(0.757, 0.5, f"thin: {one.ramp.held(QUICK)} weeks\nat each value\ndotted: the middle", fontsize=8, color=QUIET)
    return made


def _way(axes: Axes, found: HysteresisLoop, values: FloatArray, colour: str, marker: str, line: str, name: str) -> None:
    from scipy.special import stdtrit

    count = np.maximum((~np.isnan(values)).sum(axis=1), 2)
    half = stdtrit(count - 1, (1.0 + LEVEL) / 2.0) * nan_standard_error(values)
    axes.errorbar(
        found.at, nan_mean(values), yerr=half, color=colour, marker=marker, linestyle=line, linewidth=2.0, markersize=6,
        capsize=2.5, elinewidth=0.9, label=name,
    )  # fmt: skip
