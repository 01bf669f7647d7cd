"""Theories under rival models as plain data: the content of `scoreboard.json`. Its names stand in docs/scoreboard.md."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from icsim.config.provenance import origin_record
from icsim.report.figure_style import readable_name as plainly
from icsim.report.scoreboard.scoreboard_text import VERIFICATION, scoreboard_lines
from icsim.report.theory import clause_text
from icsim.report.theory.further_json import estimate_to_json, none_if_not_finite
from icsim.report.theory.verdict_json import clause_bands, judgement_json
from icsim.report.theory.verdict_text import NOT_A_FORECAST, PARAMETER_DEPENDENT
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
from icsim.theory.verdict import ClauseResult

SCHEMA = 2
OURS = "seven mechanisms"
Plain = dict[str, Any]


def model_label(model: str) -> str:
    """What a model is called."""
    return OURS if model == MODEL else plainly(model)


def score_json(scored: ModelScore, source_hash: str) -> Plain:
    """A theory under one model."""
    theory, case = scored.case.theory, scored.case
    made, effort = origin_record(case.pair[0]), ResolvedBudget.of(case.pair[0])
    return {
        "schema": SCHEMA,
        "id": theory.id,
        "title": theory.title,
        "role": theory.role,
        "mechanism": theory.source.mechanism,
        "model": scored.model,
        "content_hash": case.content,
        "source_hash": source_hash,
        "versions": {"icsim": made.icsim, **made.versions},
        "effort": {"draws": effort.draws, "lucks": effort.lucks, "seed": effort.seed},
        "verdict": judgement_json(scored.verdict, effort.draws, theory.role),
        "held": [none_if_not_finite(value) for value in scored.verdict.held],
        "clauses": [_clause(finding, scored) for finding in scored.findings],
    }


def scoreboard_json(
    found: Mapping[str, Sequence[Plain]],
    samples: Mapping[str, Sequence[HeldSamples]],
    command: str,
    statements: Plain | None = None,
    variance: Plain | None = None,
) -> Plain:
    """The whole scoreboard from its parts and where they held: by model, ours first, theories in the same order in each."""
    first = found[MODEL][0]
    made: Plain = {
        "schema": SCHEMA,
        "note": NOT_A_FORECAST,
        "verification": VERIFICATION,
        "command": command,
        "versions": first["versions"],
        "effort": first["effort"],
        "quick": first["verdict"]["quick"],
        "complete": set(found) == {MODEL, *rivals()},
        "models": [{"name": model, "display": model_label(model), "about": model_claim(model)} for model in found],
        "theories": [_row({model: parts[n] for model, parts in found.items()}) for n in range(len(found[MODEL]))],
        "together": {model: _together(parts, samples[model]) for model, parts in found.items()},
        "statements": statements,
        "variance": variance,
    }
    return made | {"said": scoreboard_lines(made)}


def _row(by_model: Mapping[str, Plain]) -> Plain:
    first = by_model[MODEL]
    cells = {model: _cell(one) for model, one in by_model.items()}
    ends = {end: [m for m, cell in cells.items() if cell["outcome"] == end] for end in ("passes", "open", "fails")}
    others = [model for model in by_model if model != MODEL]
    passing = [model for model in others if model in ends["passes"]]
    return {
        **{key: first[key] for key in ("id", "title", "role", "mechanism")},
        "cells": cells,
        **ends,
        "no_information": bool(others) and passing == others,
        "rivals_only": bool(passing) and MODEL not in ends["passes"],
        "apart": {model: _apart(first, by_model[model]) for model in others},
    }


def _cell(one: Plain) -> Plain:
    judged = one["verdict"]
    told = {key: judged[key] for key in ("says", "bands", "tested", "headline", "arrived")}
    three = judged["shares"]
    return told | {
        "share": three["expected"],
        "draws": three["draws"],
        "missing": three["missing"],
        "outcome": None if one["role"] == PARAMETER_DEPENDENT else pass_outcome(judged["tested"], judged["bands"]),
    }


def _together(parts: Sequence[Plain], samples: Sequence[HeldSamples]) -> Plain:
    held = [np.array([np.nan if value is None else value for value in one["held"]]) for one in parts]
    found = joint_score(held, samples, parts[0]["effort"]["lucks"])
    return {"share": estimate_to_json(found.share), "held": found.held, "draws": found.draws, "missing": found.missing}


def _apart(here: Plain, there: Plain) -> Plain | None:
    own, other = ({one["column"]: one for one in part["clauses"] if one["part"] != "resource"} for part in (here, there))
    best = discriminating_clause(*({name: one["share"]["value"] for name, one in clauses.items()} for clauses in (own, other)))
    if best is None:
        return None
    kept = {key: own[best][key] for key in ("column", "part", "display", "who", "week", "until", "contrast", "expected")}
    return kept | {"here": own[best]["share"], "there": other[best]["share"]}


def _clause(finding: ClauseResult, scored: ModelScore) -> Plain:
    asked, theory = finding.asked, scored.case.theory
    return {
        "column": asked.column,
        "part": asked.part,
        "key": asked.key,
        "display": clause_text.measure_text(asked),
        "who": clause_text.selection_text(asked),
        "week": asked.week,
        "until": asked.clause.by_week is not None,
        "contrast": clause_text.contrast_text(theory, asked.clause.contrast),
        "expected": clause_text.expected(asked),
        "bands": clause_bands(finding, theory),
        "share": estimate_to_json(finding.shares.expected),
        "draws": finding.shares.draws,
        "effect": estimate_to_json(finding.size),
        "smallest_effect": asked.smallest,
    }
