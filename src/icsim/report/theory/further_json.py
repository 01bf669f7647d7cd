"""The further questions about a theory as parts of its `verdict.json`: role, boundary, subgroups, necessity, scope."""

from icsim.report.theory import clause_text
from icsim.report.theory.scope_text import scope_sentences
from icsim.results.further import (
    BoundariesRecord,
    BoundaryRecord,
    ClauseRoleRecord,
    GroupRecord,
    NecessityRecord,
    NoBoundary,
    RoleRecord,
    ScopeRecord,
    SubgroupRecord,
)
from icsim.results.values import Estimate
from icsim.theory.all_states import AllStates
from icsim.theory.boundary import Boundaries, Boundary
from icsim.theory.necessity import Necessity
from icsim.theory.role import RoleFound
from icsim.theory.scope import ScopeOutcome, ScopeResult
from icsim.theory.subgroups import SubgroupEffect, SubgroupTable
from icsim.theory.theory_schema import Theory

WHOLE = ("everybody", "served", "bystanders")
NOW_AND_THEN = 0.05  # of the draws


def role_record(role: RoleFound) -> RoleRecord:
    """The computed role."""
    return RoleRecord(
        found=role.found,
        differs=role.differs,
        reason=clause_text.plain_reason(role.reason),
        draws=role.draws,
        replicates=role.replicates,
        clauses=tuple(
            ClauseRoleRecord(
                clause=one.asked.column,
                found=one.found,
                reason=clause_text.plain_reason(one.reason),
            )
            for one in role.clauses
        ),
    )


def boundaries_record(boundary: Boundaries) -> BoundariesRecord:
    """The boundaries found, and the outcomes that have none."""
    without = (
        NoBoundary(clause=asked.column, display=clause_text.measure_text(asked), reason=clause_text.plain_reason(reason))
        for asked, reason in boundary.without
    )
    return BoundariesRecord(found=tuple(map(_boundary, boundary.found)), without=tuple(without))


def _boundary(one: Boundary) -> BoundaryRecord:
    return BoundaryRecord(
        clause=one.asked.column,
        display=clause_text.measure_text(one.asked),
        counted=one.counted,
        above=one.candidate.above,
        below=one.candidate.below,
        threshold=one.cut.threshold,
        holds_above=one.cut.more,
        accuracy=one.accuracy,
        right=one.right,
        of=one.of,
        side=one.side,
        alone=one.alone.threshold if one.alone else None,
        rule=one.rule,
        words=one.words,
    )


def subgroup_records(theory: Theory, whom: SubgroupTable, everywhere: AllStates | None) -> tuple[SubgroupRecord, ...]:
    """The effects on all groups: what is always looked at, then what else moves."""
    more = everywhere.rows if everywhere else ()
    return (*(subgroup_record(theory, row, True) for row in whom.rows), *(subgroup_record(theory, row, False) for row in more))


def subgroup_record(theory: Theory, row: SubgroupEffect, declared: bool) -> SubgroupRecord:
    """The effect on one group."""
    reading = row.reading
    shares = {name: Estimate.from_object(getattr(row, name)) for name in ("better", "worse", "moved")}
    return SubgroupRecord(
        measure=reading.name,
        display=reading.display,
        group=GroupRecord.from_object(reading.group),
        week=reading.week,
        contrast=clause_text.contrast_text(theory, reading.contrast),
        own_contrast=reading.contrast != theory.contrast,
        interaction=len(reading.arms) == 4,
        unit=reading.measure.unit,
        smallest_effect=reading.smallest,
        effect=Estimate.from_object(row.size),
        **shares,
        draws=row.draws,
        corrected=row.corrected,
        worse_off=row.worse_off,
        better_off=row.better_off,
        spared=row.spared,
        note=row.note,
        drawn=declared and is_in_figure(row),
        declared=declared,
    )


def is_in_figure(row: SubgroupEffect) -> bool:
    """Whether a group is in the figure: the whole always, a part of the place where an effect now and then counts."""
    return row.reading.group.kind in WHOLE or row.moved.value >= NOW_AND_THEN


def necessity_record(theory: Theory, found: Necessity) -> NecessityRecord:
    """Necessity and sufficiency, with what was compared in words."""
    first, second = (clause_text.contrast_text(theory, arm) for arm in theory.contrasted)
    return NecessityRecord(
        occurred_if=clause_text.occurrence_text(theory.occurred_if) if theory.occurred_if else "",
        first=first,
        second=second,
        pn=Estimate.from_object(found.pn),
        ps=Estimate.from_object(found.ps),
        pns=Estimate.from_object(found.pns),
        with_it=found.with_it,
        without=found.without,
        pairs=found.pairs,
        missing=found.missing,
    )


def scope_record(fails: ScopeResult) -> ScopeRecord:
    """What came of the theory over the whole range of the context."""
    came = {one.name.lower(): fails.came.count(one) for one in ScopeOutcome}
    return ScopeRecord(settings=len(fails.came), came=came, near=fails.near, sentences=tuple(scope_sentences(fails)))
