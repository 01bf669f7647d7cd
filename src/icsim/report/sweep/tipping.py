"""The section on tipping regions: where along an axis the start decides how worlds end, and whether that lasts."""

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from icsim.report.look import sentence
from icsim.report.sweep import labels, tipping_figure
from icsim.report.sweep.scenarios import finite, smallest
from icsim.report.sweep.section import Picture, Section, Table
from icsim.report.sweep.sheet import said, span
from icsim.sweep.analysis.asked import Asked
from icsim.sweep.analysis.basins import SAID, Basins, Tips, basins, steepest
from icsim.sweep.analysis.frame import Frame, Numbers, Outcome, mean
from icsim.sweep.analysis.starts import Begun, begun, half_time

MOST = 12  # maps that are judged: more would bury the reader


class Found(NamedTuple):
    """A map of starts, what it is of, and what it shows."""

    begun: Begun
    outcome: Outcome
    earlier: Outcome | None
    ends: Numbers  # [start, value, replicate]
    basins: Basins


def section(frame: Frame, asked: Asked) -> Section | None:
    """Every outcome asked for from different starts; None where the study has no such starts."""
    maps = begun(frame, asked)
    wanted = [(one, frame.columns[column]) for column in asked.outcomes for one in maps]
    if not wanted or frame.design == "ramp":
        return None
    found = []
    for one, outcome in wanted[:MOST]:
        earlier = half_time(frame, outcome)
        ends = one.read(frame, outcome.column)
        before = None if earlier is None else one.read(frame, earlier.column)
        counts, family = smallest(outcome), min(MOST, len(wanted))
        found.append(Found(one, outcome, earlier, ends, basins(ends, np.array(one.starts), one.at, counts, before, family)))
    sentences = [words(one) for one in found]
    if len(wanted) > MOST:
        sentences.append(f"{len(wanted) - MOST} more maps are left out; fix an axis in the sweep, or choose with measures=[…].")
    if any(one.basins.between is None and one.basins.region is not None for one in found):
        sentences.append("Whether worlds gather at the two ends of a gap is seen from a start half-way between the outer two.")
    if any(one.earlier is None for one in found):
        sentences.append("Whether a gap lasts is seen from a reading at half the time: give the sweep at=[half,last].")
    sentences.append(
        "Intervals are 95 % for all values and maps together (Bonferroni), over lucks; worlds of one luck are compared in pairs."
    )
    pictures = [_picture(frame, n, one) for n, one in enumerate(found)]
    return Section("tipping", "Tipping regions", sentences, [_table(found)], pictures, [_plain(one) for one in found])


def name(one: Found) -> str:
    """What a map is of, in words."""
    begun_ = one.begun
    kept = ", ".join(labels.held(begun_.arm, begun_.fixed))
    return sentence(f"{labels.outcome(one.outcome)}, along {labels.short(begun_.along.path)}{f' ({kept})' if kept else ''}")


def words(one: Found) -> str:
    """A map in sentences."""
    found, along = one.basins, labels.short(one.begun.along.path)
    starts = f"{labels.short(one.begun.path)} {one.begun.starts[0]:g} against {one.begun.starts[-1]:g}"
    told = f"{name(one)}, {starts}: {found.tips}. {sentence(SAID[found.tips])}."
    if found.region is None:
        low, high, change = steepest(found.at, mean(np.moveaxis(one.ends, 0, -1)))
        change_ = f"{said(sum(change) / 2.0, signed=True)}" if np.isfinite(change.low) else "not known"
        return f"{told} The response to {along} itself is steepest between {low:g} and {high:g} ({change_})."
    first, last = found.region
    inside = found.gaps[first : last + 1]
    sizes = sorted(gap.difference for gap in inside)
    told += f" {sentence(along)} {found.at[first]:g} to {found.at[last]:g}: ends lie {span(sizes[0], sizes[-1])} apart."
    for side, word in ((0, "begins"), (1, "ends")):
        edge = found.edge(side)
        told += f" The region {word} between {edge[0]:g} and {edge[1]:g}." if edge is not None else ""
    reaches = [word for side, word in ((0, "lowest"), (1, "highest")) if found.edge(side) is None]
    told += f" It reaches the {' and the '.join(reaches)} value tried." if reaches else ""
    if found.kept is not None and one.earlier is not None:
        told += f" From week {one.earlier.week} to week {one.outcome.week} the gap kept {_share(found)} of itself."
    if found.between is not None:
        low, high = (100.0 * min(1.0, max(0.0, end)) for end in found.between)
        told += f" Of worlds that began half-way, {low:.0f} to {high:.0f} of 100 end in the middle third of the gap."
    if found.next_values:
        told += f" To place the edges, run {along} at {' and '.join(f'{value:g}' for value in found.next_values)} too."
    return told


def _share(found: Basins) -> str:
    assert found.kept is not None
    low, high = found.kept
    return f"{low:.2f} to {high:.2f}" if np.isfinite(low) else "a share that cannot be told"


def _table(found: list[Found]) -> Table:
    head = (
        "map",
        "value",
        "from low",
        "from high",
        "gap",
        "low",
        "high",
        "verdict",
        "low start, upper heap",
        "high start, upper heap",
    )
    rows = []
    for one in found:
        for n, gap in enumerate(one.basins.gaps):
            ends = (finite(one.basins.low[n]), finite(one.basins.high[n]), finite(gap.difference))
            some = one.basins.upper[n, 1:-1]
            upper = finite(some.mean()) if some.size else None
            interval = (finite(gap.among.low), finite(gap.among.high))
            rows.append((name(one), float(one.basins.at[n]), *ends, *interval, str(gap.says), upper))
    return Table("tipping", "Where worlds end that began low and high, value by value", head, tuple(rows))


def _picture(frame: Frame, n: int, one: Found) -> Picture:
    alt = f"{words(one)} Dots: single worlds; lines: means from each start."
    caption = f"{name(one)}: dots are single worlds, lines their means from each start; shaded: the start counts."
    title = f"{labels.outcome(one.outcome)}: {one.basins.tips if one.basins.tips is not Tips.NONE else 'no tipping'}"
    return Picture(f"tipping_{n + 1}", partial(tipping_figure.draw, frame, one, title), alt, caption)


def _plain(one: Found) -> dict[str, Any]:
    found = one.basins
    return {
        "outcome": one.outcome.column, "start": one.begun.path, "starts": list(one.begun.starts), "along": one.begun.along.path,
        "fixed": {axis.path: axis.values[int(value)] if axis.kind == "choice" else value for axis, value in one.begun.fixed},
        "arm": one.begun.arm, "verdict": found.tips.name.lower(), "says": str(found.tips),
        "region": None if found.region is None else [float(found.at[n]) for n in found.region],
        "edges": [found.edge(0), found.edge(1)], "next_values": found.next_values,
        "in_the_middle": None if found.between is None else [finite(end) for end in found.between],
        "upper_half": [[finite(one) for one in row] for row in found.upper],
        "kept": None if found.kept is None else [finite(end) for end in found.kept],
    }  # fmt: skip
