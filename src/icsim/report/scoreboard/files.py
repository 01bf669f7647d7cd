"""What a scoreboard leaves: a part for each theory and model, then one file of numbers, one table, a figure and a page."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from icsim.files import written_together
from icsim.report.look import save, styled
from icsim.report.scoreboard.data import board, part
from icsim.report.scoreboard.figure import draw
from icsim.report.scoreboard.page import page
from icsim.report.tables import numbers, write_parquet
from icsim.report.theory.files import DRAWS
from icsim.report.theory.page import embedded
from icsim.theory.scoreboard import Samples, Scored
from icsim.theory.shares import kinds
from icsim.theory.study import VERDICT, Study
from icsim.theory.verdict import Finding

SIGN = "board.json"  # tells the folder of a scoreboard from any other, from its first second
HELD = "held.npy"  # in every sample of the bootstrap, in bits
NAME = "scoreboard"
Plain = dict[str, Any]


def begin(folder: Path, command: str, models: Mapping[str, Study]) -> None:
    """Claim the folder: a UserError before anything runs where it holds something else."""
    theories = [case.theory.id for case in next(iter(models.values())).cases]
    with written_together(folder, SIGN) as making:
        told = {"command": command, "theories": theories, "models": list(models)}
        (making / SIGN).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def write_part(scored: Scored, source_hash: str, folder: Path) -> None:
    """A theory under one model."""
    found = part(scored, source_hash)
    made_from = {key: found[key] for key in ("content_hash", "source_hash", "versions")}
    write_parquet(folder / DRAWS, iter([clauses(scored)]), made_from)
    np.save(folder / HELD, np.packbits(scored.samples, axis=0))
    (folder / VERDICT).write_text(_json(found), encoding="utf-8")


def write(
    models: Mapping[str, Study], folder: Path, command: str, statements: Plain | None = None, variance: Plain | None = None
) -> Plain:
    """`scoreboard.json`, `.parquet`, `.png`, `.svg` and `.html`, when all parts are there; the plain data."""
    parts = {model: [one for case in each.cases if (one := each.done(case)) is not None] for model, each in models.items()}
    samples = {
        model: [_held(each.part(case), one["effort"]["draws"]) for case, one in zip(each.cases, parts[model], strict=True)]
        for model, each in models.items()
    }
    found = board(parts, samples, command, statements, variance)
    with written_together(folder, SIGN) as making:
        (making / f"{NAME}.json").write_text(_json(found), encoding="utf-8")
        tables = (pq.read_table(each.part(case) / DRAWS) for each in models.values() for case in each.cases)
        write_parquet(making / f"{NAME}.parquet", tables, {"command": command, "versions": found["versions"]})
        with styled():
            save(draw(found), making, NAME)
        (making / f"{NAME}.html").write_text(embedded(page(found), making), encoding="utf-8")
    return found


def clauses(scored: Scored) -> pa.Table:
    """A row for each clause and draw: what its effect counts as, beside whether the theory held in that draw."""
    return pa.concat_tables([_clause(scored, finding) for finding in scored.findings])


def _held(folder: Path, draws: int) -> Samples:
    return np.unpackbits(np.load(folder / HELD), axis=0, count=draws).astype(np.bool_)


def _clause(scored: Scored, finding: Finding) -> pa.Table:
    asked, held = finding.asked, scored.verdict.held
    kind = kinds(finding.effects, asked.clause.expect, asked.smallest)
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
