"""Speed of the engine, as ratios in one run: `python benchmarks/run.py`.

Everything runs the default place. Two baselines stand side by side: the twin of the tests with its keyed luck, and the
same twin on `random.random`, which is what one would write with Mesa alone. The floor is the engine's draws and
exponentials and nothing else, compiled, in the same numbers. Each figure is the best of a few repeats; only ratios
carry over to another machine.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from icsim.catalogue import MECHANISMS
from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.compile import kernel
from icsim.engine.compiled_week import week_kernel
from icsim.rules.arithmetic import exp
from icsim.week.array_types import EntityGrid, IndexArray, LaneRow
from icsim.week.rng import draw_rows

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

WEEKS = 104
REPEATS = 5


def block_of(arms: list[Settings], lanes: int) -> Block:
    """A block of so many lanes, shared out over the arms."""
    return build_block(arms, [ReplicateSeeds(n, n) for n in range(lanes // len(arms))])


def best(action: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Seconds of the fastest of some repeats."""
    found = []
    for _ in range(repeats):
        began = time.perf_counter()
        action()
        found.append(time.perf_counter() - began)
    return min(found)


def engine(arms: list[Settings], lanes: int, threads: int = 1) -> float:
    """World-weeks a second of the compiled week."""
    blocks = [block_of(arms, lanes) for _ in range(threads)]
    weeks = week_kernel().weeks
    for block in blocks:
        weeks(block.packed, 1, 8)
    with ThreadPoolExecutor(threads) as pool:
        seconds = best(lambda: list(pool.map(lambda block: weeks(block.packed, 9, 8 + WEEKS), blocks)))
    return threads * lanes * WEEKS / seconds


def twin(settings: Settings, draws: str, weeks: int = 13) -> float:
    """World-weeks a second of the plain implementation."""
    from twin.model import Twin

    world = Twin(settings, draws=draws)
    world.step()

    def run() -> None:
        for _ in range(weeks):
            world.step()

    return weeks / best(run, 3)


def floor_week(
    week: int, seeds: IndexArray, ids: IndexArray, count: IndexArray, sums: EntityGrid,
    u0: LaneRow, u1: LaneRow, u2: LaneRow, u3: LaneRow,
) -> None:  # fmt: skip
    """Nothing but draws and exponentials: `count` holds how many calls of each a week makes."""
    for n in range(count[0]):
        draw_rows(1, week, ids[n % ids.size], n, seeds, u0, u1, u2, u3)
        for k in range(u0.size):
            sums[0, k] += u0[k] + u1[k] + u2[k] + u3[k]
    for n in range(count[1]):
        for k in range(u0.size):
            sums[1, k] += exp(u0[k] - 0.001 * n)


def floor(arms: list[Settings], lanes: int) -> float:
    """World-weeks a second of the floor, with as many calls as the default place's week makes."""
    block = block_of(arms, lanes)
    teams, posts, ties, pairs = block.team_id.size, block.post_id.size, block.tie_a.size, block.lt_a.size
    # draws: a call a team for change, ideas, voice and two for cases; a post: three for decisions and one for detection;
    # a tie: encounters and bridges; a pair of leaders: meetings. exponentials: absorbing, presence, voice, attendance
    # a team; two sides and success a tie; exits a post
    count = np.array([5 * teams + 4 * posts + 2 * ties + pairs, 4 * teams + 3 * ties + posts], dtype=np.int64)
    step = kernel(floor_week)
    rows = [np.zeros(lanes) for _ in range(4)]
    sums = np.zeros((2, lanes))
    step(1, block.seeds, block.team_id, count, sums, *rows)

    def run() -> None:
        for week in range(WEEKS):
            step(week, block.seeds, block.team_id, count, sums, *rows)

    return lanes * WEEKS / best(run)


def main() -> None:
    """Run everything and print it."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    base = compose("run", [])
    paired = [base.with_changes({f"leadership.team.{name}.level": level for name in MECHANISMS}) for level in (0.4, 0.6)]
    cores = os.cpu_count() or 1
    rows = {
        "engine, paired, 32 lanes, 1 thread": engine(paired, 32),
        f"engine, paired, 32 lanes, {cores} threads": engine(paired, 32, cores),
        "engine, unpaired, 32 lanes, 1 thread": engine([base], 32),
        f"engine, unpaired, 32 lanes, {cores} threads": engine([base], 32, cores),
        "engine, paired, 2 lanes, 1 thread": engine(paired, 2),
        "engine, 1 lane, 1 thread": engine([base], 1),
        "floor, paired, 32 lanes, 1 thread": floor(paired, 32),
        "twin, keyed luck": twin(base, "keyed"),
        "twin, random.random": twin(base, "random"),
    }
    keyed, plain = rows["twin, keyed luck"], rows["twin, random.random"]
    print(f"{'the default place':46s}{'world-weeks/s':>14s}{'x random twin':>15s}{'x keyed twin':>14s}")
    for name, rate in rows.items():
        print(f"{name:46s}{rate:14,.0f}{rate / plain:15,.1f}{rate / keyed:14,.1f}")
    first = rows["engine, paired, 32 lanes, 1 thread"]
    print(f"the engine takes {rows['floor, paired, 32 lanes, 1 thread'] / first:.1f} times its floor")
    print(f"32 lanes against 1: {rows['engine, unpaired, 32 lanes, 1 thread'] / rows['engine, 1 lane, 1 thread']:.1f} times a lane")


if __name__ == "__main__":
    main()
