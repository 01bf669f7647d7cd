"""The statements of a finished study, counted by role and by mechanism, and its findings, misses first."""

from collections.abc import Sequence

from icsim.report.scoreboard.scoreboard_text import clause_label
from icsim.report.theory.share_text import held_count
from icsim.report.theory.verdict_words import BOUNDARY, NO_BOUNDARY, NO_ROUTE, NOT_SOUGHT, clause_word
from icsim.results.scoreboard import FindingRecord, StatementCounts, WordCount
from icsim.results.verdict import ClauseRecord, VerdictFile, VerdictRecord, VerdictsFile
from icsim.statistics.effect_shares import Band
from icsim.theory.theory_schema import EMERGENT, UNNAMED
from icsim.theory.verdict import NOT_TESTED

COUNTED = (
    Band.SUPPORTED, Band.LEANING, Band.UNRESOLVED, Band.NO_EFFECT, Band.CONTRADICTED, BOUNDARY, NO_BOUNDARY, NOT_SOUGHT,
    Band.NO_VALUE, NOT_TESTED, NO_ROUTE,
)  # fmt: skip
ORDER = (Band.CONTRADICTED, Band.UNRESOLVED, Band.NO_EFFECT, NOT_TESTED, NO_ROUTE, Band.NO_VALUE, Band.LEANING, Band.SUPPORTED)
"""Of findings: what speaks against the model comes first."""
COUNTS = (
    "Counted by the word of the share itself; in brackets, how many of them have an interval that leaves another word possible, "
    "so that they are not settled. A theory whose sign hangs on numbers (P) is counted by its boundary."
)


def read_statements(path: str) -> StatementCounts:
    """The statements of a study, from its `verdicts.json` or the folder that holds it."""
    found = VerdictsFile.from_file(path, "statements_from")
    return count_statements(found.theories, found.command, str(VerdictsFile.path_of(path)))


def count_statements(found: Sequence[VerdictFile], command: str, file: str) -> StatementCounts:
    """How many statements have each verdict, by role and by mechanism, and every finding with what it missed."""
    findings = sorted((one for one in found if one.role == EMERGENT), key=lambda one: ORDER.index(word(one)))
    return StatementCounts(
        file=file,
        command=command,
        theories=len(found),
        preliminary=any(one.verdict.preliminary for one in found),
        by_role=_counts(found, [one.role for one in found]),
        by_mechanism=_counts(found, [one.source.mechanism or UNNAMED for one in found]),
        findings=tuple(map(_finding, findings)),
    )


def word(found: VerdictFile) -> str:
    """The one word that its share lies in, whatever the interval."""
    judged = found.verdict
    if not judged.routed:
        return NO_ROUTE
    return str(judged.at_one or judged.verdict_text) if judged.tested else NOT_TESTED


def _counts(found: Sequence[VerdictFile], groups: Sequence[str]) -> dict[str, dict[str, WordCount]]:
    words = [(group, word(one), one.verdict) for one, group in zip(found, groups, strict=True)]
    return {
        group: {str(band): _count([judged for of, own, judged in words if (of, own) == (group, band)]) for band in COUNTED}
        for group in sorted(set(groups))
    }


def _count(verdicts: Sequence[VerdictRecord]) -> WordCount:
    return WordCount(count=len(verdicts), open=sum(one.tested and len(one.bands) > 1 for one in verdicts))


def _finding(found: VerdictFile) -> FindingRecord:
    judged = found.verdict
    return FindingRecord(
        id=found.id,
        title=found.title,
        mechanism=found.source.mechanism or UNNAMED,
        word=word(found),
        verdict_text=judged.verdict_text,
        held=held_count(judged.shares) if judged.tested else None,
        pattern=judged.pattern,
        role_found=found.role_found.found if found.role_found else None,
        missed=tuple(_missed(one) for one in found.clauses if one.primary and not set(one.bands) & {Band.SUPPORTED, Band.LEANING}),
    )


def _missed(clause: ClauseRecord) -> str:
    """A primary clause that came in too few settings, in words."""
    came = f"in {held_count(clause.shares)}" if clause.shares.draws else "could not be read"
    return f"{clause_label(clause)}: expected {clause.expected}, {came} ({clause_word(clause)})"
