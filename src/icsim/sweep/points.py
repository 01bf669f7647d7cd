"""The points of a design, a slice at a time: no design is ever held in memory as settings."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from icsim.base.plain_data import hashed
from icsim.sweep.axes import Axis, Value


class Absent(Enum):
    """Stands in a point of a joined design for an axis of another part: there the value is the study's own."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
Levels = tuple[tuple[tuple[Value, ...], ...], ...]
"""The lists of a grid's axes, each time that it got new levels."""
PointRow = tuple[Value | Absent, ...]
"""The values of one point, in the order of the axes."""


class Points(ABC):
    """Points by their position; `axes` names their columns."""

    axes: tuple[Axis, ...]
    count: int
    labels: Mapping[str, tuple[str | None, ...]] = {}
    """What was said of each point besides, by name: it stands in the table and varies nothing."""

    @abstractmethod
    def rows(self, span: Iterable[int]) -> list[PointRow]:
        """The points at these positions."""

    @abstractmethod
    def digest(self) -> str:
        """A hash of all the points, for a study's identity."""

    def family(self) -> str:
        """A hash of what the points have in common with more of them, where a design of more points begins with these."""
        return self.digest()

    def combinations(self, columns: Sequence[int]) -> set[PointRow]:
        """Every combination of values that these axes take together."""
        found: set[PointRow] = set()
        if columns:
            for first in range(0, self.count, 65536):
                for row in self.rows(range(first, min(first + 65536, self.count))):
                    found.add(tuple(row[column] for column in columns))
        return found or {()}


@dataclass(frozen=True)
class GridPoints(Points):
    """Every combination of the axes' values; the last axis varies fastest. Counted, never written out."""

    axes: tuple[Axis, ...]
    values: tuple[tuple[Value, ...], ...]

    @property
    def count(self) -> int:  # type: ignore[override]
        """How many combinations there are."""
        return prod(len(values) for values in self.values)

    def rows(self, span: Iterable[int]) -> list[PointRow]:
        """The combinations at these positions."""
        found: list[PointRow] = []
        for place in span:
            row: list[Value] = []
            for values in reversed(self.values):
                place, n = divmod(place, len(values))
                row.append(values[n])
            found.append(tuple(reversed(row)))
        return found

    def digest(self) -> str:
        """A hash of the lists."""
        return hashed([[axis.path for axis in self.axes], self.values])

    def combinations(self, columns: Sequence[int]) -> set[PointRow]:
        """The combinations of a part of the lists."""
        return set(product(*(self.values[column] for column in columns)))


def grown_grid(axes: tuple[Axis, ...], times: Levels) -> "ListedPoints":
    """A grid that got new levels: the combinations that were there, in their order, then those that came, each time."""
    rows: list[PointRow] = []
    before: list[frozenset[Value]] = [frozenset() for _ in axes]
    for lists in times:
        grid = GridPoints(axes, lists)
        rows += [
            row for row in grid.rows(range(grid.count)) if not all(value in old for value, old in zip(row, before, strict=True))
        ]
        before = [frozenset(one) for one in lists]
    return ListedPoints(axes, tuple(zip(*rows, strict=True)))


@dataclass(frozen=True)
class ListedPoints(Points):
    """Points that were given one by one, axis by axis."""

    axes: tuple[Axis, ...]
    columns: tuple[tuple[Value, ...], ...]
    labels: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int:  # type: ignore[override]
        """How many points there are."""
        return len(self.columns[0])

    def rows(self, span: Iterable[int]) -> list[PointRow]:
        """The points at these positions."""
        return [tuple(column[place] for column in self.columns) for place in span]

    def digest(self) -> str:
        """A hash of the values."""
        return hashed([[axis.path for axis in self.axes], self.columns, *([self.labels] if self.labels else [])])


@dataclass(frozen=True)
class UnitCubePoints(Points):
    """Points of the unit cube, [point, axis], each coordinate a share of the way along its axis."""

    axes: tuple[Axis, ...]
    shares: NDArray[np.float64]
    sequence: str = ""
    """Name of the sequence of which these are the first points, where they are that."""

    @property
    def count(self) -> int:  # type: ignore[override]
        """How many points there are."""
        return int(self.shares.shape[0])

    def rows(self, span: Iterable[int]) -> list[PointRow]:
        """The points at these positions."""
        return [tuple(axis.at(u) for axis, u in zip(self.axes, self.shares[place].tolist(), strict=True)) for place in span]

    def family(self) -> str:
        """Of the sequence, if there is one: it has the same points first, however many are taken."""
        return hashed([self.sequence, [axis.plain() for axis in self.axes]]) if self.sequence else self.digest()

    def digest(self) -> str:
        """A hash of the shares and of what they run along."""
        plain = hashed([axis.plain() for axis in self.axes])
        return hashlib.sha256(plain.encode() + np.ascontiguousarray(self.shares).tobytes()).hexdigest()


@dataclass(frozen=True)
class ConcatPoints(Points):
    """Several designs end to end; an axis that a part does not have is absent from its points."""

    axes: tuple[Axis, ...]
    parts: tuple[Points, ...]

    @property
    def count(self) -> int:  # type: ignore[override]
        """How many points there are."""
        return sum(part.count for part in self.parts)

    def rows(self, span: Iterable[int]) -> list[PointRow]:
        """The points at these positions."""
        return [self._row(place) for place in span]

    def _row(self, place: int) -> PointRow:
        for part in self.parts:
            if place < part.count:
                (row,) = part.rows([place])
                own = dict(zip((axis.path for axis in part.axes), row, strict=True))
                return tuple(own.get(axis.path, ABSENT) for axis in self.axes)
            place -= part.count
        raise IndexError(place)

    def digest(self) -> str:
        """A hash of the parts."""
        return hashed([part.digest() for part in self.parts])


@dataclass(frozen=True)
class CrossedPoints(Points):
    """Every policy in every uncertain setting; policies vary fastest, so that more settings come after those that are there."""

    policies: Points
    uncertain: Points

    @property
    def axes(self) -> tuple[Axis, ...]:  # type: ignore[override]
        """Those of the policies first."""
        return (*self.policies.axes, *self.uncertain.axes)

    @property
    def count(self) -> int:  # type: ignore[override]
        """How many points there are."""
        return self.policies.count * self.uncertain.count

    @property
    def labels(self) -> Mapping[str, tuple[str | None, ...]]:  # type: ignore[override]
        """What was said of a policy or of a setting."""
        many, each = self.policies.count, self.uncertain.count
        said = {name: values * each for name, values in self.policies.labels.items()}
        return said | {name: tuple(v for v in values for _ in range(many)) for name, values in self.uncertain.labels.items()}

    def rows(self, span: Iterable[int]) -> list[PointRow]:
        """The points at these positions."""
        places = [divmod(place, self.policies.count) for place in span]
        policies = self.policies.rows(policy for _, policy in places)
        settings = self.uncertain.rows(setting for setting, _ in places)
        return [(*policy, *setting) for policy, setting in zip(policies, settings, strict=True)]

    def combinations(self, columns: Sequence[int]) -> set[PointRow]:
        """Those of the policies with those of the settings; `columns` from low to high."""
        many = len(self.policies.axes)
        policies = self.policies.combinations([column for column in columns if column < many])
        settings = self.uncertain.combinations([column - many for column in columns if column >= many])
        return {(*policy, *setting) for policy in policies for setting in settings}

    def family(self) -> str:
        """The same policies, in a sequence of settings."""
        return hashed(["crossed", self.policies.digest(), self.uncertain.family()])

    def digest(self) -> str:
        """A hash of both."""
        return hashed(["crossed", self.policies.digest(), self.uncertain.digest()])
