"""Points from a CSV or Parquet file as people have them: one column for each axis, one row for each point."""

import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from icsim.base.complaints import format_value
from icsim.base.errors import UserError
from icsim.base.plain_text import visible
from icsim.base.spreadsheet import Sheet, read_sheet
from icsim.sweep.axes import Value, is_label

CSV, PARQUET = (".csv", ".tsv", ".txt"), (".parquet", ".pq")
NOTHING = ("", "na", "n/a", "nan", "null", "-", "#n/a")
TAKEN = ("row", "point", "replicate", "structure_seed", "arm", "week")  # columns of a study's own
INDEX = re.compile(r"|__index_level_\d+__|Unnamed: \d+")  # names of a column that has none
NAMED = 20  # labels in a line
ANOTHER = "give the column another name to keep it as a label"
HOW = "give one column for each axis and one row for each point"


@dataclass(frozen=True)
class PointTable:
    """The columns of a file, by name."""

    path: Path
    where: str  # what a complaint begins with
    columns: Mapping[str, list[Value]]

    def cell(self, row: int, column: str) -> str:
        """Where a cell stands."""
        return f"{self.where}: {self.path}, row {row + 2}, {column}"


def read_points(given: str, where: str) -> PointTable:
    """The columns by name. UserError for a file that cannot be read, has no rows, or has a gap or NaN in it."""
    path = Path(given).expanduser()
    ending = path.suffix.lower()
    if not path.is_file():
        raise UserError(f"{where}: {path} is no file; give the path of a CSV or Parquet file")
    if ending not in (*CSV, *PARQUET):
        raise UserError(f"{where}: {path} is neither .csv nor .parquet; save the table as one of these")
    try:
        columns = _parquet(path, where) if ending in PARQUET else _csv(path, where)
    except OSError as error:
        raise UserError(f"{where}: {path}: {error.strerror or error}; give the path of a CSV or Parquet file") from error
    columns = {name: values for name, values in columns.items() if not INDEX.fullmatch(name)}
    if not columns or not any(map(len, columns.values())):
        raise UserError(f"{where}: {path} has no points; {HOW}")
    return PointTable(path, where, columns)


def _parquet(path: Path, where: str) -> dict[str, list[Value]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, partitioning=None)
        names = [str(name) for name in table.column_names]
    except (pa.ArrowException, UnicodeDecodeError) as error:
        why = visible(" ".join(str(error).split()))[:120]
        raise UserError(f"{where}: {path}: no Parquet file that can be read ({why}); write it anew, or give CSV") from error
    _refuse_twins(names, path, where)
    kinds = pa.types
    for field in table.schema:
        kind = field.type.value_type if kinds.is_dictionary(field.type) else field.type
        plain = (kinds.is_integer, kinds.is_floating, kinds.is_boolean, kinds.is_string, kinds.is_large_string, kinds.is_null)
        if not any(test(kind) for test in plain) and not INDEX.fullmatch(field.name):
            raise UserError(f"{where}: {path}: the column {field.name} holds values of type {kind}; give numbers or words")
    return {name: table.column(n).to_pylist() for n, name in enumerate(names)}


def _csv(path: Path, where: str) -> dict[str, list[Value]]:
    sheet = read_sheet(path, where, HOW)
    _refuse_twins(sheet.names, path, where)
    return {name: [_value(row[k], sheet) for _, row in sheet.rows] for k, name in enumerate(sheet.names)}


def _refuse_twins(names: Sequence[str], path: Path, where: str) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UserError(f"{where}: {path}: the column {twice or 'without a name'} is there twice; leave one out")


def _value(cell: str, sheet: Sheet) -> Value:
    """What a cell holds: nothing, a number, a word."""
    if cell.lower() in NOTHING:
        return None
    number = sheet.number(cell)
    return {"TRUE": "true", "FALSE": "false"}.get(cell, cell) if number is None else number


def refuse_gaps(table: PointTable, name: str) -> None:
    """UserError for a value that is missing, or no number that there is."""
    for row, value in _bad(table.columns[name]):
        what = "empty, or NA" if value is None else format_value(value)
        raise UserError(f"{table.cell(row, name)}: {what}; give every point every value, or take the row out")


def _bad(values: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    for row, value in enumerate(values):
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            yield row, value


def labels(table: PointTable) -> dict[str, tuple[str | None, ...]]:
    """The columns that vary nothing, as texts, under names that the table of a study has room for; said in one line."""
    found = [name for name in table.columns if _label(table, name)]
    if found:
        names = ", ".join(format_value(visible(name)) for name in found[:NAMED])
        more = f", and {len(found) - NAMED} more" if len(found) > NAMED else ""
        said = f"no axis, and kept as a label of each point: {names}{more}"
        print(f"icsim: {table.where}: {table.path}: {said}", file=sys.stderr, flush=True)
    return {name: tuple(None if one is None else visible(str(one)) for one in table.columns[name]) for name in found}


def _label(table: PointTable, name: str) -> bool:
    at = f"{table.where}: {table.path}, row 1, {format_value(visible(name))}"
    if name in TAKEN:
        raise UserError(f"{at}: the table of a study has a column of that name; {ANOTHER}")
    try:
        label = is_label(name)
    except UserError as error:
        raise UserError(f"{table.where}: {table.path}, row 1, {error} If it is a label, {ANOTHER}") from None
    if label and len(table.columns) == 1:
        raise UserError(f"{at}: no axis; name what varies by its path, as in context.demand")
    return label
