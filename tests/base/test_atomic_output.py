"""Files and folders of results are whole or not there, whatever happens while they are written."""

import errno
import os
from pathlib import Path

import pytest

from icsim.base.atomic_output import atomic_file, atomic_folder, write_atomically
from icsim.base.errors import UserError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_keeps_its_old_content_until_the_new_is_whole(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    write_atomically(kept, "old")
    with atomic_file(kept) as file:
        file.write(b"new")
        file.flush()
        assert kept.read_text() == "old"
    assert kept.read_text() == "new"
    assert names(tmp_path) == ["kept"]


def test_a_file_can_be_read_by_everybody(tmp_path: Path) -> None:
    """What makes it is private by its nature, and a result is not."""
    write_atomically(tmp_path / "kept", "text")
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("reason", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device"), ValueError("x")])
def test_what_ends_the_writing_leaves_the_old_file_alone(reason: BaseException, tmp_path: Path) -> None:
    write_atomically(tmp_path / "kept", "old")

    def fail() -> None:
        with atomic_file(tmp_path / "kept") as file:
            file.write(b"half")
            raise reason

    with pytest.raises(type(reason)) as raised:
        fail()
    assert (tmp_path / "kept").read_text() == "old"
    assert names(tmp_path) == ["kept"]
    if isinstance(raised.value, OSError):
        assert raised.value.filename == str(tmp_path)  # a full disk says of no file that it is full


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        write_atomically(tmp_path / "none" / "kept", "text")
    assert str(tmp_path / "none") in str(raised.value.filename)


def test_two_who_write_the_same_file_do_not_meet(tmp_path: Path) -> None:
    with atomic_file(tmp_path / "kept") as first, atomic_file(tmp_path / "kept") as second:
        first.write(b"first")
        second.write(b"second")
    assert (tmp_path / "kept").read_text() == "first"  # who ends last
    assert names(tmp_path) == ["kept"]


def test_results_come_together_or_not_at_all(tmp_path: Path) -> None:
    into = tmp_path / "results" / "one"
    with atomic_folder(into, "a.txt") as folder:
        (folder / "a.txt").write_text("a")
        (folder / "figures").mkdir()
        (folder / "figures" / "b.txt").write_text("b")
        assert not into.exists()
    assert sorted(str(path.relative_to(into)) for path in into.rglob("*.txt")) == ["a.txt", "figures/b.txt"]

    def fail() -> None:
        with atomic_folder(into, "a.txt") as folder:
            (folder / "a.txt").write_text("half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UserError, match=r"one: cannot write results: No space left on device; make room and repeat"):
        fail()
    assert (into / "a.txt").read_text() == "a"
    assert [path.name for path in into.parent.iterdir()] == ["one"]


def test_a_new_folder_takes_its_place_in_one_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process killed between two moves would leave a folder without its sign, which the next run would refuse."""
    moves: list[object] = []
    move = os.replace
    monkeypatch.setattr(os, "replace", lambda old, new: (moves.append(new), move(old, new)))
    into = tmp_path / "results"
    with atomic_folder(into, "sign") as folder:
        for name in ("a", "b", "sign"):
            (folder / name).write_text(name)
    assert moves == [into]
    assert sorted(path.name for path in into.iterdir()) == ["a", "b", "sign"]


def test_a_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UserError, match=r"cannot write results: (Not a directory|File exists)"),
        atomic_folder(tmp_path / "file" / "x", "a.txt"),
    ):
        pass


def test_results_of_the_same_kind_are_replaced_file_by_file(tmp_path: Path) -> None:
    """What is not made again stays, such as a study's own notes."""
    into = tmp_path / "results"
    for text, name in (("old", "figure"), ("new", "table")):
        with atomic_folder(into, "sign") as folder:
            (folder / "sign").write_text(text)
            (folder / name).write_text(text)
    assert {path.name: path.read_text() for path in into.iterdir()} == {"sign": "new", "figure": "old", "table": "new"}
    assert into.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("there", ["a file", "a folder of something else"])
def test_what_is_not_results_is_neither_replaced_nor_mixed(tmp_path: Path, there: str) -> None:
    into = tmp_path / "mine"
    if there == "a file":
        into.write_text("mine")
    else:
        into.mkdir()
        (into / "replicates.parquet").write_text("mine")
    with pytest.raises(UserError, match=r"^out: .*mine"), atomic_folder(into, "summary.json"):
        raise AssertionError("nothing may run")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
