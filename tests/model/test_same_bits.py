"""A world through Mesa is one lane of an ensemble, to the last bit."""

from typing import Any

import numpy as np
import pytest

from icsim.engine.block import ReplicateSeeds
from icsim.engine.block_fields import GRIDS, Block
from icsim.engine.ensemble import all_measures, run_ensemble
from icsim.model import CareSystem
from icsim.model.agent_fields import OF_A_DECISION

WEEKS = 30
EVENTS: list[dict[str, Any]] = [
    {"week": 1, "change": {"size": 1.0}},
    {"week": 3, "decision": {"by": "team", "about": "structure", "stakes": 0.9, "mode": "consulted"}},
    {"week": 3, "set": {"context.demand": 0.8, "leadership.team.inspiring_intent.vision": 0.9}},
    {"week": 4, "restructure": {"lines": 3}},
    {"week": 9, "programme_move": {"from": "hospital_a", "harm": 0.6}},
    {"week": 12, "leader_exit": {"who": "chief", "successor": "insider"}},
    {"week": 20, "crisis": {"size": 0.7}},
    {"week": 30, "set": {"context.complexity": 0.9}},
]
CASES: dict[str, dict[str, Any]] = {
    "pair": {"place": "pair"},
    "pair, changed": {"place": "pair", "context.initial_trust": 0.2, "rules.trust": "symmetric", "structure_seed": 5},
    "default place": {"leadership": "taking_wider_view", "structure_seed": 2, "seed": 0},
    "every event": {"place": "merged_hospital", "timeline": EVENTS, "seed": 7},
    "own leader": {"place": "neighbourhood", "leader": {"lead": {"working_with_power.heed": 0.9}}, "seed": 2},
    "users": {"place": "vocational_rehabilitation", "context": "austerity", "context.user_influence": 0.5},
}


@pytest.mark.parametrize("case", CASES)
def test_a_model_is_a_lane_of_an_ensemble(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsim.engine.reading_plan.WINDOW", 1)  # values of a week, as a model collects them
    model = CareSystem(weeks=WEEKS, **CASES[case])
    other = CareSystem(weeks=WEEKS, **CASES[case] | {"timeline": [], "context.demand": 0.35})
    structure, seed = model.structure_seed, model.seed
    replicates = [ReplicateSeeds(structure + 1, seed), ReplicateSeeds(structure, seed), ReplicateSeeds(9, 99)]
    seen: list[Block] = []
    weeks = tuple(range(WEEKS + 1))
    values = run_ensemble([other.settings, model.settings], replicates, all_measures(), weeks, finished=seen.append)

    model.run_model()

    assert model.week == model.steps == WEEKS
    lane = seen[0].seeds.size + 1  # the second arm's second luck
    assert differing(model.block, seen[0], lane) == []
    frame = model.datacollector.get_model_vars_dataframe()
    for n, query in enumerate(all_measures()):
        np.testing.assert_array_equal(frame[query.measure], values.array[1, n, :, 1], query.measure)


def test_the_comparison_notices_one_bit() -> None:
    model, twin = CareSystem("pair", seed=1), CareSystem("pair", seed=1)
    assert differing(model.block, twin.block, 0) == []
    twin.block.morale[1, 0] = np.nextafter(twin.block.morale[1, 0], 1.0)
    assert differing(model.block, twin.block, 0) == ["morale"]


def differing(one: Block, many: Block, lane: int) -> list[str]:
    """Fields and tables of a block with one lane that differ from a lane of another, which may have more ties."""
    place = {ends: e for e, ends in enumerate(zip(many.tie_a.tolist(), many.tie_b.tolist(), strict=True))}
    ties = [place[ends] for ends in zip(one.tie_a.tolist(), one.tie_b.tolist(), strict=True)]
    assert ties
    found = []
    for name in (*GRIDS, "lever", "practice", "lever_set", "par", "ctx", "var"):
        theirs = getattr(many, name)
        mine, theirs = getattr(one, name)[..., 0], (theirs[ties] if GRIDS.get(name) == "tie" else theirs)[..., lane]
        if name in OF_A_DECISION:
            decides = one.mode[one.rel_post if name == "proposed" else slice(None), 0] > 0.0
            mine, theirs = mine[decides], theirs[decides]
        if not np.array_equal(mine, theirs):
            found.append(name)
    return found
