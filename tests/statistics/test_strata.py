"""Columns of points keyed by a name: evenly spread, each for itself, and the same whatever else there is."""

import numpy as np
import pytest

from icsim.statistics.strata import grown_hypercube, hypercube, key, sequences


def test_a_column_of_the_hypercube_meets_every_slice_once() -> None:
    for count in (1, 2, 7, 100):
        column = hypercube(count, 1, "a")
        assert sorted(np.floor(column * count)) == list(range(count))


@pytest.mark.parametrize("count", [4, 8, 64, 1024])
def test_every_doubling_of_a_sequence_is_balanced(count: int) -> None:
    points = sequences(count, 3, 1, "a")
    assert points.shape == (3, count)
    assert (np.sort(np.floor(points * count), axis=1) == np.arange(count)).all()


def test_more_points_leave_the_first_as_they_are() -> None:
    whole = sequences(200, 3, 1, "a")
    for count in (1, 3, 4, 5, 64, 100):
        assert (sequences(count, 3, 1, "a") == whole[:, :count]).all()


def test_name_seed_and_way_each_make_a_column_of_their_own() -> None:
    made = [*sequences(64, 2, 1, "a"), *sequences(64, 2, 2, "a"), *sequences(64, 2, 1, "b"), hypercube(64, 1, "a")]
    assert np.abs(np.corrcoef(np.array(made)) - np.eye(len(made))).max() < 0.5


def test_names_move_together_no_more_than_the_docstring_says() -> None:
    for count, square in ((4, 1 / 3), (8, 1 / 6), (64, 1 / 59)):
        made = np.array([sequences(count, 1, 1, str(n))[0] for n in range(400)])
        made -= made.mean(axis=1, keepdims=True)
        together = np.corrcoef(made)[~np.eye(400, dtype=bool)]
        assert abs(together.mean()) < 0.01
        assert abs((together**2).mean() - square) < 0.05 * square


def test_the_points_are_the_same_on_every_machine() -> None:
    assert key("trust.gain") == 14395694516985906811
    assert hypercube(3, 1, "a").tolist() == [0.8195108691773688, 0.1580176189308986, 0.4636637883183236]
    assert sequences(5, 1, 1, "a")[0].tolist() == [
        0.618513214198174, 0.8477478412387427, 0.022751051088562235, 0.4750387583335396, 0.896461381969857,
    ]  # fmt: skip


def test_a_hypercube_that_grew_is_one_each_time_and_keeps_its_points() -> None:
    for counts in ((1, 2, 4), (3, 9, 18, 90), (64, 64 * 7)):
        every = [grown_hypercube(counts[: n + 1], 1, "a") for n in range(len(counts))]
        assert every[0].tolist() == hypercube(counts[0], 1, "a").tolist()
        for count, column in zip(counts, every, strict=True):
            assert sorted((column * count).astype(int)) == list(range(count))
            assert column.tolist() == every[-1][:count].tolist()
