"""What the mechanisms came to, from `mechanisms.json`: sentences and tables that the terminal and the page both say."""

import math
from collections.abc import Sequence
from typing import Protocol

from icsim.catalogue import catalogue
from icsim.catalogue.labels import count_word
from icsim.report.section_page import PageSection, PageTable, Row
from icsim.report.words import sentence
from icsim.results.mechanisms import FactorialRecord, MechanismsFile, VarianceRecord
from icsim.results.values import Estimate

NONE = "–"
MOST = 5  # pairs told of an outcome; the table of all pairs is in the files


class Known(Protocol):
    """A number with its interval, of a results file or before it was written; None or nan where it cannot be said."""

    @property
    def value(self) -> float | None:
        """The number."""

    @property
    def low(self) -> float | None:
        """Where its interval begins."""

    @property
    def high(self) -> float | None:
        """Where its interval ends."""


def opening(found: MechanismsFile) -> str:
    """What was run."""
    many, effort = len(found.outcomes[0].mechanisms), found.effort
    return (
        f"{found.place}, week {found.week}. Each of the {count_word(many)} mechanisms stood at {found.levels['low']:g} (low) or "
        f"{found.levels['high']:g} (high) for all leaders, in all {1 << many} combinations, in {effort.settings} plausible "
        f"settings of the rules' numbers with {effort.replicates} replicates each."
    )


def text_sections(found: MechanismsFile) -> list[PageSection]:
    """All of it: whose doing it is, what each adds, what leaving it out costs, and which two need each other."""
    return [_whose_doing(found), _adds(found.outcomes), _leaving_out(found.outcomes), _pairs(found.outcomes)]


def _whose_doing(found: MechanismsFile) -> PageSection:
    shares = found.variance
    rows = []
    for one in shares:
        cells = [f"{percent(share.alone)} {format_span(share.alone)} {percent(share.whole)}" for share in one.groups]
        if not _varies(one):
            cells = [NONE for _ in one.groups]
        together = NONE if cells[0] == NONE else percent(one.together)
        rows.append((display(one.measure), *cells, together, f"{one.deviation:.2f}"))
    note = (
        "Leaders: the level of every mechanism in both tiers, from 0 to 1. Circumstances: the context over its ranges. Structure: "
        "who is there and who knows whom in week 0. Replicates: all that chance does from then on. From "
        f"{found.effort.sets} sets of worlds."
    )
    said = (
        "shares of the variance between worlds. First what a group explains alone, with its 95 % interval; then "
        "what it explains with all that it does together with others. Only together: what no group explains alone. "
        f"{NONE} where the worlds differ by less than counts."
    )
    head = ("", *(share.group for share in shares[0].groups), "only together", "standard deviation")
    return PageSection("variance", "Whose doing it is", [said], [PageTable(note, head, rows)])


def _varies(one: VarianceRecord) -> bool:
    return one.deviation.value is not None and 2.0 * one.deviation.value >= catalogue().measures[one.measure].smallest_effect


def _adds(outcomes: Sequence[FactorialRecord]) -> PageSection:
    """Of a total that does not count no share is told, for nothing in it can be ranked."""
    many = len(outcomes[0].mechanisms)
    rows: list[Row] = []
    for n, mechanism in enumerate(outcomes[0].mechanisms):
        cells = (f"{signed(one.mechanisms[n].effect)} ({_of_total(one, one.mechanisms[n].shapley)})" for one in outcomes)
        rows.append((title(mechanism.mechanism), *cells))
    spans = (f"{_of_total(one, one.additive)} {format_span(one.additive) if counts(one) else ''}".strip() for one in outcomes)
    rows.append((f"{count_word(many)} effects, added up", *spans))
    logit = (_of_total(one, one.additive_on_logit_scale) if one.additive_on_logit_scale else NONE for one in outcomes)
    rows.append(("  the same on the logit scale", *logit))
    rows.append(("what two do beyond that", *(_of_total(one, one.pairs) for one in outcomes)))
    rows.append(("what three or more do beyond that", *(_of_total(one, one.three_and_more) for one in outcomes)))
    said = (
        "how much an outcome changes when a mechanism goes from low to high, averaged over all combinations of the "
        f"other {count_word(many - 1)}."
    )
    note = (
        f"In brackets: its share of all that the {1 << many} combinations differ by, where what several do only together is shared "
        f"out evenly among them; {NONE} where all of it together is less than counts. Last rows: how much of these differences is "
        "explained by adding up."
    )
    return PageSection("adds", "What each adds", [said], [PageTable(note, _head(outcomes), rows)])


def _leaving_out(outcomes: Sequence[FactorialRecord]) -> PageSection:
    others = count_word(len(outcomes[0].mechanisms) - 1)
    rows: list[Row] = []
    for n, mechanism in enumerate(outcomes[0].mechanisms):
        cells = (f"{_cost(one.mechanisms[n].needed)} [{percent(one.mechanisms[n].needed_in)}]" for one in outcomes)
        rows.append((title(mechanism.mechanism), *cells))
    said = f"how much an outcome changes when a mechanism goes from high to low while the other {others} stay high."
    note = "In brackets: in how many of the plausible settings that makes the outcome worse by as much as counts."
    return PageSection("leaving_out", "What leaving it out costs", [said], [PageTable(note, _head(outcomes), rows)])


def _pairs(outcomes: Sequence[FactorialRecord]) -> PageSection:
    said = "what two high ones do beyond the sum of what each does alone (+ more, − less, as the outcome is measured)."
    return PageSection("pairs", "Which two need each other", [said, *map(pairs_text, outcomes)])


def pairs_text(one: FactorialRecord) -> str:
    """Which pairs do more or less than the sum of both."""
    counting = sorted((pair for pair in one.interactions if pair.counts), key=lambda pair: -abs(pair.size.value or 0.0))
    head = f"{display(one.measure)}: "
    if not counting:
        if all(pair.size.value is None for pair in one.interactions):
            return f"{head}of no two can anything be said, for some combinations have no value"
        largest = max(one.interactions, key=lambda pair: -1.0 if pair.size.value is None else abs(pair.size.value))
        names = f"{title(largest.first)} with {title(largest.second)}"
        least = f"by as much as counts ({one.smallest_effect:g})"
        most = f"the most do {names}, {signed(largest.size)}"
        if all(_within(pair.size, one.smallest_effect) for pair in one.interactions):
            return f"{head}no two go beyond their sum {least}; {most}"
        return f"{head}of no two is it settled that they go beyond their sum {least}; {most}{_between(largest.size)}"
    told = [f"{title(pair.first)} with {title(pair.second)} {signed(pair.size)}" for pair in counting[:MOST]]
    more = f"; and {len(counting) - MOST} more" if len(counting) > MOST else ""
    return f"{head}{'; '.join(told)}{more}"


def _between(size: Estimate) -> str:
    """Its interval in brackets; empty where there is none."""
    if size.low is None or size.high is None:
        return ""
    return f" (95 % interval {size.low:+.3f} to {size.high:+.3f})".replace("-", "−")


def _within(size: Estimate, smallest: float) -> bool:
    """Whether all of its interval is less than counts: only then is it surely no more."""
    return size.low is not None and size.high is not None and max(-size.low, size.high) < smallest


def counts(one: FactorialRecord) -> bool:
    """Whether all combinations together differ by as much as counts: two standard deviations are the effect of one alone."""
    return one.deviation_between_arms.value is not None and 2.0 * one.deviation_between_arms.value >= one.smallest_effect


def _of_total(one: FactorialRecord, share: Estimate) -> str:
    """A share of all that the combinations differ by; none of a total that does not count."""
    return percent(share) if counts(one) else NONE


def _head(outcomes: Sequence[FactorialRecord]) -> Row:
    return "", *(display(one.measure) for one in outcomes)


def display(measure: str) -> str:
    """An outcome in words."""
    return catalogue().measures[measure].display


def title(name: str) -> str:
    """A mechanism's title."""
    return sentence(catalogue().mechanisms[name].title.lower())


def percent(share: Known) -> str:
    """A share in whole percent."""
    value = share.value
    return NONE if value is None or not math.isfinite(value) else f"{100.0 * value:.0f} %".replace("-0 %", "0 %").replace("-", "−")


def format_span(share: Known) -> str:
    """Its interval."""
    if share.low is None or share.high is None or not math.isfinite(share.low):
        return ""
    return f"[{100.0 * share.low:.0f}, {100.0 * share.high:.0f}]".replace("-", "−")


def signed(size: Known) -> str:
    """A size with its sign."""
    return NONE if size.value is None or not math.isfinite(size.value) else f"{size.value:+.3f}".replace("-", "−")


def _cost(needed: Estimate) -> str:
    """What is lost without it: the same with the other sign."""
    return NONE if needed.value is None else f"{-needed.value:+.3f}".replace("-", "−")
