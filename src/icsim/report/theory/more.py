"""The further questions about a theory as plain data: for whom, was it needed, whose sign is it, where is the boundary."""

import math
from typing import Any

from icsim.report.theory import words
from icsim.report.theory.fails_said import sentences
from icsim.theory.boundary import Boundaries, Boundary
from icsim.theory.fails import Came, Fails
from icsim.theory.necessity import Necessity
from icsim.theory.result import Tried
from icsim.theory.role import RoleFound
from icsim.theory.shares import Interval
from icsim.theory.whom import ForWhom, Row

Plain = dict[str, Any]

WHOLE = ("everybody", "served", "bystanders")
NOW_AND_THEN = 0.05  # of the draws


def more(tried: Tried) -> Plain:
    """All of them; None where one was not asked or cannot be said."""
    return {
        "role_found": _role(tried.role) if tried.role else None,
        "boundary": _boundaries(tried.boundary) if tried.boundary else None,
        "for_whom": _whom(tried.whom) if tried.whom else None,
        "necessity": _necessity(tried, tried.necessity) if tried.necessity else None,
        "fails": _fails(tried.fails) if tried.fails else None,
    }


def interval(found: Interval) -> Plain:
    """A value with the ends of its 95 % interval."""
    return {"value": number(found.value), "low": number(found.low), "high": number(found.high)}


def number(value: float) -> float | None:
    """A number of plain data."""
    return float(value) if math.isfinite(value) else None


def _role(role: RoleFound) -> Plain:
    return {
        "found": role.found,
        "differs": role.differs,
        "reason": words.plainly(role.reason),
        "draws": role.draws,
        "lucks": role.lucks,
        "clauses": [{"column": one.asked.column, "found": one.found, "reason": words.plainly(one.reason)} for one in role.clauses],
    }


def _boundaries(boundary: Boundaries) -> Plain:
    return {
        "found": [_boundary(one) for one in boundary.found],
        "without": [
            {"column": asked.column, "display": words.what(asked), "reason": words.plainly(reason)}
            for asked, reason in boundary.without
        ],
    }


def _boundary(one: Boundary) -> Plain:
    return {
        "column": one.asked.column,
        "display": words.what(one.asked),
        "counted": one.counted,
        "above": one.candidate.above,
        "below": one.candidate.below,
        "threshold": number(one.cut.threshold),
        "holds_above": one.cut.more,
        "accuracy": number(one.accuracy),
        "right": one.right,
        "of": one.of,
        "side": number(one.side),
        "alone": number(one.alone.threshold) if one.alone else None,
        "rule": one.rule,
        "words": one.words,
    }


def _whom(whom: ForWhom) -> list[Plain]:
    return [_row(row) for row in whom.rows]


def _row(row: Row) -> Plain:
    reading = row.reading
    return {
        "measure": reading.name,
        "display": reading.display,
        "group": {"kind": reading.group.kind, "value": reading.group.value, "label": reading.group.label},
        "week": reading.week,
        "unit": reading.measure.unit,
        "smallest_effect": reading.smallest,
        "effect": interval(row.size),
        "better": interval(row.better),
        "worse": interval(row.worse),
        "moved": interval(row.moved),
        "draws": row.draws,
        "loses": row.loses,
        "gains": row.gains,
        "note": row.note,
        "drawn": drawn(row),
    }


def _fails(fails: Fails) -> Plain:
    return {
        "settings": len(fails.came),
        "came": {one.name.lower(): fails.came.count(one) for one in Came},
        "near": fails.near,
        "sentences": sentences(fails),
    }


def drawn(row: Row) -> bool:
    """Whether a group is in the figure: the whole always, a part of the place where an effect now and then counts."""
    return row.reading.group.kind in WHOLE or row.moved.value >= NOW_AND_THEN


def _necessity(tried: Tried, found: Necessity) -> Plain:
    happened = tried.case.theory.happened
    return {
        "happened": words.happened(happened) if happened else "",
        "first": words.compared(tried.case.theory, tried.case.theory.contrasted[0]),
        "second": words.compared(tried.case.theory, tried.case.theory.contrasted[1]),
        "necessary": interval(found.necessary),
        "sufficient": interval(found.sufficient),
        "both": interval(found.both),
        "with_it": found.with_it,
        "without": found.without,
        "pairs": found.pairs,
        "missing": found.missing,
    }
