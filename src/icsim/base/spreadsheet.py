"""Tables of text as spreadsheets save them: whatever stands between cells, decimal commas, the letters of an older Windows.

What can mean one thing only is read as that. Rows are counted as a spreadsheet counts them, the names being row 1.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from icsim.base.errors import UserError
from icsim.base.plain_text import visible
from icsim.base.streams import refuse_pipe
from icsim.base.yaml_io import how_packed

SEPARATORS = (",", ";", "\t", "|")
NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)


@dataclass(frozen=True)
class Sheet:
    """Names of columns, and the cells below them, each row with its number."""

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str

    def number(self, cell: str) -> int | float | None:
        """The number in a cell, with a decimal point or comma. `1,234` between commas may be either of two, and is none."""
        if not NUMBER.fullmatch(cell) or (self.separator == "," and THOUSANDS.fullmatch(cell)):
            return None
        return int(cell) if re.fullmatch(r"[-+]?\d{1,15}", cell, re.ASCII) else float(cell.replace(",", "."))


def read_sheet(path: Path, where: str, how: str) -> Sheet:
    """The table in a file. UserError, which ends with `how`, where there is none, or a row has more cells than there are names."""
    try:
        refuse_pipe(path)
        text = _text(path.read_bytes(), f"{where}: {path}")
    except OSError as error:
        raise UserError(f"{where}: {path}: {error.strerror or error}; {how}") from error
    told = re.match(r"sep=(.)\r?\n", text)  # as spreadsheets name the separator, in a line of its own
    text = text[told.end() :] if told else text
    head = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    separator = told[1] if told else max(SEPARATORS, key=head.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        lines = [(reader.line_num + bool(told), [visible(cell.strip()) for cell in row]) for row in reader]
    except (csv.Error, TypeError, ValueError) as error:
        raise UserError(f"{where}: {path}: {visible(str(error))}; save the table as CSV again") from None
    lines = [(number, row) for number, row in lines if any(row)]
    if not lines:
        raise UserError(f"{where}: {path} is empty; {how}")
    names = lines[0][1]
    while not names[-1] and not any("".join(row[len(names) - 1 :]) for _, row in lines[1:]):
        names = names[:-1]  # a separator at the end of each line
    for number, row in lines[1:]:
        if any(row[len(names) :]):
            hint = "; a decimal comma is a point here, or stands in quotes" if separator == "," else ""
            raise UserError(f"{where}: {path}, row {number}: has more cells than the head has names; take them out{hint}")
    padded = ((number, (*row, *[""] * len(names))[: len(names)]) for number, row in lines[1:])
    return Sheet(tuple(names), tuple(padded), separator)


def _text(data: bytes, where: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        packed = how_packed(data)
        what = f"is packed ({packed}); unpack it first" if packed else "is no text; save the table as CSV"
        raise UserError(f"{where} {what}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
