"""The week in plain Python, step by step: the same bits as compiled, slow, and it can be stopped after any step."""

import inspect
import types
from collections.abc import Iterator
from typing import Any

from icsim.engine.block_fields import Block
from icsim.engine.compile import StepFunction
from icsim.engine.rng import draw4_python
from icsim.engine.week import STEPS


def run_week_in_python(block: Block, week: int) -> Iterator[StepFunction]:
    """Run a week over a block; comes back after each step with the step that ran."""
    for step in STEPS:
        names = inspect.signature(step).parameters
        given: dict[str, Any] = {name: getattr(block, name) for name in names if name != "week"}
        _quiet(step)(**given, **({"week": week} if "week" in names else {}))
        yield step


def _draw4(process: int, week: int, a: int, b: int, seed: int) -> tuple[float, float, float, float]:
    return draw4_python(int(process), int(week), int(a), int(b), int(seed))


def _draw_rows(process: int, week: int, a: int, b: int, seeds: Any, u0: Any, u1: Any, u2: Any, u3: Any) -> None:
    for lane in range(u0.size):
        u0[lane], u1[lane], u2[lane], u3[lane] = _draw4(process, week, a, b, seeds[lane % seeds.size])


def _quiet(step: StepFunction) -> StepFunction:
    """The same step with plain draws; those made for compiled code warn of overflows when Python runs them."""
    assert isinstance(step, types.FunctionType)
    return types.FunctionType(step.__code__, {**step.__globals__, "draw4": _draw4, "draw_rows": _draw_rows})
