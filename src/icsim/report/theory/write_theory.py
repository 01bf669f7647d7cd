"""What a tried theory leaves in its folder: numbers, a table, figures, its section of the report, its configurations."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from matplotlib.figure import Figure

from icsim.base.atomic_output import atomic_folder, write_atomically
from icsim.base.parquet import numbers, write_parquet
from icsim.config.provenance import write_provenance
from icsim.report.figure_style import save_figures
from icsim.report.page import embed_figures
from icsim.report.theory import (
    dose_response_figure,
    forest_figure,
    mediation_figure,
    scope_figure,
    subgroups_figure,
    trajectories_figure,
)
from icsim.report.theory.log_text import log_rows
from icsim.report.theory.report_page import grouped, report_page
from icsim.report.theory.source_text import REVIEW_CITED as REVIEW
from icsim.report.theory.source_text import citation
from icsim.report.theory.theory_section import theory_section
from icsim.report.theory.verdict_text import NOT_A_FORECAST
from icsim.results.chains import ChainRecord, ChainsFile
from icsim.results.read_study import read_study
from icsim.results.ro_crate import CrateOrigin, list_anew, write_crate
from icsim.results.theory_study import PARTS, THEORY, StudyRequest, TheoryStudy
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.results.version_log import LOG, log_beside, log_of
from icsim.statistics.effect_shares import classify_draws
from icsim.theory.parameter_draws import draw_parameters, fixed_parameters
from icsim.theory.run_theory import ResolvedBudget
from icsim.theory.theory_cases import TheoryCase
from icsim.theory.theory_result import TheoryResult
from icsim.theory.theory_schema import Theory
from icsim.theory.verdict import ClauseResult

SECTION = "section.html"
EFFECTS = "effects.parquet"
CLAUSES, REPORT = "clauses.parquet", "report.html"
FIGURES = ("forest", "trajectories", "dose_response", "mediation", "subgroups", "scope")  # in the order of the report
MOST_VECTOR = 12  # theories of a page whose figures are vector graphics: those of hundreds would be too much for it


def write_theory(tried: TheoryResult, found: VerdictFile, folder: Path) -> None:
    """All files of one theory; `found` is what `verdict_file` made of it."""
    made_from = found.model_dump(include={"command", "content_hash", "source_hash", "versions"})
    write_parquet(folder / EFFECTS, iter([effects_by_draw(tried.case.theory.id, tried.findings)]), made_from)
    write_parquet(folder / "parameter_sets.parquet", iter([parameter_set_table(tried.case)]), made_from)
    for name, arm in tried.case.arms.items():
        (folder / name).mkdir()
        write_provenance(arm, folder / name)
    found.write(folder)
    (folder / THEORY).write_text(theory_text(tried.case.theory), encoding="utf-8")
    drawn = figures(tried)
    save_figures({name: partial(draw, tried) for name, draw in drawn.items()}, folder)
    (folder / SECTION).write_text(theory_section(found, tuple(drawn)), encoding="utf-8")


def theory_text(theory: Theory) -> str:
    """A theory as a file: all that it says, and nothing that it leaves at its default."""
    plain = theory.model_dump(exclude_defaults=True)
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120)


def figures(tried: TheoryResult) -> dict[str, Callable[[TheoryResult], Figure]]:
    """Which figures a theory has, by name, in the order of the report."""
    found: dict[str, Callable[[TheoryResult], Figure]] = {"forest": forest_figure.draw, "trajectories": trajectories_figure.draw}
    if tried.doses:
        found["dose_response"] = dose_response_figure.draw
    if tried.chain.outcomes:
        found["mediation"] = mediation_figure.draw
    if tried.whom is not None and tried.whom.rows:
        found["subgroups"] = subgroups_figure.draw
    if (fails := tried.fails) is not None:
        found["scope"] = lambda _: scope_figure.draw_scope(fails)
    return found


def effects_by_draw(theory: str, findings: Sequence[ClauseResult]) -> pa.Table:
    """A row for each clause and draw: the effect in it, averaged over replicates, and what that counts as."""
    return pa.concat_tables([_clause(theory, finding) for finding in findings])


def _clause(theory: str, finding: ClauseResult) -> pa.Table:
    asked, many = finding.asked, finding.effects.shape[0]
    kind = classify_draws(finding.effects, asked.clause.expect, asked.smallest)
    same = {
        "theory": theory, "part": asked.part, "clause": asked.column, "measure": asked.clause.measure,
        "expect": asked.clause.expect,
    }  # fmt: skip
    return pa.table(
        {name: pa.array([value] * many, pa.string()) for name, value in same.items()}
        | {
            "primary": pa.array([asked.key] * many, pa.bool_()),
            "draw": pa.array(np.arange(many, dtype=np.int32)),
            "effect": numbers(finding.effects),
            "smallest_effect": pa.array([asked.smallest] * many, pa.float64()),
            "direction": pa.array(np.nan_to_num(kind).astype(np.int8), pa.int8(), mask=np.isnan(kind)),
        }
    )


def parameter_set_table(case: TheoryCase) -> pa.Table:
    """A row for each draw: the numbers of the rules that were drawn in it, by name."""
    effort = ResolvedBudget.of(case.pair[0])
    drawn = draw_parameters(effort.draws, effort.seed, fixed_parameters(case), settings=effort.settings)
    names = list(drawn[0].parameters)
    numbered = {"draw": pa.array(np.arange(len(drawn), dtype=np.int32))}
    return pa.table(numbered | {name: pa.array([draw.parameters[name] for draw in drawn], pa.float64()) for name in names})


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
            drawn = tuple(name for name in FIGURES if (part / f"{name}.png").exists())
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
