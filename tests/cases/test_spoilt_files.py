"""A few spoilt files of every kind; python tests/cases/spoilt_files.py 10000 tries more."""

import os
import random
from pathlib import Path

import pytest
import spoilt_files
from case_kit import SOUND, Command
from spoilt_files import KINDS, MEGABYTES, SLOW, kind_of, run_inputs

from icsim.commands import entry


def numbers() -> tuple[list[int], list[int]]:
    """The first four inputs of every kind, and the others of the first three hundred."""
    first: dict[str, list[int]] = {}
    for number in range(300):
        first.setdefault(kind_of(number, 7)[0], []).append(number)
    few = sorted(number for found in first.values() for number in found[:4])
    return few, sorted({*range(300)} - {*few})


@pytest.mark.slow
@pytest.mark.parametrize("tried", [numbers()[0], pytest.param(numbers()[1], marks=pytest.mark.exhaustive)], ids=["few", "many"])
def test_a_spoilt_file_is_one_line_and_no_harm(tried: list[int]) -> None:
    seen = list(run_inputs(tried, seed=7, jobs=1))  # the suite has a process for each core already
    assert [found for found in seen if found.fault not in ("", SLOW)] == []  # how long it took is for who runs the fuzzer
    assert sorted(found.number for found in seen) == tried
    assert {found.code for found in seen} == {0, 2}


def test_every_kind_of_file_is_spoilt() -> None:
    assert {kind_of(number, 7)[0] for number in numbers()[0]} == set(KINDS)


class Bad:
    """Does what no input must be able to bring about, in a process of its own."""

    def __init__(self, code: str) -> None:
        self.code = code

    def sound(self, folder: Path) -> list[list[str]]:
        return []

    def spoilt(self, folder: Path, chance: random.Random) -> list[str]:
        exec(self.code, {"entry": entry, "sound_seconds": spoilt_files.sound_seconds})
        return ["list", "levers"]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("import os; os._exit(0)", "the process ended or hung"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the process ended or hung"),
        ("entry.dispatch = lambda args: 1 / 0", "a fault of the program"),
        ("entry.dispatch = lambda args: bytearray(2**40)", "a fault of the program"),
        ("import sys; entry.dispatch = lambda args: print('odd\\x1b', file=sys.stderr) or 0", "a sign"),
        ("entry.main = lambda args: 2", "not a line a mistake"),
        ("sound_seconds['bad'] = -2.0; entry.main = lambda args: sum(range(10**6)) and 0", SLOW),
        pytest.param("b'x' * (900 * 2**20)", "more than", marks=pytest.mark.slow),
        ("pass", ""),
    ],
)
def test_what_must_not_come_is_found_out(code: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spoilt_files.KINDS, "bad", Bad(code))
    monkeypatch.setattr(spoilt_files, "MEGABYTES", spoilt_files.megabytes() + 200)  # this process is a large one, and was larger
    process, reads = spoilt_files.begun(0, 1, tmp_path, ["bad"])
    parts = []
    while more := os.read(reads, 65536):
        parts.append(more)
    os.close(reads)
    found = spoilt_files.outcome(0, 1, ["bad"], os.waitpid(process, 0)[1], b"".join(parts))
    assert found.fault.startswith(fault)
    assert bool(found.fault) == bool(fault)


@pytest.mark.slow
def test_the_memory_of_who_starts_the_fuzzer_is_not_counted() -> None:
    held = b"x" * int(1.2 * MEGABYTES * 1024 * 1024)
    assert [found.fault for found in run_inputs([5], seed=7, only=["place"])] == [""]
    assert len(held) > MEGABYTES  # kept until here


def test_a_contrast_that_cannot_be_read_is_told_beside_another_mistake(icsim: Command, tmp_path: Path) -> None:
    more = "secondary:\n  - {measure: trust, week: 52, contrast: x, expect: up}\n"
    text = SOUND.replace("role: imposed", f"role: {10**30}") + more
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    code, _, said = icsim("test", "--check", str(tmp_path / "mine.yaml"))
    assert code == 2
    assert "role: " in said
    assert "secondary.0.contrast: " in said
    assert all(line.startswith("icsim: ") for line in said.splitlines())


def test_a_table_without_an_axis_says_so_and_shows_names_shortened(icsim: Command, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("a" * 5000 + ",b\nlow,x\n", encoding="utf-8")
    code, _, said = icsim("sweep", "place=pair", "design=file", f"design.path={tmp_path / 'points.csv'}", "--cfg", "job")
    assert code == 2
    assert "no column is an axis; head one with its path" in said
    assert len(said) < 800
