"""Reads a table of texts from a CSV or Excel file, as it stands: no formula is worked out, nothing merged is guessed at."""

import csv
import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from icsim.base.errors import UserError, raise_all
from icsim.base.plain_text import CONTROL, shortened, visible
from icsim.base.streams import refuse_pipe
from icsim.base.yaml_io import how_packed

MOST_ROWS = 500
MOST_BYTES, MOST_UNPACKED = 20 * 2**20, 100 * 2**20
MOST_CELLS = 1_000_000  # of a sheet as far as it reaches, empty ones too
LONGEST = 4000  # letters of a cell
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
NEAR_TOP, MOST_TOLD = 10, 3  # rows in which a head is looked for, and how many of its names tell one
EXTRA = 'reading .xlsx needs openpyxl: pip install "icsim[office]", or save the sheet as CSV (UTF-8)'
SPOILT = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, EOFError,
    NotImplementedError,
)  # fmt: skip
"""What openpyxl raises for a file that is no Excel file, or is cut off; it has no exception of its own for that."""


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the file, from 1, and its cells as texts without spaces at their ends."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SheetTable:
    """The head of a table, and the rows below it, without empty ones."""

    head: tuple[str, ...]
    rows: list[SheetRow]
    hidden: tuple[str, ...]  # what the sheet does not show and was read all the same


IsColumn = Callable[[str], bool]
"""Whether a cell is the name of a column."""


HeadFaults = Callable[[str, Sequence[str]], Sequence[str]]
"""What is wrong with the names of the columns of a file, a line each."""


def no_faults(_name: str, _head: Sequence[str]) -> Sequence[str]:
    """Columns may have any names."""
    return ()


def read_sheet(path: Path, sheet: str | None = None, is_column: IsColumn = bool, faults: HeadFaults = no_faults) -> SheetTable:
    """A table as it stands. UserErrors hold all that is wrong with it, with `faults` of the names of its columns."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UserError(f"{path}: is larger than {MOST_BYTES // 2**20} MiB; give a smaller table")
        kind = path.suffix.lower()
        if kind not in (".csv", ".tsv", ".txt", ".xlsx", ".xlsm"):
            raise UserError(f"{path}: is no table that is read here; give a .csv or .xlsx file (save the sheet as one of them)")
        excel = kind.startswith(".xl")
        if sheet is not None and not excel:
            raise UserError(f"sheet: {path.name} has no sheets; leave it out")
        rows, hidden = _excel_rows(path, sheet) if excel else (_csv_rows(path, is_column), ())
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}; give the path of a .csv or .xlsx file") from error
    if not rows:
        raise UserError(f"{path.name}: is empty; give a head of column names and a row for each configuration")
    head, *below = rows
    _check_head(path.name, rows, is_column)
    _check(path.name, head, below, faults(path.name, head.cells))
    return SheetTable(head.cells, below, hidden)


def _check_head(name: str, rows: Sequence[SheetRow], is_column: IsColumn) -> None:
    """That the first row names columns, at least one of them."""
    head, *below = rows
    if any(map(is_column, head.cells)):
        return
    found = next((row.number for row in below[:NEAR_TOP] if sum(map(is_column, row.cells)) >= MOST_TOLD), None)
    what = f"it is row {found}, so take out what stands above it" if found else "give a first row with the names of columns"
    if len([cell for cell in head.cells if cell]) == 1 and sum(map(is_column, re.split(r"[^\w ]+", head.cells[0]))) >= MOST_TOLD:
        what = f"its names are not told apart; save it with {', '.join(DELIMITERS.values())} between them"
    raise UserError(f"{name}: row {head.number} is not the head: {what}")


def _check(name: str, head: SheetRow, rows: Sequence[SheetRow], faults: Sequence[str]) -> None:
    if not rows:
        raise UserError(f"{name}: has a head and no rows; give a row for each configuration")
    if len(rows) > MOST_ROWS:
        raise UserError(f"{name}: has {len(rows):,} rows; allowed: up to {MOST_ROWS}; give fewer, or several files")
    lines = list(faults)
    for row in rows:
        for n, cell in enumerate(row.cells):
            where = f"{name}: row {row.number}, column {_letters(n)}"
            if cell.startswith("="):
                lines.append(f"{where}: {cell[:40]} is a formula; give the text itself (copy, then paste as values)")
            if CONTROL.search(cell):
                lines.append(f"{where}: {shortened(visible(cell), 40)} holds a sign that commands a terminal; take it out")
            if len(cell) > LONGEST:
                lines.append(f"{where}: has {len(cell):,} letters; allowed: up to {LONGEST:,}")
            if cell and not (n < len(head.cells) and head.cells[n]):
                lines.append(f"{where}: stands in a column without a name; name the column in row {head.number}, or clear the cell")
    raise_all(lines)


def _letters(column: int) -> str:
    """The name of a column as spreadsheets have it: 0 is A, 26 is AA."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def _delimiter(text: str, is_column: IsColumn) -> str:
    """What stands between the names of the columns; a line above them may hold other signs."""
    lines = [line for line in text.splitlines() if line.strip()][:NEAR_TOP] or [""]
    names = max(sum(map(is_column, line.split(sign))) for line in lines for sign in DELIMITERS)
    if names < MOST_TOLD:
        return max(DELIMITERS, key=lines[0].count)
    return max(DELIMITERS, key=lambda sign: max(sum(map(is_column, line.split(sign))) for line in lines))


def _csv_rows(path: Path, is_column: IsColumn) -> list[SheetRow]:
    refuse_pipe(path)
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        if packed := how_packed(data):
            raise UserError(f"{path.name}: is packed ({packed}); unpack it first") from error
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError(f"{path.name}: line {line}: not UTF-8; save it as CSV UTF-8") from error
    if "\0" in text:
        raise UserError(f"{path.name}: is no text; save the sheet as CSV UTF-8")
    delimiter = _delimiter(text, is_column)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, start = [], 1
    try:
        for cells in reader:
            rows.append(SheetRow(start, tuple(cell.strip() for cell in cells)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise UserError(f"{path.name}: line {reader.line_num}: {error}; save the sheet as CSV again") from error
    return [row for row in rows if any(row.cells)]


def _excel_rows(path: Path, sheet: str | None) -> tuple[list[SheetRow], tuple[str, ...]]:
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        raise UserError(f"{path.name}: {EXTRA}") from None
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise UserError(f"{path.name}: unpacks to more than {MOST_UNPACKED // 2**20} MiB; save the sheet as CSV UTF-8")
        book = openpyxl.load_workbook(path, data_only=False)
        raise_all([_too_far(path.name, one) for one in book.worksheets if one.max_row * one.max_column > MOST_CELLS])
        chosen = _chosen(path.name, book, sheet)
        rows = _cells(path.name, chosen)
        return rows, tuple(_hidden(chosen, rows))
    except SPOILT as error:
        raise UserError(f"{path.name}: cannot be read as an Excel file; save it as .xlsx again, or as CSV UTF-8") from error


def _too_far(name: str, sheet: Any) -> str:
    """A cell that was touched far out makes a sheet of millions, each of which would be gone through."""
    last = f"row {sheet.max_row:,}, column {_letters(sheet.max_column - 1)}"
    return f"{name}: sheet {sheet.title} reaches to {last}; copy its table into a new sheet, or save it as CSV UTF-8"


def _chosen(name: str, book: Any, sheet: str | None) -> Any:  # Any: openpyxl is an extra, and need not be there
    """The sheet asked for, or the only one that holds anything."""
    titles = [one.title for one in book.worksheets]
    if sheet is not None:
        if sheet not in titles:
            raise UserError(f"sheet: {sheet} is not in {name}; allowed: {', '.join(titles)}")
        return book[sheet]
    full = [one for one in book.worksheets if any(value is not None for row in one.iter_rows(values_only=True) for value in row)]
    if len(full) > 1:
        found = ", ".join(one.title for one in full)
        raise UserError(f"{name}: has several sheets with something in them; give one of them as sheet=NAME: {found}")
    return full[0] if full else book.worksheets[0]


def _cells(name: str, sheet: Any) -> list[SheetRow]:
    merged = [str(area) for area in sheet.merged_cells.ranges]
    raise_all([f"{name}: {area}: cells are merged; unmerge them and give each row its own text" for area in merged])
    rows, lines = [], []
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = []
        for n, value in enumerate(row):
            if isinstance(value, datetime.date | datetime.time | datetime.datetime):
                lines.append(f"{name}: row {number}, column {_letters(n)}: is a date; format the cell as text and write it again")
            cells.append(_text(value))
        rows.append(SheetRow(number, tuple(_without_empty_ends(cells))))
    raise_all(lines)
    return [row for row in rows if any(row.cells)]


def _hidden(sheet: Any, rows: Sequence[SheetRow]) -> Iterator[str]:
    """What holds something and is not shown: the sheet itself, rows, columns."""
    if sheet.sheet_state != "visible":
        yield f"the sheet {sheet.title}"
    numbers = [str(row.number) for row in rows if sheet.row_dimensions[row.number].hidden]
    if numbers:
        yield f"row{'s' * (len(numbers) > 1)} {', '.join(numbers)}"
    grouped = [one for one in sheet.column_dimensions.values() if one.hidden]  # one stands for several side by side
    full = {n for row in rows for n, cell in enumerate(row.cells) if cell}
    letters = [_letters(n) for n in sorted(full) if any((one.min or 0) <= n + 1 <= (one.max or 0) for one in grouped)]
    if letters:
        yield f"column{'s' * (len(letters) > 1)} {', '.join(letters)}"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    formula = getattr(value, "text", None)  # openpyxl's array formula
    return str(formula if formula is not None else value).strip()


def _without_empty_ends(cells: Sequence[str]) -> Iterator[str]:
    last = max((n for n, cell in enumerate(cells) if cell), default=-1)
    yield from cells[: last + 1]
