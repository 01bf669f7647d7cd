"""The checker of shared luck: which draws a world makes, and that two configurations share those that both make.

The week's steps are run as plain Python, over one world, with a noise that writes down every key it is asked for.
"""

import functools
import inspect
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.compile import StepFunction
from icsim.engine.rng import REPEAT, Draws, Process, draw4_python
from icsim.engine.timeline import Timeline
from icsim.engine.week import BEGIN, DERIVE, STEPS


class DrawKey(NamedTuple):
    """What names a draw; `a` and `b` are ids of entities, 0 for none."""

    process: int
    week: int
    a: int
    b: int
    seed: int

    def __str__(self) -> str:
        """In words, as far as a draw has them."""
        repeat, process = divmod(self.process, REPEAT)
        name = Process(process).name.lower() + (f" {repeat}" if repeat else "")
        return f"{name}, week {self.week}, between {self.a} and {self.b}, seed {self.seed}"


@dataclass(frozen=True)
class DrawLog:
    """Every draw of one world, by key, and the steps that made it."""

    draws: Mapping[DrawKey, tuple[float, ...]]
    steps: Mapping[DrawKey, frozenset[str]]


@dataclass(frozen=True)
class DrawComparison:
    """Draws of two worlds: made by both and equal, made by both and not, and made by one of them only."""

    shared: tuple[DrawKey, ...]
    different: tuple[DrawKey, ...]
    only_first: tuple[DrawKey, ...]
    only_second: tuple[DrawKey, ...]


def compare_draws(first: DrawLog, second: DrawLog) -> DrawComparison:
    """Whether two worlds share every draw that both make."""
    both = sorted(first.draws.keys() & second.draws.keys())
    return DrawComparison(
        shared=tuple(key for key in both if first.draws[key] == second.draws[key]),
        different=tuple(key for key in both if first.draws[key] != second.draws[key]),
        only_first=tuple(sorted(first.draws.keys() - second.draws.keys())),
        only_second=tuple(sorted(second.draws.keys() - first.draws.keys())),
    )


def log_draws(settings: Settings, luck: ReplicateSeeds, weeks: int) -> DrawLog:
    """The draws of one world, from its first tie to the end of the last week."""
    return _record(settings, luck, weeks)[0]


def replay_in_python(settings: Settings, luck: ReplicateSeeds, weeks: int) -> Block:
    """The same world as plain Python leaves it: bit for bit what compiled code makes of it."""
    return _record(settings, luck, weeks)[1]


def _record(settings: Settings, luck: ReplicateSeeds, weeks: int) -> tuple[DrawLog, Block]:
    block = build_block([settings], [luck])
    recorder = _Recorder()
    recorder.candidates(block)
    recorder.run(BEGIN, block, 0)
    timeline = Timeline(settings.world, [settings])
    for week in range(1, weeks + 1):
        timeline.happen(block, week)
        if any(when == week and name == "set" for when, _, name, _ in timeline.items):
            recorder.run(DERIVE, block, week)
        recorder.run(STEPS, block, week)
    steps = {key: frozenset(names) for key, names in recorder.steps.items()}
    return DrawLog(recorder.draws, steps), block


class _Recorder:
    """A noise with a memory."""

    def __init__(self) -> None:
        self.draws: dict[DrawKey, tuple[float, ...]] = {}
        self.steps: dict[DrawKey, set[str]] = {}
        self.now = ""

    def candidates(self, block: Block) -> None:
        """What decided who could know whom: made for all pairs at once, before there are steps."""
        ends = zip(block.tie_id_a.tolist(), block.tie_id_b.tolist(), strict=True)
        for row, (a, b) in enumerate(ends):
            for process, grid in ((Process.TIE, block.tie_luck), (Process.OPENABLE, block.open_luck)):
                self._keep(DrawKey(int(process), 0, a, b, int(block.structures[0])), (float(grid[row, 0]),))

    def run(self, steps: Iterable[StepFunction], block: Block, week: int) -> None:
        """These steps over the block, as plain Python."""
        for step in steps:
            self.now = step.__name__
            given = {name: getattr(block, name) for name in inspect.signature(step).parameters if name != "week"}
            self._listening(step)(**given, **({"week": week} if "week" in inspect.signature(step).parameters else {}))

    def draw4(self, process: int, week: int, a: int, b: int, seed: int) -> Draws:
        """`noise.draw4`, remembered."""
        key = DrawKey(int(process), int(week), int(a), int(b), int(seed))
        draws = draw4_python(*key)
        self._keep(key, draws)
        return draws

    def draw_rows(
        self, process: int, week: int, a: int, b: int, seeds: Any, u0: Any, u1: Any, u2: Any, u3: Any
    ) -> None:
        """`noise.draw_rows`, remembered."""
        for lane in range(u0.size):
            u0[lane], u1[lane], u2[lane], u3[lane] = self.draw4(process, week, a, b, seeds[lane % seeds.size])

    def _keep(self, key: DrawKey, draws: tuple[float, ...]) -> None:
        self.draws[key] = draws
        self.steps.setdefault(key, set()).add(self.now)

    @functools.cache  # noqa: B019  # a recorder lives as long as its recording
    def _listening(self, step: StepFunction) -> StepFunction:
        """The same step, with this recorder in place of the noise; the step's own module is left alone."""
        assert isinstance(step, types.FunctionType)
        return types.FunctionType(step.__code__, {**step.__globals__, "draw4": self.draw4, "draw_rows": self.draw_rows})
