"""Disks that are full, too small or not to be written, and folders that were touched: one line, and the same table afterwards."""

import contextlib
import os
import tempfile
from pathlib import Path

import pytest
from sweeps import DEMAND, SHARE, SMALL, names, started, table

from icsim.commands import entry
from icsim.sweep import chunks

resource = pytest.importorskip("resource")  # not on Windows

STUDY = (*SMALL, DEMAND, SHARE)
ROWS, PARTS = 4, 3


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A study in three parts."""
    monkeypatch.setattr(chunks, "ROWS", ROWS)
    assert swept(tmp_path / "study") == 0
    assert len(names(tmp_path / "study")) == PARTS
    return tmp_path / "study"


def swept(folder, *words):
    return entry.main(["sweep", *STUDY, *words, f"out={folder}"])


def hidden(folder):
    return [str(path) for path in folder.rglob(".*")]


def no_file_above(count):
    """The system itself refuses to let any file of the process grow beyond so many bytes, as a full disk would."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (count, count))


@pytest.mark.slow
def test_a_disk_without_room_for_a_part_is_one_line_and_no_part(folder, capsys):
    whole = table(folder)
    for part in sorted((folder / "table").iterdir())[1:]:
        part.unlink()
    running = started(ROWS, "sweep", *STUDY, f"out={folder}", preexec_fn=no_file_above(100))
    _, said = running.communicate(timeout=120)
    assert running.returncode == 2, said
    assert "Traceback" not in said
    assert f"icsim: {folder / 'table'}: File too large; mend that, or choose another folder with out=PATH" in said
    assert len(names(folder)) == 1
    assert hidden(folder) == []
    capsys.readouterr()
    assert swept(folder) == 0
    assert "parts: 2 run, 1 there already" in capsys.readouterr().out
    assert table(folder).equals(whole)


@pytest.mark.slow
def test_a_disk_without_room_for_the_manifest_leaves_a_folder_that_can_be_used(tmp_path):
    running = started(ROWS, "sweep", *STUDY, f"out={tmp_path / 'study'}", preexec_fn=no_file_above(100))
    _, said = running.communicate(timeout=120)
    assert running.returncode == 2, said
    assert f"icsim: {tmp_path / 'study'}: File too large" in said
    assert list((tmp_path / "study").iterdir()) == []
    assert swept(tmp_path / "study") == 0


def test_a_disk_that_fills_up_on_the_way_keeps_the_parts_before(folder, monkeypatch, capsys):
    whole = table(folder)
    for part in (folder / "table").iterdir():
        part.unlink()
    written, real = [], os.fsync

    def full(handle):
        written.append(handle)
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    assert swept(folder) == 2
    assert f"icsim: {folder / 'table'}: No space left on device" in capsys.readouterr().err
    assert len(names(folder)) == 1
    assert hidden(folder) == []
    monkeypatch.setattr(os, "fsync", real)
    assert swept(folder) == 0
    assert "parts: 2 run, 1 there already" in capsys.readouterr().out
    assert table(folder).equals(whole)


@pytest.mark.parametrize("below", ["a file", "a folder that nobody may write"])
def test_a_folder_that_cannot_be_made_is_one_line(tmp_path, capsys, below):
    place = tmp_path / "notes.txt"
    if below == "a file":
        place.write_text("mine")
    else:
        place = Path("/proc/self") if os.geteuid() == 0 else tmp_path / "locked"  # root may write wherever there is a real disk
        with contextlib.suppress(OSError):
            place.mkdir(mode=0o555)
        if not place.is_dir():
            pytest.skip("no such folder on this system")
    assert swept(place / "study") == 2
    said = capsys.readouterr().err
    assert f"icsim: {place}" in said
    assert "choose another folder with out=PATH" in said
    assert said.count("icsim: ") == 1


def test_a_folder_that_was_closed_on_the_way_is_one_line(folder, monkeypatch, capsys):
    """Whoever is root writes past closed doors, so the door is played here."""
    for part in (folder / "table").iterdir():
        part.unlink()

    def closed(dir, **more):
        raise PermissionError(13, "Permission denied", str(dir))

    monkeypatch.setattr(tempfile, "mkstemp", closed)
    assert swept(folder) == 2
    assert f"icsim: {folder / 'table'}: Permission denied; mend that" in capsys.readouterr().err


def test_a_whole_study_in_a_folder_nobody_may_write_is_only_read(folder, monkeypatch, capsys):
    def closed(dir, **more):
        raise PermissionError(13, "Permission denied", str(dir))

    monkeypatch.setattr(tempfile, "mkstemp", closed)
    assert swept(folder) == 0
    assert f"parts: 0 run, {PARTS} there already" in capsys.readouterr().out


@pytest.mark.slow
def test_a_spoilt_trajectory_is_named_and_run_again(tmp_path, capsys):
    assert swept(tmp_path / "study", "time_series=true") == 0
    (part,) = (tmp_path / "study/time_series").iterdir()
    before = part.read_bytes()
    part.write_bytes(before[:-100] + bytes(100))
    capsys.readouterr()
    assert swept(tmp_path / "study", "time_series=true") == 0
    shown = capsys.readouterr()
    assert f"{part}: is not what was written, so it is run again" in shown.err
    assert "parts: 1 run, of which 1 had been spoilt" in shown.out
    assert part.read_bytes() == before


def test_a_manifest_that_was_cut_off_is_one_line_and_the_parts_are_left(folder, capsys):
    path = folder / "study.json"
    text = path.read_text()
    path.write_text(text[: len(text) // 2])
    assert swept(folder) == 2
    said = capsys.readouterr().err
    assert f"{path} is no JSON; give the study.json" in said
    assert said.count("icsim: ") == 1
    assert len(names(folder)) == PARTS
