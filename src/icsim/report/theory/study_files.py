"""What a study leaves when all its parts are there: one file of verdicts, one table of clauses, one page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from icsim.base.atomic_output import atomic_folder
from icsim.report.ensemble_tables import write_parquet
from icsim.report.theory.report_page import embedded, grouped, report_page
from icsim.report.theory.verdict_json import SCHEMA
from icsim.report.theory.verdict_text import NOT_A_FORECAST
from icsim.report.theory.write_theory import DRAWS, SECTION
from icsim.theory.theory_study import MARKER_FILE, TheoryStudy

Plain = dict[str, Any]


def write_theory_study(planned: TheoryStudy) -> list[Plain]:
    """`verdicts.json`, `clauses.parquet` and `report.html`; the plain data of all theories, in the order asked for."""
    found = [data for case in planned.cases if (data := planned.done(case)) is not None]
    folders = {data["id"]: planned.part(case) for case, data in zip(planned.cases, found, strict=True)}
    with atomic_folder(planned.folder, MARKER_FILE) as making:
        whole = {"schema": SCHEMA, "note": NOT_A_FORECAST, "command": planned.command, "theories": found}
        text = json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False)
        (making / "verdicts.json").write_text(text + "\n", encoding="utf-8")
        made_from = {"command": planned.command, "versions": found[0]["versions"]}
        write_parquet(making / "clauses.parquet", _tables(list(folders.values())), made_from)
        ordered = [one for _, group in grouped(found) for one in group]
        sections = [_section(folders[one["id"]]) for one in ordered]
        (making / "report.html").write_text(report_page(found, sections, planned.command), encoding="utf-8")
    return found


def _tables(folders: list[Path]) -> Iterator[pa.Table]:
    return (pq.read_table(folder / DRAWS) for folder in folders)


def _section(folder: Path) -> str:
    return embedded((folder / SECTION).read_text(encoding="utf-8"), folder)
