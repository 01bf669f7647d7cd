"""Moving settings towards what was observed finds those that plain rejection would find, where a closed form tells them."""

import numpy as np
import pytest

from icsim.calibrate.narrowing import narrow
from icsim.calibrate.prior import Draws, varied
from icsim.calibrate.what_moved import shares_of

NAMES = varied()[:6]


def far(draws: Draws) -> np.ndarray:
    """In cuts: one where the first three numbers are all below a tenth of their way."""
    shares = np.stack([shares_of(name, draws[:, n]) for n, name in enumerate(NAMES)], axis=1)
    return np.asarray(shares[:, :3].max(axis=1) / 0.1)


def test_what_is_rare_is_found_with_its_share_and_nothing_else_is_moved() -> None:
    rng = np.random.default_rng(4)
    start = rng.random((2000, len(NAMES)))
    levels: list[float] = []
    found = narrow(start, start[:, :3].max(axis=1) / 0.1, 2000, NAMES, 1, far, levels.append)
    shares = np.stack([shares_of(name, found.draws[:, n]) for n, name in enumerate(NAMES)], axis=1)
    assert (far(found.draws) <= 1.0 + 1e-3).all()
    assert found.share == pytest.approx(0.001, rel=0.35)
    assert found.distinct > 0.8 * len(found.draws)
    assert shares[:, :3].mean(axis=0) == pytest.approx(0.05, abs=0.006)
    assert shares[:, 3:].mean(axis=0) == pytest.approx(0.5, abs=0.06)  # settings share a few roots
    assert shares[:, 3:].std(axis=0) == pytest.approx(12**-0.5, abs=0.03)
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] == 1.0


def test_what_cannot_be_met_ends_and_leaves_nothing() -> None:
    start = np.random.default_rng(4).random((200, len(NAMES)))
    never = narrow(start, np.full(200, 5.0), 200, NAMES, 1, lambda draws: np.full(len(draws), 7.0), lambda level: None)
    assert len(never.draws) == 0
