"""What a study of theories leaves as a whole: its verdicts, its table, its page, its crate. Nothing here draws."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from icsim.base.atomic_output import atomic_folder, write_atomically
from icsim.base.parquet import write_parquet
from icsim.report.page import embed_figures
from icsim.report.theory.log_text import log_rows
from icsim.report.theory.report_page import grouped, report_page
from icsim.report.theory.source_text import REVIEW_CITED as REVIEW
from icsim.report.theory.source_text import citation
from icsim.report.theory.theory_section import FIGURES, SECTION, theory_section
from icsim.report.theory.verdict_text import NOT_A_FORECAST
from icsim.results.chains import ChainRecord, ChainsFile
from icsim.results.numbers_behind import EFFECTS
from icsim.results.read_study import read_study
from icsim.results.ro_crate import CrateOrigin, list_anew, write_crate
from icsim.results.theory_study import PARTS, StudyRequest, TheoryStudy
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.results.version_log import LOG, log_beside, log_of

CLAUSES, REPORT = "clauses.parquet", "report.html"
MOST_VECTOR = 12  # theories of a page whose figures are vector graphics: those of hundreds would be too much for it


def write_theory_study(planned: TheoryStudy) -> list[VerdictFile]:
    """Write `verdicts.json`, `clauses.parquet` and `report.html`; return the theories that are done, in the order asked for.

    Nothing is written where they are a part of a larger study: those files are about all of it.
    """
    folders = {case.theory.id: planned.part(case) for case in planned.cases if planned.done(case)}
    found = [VerdictFile.from_file(folder, "test") for folder in folders.values()]
    if planned.inside:
        return found
    with atomic_folder(planned.folder, StudyRequest.FILE) as making:
        VerdictsFile(note=NOT_A_FORECAST, command=planned.command, theories=tuple(found)).write(making)
        made_from = {"command": planned.command, "versions": found[0].versions}
        write_parquet(making / CLAUSES, _tables(list(folders.values())), made_from)
        vector = len(found) <= MOST_VECTOR
        sections = [_section(folders[one.id], vector) for _, group in grouped(found) for one in group]
        log = log_rows(log_of(planned).tries(one.id for one in found))
        page = report_page(found, sections, planned.command, log, _chains(planned.folder, found))
        (making / REPORT).write_text(page, encoding="utf-8")
    write_crate(planned.folder, _origin(planned, found), list(_files(planned.folder, folders.values())))
    return found


def _files(folder: Path, parts: Iterable[Path]) -> Iterator[Path]:
    """The files of a study: what it holds as a whole, and its parts; what others put beside them is theirs."""
    whole = (StudyRequest.FILE, VerdictsFile.FILE, CLAUSES, REPORT, ChainsFile.FILE, LOG)
    yield from (folder / name for name in whole if (folder / name).is_file())
    for part in parts:
        yield from (path for path in part.rglob("*") if path.is_file())


def _origin(planned: TheoryStudy, found: list[VerdictFile]) -> CrateOrigin:
    """How a study was made, for its crate."""
    seeds = dict.fromkeys((one.effort.seed, one.effort.structure_seed) for one in found)
    properties = [(f"content hash of {one.id}", one.content_hash) for one in found]
    properties.append(("source hash of icsim", planned.source))
    properties += [(f"version of {name}", version) for name, version in found[0].versions.items()]
    for seed, structure in seeds:
        properties += [("first seed", str(seed)), ("first structure seed", str(structure))]
    title = found[0].title if len(found) == 1 else f"{len(found)} programme theories, tried in simulation"
    cited = [REVIEW, *dict.fromkeys(citation(one.source) for one in found if not one.source.is_the_review)]
    parts = [planned.folder / PARTS / one.id / VerdictFile.FILE for one in found]
    return CrateOrigin(title, NOT_A_FORECAST, planned.command, properties, cited, parts)


def rewrite_report(folder: Path, page: Path) -> list[VerdictFile]:
    """Make the page of a finished study anew from its `verdicts.json` and the figures of its parts; nothing is run.

    UserError where one of its files was edited.
    """
    study = read_study(folder, "report", made_anew=(REPORT,))
    page.parent.mkdir(parents=True, exist_ok=True)
    vector = len(study.theories) <= MOST_VECTOR
    sections = []
    for _, group in grouped(study.theories):
        for one in group:
            part = folder / PARTS / one.id
            drawn = tuple(name for name in FIGURES if (part / f"{name}.svg").exists())
            sections.append(embed_figures(theory_section(one, drawn), part, vector))
    log = log_rows(log_beside(folder).tries(one.id for one in study.theories))
    write_atomically(page, report_page(study.theories, sections, study.command, log, _chains(folder, study.theories)))
    if page.resolve() == (folder / REPORT).resolve():
        list_anew(folder, REPORT)
    return list(study.theories)


def _chains(folder: Path, found: Sequence[VerdictFile]) -> list[ChainRecord]:
    """The chains that theories of a study end, where they were run."""
    held = ChainsFile.from_file(folder, "report").chains if (folder / ChainsFile.FILE).is_file() else ()
    return [one for one in held if one.links[-1] in {each.id for each in found}]


def _tables(folders: list[Path]) -> Iterator[pa.Table]:
    return (pq.read_table(folder / EFFECTS) for folder in folders)


def _section(folder: Path, vector: bool) -> str:
    return embed_figures((folder / SECTION).read_text(encoding="utf-8"), folder, vector)
