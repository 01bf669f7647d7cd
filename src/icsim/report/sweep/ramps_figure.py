"""A loop: the outcome on the way there and on the way back, over what goes up and down."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from icsim.report.look import INK, QUIET, sentence
from icsim.report.spread import LEVEL
from icsim.report.sweep import labels
from icsim.report.sweep.sheet import FAINT, FIRST, SECOND, sheet
from icsim.sweep.analysis.frame import Frame, Numbers, error, mean
from icsim.sweep.analysis.loop import Loop
from icsim.sweep.ramp import QUICK, SLOW

if TYPE_CHECKING:
    from icsim.report.sweep.ramps import Found

WIDTH, HEIGHT = 7.6, 4.9  # inches


def draw(frame: Frame, one: "Found", along: str) -> Figure:
    """The figure of one loop."""
    found = one.loop
    measure = labels.outcome(one.outcome).rpartition(", week")[0]
    below = "; ".join([f"{one.ramp.hold} weeks at each value, {frame.replicates} lucks", *labels.held(one.arm, one.fixed)])
    made = sheet(frame, WIDTH, HEIGHT, f"{measure}, up and down again: {found.says}", below)
    axes = made.add_axes((0.1, 0.16, 0.63, 0.68))
    axes.plot(found.at, mean(found.settling[1]), color="#9a9a9a", marker="x", linestyle="none", label="stands still, to the end")
    quick, slow = found.ways[QUICK], found.ways[SLOW]
    for values, colour, line in ((quick.up, FIRST, "-"), (quick.down, SECOND, "--")):
        axes.plot(found.at, mean(values), color=colour, linestyle=line, linewidth=0.8)
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


def _way(axes: Axes, found: Loop, values: Numbers, colour: str, marker: str, line: str, name: str) -> None:
    from scipy.special import stdtrit

    count = np.maximum((~np.isnan(values)).sum(axis=1), 2)
    half = stdtrit(count - 1, (1.0 + LEVEL) / 2.0) * error(values)
    axes.errorbar(
        found.at, mean(values), yerr=half, color=colour, marker=marker, linestyle=line, linewidth=2.0, markersize=6, capsize=2.5,
        elinewidth=0.9, label=name,
    )  # fmt: skip
