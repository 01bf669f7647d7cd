"""A tried theory as plain data: the content of `verdict.json`. Tables, pages and the terminal are made from it alone.

Its names are stable and stand in docs/verdicts.md; None (null) is what cannot be said.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from icsim.catalogue import catalogue
from icsim.catalogue.entries import EVIDENCE_LABELS
from icsim.config.provenance import origin_record
from icsim.report.theory import clause_text
from icsim.report.theory.further_json import estimate_to_json, further_json, none_if_not_finite
from icsim.report.theory.verdict_text import NOT_A_FORECAST, PARAMETER_DEPENDENT, verdict_lines, verdict_phrase
from icsim.statistics.effect_shares import LEANING, EffectSamples, EffectShares, classify_draws, more_draws, needs_replicates, point
from icsim.theory.boundary import Boundaries
from icsim.theory.clauses import DOSES
from icsim.theory.mediation import MediatedEffect
from icsim.theory.parameter_draws import fixed_parameters
from icsim.theory.run_theory import ResolvedBudget
from icsim.theory.theory_result import RobustnessResult, TheoryResult
from icsim.theory.theory_schema import Theory
from icsim.theory.verdict import ClauseResult, Verdict

SCHEMA = 2
Plain = dict[str, Any]


def verdict_json(tried: TheoryResult, source_hash: str) -> Plain:
    """All of it."""
    theory, case = tried.case.theory, tried.case
    made = origin_record(case.pair[0])
    found = {
        "schema": SCHEMA,
        "note": NOT_A_FORECAST,
        "id": theory.id,
        "title": theory.title,
        "role": theory.role,
        "source": theory.source.model_dump(),
        "as_written": theory.as_written.model_dump() if theory.as_written else None,
        "recast": theory.recast.model_dump() if theory.recast else None,
        "compared": clause_text.contrast_text(theory),
        "file": case.where,
        "command": case.command,
        "content_hash": case.content,
        "source_hash": source_hash,
        "versions": {"icsim": made.icsim, **made.versions},
        "worlds": _worlds(tried),
        "verdict": judgement_json(tried.verdict, tried.panel.draws, theory.role, tried.boundary),
        "clauses": [_clause(finding, tried) for finding in tried.findings],
        "chain": {
            "passages": [_passage(one) for one in tried.chain.passages],
            "reason": clause_text.plain_reason(tried.chain.reason),
        },
        "looks": _looks(tried),
        "doses": [_doses(tried, column) for column in tried.doses],
        "assumption": _assumption(tried),
        **further_json(tried),
    }
    return found | {"said": verdict_lines(found)}


def judgement_json(judged: Verdict, draws: int, role: str, boundary: Boundaries | None = None) -> Plain:
    """A verdict. In a quick look nothing is called supported, at no smallest effect; a theory of role P has no band at all."""
    half, one, double = judged.at_scales[0], point(judged.shares, judged.quick), judged.at_scales[1]
    words = {"at_half": str(half), "at_one": str(one), "at_double": str(double)}
    return {
        "says": verdict_phrase(judged, role, boundary),
        "tested": judged.tested,
        "quick": judged.quick,
        "draws": draws,
        "bands": [] if role == PARAMETER_DEPENDENT else [str(band) for band in judged.bands],
        "headline": str(judged.headline),
        "arrived": estimate_to_json(judged.arrived),
        "shares": _shares(judged.shares),
        "cells": {str(cell): estimate_to_json(share) for cell, share in judged.cells.items()},
        **(dict.fromkeys(words) if role == PARAMETER_DEPENDENT else words),
        "more_draws": more_draws(judged.shares) if judged.shares.draws and role != PARAMETER_DEPENDENT else None,
        "more_lucks": bool(judged.shares.draws) and role != PARAMETER_DEPENDENT and needs_replicates(judged.shares),
    }


def _shares(found: EffectShares) -> Plain:
    three = {name: estimate_to_json(getattr(found, name)) for name in ("expected", "none", "other")}
    return three | {"draws": found.draws, "missing": found.missing}


def _worlds(tried: TheoryResult) -> Plain:
    settings = tried.case.pair[0]
    effort = ResolvedBudget.of(settings)
    return {
        "place": settings.world.title,
        "weeks": settings.weeks,
        "draws": tried.panel.draws,
        "lucks": len(tried.panel.lucks),
        "side_draws": effort.side_draws,
        "side_lucks": effort.side_lucks,
        "seed": settings.seed,
        "structure": settings.structure,
    }


def _clause(finding: ClauseResult, tried: TheoryResult) -> Plain:
    asked, theory = finding.asked, tried.case.theory
    groups, contrast = asked.clause.stronger_for, asked.clause.contrast
    return {
        "column": asked.column,
        "part": asked.part,
        "key": asked.key,
        "measure": asked.clause.measure,
        "display": clause_text.measure_text(asked),
        "of": asked.clause.of,
        "stronger_for": groups.model_dump() if groups else None,
        "who": clause_text.selection_text(asked),
        "stat": asked.clause.stat,
        "week": asked.week,
        "until": asked.clause.by_week is not None,
        "contrast": clause_text.contrast_text(theory, contrast),
        "own_contrast": contrast is not None,
        "dose": asked.clause.dose,
        "through": asked.clause.through,
        "expect": asked.clause.expect,
        "expected": clause_text.expected(asked),
        "unit": asked.measure.unit,
        "smallest_effect": asked.smallest,
        "bands": clause_bands(finding, theory),
        "shares": _shares(finding.shares),
        "effect": estimate_to_json(finding.size),
        "middle": {"low": none_if_not_finite(finding.middle[0]), "high": none_if_not_finite(finding.middle[1])},
        "standard_deviations": none_if_not_finite(finding.deviations),
        "lucks_right": none_if_not_finite(finding.lucks_right),
        "straddling": finding.straddling,
    }


def clause_bands(finding: ClauseResult, theory: Theory) -> list[str]:
    """The words that a clause's intervals leave; none for an outcome whose sign hangs on numbers, which has a boundary."""
    return [] if theory.role == PARAMETER_DEPENDENT and finding.asked.part == "outcome" else [str(band) for band in finding.bands]


def _passage(one: MediatedEffect) -> Plain:
    sizes = {name: estimate_to_json(getattr(one, name)) for name in ("total", "through_with", "through_without", "difference")}
    shares = {"share_with": one.share_with, "share_without": one.share_without, "leads": one.leads}
    about = {
        "column": one.asked.column,
        "display": clause_text.measure_text(one.asked),
        "who": clause_text.selection_text(one.asked),
    }
    return about | {"smallest_effect": one.asked.smallest} | sizes | shares


def _looks(tried: TheoryResult) -> list[Plain]:
    """What was different, in words, and what became of the verdict."""
    theory = tried.case.theory
    given = {"weaker": iter(theory.weaker_where), "rival": iter([rival.patch for rival in theory.rival])}
    arms = iter([rival.arm for rival in theory.rival])
    found = []
    for looked in tried.looked:
        kind = looked.look.kind
        differs = clause_text.patch(next(given[kind])) if kind in given else looked.look.name
        arm = next(arms) if kind == "rival" else None
        found.append(
            {
                "kind": kind,
                "name": looked.look.name,
                "differs": f"{differs} (in {clause_text.contrast_text(theory, arm)} only)" if arm else differs,
                "note": looked.look.note,
                "about": looked.look.about,
                "holds": looked.verdict.tested and holds(looked.verdict.shares),
                "verdict": judgement_json(looked.verdict, _side(looked), theory.role),
                "weaker": estimate_to_json(looked.weaker.share) | {"draws": looked.weaker.draws}
                if looked.weaker is not None
                else None,
                "apart": _apart(tried, looked) if kind == "rival" else None,
            }
        )
    return found


def holds(found: EffectShares) -> bool:
    """Whether a look counts as one in which the theory holds: leaning or better (a convention)."""
    return found.draws > 0 and found.expected.value >= LEANING


def _side(looked: RobustnessResult) -> int:
    return int(looked.findings[0].effects.shape[0])


def _apart(tried: TheoryResult, looked: RobustnessResult) -> Plain | None:
    """The clause whose share differs most between a theory and its rival, in the draws that both were tried in."""
    own, found = {finding.asked.column: finding for finding in tried.findings}, []
    for there in looked.findings:
        if there.asked.part != "resource":
            here = _as_expected(own[there.asked.column].effects[: _side(looked)], there)
            found.append((here, _as_expected(there.effects, there), there))
    known = [one for one in found if not math.isnan(one[0]) and not math.isnan(one[1])]
    if not known:
        return None
    here, away, there = max(known, key=lambda one: abs(one[0] - one[1]))
    about = {
        "column": there.asked.column,
        "display": clause_text.measure_text(there.asked),
        "who": clause_text.selection_text(there.asked),
    }
    return about | {
        "week": clause_text.week_text(there.asked),
        "expected": clause_text.expected(there.asked),
        "here": here,
        "there": away,
    }


def _as_expected(effects: EffectSamples, finding: ClauseResult) -> float:
    asked = finding.asked
    kind = classify_draws(effects, asked.clause.expect, asked.smallest)
    there = kind[~np.isnan(kind)]
    return float(np.mean(there == 1.0)) if there.size else math.nan


def _doses(tried: TheoryResult, column: str) -> Plain:
    """The outcome along the lever, from none to all: mean over draws, and the middle 90 % of them."""
    means = tried.doses[column]
    asked = next(one for one in tried.case.asked if one.column == column)
    some = ~np.isnan(means).all(axis=0)
    low, middle, high = np.quantile(means[:, some], [0.05, 0.5, 0.95], axis=1) if some.any() else np.full((3, DOSES), np.nan)
    ends: dict[str, Sequence[float]] = {"low": low, "median": middle, "high": high}
    lines = {name: [none_if_not_finite(value) for value in values] for name, values in ends.items()}
    about = {
        "column": column,
        "display": asked.measure.display,
        "who": clause_text.selection_text(asked),
        "along": clause_text.dose_label(asked),
    }
    return about | {"at": [step / (DOSES - 1) for step in range(DOSES)]} | lines


def _assumption(tried: TheoryResult) -> Plain:
    """How many of the numbers that were drawn are measured, recalled, a convention or assumed."""
    known, fixed = catalogue().parameters, fixed_parameters(tried.case)
    drawn = {
        name: entry
        for name, entry in known.items()
        if name not in fixed and entry.range is not None and entry.range[0] < entry.range[1]
    }
    home = tried.case.theory.source.mechanism
    own = {name: entry for name, entry in drawn.items() if entry.home == home}
    return {
        "drawn": _by_label([entry.label for entry in drawn.values()]),
        "mechanism": home,
        "of_mechanism": _by_label([entry.label for entry in own.values()]),
    }


def _by_label(labels: Sequence[str]) -> dict[str, int]:
    return {label: labels.count(label) for label in EVIDENCE_LABELS}
