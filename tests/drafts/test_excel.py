"""`icsim import` of Excel files; skipped where openpyxl, an extra, is not there."""

import contextlib
import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from draft_tables import HEAD, ROW

from icsim.base.errors import UserError, lines_of
from icsim.commands import entry
from icsim.drafts import sheet
from icsim.drafts.sheet import read_sheet

openpyxl = pytest.importorskip("openpyxl")


def book(folder: Path, change: Callable[[Any], object] = lambda _: None) -> Path:
    made = openpyxl.Workbook()
    for row in (HEAD, ROW):
        made.active.append(row)
    change(made)
    made.save(folder / "cmos.xlsx")
    return folder / "cmos.xlsx"


def refused(path: Path, name: str | None = None) -> tuple[str, ...]:
    with pytest.raises(UserError) as caught:
        read_sheet(path, name)
    return lines_of(caught.value)


def test_a_sheet_is_read_as_its_csv_would_be(tmp_path: Path) -> None:
    read = read_sheet(book(tmp_path))
    head, rows = read.head, read.rows
    assert (list(head), [list(row.cells) for row in rows], rows[0].number) == (HEAD, [ROW], 2)


def test_numbers_are_texts_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    def change(made: Any) -> None:
        made.active["F1"], made.active["F2"] = "weeks", 104.0
        made.active.append([None] * 6)
        made.active.append(ROW)

    rows = read_sheet(book(tmp_path, change)).rows
    assert rows[0].cells[5] == "104"
    assert [row.number for row in rows] == [2, 4]


def test_an_empty_sheet_is_one_line(tmp_path: Path) -> None:
    assert "is empty" in refused(book(tmp_path, lambda made: made.active.delete_rows(1, 9)))[0]


def test_a_cell_far_out_is_named_and_the_empty_millions_are_not_gone_through(tmp_path: Path) -> None:
    def change(made: Any) -> None:
        made.active["XFD1048576"] = "touched"

    (said,) = refused(book(tmp_path, change))
    assert "reaches to row 1,048,576, column XFD; copy its table into a new sheet" in said


def test_a_file_of_a_form_that_is_not_read_is_one_line(tmp_path: Path) -> None:
    path = book(tmp_path)
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 6] = 239  # the version that is needed to unpack the last file in it
    path.write_bytes(content)
    assert "cannot be read as an Excel file" in refused(path)[0]


def test_each_merged_area_is_a_line(tmp_path: Path) -> None:
    def change(made: Any) -> None:
        made.active.merge_cells("A2:B2")
        made.active.merge_cells("C2:C4")

    lines = refused(book(tmp_path, change))
    assert sorted(line.split(": ")[1] for line in lines) == ["A2:B2", "C2:C4"]
    assert "cells are merged; unmerge them" in lines[0]


def test_a_formula_and_a_date_are_named_by_their_cell(tmp_path: Path) -> None:
    assert refused(book(tmp_path, lambda made: made.active.__setitem__("B2", "=A2&1")))[0].startswith(
        "cmos.xlsx: row 2, column B: =A2&1 is a formula"
    )
    day = datetime.datetime(2020, 4, 5)
    (line,) = refused(book(tmp_path, lambda made: made.active.__setitem__("E2", day)))
    assert "row 2, column E: is a date; format the cell as text" in line


@pytest.mark.slow
def test_ten_thousand_rows_are_one_line(tmp_path: Path) -> None:
    path = book(tmp_path, lambda made: [made.active.append(ROW) for _ in range(9_999)])
    assert refused(path) == ("cmos.xlsx: has 10,000 rows; allowed: up to 500; give fewer, or several files",)


def test_of_several_sheets_one_has_to_be_named(tmp_path: Path) -> None:
    def change(made: Any) -> None:
        made.create_sheet("Notes").append(["a"])
        made.create_sheet("Empty")

    path = book(tmp_path, change)
    assert "give one of them as sheet=NAME: Sheet, Notes" in refused(path)[0]
    assert len(read_sheet(path, "Sheet").rows) == 1
    assert "sheet: Shet is not in cmos.xlsx; allowed: Sheet, Notes, Empty" in refused(path, "Shet")[0]


def test_a_spoilt_file_is_one_line_wherever_it_is_cut_or_overwritten(tmp_path: Path) -> None:
    whole = book(tmp_path).read_bytes()
    path = tmp_path / "spoilt.xlsx"
    for at in range(0, len(whole), max(1, len(whole) // 40)):
        for data in (whole[:at], whole[:at] + b"\0\xff\0\xff" + whole[at + 4 :]):
            path.write_bytes(data)
            with contextlib.suppress(UserError):  # some bytes matter to nobody; no other exception may come
                read_sheet(path)


def test_a_zip_that_is_no_sheet_and_a_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.txt", "a")
    assert "cannot be read as an Excel file" in refused(path)[0]
    path.write_text("a,b")
    assert "cannot be read as an Excel file" in refused(path)[0]


@pytest.mark.slow
def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (sheet.MOST_UNPACKED + 1))
    assert "unpacks to more than 100 MiB" in refused(path)[0]


def test_without_openpyxl_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path)

    def absent(name: str, *given: Any) -> Any:
        raise ImportError(name) if name == "openpyxl" else AssertionError(name)

    monkeypatch.setattr(sheet, "import_module", absent)
    assert 'pip install "icsim[office]"' in refused(path)[0]


@pytest.mark.slow
def test_the_command_makes_drafts_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book(tmp_path)
    assert entry.main(["import", "cmos.xlsx"]) == 0
    assert (tmp_path / "cmos" / "clear_roles.yaml").exists()


def test_what_the_sheet_hides_is_read_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(made: Any) -> None:
        made.active.append(ROW)
        made.active.row_dimensions[3].hidden = True
        made.active.column_dimensions["B"].hidden = True

    monkeypatch.chdir(tmp_path)
    read = read_sheet(book(tmp_path, change))
    assert (len(read.rows), read.hidden) == (2, ("row 3", "column B"))
    assert entry.main(["import", "cmos.xlsx"]) == 0
    assert "read all the same, though the sheet does not show it: row 3; column B" in capsys.readouterr().out
    assert read_sheet(book(tmp_path)).hidden == ()
