"""Rows of the table of settings as an axis: all numbers of a row at once, and the other axes still outrank them."""

from pathlib import Path

import numpy as np
import pytest

from icsim.base import fingerprint
from icsim.base.errors import UserError
from icsim.calibrate.prior import draw_batch, varied
from icsim.sweep.sweep_study import plan_sweep
from icsim.theory import settings_table
from icsim.theory.settings_table import FOLDER, NAME, write_settings


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    monkeypatch.setattr(settings_table, "conf_dir", lambda: tmp_path)
    monkeypatch.setattr(settings_table, "user_folder", lambda: tmp_path / "nowhere")
    folder = tmp_path / FOLDER
    folder.mkdir()
    values = draw_batch(0, 1, varied())[:6]
    made = {"rules": fingerprint.rules(), "targets": "t", "command": "icsim calibrate"}
    with (folder / NAME).open("wb") as file:
        write_settings(file, varied(), values, range(6), np.ones(6), made)
    return values


def test_a_point_has_all_numbers_of_its_row(table: np.ndarray) -> None:
    made = plan_sweep(["place=pair", "weeks=4", "design.axes.settings={low: 2, high: 5}"])
    rows = made.points.rows(range(made.points.count))
    assert [row[0] for row in rows] == [2, 3, 4, 5]
    settings = made.settings(rows[1], "")
    assert [settings.parameters[name] for name in varied()] == table[2].tolist()


def test_another_axis_outranks_the_row_whatever_stands_first(table: np.ndarray) -> None:
    for axes in (["parameters.trust.gain=[0.05]", "settings=[1]"], ["settings=[1]", "parameters.trust.gain=[0.05]"]):
        made = plan_sweep(["place=pair", "weeks=4", *(f"design.axes.{axis}" for axis in axes)])
        (row,) = made.points.rows([0])
        assert made.settings(row, "").parameters["trust.gain"] == 0.05
        assert made.settings(row, "").parameters["trust.loss"] == table[0][varied().index("trust.loss")]


def test_all_rows_where_nothing_is_said(table: np.ndarray) -> None:
    assert plan_sweep(["place=pair", "weeks=4", "design.axes.settings=null"]).points.count == 6


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("[7]", "7 is no row; allowed: 1 to 6"),
        ("[0]", "0 is no row"),
        ("[a]", "a is no row"),
        ("{low: 3, high: 2}", "not allowed"),
        ("[]", "not allowed"),
    ],
)
def test_a_row_that_is_not_there_is_refused(table: np.ndarray, given: str, said: str) -> None:
    with pytest.raises(UserError) as raised:
        plan_sweep(["place=pair", "weeks=4", f"design.axes.settings={given}"])
    assert said in str(raised.value)


def test_without_a_table_the_command_that_makes_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("conf_dir", "user_folder"):
        monkeypatch.setattr(settings_table, name, lambda: tmp_path)
    with pytest.raises(UserError, match="icsim calibrate"):
        plan_sweep(["place=pair", "weeks=4", "design.axes.settings=null"])
