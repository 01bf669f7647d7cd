"""The whole way of peeling: coverage against density of every box, so that a reader may choose another one."""

from functools import partial

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from icsim.report.figure_style import INK, QUIET, Keywords, legend_below
from icsim.report.sweep.discovery_text import edge_text, where_text
from icsim.report.sweep.section_types import ReportFigure, ReportTable
from icsim.report.sweep.sweep_figure import new_sweep_figure
from icsim.report.words import fitting
from icsim.sweep.analysis.scenario_discovery import ScenarioDiscovery
from icsim.sweep.analysis.sweep_results import SweepResults

WIDTH, HEIGHT = 7.2, 5.6  # inches
STYLES = (("#1f4e79", "o"), ("#b2452f", "s"), ("#4d7c0f", "^"), ("#7a4d9f", "D"))
MOST_LIMITS = 3  # told of by the size of a mark
RING: Keywords = {"marker": "o", "markersize": 14, "markerfacecolor": "none", "markeredgecolor": INK, "markeredgewidth": 1.6}
SIZES = (4.0, 5.5, 7.0, 8.5)
CAPTION = (
    "Each mark is a box on the way of peeling, from the whole space at the right; the larger, the more axes limit it. The ring is "
    "the box that is told of, without the limits that add next to nothing. The file of the peeling has every step with its limits."
)


def picture(frame: SweepResults, one: ScenarioDiscovery, name: str) -> ReportFigure:
    """The figure of the trade-off."""
    told = "; ".join(
        f"box {n}: {len(found.path)} steps, the chosen one at coverage {found.box.coverage:.2f} and density {found.box.density:.2f}"
        for n, found in enumerate(one.boxes, start=1)
    )
    return ReportFigure(f"{name}_peeling", partial(draw, frame, one), f"Coverage and density along the peeling. {told}.", CAPTION)


def tables(one: ScenarioDiscovery, name: str) -> list[ReportTable]:
    """Every step of every box."""
    head = ("box", "step", "coverage", "density", "mass", "axes limited", "where")
    rows = tuple(
        (
            n, step, box.coverage, box.density, box.mass, len(box.edges),
            " and ".join(edge_text(one, edge) for edge in box.edges) or "anywhere",
        )
        for n, found in enumerate(one.boxes, start=1)
        for step, box in enumerate(found.path)
    )  # fmt: skip
    return [ReportTable(f"{name}_peeling", "The peeling, step by step.", head, rows, on_page=False)] if rows else []


def draw(frame: SweepResults, one: ScenarioDiscovery) -> Figure:
    """Coverage along, density up."""
    below = f"{fitting(frame.title, 60)}: {one.readable:,} points, {one.holds_at:,} of them so"
    made = new_sweep_figure(frame, WIDTH, HEIGHT, where_text(frame, one), below)
    axes = made.add_axes((0.12, 0.25, 0.83, 0.59))
    handles, said = [], []
    for n, (found, (colour, marker)) in enumerate(zip(one.boxes, STYLES, strict=False), start=1):
        coverage, density = (np.array([getattr(box, key) for box in found.path]) for key in ("coverage", "density"))
        axes.plot(coverage, density, color=colour, linewidth=0.8, alpha=0.6, zorder=1)
        for x, y, box in zip(coverage, density, found.path, strict=True):
            axes.plot([x], [y], marker=marker, markersize=SIZES[min(len(box.edges), MOST_LIMITS)], color=colour, zorder=2)
        if found.real:
            axes.plot([found.box.coverage], [found.box.density], zorder=3, **RING)
        handles.append(Line2D([], [], marker=marker, color=colour))
        said.append(f"box {n}" if found.real else f"box {n}: noise")
    share = float(one.hits.mean())
    axes.axhline(share, color=QUIET, linewidth=0.9, linestyle=(0, (4, 2)))
    axes.set_xlim(-0.02, 1.03)
    axes.set_ylim(0.0, 1.04)
    axes.set_xlabel("coverage: share of the points where it holds that lie in the box")
    axes.set_ylabel("density: share of the points in the box where it holds")
    handles.append(Line2D([], [], color=QUIET, linewidth=0.9, linestyle=(0, (4, 2))))
    legend_below(made, handles, [*said, "density of the whole space"], (0.02, 0.05))
    return made
