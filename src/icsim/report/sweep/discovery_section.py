"""The section on scenario discovery: in which part of the space a condition holds, in sentences, tables and a figure."""

from functools import partial

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from icsim.report.figure_style import INK, legend_below
from icsim.report.sweep import peeling_figure, sweep_labels
from icsim.report.sweep.discovery_text import condition_text, discovery_sentences, limit_ends, where_text
from icsim.report.sweep.section_types import ReportFigure, ReportSection, ReportTable, slug
from icsim.report.sweep.sweep_figure import new_sweep_figure
from icsim.report.words import fitting, readable_name, sentence
from icsim.results.sweep import BoxRecord, Discovery, Edge, Fit, Leaf, Peel, Tree
from icsim.sweep.analysis.prim import BoxLimit, ValidatedBox
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.scenario_discovery import ScenarioDiscovery, discover_scenarios
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, SweepResults

METHOD = (
    "PRIM peels thin slices off the space until a box is left in which the condition mostly holds: coverage is the share of the "
    "points where it holds that lie in the box, density the share of the points in the box where it holds. The next box is looked "
    "for in the points that are left. A tree (CART) cuts the whole space. What either tells right is a mean: points where it holds "
    "and points where it does not weigh the same."
)


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """Where each condition holds; None where none was asked for."""
    if not asked.where:
        return None
    arms = asked.arms if len(frame.arms) > 1 else ("",)
    found = [(n, discover_scenarios(frame, where, arm)) for n, where in enumerate(asked.where, start=1) for arm in arms]
    title = "Where an outcome comes about"
    return ReportSection("where", title, [METHOD], parts=[_part(frame, one, n) for n, one in found])


def _part(frame: SweepResults, one: ScenarioDiscovery, number: int) -> ReportSection:
    again = f"_{number}" if number > 1 else ""
    name = f"where{again}_{slug(f'{one.where.outcomes[0]} {one.arm}')}"
    said = discovery_sentences(frame, one)
    pictures = []
    if one.box is not None and two_main_axes(one) is not None:
        pictures = [ReportFigure(name, partial(draw, frame, one), f"Points in two axes. {' '.join(said[:2])}", CAPTION)]
    if any(len(box.path) > 1 for box in one.boxes):
        pictures.append(peeling_figure.picture(frame, one, name))
    title = sentence(where_text(frame, one))
    return ReportSection(name, title, said, [*_tables(one, name), *peeling_figure.tables(one, name)], pictures, _record(one))


def _tables(one: ScenarioDiscovery, name: str) -> list[ReportTable]:
    made = []
    if one.real_boxes:
        head = ("box", "axis", "path", "from", "to", "words")
        rows = tuple(
            (n, sweep_labels.axis_name(edge.path), edge.path, *limit_ends(one, edge))
            for n, found in enumerate(one.real_boxes, start=1)
            for edge in found.box.edges
        )
        made.append(ReportTable(f"{name}_box", "The box." if len(one.real_boxes) == 1 else "The boxes.", head, rows))
    if one.tree is not None and one.tree.found:
        leaves = tuple((condition_text(one, leaf.limits), leaf.hits, leaf.of, leaf.share) for leaf in one.tree.leaves)
        made.append(
            ReportTable(f"{name}_tree", "The tree, branch by branch.", ("where", "it holds at", "of points", "share"), leaves)
        )
    return made


def _record(one: ScenarioDiscovery) -> Discovery:
    tree = one.tree
    return Discovery(
        where=str(one.where),
        arm=one.arm,
        limits=one.limits,
        points=one.readable,
        holds_at=one.holds_at,
        near=one.near,
        boxes=tuple(_box_record(one, box) for box in one.boxes),
        tree=None if tree is None else Tree(
            real=tree.found, unseen_accuracy=tree.accuracy, guessing=tree.needed,
            leaves=tuple(
                Leaf(where=condition_text(one, leaf.limits), holds_at=leaf.hits, of_points=leaf.of) for leaf in tree.leaves
            ),
        ),
    )  # fmt: skip


def _box_record(one: ScenarioDiscovery, box: ValidatedBox) -> BoxRecord:
    return BoxRecord(
        real=box.real, edges=tuple(_edge(one, edge) for edge in box.box.edges), coverage=box.box.coverage,
        density=box.box.density, accuracy=box.box.accuracy, unseen=Fit.from_object(box.unseen), placebo_accuracy=box.placebo,
        peeling=tuple(
            Peel(
                edges=tuple(_edge(one, edge) for edge in step.edges), coverage=step.coverage, density=step.density,
                accuracy=step.accuracy, mass=step.mass,
            )
            for step in box.path
        ),
    )  # fmt: skip


def _edge(one: ScenarioDiscovery, edge: BoxLimit) -> Edge:
    low, high, words = limit_ends(one, edge)
    return Edge(path=edge.path, low=low, high=high, words=words)


WIDTH, HEIGHT = 7.2, 6.4  # inches
MOST_DRAWN = 3000  # points drawn: more would be a blot
SPREAD = 0.3  # around a word, so that points do not cover each other
DARK = "#1f4e79"
CAPTION = (
    "Filled: the condition holds at the point, on the mean over replicates. Open: it does not. "
    "A box may be limited along more axes."
)


def two_main_axes(one: ScenarioDiscovery) -> tuple[AxisColumn, AxisColumn] | None:
    """The two axes that tell most: those of the box, then those of the tree, then any other. None with one axis alone."""
    assert one.box is not None
    names = [edge.path for found in one.real_boxes for edge in found.box.edges]
    names += [name.partition("=")[0] for name in (one.tree.importance if one.tree is not None else ())]
    names += [axis.path for axis in one.axes]
    first, *others = dict.fromkeys(names)
    by = {axis.path: axis for axis in one.axes}
    return (by[first], by[others[0]]) if others else None


def draw(frame: SweepResults, one: ScenarioDiscovery) -> Figure:
    """The figure."""
    axes = two_main_axes(one)
    assert axes is not None
    title = where_text(frame, one)
    below = f"{fitting(frame.title, 60)}: {one.readable:,} points, {one.holds_at:,} of them so"
    figure = new_sweep_figure(frame, WIDTH, HEIGHT, title, below)
    canvas = figure.add_axes((0.15, 0.2, 0.8, 0.67))
    rng = np.random.default_rng(1)
    chosen = np.sort(rng.permutation(one.hits.size)[:MOST_DRAWN])
    x, y = (_along(one, axis, rng)[chosen] for axis in axes)
    so = one.hits[chosen]
    size = 26.0 if so.size <= 600 else 11.0
    canvas.scatter(x[~so], y[~so], s=size, facecolor="white", edgecolor="#999999", linewidth=0.7)
    canvas.scatter(x[so], y[so], s=size, facecolor=DARK, edgecolor=INK, linewidth=0.3)
    _frame(canvas, axes)
    for found in one.real_boxes:
        _box(canvas, found, axes)
    handles: list[Artist] = [
        Line2D([], [], marker="o", linestyle="", markerfacecolor=DARK, markeredgecolor=INK),
        Line2D([], [], marker="o", linestyle="", markerfacecolor="white", markeredgecolor="#999999"),
    ]
    said = ["it holds", "it does not"]
    if one.real_boxes:
        what = "the box" if len(one.real_boxes) == 1 else "a box; one that an axis not shown limits too may lie over another"
        handles, said = [*handles, Patch(facecolor="none", edgecolor=INK, linewidth=2.0)], [*said, what]
    legend_below(figure, handles, said, (0.02, 0.05))
    return figure


def _along(one: ScenarioDiscovery, axis: AxisColumn, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Positions of the points along an axis; of a few values beside each other, for they would lie on one another."""
    column = np.asarray(one.values[:, one.axes.index(axis)])
    met = np.unique(column)
    step = 1.0 if axis.kind == CHOICE else float(np.diff(met).min()) if met.size > 1 else 1.0
    return column + (rng.uniform(-SPREAD, SPREAD, column.size) * step if met.size <= 12 else 0.0)


def _frame(canvas: Axes, axes: tuple[AxisColumn, AxisColumn]) -> None:
    canvas.set_xlabel(sentence(fitting(sweep_labels.short_axis_name(axes[0].path), 60)))
    canvas.set_ylabel(sentence(fitting(sweep_labels.short_axis_name(axes[1].path), 60)))
    for axis, ticks in zip(axes, (canvas.set_xticks, canvas.set_yticks), strict=True):
        if axis.kind == CHOICE:
            ticks(list(range(len(axis.values))), [fitting(readable_name(str(value)), 18) for value in axis.values])


def _box(canvas: Axes, found: ValidatedBox, axes: tuple[AxisColumn, AxisColumn]) -> None:
    """A rectangle; where words are chosen, one for each run of them."""
    edges = {edge.path: edge for edge in found.box.edges}
    ends = []
    for axis, limits in zip(axes, (canvas.get_xlim(), canvas.get_ylim()), strict=True):
        edge = edges.get(axis.path)
        if edge is None:
            ends.append([limits])
        elif edge.words:
            ends.append([(word - 0.5, word + 0.5) for word in edge.words])
        else:
            ends.append([(max(limits[0], edge.low), min(limits[1], edge.high))])
    for left, right in ends[0]:
        for low, high in ends[1]:
            canvas.add_patch(Rectangle((left, low), right - left, high - low, facecolor="none", edgecolor=INK, linewidth=2.0))
