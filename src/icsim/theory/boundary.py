"""Where a theory holds and where it does not: the one number of the rules, or the ratio of two, that separates the draws.

The boundary is looked for in every other draw and its accuracy told of the draws in between. Among hundreds of numbers
and thousands of ratios one always seems to separate the draws it was chosen with; on the others it has to prove itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import catalogue
from icsim.engine.crossed_design import ParameterDraw
from icsim.statistics.effect_shares import classify_draws
from icsim.theory.clauses import BoundClause
from icsim.theory.effects import effect
from icsim.theory.panel import BootstrapWeights, ReplicatePanel
from icsim.theory.role import RoleFound
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_schema import PARAMETER_DEPENDENT

FEWEST = 8  # draws that hold, and draws that do not
FEWEST_IN_HALF = 3  # the same, in either half
LEAST = 0.75  # balanced accuracy in the draws not used
BETTER = 0.04  # by which a ratio must separate better than any single number: there are many more of them
NONE = "no single boundary found"

Truth = NDArray[np.bool_]  # [draw]
Numbers = NDArray[np.float64]


class BoundaryCandidate(NamedTuple):
    """A number of the rules, or the ratio of two of one file, by "file.name"."""

    above: str
    below: str | None = None

    def of(self, draws: Sequence[ParameterDraw]) -> Numbers:
        """Its value in each draw."""
        top = np.array([draw.parameters[self.above] for draw in draws])
        return top if self.below is None else top / np.array([draw.parameters[self.below] for draw in draws])


class Threshold(NamedTuple):
    """A threshold, the side on which it holds, and how well it separates: the mean of both classes' shares."""

    threshold: float
    more: bool  # it holds above the threshold
    accuracy: float

    def holds(self, values: Numbers) -> Truth:
        """Which values lie on the side on which it holds."""
        return values > self.threshold if self.more else values < self.threshold


@dataclass(frozen=True)
class Boundary:
    """The boundary of one outcome."""

    asked: BoundClause
    counted: str  # what changes at the boundary, in words: the effect that counts, or the sign
    candidate: BoundaryCandidate
    cut: Threshold  # its accuracy is that of the draws it was found with
    accuracy: float  # balanced, of the draws it was not found with
    right: int  # of those, how many lie on the side they should
    of: int
    side: float  # share of all draws that lie on the side on which it holds
    alone: Threshold | None  # the same boundary between two teams; None: none there
    rule: str  # `holds when “…” is more than 0.12`
    words: str  # the rule, how well it separates, and what lies on that side


@dataclass(frozen=True)
class Boundaries:
    """Boundaries of a theory's outcomes, and why the others have none."""

    found: tuple[Boundary, ...]
    without: tuple[tuple[BoundClause, str], ...]


def boundaries(
    case: TheoryCase, panel: ReplicatePanel, tested: NDArray[np.bool_], weights: BootstrapWeights, role: RoleFound | None
) -> Boundaries | None:
    """The boundaries of a theory whose role, declared or found, is P; None for any other."""
    if PARAMETER_DEPENDENT not in (case.theory.role, role.found if role is not None else None) or not panel.settings:
        return None
    found: list[Boundary] = []
    without: list[tuple[BoundClause, str]] = []
    alone = {one.asked.column: one.alone for one in role.clauses} if role is not None else {}
    for one in case.asked:
        if one.part != "outcome":
            continue
        made = boundary(one, effect(one, panel, tested, weights)[:, 0], panel.settings, alone.get(one.column))
        if isinstance(made, Boundary):
            found.append(made)
        else:
            without.append((one, made))
    return Boundaries(tuple(found), tuple(without))


def boundary(one: BoundClause, effects: Numbers, draws: Sequence[ParameterDraw], alone: Numbers | None = None) -> Boundary | str:
    """The boundary of an outcome from its effect in every draw, or why there is none.

    `alone` holds the effects between two teams, in the first of the same draws.
    """
    there = ~np.isnan(effects)
    kept, values = [draw for draw, known in zip(draws, there, strict=True) if known], effects[there]
    for counted, holds in _classes(one, values):
        few = int(min(holds.sum(), (~holds).sum()))
        if few >= FEWEST:
            return _found(one, counted, holds, kept, draws, alone)
    return f"it comes out alike in all but {few} of {len(kept)} settings"


def _classes(one: BoundClause, effects: Numbers) -> list[tuple[str, Truth]]:
    """What may flip: whether the effect counts as expected; if that is too rare or too common, its sign."""
    counts = classify_draws(effects[:, None], one.clause.expect, one.smallest)[:, 0] == 1.0
    said = [("the expected effect beyond the smallest that counts", counts)]
    if one.clause.expect != "none":
        said.append(("the expected sign", effects < 0.0 if one.clause.expect == "down" else effects > 0.0))
    return said


def _found(
    one: BoundClause,
    counted: str,
    holds: Truth,
    kept: Sequence[ParameterDraw],
    every: Sequence[ParameterDraw],
    alone: Numbers | None,
) -> Boundary | str:
    chosen = np.arange(len(kept)) % 2 == 0
    for half in (holds[chosen], holds[~chosen]):
        if min(half.sum(), (~half).sum()) < FEWEST_IN_HALF:
            return NONE
    candidate, cut = search(holds[chosen], [draw for draw, take in zip(kept, chosen, strict=True) if take])
    predicted = cut.holds(candidate.of(kept))[~chosen]
    accuracy = balanced(predicted, holds[~chosen])
    if accuracy < LEAST:
        return NONE
    right, of = int((predicted == holds[~chosen]).sum()), int((~chosen).sum())
    side = int(cut.holds(candidate.of(every)).sum())
    there = _alone(one, counted, candidate, cut.more, every, alone)
    words = f"{_rule(candidate, cut)}: this separates {right} of {of} settings not used to find it"
    words += f"; {side} of {len(every)} plausible settings lie on that side, {len(every) - side} on the other"
    if there is not None:
        words += f"; between two teams alone the boundary is {there.threshold:.2g}, the network moves it to {cut.threshold:.2g}"
    return Boundary(one, counted, candidate, cut, accuracy, right, of, side / len(every), there, _rule(candidate, cut), words)


def _alone(
    one: BoundClause, counted: str, candidate: BoundaryCandidate, more: bool, draws: Sequence[ParameterDraw], alone: Numbers | None
) -> Threshold | None:
    """The boundary of the same number between two teams, if it separates there as well."""
    if alone is None:
        return None
    there = ~np.isnan(alone)
    values = candidate.of(draws[: alone.size])[there]
    holds = dict(_classes(one, alone[there]))[counted]
    if min(holds.sum(), (~holds).sum()) < FEWEST:
        return None
    (cut,) = cuts(holds, values[:, None])
    return cut if cut.accuracy >= LEAST and cut.more == more else None


def search(holds: Truth, draws: Sequence[ParameterDraw]) -> tuple[BoundaryCandidate, Threshold]:
    """The number, or the ratio if it is clearly better, that separates the draws best."""
    best: list[tuple[BoundaryCandidate, Threshold]] = []
    for several in (singles(draws), ratios(draws)):
        made = cuts(holds, np.stack([one.of(draws) for one in several], axis=1)) if several else []
        if made:
            n = max(range(len(made)), key=lambda n: made[n].accuracy)
            best.append((several[n], made[n]))
    single, *ratio = best
    return ratio[0] if ratio and ratio[0][1].accuracy >= single[1].accuracy + BETTER else single


def singles(draws: Sequence[ParameterDraw]) -> list[BoundaryCandidate]:
    """Every number that was drawn and is not the same in all draws."""
    names = [name for name in draws[0].parameters if all(name in draw.parameters for draw in draws)]
    return [BoundaryCandidate(name) for name in names if len({draw.parameters[name] for draw in draws}) > 1]


def ratios(draws: Sequence[ParameterDraw]) -> list[BoundaryCandidate]:
    """Every two numbers of one file that are never 0 or below."""
    positive = [one.above for one in singles(draws) if min(draw.parameters[one.above] for draw in draws) > 0.0]
    pairs = combinations(positive, 2)
    return [BoundaryCandidate(a, b) for a, b in pairs if a.partition(".")[0] == b.partition(".")[0]]


def cuts(holds: Truth, values: Numbers) -> list[Threshold]:
    """The best threshold of each column of values [draw, candidate]."""
    order = np.argsort(values, axis=0, kind="stable")
    ranked = np.take_along_axis(values, order, axis=0)
    below = np.cumsum(holds[order], axis=0)[:-1].astype(np.float64)  # that hold, at or under each value
    under = np.arange(1, holds.size, dtype=np.float64)[:, None]
    yes, no = float(holds.sum()), float((~holds).sum())
    more = ((yes - below) / yes + (under - below) / no) / 2.0  # accuracy of `above`; that of `below` is the rest to 1
    more = np.where(ranked[1:] > ranked[:-1], more, 0.5)  # no threshold fits between equals
    rows = np.argmax(np.abs(more - 0.5), axis=0)
    found = []
    for column, row in enumerate(rows):
        accuracy = float(more[row, column])
        threshold = float((ranked[row, column] + ranked[row + 1, column]) / 2.0)
        found.append(Threshold(threshold, accuracy >= 0.5, max(accuracy, 1.0 - accuracy)))
    return found


def balanced(predicted: Truth, holds: Truth) -> float:
    """The mean of the shares of both classes that are predicted right."""
    return float((predicted[holds].mean() + (~predicted[~holds]).mean()) / 2.0)


def _rule(candidate: BoundaryCandidate, cut: Threshold) -> str:
    """`holds when “…” is more than 0.12 times “…”`."""
    than = f"{'more' if cut.more else 'less'} than {cut.threshold:.2g}"
    times = "" if candidate.below is None else f" times {parameter_label(candidate.below)}"
    return f"holds when {parameter_label(candidate.above)} is {than}{times}"


def parameter_label(key: str) -> str:
    """A number of the rules in words: its help, and the part of the rules it belongs to."""
    known = catalogue()
    parameter = known.parameters[key]
    if parameter.home == "hours":
        return f"“hours a week that full use takes” ({known.levers[parameter.name].display})"
    chapter = {**known.mechanisms, **known.processes}[parameter.home].title
    said = re.sub(r" \([^)]*\)", "", parameter.help).rstrip(".")
    return f"“{said[:1].lower()}{said[1:]}” ({chapter.lower()})"
