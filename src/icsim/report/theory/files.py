"""What a tried theory leaves in its folder: numbers, a table, figures, its section of the report, its configurations."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from matplotlib.figure import Figure

from icsim.config.record import write_record
from icsim.report.look import save, styled
from icsim.report.tables import numbers, write_parquet
from icsim.report.theory import doses, fails_map, for_whom, forest, passages, paths
from icsim.report.theory.data import summary
from icsim.report.theory.section import section
from icsim.theory.draws import plausible, settled
from icsim.theory.result import Tried
from icsim.theory.shares import kinds
from icsim.theory.study import VERDICT
from icsim.theory.test import Effort
from icsim.theory.verdict import Finding

SECTION = "section.html"
DRAWS = "draws.parquet"
Plain = dict[str, Any]


def write(tried: Tried, source_hash: str, folder: Path) -> None:
    """All files of one theory."""
    found = summary(tried, source_hash)
    made_from = {key: found[key] for key in ("command", "content_hash", "source_hash", "versions")}
    write_parquet(folder / DRAWS, iter([clauses(tried)]), made_from)
    write_parquet(folder / "settings.parquet", iter([settings(tried)]), made_from)
    for name, arm in tried.case.arms.items():
        (folder / name).mkdir()
        write_record(arm, folder / name)
    with styled():
        for name, draw in figures(tried).items():
            save(draw(tried), folder, name)
    (folder / SECTION).write_text(section(found, tuple(figures(tried))), encoding="utf-8")
    text = json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / VERDICT).write_text(text + "\n", encoding="utf-8")


def figures(tried: Tried) -> dict[str, Callable[[Tried], Figure]]:
    """Which figures a theory has, by name, in the order of the report."""
    found: dict[str, Callable[[Tried], Figure]] = {"forest": forest.draw, "paths": paths.draw}
    if tried.doses:
        found["doses"] = doses.draw
    if tried.chain.passages:
        found["chain"] = passages.draw
    if tried.whom is not None and tried.whom.rows:
        found["for_whom"] = for_whom.draw
    if (fails := tried.fails) is not None:
        found["fails"] = lambda _: fails_map.figure(fails)
    return found


def clauses(tried: Tried) -> pa.Table:
    """A row for each clause and draw: the effect in it, averaged over lucks, and what that counts as."""
    return pa.concat_tables([_clause(tried, finding) for finding in tried.findings])


def _clause(tried: Tried, finding: Finding) -> pa.Table:
    asked, many = finding.asked, finding.effects.shape[0]
    kind = kinds(finding.effects, asked.clause.expect, asked.smallest)
    same = {"theory": tried.case.theory.id, "part": asked.part, "column": asked.column, "measure": asked.clause.measure}
    columns: dict[str, Any] = {name: pa.array([value] * many, pa.string()) for name, value in same.items()}
    columns |= {
        "expect": pa.array([asked.clause.expect] * many, pa.string()),
        "key": pa.array([asked.key] * many, pa.bool_()),
        "draw": pa.array(np.arange(many, dtype=np.int32)),
        "effect": numbers(finding.effects),
        "smallest": pa.array([asked.smallest] * many, pa.float64()),
        "kind": pa.array(np.nan_to_num(kind).astype(np.int8), pa.int8(), mask=np.isnan(kind)),
    }
    return pa.table(columns)


def settings(tried: Tried) -> pa.Table:
    """A row for each draw: the numbers of the rules that were drawn in it, by name."""
    effort = Effort.of(tried.case.pair[0])
    drawn = plausible(effort.draws, effort.seed, settled(tried.case))
    names = list(drawn[0].parameters)
    columns: dict[str, Any] = {"draw": pa.array(np.arange(len(drawn), dtype=np.int32))}
    columns |= {name: pa.array([draw.parameters[name] for draw in drawn], pa.float64()) for name in names}
    return pa.table(columns)
