"""All chance of the model: Philox 4x32-10, four draws for a key that names an event in the world's own terms.

The key is the seed; the counter is (process with repeat, week, a, b), where a and b are ids of entities, never
positions, so that adding a team changes nobody else's draws. Every part is a number of 32 bits, the seed of 63.
What may fall in different weeks in two arms (the successor of a post) is keyed by its number in place of the week.
Source: Salmon, Moraes, Dror and Shaw 2011, Parallel random numbers: as easy as 1, 2, 3.

Here are two texts of the same function, one for compiled code and arrays, one in plain Python's whole numbers, and a
test that they agree. This module does not import numba: icsim.engine.compile registers what `COMPILED` lists.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Typed constants: a bare whole number is signed for numba, and signed times unsigned becomes a float there.
MULTIPLIER_A, MULTIPLIER_B = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL_A, WEYL_B = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
LOW, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
REPEAT = 256  # a counter's first part is process + REPEAT x repeat

Draws = tuple[float, float, float, float]


class Process(IntEnum):
    """What a draw is for: one number per kind of event. A number, once given, is never given another meaning."""

    TIE = 1
    OPENABLE = 2
    TRAIT = 3  # the lever rank of a post
    DEMAND = 4  # uneven load
    CHANGE = 5
    DECISION = 6
    DECISION_MORE = 7
    SIGNAL = 8
    INNOVATION = 9
    VOICE = 10
    ENCOUNTER = 11
    MEETING = 12  # of leaders
    BRIDGE = 13
    EXIT = 14
    SUCCESSOR = 15
    CASES = 16
    DETECTION = 17
    OUTLOOK = 18
    CONTEST = 19  # null theories
    PEOPLE = 20  # what a team's people are like, and its habits
    CHEMISTRY = 21  # of a pair of teams
    SURVEY = 22  # who answers, and how; no rule reads it


def repeated(process: int, repeat: int) -> int:
    """The counter's first part for the n-th event of one kind with the same week, a and b; repeat 0 is `process`."""
    return process + REPEAT * repeat


def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> tuple[Any, Any, Any, Any]:
    """Ten rounds of Philox on words of 32 bits held in uint64: scalars in compiled code, or arrays."""
    for _ in range(10):
        p0 = MULTIPLIER_A * c0
        p1 = MULTIPLIER_B * c2
        c0, c1, c2, c3 = (p1 >> HALF) ^ c1 ^ k0, p1 & LOW, (p0 >> HALF) ^ c3 ^ k1, p0 & LOW
        k0 = (k0 + WEYL_A) & LOW
        k1 = (k1 + WEYL_B) & LOW
    return c0, c1, c2, c3


def unit(word: Any) -> float:
    """A word of 32 bits as a number in (0, 1), exactly; the signed detour is what converts fast."""
    return (float(np.int64(word)) + 0.5) * 2.0**-32


def draw4(process: int, week: int, a: int, b: int, seed: int) -> Draws:
    """Four independent draws in (0, 1), for compiled code; 1.6 ns in a loop over an array of seeds, 12 ns alone."""
    key = np.uint64(seed)
    w0, w1, w2, w3 = philox(
        np.uint64(process) & LOW,
        np.uint64(week) & LOW,
        np.uint64(a) & LOW,
        np.uint64(b) & LOW,
        key & LOW,
        key >> HALF,
    )
    return unit(w0), unit(w1), unit(w2), unit(w3)


def draw_rows(process: int, week: int, a: int, b: int, seeds: Any, u0: Any, u1: Any, u2: Any, u3: Any) -> None:
    """Four rows of draws, one per lane: worked out once per distinct luck and shared by the lanes that have it.

    Shapes: seeds [replicates]; u0 to u3 [lanes], where lane k has luck k modulo the number of replicates.
    """
    lucks = seeds.size
    for k in range(lucks):
        u0[k], u1[k], u2[k], u3[k] = draw4(process, week, a, b, seeds[k])
    for first in range(lucks, u0.size, lucks):
        for k in range(lucks):
            u0[first + k] = u0[k]
            u1[first + k] = u1[k]
            u2[first + k] = u2[k]
            u3[first + k] = u3[k]


COMPILED: tuple[Callable[..., Any], ...] = (repeated, philox, unit, draw4, draw_rows)


def draw4_array(
    process: ArrayLike, week: ArrayLike, a: ArrayLike, b: ArrayLike, seed: ArrayLike
) -> tuple[NDArray[np.float64], ...]:
    """The draws of `draw4` for whole-number arrays of any shapes that broadcast; four arrays of the common shape."""
    parts = [np.asarray(part) for part in np.broadcast_arrays(process, week, a, b, seed)]
    if any(part.dtype.kind not in "iu" for part in parts):
        raise TypeError("the parts of a draw's key are whole numbers")
    c0, c1, c2, c3, key = (part.astype(np.uint64) for part in parts)
    words = philox(c0 & LOW, c1 & LOW, c2 & LOW, c3 & LOW, key & LOW, key >> HALF)
    return tuple((word.astype(np.float64) + 0.5) * 2.0**-32 for word in words)


def philox_python(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Ten rounds of Philox in plain Python."""
    for _ in range(10):
        p0 = 0xD2511F53 * c0
        p1 = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & 0xFFFFFFFF, (p0 >> 32) ^ c3 ^ k1, p0 & 0xFFFFFFFF
        k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
        k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def draw4_python(process: int, week: int, a: int, b: int, seed: int) -> Draws:
    """The draws of `draw4` in plain Python."""
    c0, c1, c2, c3, key = (part & 0xFFFFFFFF for part in (process, week, a, b, seed))
    w0, w1, w2, w3 = philox_python(c0, c1, c2, c3, key, seed >> 32)
    return (w0 + 0.5) * 2.0**-32, (w1 + 0.5) * 2.0**-32, (w2 + 0.5) * 2.0**-32, (w3 + 0.5) * 2.0**-32
