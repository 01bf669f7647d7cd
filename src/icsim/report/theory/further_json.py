"""The further questions about a theory as plain data: for whom, was it needed, whose sign is it, where is the boundary."""

import math
from typing import Any

from icsim.report.theory import clause_text
from icsim.report.theory.scope_text import scope_sentences
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.boundary import Boundaries, Boundary
from icsim.theory.necessity import Necessity
from icsim.theory.role import RoleFound
from icsim.theory.scope import ScopeOutcome, ScopeResult
from icsim.theory.subgroups import SubgroupEffect, SubgroupTable
from icsim.theory.theory_result import TheoryResult

Plain = dict[str, Any]

WHOLE = ("everybody", "served", "bystanders")
NOW_AND_THEN = 0.05  # of the draws


def further_json(tried: TheoryResult) -> Plain:
    """All of them; None where one was not asked or cannot be said."""
    return {
        "role_found": _role(tried.role) if tried.role else None,
        "boundary": _boundaries(tried.boundary) if tried.boundary else None,
        "for_whom": _whom(tried.whom) if tried.whom else None,
        "necessity": _necessity(tried, tried.necessity) if tried.necessity else None,
        "fails": _fails(tried.fails) if tried.fails else None,
    }


def estimate_to_json(found: Estimate95) -> Plain:
    """A value with the ends of its 95 % interval."""
    return {"value": none_if_not_finite(found.value), "low": none_if_not_finite(found.low), "high": none_if_not_finite(found.high)}


def none_if_not_finite(value: float) -> float | None:
    """A number of plain data."""
    return float(value) if math.isfinite(value) else None


def _role(role: RoleFound) -> Plain:
    return {
        "found": role.found,
        "differs": role.differs,
        "reason": clause_text.plain_reason(role.reason),
        "draws": role.draws,
        "lucks": role.lucks,
        "clauses": [
            {"column": one.asked.column, "found": one.found, "reason": clause_text.plain_reason(one.reason)} for one in role.clauses
        ],
    }


def _boundaries(boundary: Boundaries) -> Plain:
    return {
        "found": [_boundary(one) for one in boundary.found],
        "without": [
            {"column": asked.column, "display": clause_text.measure_text(asked), "reason": clause_text.plain_reason(reason)}
            for asked, reason in boundary.without
        ],
    }


def _boundary(one: Boundary) -> Plain:
    return {
        "column": one.asked.column,
        "display": clause_text.measure_text(one.asked),
        "counted": one.counted,
        "above": one.candidate.above,
        "below": one.candidate.below,
        "threshold": none_if_not_finite(one.cut.threshold),
        "holds_above": one.cut.more,
        "accuracy": none_if_not_finite(one.accuracy),
        "right": one.right,
        "of": one.of,
        "side": none_if_not_finite(one.side),
        "alone": none_if_not_finite(one.alone.threshold) if one.alone else None,
        "rule": one.rule,
        "words": one.words,
    }


def _whom(whom: SubgroupTable) -> list[Plain]:
    return [_row(row) for row in whom.rows]


def _row(row: SubgroupEffect) -> Plain:
    reading = row.reading
    return {
        "measure": reading.name,
        "display": reading.display,
        "group": {"kind": reading.group.kind, "value": reading.group.value, "label": reading.group.label},
        "week": reading.week,
        "unit": reading.measure.unit,
        "smallest_effect": reading.smallest,
        "effect": estimate_to_json(row.size),
        "better": estimate_to_json(row.better),
        "worse": estimate_to_json(row.worse),
        "moved": estimate_to_json(row.moved),
        "draws": row.draws,
        "loses": row.loses,
        "gains": row.gains,
        "note": row.note,
        "drawn": is_in_figure(row),
    }


def _fails(fails: ScopeResult) -> Plain:
    return {
        "settings": len(fails.came),
        "came": {one.name.lower(): fails.came.count(one) for one in ScopeOutcome},
        "near": fails.near,
        "sentences": scope_sentences(fails),
    }


def is_in_figure(row: SubgroupEffect) -> bool:
    """Whether a group is in the figure: the whole always, a part of the place where an effect now and then counts."""
    return row.reading.group.kind in WHOLE or row.moved.value >= NOW_AND_THEN


def _necessity(tried: TheoryResult, found: Necessity) -> Plain:
    happened = tried.case.theory.happened
    return {
        "happened": clause_text.occurrence_text(happened) if happened else "",
        "first": clause_text.contrast_text(tried.case.theory, tried.case.theory.contrasted[0]),
        "second": clause_text.contrast_text(tried.case.theory, tried.case.theory.contrasted[1]),
        "necessary": estimate_to_json(found.necessary),
        "sufficient": estimate_to_json(found.sufficient),
        "both": estimate_to_json(found.both),
        "with_it": found.with_it,
        "without": found.without,
        "pairs": found.pairs,
        "missing": found.missing,
    }
