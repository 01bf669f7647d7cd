"""A survey of one's own as targets: a CSV file with a row for each measure, group and wave.

Columns: measure, of, week, mean, n, sd, and discrepancy if one likes. `of` says of whom, as `profession=nurse; site=north`, and
is empty for everybody. Means are on the model's scale. A survey is of one place, whose own luck is in it.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from icsim.base.complaints import format_value
from icsim.base.errors import UserError
from icsim.base.spreadsheet import Sheet, read_sheet
from icsim.base.suggest import did_you_mean, list_names
from icsim.calibrate.targets import Target, TargetsFile
from icsim.catalogue import catalogue
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.measures import Query, compile_query

COLUMNS = ("measure", "of", "week", "mean", "n", "sd")
MORE = "discrepancy"
CUT, SCREEN, CONFIRM = 2.5, 8, 32
FAR = 5.0  # standard errors between two means of the same thing that cannot both be right


class SurveyRow(NamedTuple):
    """One row: where it stands, and what it says."""

    number: int  # as a spreadsheet counts, the head being row 1
    cells: Mapping[str, str]

    def where(self, path: Path, column: str) -> str:
        """What a complaint begins with."""
        return f"targets: {path}, row {self.number}, {column}"


def read_survey(path: Path, settings: Settings) -> TargetsFile:
    """The targets of a survey in a place. UserError for the first thing that is wrong, with row and column."""
    rows = _rows(path)
    targets = {f"row {row.number}: {row.cells['measure']}, week {row.cells['week']}": _target(path, row, settings) for row in rows}
    _refuse_contradictions(path, rows, tuple(targets.values()))
    _check_selections(path, rows, tuple(targets.values()), settings)
    return TargetsFile(title=f"the survey {path.name}", cut=CUT, screen=SCREEN, targets=targets)


def _rows(path: Path) -> list[SurveyRow]:
    sheet = read_sheet(path, "targets", f"give a survey as CSV: names ({', '.join(COLUMNS)}), a row for each measure and wave")
    head = sheet.names
    for name in COLUMNS:
        if name not in head:
            raise UserError(f"targets: {path}, row 1: column {name} is missing; give {', '.join(COLUMNS)}")
    for name in head:
        if name not in (*COLUMNS, MORE):
            raise UserError(f"targets: {path}, row 1: column {name} is unknown; allowed: {', '.join((*COLUMNS, MORE))}")
    rows = [SurveyRow(n, {name: _plain(sheet, cell) for name, cell in zip(head, row, strict=True)}) for n, row in sheet.rows]
    if not rows:
        raise UserError(f"targets: {path} has no rows below its head; give one for each measure and wave")
    return rows


def _plain(sheet: Sheet, cell: str) -> str:
    """A cell, a decimal comma in it a point."""
    number = sheet.number(cell)
    return cell if number is None else repr(number)


def _target(path: Path, row: SurveyRow, settings: Settings) -> Target:
    known, name = catalogue().measures, row.cells["measure"]
    if name not in known or name == "enacted":
        allowed = f"allowed: {list_names(known)}{did_you_mean(name, known)}"
        raise UserError(f"{row.where(path, 'measure')}: {format_value(name)} is unknown; {allowed}")
    low, end = known[name].range
    high = math.inf if end is None else end
    week = _number(path, row, "week", 1.0, math.inf, whole=True)
    if week > settings.weeks:
        said = f"{week:g} is after the end, week {settings.weeks}"
        raise UserError(f"{row.where(path, 'week')}: {said}; give an earlier one, or set weeks={week:g}")
    mean = _number(path, row, "mean", low, high)
    n = _number(path, row, "n", 1, math.inf, whole=True)
    sd = _number(path, row, "sd", 0.0, math.inf)
    off = _number(path, row, MORE, 0.0, math.inf) if row.cells.get(MORE) else known[name].smallest_by(int(week))
    return Target(
        measure=name, of=_of(path, row), place=settings.place_file.name, week=int(week), value=mean, observation=sd / math.sqrt(n),
        discrepancy=off, luck=None, one_place=True, confirm=CONFIRM, source=f"{path.name}, row {row.number}, n = {n:g}",
    )  # fmt: skip


def _number(path: Path, row: SurveyRow, column: str, low: float, high: float, whole: bool = False) -> float:
    given, kind = row.cells[column], "a whole number" if whole else "a number"
    try:
        value = float(given)
    except ValueError:
        raise UserError(f"{row.where(path, column)}: {given or 'nothing'} is no number; give {kind}") from None
    if not low <= value <= high or not math.isfinite(value) or (whole and value != int(value)):
        limits = f"from {low:g}" + (f" to {high:g}" if math.isfinite(high) else "")
        raise UserError(f"{row.where(path, column)}: {given} is not allowed; give {kind} {limits}")
    return value


def _of(path: Path, row: SurveyRow) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in row.cells["of"].split(";"))):
        key, equals, value = (word.strip() for word in part.partition("="))
        if not (key and equals and value) or key in found:
            raise UserError(f"{row.where(path, 'of')}: {part} is not understood; write key=value; key=value, each key once")
        found[key] = value
    return found


def _refuse_contradictions(path: Path, rows: Sequence[SurveyRow], targets: Sequence[Target]) -> None:
    """UserError for two rows about the same that cannot both be right."""
    seen: dict[str, tuple[SurveyRow, Target]] = {}
    for row, target in zip(rows, targets, strict=True):
        key = f"{Query(str(target.measure), target.of).key} {target.week}"
        if key in seen:
            other, first = seen[key]
            apart = abs((target.value or 0.0) - (first.value or 0.0))
            error = math.hypot(target.observation, first.observation)
            what = "exclude each other" if apart > FAR * error else "say the same thing twice"
            raise UserError(
                f"{row.where(path, 'mean')}: {row.cells['mean']} and {other.cells['mean']} in row {other.number} are of the same "
                f"measure, group and week, and {what}; leave one of them out"
            )
        seen[key] = row, target


def _check_selections(path: Path, rows: Sequence[SurveyRow], targets: Sequence[Target], settings: Settings) -> None:
    """UserError for somebody whom the place does not have. Builds a world, so it comes after all other checks."""
    block = build_block([settings], [ReplicateSeeds(settings.structure_seed, settings.seed)])
    for row, target in zip(rows, targets, strict=True):
        try:
            compile_query(Query(str(target.measure), target.of), settings.world, block)
        except UserError as error:
            raise UserError(f"{row.where(path, 'of')}: {error}") from None
