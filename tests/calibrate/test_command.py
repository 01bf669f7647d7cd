"""The command as it is typed: a table that other commands draw from, an end that can be gone on from, one line for a mistake."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from icsim.commands import entry
from icsim.results.calibration import CalibrationFile
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.settings_table import read_settings

TARGETS = """
title: what a test made up
cut: 3.0
screen: 2
targets:
  trust: {measure: trust, place: pair, week: 4, value: 0.5, observation: 0.06, confirm: 2, source: made up}
  morale: {measure: morale, place: pair, week: 4, value: 0.5, observation: 0.06, confirm: 2, source: made up}
"""
FEW = ["wanted=8", "fresh_sets=1", "explored=256", "facts=0"]


@pytest.fixture
def targets(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(TARGETS, encoding="utf-8")
    return path


@pytest.mark.slow
def test_it_leaves_a_table_that_a_theory_is_tried_in(targets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert entry.main(["calibrate", f"targets={targets}", f"out={out}", *FEW]) == 0
    said = capsys.readouterr().out
    found = CalibrationFile.from_file(out, "calibration")
    table = read_settings(out / "settings.csv.gz")
    assert found.settings == len(table.values) == 8
    assert found.explored == 256
    assert all(sentence.split()[0] in said for sentence in found.sentences)
    assert f"settings={out / 'settings.csv.gz'}" in said
    drawn = draw_parameters(8, 1, settings=str(out / "settings.csv.gz"))
    assert drawn[3].parameters["trust.gain"] == table.row(3)["trust.gain"]
    kept = {path.name: path.stat().st_mtime_ns for path in (out / "parts").iterdir()}
    before = (out / "settings.csv.gz").read_bytes()
    assert entry.main(["calibrate", f"targets={targets}", f"out={out}", *FEW]) == 0
    assert {path.name: path.stat().st_mtime_ns for path in (out / "parts").iterdir()} == kept
    assert (out / "settings.csv.gz").read_bytes() == before


@pytest.mark.slow
def test_what_excludes_each_other_ends_with_one_line_and_no_table(
    targets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    targets.write_text(TARGETS.replace("value: 0.5", "value: 0.999"), encoding="utf-8")
    out = tmp_path / "out"
    assert entry.main(["calibrate", f"targets={targets}", f"out={out}", *FEW, "most=256"]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("icsim: targets: no setting of 256 meets ")
    assert not (out / "settings.csv.gz").exists()
    assert not (out / "calibration.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_it_keeps_its_parts_and_says_how_to_go_on(targets: Path, tmp_path: Path, how: signal.Signals) -> None:
    out = tmp_path / "out"
    words = ["calibrate", f"targets={targets}", f"out={out}", "wanted=100000", "facts=0", "explored=0"]
    running = subprocess.Popen([sys.executable, "-m", "icsim", *words], stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 300.0
        while not list(out.glob("parts/*.npy")) and time.monotonic() < deadline and running.poll() is None:
            time.sleep(0.1)
        running.send_signal(how)
        _, said = running.communicate(timeout=60)
    finally:
        running.kill()  # not left behind where it did not stop
    assert running.returncode == 130
    assert "to go on, repeat the command" in said
    assert list(out.glob("parts/*.npy"))
    assert json.loads((out / "request.json").read_text())["called"]
    assert not (out / "settings.csv.gz").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["field"], "did you mean targets=field?"),
        (["place=pair"], "each target says where and when"),
        (["targets=feild"], "did you mean field?"),
        (["targets=nowhere.csv"], "nowhere.csv: No such file"),
    ],
)
def test_a_mistake_is_one_line(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["calibrate", *words]) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert said in lines[0]
