"""Boundaries that were planted are found, and noise has none."""

import numpy as np
import pytest
from planted import asked_of

from icsim.engine.crossed_design import ParameterDraw
from icsim.theory.boundary import Boundary, BoundaryCandidate, boundary, cuts, parameter_label, ratios, singles
from icsim.theory.clauses import BoundClause
from icsim.theory.parameter_draws import draw_parameters

DRAWS = draw_parameters(64, 1)
LOSS_TO_FAILURE = BoundaryCandidate("trust.loss", "trust.failure")


def clause(expect: str = "up") -> BoundClause:
    return asked_of(outcome=[{"measure": "morale", "week": 8, "expect": expect}])[-1]


def number(key: str, draws: tuple[ParameterDraw, ...] = DRAWS) -> np.ndarray:
    return np.array([draw.parameters[key] for draw in draws])


def test_a_planted_ratio_is_found() -> None:
    ratio = number("trust.loss") / number("trust.failure")
    limit = float(np.median(ratio))
    found = boundary(clause(), np.where(ratio > limit, 0.2, 0.0), DRAWS)
    assert isinstance(found, Boundary)
    assert found.candidate == LOSS_TO_FAILURE
    assert found.cut.more
    assert found.cut.threshold == pytest.approx(limit, rel=0.1)
    assert found.accuracy > 0.9
    assert found.side == pytest.approx(0.5, abs=0.06)
    assert found.of == 32
    assert f"this separates {found.right} of 32 settings not used to find it" in found.words
    assert "times “how much an honest failure counts against being left alone” (" in found.words


@pytest.mark.parametrize("more", [True, False])
def test_a_planted_number_is_found_with_its_side(more: bool) -> None:
    values = number("trust.loss")
    limit = float(np.quantile(values, 0.7))
    holds = values > limit if more else values < limit
    found = boundary(clause("down"), np.where(holds, -0.2, 0.1), DRAWS)
    assert isinstance(found, Boundary)
    assert found.candidate == BoundaryCandidate("trust.loss")
    assert found.cut.more is more
    assert f"is {'more' if more else 'less'} than" in found.words
    assert found.side == pytest.approx(0.3 if more else 0.7, abs=0.06)


def test_a_single_number_is_preferred_to_a_ratio_that_is_hardly_better() -> None:
    values = number("trust.loss")
    holds = values > np.median(values)
    holds[np.argmin(np.abs(values - np.median(values)))] ^= True
    found = boundary(clause(), np.where(holds, 0.2, 0.0), DRAWS)
    assert isinstance(found, Boundary)
    assert found.candidate == BoundaryCandidate("trust.loss")


@pytest.mark.slow
def test_noise_has_no_boundary() -> None:
    """Thousands of ratios: some always separate the draws they were chosen with. The others tell."""
    claimed = 0
    for seed in range(20):
        holds = np.random.default_rng(seed).random(64) < 0.5
        claimed += isinstance(boundary(clause(), np.where(holds, 0.2, 0.0), DRAWS), Boundary)
    assert claimed <= 1


def test_where_nearly_all_draws_agree_there_is_nothing_to_separate() -> None:
    effects = np.full(64, 0.2)
    effects[:7] = -0.1
    assert boundary(clause(), effects, DRAWS) == "it comes out alike in all but 7 of 64 settings"


def test_the_sign_is_separated_where_the_size_cannot_be() -> None:
    values = number("trust.loss")
    found = boundary(clause(), np.where(values > np.median(values), 0.03, -0.03), DRAWS)  # all within the smallest effect
    assert isinstance(found, Boundary)
    assert found.counted == "the expected sign"
    assert found.candidate == BoundaryCandidate("trust.loss")


def test_draws_without_a_value_do_not_count() -> None:
    values = number("trust.loss")
    effects = np.where(values > np.median(values), 0.2, 0.0)
    effects[:20] = np.nan
    found = boundary(clause(), effects, DRAWS)
    assert isinstance(found, Boundary)
    assert found.of == 22


def test_the_network_moves_a_boundary() -> None:
    values = number("trust.loss")
    low, high = np.quantile(values, [0.35, 0.65])
    there = np.where(values > low, 0.2, 0.0)[:32]
    found = boundary(clause(), np.where(values > high, 0.2, 0.0), DRAWS, there)
    assert isinstance(found, Boundary)
    assert found.alone is not None
    assert found.alone.threshold < found.cut.threshold
    assert f"the network moves it to {found.cut.threshold:.2g}" in found.words
    nowhere = boundary(clause(), np.where(values > high, 0.2, 0.0), DRAWS, np.full(32, 0.2))
    assert isinstance(nowhere, Boundary)
    assert nowhere.alone is None


def test_no_threshold_falls_between_equals() -> None:
    (cut,) = cuts(np.array([True, False, True, True]), np.array([[1.0], [1.0], [1.0], [2.0]]))
    assert cut.threshold == 1.5


def test_candidates_are_drawn_numbers_and_ratios_of_one_file() -> None:
    names = {one.above for one in singles(DRAWS)}
    assert "fairness.gain" in names
    assert "hours.idle" not in names  # its range is a point
    for one in ratios(DRAWS):
        assert one.below is not None
        assert one.above.partition(".")[0] == one.below.partition(".")[0]
    assert not any("staff.attend_base" in one for one in ratios(DRAWS))  # below 0


def test_every_number_can_be_said_without_its_name() -> None:
    for one in singles(DRAWS):
        assert "_" not in parameter_label(one.above)
