"""Every step of the week: its kernel leaves what plain Python leaves, from the same state, to the last bit."""

import inspect
from typing import Any

import numpy as np
import pytest

from icsim.config.compose import compose
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.compiled_week import week_kernel
from icsim.engine.plain_world import PlainWorld
from icsim.engine.timeline import Timeline
from icsim.engine.translation import translate
from icsim.week.notation import is_step
from icsim.week.week import BEGIN, DERIVE, HELD, STEPS

WRITTEN = [step for step in STEPS if is_step(step)]
BY_HAND = {"appoint_successors", "apply_rival_filter", "copy_held_states", *(step.__name__ for step in (*BEGIN, *DERIVE))}
BUSY = [
    {"week": 1, "crisis": {"size": 0.4}},
    {"week": 2, "decision": {"by": "team", "about": "structure", "stakes": 0.9, "mode": "consulted"}},
    {"week": 2, "decision": {"by": "system", "about": "priorities", "stakes": 0.3, "mode": "shared"}},
    {"week": 3, "change": {"size": 3.0}},
    {"week": 5, "leader_exit": {"who": "popular", "successor": "newcomer"}},
    {"week": 6, "restructure": {"lines": 3}},
]
CASES: dict[str, dict[str, Any]] = {
    "busy": {"place": "merged_hospital", "timeline": BUSY},
    "no system leaders": {"place": "neighbourhood"},
    **{
        f"{rule} {choice}": {"place": "merged_hospital", f"rules.{rule}": choice, "timeline": BUSY}
        for rule, choice in (("leading", "hero"), ("leading", "generic_trust"), ("cooperation", "contract"), ("trust", "off"))
    },
}
LANES, WEEKS = 2, 6


def test_what_is_by_hand_is_named() -> None:
    assert len(WRITTEN) == 61
    assert {step.__name__ for step in (*STEPS, *BEGIN, *DERIVE, *HELD) if not is_step(step)} == BY_HAND


@pytest.mark.parametrize("step", WRITTEN, ids=lambda step: step.__name__)
def test_a_step_is_read_on_a_screen_and_asks_for_little(step: Any) -> None:
    assert len(inspect.signature(step).parameters) <= 2
    assert inspect.getdoc(step)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_plain_python_leaves_what_each_step_leaves(case: str) -> None:
    arm = compose("run", [], CASES[case])
    block = build_block([arm], [ReplicateSeeds(n, 100 + n) for n in range(LANES)])
    timeline = Timeline(arm.world, [arm])
    worlds = [PlainWorld(block, lane) for lane in range(LANES)]
    for week in range(1, WEEKS + 1):
        timeline.happen(block, week)
        for step in STEPS:
            if is_step(step):
                for world in worlds:
                    world.week = week
                    world.read()
                    world.run(step)
                run(translate(step).function, block, week)
                assert [line for world in worlds for line in world.differences()][:3] == [], f"{step.__name__}, week {week}"
            else:
                run(step, block, week)


def test_the_uncompiled_kernels_make_the_week_that_is_compiled() -> None:
    arm = compose("run", [], {"place": "pair", "timeline": BUSY[:1]})
    compiled_block, block = (build_block([arm], [ReplicateSeeds(n, 100 + n) for n in range(3)]) for _ in range(2))
    for week in range(1, 5):
        for one in (compiled_block, block):
            Timeline(arm.world, [arm]).happen(one, week)
        week_kernel().weeks(compiled_block.packed, week, week)
        for step in STEPS:
            run(translate(step).function if is_step(step) else step, block, week)
    for name in ("team", "leader", "leading", "tie", "leader_tie"):
        assert getattr(block.packed, name).tobytes() == getattr(compiled_block.packed, name).tobytes(), name


def run(function: Any, block: Block, week: int) -> None:
    """A kernel over a block, uncompiled."""
    names = inspect.signature(function).parameters
    with np.errstate(over="ignore", divide="raise", invalid="raise"):  # the arithmetic of draws turns over; nothing else may
        function(*(week if name == "week" else getattr(block, name) for name in names))
