"""The checker of shared luck: which draws a world makes, and that two configurations share those that both make.

The week's steps run in the plain world, with a noise that writes down every key it is asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.plain_world import Plain
from icsim.engine.timeline import Timeline
from icsim.week.rng import REPEAT, Draws, Process, draw4_python
from icsim.week.week import BEGIN, DERIVE, STEPS, AnyStep


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
    plain = Plain(block, recorder.draw4)
    recorder.candidates(block)
    recorder.run(BEGIN, plain, 0)
    timeline = Timeline(settings.world, [settings])
    for week in range(1, weeks + 1):
        timeline.happen(block, week)
        if any(when == week and name == "set" for when, _, name, _ in timeline.items):
            recorder.run(DERIVE, plain, week)
        recorder.run(STEPS, plain, week)
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

    def run(self, steps: Iterable[AnyStep], plain: Plain, week: int) -> None:
        """These steps, one after the other."""
        ahead = list(steps)
        self.now = ahead[0].__name__
        for _, coming in zip(plain.through(ahead, week), [*ahead[1:], ahead[-1]], strict=True):
            self.now = coming.__name__

    def draw4(self, process: int, week: int, a: int, b: int, seed: int) -> Draws:
        """Four numbers, remembered."""
        key = DrawKey(process, week, a, b, seed)
        draws = draw4_python(*key)
        self._keep(key, draws)
        return draws

    def _keep(self, key: DrawKey, draws: tuple[float, ...]) -> None:
        self.draws[key] = draws
        self.steps.setdefault(key, set()).add(self.now)
