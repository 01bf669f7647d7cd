"""The section on scenario discovery: in which part of the space a condition holds, in sentences, tables and a figure."""

from functools import partial

from icsim.report.figure_style import sentence
from icsim.report.sweep import discovery_figure, sweep_labels
from icsim.report.sweep.discovery_text import condition_text, discovery_sentences, limit_ends
from icsim.report.sweep.section_types import ReportFigure, ReportSection, ReportTable, slug
from icsim.results.sweep import BoxRecord, Discovery, Edge, Fit, Leaf, Tree
from icsim.sweep.analysis.prim import BoxLimit
from icsim.sweep.analysis.report_request import OutcomeSeries, ReportRequest
from icsim.sweep.analysis.scenario_discovery import ScenarioDiscovery, discover_scenarios
from icsim.sweep.analysis.sweep_results import SweepResults

METHOD = (
    "PRIM peels thin slices off the space until a box is left in which the condition mostly holds: coverage is the share of the "
    "points where it holds that lie in the box, density the share of the points in the box where it holds. A tree (CART) cuts the "
    "whole space. What either tells right is a mean: points where it holds and points where it does not weigh the same."
)


def section(frame: SweepResults, asked: ReportRequest) -> ReportSection | None:
    """Where the condition holds; None where none was asked for."""
    if asked.where is None:
        return None
    outcome = asked.where.outcome
    arms = asked.arms if len(frame.arms) > 1 else ("",)
    found = [discover_scenarios(frame, asked.where, _series(frame, outcome, arm)) for arm in arms]
    title = sentence(f"where {sweep_labels.outcome_name(frame.columns[outcome])} is {asked.where.sign} {asked.where.limit:g}")
    return ReportSection("where", title, [METHOD], parts=[_part(frame, one) for one in found])


def _series(frame: SweepResults, outcome: str, arm: str) -> OutcomeSeries:
    return OutcomeSeries(f"{outcome} ({arm})" if arm else outcome, outcome, arm, frame.read(outcome, arm))


def _part(frame: SweepResults, one: ScenarioDiscovery) -> ReportSection:
    name = f"where_{slug(one.series.name)}"
    said = discovery_sentences(frame, one)
    pictures = []
    if one.box is not None and discovery_figure.two_main_axes(one) is not None:
        pictures = [
            ReportFigure(
                name,
                partial(discovery_figure.draw, frame, one),
                f"Points in two axes. {' '.join(said[:2])}",
                discovery_figure.CAPTION,
            )
        ]
    return ReportSection(
        name, sentence(sweep_labels.series_name(frame, one.series)), said, _tables(one, name), pictures, _record(one)
    )


def _tables(one: ScenarioDiscovery, name: str) -> list[ReportTable]:
    made = []
    if one.box is not None and one.box.real:
        rows = tuple((sweep_labels.axis_name(edge.path), edge.path, *limit_ends(one, edge)) for edge in one.box.box.edges)
        made.append(ReportTable(f"{name}_box", "The box.", ("axis", "path", "from", "to", "words"), rows))
    if one.tree is not None and one.tree.found:
        leaves = tuple((condition_text(one, leaf.limits), leaf.hits, leaf.of, leaf.share) for leaf in one.tree.leaves)
        made.append(
            ReportTable(f"{name}_tree", "The tree, branch by branch.", ("where", "it holds at", "of points", "share"), leaves)
        )
    return made


def _record(one: ScenarioDiscovery) -> Discovery:
    box, tree = one.box, one.tree
    return Discovery(
        where=str(one.where),
        points=one.readable,
        holds_at=one.holds_at,
        near=one.near,
        box=None if box is None else BoxRecord(
            real=box.real, edges=tuple(_edge(one, edge) for edge in box.box.edges), coverage=box.box.coverage,
            density=box.box.density, accuracy=box.box.accuracy, unseen=Fit.from_object(box.unseen), placebo_accuracy=box.placebo,
        ),
        tree=None if tree is None else Tree(
            real=tree.found, unseen_accuracy=tree.accuracy, guessing=tree.needed,
            leaves=tuple(
                Leaf(where=condition_text(one, leaf.limits), holds_at=leaf.hits, of_points=leaf.of) for leaf in tree.leaves
            ),
        ),
    )  # fmt: skip


def _edge(one: ScenarioDiscovery, edge: BoxLimit) -> Edge:
    low, high, words = limit_ends(one, edge)
    return Edge(path=edge.path, low=low, high=high, words=words)
