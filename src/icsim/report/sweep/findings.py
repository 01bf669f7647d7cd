"""What a sweep found, for the terminal: one sentence for each finding, ranked by verdict, with the worlds behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from icsim.report.sweep.sensitivity_text import hardly_differs, tied_axes
from icsim.report.sweep.worlds_behind import worlds_behind
from icsim.report.words import count_worlds
from icsim.results.sweep import (
    Analysis,
    Bistability,
    Comparison,
    Discovery,
    Effects,
    GivenData,
    Hysteresis,
    Missing,
    Regrets,
    Satisficing,
    Section,
    SectionData,
    Sensitivity,
    Surface,
)
from icsim.sweep.analysis.bistability import BistabilityVerdict
from icsim.sweep.analysis.hysteresis import HysteresisVerdict
from icsim.sweep.analysis.outcome_condition import parse_condition
from icsim.sweep.analysis.paired_comparison import ComparisonVerdict
from icsim.sweep.analysis.smallest_difference import smallest_difference
from icsim.sweep.analysis.sweep_results import SweepResults
from icsim.sweep.stopping import SURE

MOST = 6  # findings that are printed: more would bury the first
Of = Comparison | Surface | Bistability | Hysteresis | Effects | Sensitivity | Discovery | Regrets | Satisficing | Missing


class Rank(IntEnum):
    """How much a finding settles; the lower, the earlier it is told."""

    CLEAR = 0  # something that counts
    PERHAPS = 1  # something, perhaps less than counts
    NOTHING = 2  # nothing that counts
    OPEN = 3  # not settled
    SHOWN = 4  # a description without a verdict
    MISSING = 5  # nothing can be said


VERDICTS: dict[str, Rank] = {
    ComparisonVerdict.PERHAPS_HIGHER: Rank.PERHAPS,
    ComparisonVerdict.PERHAPS_LOWER: Rank.PERHAPS,
    ComparisonVerdict.NONE: Rank.NOTHING,
    ComparisonVerdict.OPEN: Rank.OPEN,
    BistabilityVerdict.START_TELLS: Rank.PERHAPS,
    BistabilityVerdict.NONE: Rank.NOTHING,
    HysteresisVerdict.TOO_QUICK: Rank.PERHAPS,
    HysteresisVerdict.NONE: Rank.NOTHING,
}
"""Of the verdicts of a sweep; all others are clear."""


@dataclass(frozen=True)
class Finding:
    """A sentence of the report, how much it settles, and how many worlds it rests on."""

    rank: Rank
    sentence: str
    behind: str


def ranked_findings(found: Analysis, frame: SweepResults) -> list[Finding]:
    """All findings of a report, the clearest first; those of one rank in the report's order."""
    every = [finding for section in found.sections.values() for finding in _of_section(section, frame)]
    return sorted(every, key=lambda one: one.rank)


def finding_lines(found: Analysis, frame: SweepResults) -> list[str]:
    """What is printed of them."""
    every = ranked_findings(found, frame)
    lines = [f"- {one.sentence} [{one.behind}]" for one in every[:MOST]]
    return [*lines, f"  and {len(every) - MOST} more in the report"] if len(every) > MOST else lines


def _of_section(section: Section, frame: SweepResults) -> Iterator[Finding]:
    """Data in a list have a sentence each, in their order; a part has one thing to say, and a box its sides."""
    data: SectionData = section.data
    each = data if isinstance(data, tuple) else (data,)
    told = [" ".join(section.sentences[:2])] if isinstance(data, Discovery) else section.sentences
    for one, sentence in zip(each, told, strict=False):
        if isinstance(one, GivenData):
            continue  # the question of the section before it, by other indices and without a verdict
        yield Finding(_rank(one, frame), sentence, _behind(one, frame))
    for part in section.parts.values():
        yield from _of_section(part, frame)


def _rank(one: Of, frame: SweepResults) -> Rank:
    match one:
        case Missing():
            return Rank.MISSING
        case Surface():
            return Rank.SHOWN
        case Sensitivity():
            if any(axis.counts for axis in one.axes):
                return Rank.PERHAPS if _doubtful(one, frame) else Rank.CLEAR
            return Rank.NOTHING if one.enough else Rank.OPEN
        case Effects():
            return min((_of_verdict(effect.verdict) for effect in one.effects), default=Rank.OPEN)
        case Discovery():
            real = any(box.real for box in one.boxes) or (one.tree is not None and one.tree.real)
            return Rank.CLEAR if real else Rank.OPEN
        case Regrets() if max(policy.regret for policy in one.policies) <= one.smallest:
            return Rank.NOTHING
        case Regrets() | Satisficing():
            return Rank.CLEAR if max(policy.first for policy in one.policies) >= SURE else Rank.OPEN
        case _:
            return _of_verdict(one.verdict)


def _doubtful(one: Sensitivity, frame: SweepResults) -> bool:
    """Whether all that differs between points is less than counts, or each axis that counts goes together with another."""
    column, _, arm = one.series.removesuffix(")").partition(" (")
    if hardly_differs(frame.mean(column, arm), smallest_difference(frame.columns[column])):
        return True
    tied = {path for _, *pair in tied_axes(frame) for path in pair}
    return all(axis.path in tied for axis in one.axes if axis.counts)


def _of_verdict(verdict: str) -> Rank:
    return VERDICTS.get(verdict, Rank.CLEAR)


def _behind(one: Of, frame: SweepResults) -> str:
    """How many worlds a finding's means rest on: those that have a value."""
    if isinstance(one, Comparison):
        return f"n = {one.worlds:,} pairs of worlds"
    if isinstance(one, Discovery):
        return f"n = {one.points:,} points, {worlds_behind(frame, _outcomes(one, frame), (one.arm,))}"
    if isinstance(one, Regrets | Satisficing):
        arms = tuple(dict.fromkeys(policy.arm for policy in one.policies))
        return f"n = {one.settings:,} settings, {worlds_behind(frame, _outcomes(one, frame), arms)}"
    name = one.outcome if isinstance(one, Bistability | Hysteresis) else one.series
    column, _, arm = name.removesuffix(")").partition(" (")
    arm = one.arm if isinstance(one, Bistability | Hysteresis) else arm
    if column not in frame.columns:
        return f"n = {count_worlds(int(frame.there.sum()))}"
    there = ~np.isnan(frame.read(column, arm))
    points = int(there.any(axis=1).sum())
    return f"n = {count_worlds(int(there.sum()))} at {'1 point' if points == 1 else f'{points:,} points'}"


def _outcomes(one: Discovery | Regrets | Satisficing, frame: SweepResults) -> tuple[str, ...]:
    """The columns whose means a finding is of."""
    if isinstance(one, Regrets):
        return (one.series,)
    return parse_condition(frame, one.where if isinstance(one, Discovery) else one.meets).outcomes
