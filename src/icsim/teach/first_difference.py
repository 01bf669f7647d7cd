"""The first thing that somebody did in one world and not in the other: a decision, an exit, joint work, an idea tried.

Numbers part in the first week wherever a lever differs; what people see is what was done.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from icsim.teach.people import called, team_called
from icsim.trace.labels import decision_way
from icsim.trace.paired_run import PairedRun


@dataclass(frozen=True)
class VisibleDifference:
    """What was done differently, in which week, and by whom: positions, -1 for nobody in particular."""

    week: int
    text: str
    team: int
    leader: int


def first_visible_difference(pair: PairedRun, names: Sequence[str]) -> VisibleDifference | None:
    """The earliest; of the same week a decision before an exit, joint work and an idea. None where nothing was."""
    found = [done for kind in KINDS for done in kind(pair, names)]
    return min(found, key=lambda done: done.week, default=None)


def _first(apart: np.ndarray) -> tuple[int, int] | None:
    """The first week and the first entity where something differs, of [week, entity]."""
    if not apart.any():
        return None
    week = int(apart.any(axis=1).argmax())
    return week, int(apart[week].argmax())


def _decisions(pair: PairedRun, names: Sequence[str]) -> Iterator[VisibleDifference]:
    mode = pair.field("mode")
    if found := _first(mode[..., 0] != mode[..., 1]):
        week, post = found
        said = [decision_way(x) if x else "" for x in mode[week, post]]
        both = [
            f"decided {way} in “{name}”" if way else f"took no decision in “{name}”" for way, name in zip(said, names, strict=False)
        ]
        yield VisibleDifference(week, f"In week {week}, {called(pair.world, post)} {both[0]} and {both[1]}.", -1, post)


def _exits(pair: PairedRun, names: Sequence[str]) -> Iterator[VisibleDifference]:
    exits = pair.field("exits")
    if found := _first(exits[..., 0] != exits[..., 1]):
        week, post = found
        gone = 0 if exits[week, post, 0] > exits[week, post, 1] else 1
        text = f"In week {week}, {called(pair.world, post)} left in “{names[gone]}” and not in “{names[1 - gone]}”."
        yield VisibleDifference(week, text, -1, post)


def _joint(pair: PairedRun, names: Sequence[str]) -> Iterator[VisibleDifference]:
    joint = pair.field("joint")
    if found := _first((joint[..., 0] > 0.0) != (joint[..., 1] > 0.0)):
        week, tie = found
        one, other = (int(end[tie]) for end in (pair.block.tie_a, pair.block.tie_b))
        there = 0 if joint[week, tie, 0] > 0.0 else 1
        who = " and ".join(team_called(pair.world.teams[n])[0] for n in (one, other))
        text = f"In week {week}, {who} worked on a case together in “{names[there]}” and not in “{names[1 - there]}”."
        yield VisibleDifference(week, text, one, -1)


def _ideas(pair: PairedRun, names: Sequence[str]) -> Iterator[VisibleDifference]:
    tried = pair.field("tried")
    if found := _first(tried[..., 0] != tried[..., 1]):
        week, team = found
        there = 0 if tried[week, team, 0] > tried[week, team, 1] else 1
        who = team_called(pair.world.teams[team])[0]
        text = f"In week {week}, {who} tried something new in “{names[there]}” and not in “{names[1 - there]}”."
        yield VisibleDifference(week, text, team, -1)


KINDS: tuple[Callable[[PairedRun, Sequence[str]], Iterator[VisibleDifference]], ...] = (_decisions, _exits, _joint, _ideas)
