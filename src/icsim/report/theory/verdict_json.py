"""From a theory that was tested to the model of its `verdict.json`: tables, pages and the terminal are made from that alone."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from icsim.config.provenance import origin_record
from icsim.config.settings import Settings
from icsim.report.theory import clause_text
from icsim.report.theory.actors_text import actors_record
from icsim.report.theory.comparison_json import comparison_record
from icsim.report.theory.further_json import boundaries_record, necessity_record, role_record, scope_record, subgroup_records
from icsim.report.theory.retroduction_text import retroduction_record
from icsim.report.theory.route_text import route_record
from icsim.report.theory.verdict_text import NOT_A_FORECAST, verdict_lines
from icsim.report.theory.verdict_words import excluded, verdict_word, word_of_clause
from icsim.results.further import DiscriminatingClause, LookedAtRecord, UnsettledRecord
from icsim.results.values import Estimate, Shares
from icsim.results.verdict import (
    AttenuationRecord,
    ClauseRecord,
    DoseResponse,
    EffortRecord,
    EvidenceCounts,
    MediatedOutcome,
    MediationRecord,
    RobustnessRecord,
    VerdictFile,
    VerdictRecord,
)
from icsim.statistics.effect_shares import (
    LEANING,
    Band,
    EffectSamples,
    EffectShares,
    classify_draws,
    more_draws,
    needs_replicates,
    point,
    told_apart,
)
from icsim.theory.actors import bind_actors
from icsim.theory.boundary import Boundaries
from icsim.theory.clause_results import arm_means
from icsim.theory.clauses import DOSES, BoundClause
from icsim.theory.comparison import first_difference
from icsim.theory.evidence_base import count_labels, drawn_parameters
from icsim.theory.mediation import MediatedEffect
from icsim.theory.panel import ReplicatePanel
from icsim.theory.routes import Route
from icsim.theory.run_theory import ResolvedBudget
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_result import RobustnessResult, TheoryResult
from icsim.theory.theory_schema import PARAMETER_DEPENDENT, RoleName, Theory
from icsim.theory.verdict import ClauseResult, Verdict


def verdict_file(tried: TheoryResult, source_hash: str) -> VerdictFile:
    """The model of `verdict.json`; `source_hash` tells the state of the program."""
    theory, case = tried.case.theory, tried.case
    role = theory.role
    found = VerdictFile(
        note=NOT_A_FORECAST,
        id=theory.id,
        title=theory.title,
        role=role,
        source=theory.source,
        as_written=theory.as_written,
        recast=theory.recast,
        actors=actors_record(acting) if (acting := bind_actors(theory, case.arms, case.where)) else None,
        compared=clause_text.contrast_text(theory),
        comparison=comparison_record(case, _effort(tried)),
        file=case.where,
        command=case.command,
        content_hash=case.content,
        source_hash=source_hash,
        versions=versions_of(case.pair[0]),
        effort=_effort(tried),
        verdict=verdict_record(tried.verdict, tried.panel.draws, role, tried.boundary, all_routed(tried.routes)),
        clauses=tuple(
            clause_record(one, theory, tried.panel, tried.routes.get(one.asked.column), _first_week(case, one.asked))
            for one in tried.findings
        ),
        mediation=MediationRecord(
            outcomes=tuple(map(_mediated, tried.chain.outcomes)), reason=clause_text.plain_reason(tried.chain.reason)
        ),
        robustness=_robustness(tried, role),
        doses=tuple(_doses(tried, column) for column in tried.doses),
        evidence=_evidence(tried),
        role_found=role_record(tried.role) if tried.role else None,
        boundary=boundaries_record(tried.boundary) if tried.boundary else None,
        subgroups=subgroup_records(theory, tried.whom, tried.everywhere) if tried.whom else None,
        looked_at=LookedAtRecord.from_object(tried.everywhere.looked) if tried.everywhere else None,
        retroduction=retroduction_record(tried.retroduction) if tried.retroduction else None,
        necessity=necessity_record(theory, tried.necessity) if tried.necessity else None,
        scope=scope_record(tried.fails) if tried.fails else None,
        sentences=(),
    )
    return found.model_copy(update={"sentences": tuple(verdict_lines(found))})


def _first_week(case: TheoryCase, asked: BoundClause) -> int:
    """The week in which the worlds of a clause first differ; of doses, at once."""
    return 1 if asked.doses else first_difference(case, asked)


def versions_of(settings: Settings) -> dict[str, str]:
    """The versions of icsim and of what its numbers rest on."""
    made = origin_record(settings)
    return {"icsim": made.icsim, **made.versions}


def verdict_record(
    judged: Verdict, draws: int, role: RoleName, boundary: Boundaries | None = None, routed: bool = True
) -> VerdictRecord:
    """A verdict. A preliminary one never says supported; a parameter-dependent theory, or one without a route, has no band."""
    worded, shares = role != PARAMETER_DEPENDENT and routed, judged.shares
    half, double = judged.at_scales
    return VerdictRecord(
        verdict_text=verdict_word(judged, role, boundary, routed),
        excluded=excluded(judged.bands, judged.preliminary) if worded and shares.draws and judged.tested else (),
        tested=judged.tested,
        routed=routed,
        preliminary=judged.preliminary,
        draws=draws,
        bands=judged.bands if worded else (),
        pattern=str(judged.pattern),
        resource_delivered=Estimate.from_object(judged.resource_delivered),
        shares=Shares.from_object(shares),
        patterns={cell: Estimate.from_object(share) for cell, share in judged.patterns.items()},
        at_half=half if worded else None,
        at_one=point(shares, judged.preliminary) if worded else None,
        at_double=double if worded else None,
        more_draws=more_draws(shares) if shares.draws and worded else None,
        needs_replicates=shares.draws > 0 and worded and needs_replicates(shares),
        unsettled=UnsettledRecord.from_object(judged.unsettled) if judged.unsettled and worded and judged.tested else None,
    )


def all_routed(routes: Mapping[str, Route]) -> bool:
    """Whether rules lead to every key clause that should move."""
    return not any(one.steps is None and one.asked.key and one.asked.clause.expect != "none" for one in routes.values())


def _effort(tried: TheoryResult) -> EffortRecord:
    settings = tried.case.pair[0]
    budget = ResolvedBudget.of(settings)
    return EffortRecord(
        place=settings.world.title,
        weeks=settings.weeks,
        draws=tried.panel.draws,
        replicates=len(tried.panel.replicates),
        robustness_draws=budget.robustness_draws,
        robustness_replicates=budget.robustness_replicates,
        seed=settings.seed,
        structure_seed=settings.structure_seed,
    )


def in_words(asked: BoundClause) -> dict[str, str]:
    """The fields of a clause that name it: `Measured`."""
    return {"clause": asked.column, "display": clause_text.measure_text(asked), "who": clause_text.selection_text(asked)}


def clause_record(
    finding: ClauseResult, theory: Theory, panel: ReplicatePanel, route: Route | None, first: int = 1
) -> ClauseRecord:
    """A clause as it came out; `route`: how what the arms set gets there, None where that was not looked at; `first`: the week in
    which its worlds first differ."""
    asked, clause = finding.asked, finding.asked.clause
    choice, unreached = clause_text.choice_text(asked, arm_means(asked, panel)), _unreached(finding, route)
    bands = () if unreached else clause_bands(finding, theory.role)
    return ClauseRecord(
        **in_words(asked),
        part=asked.part,
        primary=asked.key,
        measure=clause.measure,
        of=clause.of,
        stronger_for=clause.stronger_for,
        stat=clause.stat,
        week=asked.week,
        cumulative=clause.by_week is not None,
        contrast=clause_text.contrast_text(theory, clause.contrast),
        own_contrast=clause.contrast is not None,
        dose=clause.dose,
        mediated=clause.mediated,
        expect=clause.expect,
        expected=clause_text.expected(asked),
        unit=asked.measure.unit,
        smallest_effect=asked.smallest,
        verdict_text=word_of_clause(bands, bool(choice), unreached),
        bands=bands,
        route=route_record(route, finding, first),
        shares=Shares.from_object(finding.shares),
        effect=Estimate.from_object(finding.size),
        choice=choice,
        p05_p95=finding.p05_p95,
        effect_in_sd=finding.effect_in_sd,
        replicates_as_predicted=finding.replicates_as_predicted,
        replicates_same=finding.replicates_same,
        undecided_draws=finding.undecided_draws,
        settling_replicates=finding.settling_replicates,
    )


def finding_word(finding: ClauseResult, tried: TheoryResult) -> str:
    """The word of a clause, as every table has it from its record."""
    chosen = clause_text.choice_text(finding.asked, arm_means(finding.asked, tried.panel))
    unreached = _unreached(finding, tried.routes.get(finding.asked.column))
    return word_of_clause(clause_bands(finding, tried.case.theory.role), bool(chosen), unreached)


def _unreached(finding: ClauseResult, route: Route | None) -> bool:
    """Whether no rule leads to a clause, though it should move."""
    return route is not None and route.steps is None and finding.asked.clause.expect != "none"


def clause_bands(finding: ClauseResult, role: RoleName) -> tuple[Band, ...]:
    """The words that a clause's intervals leave; none for an outcome whose sign hangs on numbers, which has a boundary."""
    return () if role == PARAMETER_DEPENDENT and finding.asked.part == "outcome" else finding.bands


def _mediated(one: MediatedEffect) -> MediatedOutcome:
    return MediatedOutcome(
        **in_words(one.asked),
        total=Estimate.from_object(one.total),
        tnie=Estimate.from_object(one.tnie),
        pnie=Estimate.from_object(one.pnie),
        interaction=Estimate.from_object(one.interaction),
        smallest_effect=one.asked.smallest,
        tnie_share=one.tnie_share,
        pnie_share=one.pnie_share,
        has_path=one.has_path,
    )


def _robustness(tried: TheoryResult, role: RoleName) -> tuple[RobustnessRecord, ...]:
    """What was different, in words, and what became of the verdict."""
    theory = tried.case.theory
    given = {"weaker": iter(theory.weaker_where), "rival": iter([rival.patch for rival in theory.rival])}
    arms = iter([rival.arm for rival in theory.rival])
    found = []
    for looked in tried.looked:
        kind, weaker = looked.look.kind, looked.weaker
        differs = clause_text.patch(next(given[kind])) if kind in given else looked.look.name
        arm = next(arms) if kind == "rival" else None
        found.append(
            RobustnessRecord(
                kind=kind,
                name=looked.look.name,
                differs=f"{differs} (in “{clause_text.contrast_text(theory, arm)}” only)" if arm else differs,
                note=looked.look.note,
                about=looked.look.about,
                holds=looked.verdict.tested and holds(looked.verdict.shares),
                verdict=verdict_record(looked.verdict, _draws(looked), role),
                weaker=AttenuationRecord(**weaker.share._asdict(), draws=weaker.draws) if weaker is not None else None,
                discriminating_clause=_discriminating(tried, looked) if kind == "rival" else None,
            )
        )
    return tuple(found)


def holds(found: EffectShares) -> bool:
    """Whether a robustness check counts as one in which the theory holds: leaning or better (a convention)."""
    return found.draws > 0 and found.expected.value >= LEANING


def _draws(looked: RobustnessResult) -> int:
    return int(looked.findings[0].effects.shape[0])


def _discriminating(tried: TheoryResult, looked: RobustnessResult) -> DiscriminatingClause | None:
    """The clause whose share differs most between a theory and its rival, in the draws that both were tried in; first those that
    so many draws tell apart.
    """
    own, found = {finding.asked.column: finding for finding in tried.findings}, []
    for there in looked.findings:
        if there.asked.part != "resource":
            here = _as_expected(own[there.asked.column].effects[: _draws(looked)], there)
            found.append((here, _as_expected(there.effects, there), there))
    known = [one for one in found if one[0].draws and one[1].draws]
    if not known:
        return None
    here, away, there = max(known, key=lambda one: _apart(one[0], one[1]))
    return DiscriminatingClause(
        **in_words(there.asked), week=clause_text.week_text(there.asked), expected=clause_text.expected(there.asked),
        here=here.share, draws_here=here.draws, there=away.share, draws_there=away.draws,
    )  # fmt: skip


class _AsExpected(NamedTuple):
    """The share of draws as expected, and the draws with a value that it is of."""

    share: float
    draws: int


def _as_expected(effects: EffectSamples, finding: ClauseResult) -> _AsExpected:
    asked = finding.asked
    kind = classify_draws(effects, asked.clause.expect, asked.smallest)
    there = kind[~np.isnan(kind)]
    return _AsExpected(float(np.mean(there == 1.0)) if there.size else math.nan, int(there.size))


def _apart(here: _AsExpected, there: _AsExpected) -> tuple[bool, float]:
    return told_apart(here.share, here.draws, there.share, there.draws), abs(here.share - there.share)


def _doses(tried: TheoryResult, column: str) -> DoseResponse:
    """The outcome along the lever, from none to all: mean over draws, and the middle 90 % of them."""
    means = tried.doses[column]
    asked = next(one for one in tried.case.asked if one.column == column)
    some = ~np.isnan(means).all(axis=0)
    quantiles = np.quantile(means[:, some], [0.05, 0.5, 0.95], axis=1) if some.any() else np.full((3, DOSES), np.nan)
    low, median, high = (tuple(line) for line in quantiles.tolist())
    at = tuple(step / (DOSES - 1) for step in range(DOSES))
    words = in_words(asked) | {"display": asked.measure.display, "along": clause_text.dose_label(asked)}
    return DoseResponse(**words, at=at, low=low, median=median, high=high)


def _evidence(tried: TheoryResult) -> EvidenceCounts:
    """How many of the parameters that were drawn are measured, recalled, a convention or assumed."""
    drawn, home = drawn_parameters(tried.case), tried.case.theory.source.mechanism
    return EvidenceCounts(
        drawn=count_labels([entry.evidence for entry in drawn]),
        mechanism=home,
        of_mechanism=count_labels([entry.evidence for entry in drawn if entry.home == home]),
    )
