"""What a scoreboard leaves: a part for each theory and model, then one file of numbers, one table, a figure and a page."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from icsim.base.atomic_output import atomic_folder
from icsim.base.parquet import numbers, write_parquet
from icsim.report.figure_style import save_figure, styled
from icsim.report.scoreboard.scoreboard_figure import draw
from icsim.report.scoreboard.scoreboard_json import score_json, scoreboard_json
from icsim.report.scoreboard.scoreboard_page import scoreboard_page
from icsim.report.theory.report_page import embedded
from icsim.report.theory.write_theory import DRAWS
from icsim.statistics.effect_shares import classify_draws
from icsim.theory.model_comparison import HeldSamples, ModelScore
from icsim.results.theory_study import VERDICT, TheoryStudy
from icsim.theory.verdict import ClauseResult

MARKER_FILE = "board.json"  # tells the folder of a scoreboard from any other, from its first second
HELD = "held.npy"  # in every sample of the bootstrap, in bits
NAME = "scoreboard"
Plain = dict[str, Any]


def begin(folder: Path, command: str, models: Mapping[str, TheoryStudy]) -> None:
    """Claim the folder: a UserError before anything runs where it holds something else."""
    theories = [case.theory.id for case in next(iter(models.values())).cases]
    with atomic_folder(folder, MARKER_FILE) as making:
        told = {"command": command, "theories": theories, "models": list(models)}
        (making / MARKER_FILE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def write_part(scored: ModelScore, source_hash: str, folder: Path) -> None:
    """A theory under one model."""
    found = score_json(scored, source_hash)
    made_from = {key: found[key] for key in ("content_hash", "source_hash", "versions")}
    write_parquet(folder / DRAWS, iter([score_table(scored)]), made_from)
    np.save(folder / HELD, np.packbits(scored.samples, axis=0))
    (folder / VERDICT).write_text(_json(found), encoding="utf-8")


def write_scoreboard(
    models: Mapping[str, TheoryStudy], folder: Path, command: str, statements: Plain | None = None, variance: Plain | None = None
) -> Plain:
    """`scoreboard.json`, `.parquet`, `.png`, `.svg` and `.html`, when all parts are there; the plain data."""
    parts = {model: [one for case in each.cases if (one := each.done(case)) is not None] for model, each in models.items()}
    samples = {
        model: [_held(each.part(case), one["effort"]["draws"]) for case, one in zip(each.cases, parts[model], strict=True)]
        for model, each in models.items()
    }
    found = scoreboard_json(parts, samples, command, statements, variance)
    with atomic_folder(folder, MARKER_FILE) as making:
        (making / f"{NAME}.json").write_text(_json(found), encoding="utf-8")
        tables = (pq.read_table(each.part(case) / DRAWS) for each in models.values() for case in each.cases)
        write_parquet(making / f"{NAME}.parquet", tables, {"command": command, "versions": found["versions"]})
        with styled():
            save_figure(draw(found), making, NAME)
        (making / f"{NAME}.html").write_text(embedded(scoreboard_page(found), making), encoding="utf-8")
    return found


def score_table(scored: ModelScore) -> pa.Table:
    """A row for each clause and draw: what its effect counts as, beside whether the theory held in that draw."""
    return pa.concat_tables([_clause(scored, finding) for finding in scored.findings])


def _held(folder: Path, draws: int) -> HeldSamples:
    return np.unpackbits(np.load(folder / HELD), axis=0, count=draws).astype(np.bool_)


def _clause(scored: ModelScore, finding: ClauseResult) -> pa.Table:
    asked, held = finding.asked, scored.verdict.held
    kind = classify_draws(finding.effects, asked.clause.expect, asked.smallest)
    same = {"theory": scored.case.theory.id, "model": scored.model, "part": asked.part, "column": asked.column}
    columns: dict[str, Any] = {name: pa.array([value] * held.size, pa.string()) for name, value in same.items()}
    columns |= {
        "key": pa.array([asked.key] * held.size, pa.bool_()),
        "draw": pa.array(np.arange(held.size, dtype=np.int32)),
        "held": pa.array(held == 1.0, pa.bool_(), mask=np.isnan(held)),
        "kind": pa.array(np.nan_to_num(kind).astype(np.int8), pa.int8(), mask=np.isnan(kind)),
        "effect": numbers(finding.effects),
    }
    return pa.table(columns)


def _json(found: Plain) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
