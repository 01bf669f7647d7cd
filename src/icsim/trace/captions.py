"""The chain in words: who did what, how they took it, what they then did, what followed, and where nothing did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from icsim.catalogue import Measure
from icsim.engine.block_fields import GRIDS
from icsim.theory.clauses import BoundClause
from icsim.trace import labels
from icsim.trace.divergence import BEFORE, Divergence, decisions_in_week, first_week
from icsim.trace.input_differences import InputDifference
from icsim.trace.paired_run import EgoNetwork, PairedRun
from icsim.trace.representative_pair import RepresentativePair
from icsim.trace.series import MeasureSeries
from icsim.trace.step_origin import EMERGENT, StepOrigin, StepOrigins

CaptionKind = Literal["action", "resource", "reasoning", "outcome", "secondary", "quiet"]
KINDS: dict[CaptionKind, str] = {
    "action": "who did what",
    "resource": "what came of it",
    "reasoning": "how they took it",
    "outcome": "what they then did",
    "secondary": "what followed",
    "quiet": "where nothing followed",
}
PARTS: dict[str, CaptionKind] = {"resource": "resource", "reasoning": "reasoning", "outcome": "outcome"}
EXPECTED = {"up": "higher", "down": "lower", "none": "no difference"}
STAYED = "In this run the two worlds stayed the same for this team, to the last digit, in every week."
MOST = 3  # of what followed and of still weeks: a story, not a table
MANY = 4  # things that one leader did differently
ALL_ROUND = {"context": "the circumstances", "parameters": "the numbers of the rules", "rules": "the rules", "event": "an event"}
TOLD_UNITS = ("weeks", "hours a week")  # other units are in the name already, or are shares
STILL = 13  # weeks: a shorter rest is nothing to speak of


@dataclass(frozen=True)
class Caption:
    """One sentence or two about a step. `weeks`: when it began, and the week that the numbers are of."""

    kind: CaptionKind
    weeks: tuple[int, int]
    text: str
    series: MeasureSeries | None = None
    values: tuple[float, float] | None = None
    badge: StepOrigin | None = None
    judged: str = ""  # how it compares with what the theory expected


@dataclass(frozen=True)
class ChainLink:
    """A clause of the theory as it went for the followed team."""

    asked: BoundClause
    series: MeasureSeries


class CaptionWriter:
    """Says things about one team in two worlds that have names."""

    def __init__(self, pair: PairedRun, near: EgoNetwork, worlds: tuple[str, str]) -> None:
        self.pair, self.near = pair, near
        self.worlds = tuple(f"“{world}”" for world in worlds)
        self.badges = StepOrigins(pair, near)

    def all(
        self,
        done: Sequence[InputDifference],
        far: Sequence[InputDifference],
        links: Sequence[ChainLink],
        more: Sequence[MeasureSeries],
    ) -> list[Caption]:
        """The captions in the order of the story. `more`: every other series, from which the largest are told."""
        found = self.doings(done, far)
        shown = [link for link in links if not link.series.measure.startswith("enacted.")]
        for kind in (*PARTS.values(), "secondary"):
            found += [self.link(link) for link in shown if PARTS.get(link.asked.part, "secondary") == kind]
        told = {(link.series.display, link.series.who) for link in shown}
        rest = [one for one in more if (one.display, one.who) not in told and one.counts_from() is not None]
        rest = [one for one in rest if one.entry.kind != "ratio"]  # of one team, four weeks of a ratio are a case or two
        large = sorted(rest, key=lambda one: -float(np.nanmean(np.abs(one.gap) / one.smallest)))[:MOST]
        found += [self.further(one) for one in sorted(large, key=lambda one: one.counts_from() or 0)]
        found += quiet_periods([link.series for link in shown] + large, self.start())
        once: dict[str, Caption] = {}
        for one in found:  # a measure that two clauses read at two weeks is told once where nothing came of it
            once.setdefault(one.text, one)
        return list(once.values())

    def start(self) -> int:
        """The first week in which anything near the team differs."""
        return first_week(self.pair, self.near) or 0

    def divergence(self, found: Divergence | None) -> str:
        """Where the worlds part, in a sentence or two."""
        if found is None:
            return STAYED
        carrier = GRIDS[found.field]
        row = found.row
        ends = (int(self.pair.block.tie_a[row]), int(self.pair.block.tie_b[row])) if carrier == "tie" else None
        who = labels.holder(self.pair.world, carrier, row, ends)
        size = labels.in_worlds(labels.format_pair(*found.values), False, self.worlds)
        when = "before the first week" if found.step == BEFORE else f"in week {found.week}"
        same = f"Until week {found.week - 1} the two worlds were the same for this team, to the last digit. " * (found.week > 1)
        what = f"{labels.state(found.field)} ({who}): {size}"
        return f"{same}They parted {when}, and what differed first was {what}.{self._decision(found.week)}"

    def _decision(self, week: int) -> str:
        """Who decided that week."""
        said = []
        for p, one, other in decisions_in_week(self.pair, self.near, week):
            name = self.pair.world.posts[p].name
            both = [f"decided {labels.decision_way(mode)}" if mode else "took no decision" for mode in (one, other)]
            same = f"{name} {both[0]} in both worlds"
            said.append(same if one == other else f"{name} {both[0]} in {self.worlds[0]} and {both[1]} in {self.worlds[1]}")
        return f" That week {'; '.join(said)}." if said else ""

    def doings(self, done: Sequence[InputDifference], far: Sequence[InputDifference]) -> list[Caption]:
        """Who did what; where nobody near the team did anything differently, who did further away."""
        if done:
            return self._grouped(done, "")
        if not far:
            return [Caption("action", (1, 1), "In this run nothing was done differently in the two worlds.")]
        return self._grouped(far, "Nobody near this team did anything differently. Further away, ")[:MOST]

    def _grouped(self, found: Sequence[InputDifference], lead: str) -> list[Caption]:
        """A sentence for everything that one leader did differently from one week on."""
        keys = dict.fromkeys((one.week, one.name.partition(".")[0], one.who) for one in found)
        told = []
        for week, head, who in keys:
            items = [one for one in found if (one.week, one.name.partition(".")[0], one.who) == (week, head, who)]
            said = [f"{one.display}, {one.values[0]} in {self.worlds[0]} and {one.values[1]} in {self.worlds[1]}" for one in items]
            rest = f"; and {len(said) - MANY} more" if len(said) > MANY else ""
            whose = f"what the {who} did" if who else ALL_ROUND[head]
            since = f"in week {week} of this run" if head == "event" else f"from week {week} of this run on"
            text = f"{lead}{since}, {whose} differed: {'; '.join(said[:MANY])}{rest}."
            told.append(Caption("action", (week, week), text[0].upper() + text[1:]))
        return told

    def link(self, link: ChainLink) -> Caption:
        """A clause: when it began, how large it was when it is read, and whether that is what the theory expected."""
        week, one = link.asked.week, link.series
        expect = link.asked.clause.expect
        return self._told(PARTS.get(link.asked.part, "secondary"), one, week, compare_with_expected(one, week, expect))

    def further(self, one: MeasureSeries) -> Caption:
        """Something else that differed, when it differed most."""
        week = int(np.nanargmax(np.abs(one.gap)))
        return self._told("secondary", one, week, "")

    def _told(self, kind: CaptionKind, one: MeasureSeries, week: int, judged: str) -> Caption:
        first, second = (float(x) for x in one.values[week])
        began, counts = one.first_apart(self.pair), one.counts_from()
        name = f"{one.display} ({one.who})"
        if began is None:
            text = f"{name[:1].upper()}{name[1:]} was the same in both worlds in every week of this run.{judged}"
            return Caption(kind, (week, week), text, one, (first, second))
        size = _size(first, second, self.worlds, one.entry)
        when = f"It first differed in week {began}"
        counted = f"as much as counts ({one.entry.counts})"
        when += f", and never by {counted}." if counts is None else f", and by {counted} from week {counts} on."
        badge = self.badges.of(one) if one.counts_in(week) else None  # of what is next to nothing there is no way to tell
        text = f"In week {week} of this run, {name} {size}.{judged} {when}{_route(badge)}"
        return Caption(kind, (began, week), text, one, (first, second), badge, judged)


def _size(first: float, second: float, worlds: Sequence[str], entry: Measure) -> str:
    """How large it was in both worlds, with its unit where that tells something."""
    if np.isnan(first) or np.isnan(second):
        said = ["had no value" if np.isnan(x) else f"stood at {labels.format_number(x)}" for x in (first, second)]
        return f"{said[0]} in {worlds[0]} and {said[1]} in {worlds[1]}"
    one, other = (f"{first:g}", f"{second:g}") if entry.kind == "count" else labels.format_pair(first, second)
    values = (f"{one} {entry.unit}", f"{other} {entry.unit}") if entry.unit in TOLD_UNITS else (one, other)
    return f"stood at {labels.in_worlds(values, first == second, worlds)}"


def compare_with_expected(one: MeasureSeries, week: int, expect: str) -> str:
    """How this one run compares with what the theory expected of many."""
    gap, smallest = float(one.gap[week]), float(one.smallest[week])
    if np.isnan(gap) or expect not in EXPECTED:
        return ""
    small, up = abs(gap) < smallest, gap > 0.0
    if expect == "none":
        return " The theory expected no difference." if small else " The theory expected no difference here."
    wanted = EXPECTED[expect]
    if gap == 0.0:
        return f" The theory expected {wanted}; there was no difference."
    if small:
        return f" The theory expected {wanted}; the difference was too small to count."
    return " That is the way the theory expected." if up == (expect == "up") else f" The theory expected {wanted}."


def _route(badge: StepOrigin | None) -> str:
    if badge is None or badge.origin != EMERGENT:
        return ""
    by = f" by way of {', '.join(badge.through)}" if badge.through else ""
    if badge.others:
        return f" It came through others{by and ','}{by}."
    return f" It came{by}." if by else ""


def quiet_periods(shown: Sequence[MeasureSeries], start: int) -> list[Caption]:
    """Stretches after the worlds parted in which no difference shown changed by more than the smallest that counts."""
    if not shown:
        return []
    scaled = np.array([one.gap / one.entry.smallest_effect for one in shown if one.entry.kind != "ratio"] or [shown[0].gap * 0.0])
    least, most = (end(one.entry.smallest_effect for one in shown) for end in (min, max))
    sizes = f"{least:g}" if least == most else f"the smallest that counts ({least:g} to {most:g})"
    found = []
    for first, last in rests(scaled, max(1, start)):
        text = (
            f"From week {first} to week {last} nothing more followed in this run: no difference told here changed by "
            f"more than {sizes}."
        )
        found.append(Caption("quiet", (first, last), text))
    return found


def rests(scaled: np.ndarray, start: int) -> list[tuple[int, int]]:
    """The longest stretches, at most MOST, each of STILL weeks or more, in which no row moves by more than 1.

    There are at least as many weeks between two of them, or a slow drift would pass for several rests.
    `scaled`: [series, week], in units of the smallest effect; weeks without a value do not move. In the order of time.
    """
    weeks = scaled.shape[1]
    found: list[tuple[int, int]] = []
    spans = [(first, _reach(scaled, first)) for first in range(start, weeks)]
    for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        free = all(last + STILL < a or b + STILL < first for a, b in found)
        if last - first + 1 >= STILL and free and len(found) < MOST:
            found.append((first, last))
    return sorted(found)


def _reach(scaled: np.ndarray, first: int) -> int:
    """The last week until which no row has moved by more than 1 since a week."""
    low, high = (end.accumulate(scaled[:, first:], axis=1) for end in (np.fmin, np.fmax))
    moved = np.flatnonzero((np.nan_to_num(high - low) > 1.0).any(axis=0))
    return first + int(moved[0]) - 1 if moved.size else int(scaled.shape[1]) - 1


def representative_pair_text(chosen: RepresentativePair, asked: BoundClause) -> str:
    """Which pair is shown, and how the others went."""
    first, second = labels.format_pair(chosen.effect, chosen.median)
    base = (
        f"The pair of worlds shown is the one nearest the median of {chosen.pairs}, by {asked.measure.display} in week "
        f"{asked.week} ({first}; median {second})"
    )
    if chosen.without:
        which = "other had" if chosen.without == 1 else "others had"
        base += f", of {chosen.pairs + chosen.without} that were run: the {chosen.without} {which} no value to compare"
    if chosen.effect == 0.0:
        ways = f"in {chosen.higher} of {chosen.pairs} there was more of it, in {chosen.lower} less, in {chosen.same} the same"
        return f"{base}; {ways}."
    even = f", and in {chosen.same} there was no difference" if chosen.same else ""
    return f"{base}; in {chosen.other_way} of {chosen.pairs} it went the other way{even}."
