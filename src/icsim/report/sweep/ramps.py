"""The section on a ramp: up and down again, and whether the way back is another one."""

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from icsim.report.look import sentence
from icsim.report.sweep import labels, ramps_figure
from icsim.report.sweep.scenarios import finite, smallest
from icsim.report.sweep.section import Picture, Section, Table
from icsim.report.sweep.sheet import said, span
from icsim.sweep.analysis.asked import Asked
from icsim.sweep.analysis.frame import Frame, Numbers, Outcome, Varied
from icsim.sweep.analysis.loop import SAID, Loop, Loops, Ways, loop
from icsim.sweep.ramp import PACES, QUICK, SLOW, Ramp, ramp_of, still

MOST = 12  # loops that are judged
RAMPED = "timeline"


class Found(NamedTuple):
    """A loop and what it is of."""

    ramp: Ramp
    outcome: Outcome  # as it is read last
    arm: str
    fixed: tuple[tuple[Varied, float], ...]
    smallest: float
    loop: Loop


def section(frame: Frame, asked: Asked) -> Section | None:
    """Every measure asked for, up and down; None where the study is no ramp."""
    named = next((one["named"] for one in frame.held["axes"] if one["path"] == RAMPED and "named" in one), None)
    ramp = None if named is None else ramp_of(named)
    if ramp is None:
        return None
    keys = dict.fromkeys(frame.columns[column].query.key for column in asked.outcomes)
    others = [axis for axis in frame.axes if axis.path != RAMPED]
    every = list(product(keys, frame.arms, product(*(np.unique(axis.column) for axis in others))))
    found = []
    for key, arm, fixed in every[:MOST]:
        at = tuple(zip(others, (float(value) for value in fixed), strict=True))
        last = frame.columns[f"{key}_w{ramp.length}"]
        ways, settling = _read(frame, ramp, key, arm, at)
        counts = smallest(last)
        made = loop(np.array(ramp.values), ways, settling, counts, min(MOST, len(every)))
        found.append(Found(ramp, last, arm, at, counts, made))
    sentences = [words(one) for one in found]
    if len(every) > MOST:
        sentences.append(f"{len(every) - MOST} more are left out; choose with measures=[…].")
    sentences.append(
        f"Each value was held for {ramp.hold} weeks, in the quicker worlds for {ramp.held(QUICK)}. A loop's height is the mean "
        "over the axis of the way back less the way there, less the same in worlds in which nothing moves, in the same weeks. "
        f"Intervals are 95 % {'for all loops together (Bonferroni), ' if len(found) > 1 else ''}over {frame.replicates} lucks."
    )
    pictures = [_picture(frame, n, one) for n, one in enumerate(found)]
    return Section("ramps", "Up and down again", sentences, [_table(found)], pictures, [_plain(one) for one in found])


def _read(
    frame: Frame, ramp: Ramp, key: str, arm: str, fixed: tuple[tuple[Varied, float], ...]
) -> tuple[dict[str, Ways], tuple[Numbers, Numbers]]:
    """Outcomes on both ways at both paces, and of worlds that stand still at the end of the first and the last step."""
    kinds = frame.axis(RAMPED)
    here = np.all([axis.column == value for axis, value in fixed], axis=0) if fixed else np.ones(frame.points, dtype=bool)

    def worlds(kind: str, week: int) -> Numbers:
        point = int(np.flatnonzero(here & (kinds.column == kinds.values.index(kind)))[0])
        read: Numbers = frame.worlds(f"{key}_w{week}")[point, frame.arms.index(arm)]
        return read

    stills = [still(value) for value in ramp.values]
    ways = {
        pace: Ways(
            np.array([worlds(pace, week) for week in ramp.up(pace)]),
            np.array([worlds(pace, week) for week in ramp.down(pace)]),
            np.array([worlds(kind, week) for kind, week in zip(stills, ramp.up(pace), strict=True)]),
            np.array([worlds(kind, week) for kind, week in zip(stills, ramp.down(pace), strict=True)]),
        )
        for pace in PACES
    }
    first, last = (np.array([worlds(kind, week) for kind in stills]) for week in (ramp.hold, ramp.length))
    return ways, (first, last)


def along(ramp: Ramp) -> str:
    """What goes up and down, in words."""
    path = ramp.targets[0]
    both = len(ramp.targets) > 1
    return labels.short(f"leadership.both.{path.split('.', 2)[2]}" if both else path)


def name(one: Found) -> str:
    """What a loop is of, in words."""
    kept = ", ".join(labels.held(one.arm, one.fixed))
    measure = labels.outcome(one.outcome).rpartition(", week")[0]
    return sentence(f"{measure} as {along(one.ramp)} goes up and down{f' ({kept})' if kept else ''}")


def words(one: Found) -> str:
    """A loop in sentences."""
    found, slow, quick = one.loop, one.loop.height[SLOW], one.loop.height[QUICK]
    told = f"{name(one)}: {found.says}. {sentence(SAID[found.says])}."
    told += f" The way back lies {said(slow.difference, signed=True)} ({span(*slow.among)}) from the way there"
    told += f", at twice the pace {said(quick.difference, signed=True)} ({span(*quick.among)})"
    told += f"; smallest that counts {one.smallest:.3g}."
    if found.says is Loops.NONE:
        return told
    low, high = found.pace
    share = f"{low:.2f} to {high:.2f}" if np.isfinite(low) else "a share that cannot be told"
    told += f" The slow loop is {share} of the quick one; worlds in which nothing moves still move by {said(found.unsettled)}"
    told += f" after {one.ramp.hold} weeks. "
    return told + " ".join(_width(one))


def _width(one: Found) -> Iterator[str]:
    width, middle = one.loop.width, said(one.loop.middle)
    if width.interval is not None and width.up is not None and width.down is not None:
        yield f"The way there passes the middle ({middle}) at {width.up:.3g}, the way back at {width.down:.3g}:"
        yield f"{abs(width.up - width.down):.3g} ({width.interval.low:.3g} to {width.interval.high:.3g}) apart along the axis."
    elif width.up is not None and width.down is not None:
        yield f"Both ways pass the middle ({middle}), but not in every handful of lucks, so the loop's width cannot be told."
    for at, way in ((width.up, "there"), (width.down, "back")):
        if at is None:
            yield f"The way {way} does not pass the middle ({middle}) within the range, so the loop's width cannot be told."
    if one.loop.says in (Loops.TOO_QUICK, Loops.DELAY):
        yield "To tell more, hold each value longer (design.hold), or compare starts (design.axes.context.initial_trust=[…])."


def _table(found: list[Found]) -> Table:
    head = ("loop", "value", "there", "back", "there, quick", "back, quick", "still, first step", "still, last step")
    rows = []
    for one in found:
        ways = one.loop.ways
        columns = [ways[SLOW].up, ways[SLOW].down, ways[QUICK].up, ways[QUICK].down, *one.loop.settling]
        for n, value in enumerate(one.ramp.values):
            rows.append((name(one), value, *(finite(np.nanmean(column[n])) for column in columns)))
    return Table("ramps", "Means on the way there and back, and in worlds in which the value stands still", head, tuple(rows))


def _picture(frame: Frame, n: int, one: Found) -> Picture:
    caption = f"{name(one)}: arrows along the slow ramp, with 95 % intervals; thin: the quick one; grey: worlds that stand still."
    return Picture(f"ramp_{n + 1}", partial(ramps_figure.draw, frame, one, along(one.ramp)), words(one), caption)


def _plain(one: Found) -> dict[str, Any]:
    found = one.loop
    return {
        "outcome": one.outcome.query.key, "along": list(one.ramp.targets), "values": list(one.ramp.values), "hold": one.ramp.hold,
        "arm": one.arm, "fixed": {axis.path: axis.values[int(v)] if axis.kind == "choice" else v for axis, v in one.fixed},
        "verdict": found.says.name.lower(), "says": str(found.says), "smallest": one.smallest,
        "height": {pace: [finite(x) for x in (h.difference, *h.among)] for pace, h in found.height.items()},
        "still": {pace: finite(value) for pace, value in found.still.items()},
        "slow_to_quick": [finite(end) for end in found.pace], "unsettled": finite(found.unsettled), "middle": finite(found.middle),
        "passes": [found.width.up, found.width.down],
        "width": None if found.width.interval is None else list(found.width.interval),
    }  # fmt: skip
