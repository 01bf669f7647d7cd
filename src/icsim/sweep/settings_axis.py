"""The axis `settings`: rows of the table of settings that resemble what was observed, each with all its numbers at once."""

from collections.abc import Mapping

from icsim.base.complaints import format_value
from icsim.base.errors import UserError
from icsim.theory.settings_table import MATCHED, SettingsTable, choose_settings, settings_table

PATH = "settings"
HOW = "give numbers of rows from 1, as in [1,2,3] or {low: 1, high: 64}, or null for all rows"


def settings_rows(given: object, at: str) -> tuple[tuple[int, ...], str]:
    """The rows that an axis takes, from 1, and what tells their table from another."""
    table = _table()
    most = len(table.values)
    if given is None or isinstance(given, Mapping):
        ends = dict(given or {})
        low, high = ends.pop("low", None) or 1, ends.pop("high", None) or most
        rows: object = list(range(low, high + 1)) if isinstance(low, int) and isinstance(high, int) and not ends else given
    else:
        rows = given
    if not isinstance(rows, list) or not rows:
        raise UserError(f"{at}: {format_value(given)} is not allowed; {HOW}")
    for row in rows:
        if not isinstance(row, int) or isinstance(row, bool) or not 1 <= row <= most:
            raise UserError(f"{at}: {format_value(row)} is no row; allowed: 1 to {most}")
    return tuple(rows), f"{PATH}/{table.digest[:16]}"


def row_parameters(row: object, target: str) -> dict[str, object]:
    """Path and value of all numbers of a row. UserError where the table is another one by now."""
    table = _table()
    if target != f"{PATH}/{table.digest[:16]}":
        raise UserError(f"{PATH}: the table of settings is another one than that of the study; run the sweep again")
    return {f"parameters.{name}": value for name, value in table.row(int(str(row)) - 1).items()}


def _table() -> SettingsTable:
    table = settings_table(choose_settings(MATCHED))
    assert table is not None  # else choose_settings had refused
    return table
