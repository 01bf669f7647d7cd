"""Columns of points between 0 and 1, evenly spread and keyed by a name: what else is drawn, and in which order, is no matter.

A joint sequence such as Sobol's fills the cube of all its columns evenly, but its n-th column belongs to a position, so one
more name in the middle deals every later name another column. Here each name has an evenly spread column of its own, in an
order of its own (a Latin hypercube whose columns are shuffled one by one; McKay, Beckman and Conover 1979, Technometrics 21).

Kept: every column is as evenly spread as a column can be, and two names move together no more than independent draws do, but
for a hair (see `sequences`). Lost: nothing sees to it that two or more columns *together* fill their square or cube. With as few
points as there are columns, or fewer, a joint sequence does not either; in a design over few axes it does, and stays the choice.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FIRST = 4
"""Points of a sequence that are balanced first; from there on at every doubling."""

Points = NDArray[np.float64]


def key(name: str) -> int:
    """A whole number of 64 bits that stands for a name, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8"), digest_size=8).digest(), "little")


def hypercube(count: int, seed: int, name: str) -> Points:
    """One column of a Latin hypercube: each of `count` equal slices of (0, 1) is met once, in an order of chance."""
    chance = np.random.default_rng([seed, key(name)])
    return _within(chance.permutation(count), count, chance)


def grown_hypercube(counts: Sequence[int], seed: int, name: str) -> Points:
    """A column of a Latin hypercube that grew: each count is a multiple of the one before it, whose points come first.

    The further points go into the slices that are still empty, in an order of chance, so that it is a Latin hypercube each time;
    not the one that so many points would have been from the first.
    """
    points = hypercube(counts[0], seed, name)
    for count in counts[1:]:
        chance = np.random.default_rng([seed, key(name), count])
        empty = np.ones(count, dtype=np.bool_)
        empty[(points * count).astype(np.int64)] = False
        points = np.concatenate([points, _within(chance.permutation(np.flatnonzero(empty)), count, chance)])
    return points


def sequences(count: int, ways: int, seed: int, name: str) -> Points:
    """The first `count` points in (0, 1) of `ways` independent sequences of a name: [way, point].

    In each, the first 4 points lie in a quarter each, the first 8 in an eighth each, and so on at every doubling: the new half
    goes into the slices that are still empty, in an order of chance. More points leave the first as they are. The columns of two
    names correlate with mean 0; the mean square is 1/3 at 4 points and 1/6 at 8, and nears 1/n from above (independent
    draws: 1/n), since later points are dealt into what earlier ones left.
    """
    chance = np.random.default_rng([seed, key(name)])
    slices = FIRST
    points = _within(chance.permuted(np.tile(np.arange(slices), (ways, 1)), axis=1), slices, chance)
    while points.shape[1] < count:
        slices *= 2
        empty = np.ones((ways, slices), dtype=np.bool_)
        np.put_along_axis(empty, (points * slices).astype(np.int64), False, axis=1)
        further = chance.permuted(np.nonzero(empty)[1].reshape(ways, -1), axis=1)
        points = np.concatenate([points, _within(further, slices, chance)], axis=1)
    return points[:, :count]


def _within(chosen: NDArray[np.int64], slices: int, chance: np.random.Generator) -> Points:
    """A point somewhere in each chosen slice, never on its edge: 32 bits of chance leave room for rounding in a double."""
    shares = (chance.integers(1 << 32, size=chosen.shape, dtype=np.int64) + 0.5) * 2.0**-32
    found: Points = (chosen + shares) / slices
    return found
