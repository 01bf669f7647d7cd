"""Runs arms x parameter draws x replicates of one place, every draw with every luck, and keeps what was asked for.

Which reasoning is held at another arm's path (mediation) is said by `MediatorHold`: a lane's states are copied from the lane
of the same draw and luck in the other arm, after every step of the week.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from math import isqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from icsim.base.errors import UserError
from icsim.base.progress import ProgressCallback
from icsim.config.compute_backend import threads_of
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import CARRIED_BY, GRIDS, HELD, POSITIONS, Block
from icsim.engine.block_pool import BlockExecutor, BlockValues, ProgressCounter, ThreadExecutor, run_blocks
from icsim.engine.ensemble import run_queries
from icsim.engine.measures import WORKED_OUT_OF, Query, compile_query
from icsim.engine.reading_plan import QueryAtWeek

NamedValues = Mapping[str, float]


@dataclass(frozen=True)
class ParameterDraw:
    """One plausible setting: numbers that take the place of defaults, in every arm."""

    parameters: NamedValues
    context: NamedValues


DEFAULT_DRAW = ParameterDraw({}, {})


@dataclass(frozen=True)
class MediatorHold:
    """States held at another arm's path: what a query reads, in arm `held`, as in arm `donor` (positions of arms)."""

    queries: tuple[Query, ...]
    pairs: tuple[tuple[int, int], ...]  # (donor, held)


class CrossedBlock(NamedTuple):
    """A block of a crossed design: some draws with some replicates, in every arm, with all that computing it takes."""

    arms: tuple[Settings, ...]
    draws: tuple[ParameterDraw, ...]
    replicates: tuple[ReplicateSeeds, ...]
    wanted: tuple[QueryAtWeek, ...]
    hold: MediatorHold | None
    at: tuple[range, range]  # which draws and which replicates of the whole these are

    @property
    def last(self) -> int:
        """The last week that is read."""
        return max(week for _, week in self.wanted)

    def compute(self, march: ProgressCounter) -> BlockValues:
        """What is wanted of its worlds: [arm, draw, wanted, luck]."""
        mixed = _drawn(self.arms, self.draws)
        block = build_block(mixed, self.replicates)
        if self.hold is not None:
            set_mediator_hold(block, self.arms[0], self.hold, len(self.arms), len(self.replicates))
        made = run_queries(block, mixed, self.wanted, self.last, lambda passed: march.on(passed * block.lanes))
        return made.reshape(len(self.wanted), len(self.draws), len(self.arms), len(self.replicates)).transpose(2, 1, 0, 3)


_known: deque[tuple[tuple[Settings, ...], tuple[ParameterDraw, ...], list[Settings]]] = deque(maxlen=4)


def _drawn(arms: tuple[Settings, ...], draws: tuple[ParameterDraw, ...]) -> list[Settings]:
    """The settings of every draw in every arm; blocks that differ in their replicates only come one after the other."""
    for held_arms, held_draws, made in tuple(_known):
        if held_arms is arms and held_draws is draws:
            return made
    made = [arm.with_draw(draw.parameters, draw.context) for draw in draws for arm in arms]
    _known.append((arms, draws, made))
    return made


ELSEWHERE: ContextVar[BlockExecutor[CrossedBlock] | None] = ContextVar("ELSEWHERE", default=None)
"""Who computes crossed designs, where it is not the threads of this process; set by who has other machines at hand."""


def run_crossed(
    arms: Sequence[Settings],
    draws: Sequence[ParameterDraw],
    replicates: Sequence[ReplicateSeeds],
    wanted: Sequence[QueryAtWeek],
    hold: MediatorHold | None = None,
    progress: ProgressCallback | None = None,
) -> NDArray[np.float64]:
    """What is wanted of every world: [arm, draw, wanted, luck]; nan where a value is missing.

    Raises KeyboardInterrupt within a second of Ctrl-C.
    """
    values = np.full((len(arms), len(draws), len(wanted), len(replicates)), np.nan)
    worlds, cores = len(arms) * len(draws) * len(replicates), threads_of(arms[0].engine)
    lanes = min(arms[0].engine["block_size"] or 1, -(-worlds // cores))  # a small design keeps every core busy
    many, few = block_shape(lanes, len(arms), len(draws), len(replicates))
    every, asked, blocks = tuple(arms), tuple(wanted), []
    for d in range(0, len(draws), many):
        some = range(d, min(d + many, len(draws)))
        chosen = tuple(draws[n] for n in some)
        for k in range(0, len(replicates), few):
            here = range(k, min(k + few, len(replicates)))
            blocks.append(CrossedBlock(every, chosen, tuple(replicates[n] for n in here), asked, hold, (some, here)))

    def take(block: CrossedBlock, made: BlockValues) -> None:
        some, here = block.at
        values[:, some.start : some.stop, :, here.start : here.stop] = made

    last = max(1, max(week for _, week in wanted))
    threads: ThreadExecutor[CrossedBlock] = ThreadExecutor(min(cores, len(blocks)), lambda block: block.compute)
    try:
        run_blocks(blocks, ELSEWHERE.get() or threads, take, lambda done: done // last, worlds, progress)
    finally:
        _known.clear()
    return values


def block_shape(lanes: int, arms: int, draws: int, replicates: int) -> tuple[int, int]:
    """How many draws and how many replicates go into a block: few replicates, for a draw of chance is made once for each."""
    few = max(1, min(replicates, isqrt(max(1, lanes // arms)) // 2 or 1))
    return max(1, min(draws, lanes // (arms * few))), few


def set_mediator_hold(block: Block, settings: Settings, hold: MediatorHold, arms: int, replicates: int) -> None:
    """Tell a block which states of which lanes follow which others. Lane: (draw * arms + arm) * replicates + luck."""
    found: dict[str, list[int]] = {carrier: [] for carrier in HELD}
    for query in hold.queries:
        for field, row in state_fields(query, settings, block):
            found[GRIDS[field]] += [POSITIONS[field], row]
    draws = block.lanes // (arms * replicates)
    lanes = [[(d * arms + arm) * replicates + k for d in range(draws) for k in range(replicates)] for arm in range(arms)]
    given = {
        "hold_from": [lane for donor, _ in hold.pairs for lane in lanes[donor]],
        "hold_to": [lane for _, held in hold.pairs for lane in lanes[held]],
    } | {f"hold_{carrier}": pairs for carrier, pairs in found.items()}
    arrays: dict[str, Any] = {name: np.array(values, dtype=np.int64) for name, values in given.items()}
    arrays["hold_shift"] = np.zeros(len(given["hold_from"]))
    block.packed = block.packed._replace(**arrays)


def state_fields(query: Query, settings: Settings, block: Block) -> list[tuple[str, int]]:
    """The states that a query reads, as (field, entity). UserError for what is no state of agents."""
    parts = compile_query(query, settings.world, block).parts
    fields = [(field, row) for value, rows, below, _ in parts for field in (value, below) if field for row in rows.tolist()]
    everybody = WORKED_OUT_OF.get(query.measure)
    fields += [(everybody, row) for row in range(getattr(block, everybody).shape[0])] if everybody else []
    fields += [(other, row) for field, team in fields for other in CARRIED_BY.get(field, ()) for row in _rows(other, team, block)]
    if not fields or any(GRIDS.get(field) not in HELD for field, _ in fields) or query.measure.startswith("enacted."):
        raise UserError(f"{query.measure}: is no state that could be held; name the states themselves")
    return list(dict.fromkeys(fields))


def _rows(field: str, team: int, block: Block) -> tuple[int, ...]:
    """Where a team's part of a field stands: its own row, or those of all who decide for it."""
    if GRIDS[field] != "leading":
        return (team,)
    return tuple(block.head_of[block.head_start[team] : block.head_start[team + 1]].tolist())
