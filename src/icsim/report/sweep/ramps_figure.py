"""A loop: the outcome on the way there and on the way back, over what goes up and down."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from icsim.report.figure_style import INK, QUIET, sentence
from icsim.report.sweep import sweep_labels
from icsim.report.sweep.sweep_figure import FAINT, FIRST, SECOND, new_sweep_figure
from icsim.statistics.replicate_summary import LEVEL
from icsim.sweep.analysis.hysteresis import HysteresisLoop
from icsim.sweep.analysis.sweep_results import FloatArray, SweepResults, nan_mean, nan_standard_error
from icsim.sweep.ramp_schedule import QUICK, SLOW

if TYPE_CHECKING:
    from icsim.report.sweep.hysteresis_section import HysteresisFinding

WIDTH, HEIGHT = 7.6, 4.9  # inches


def draw(frame: SweepResults, one: "HysteresisFinding", along: str) -> Figure:
    """The figure of one loop."""
    found = one.loop
    measure = sweep_labels.outcome_name(one.outcome).rpartition(", week")[0]
    below = "; ".join(
        [f"{one.ramp.hold} weeks at each value, {frame.replicates} lucks", *sweep_labels.fixed_labels(one.arm, one.fixed)]
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
        found.at, nan_mean(values), yerr=half, color=colour, marker=marker, linestyle=line, linewidth=2.0, markersize=6, capsize=2.5,
        elinewidth=0.9, label=name,
    )  # fmt: skip
