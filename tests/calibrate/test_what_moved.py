"""What a calibration says of numbers and targets: what was planted is found, and nothing else."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from icsim.calibrate.judging import DISTANCE
from icsim.calibrate.prior import draw_batch, varied
from icsim.calibrate.what_moved import hard_pairs, moved_numbers, nothing_meets, shares_of, target_costs, words_of_move

NAMES = varied()[:40]


def survivors(values: np.ndarray, explored: np.ndarray, looks: int = 3) -> Any:
    targets = {f"t{n}": None for n in range(explored.shape[-1])}
    plan = SimpleNamespace(names=NAMES, targets=targets)
    return SimpleNamespace(
        plan=plan, values=values, explored=explored, looks=np.zeros((len(values), looks, 2, len(targets))), tried=len(explored)
    )


def explored(*good: np.ndarray) -> np.ndarray:
    found = np.zeros((len(good[0]), 2, len(good)))
    found[:, DISTANCE] = np.where(np.stack(good, axis=1), 0.5, 2.0)
    return found


def test_a_number_that_was_moved_is_told_and_no_other() -> None:
    batches = np.concatenate([draw_batch(n, 1, NAMES) for n in range(8)])
    kept = batches[shares_of(NAMES[3], batches[:, 3]) > 0.5]
    found = moved_numbers(survivors(kept, explored(np.ones(4, dtype=bool))))
    assert [one.name for one in found if one.moved] == [NAMES[3]]
    assert found[0].name == NAMES[3]
    assert words_of_move(found[0]) == "higher"
    assert found[0].middle.value == pytest.approx(0.75, abs=0.02)


def test_shares_are_even_where_nothing_moved() -> None:
    for n, name in enumerate(NAMES[:10]):
        shares = shares_of(name, draw_batch(0, 1, NAMES)[:, n])
        assert ((shares >= 0.0) & (shares <= 1.0)).all()
        assert np.mean(shares) == pytest.approx(0.5, abs=0.05)


def test_pairs_that_stand_in_each_others_way_come_first() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.random((2, 1000)) < 0.5
    c = ~a | (rng.random(1000) < 0.1)
    (pair,) = hard_pairs(survivors(draw_batch(0, 1, NAMES), explored(a, b, c)))
    assert (pair.first, pair.second) == ("t0", "t2")
    assert pair.ratio < 0.3


def test_costs_count_draws_that_meet_all_else() -> None:
    a = np.arange(100) < 50
    b = (np.arange(100) >= 40) & (np.arange(100) < 90)
    first, second = target_costs(survivors(draw_batch(0, 1, NAMES), explored(a, b)))
    assert (first.met, first.others, first.met_with_others) == (0.5, 50, 0.2)
    assert second.others == 50


def test_what_cannot_be_met_is_named() -> None:
    yes, no = np.ones(50, dtype=bool), np.zeros(50, dtype=bool)
    half = np.arange(50) < 25
    empty = np.empty((0, len(NAMES)))
    assert nothing_meets(survivors(empty, explored(yes, no))).startswith("no setting of 50 meets t1")
    assert nothing_meets(survivors(empty, explored(yes, half, ~half))).startswith("t1 and t2 exclude each other")
