"""From two versions that ran to the model of `comparison.json`: the page, the figure and the terminal are made from that alone."""

from collections.abc import Sequence

from icsim.base import fingerprint
from icsim.report.comparison.comparison_text import WORDS_ONLY, moved_sentences
from icsim.report.theory.comparison_json import comparison_record
from icsim.report.theory.source_text import citation
from icsim.report.theory.unsettled_text import why_sentence
from icsim.report.theory.verdict_json import all_routed, clause_record, verdict_record, versions_of
from icsim.report.theory.verdict_text import NOT_A_FORECAST, verdict_sentence
from icsim.results.comparison import (
    ChangedKey,
    ClauseMove,
    ComparisonFile,
    HeldTogether,
    LoggedVersion,
    VersionRecord,
)
from icsim.results.values import Estimate
from icsim.results.verdict import EffortRecord
from icsim.results.version_log import LETTERS, version_of
from icsim.theory.compare_versions import ComparedClause, ComparedVersions, VersionRun

Rows = Sequence[tuple[str, ...]]


def comparison_file(found: ComparedVersions, command: str, log: Rows = ()) -> ComparisonFile:
    """The model of `comparison.json`; `log`: rows of `LOG_HEAD`, of both theories."""
    first, second = map(_version, found.runs)
    made = ComparisonFile(
        note=NOT_A_FORECAST,
        command=command,
        source_hash=fingerprint.pages(),
        versions=versions_of(found.runs[0].case.pair[0]),
        changes=changed(found.changes),
        first=first,
        second=second,
        clauses=tuple(map(_move, found.clauses)),
        held=HeldTogether(**found.held),
        log=(),
        sentences=(),
    )
    return with_log(made.model_copy(update={"sentences": tuple(moved_sentences(made))}), log)


def with_log(made: ComparisonFile, log: Rows) -> ComparisonFile:
    """The same with the log as it is after the run."""
    names = ("when", "theory", "version", "changed", "predicted", "came")
    return made.model_copy(update={"log": tuple(LoggedVersion(**dict(zip(names, row, strict=True))) for row in log)})


def changed(changes: tuple[tuple[str, str, str], ...]) -> tuple[ChangedKey, ...]:
    """What the files say differently; what no world depends on comes last."""
    made = [
        ChangedKey(key=key, first=first, second=second, words_only=key.partition(".")[0] in WORDS_ONLY)
        for key, first, second in changes
    ]
    return tuple(sorted(made, key=lambda one: one.words_only))


def _version(run: VersionRun) -> VersionRecord:
    case, theory = run.case, run.case.theory
    clauses = tuple(clause_record(one, theory, run.panel, run.routes.get(one.asked.column)) for one in run.findings)
    judged = verdict_record(run.verdict, run.panel.draws, theory.role, None, all_routed(run.routes))
    effort = _effort(run)
    return VersionRecord(
        file=case.where,
        id=theory.id,
        title=theory.title,
        role=theory.role,
        version=version_of(theory)[:LETTERS],
        content_hash=case.content,
        command=case.command,
        cited="" if theory.source.is_the_review else citation(theory.source),
        comparison=comparison_record(case, effort),
        effort=effort,
        verdict=judged,
        headline=verdict_sentence(judged, clauses),
        why=why_sentence(judged, clauses, effort.replicates) or "",
        clauses=clauses,
    )


def _effort(run: VersionRun) -> EffortRecord:
    settings = run.case.pair[0]
    return EffortRecord(
        place=settings.world.title, weeks=settings.weeks, draws=run.panel.draws, replicates=len(run.panel.replicates),
        robustness_draws=0, robustness_replicates=0, seed=settings.seed, structure_seed=settings.structure_seed,
    )  # fmt: skip


def _move(one: ComparedClause) -> ClauseMove:
    return ClauseMove(
        first=one.first.asked.column if one.first else None,
        second=one.second.asked.column if one.second else None,
        difference=Estimate.from_object(one.difference) if one.difference else None,
        text=one.says,
    )
