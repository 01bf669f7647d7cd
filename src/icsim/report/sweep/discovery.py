"""The section on scenario discovery: in which part of the space a condition holds, in sentences, tables and a figure."""

from functools import partial
from typing import Any

from icsim.report.look import sentence
from icsim.report.sweep import discovery_figure, labels
from icsim.report.sweep.discovery_said import conditions, edge_ends, sentences
from icsim.report.sweep.section import Picture, Section, Table, slug
from icsim.sweep.analysis.asked import Asked, Series
from icsim.sweep.analysis.discovery import Discovery, discover
from icsim.sweep.analysis.frame import Frame

METHOD = (
    "PRIM peels thin slices off the space until a box is left in which the condition mostly holds: coverage is the share of the "
    "points where it holds that lie in the box, density the share of the points in the box where it holds. A tree (CART) cuts the "
    "whole space. What either tells right is a mean: points where it holds and points where it does not weigh the same."
)


def section(frame: Frame, asked: Asked) -> Section | None:
    """Where the condition holds; None where none was asked for."""
    if asked.where is None:
        return None
    outcome = asked.where.outcome
    arms = asked.arms if len(frame.arms) > 1 else ("",)
    found = [discover(frame, asked.where, _series(frame, outcome, arm)) for arm in arms]
    title = sentence(f"where {labels.outcome(frame.columns[outcome])} is {asked.where.sign} {asked.where.limit:g}")
    return Section("where", title, [METHOD], parts=[_part(frame, one) for one in found])


def _series(frame: Frame, outcome: str, arm: str) -> Series:
    return Series(f"{outcome} ({arm})" if arm else outcome, outcome, arm, frame.read(outcome, arm))


def _part(frame: Frame, one: Discovery) -> Section:
    name = f"where_{slug(one.series.name)}"
    said = sentences(frame, one)
    pictures = []
    if one.box is not None and discovery_figure.two(one) is not None:
        pictures = [
            Picture(
                name,
                partial(discovery_figure.draw, frame, one),
                f"Points in two axes. {' '.join(said[:2])}",
                discovery_figure.CAPTION,
            )
        ]
    return Section(name, sentence(labels.series(frame, one.series)), said, _tables(one, name), pictures, _data(one))


def _tables(one: Discovery, name: str) -> list[Table]:
    made = []
    if one.box is not None and one.box.real:
        rows = tuple((labels.axis(edge.path), edge.path, *edge_ends(one, edge)) for edge in one.box.box.edges)
        made.append(Table(f"{name}_box", "The box.", ("axis", "path", "from", "to", "words"), rows))
    if one.tree is not None and one.tree.found:
        leaves = tuple((conditions(one, leaf.limits), leaf.hits, leaf.of, leaf.share) for leaf in one.tree.leaves)
        made.append(Table(f"{name}_tree", "The tree, branch by branch.", ("where", "it holds at", "of points", "share"), leaves))
    return made


def _data(one: Discovery) -> dict[str, Any]:
    data: dict[str, Any] = {
        "where": str(one.where),
        "points": one.readable,
        "holds_at": one.holds_at,
        "near": one.near,
    }
    if one.box is not None:
        found = one.box
        data["box"] = {
            "real": found.real,
            "edges": [
                {"path": edge.path, **dict(zip(("low", "high", "words"), edge_ends(one, edge), strict=True))}
                for edge in found.box.edges
            ],
            **{key: getattr(found.box, key) for key in ("coverage", "density", "accuracy")},
            "unseen": {key: getattr(found.unseen, key) for key in ("coverage", "density", "accuracy")},
            "placebo_accuracy": found.placebo,
        }
    if one.tree is not None:
        leaves = [{"where": conditions(one, leaf.limits), "holds_at": leaf.hits, "of": leaf.of} for leaf in one.tree.leaves]
        data["tree"] = {"real": one.tree.found, "unseen_accuracy": one.tree.accuracy, "guessing": one.tree.needed, "leaves": leaves}
    return data
