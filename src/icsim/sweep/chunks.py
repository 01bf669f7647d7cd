"""A study cut into parts, each a file of its own; a part is cut into blocks, which are what is computed at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from icsim.base import fingerprint
from icsim.base.plain_data import hashed
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_pool import BlockCall, BlockValues, ProgressCounter
from icsim.engine.crossed_design import block_shape
from icsim.engine.ensemble import PAD, run_queries
from icsim.sweep.points import PointRow
from icsim.sweep.sweep_study import Stages, SweepStudy

ROWS, FEWEST = 4096, 64
"""Worlds in a part, at most and at least."""
WORK = 5_000_000
"""Weeks of teams in a part: about five seconds of one core, which is what a killed process loses at most for each."""
STEP = 1 << 44
"""Between the numbers of the rows of points that came each time a study grew: none meets another's, whatever comes later."""


@dataclass(frozen=True)
class TableChunk:
    """Some points with some of their replicates, in every arm. World n of a point has the n-th luck."""

    points: Sequence[int]
    replicates: range

    def name(self, study: SweepStudy) -> str:
        """A hash of what the part holds: the study's content, the fingerprint of the source, which points and which replicates."""
        where = [self.points.start, self.points.stop] if isinstance(self.points, range) else list(self.points)
        held = [study.content, fingerprint.numbers(), where, [self.replicates.start, self.replicates.stop]]
        return hashed(held)[:24]

    def worlds(self, study: SweepStudy) -> int:
        """How many rows the part has in the run table."""
        return len(self.points) * len(self.replicates) * len(study.arms)


class ChunkBlock(NamedTuple):
    """A block of a part: where its worlds stand in the part's rows [point and arm, replicate]."""

    cells: Sequence[int]  # position of point and arm in the part: point * arms + arm
    chances: range  # positions among the part's replicates


@dataclass
class PartialChunk:
    """A part of which some blocks are computed and some are not yet."""

    part: TableChunk
    name: str
    rows: list[PointRow]
    values: BlockValues
    open: int = 0
    cut: bool = False  # whether all of its blocks are known


class StudyBlock(NamedTuple):
    """A block, and the part that it belongs to."""

    of: PartialChunk
    block: ChunkBlock

    def cells(self, study: SweepStudy) -> list[tuple[PointRow, str]]:
        """Point and arm of each of its cells."""
        arms = study.arms
        return [(self.of.rows[cell // len(arms)], arms[cell % len(arms)]) for cell in self.block.cells]

    @property
    def replicates(self) -> list[int]:
        """Of which replicates of the study."""
        return [self.of.part.replicates[n] for n in self.block.chances]


def planned_chunks(study: SweepStudy) -> Iterator[TableChunk]:
    """All parts of a study with a number of replicates, cut as they were each time that it grew."""
    points = replicates = 0
    for many, each in study.stages:
        if points and each > replicates:
            yield from plan_chunks(study, range(points), range(replicates, each))
        if many > points:
            yield from plan_chunks(study, range(points, many), range(each))
        points, replicates = many, each


def point_blocks(stages: Stages) -> list[range]:
    """The points that came together, each time."""
    ends = list(dict.fromkeys(points for points, _ in stages))
    return [range(start, stop) for start, stop in zip([0, *ends], ends, strict=False)]


def part_rows(study: SweepStudy) -> int:
    """How many worlds a part has, about."""
    weekly = study.first.weeks * len(study.first.world.teams)
    return min(ROWS, max(FEWEST, WORK // weekly))


def plan_chunks(study: SweepStudy, points: Sequence[int], replicates: range) -> Iterator[TableChunk]:
    """The parts of these points with these replicates: whole points together, as far as they fit into a file."""
    arms, most = len(study.arms), part_rows(study)
    if arms * len(replicates) <= most:
        each = most // (arms * len(replicates))
        for first in range(0, len(points), each):
            yield TableChunk(points[first : first + each], replicates)
        return
    some = max(1, most // arms)
    for place in range(len(points)):
        for start in range(replicates.start, replicates.stop, some):
            yield TableChunk(points[place : place + 1], range(start, min(start + some, replicates.stop)))


def chunk_blocks(study: SweepStudy, part: TableChunk, rows: Sequence[PointRow], lanes: int) -> Iterator[ChunkBlock]:
    """A part cut into blocks of one place each; those of the same cells come one after the other, with the same list."""
    cells: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        for a, arm in enumerate(study.arms):
            cells.setdefault(_ground(study.base(row, arm)), []).append(n * len(study.arms) + a)
    for alike in cells.values():
        many, few = block_shape(lanes, 1, len(alike), len(part.replicates))
        for first in range(0, len(alike), many):
            here = alike[first : first + many]
            for start in range(0, len(part.replicates), few):
                yield ChunkBlock(here, range(start, min(start + few, len(part.replicates))))


def block_lanes(study: SweepStudy, worlds: int, cores: int) -> int:
    """How many worlds a block has: those of the engine's setting, fewer where cores would have nothing to do."""
    return min(study.first.engine["block_size"] or 1, PAD * -(-worlds // (PAD * max(1, cores))))


def replicate_seeds_of(study: SweepStudy, replicate: int) -> ReplicateSeeds:
    """The luck of a replicate, the same at every point and in every arm."""
    return ReplicateSeeds(study.first.structure_seed + replicate, study.first.seed + replicate)


def prepare_blocks(study: SweepStudy) -> Callable[[StudyBlock], BlockCall]:
    """What makes a call of each block. Blocks of the same cells come one after the other, and share their settings."""
    known: tuple[Sequence[int], list[Settings]] = (), []

    def prepare(one: StudyBlock) -> BlockCall:
        nonlocal known
        if one.block.cells is not known[0]:
            known = one.block.cells, [study.settings(row, arm) for row, arm in one.cells(study)]
        return partial(compute_block, study, known[1], one.replicates)

    return prepare


def compute_block(
    study: SweepStudy, cells: Sequence[Settings], replicates: Sequence[int], march: ProgressCounter
) -> BlockValues:
    """What is read of the worlds of some cells with some replicates: [wanted, cell, replicate]."""
    seeds = [replicate_seeds_of(study, n) for n in replicates]
    built = build_block(cells, seeds)
    made = run_queries(built, cells, study.reading.wanted, study.first.weeks, lambda passed: march.on(passed * built.lanes))
    return made.reshape(len(study.reading.wanted), len(cells), len(seeds))


def _ground(settings: Settings) -> str:
    """Tells places apart: worlds of one block are in the same one."""
    held: str | None = settings.__dict__.get("_ground")
    if held is None:
        held = settings.__dict__["_ground"] = hashed(settings.values["place"])
    return held
