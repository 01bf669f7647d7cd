"""What a scoreboard leaves: a part for each theory and model, then one file of numbers, one table, a figure and a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from icsim.base.atomic_output import atomic_folder
from icsim.base.parquet import numbers, write_parquet
from icsim.report.figure_style import save_figures
from icsim.report.page import write_page
from icsim.report.scoreboard.scoreboard_figure import draw
from icsim.report.scoreboard.scoreboard_json import score_file, scoreboard_file
from icsim.report.scoreboard.scoreboard_page import SCOREBOARD_PAGE, TITLE, scoreboard_page
from icsim.report.theory.source_text import REVIEW_CITED, citation
from icsim.results.numbers_behind import EFFECTS
from icsim.results.result_crate import write_result_crate
from icsim.results.scoreboard import ScoreboardFile, ScoreboardRequest, ScoreFile, StatementCounts, VarianceReading
from icsim.results.theory_study import StudyRequest, TheoryStudy
from icsim.statistics.effect_shares import classify_draws
from icsim.theory.model_comparison import HeldSamples, ModelScore
from icsim.theory.verdict import ClauseResult

HELD = "held.npy"  # in every sample of the bootstrap, in bits
NAME = "scoreboard"


def begin(folder: Path, command: str, models: Mapping[str, TheoryStudy]) -> None:
    """Claim the folder: a UserError before anything runs where it holds something else."""
    theories = tuple(case.theory.id for case in next(iter(models.values())).cases)
    with atomic_folder(folder, ScoreboardRequest.FILE) as making:
        ScoreboardRequest(command=command, theories=theories, models=tuple(models)).write(making)


def write_part(scored: ModelScore, source_hash: str, folder: Path) -> None:
    """A theory under one model."""
    found = score_file(scored, source_hash)
    made_from = found.model_dump(include={"content_hash", "source_hash", "versions"})
    write_parquet(folder / EFFECTS, iter([score_table(scored)]), made_from)
    np.save(folder / HELD, np.packbits(scored.samples, axis=0))
    found.write(folder)


def write_scoreboard(
    models: Mapping[str, TheoryStudy],
    folder: Path,
    command: str,
    statements: StatementCounts | None = None,
    variance: VarianceReading | None = None,
) -> ScoreboardFile:
    """Write `scoreboard.json`, `.parquet`, `.png`, `.svg` and `.html`, when all parts are there."""
    places = {model: [each.part(case) for case in each.cases if each.done(case)] for model, each in models.items()}
    parts = {model: [ScoreFile.from_file(place, "scoreboard") for place in own] for model, own in places.items()}
    samples = {
        model: [_held(place, part.effort.draws) for place, part in zip(own, parts[model], strict=True)]
        for model, own in places.items()
    }  # fmt: skip
    found = scoreboard_file(parts, samples, command, statements, variance)
    with atomic_folder(folder, ScoreboardRequest.FILE) as making:
        found.write(making)
        tables = (pq.read_table(place / EFFECTS) for own in places.values() for place in own)
        write_parquet(making / f"{NAME}.parquet", tables, {"command": command, "versions": found.versions})
        save_figures({NAME: lambda: draw(found)}, making)
        write_page(making, scoreboard_page(found), making / SCOREBOARD_PAGE)
    _write_crate(folder, command, models, parts)
    return found


def _write_crate(folder: Path, command: str, models: Mapping[str, TheoryStudy], parts: Mapping[str, Sequence[ScoreFile]]) -> None:
    """The crate of the whole board: its own files, and those of every part."""
    cases = {case.theory.id: case for each in models.values() for case in each.cases}
    content = [(f"{one.id} under {model}", one.content_hash) for model, own in parts.items() for one in own]
    files = [path for path in folder.glob("*") if path.is_file() and (path.stem == NAME or path.name == ScoreboardRequest.FILE)]
    own = (each.part(case) for each in models.values() for case in each.cases if each.done(case))
    files += [path for part in own for path in part.rglob("*") if path.is_file()]
    files += [path for each in models.values() if (path := each.folder / StudyRequest.FILE).is_file()]
    others = (one.theory.source for one in cases.values() if not one.theory.source.is_the_review)
    cited = [REVIEW_CITED, *dict.fromkeys(map(citation, others))]
    write_result_crate(folder, TITLE, command, content, [one.pair[0] for one in cases.values()], cited, files)


def score_table(scored: ModelScore) -> pa.Table:
    """A row for each clause and draw: what its effect counts as, beside whether the theory held in that draw."""
    return pa.concat_tables([_clause(scored, finding) for finding in scored.findings])


def _held(folder: Path, draws: int) -> HeldSamples:
    return np.unpackbits(np.load(folder / HELD), axis=0, count=draws).astype(np.bool_)


def _clause(scored: ModelScore, finding: ClauseResult) -> pa.Table:
    asked, held = finding.asked, scored.verdict.held
    kind = classify_draws(finding.effects, asked.clause.expect, asked.smallest)
    same = {"theory": scored.case.theory.id, "model": scored.model, "part": asked.part, "clause": asked.column}
    return pa.table(
        {name: pa.array([value] * held.size, pa.string()) for name, value in same.items()}
        | {
            "primary": pa.array([asked.key] * held.size, pa.bool_()),
            "draw": pa.array(np.arange(held.size, dtype=np.int32)),
            "held": pa.array(held == 1.0, pa.bool_(), mask=np.isnan(held)),
            "direction": pa.array(np.nan_to_num(kind).astype(np.int8), pa.int8(), mask=np.isnan(kind)),
            "effect": numbers(finding.effects),
        }
    )
