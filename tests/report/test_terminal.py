import re
from pathlib import Path

import pytest
from small_runs import simulated

from icsim.catalogue import catalogue
from icsim.report.run import run_tables, run_terminal

FOLDER = Path("results/runs/pair")


def test_the_table_has_every_measure_in_a_part(capsys):
    run_terminal.print_run(simulated(), FOLDER)
    shown = capsys.readouterr().out
    assert all(m.display in shown for name, m in catalogue().measures.items() if name != "enacted")
    assert "week 26" in shown
    assert "week 30" in shown
    assert "±" in shown
    assert f"results: {FOLDER}" in shown
    assert "explores a theory; no forecast of any real system" in shown
    assert "\x1b" not in shown


def test_every_carrier_has_a_part():
    known = catalogue().measures.values()
    assert all(run_tables.heading(measure) for measure in known if not measure.per_lever)


def test_one_world_has_no_interval(capsys):
    run_terminal.print_run(simulated("replicates=1", "weeks=10"), FOLDER)
    shown = capsys.readouterr().out
    assert "1 world of 10 weeks" in shown
    assert "±" not in shown
    assert "90 in 100" not in shown


@pytest.mark.parametrize("terminal_is", ["xterm-256color", "dumb"])
@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(capsys, monkeypatch, columns, terminal_is):
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", terminal_is)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    run_terminal.print_run(simulated("weeks=160"), FOLDER)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)  # colours take no room
    assert max(len(line) for line in shown.splitlines()) <= columns
    assert "week 160" in shown
    assert ("week 52" in shown) == (columns >= 100)


def test_a_point_among_several_is_one_line():
    shown = run_terminal.line(simulated(), FOLDER, "2 of 3 seed=2")
    assert shown.startswith("2 of 3 seed=2  trust between teams 0.")
    assert shown.endswith(str(FOLDER))
    assert "\n" not in shown


def test_numbers_have_the_digits_that_say_something():
    assert [run_tables.decimals(value) for value in (0.5, -0.5, 12.0, 1826.0)] == [2, 2, 1, 0]
