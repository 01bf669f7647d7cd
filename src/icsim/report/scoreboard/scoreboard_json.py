"""From theories under rival models to the model of `scoreboard.json`, and of the part of each theory and model."""

from collections.abc import Mapping, Sequence

import numpy as np

from icsim.report.scoreboard.scoreboard_text import OURS, VERIFICATION, scoreboard_lines
from icsim.report.theory import clause_text
from icsim.report.theory.verdict_json import clause_bands, in_words, verdict_record, versions_of
from icsim.report.theory.verdict_text import NOT_A_FORECAST
from icsim.report.words import readable_name
from icsim.results.scoreboard import (
    CellRecord,
    ClauseInWords,
    ClauseScore,
    DiscriminatingShare,
    JointRecord,
    ModelRecord,
    ScoreboardFile,
    ScoreEffort,
    ScoreFile,
    ScoreRow,
    StatementCounts,
    VarianceReading,
)
from icsim.results.values import Estimate
from icsim.theory.model_comparison import (
    MODEL,
    HeldSamples,
    ModelScore,
    discriminating_clause,
    joint_score,
    model_claim,
    pass_outcome,
    rivals,
)
from icsim.theory.run_theory import ResolvedBudget
from icsim.theory.theory_schema import PARAMETER_DEPENDENT, UNNAMED
from icsim.theory.verdict import ClauseResult


def model_label(model: str) -> str:
    """What a model is called."""
    return OURS if model == MODEL else readable_name(model)


def score_file(scored: ModelScore, source_hash: str) -> ScoreFile:
    """A theory under one model."""
    theory, case = scored.case.theory, scored.case
    budget, role = ResolvedBudget.of(case.pair[0]), theory.role
    return ScoreFile(
        id=theory.id,
        title=theory.title,
        role=role,
        mechanism=theory.source.mechanism or UNNAMED,
        model=scored.model,
        content_hash=case.content,
        source_hash=source_hash,
        versions=versions_of(case.pair[0]),
        effort=ScoreEffort(draws=budget.draws, replicates=budget.replicates, seed=budget.seed),
        verdict=verdict_record(scored.verdict, budget.draws, role),
        held=tuple(scored.verdict.held.tolist()),
        clauses=tuple(_clause(finding, scored) for finding in scored.findings),
    )


def scoreboard_file(
    found: Mapping[str, Sequence[ScoreFile]],
    samples: Mapping[str, Sequence[HeldSamples]],
    command: str,
    statements: StatementCounts | None = None,
    variance: VarianceReading | None = None,
) -> ScoreboardFile:
    """The whole scoreboard from its parts and where they held: by model, ours first, theories in the same order in each."""
    first = found[MODEL][0]
    made = ScoreboardFile(
        note=NOT_A_FORECAST,
        verification=VERIFICATION,
        command=command,
        versions=first.versions,
        effort=first.effort,
        preliminary=first.verdict.preliminary,
        complete=set(found) == {MODEL, *rivals()},
        models=tuple(ModelRecord(name=model, display=model_label(model), about=model_claim(model)) for model in found),
        theories=tuple(_row({model: parts[n] for model, parts in found.items()}) for n in range(len(found[MODEL]))),
        together={model: _together(parts, samples[model]) for model, parts in found.items()},
        statements=statements,
        variance=variance,
        sentences=(),
    )
    return made.model_copy(update={"sentences": tuple(scoreboard_lines(made))})


def _row(by_model: Mapping[str, ScoreFile]) -> ScoreRow:
    first = by_model[MODEL]
    cells = {model: _cell(one) for model, one in by_model.items()}
    passes, left_open, fails = (
        tuple(model for model, cell in cells.items() if cell.outcome == end) for end in ("passes", "open", "fails")
    )
    others = tuple(model for model in by_model if model != MODEL)
    passing = tuple(model for model in others if model in passes)
    return ScoreRow(
        id=first.id,
        title=first.title,
        role=first.role,
        mechanism=first.mechanism,
        cells=cells,
        passes=passes,
        open=left_open,
        fails=fails,
        no_information=bool(others) and passing == others,
        rivals_only=bool(passing) and MODEL not in passes,
        discriminating_clause={model: _discriminating(first, by_model[model]) for model in others},
    )


def _cell(one: ScoreFile) -> CellRecord:
    judged = one.verdict
    return CellRecord(
        verdict_text=judged.verdict_text,
        bands=judged.bands,
        tested=judged.tested,
        pattern=judged.pattern,
        resource_delivered=judged.resource_delivered,
        share=judged.shares.expected,
        draws=judged.shares.draws,
        missing=judged.shares.missing,
        outcome=None if one.role == PARAMETER_DEPENDENT else pass_outcome(judged.tested, judged.bands),
    )


def _together(parts: Sequence[ScoreFile], samples: Sequence[HeldSamples]) -> JointRecord:
    held = [np.array([np.nan if value is None else value for value in one.held]) for one in parts]
    return JointRecord.from_object(joint_score(held, samples, parts[0].effort.replicates))


def _discriminating(here: ScoreFile, there: ScoreFile) -> DiscriminatingShare | None:
    own, other = ({one.clause: one for one in part.clauses if one.part != "resource"} for part in (here, there))
    best = discriminating_clause(*({name: one.share.value for name, one in clauses.items()} for clauses in (own, other)))
    if best is None:
        return None
    kept = {name: getattr(own[best], name) for name in ClauseInWords.model_fields}
    ours, rivals_ = own[best], other[best]
    return DiscriminatingShare(
        **kept, here=ours.share, draws_here=ours.draws, there=rivals_.share, draws_there=rivals_.draws
    )


def _clause(finding: ClauseResult, scored: ModelScore) -> ClauseScore:
    asked, theory = finding.asked, scored.case.theory
    return ClauseScore(
        **in_words(asked),
        part=asked.part,
        primary=asked.key,
        week=asked.week,
        cumulative=asked.clause.by_week is not None,
        contrast=clause_text.contrast_text(theory, asked.clause.contrast),
        expected=clause_text.expected(asked),
        bands=clause_bands(finding, theory.role),
        share=Estimate.from_object(finding.shares.expected),
        draws=finding.shares.draws,
        effect=Estimate.from_object(finding.size),
        smallest_effect=asked.smallest,
    )
