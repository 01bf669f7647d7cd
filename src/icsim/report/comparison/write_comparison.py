"""What `icsim compare` leaves in its folder: numbers, figure, page, log and crate, and of each version what makes it again."""

from functools import partial
from pathlib import Path

from icsim.base.parquet import write_parquet
from icsim.config.provenance import write_provenance
from icsim.report.comparison.comparison_figure import draw_comparison
from icsim.report.comparison.comparison_page import FIGURE, comparison_page
from icsim.report.figure_style import save_figures
from icsim.report.page import PAGE, write_page
from icsim.report.theory.write_theory import effects_by_draw, parameter_set_table, theory_text
from icsim.results.comparison import FIRST, SECOND, ComparisonFile
from icsim.results.numbers_behind import EFFECTS, SETS
from icsim.results.result_crate import write_result_crate
from icsim.results.theory_study import THEORY
from icsim.results.version_log import LOG
from icsim.theory.compare_versions import ComparedVersions


def write_comparison(ran: ComparedVersions, found: ComparisonFile, log: str, folder: Path) -> None:
    """All files; `log`: the lines of both theories."""
    made_from = found.model_dump(include={"command", "source_hash", "versions"})
    for name, run in zip((FIRST, SECOND), ran.runs, strict=True):
        own = folder / name
        own.mkdir()
        write_parquet(own / EFFECTS, iter([effects_by_draw(run.case.theory.id, run.findings)]), made_from)
        write_parquet(own / SETS, iter([parameter_set_table(run.case)]), made_from)
        (own / THEORY).write_text(theory_text(run.case.theory), encoding="utf-8")
        for arm, own_settings in run.case.arms.items():
            (own / arm).mkdir()
            write_provenance(own_settings, own / arm)
    found.write(folder)
    (folder / LOG).write_text(log, encoding="utf-8")
    save_figures({FIGURE: partial(draw_comparison, found)}, folder)
    write_page(folder, comparison_page(found), folder / PAGE)
    content = [(f"{name} ({one.id})", one.content_hash) for name, one in zip((FIRST, SECOND), found.both, strict=True)]
    settings = [run.case.pair[0] for run in ran.runs]
    cited = [one.cited for one in found.both if one.cited]
    write_result_crate(
        folder, f"{found.first.title}: two versions compared", found.command, content, settings, list(dict.fromkeys(cited))
    )
