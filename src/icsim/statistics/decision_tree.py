"""Simple rules that tell settings apart: small decision trees that have to prove themselves on settings they have not seen.

A tree finds a rule in anything, noise included. What it gets right is therefore told of settings left out while it grew
(cross-validation), and a rule that does no better there than guessing is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

DEPTH = 3  # conditions that a reader can hold together
LEAF = 16  # settings behind each branch, at the least
FOLDS, ROUNDS = 8, 4  # each setting is left out once in each round
WORTH = 0.02  # by which one more level of conditions must tell the settings apart better
ERRORS = 3.0  # standard errors by which a rule must beat guessing; of rules made of noise, about one in twenty does
GUESSING = 0.5
"""What guessing gets right: both classes count the same, however rare one of them is."""

Truth = NDArray[np.bool_]  # [setting]
Table = NDArray[np.float64]  # [setting, variable]


@dataclass(frozen=True)
class SplitCondition:
    """A variable lies above a threshold, or at it or below."""

    name: str
    above: bool
    threshold: float


@dataclass(frozen=True)
class TreeLeaf:
    """Settings that share their conditions, and in how many of them it is so."""

    limits: tuple[SplitCondition, ...]
    hits: int
    of: int

    @property
    def share(self) -> float:
        """Share of its settings in which it is so."""
        return self.hits / self.of

    def has(self, values: Table, names: Sequence[str]) -> Truth:
        """Which settings lie in it."""
        inside = np.ones(values.shape[0], dtype=bool)
        for limit in self.limits:
            column = values[:, names.index(limit.name)]
            inside &= column > limit.threshold if limit.above else column <= limit.threshold
        return inside


@dataclass(frozen=True)
class TreeRule:
    """A tree, and how well trees like it tell settings apart that they have not seen."""

    leaves: tuple[TreeLeaf, ...]
    importance: Mapping[str, float]  # of the variables in it, most important first
    accuracy: float  # cross-validated: the mean of the shares told right of both classes
    needed: float  # the accuracy that guessing hardly ever reaches

    @property
    def found(self) -> bool:
        """Whether it beats guessing; if not, there is no simple rule."""
        return len(self.leaves) > 1 and self.accuracy >= self.needed

    @property
    def rare(self) -> tuple[TreeLeaf, ...]:
        """Where it is so more rarely than on the whole: first where most hits are missing."""
        whole = sum(leaf.hits for leaf in self.leaves) / sum(leaf.of for leaf in self.leaves)
        return tuple(sorted((leaf for leaf in self.leaves if leaf.share < whole), key=lambda leaf: leaf.of * (leaf.share - whole)))


def fit_tree(values: Table, names: Sequence[str], hits: Truth, group: NDArray[np.int64] | None = None) -> TreeRule | None:
    """The best small tree; None when one class is too rare to learn from.

    Settings of one `group` resemble each other: they are left out together, and count as one where guessing is reckoned with.
    """
    few = int(min(hits.sum(), (~hits).sum()))
    if few < FOLDS or hits.size < 2 * LEAF or not names:
        return None
    best, depth = cross_validated(values, hits, 1, group), 1
    for deeper in range(2, DEPTH + 1):
        accuracy = cross_validated(values, hits, deeper, group)
        if accuracy >= best + WORTH:
            best, depth = accuracy, deeper
    error = np.sqrt((1.0 / hits.sum() + 1.0 / (~hits).sum()) / 16.0)  # of a guess that says either with the same chance
    if group is not None:
        error *= np.sqrt(hits.size / np.unique(group).size)
    tree = _fitted(values, hits, depth)
    weights = sorted(zip(tree.feature_importances_, names, strict=True), key=lambda pair: -pair[0])
    importance = {name: float(weight) for weight, name in weights if weight > 0.0}
    return TreeRule(tree_leaves(values, names, hits, depth, tree), importance, best, float(GUESSING + ERRORS * error))


def cross_validated(values: Table, hits: Truth, depth: int, group: NDArray[np.int64] | None = None) -> float:
    """Balanced accuracy on settings left out, averaged over rounds."""
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    found = []
    for chance in range(ROUNDS):
        said = np.zeros(hits.size, dtype=bool)
        kind = StratifiedKFold if group is None else StratifiedGroupKFold
        for known, left_out in kind(FOLDS, shuffle=True, random_state=chance).split(values, hits, group):
            said[left_out] = _fitted(values[known], hits[known], depth).predict(values[left_out])
        found.append((said[hits].mean() + (~said[~hits]).mean()) / 2.0)
    return float(np.mean(found))


def tree_leaves(
    values: Table, names: Sequence[str], hits: Truth, depth: int = DEPTH, tree: "DecisionTreeClassifier | None" = None
) -> tuple[TreeLeaf, ...]:
    """The branches of a tree; two from one fork that lie on the same side of the whole count as one."""
    grown = (tree or _fitted(values, hits, depth)).tree_
    whole = float(hits.mean())

    def branch(node: int, limits: tuple[SplitCondition, ...], inside: Truth) -> list[TreeLeaf]:
        here = TreeLeaf(limits, int(hits[inside].sum()), int(inside.sum()))
        if grown.children_left[node] < 0:
            return [here]
        column, threshold = int(grown.feature[node]), float(grown.threshold[node])
        above = values[:, column] > threshold
        both = [
            branch(child, _with(limits, SplitCondition(names[column], side, threshold)), inside & (above == side))
            for child, side in ((int(grown.children_left[node]), False), (int(grown.children_right[node]), True))
        ]
        if all(len(made) == 1 for made in both) and len({made[0].share > whole for made in both}) == 1:
            return [here]
        return [*both[0], *both[1]]

    return tuple(branch(0, (), np.ones(hits.size, dtype=bool)))


def _with(limits: tuple[SplitCondition, ...], more: SplitCondition) -> tuple[SplitCondition, ...]:
    """A deeper limit of the same variable and side is the tighter one."""
    return (*(one for one in limits if (one.name, one.above) != (more.name, more.above)), more)


def _fitted(values: Table, hits: Truth, depth: int) -> "DecisionTreeClassifier":
    """Both classes weigh the same, or a rare one would never be told."""
    from sklearn.tree import DecisionTreeClassifier  # slow to import

    made = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=LEAF, class_weight="balanced", random_state=0)
    return made.fit(values, hits)


def outside_leaves(found: Sequence[TreeLeaf], values: Table, names: Sequence[str]) -> Truth:
    """Settings in none of these branches."""
    return ~reduce(np.logical_or, (leaf.has(values, names) for leaf in found), np.zeros(values.shape[0], dtype=bool))
