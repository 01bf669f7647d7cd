"""What the clauses of a theory say together.

For now at default parameters only: shares over plausible settings, and with them the words of the design's bands, come
where `judge` gets many comparisons for a clause instead of one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from icsim.theory.asked import Asked
from icsim.theory.clauses.compare import Comparison, Outcome


class Headline(StrEnum):
    """The four cells, and the two ways of not getting that far."""

    FOR_THE_REASON_GIVEN = "for the reason given"
    ANOTHER_REASON = "right result, another reason"
    NO_RESULT = "reasoning moved, result did not"
    NEITHER = "neither"
    NOT_SETTLED = "not settled"
    NOT_TESTED = "not tested"


SAID = {
    Headline.FOR_THE_REASON_GIVEN: "the reasoning moved as the theory says, and so did the outcome",
    Headline.ANOTHER_REASON: "the outcome came as the theory says, but the reasoning did not move as it says",
    Headline.NO_RESULT: "the reasoning moved as the theory says, but the outcome did not follow",
    Headline.NEITHER: "neither the reasoning nor the outcome moved as the theory says",
    Headline.NOT_SETTLED: "these worlds do not settle every clause",
    Headline.NOT_TESTED: "the resource did not arrive, so the rest says nothing about the theory",
}
PERHAPS_ARRIVED = "whether the resource arrived is not settled, and more worlds (budget.lucks) may settle it"


@dataclass(frozen=True)
class Finding:
    """A clause and how it came out."""

    asked: Asked
    result: Comparison


@dataclass(frozen=True)
class Verdict:
    """The headline over all key clauses, and a sentence that says why."""

    headline: Headline
    sentence: str
    basis: str


def judge(findings: Sequence[Finding], pairs: int) -> Verdict:
    """The verdict of the key clauses: the resource first, then reasoning and outcome. `also` has no say."""
    by_part = {part: [f for f in findings if f.asked.part == part] for part in ("resource", "reasoning", "outcome")}
    held = {part: _held(found) for part, found in by_part.items()}
    headline = _cell(held["resource"], held["reasoning"], held["outcome"])
    said = PERHAPS_ARRIVED if held["resource"] is None else SAID[headline]
    said += _still_open(by_part["reasoning"] + by_part["outcome"]) if headline == Headline.NOT_SETTLED else ""
    counts = ", ".join(f"{part} {_count(found)}" for part, found in by_part.items())
    basis = f"a quick look at default parameters, {pairs} paired worlds; not a band over plausible settings"
    return Verdict(headline, f"{said} (clauses as expected: {counts})", basis)


def _held(findings: Sequence[Finding]) -> bool | None:
    """Whether all clauses are as expected; None while that is open."""
    outcomes = [finding.result.outcome for finding in findings]
    if all(outcome in (Outcome.AS_EXPECTED, Outcome.NOT_SETTLED) for outcome in outcomes):
        return None if Outcome.NOT_SETTLED in outcomes else True
    return False


def _cell(resource: bool | None, reasoning: bool | None, outcome: bool | None) -> Headline:
    if resource is not True:
        return Headline.NOT_TESTED
    if reasoning is None or outcome is None:
        return Headline.NOT_SETTLED
    if reasoning:
        return Headline.FOR_THE_REASON_GIVEN if outcome else Headline.NO_RESULT
    return Headline.ANOTHER_REASON if outcome else Headline.NEITHER


def _still_open(findings: Sequence[Finding]) -> str:
    """What is known of the open clauses, and whether more worlds can be expected to settle them."""
    unsettled = [finding for finding in findings if finding.result.outcome == Outcome.NOT_SETTLED]
    right = sum(_surely_right(finding) for finding in unsettled)
    narrow = all(finding.result.high - finding.result.low <= finding.result.smallest for finding in unsettled)
    known = f"; of {len(unsettled)} open, {right} go the expected way, but perhaps by less than counts" if right else ""
    if narrow:
        return f"{known}; they are about as large as the smallest effect that counts, and more worlds will hardly settle them"
    return f"{known}; more worlds (budget.lucks) may settle them"


def _surely_right(finding: Finding) -> bool:
    expect, result = finding.asked.clause.expect, finding.result
    return (expect == "up" and result.low > 0.0) or (expect == "down" and result.high < 0.0)


def _count(findings: Sequence[Finding]) -> str:
    right = sum(finding.result.outcome == Outcome.AS_EXPECTED for finding in findings)
    return f"{right} of {len(findings)}"
