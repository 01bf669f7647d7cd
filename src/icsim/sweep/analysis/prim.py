"""PRIM: a box of the space in which an outcome comes about, found by peeling thin slices off the whole (Friedman and Fisher 1999).

A box is found in anything, noise included. Each is therefore compared with the boxes that the same search finds once the
outcomes have been shuffled over the points, and tried on points left out while it was made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from icsim.statistics.decision_tree import Table, Truth
from icsim.sweep.analysis.sweep_results import CHOICE, AxisColumn, FloatArray

PEEL = 0.05  # share of the points taken off at a time
FEWEST = 16  # points in a box, at the least
WORTH = 0.01  # of accuracy that a limit must bring to stay
SHUFFLES, FEWEST_SHUFFLES = 99, 19  # placebos; as many as
WORK = 500_000  # points x axes in all of them together allow
FOLDS = 5
Groups = NDArray[np.int64]
"""[point]: a number for what it belongs to."""
MOST_BOXES = 4  # in one search


@dataclass(frozen=True)
class BoxLimit:
    """A limit of a box: a variable from low to high, or some of its words."""

    path: str
    low: float = -np.inf
    high: float = np.inf
    words: tuple[int, ...] = ()  # positions in the list of a choice


@dataclass(frozen=True)
class Box:
    """Limits, and how well they tell where it is so."""

    edges: tuple[BoxLimit, ...]
    coverage: float  # of the points where it is so, those inside
    density: float  # of the points inside, those where it is so
    accuracy: float  # mean of the shares of both classes told right
    inside: Truth

    @property
    def mass(self) -> float:
        """Share of all points that lie inside."""
        return float(self.inside.mean())


@dataclass(frozen=True)
class ValidatedBox:
    """A box with its proof."""

    box: Box
    share: float  # of all points that it was looked for in, where it is so
    unseen: Box  # coverage, density and accuracy on points left out, all folds together
    placebo: float  # the highest accuracy of a box in shuffled outcomes
    path: tuple[Box, ...] = ()  # every box that was peeled on the way, from the whole space on

    @property
    def real(self) -> bool:
        """Whether the box is more than noise."""
        return bool(self.box.edges) and self.box.accuracy > self.placebo and self.unseen.accuracy > 0.5


def find_box(axes: Sequence[AxisColumn], values: Table, hits: Truth, group: Groups | None = None) -> ValidatedBox:
    """The best box for values [point, axis] (words by position), with both proofs. Some points must be hits and some not.

    Points of one `group` resemble each other, as those of one uncertain setting do: they are shuffled and left out together.
    """
    path = peeling_path(axes, values, hits)
    best = _without_idle(_best_of(path), axes, values, hits)
    rng = np.random.default_rng(1)
    many = max(FEWEST_SHUFFLES, min(SHUFFLES, WORK // values.size))
    noise = [peel(axes, values, _shuffled(hits, group, rng)).accuracy for _ in range(many)]
    unseen = np.zeros(hits.size, dtype=bool)
    fold = _folds(hits.size, group, rng)
    for left_out in (fold == n for n in range(FOLDS)):
        if hits[~left_out].any() and (~hits[~left_out]).any():
            grown = peel(axes, values[~left_out], hits[~left_out])
            unseen[left_out] = in_box(grown.edges, axes, values[left_out])
    return ValidatedBox(best, float(hits.mean()), _box(best.edges, unseen, hits), max(noise), path)


def _shuffled(hits: Truth, group: Groups | None, rng: np.random.Generator) -> Truth:
    """The same hits at other points; those of a group stay together, in another order, so that how alike they are is kept."""
    if group is None:
        return rng.permutation(hits)
    names, size = np.unique(group, return_counts=True)
    made = np.empty_like(hits)
    for count in np.unique(size):  # what earlier boxes took away leaves groups of several sizes
        alike = names[size == count]
        for name, source in zip(alike, rng.permutation(alike), strict=True):
            made[group == name] = rng.permutation(hits[group == source])
    return made


def _folds(points: int, group: Groups | None, rng: np.random.Generator) -> Groups:
    if group is None:
        return rng.permutation(np.arange(points) % FOLDS)
    names, place = np.unique(group, return_inverse=True)
    return rng.permutation(np.arange(names.size) % FOLDS)[place]


def find_boxes(axes: Sequence[AxisColumn], values: Table, hits: Truth, group: Groups | None = None) -> tuple[ValidatedBox, ...]:
    """Boxes one after another, each in the points that those before it leave, as long as they are more than noise.

    `inside` is of all points; coverage is a share of all points where it is so, whatever box they lie in. The first one is there
    even where it is noise.
    """
    found: list[ValidatedBox] = []
    left = np.ones(hits.size, dtype=bool)
    while len(found) < MOST_BOXES:
        kept = float((hits & left).sum()) / float(hits.sum())
        here = find_box(axes, values[left], hits[left], group=None if group is None else group[left])
        one = _of_all(here, left, kept)
        if found and not one.real:
            break
        found.append(one)
        left &= ~one.box.inside
        if not one.real or min(int((hits & left).sum()), int((~hits & left).sum())) < FEWEST:
            break
    return tuple(found)


def _of_all(one: ValidatedBox, left: Truth, kept: float) -> ValidatedBox:
    """What was found among the points that were left, told of all."""

    def told(box: Box) -> Box:
        inside = np.zeros(left.size, dtype=bool)
        inside[left] = box.inside
        return replace(box, coverage=box.coverage * kept, inside=inside)

    return replace(one, box=told(one.box), unseen=told(one.unseen), path=tuple(map(told, one.path)))


def peel(axes: Sequence[AxisColumn], values: Table, hits: Truth) -> Box:
    """The box along the way of peeling that tells both classes best, less the limits that add nothing."""
    return _without_idle(_best_of(peeling_path(axes, values, hits)), axes, values, hits)


def _best_of(path: Sequence[Box]) -> Box:
    return max(path, key=lambda box: box.accuracy)  # the widest of equals, for it stands first


def peeling_path(axes: Sequence[AxisColumn], values: Table, hits: Truth) -> tuple[Box, ...]:
    """Every box along the way, from the whole space to one in which it is so everywhere, or that is too small to peel."""
    least = max(FEWEST, round(PEEL * hits.size))
    met = [np.unique(values[:, n]) for n in range(values.shape[1])]
    codes = [np.searchsorted(one, values[:, n]) for n, one in enumerate(met)]
    inside = np.ones(hits.size, dtype=bool)
    edges: dict[str, BoxLimit] = {}
    path = [_box((), inside.copy(), hits)]
    while not hits[inside].all() and (found := _thinnest(axes, codes, hits, inside, least)) is not None:
        n, low, high, word = found
        inside &= (codes[n] >= low) & (codes[n] <= high) & (codes[n] != word)
        edges[axes[n].path] = _edge(axes[n], met[n], codes[n][inside])
        path.append(_box(tuple(edges.values()), inside.copy(), hits))
    return tuple(path)


def in_box(edges: Sequence[BoxLimit], axes: Sequence[AxisColumn], values: Table) -> Truth:
    """Which points lie in a box."""
    inside = np.ones(values.shape[0], dtype=bool)
    paths = [axis.path for axis in axes]
    for edge in edges:
        column = values[:, paths.index(edge.path)]
        inside &= np.isin(column, edge.words) if edge.words else (column >= edge.low) & (column <= edge.high)
    return inside


def _thinnest(
    axes: Sequence[AxisColumn], codes: Sequence[NDArray[np.int64]], hits: Truth, inside: Truth, least: int
) -> tuple[int, int, int, int] | None:
    """The slice whose loss makes the rest densest, for what it costs: the axis, the codes that stay, a word that goes.

    It is taken even where the rest gets no denser: of two regions at opposite ends, the way to either begins with a loss. None
    where every slice would leave too few points.
    """
    best, chosen = -np.inf, None
    here = hits[inside].astype(np.float64)
    count, good = here.size, float(here.sum())
    for n, axis in enumerate(axes):
        code = codes[n][inside]
        total = np.bincount(code).astype(np.float64)
        if (total > 0.0).sum() < 2:
            continue
        for low, high, word, gone, lost in _slices(axis, total, np.bincount(code, weights=here).astype(np.float64), PEEL * count):
            if count - gone >= least:
                gain = ((good - lost) / (count - gone) - good / count) / gone
                if gain > best:
                    best, chosen = gain, (n, low, high, word)
    return chosen


def _slices(axis: AxisColumn, total: FloatArray, good: FloatArray, thin: float) -> Iterator[tuple[int, int, int, float, float]]:
    """What can be taken off an axis: the lowest or highest values, a thin share of the points or one value; or one word.

    The codes that stay, the word that goes, how many points go with it, and how many hits among them.
    """
    last = total.size - 1
    if axis.kind == CHOICE:
        yield from ((0, last, int(word), total[word], good[word]) for word in np.flatnonzero(total))
        return
    below, hits_below = np.cumsum(total), np.cumsum(good)
    edge = int(np.searchsorted(below, max(thin, 1.0)))
    if below[edge] < below[-1]:
        yield edge + 1, last, -1, below[edge], hits_below[edge]
    above, hits_above = np.cumsum(total[::-1]), np.cumsum(good[::-1])
    edge = int(np.searchsorted(above, max(thin, 1.0)))
    if above[edge] < above[-1]:
        yield 0, last - edge - 1, -1, above[edge], hits_above[edge]


def _edge(axis: AxisColumn, met: FloatArray, left: NDArray[np.int64]) -> BoxLimit:
    """The limit that leaves these codes: half-way to the first value that is out; open where none is out on that side."""
    if axis.kind == CHOICE:
        return BoxLimit(axis.path, words=tuple(int(met[code]) for code in np.unique(left)))
    low, high = int(left.min()), int(left.max())
    return BoxLimit(
        axis.path,
        -np.inf if low == 0 else float(met[low - 1] + met[low]) / 2.0,
        np.inf if high == met.size - 1 else float(met[high] + met[high + 1]) / 2.0,
    )


def _box(edges: tuple[BoxLimit, ...], inside: Truth, hits: Truth) -> Box:
    right, wrong = float(inside[hits].mean()), float(inside[~hits].mean())
    density = float(hits[inside].mean()) if inside.any() else np.nan
    return Box(edges, right, density, (right + 1.0 - wrong) / 2.0, inside)


def _without_idle(box: Box, axes: Sequence[AxisColumn], values: Table, hits: Truth) -> Box:
    """The box without the limits that bring next to nothing, the idlest first."""
    while True:
        weaker = [
            tuple(other for one in box.edges for other in ((wider,) if one is edge else (one,)) if other is not None)
            for edge in box.edges
            for wider in _wider(edge, axes)
        ]
        tried = [_box(some, in_box(some, axes, values), hits) for some in weaker if some]
        best = max(tried, key=lambda one: one.accuracy, default=None)
        if best is None or best.accuracy < box.accuracy - WORTH:
            return box
        box = best


def _wider(edge: BoxLimit, axes: Sequence[AxisColumn]) -> list[BoxLimit | None]:
    """A limit with one side open, or with one word more; None: without it."""
    if edge.words:
        axis = next(axis for axis in axes if axis.path == edge.path)
        others = [word for word in range(len(axis.values)) if word not in edge.words]
        more = [BoxLimit(edge.path, words=tuple(sorted((*edge.words, word)))) for word in others]
        return list(more) if len(others) > 1 else [None]
    if np.isfinite(edge.low) and np.isfinite(edge.high):
        return [BoxLimit(edge.path, low=edge.low), BoxLimit(edge.path, high=edge.high)]
    return [None]
