"""Where a condition holds, in plain sentences."""

from collections.abc import Sequence

import numpy as np

from icsim.report.sweep import sweep_labels
from icsim.report.sweep.worlds_behind import worlds_behind
from icsim.report.words import readable_name, sentence
from icsim.statistics.decision_tree import GUESSING, SplitCondition, TreeLeaf
from icsim.sweep.analysis.outcome_condition import OutcomeLimit
from icsim.sweep.analysis.prim import Box, BoxLimit, ValidatedBox
from icsim.sweep.analysis.scenario_discovery import RARE, ScenarioDiscovery
from icsim.sweep.analysis.sweep_results import SweepResults

SIGNS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
BRANCHES = 2  # told of a tree; the others are in its table
Ends = tuple[float | None, float | None, str | None]


def discovery_sentences(frame: SweepResults, one: ScenarioDiscovery) -> list[str]:
    """What a reader needs to know, most important first."""
    total, hits = one.readable, one.holds_at
    said = [f"{sentence(where_text(frame, one))} at {hits:,} of {total:,} points ({_of_100(hits / max(1, total))})."]
    if one.box is None:
        said.append(f"No box was looked for: it takes {RARE} points where it holds and {RARE} where it does not, and an axis.")
    else:
        said += [_box(one, one.box), *_more_boxes(one), _tree(one)]
    if one.hits.size < total:
        said.append(f"Both were made from {one.hits.size:,} of the points, drawn by chance.")
    if one.near > 0:
        said.append(
            f"With {worlds_behind(frame, one.where.outcomes, (one.arm,))}, {one.near:,} of {total:,} points lie too near "
            f"{' or '.join(f'{at:.3g}' for at in one.limits)} to be told from replicate noise."
        )
    if one.near < 0:
        said.append("With one value at each point, a point may be on either side by replicate noise alone.")
    if one.missing:
        said.append(f"{one.missing:,} points have no value and are left out.")
    if one.left_out:
        said.append(f"No box or tree is cut along {', '.join(one.left_out)}, whose rows stand in no order.")
    return said


def where_text(frame: SweepResults, one: ScenarioDiscovery) -> str:
    """The condition in words: `trust, week 260 is at least 0.3 and at most 0.4, and staff strain, week 260 is below 0.2`."""
    arm = f" ({sweep_labels.arm(one.arm)})" if one.arm else ""
    told = []
    for outcome in one.where.outcomes:
        limits = [(limit, at) for limit, at in zip(one.where.limits, one.limits, strict=True) if limit.outcome == outcome]
        each = " and ".join(f"{SIGNS[limit.sign]} {_limit_text(limit, at)}" for limit, at in limits)
        told.append(f"{sweep_labels.outcome_name(frame.columns[outcome])}{arm} is {each}")
    return ", and ".join(told)


def _limit_text(limit: OutcomeLimit, at: float) -> str:
    return f"{at:g}" if limit.quantile is None else f"{at:.3g} (q{limit.quantile:g})"


def _box(one: ScenarioDiscovery, found: ValidatedBox) -> str:
    """The first box, or that it is noise."""
    box = found.box
    right = f"tells {_of_100(box.accuracy)} right"
    if not found.real:
        return f"No box: the best one {right}, and boxes in shuffled outcomes reach {_of_100(found.placebo)}, so it is noise."
    return (
        f"A box tells where: {_edges(one, box)}. Coverage {_of_100(box.coverage)}, density "
        f"{_of_100(box.density)} (everywhere: {_of_100(found.share)}); on points left out while boxes were made, "
        f"{_of_100(found.unseen.coverage)} and {_of_100(found.unseen.density)}. It {right}, where boxes in shuffled outcomes reach "
        f"{_of_100(found.placebo)} at most."
    )


def _more_boxes(one: ScenarioDiscovery) -> list[str]:
    """Those after the first, and what all hold together."""
    if len(one.real_boxes) < 2:
        return []
    told = [
        f"Another box, in the points outside {'it' if n == 1 else 'these'}: {_edges(one, found.box)}. It adds coverage "
        f"{_of_100(found.box.coverage)}, at density {_of_100(found.box.density)} (there, everywhere: {_of_100(found.share)})."
        for n, found in enumerate(one.real_boxes[1:], start=1)
    ]
    inside = np.logical_or.reduce([found.box.inside for found in one.real_boxes])
    coverage, density = (inside & one.hits).sum() / one.hits.sum(), one.hits[inside].mean()
    return [*told, f"Together they have coverage {_of_100(float(coverage))} and density {_of_100(float(density))}."]


def _edges(one: ScenarioDiscovery, box: Box) -> str:
    return " and ".join(edge_text(one, edge) for edge in box.edges)


def _tree(one: ScenarioDiscovery) -> str:
    """The branches of the tree that tell most, or that there are none."""
    rule = one.tree
    if rule is None:
        return "No tree was grown, for there are too few points."
    told = f"{_of_100(rule.accuracy)} of points left out while they were grown, where guessing tells {_of_100(GUESSING)}"
    if not rule.found:
        return f"No tree: the best told right {told}, which is noise."
    whole = float(one.hits.mean())
    often = sorted((leaf for leaf in rule.leaves if leaf.share > whole), key=lambda leaf: leaf.of * (whole - leaf.share))
    where = ", and ".join(
        f"at {leaf.hits:,} of {leaf.of:,} points where {condition_text(one, leaf.limits)}" for leaf in often[:BRANCHES]
    )
    hits, of = _rest(one, often[:BRANCHES])
    return f"A tree: it holds {where}, against {hits:,} of {of:,} elsewhere. Such trees tell right {told}."


def _rest(one: ScenarioDiscovery, told: Sequence[TreeLeaf]) -> tuple[int, int]:
    """Hits and points in none of these branches."""
    return int(one.hits.sum()) - sum(leaf.hits for leaf in told), one.hits.size - sum(leaf.of for leaf in told)


def edge_text(one: ScenarioDiscovery, edge: BoxLimit) -> str:
    """A side of a box in words."""
    low, high, some = limit_ends(one, edge)
    label = sweep_labels.axis_name(edge.path)
    if some is not None:
        return f"{label} is {some.replace(', ', ' or ')}"
    if low is None:
        return f"{label} is at most {high:.3g}"
    return f"{label} is at least {low:.3g}" if high is None else f"{label} is from {low:.3g} to {high:.3g}"


def limit_ends(one: ScenarioDiscovery, edge: BoxLimit) -> Ends:
    """From, to and words of a limit; None where it is open, or is not of this kind."""
    if edge.words:
        axis = next(axis for axis in one.axes if axis.path == edge.path)
        return None, None, ", ".join(readable_name(str(axis.values[word])) for word in edge.words)
    return (float(edge.low) if np.isfinite(edge.low) else None, float(edge.high) if np.isfinite(edge.high) else None, None)


def condition_text(one: ScenarioDiscovery, limits: Sequence[SplitCondition]) -> str:
    """`demand on services is above 0.62 and the form of fairness is any voice`."""
    return " and ".join(_limit(one, limit) for limit in limits) or "anything"


def _limit(one: ScenarioDiscovery, limit: SplitCondition) -> str:
    path, equals, word = limit.name.partition("=")
    if equals:
        axis = next(axis for axis in one.axes if axis.path == path)
        others = [str(value) for value in axis.values if str(value) != word]
        if limit.above or len(others) == 1:
            return f"{sweep_labels.axis_name(path)} is {readable_name(word if limit.above else others[0])}"
        return f"{sweep_labels.axis_name(path)} is not {readable_name(word)}"
    return f"{sweep_labels.axis_name(path)} is {'above' if limit.above else 'at most'} {limit.threshold:.3g}"


def _of_100(share: float) -> str:
    return "none" if share != share else f"{100.0 * share:.0f} of 100"
