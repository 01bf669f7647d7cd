"""Where two worlds part for a team: the first week, the step of that week, and the first field that differs."""

from dataclasses import dataclass

from icsim.engine.block import build_block
from icsim.engine.block_fields import COUNT, GRIDS, STATE, Block
from icsim.engine.ensemble import BlockRunner
from icsim.engine.influences import written_fields
from icsim.engine.plain_world import Plain
from icsim.trace.paired_run import EgoNetwork, PairedRun
from icsim.week.week import STEPS

NEAR = ("team", "leading", "leader", "tie")
BEFORE = "before the first week"
EVENT = "dated event"


@dataclass(frozen=True)
class Divergence:
    """The first difference, and all fields that differ after the same step."""

    week: int
    step: str  # name of the step; BEFORE or EVENT where no step did it
    field: str
    row: int
    values: tuple[float, float]
    also: tuple[tuple[str, int], ...]  # other fields and rows that differ after this step


def first_divergence(pair: PairedRun, near: EgoNetwork) -> Divergence | None:
    """The first difference in any state of a team, its leaders and its ties; None where there is none.

    The week is found in what was recorded, then run once more in plain Python, step by step.
    """
    week = first_week(pair, near)
    if week is None:
        return None
    block = build_block(pair.arms, [pair.replicate])
    if week == 0:
        return _first(block, near, week, BEFORE, ())
    runner = BlockRunner(block, pair.arms)
    runner.until(week - 1)
    runner.timeline.happen(block, week)
    if found := _first(block, near, week, EVENT, ()):
        return found
    for step in Plain(block).through(STEPS, week):
        if found := _first(block, near, week, step.__name__, written_fields(step)):
            return found
    raise AssertionError("plain Python and compiled code disagree")


def first_week(pair: PairedRun, near: EgoNetwork) -> int | None:
    """The first week after which any state of a team, its leaders and its ties differs."""
    weeks = [
        int(apart.any(axis=1).argmax())
        for carrier in NEAR
        for name in (*STATE.get(carrier, ()), *COUNT.get(carrier, ()))
        if (apart := pair.apart[name][:, list(near.rows(carrier))]).any()
    ]
    return min(weeks, default=None)


def decisions_in_week(pair: PairedRun, near: EgoNetwork, week: int) -> list[tuple[int, float, float]]:
    """The team's leaders who decided in a week in either world, and how in each: 0 not, else a number of the rulebook."""
    mode = pair.field("mode")[week]
    return [(p, float(mode[p, 0]), float(mode[p, 1])) for p in near.leaders if mode[p].any()]


def _first(block: Block, near: EgoNetwork, week: int, step: str, order: tuple[str, ...]) -> Divergence | None:
    """What differs now: first what the step writes first, then in the order of the block."""
    names = [name for name in STATE_FIELDS if GRIDS[name] in NEAR]
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    found = [
        (name, row)
        for name in names
        for row in near.rows(GRIDS[name])
        if getattr(block, name)[row, 0] != getattr(block, name)[row, 1]
    ]
    if not found:
        return None
    (name, row), *also = found
    one, other = (float(x) for x in getattr(block, name)[row])
    return Divergence(week, step, name, row, (one, other), tuple(also))


STATE_FIELDS = tuple(name for table in (STATE, COUNT) for names in table.values() for name in names)
