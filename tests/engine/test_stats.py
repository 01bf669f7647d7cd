"""What a measure's stat means, where no theory of the catalogue would notice."""

import numpy as np
import pytest

from icsim.config.compose import compose
from icsim.engine.crossed_design import DEFAULT_DRAW, run_crossed
from icsim.engine.ensemble import replicate_seeds
from icsim.engine.measures import Query, value_range


def read(*queries: Query) -> np.ndarray:
    settings = compose("run", ["place=merged_hospital", "weeks=8"])
    return run_crossed([settings], [DEFAULT_DRAW], replicate_seeds(settings, 3), [(query, 8) for query in queries])[0, 0]


def test_the_shares_of_all_add_up_to_one() -> None:
    assert read(Query("influence_share", {}, "sum"))[0] == pytest.approx(np.ones(3))


def test_a_sum_is_the_mean_times_how_many_there_are() -> None:
    chosen = {"profession": "nurse"}
    settings = compose("run", ["place=merged_hospital"])
    nurses = sum(team.profession == "nurse" for team in settings.world.teams)
    together, mean = read(Query("influence_share", chosen, "sum"), Query("influence_share", chosen))
    assert nurses > 1
    assert together == pytest.approx(nurses * mean)


def test_a_gap_among_nobody_is_no_crash() -> None:
    nobody = np.zeros((0, 4))
    assert np.array_equal(value_range(nobody, nobody > 0.0), np.zeros(4))
