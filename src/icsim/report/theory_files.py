"""What a tried theory leaves behind: numbers, tables, figures, a page, and the configuration of both arms."""

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from icsim import __version__
from icsim.config.record import write_record
from icsim.report import forest, paths
from icsim.report import theory_words as words
from icsim.report.look import save, styled
from icsim.report.tables import numbers, write_parquet
from icsim.report.theory_page import page
from icsim.theory.clauses.compare import CONFIDENCE
from icsim.theory.result import Tried
from icsim.theory.verdict import Finding


def write(tried: Tried, folder: Path) -> None:
    """All files of one theory."""
    _write_verdict(tried, folder)
    _write_worlds(tried, folder)
    for name, arm in zip(tried.case.theory.contrasted, tried.case.arms, strict=True):
        (folder / name).mkdir()
        write_record(arm, folder / name)
    with styled():
        save(forest.draw(tried), folder, "verdict")
        save(paths.draw(tried), folder, "paths")
    (folder / "report.html").write_text(page(tried, folder), encoding="utf-8")


def summary(tried: Tried) -> dict[str, Any]:
    """The content of `verdict.json`; its names are stable. null: cannot be said."""
    theory, arms = tried.case.theory, tried.case.arms
    first, second = theory.contrasted
    return {
        "icsim": __version__,
        "theory": {"id": theory.id, "title": theory.title, "role": theory.role, "source": theory.source.model_dump()},
        "command": tried.case.command,
        "content_hash": tried.case.content,
        "contrast": {"first": first, "second": second},
        "worlds": {"pairs": len(tried.lucks), "draws": 1}
        | {name: arms[0].values[name] for name in ("weeks", "seed", "structure")},
        "verdict": asdict(tried.verdict),
        "clauses": [_clause(finding, (first, second)) for finding in tried.findings],
    }


def _clause(finding: Finding, names: tuple[str, str]) -> dict[str, Any]:
    asked, result = finding.asked, finding.result
    return {
        "column": asked.column,
        "part": asked.part,
        "measure": asked.clause.measure,
        "display": words.what(asked),
        "of": asked.clause.of,
        "stat": asked.clause.stat,
        "week": asked.week,
        "until": asked.clause.by_week is not None,
        "expect": asked.clause.expect,
        "means": dict(zip(names, (_said(result.first), _said(result.second)), strict=True)),
        "difference": _said(result.difference),
        "low": _said(result.low),
        "high": _said(result.high),
        "confidence": CONFIDENCE,
        "smallest_effect": result.smallest,
        "standard_deviations": _said(result.deviations),
        "lucks": result.lucks,
        "share_as_expected": _said(result.share),
        "outcome": result.outcome,
    }


def _said(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _write_verdict(tried: Tried, folder: Path) -> None:
    text = json.dumps(summary(tried), indent=2, ensure_ascii=False, allow_nan=False)
    (folder / "verdict.json").write_text(text + "\n", encoding="utf-8")


def _write_worlds(tried: Tried, folder: Path) -> None:
    """`paired.parquet`: a row for each luck and arm, a column for each clause when it is read."""
    arms, many = tried.case.theory.contrasted, len(tried.lucks)
    columns: dict[str, Any] = {
        "structure": pa.array(np.repeat([luck.structure for luck in tried.lucks], len(arms)), pa.int64()),
        "seed": pa.array(np.repeat([luck.seed for luck in tried.lucks], len(arms)), pa.int64()),
        "arm": pa.array(list(arms) * many, pa.string()),
    }
    for finding in tried.findings:
        columns[finding.asked.column] = numbers(tried.at(finding.asked).T.ravel())
    made_from = {"icsim": __version__, "content_hash": tried.case.content, "command": tried.case.command}
    write_parquet(folder / "paired.parquet", iter([pa.table(columns)]), made_from)
