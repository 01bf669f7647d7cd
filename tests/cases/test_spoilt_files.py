"""A few spoilt files of every kind; python tests/cases/spoilt_files.py 10000 tries more."""

from pathlib import Path

import pytest
from case_kit import SOUND, Command

from spoilt_files import KINDS, MEGABYTES, SLOW, run_inputs


@pytest.mark.slow
def test_a_spoilt_file_is_one_line_and_no_harm() -> None:
    seen = list(run_inputs(range(120), seed=7))
    assert [found for found in seen if found.fault not in ("", SLOW)] == []  # how long it took is for who runs the fuzzer
    assert {found.kind for found in seen} == set(KINDS)
    assert {found.code for found in seen} == {0, 2}


@pytest.mark.slow
def test_the_memory_of_who_starts_the_fuzzer_is_not_counted() -> None:
    held = b"x" * int(1.2 * MEGABYTES * 1024 * 1024)
    assert [found.fault for found in run_inputs([5], seed=7)] == [""]
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
