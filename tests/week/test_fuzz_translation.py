"""Random small steps: the kernel that is written of a step leaves the bits of the step itself, or the step is refused."""

import random
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from random_steps import Writer

from icsim.config.compose import compose
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import GRIDS, KINDS, Block
from icsim.engine.compile import kernel
from icsim.engine.plain_world import PlainWorld
from icsim.engine.translation import NotAStepError, translate

HEAD = """
from icsim.rules.arithmetic import towards
from icsim.week.entities import Leader, LeaderTie, Leading, Team, Tie, World
from icsim.week.rng import Process
from icsim.week.notation import step


def _part(a: float, b: float) -> float:
    if a > b:
        return 0.5 * a
    return a - b if b < 0.5 else b


"""
LANES, BATCH = 3, 60


@cache
def block() -> Block:
    return build_block([compose("run", ["place=central_governance"])], [ReplicateSeeds(n, n) for n in range(LANES)])


def stirred(seed: int) -> Block:
    """The block with a number of its kind in every field."""
    luck = np.random.default_rng(seed)
    for name in GRIDS:
        grid = getattr(block(), name)
        values = luck.random(grid.shape)
        grid[:] = values if KINDS[name] is float else np.floor(values * (2 if KINDS[name] is bool else 4))
    block().var[:] = luck.integers(0, 2, block().var.shape)
    return block()


def made(seed: int, folder: Path) -> tuple[Any, str]:
    """A random step, and its text, which stands in a file: from there it is read."""
    text = HEAD + Writer(random.Random(seed)).step(f"step_{seed}")
    file = folder / f"step_{seed}.py"
    file.write_text(text)
    names: dict[str, Any] = {"__name__": f"random_{seed}"}
    exec(compile(text, str(file), "exec"), names)
    return names[f"step_{seed}"], text


def differences(step: Any, function: Any, seed: int) -> list[str]:
    """Where plain Python and the kernel do not leave the same bits; what is undefined in plain Python is one, too."""
    with np.errstate(all="ignore"):
        here = stirred(seed)
        worlds = [PlainWorld(here, lane) for lane in range(LANES)]
        for world in worlds:
            world.week = 7
            world.run(step)
        code = getattr(function, "py_func", function).__code__
        names = code.co_varnames[: code.co_argcount]
        function(*(7 if name == "week" else getattr(here, name) for name in names))
        return [line for world in worlds for line in world.differences()]


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 360, BATCH))
def test_the_kernel_leaves_the_bits_of_the_step(first: int, tmp_path: Path) -> None:
    refused = 0
    for seed in range(first, first + BATCH):
        step, text = made(seed, tmp_path)
        try:
            function = translate(step).function
        except NotAStepError:
            refused += 1
            continue
        assert differences(step, function, seed)[:3] == [], text
    assert refused < BATCH / 2


@pytest.mark.slow
def test_so_does_the_compiled_kernel(tmp_path: Path) -> None:
    compiled = 0
    for seed in range(1000, 1020):
        step, text = made(seed, tmp_path)
        try:
            function = kernel(translate(step).function)
        except NotAStepError:
            continue
        compiled += 1
        assert differences(step, function, seed)[:3] == [], text
    assert compiled >= 10
