"""The noise: Random123's published answers, one stream from three implementations, and draws that look like chance."""

import itertools
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from icsim.engine.compile import kernel
from icsim.week.rng import Process, draw4, draw4_array, draw4_python, philox, philox_python, repeated

FULL = 0xFFFFFFFF
KNOWN = [  # counter, key, answer: Random123's kat_vectors for philox4x32 with 10 rounds
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((FULL, FULL, FULL, FULL), (FULL, FULL), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
KEYS = [
    (Process.TIE, 0, 0, 0, 0),
    (Process.EXIT, 259, FULL, 0x80000000, 2**63 - 1),
    (repeated(Process.VOICE, 3), 17, 123456789, 4000000000, 2**32),
    (Process.CONTEST, 1, 2, 3, 2**32 - 1),
]


def words(counter: NDArray[np.uint64], key: NDArray[np.uint64], out: NDArray[np.uint64]) -> None:
    out[0], out[1], out[2], out[3] = philox(counter[0], counter[1], counter[2], counter[3], key[0], key[1])


def draws(process: int, week: int, a: int, b: int, seed: NDArray[np.int64], out: NDArray[np.float64]) -> None:
    for k in range(seed.size):
        out[0, k], out[1, k], out[2, k], out[3, k] = draw4(process, week, a, b, seed[k])


WORDS, DRAWS = kernel(words), kernel(draws)


def compiled_draws(process: int, week: int, a: int, b: int, seeds: list[int]) -> Any:
    out = np.empty((4, len(seeds)))
    DRAWS(process, week, a, b, np.array(seeds, dtype=np.int64), out)
    return out


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]) -> None:
    assert philox_python(*counter, *key) == answer
    out = np.empty(4, dtype=np.uint64)
    WORDS(np.array(counter, dtype=np.uint64), np.array(key, dtype=np.uint64), out)
    assert tuple(out.tolist()) == answer
    arrays = [np.full(3, part, dtype=np.uint64) for part in (*counter, *key)]
    assert all((row == word).all() for row, word in zip(philox(*arrays), answer, strict=True))


@pytest.mark.parametrize("key", KEYS)
def test_the_three_implementations_agree(key: tuple[int, int, int, int, int]) -> None:
    expected = draw4_python(*key)
    process, week, a, b, seed = key
    assert draw4(*key) == expected
    for lanes in (1, 3, 17, 32):
        compiled = compiled_draws(process, week, a, b, [seed] * lanes)
        assert [tuple(column) for column in compiled.T] == [expected] * lanes
    assert tuple(float(u) for u in draw4_array(*key)) == expected


def test_agree_over_many_keys() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.integers(0, 2**32, (2, 40))
    seeds = rng.integers(0, 2**63, 25).tolist()
    whole = draw4_array(Process.TIE, 5, a[:, None], b[:, None], np.array(seeds)[None, :])
    assert [u.shape for u in whole] == [(40, 25)] * 4
    for row in range(40):
        part = compiled_draws(Process.TIE, 5, int(a[row]), int(b[row]), seeds)
        assert (part == np.array([u[row] for u in whole])).all()
        assert tuple(part[:, 7]) == draw4_python(Process.TIE, 5, int(a[row]), int(b[row]), seeds[7])


def test_an_array_of_floats_is_no_key() -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        draw4_array(1, 2, 3, 4, 5.0)


def test_changing_any_part_of_the_key_changes_every_draw() -> None:
    key = (int(Process.ENCOUNTER), 12, 345, 678, 9)
    base = draw4_python(*key)
    for place in range(5):
        for bit in range(63 if place == 4 else 32):
            other = list(key)
            other[place] ^= 1 << bit
            changed = draw4_python(other[0], other[1], other[2], other[3], other[4])
            assert all(x != y for x, y in zip(base, changed, strict=True)), (place, bit)


def test_draws_are_uniform() -> None:
    u = np.stack(draw4_array(Process.TIE, np.arange(100)[:, None], np.arange(500)[None, :], 7, 20240101)).ravel()
    counts = np.histogram(u, bins=100, range=(0.0, 1.0))[0]
    chi_square = ((counts - u.size / 100) ** 2 / (u.size / 100)).sum()
    assert 57.0 < chi_square < 149.0  # 99 degrees of freedom: the middle 99.8 %
    assert 0.0 < u.min() < u.max() < 1.0


@pytest.mark.parametrize("neighbour", ["week", "a", "b", "seed", "draw"])
def test_neighbours_are_independent(neighbour: str) -> None:
    index = np.arange(40_000)
    parts: dict[str, Any] = {"process": Process.DECISION, "week": 3, "a": 11, "b": 5, "seed": 99}
    if neighbour == "draw":
        x, y = draw4_array(**{**parts, "week": index})[:2]
    else:
        u = draw4_array(**{**parts, neighbour: index})[0]
        x, y = u[0::2], u[1::2]
    table = np.histogram2d(x, y, bins=8, range=[[0.0, 1.0], [0.0, 1.0]])[0]
    chi_square = ((table - x.size / 64) ** 2 / (x.size / 64)).sum()
    assert 31.0 < chi_square < 104.0  # 63 degrees of freedom: the middle 99.8 %


def test_processes_have_numbers_of_their_own_that_leave_room_for_repeats() -> None:
    firsts = [repeated(process, repeat) for process, repeat in itertools.product(Process, range(50))]
    assert len(set(firsts)) == len(firsts) == len(Process) * 50
    assert max(Process) < 256
    assert repeated(Process.TIE, 0) == Process.TIE
