"""A tried theory as plain data: the content of `verdict.json`. Tables, pages and the terminal are made from it alone.

Its names are stable and stand in docs/verdicts.md; None (null) is what cannot be said.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from icsim.catalogue import catalogue
from icsim.catalogue.entries import LABELS
from icsim.config.record import record
from icsim.report.theory import words
from icsim.report.theory.more import interval, more, number
from icsim.report.theory.said import FORECAST, HANGS, said, says
from icsim.theory.asked import DOSES
from icsim.theory.boundary import Boundaries
from icsim.theory.chain import Passage
from icsim.theory.draws import settled
from icsim.theory.effects import Effect
from icsim.theory.result import Looked, Tried
from icsim.theory.shares import LEANING, Shares, kinds, luck_decides, more_draws, point
from icsim.theory.test import Effort
from icsim.theory.verdict import Finding, Verdict
from icsim.theory.vocabulary import Theory

SCHEMA = 2
Plain = dict[str, Any]


def summary(tried: Tried, source_hash: str) -> Plain:
    """All of it."""
    theory, case = tried.case.theory, tried.case
    made = record(case.pair[0])
    found = {
        "schema": SCHEMA,
        "note": FORECAST,
        "id": theory.id,
        "title": theory.title,
        "role": theory.role,
        "source": theory.source.model_dump(),
        "as_written": theory.as_written.model_dump() if theory.as_written else None,
        "recast": theory.recast.model_dump() if theory.recast else None,
        "compared": words.compared(theory),
        "file": case.where,
        "command": case.command,
        "content_hash": case.content,
        "source_hash": source_hash,
        "versions": {"icsim": made["icsim"], **made["versions"]},
        "worlds": _worlds(tried),
        "verdict": verdict(tried.verdict, tried.panel.draws, theory.role, tried.boundary),
        "clauses": [_clause(finding, tried) for finding in tried.findings],
        "chain": {"passages": [_passage(one) for one in tried.chain.passages], "reason": words.plainly(tried.chain.reason)},
        "looks": _looks(tried),
        "doses": [_doses(tried, column) for column in tried.doses],
        "assumption": _assumption(tried),
        **more(tried),
    }
    return found | {"said": said(found)}


def verdict(judged: Verdict, draws: int, role: str, boundary: Boundaries | None = None) -> Plain:
    """A verdict. In a quick look nothing is called supported, at no smallest effect; a theory of role P has no band at all."""
    half, one, double = judged.at_scales[0], point(judged.shares, judged.quick), judged.at_scales[1]
    words = {"at_half": str(half), "at_one": str(one), "at_double": str(double)}
    return {
        "says": says(judged, role, boundary),
        "tested": judged.tested,
        "quick": judged.quick,
        "draws": draws,
        "bands": [] if role == HANGS else [str(band) for band in judged.bands],
        "headline": str(judged.headline),
        "arrived": interval(judged.arrived),
        "shares": _shares(judged.shares),
        "cells": {str(cell): interval(share) for cell, share in judged.cells.items()},
        **(dict.fromkeys(words) if role == HANGS else words),
        "more_draws": more_draws(judged.shares) if judged.shares.draws and role != HANGS else None,
        "more_lucks": bool(judged.shares.draws) and role != HANGS and luck_decides(judged.shares),
    }


def _shares(found: Shares) -> Plain:
    three = {name: interval(getattr(found, name)) for name in ("expected", "none", "other")}
    return three | {"draws": found.draws, "missing": found.missing}


def _worlds(tried: Tried) -> Plain:
    settings = tried.case.pair[0]
    effort = Effort.of(settings)
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


def _clause(finding: Finding, tried: Tried) -> Plain:
    asked, theory = finding.asked, tried.case.theory
    groups, contrast = asked.clause.stronger_for, asked.clause.contrast
    return {
        "column": asked.column,
        "part": asked.part,
        "key": asked.key,
        "measure": asked.clause.measure,
        "display": words.what(asked),
        "of": asked.clause.of,
        "stronger_for": groups.model_dump() if groups else None,
        "who": words.who(asked),
        "stat": asked.clause.stat,
        "week": asked.week,
        "until": asked.clause.by_week is not None,
        "contrast": words.compared(theory, contrast),
        "own_contrast": contrast is not None,
        "dose": asked.clause.dose,
        "through": asked.clause.through,
        "expect": asked.clause.expect,
        "expected": words.expected(asked),
        "unit": asked.measure.unit,
        "smallest_effect": asked.smallest,
        "bands": bands(finding, theory),
        "shares": _shares(finding.shares),
        "effect": interval(finding.size),
        "middle": {"low": number(finding.middle[0]), "high": number(finding.middle[1])},
        "standard_deviations": number(finding.deviations),
        "lucks_right": number(finding.lucks_right),
        "straddling": finding.straddling,
    }


def bands(finding: Finding, theory: Theory) -> list[str]:
    """The words that a clause's intervals leave; none for an outcome whose sign hangs on numbers, which has a boundary."""
    return [] if theory.role == HANGS and finding.asked.part == "outcome" else [str(band) for band in finding.bands]


def _passage(one: Passage) -> Plain:
    sizes = {name: interval(getattr(one, name)) for name in ("total", "through_with", "through_without", "difference")}
    shares = {"share_with": one.share_with, "share_without": one.share_without, "leads": one.leads}
    about = {"column": one.asked.column, "display": words.what(one.asked), "who": words.who(one.asked)}
    return about | {"smallest_effect": one.asked.smallest} | sizes | shares


def _looks(tried: Tried) -> list[Plain]:
    """What was different, in words, and what became of the verdict."""
    theory = tried.case.theory
    given = {"weaker": iter(theory.weaker_where), "rival": iter([rival.patch for rival in theory.rival])}
    arms = iter([rival.arm for rival in theory.rival])
    found = []
    for looked in tried.looked:
        kind = looked.look.kind
        differs = words.patch(next(given[kind])) if kind in given else looked.look.name
        arm = next(arms) if kind == "rival" else None
        found.append(
            {
                "kind": kind,
                "name": looked.look.name,
                "differs": f"{differs} (in {words.compared(theory, arm)} only)" if arm else differs,
                "note": looked.look.note,
                "about": looked.look.about,
                "holds": looked.verdict.tested and holds(looked.verdict.shares),
                "verdict": verdict(looked.verdict, _side(looked), theory.role),
                "weaker": interval(looked.weaker.share) | {"draws": looked.weaker.draws} if looked.weaker is not None else None,
                "apart": _apart(tried, looked) if kind == "rival" else None,
            }
        )
    return found


def holds(found: Shares) -> bool:
    """Whether a look counts as one in which the theory holds: leaning or better (a convention)."""
    return found.draws > 0 and found.expected.value >= LEANING


def _side(looked: Looked) -> int:
    return int(looked.findings[0].effects.shape[0])


def _apart(tried: Tried, looked: Looked) -> Plain | None:
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
    about = {"column": there.asked.column, "display": words.what(there.asked), "who": words.who(there.asked)}
    return about | {"week": words.when(there.asked), "expected": words.expected(there.asked), "here": here, "there": away}


def _as_expected(effects: Effect, finding: Finding) -> float:
    asked = finding.asked
    kind = kinds(effects, asked.clause.expect, asked.smallest)
    there = kind[~np.isnan(kind)]
    return float(np.mean(there == 1.0)) if there.size else math.nan


def _doses(tried: Tried, column: str) -> Plain:
    """The outcome along the lever, from none to all: mean over draws, and the middle 90 % of them."""
    means = tried.doses[column]
    asked = next(one for one in tried.case.asked if one.column == column)
    some = ~np.isnan(means).all(axis=0)
    low, middle, high = np.quantile(means[:, some], [0.05, 0.5, 0.95], axis=1) if some.any() else np.full((3, DOSES), np.nan)
    ends: dict[str, Sequence[float]] = {"low": low, "median": middle, "high": high}
    lines = {name: [number(value) for value in values] for name, values in ends.items()}
    about = {"column": column, "display": asked.measure.display, "who": words.who(asked), "along": words.along(asked)}
    return about | {"at": [step / (DOSES - 1) for step in range(DOSES)]} | lines


def _assumption(tried: Tried) -> Plain:
    """How many of the numbers that were drawn are measured, recalled, a convention or assumed."""
    known, fixed = catalogue().parameters, settled(tried.case)
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
    return {label: labels.count(label) for label in LABELS}
