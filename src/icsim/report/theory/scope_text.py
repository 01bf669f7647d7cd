"""Where a theory fails, in plain sentences: how often it held over all circumstances, and where it did not."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from icsim.base.plain_text import and_list
from icsim.catalogue import catalogue
from icsim.report.theory.clause_text import path_label
from icsim.report.words import sentence
from icsim.statistics.decision_tree import FOLDS, GUESSING, LEAF, SplitCondition, TreeRule, outside_leaves
from icsim.theory.boundary import parameter_label
from icsim.theory.scope import LUCKS, ScopeOutcome, ScopeResult

NO_RULE = "no simple rule found"
SAID = {
    ScopeOutcome.HELD: "it held",
    ScopeOutcome.ANOTHER_REASON: "every outcome came, but not every reasoning",
    ScopeOutcome.ERASED: "not every outcome came, and none went the other way",
    ScopeOutcome.FLIPPED: "an outcome went the other way",
    ScopeOutcome.UNTESTED: "it was not tested, for the resource did not arrive or there was nothing to read",
}
BRANCHES = 2  # told of a tree; the others are in its data


def scope_sentences(fails: ScopeResult) -> list[str]:
    """What a reader needs to know, most important first."""
    said = [_counts(fails), _rule(fails)]
    if fails.flips is not None and fails.flips.found:
        said.append(_flips(fails, fails.flips))
    if fails.near:
        said.append(
            f"With {LUCKS} replicates each, {fails.near} of {len(fails.came)} settings lie too near the smallest effect that "
            "counts to be told from chance."
        )
    return said


def variable_label(name: str) -> str:
    """A variable in words: `demand on services`, or the help of a number of the rules and the part it belongs to."""
    kind, _, rest = name.partition(".")
    return path_label(name) if kind == "context" else parameter_label(rest)


def limits_text(found: Sequence[SplitCondition]) -> str:
    """`demand on services was above 0.62 and …`; both ends of one variable together."""
    names = list(dict.fromkeys(one.name for one in found))
    parts = []
    for name in names:
        ends = [one for one in found if one.name == name]
        parts.append(
            f"{variable_label(name)} was " + " and ".join(_end(name, one) for one in sorted(ends, key=lambda one: one.threshold))
        )
    return and_list(parts)


def threshold(name: str, value: float) -> str:
    """As many digits as the range makes worth reading."""
    kind, _, rest = name.partition(".")
    known = catalogue()
    entry = known.context[rest] if kind == "context" else known.parameters[rest]
    low, high = entry.range or (0.0, 1.0)
    return f"{value:.2f}" if high - low <= 2.0 and high >= 0.5 else f"{value:.2g}"


def _end(name: str, one: SplitCondition) -> str:
    return f"{'above' if one.above else 'at most'} {threshold(name, one.threshold)}"


def _counts(fails: ScopeResult) -> str:
    many = len(fails.came)
    told = [f"{_times(fails.came.count(one))} {SAID[one]}" for one in ScopeOutcome if fails.came.count(one)]
    return (
        f"In {many} settings, with circumstances drawn over their whole range beside the numbers of the rules: {'; '.join(told)}."
    )


def _times(many: int) -> str:
    return "once" if many == 1 else f"{many} times"


def _rule(fails: ScopeResult) -> str:
    """Where it held more rarely than elsewhere, and how far to believe the rule."""
    held, one = fails.held[fails.tested], fails.best
    if one is None:
        tried = max((each for each in (fails.circumstances, fails.everything) if each is not None), key=accuracy, default=None)
        if tried is None:
            return f"No rule for where it holds was looked for: {_alike(held)} settings in which it was tested."
        return (
            f"{sentence(NO_RULE)}, neither in circumstances nor in the numbers of the rules: the best told right {_proof(tried)}."
        )
    rest = outside_leaves(one.rare[:BRANCHES], fails.values[fails.tested], fails.names)
    where = ", and in ".join(f"{leaf.hits} of {leaf.of} settings where {limits_text(leaf.limits)}" for leaf in one.rare[:BRANCHES])
    said = f"It held in {where}, against {int(held[rest].sum())} of {int(rest.sum())} elsewhere."
    return f"{said} Such rules tell right {_proof(one)}."


def _alike(held: NDArray[np.bool_]) -> str:
    """Why nothing can be told apart: it held nearly everywhere, or nearly nowhere, or little was tried."""
    takes = f"{2 * LEAF} settings or more" if held.size < 2 * LEAF else f"{FOLDS} or more in which it held and as many in which not"
    return f"it takes {takes}, and it held in {int(held.sum())} of the {held.size}"


def accuracy(one: TreeRule) -> float:
    """How well a rule tells settings that it has not seen."""
    return one.accuracy


def _flips(fails: ScopeResult, one: TreeRule) -> str:
    """Where a result goes the other way more often than elsewhere."""
    flipped = np.array([came is ScopeOutcome.FLIPPED for came in fails.came])[fails.tested]
    rest = outside_leaves(one.rare[:BRANCHES], fails.values[fails.tested], fails.names)
    where = ", and in ".join(
        f"{leaf.of - leaf.hits} of {leaf.of} settings where {limits_text(leaf.limits)}" for leaf in one.rare[:BRANCHES]
    )
    said = f"An outcome went the other way in {where}, against {int(flipped[rest].sum())} of {int(rest.sum())} elsewhere."
    return f"{said} Such rules tell right {_proof(one)}."


def _proof(one: TreeRule) -> str:
    return f"{100.0 * one.accuracy:.0f} in 100 settings left out while they were made, where guessing tells {100.0 * GUESSING:.0f}"
