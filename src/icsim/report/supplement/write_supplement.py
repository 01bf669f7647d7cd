"""Writes a study's supplement: two CSV files with every number, and one text as Markdown and, with python-docx, as Word."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from icsim.base.atomic_output import atomic_folder
from icsim.report.checklists.checklist_text import markdown as checklists_of
from icsim.report.supplement.contents import Supplement, SupplementTable, supplement
from icsim.report.theory.log_text import log_rows
from icsim.report.theory.source_text import citation
from icsim.report.theory.verdict_words import clause_word
from icsim.results.chains import ChainRecord
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.results.version_log import LoggedTry

TEXT, VERDICTS, CLAUSES, WORD = "supplement.md", "verdicts.csv", "clauses.csv", "supplement.docx"
CHECKLISTS = "checklists.md"
NO_WORD = 'no Word file: that needs python-docx, pip install "icsim[office]"'


@dataclass(frozen=True)
class ExportedStudy:
    """What an export wrote."""

    files: tuple[str, ...]
    missing: str  # why there is no Word file, if so


def write_supplement(
    study: VerdictsFile, folder: Path, log: Sequence[LoggedTry] = (), chains: Sequence[ChainRecord] = ()
) -> ExportedStudy:
    """Write all of it into a folder, whole or not at all; `log`: the times that its theories were tried; `chains`: of them."""
    content = supplement(study, tuple(log_rows(log)), chains)
    with atomic_folder(folder, TEXT) as making:
        (making / TEXT).write_text(markdown(content), encoding="utf-8")
        (making / VERDICTS).write_text(_csv(map(_verdict, study.theories)), encoding="utf-8")
        (making / CLAUSES).write_text(_csv(row for one in study.theories for row in _clauses(one)), encoding="utf-8")
        (making / CHECKLISTS).write_text(checklists_of(study), encoding="utf-8")
        word = _word(content, making / WORD)
    return ExportedStudy((TEXT, VERDICTS, CLAUSES, CHECKLISTS, *((WORD,) if word else ())), "" if word else NO_WORD)


def markdown(content: Supplement) -> str:
    """The text, as Markdown."""
    lines = [f"# {content.title}", *content.notes]
    for table in content.tables:
        lines += [f"## {table.title}", _markdown_table(table)]
    lines += ["## How it was made", *(f"- {line}" for line in content.method)]
    return "\n\n".join([*lines, "## Sources", *(f"- {line}" for line in content.sources)]) + "\n"


def _markdown_table(table: SupplementTable) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(table.head), line(["---"] * len(table.head)), *map(line, table.rows)])


def _verdict(found: VerdictFile) -> dict[str, object]:
    judged, held = found.verdict, found.verdict.shares.expected
    return {
        "theory": found.id, "title": found.title, **_actors(found), "source": citation(found.source), "doi": found.source.doi,
        "confidence_of_the_source": found.source.confidence, "left_out": found.source.left_out, "role": found.role,
        "verdict": judged.verdict_text,
        "tested": judged.tested, "preliminary": judged.preliminary, "held": held.value,
        "held_low": held.low, "held_high": held.high,
        "parameter_sets_with_a_value": judged.shares.draws, "mostly": judged.pattern, "compared": found.compared,
        "place": found.effort.place, "weeks": found.effort.weeks, "parameter_sets": found.effort.draws,
        "replicates": found.effort.replicates, "seed": found.effort.seed, "command": found.command,
        "content_hash": found.content_hash,
    }  # fmt: skip


def _actors(found: VerdictFile) -> dict[str, object]:
    """Who acts: in the source, in the model, and who is to respond; empty where the theory does not say."""
    one = found.actors
    said = (one.as_written, one.words, "; ".join(one.leaders or one.acting_teams), "; ".join(one.teams)) if one else ("",) * 4
    return dict(zip(("actors", "actors_in_the_model", "who_act", "who_respond"), said, strict=True))


def _clauses(found: VerdictFile) -> list[dict[str, object]]:
    return [
        {
            "theory": found.id, "part": one.part, "primary": one.primary, "clause": one.clause, "measure": one.measure,
            "who": one.who, "week": one.week, "counted_until_then": one.cumulative, "contrast": one.contrast,
            "expected": one.expect,
            "as_expected": one.shares.expected.value, "within_smallest": one.shares.negligible.value,
            "other_way": one.shares.opposite.value, "effect": one.effect.value, "effect_low": one.effect.low,
            "effect_high": one.effect.high, "p05": one.p05_p95[0], "p95": one.p05_p95[1], "smallest_effect": one.smallest_effect,
            "unit": one.unit, "verdict": clause_word(one),
        }
        for one in found.clauses
    ]  # fmt: skip


def _csv(rows: Iterable[dict[str, object]]) -> str:
    listed, made = list(rows), io.StringIO()
    writer = csv.DictWriter(made, list(listed[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return made.getvalue()


def _word(content: Supplement, path: Path) -> bool:
    """The text as a Word file, on its side so that tables have room; False where python-docx is not there."""
    try:
        docx = import_module("docx")
    except ImportError:
        return False
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = docx.shared.Mm(297), docx.shared.Mm(210)
    section.orientation = 1  # landscape
    made.styles["Normal"].font.size = docx.shared.Pt(10)
    made.core_properties.title, made.core_properties.author = content.title, ""
    made.add_heading(content.title, 1)
    for note in content.notes:
        made.add_paragraph(note)
    for table in content.tables:
        _word_table(made, table, docx.shared.Pt(8))
    for title, lines in (("How it was made", content.method), ("Sources", content.sources)):
        made.add_heading(title, 2)
        for line in lines:
            made.add_paragraph(line, style="List Bullet")
    made.save(str(path))
    return True


def _word_table(made: Any, table: SupplementTable, size: Any) -> None:  # Any: python-docx is an extra, and need not be there
    made.add_heading(table.title, 2)
    drawn = made.add_table(rows=0, cols=len(table.head), style="Light Grid Accent 1")
    for n, row in enumerate((table.head, *table.rows)):
        for cell, text in zip(drawn.add_row().cells, row, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.font.bold = size, n == 0
