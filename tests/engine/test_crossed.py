"""Draws crossed with replicates: the bits of a world do not depend on what runs beside it."""

import numpy as np
import pytest

from icsim.config.compose import compose
from icsim.engine.crossed_design import DEFAULT_DRAW, ParameterDraw, run_crossed
from icsim.engine.ensemble import replicate_seeds, run_ensemble
from icsim.engine.measures import Query

WANTED = [(Query("trust"), 13), (Query("collaboration"), 26), (Query("leader_exits"), 26), (Query("morale"), 0)]
DRAWS = [
    DEFAULT_DRAW,
    ParameterDraw({"trust.gain": 0.09}, {}),
    ParameterDraw({}, {"demand": 0.7}),
    ParameterDraw({"trust.gain": 0.03}, {"demand": 0.3}),
]


def arms(**engine: int) -> list:
    given = ["place=pair", "weeks=26", *(f"engine.{name}={value}" for name, value in engine.items())]
    base = compose("run", given)
    return [base, base.with_changes({"leadership.team.inspiring_intent.level": 0.9})]


def test_a_draw_is_the_same_world_as_settings_that_name_its_numbers() -> None:
    replicates = replicate_seeds(arms()[0], 5)
    values = run_crossed(arms(), DRAWS, replicates, WANTED)
    for n, draw in enumerate(DRAWS):
        named = {f"parameters.{key}": x for key, x in draw.parameters.items()}
        named |= {f"context.{key}": x for key, x in draw.context.items()}
        alone = run_ensemble([arm.with_changes(named) for arm in arms()], replicates, [query for query, _ in WANTED], [0, 13, 26])
        for q, (query, week) in enumerate(WANTED):
            assert np.array_equal(values[:, n, q], alone.of(query, week), equal_nan=True)
    assert (values[:, 0] != values[:, 1]).any()
    assert (values[:, 0] != values[:, 2]).any()


@pytest.mark.slow
def test_lanes_and_threads_leave_the_bits_alone() -> None:
    replicates = replicate_seeds(arms()[0], 5)
    whole = run_crossed(arms(), DRAWS, replicates, WANTED)
    for engine in ({"block_size": 2, "threads": 1}, {"block_size": 9, "threads": 2}, {"block_size": 1024, "threads": 1}):
        assert np.array_equal(whole, run_crossed(arms(**engine), DRAWS, replicates, WANTED), equal_nan=True)


def test_every_world_is_reported_as_done() -> None:
    seen: list[tuple[int, int]] = []
    run_crossed(arms(), DRAWS, replicate_seeds(arms()[0], 3), WANTED, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (24, 24)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
