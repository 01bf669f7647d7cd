"""What a report of a sweep leaves: report.html, a CSV for each table, figures as PNG and SVG, and analysis.json."""

import contextlib
import csv
from collections.abc import Sequence
from pathlib import Path

from icsim.base import fingerprint
from icsim.base.atomic_output import atomic_folder
from icsim.base.errors import UserError
from icsim.base.plain_data import hashed
from icsim.base.version import __version__
from icsim.report.figure_style import save_figures
from icsim.report.page import embed_figures
from icsim.report.sweep.joining_words import joined
from icsim.report.sweep.section_types import ReportSection, flat_sections
from icsim.report.sweep.sweep_page import SECTIONS, sweep_page
from icsim.results.sweep import Analysis, Request, Section
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.sweep_results import SweepResults

PAGE = "report.html"
REPORT = "report"  # the folder below the study's own


def sections(frame: SweepResults, asked: ReportRequest) -> list[ReportSection]:
    """All sections that suit the study and what was asked for."""
    return joined([made for make in SECTIONS if (made := make(frame, asked)) is not None])


def write_report(frame: SweepResults, asked: ReportRequest, folder: Path, command: str) -> list[ReportSection]:
    """The whole folder at once; what an earlier report left there and this one does not make is taken away."""
    with atomic_folder(folder, Analysis.FILE) as making:  # first, so that a folder that is refused costs no figures
        found = sections(frame, asked)
        every = list(flat_sections(found))
        _refuse_twins(every)
        save_figures({picture.name: picture.draw for section in every for picture in section.pictures}, making)
        for section in every:
            for table in section.tables:
                with (making / f"{table.name}.csv").open("w", newline="", encoding="utf-8") as file:
                    csv.writer(file, lineterminator="\n").writerows([table.head, *table.rows])
        (making / PAGE).write_text(embed_figures(sweep_page(frame, found, command), making), encoding="utf-8")
        names = sorted(path.name for path in making.iterdir())
        analysis_record(frame, asked, command, found, names).write(making)
        earlier = _earlier(folder)
        stale = set(earlier.files if earlier else ()) - set(names)
    for name in stale:
        with contextlib.suppress(OSError):
            (folder / Path(name).name).unlink()
    return found


def report_hash(frame: SweepResults, asked: ReportRequest) -> str:
    """A hash of all that a report is made from: the table, what was asked, and the sources that make it now."""
    return hashed([frame.held.study, frame.held.source, frame.parts, _request(asked).model_dump(mode="json"), fingerprint.pages()])


def up_to_date(frame: SweepResults, asked: ReportRequest, folder: Path) -> bool:
    """Whether the report in a folder is that of this very table."""
    earlier = _earlier(folder)
    return earlier is not None and earlier.made_from == report_hash(frame, asked) and (folder / PAGE).is_file()


def _earlier(folder: Path) -> Analysis | None:
    with contextlib.suppress(UserError):
        return Analysis.from_file(folder / Analysis.FILE, "report")
    return None


def analysis_record(
    frame: SweepResults, asked: ReportRequest, command: str, found: Sequence[ReportSection], names: Sequence[str]
) -> Analysis:
    """What `analysis.json` holds."""
    return Analysis(
        title=frame.title, command=command, study=frame.held.command, icsim=__version__, made_from=report_hash(frame, asked),
        asked=_request(asked), points=frame.points, worlds=int(frame.there.sum()),
        sections={one.name: _section(one) for one in found}, files=tuple(names),
    )  # fmt: skip


def _request(asked: ReportRequest) -> Request:
    return Request(
        outcomes=tuple(asked.outcomes), arms=tuple(asked.arms), where=tuple(map(str, asked.where)), axes=tuple(asked.axes),
        policies=asked.policies, meets=tuple(map(str, asked.meets)),
    )  # fmt: skip


def _section(section: ReportSection) -> Section:
    return Section(
        title=section.title, sentences=tuple(section.sentences), data=section.data,
        parts={one.name: _section(one) for one in section.parts},
    )  # fmt: skip


def _refuse_twins(every: Sequence[ReportSection]) -> None:
    """Two tables or figures of one name would overwrite each other."""
    for kind in ("tables", "pictures"):
        names = [one.name for section in every for one in getattr(section, kind)]
        assert len(set(names)) == len(names), sorted(names)
