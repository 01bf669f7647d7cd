"""What a report of a sweep leaves: report.html, a CSV for each table, figures as PNG and SVG, and analysis.json."""

import contextlib
import csv
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from icsim.base import fingerprint
from icsim.base.atomic_output import atomic_folder
from icsim.base.version import __version__
from icsim.report.figure_style import save_figure, styled
from icsim.report.page import embed_figures
from icsim.report.sweep.section_types import ReportSection
from icsim.report.sweep.sweep_page import SECTIONS, sweep_page
from icsim.sweep.analysis.report_request import ReportRequest
from icsim.sweep.analysis.sweep_results import SweepResults
from icsim.sweep.points import hashed

MARKER_FILE = "analysis.json"  # tells the folder of a report from any other
PAGE = "report.html"
REPORT = "report"  # the folder below the study's own
Plain = dict[str, Any]


def sections(frame: SweepResults, asked: ReportRequest) -> list[ReportSection]:
    """All sections that suit the study and what was asked for."""
    return [made for make in SECTIONS if (made := make(frame, asked)) is not None]


def write_report(frame: SweepResults, asked: ReportRequest, folder: Path, command: str) -> list[ReportSection]:
    """The whole folder at once; what an earlier report left there and this one does not make is taken away."""
    with atomic_folder(folder, MARKER_FILE) as making:  # first, so that a folder that is refused costs no figures
        found = sections(frame, asked)
        every = list(_flat(found))
        _refuse_twins(every)
        with styled():
            for section in every:
                for picture in section.pictures:
                    save_figure(picture.draw(), making, picture.name)
        for section in every:
            for table in section.tables:
                with (making / f"{table.name}.csv").open("w", newline="", encoding="utf-8") as file:
                    csv.writer(file, lineterminator="\n").writerows([table.head, *table.rows])
        (making / PAGE).write_text(embed_figures(sweep_page(frame, found, command), making), encoding="utf-8")
        names = sorted(path.name for path in making.iterdir())
        told = _told(frame, asked, command, found, names)
        (making / MARKER_FILE).write_text(json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
        stale = set(_held(folder).get("files", ())) - set(names)
    for name in stale:
        with contextlib.suppress(OSError):
            (folder / Path(name).name).unlink()
    return found


def report_hash(frame: SweepResults, asked: ReportRequest) -> str:
    """A hash of all that a report is made from: the table, what was asked, and the sources that make it now."""
    return hashed([frame.held["study"], frame.held["source"], frame.parts, _asked(asked), fingerprint.pages()])


def up_to_date(frame: SweepResults, asked: ReportRequest, folder: Path) -> bool:
    """Whether the report in a folder is that of this very table."""
    return _held(folder).get("made_from") == report_hash(frame, asked) and (folder / PAGE).is_file()


def _held(folder: Path) -> Plain:
    try:
        held = json.loads((folder / MARKER_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _told(frame: SweepResults, asked: ReportRequest, command: str, found: Sequence[ReportSection], names: list[str]) -> Plain:
    return {
        "title": frame.title,
        "command": command,
        "study": frame.held["command"],
        "icsim": __version__,
        "made_from": report_hash(frame, asked),
        "asked": _asked(asked),
        "points": frame.points,
        "worlds": int(frame.there.sum()),
        "sections": {one.name: _plain_section(one) for one in found},
        "files": names,
    }


def _asked(asked: ReportRequest) -> Plain:
    where = None if asked.where is None else str(asked.where)
    return {"outcomes": list(asked.outcomes), "arms": list(asked.arms), "where": where, "axes": list(asked.axes)}


def _plain_section(section: ReportSection) -> Plain:
    return {
        "title": section.title,
        "sentences": list(section.sentences),
        "data": to_json_value(section.data),
        "parts": {one.name: _plain_section(one) for one in section.parts},
    }


def to_json_value(value: Any) -> Any:
    """The same for JSON: arrays as lists, and null for what is missing."""
    if isinstance(value, dict):
        return {str(key): to_json_value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [to_json_value(one) for one in value]
    if isinstance(value, np.ndarray | np.generic):
        return to_json_value(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _flat(found: Sequence[ReportSection]) -> Iterator[ReportSection]:
    for section in found:
        yield section
        yield from _flat(section.parts)


def _refuse_twins(every: Sequence[ReportSection]) -> None:
    """Two tables or figures of one name would overwrite each other."""
    for kind in ("tables", "pictures"):
        names = [one.name for section in every for one in getattr(section, kind)]
        assert len(set(names)) == len(names), sorted(names)
