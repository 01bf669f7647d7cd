"""What was made by hand or by accident of icsim's own files is noticed, and what can be made anew is."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from case_kit import process
from pydantic import Field

from icsim.base.document import SEAL, Document, whole
from icsim.base.errors import UserError
from icsim.base.plain_text import visible
from icsim.base.yaml_io import YamlError, read_yaml
from icsim.commands import entry
from icsim.engine import compile_cache
from icsim.theory import settings_table

WORLD = """-c 'from icsim.config.compose import compose
from icsim.engine.simulate import simulate
simulate(compose("run", ["place=pair", "weeks=1", "replicates=1"]))'"""


class Sealed(Document):
    FILE = "sealed.json"
    COMMAND = "icsim test"
    SEALED = True

    schema_number: Literal[1] = Field(default=1, alias="schema")
    count: int
    name: str = ""


def test_a_file_that_was_changed_by_hand_is_noticed(tmp_path: Path) -> None:
    Sealed(count=3).write(tmp_path)
    path = tmp_path / Sealed.FILE
    made = path.read_text()
    assert Sealed.from_file(tmp_path, "test").count == 3
    path.write_text(json.dumps(json.loads(made), indent=4))  # another layout of the same
    assert Sealed.from_file(tmp_path, "test").count == 3
    path.write_text(made.replace('"count": 3', '"count": 4'))
    with pytest.raises(UserError, match=r"^test: .*sealed\.json was changed after icsim wrote it; give the sealed\.json"):
        Sealed.from_file(tmp_path, "test")
    path.write_text(json.dumps({key: value for key, value in json.loads(made).items() if key != SEAL}))  # of before there were any
    assert Sealed.from_file(tmp_path, "test").count == 3


def test_a_part_that_was_changed_by_hand_is_not_whole() -> None:
    assert whole({"a": 1})
    assert not whole({"a": 1, SEAL: "other"})
    assert whole([1])


@pytest.mark.parametrize("text", ['title: "\\e[31mred"', 'title: "\\a"', '"\\x1b": a', "a: [{b: \"\\x9b\"}]"])
def test_no_file_commands_a_terminal(text: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(text)
    with pytest.raises(YamlError, match="holds a sign that commands a terminal; take it out") as raised:
        read_yaml(tmp_path / "own.yaml")
    assert visible(str(raised.value)) == str(raised.value)


def test_a_document_does_not_either(tmp_path: Path) -> None:
    (tmp_path / Sealed.FILE).write_text('{"schema": 1, "count": 3, "name": "\\u001b]0;x\\u0007"}')
    with pytest.raises(UserError, match="holds a sign that commands a terminal"):
        Sealed.from_file(tmp_path, "test")


def test_a_document_of_any_depth_is_refused_in_one_line(tmp_path: Path) -> None:
    for depth in (100, *range(800, 1000), 3000, 100_000):  # what is read may still be too deep for who goes through it
        (tmp_path / Sealed.FILE).write_text(f'{{"schema": 1, "count": 3, "name": {"[" * depth}{"]" * depth}}}')
        with pytest.raises(UserError, match=r"^test: "):
            Sealed.from_file(tmp_path, "test")


def test_compiled_code_that_is_not_as_it_was_put_there_is_removed(tmp_path: Path) -> None:
    whole, half, other = (tmp_path / f"week.{name}.nbc" for name in ("a", "b", "c"))
    for path in (whole, half):
        path.write_bytes(b"code of " + path.name.encode())
    compile_cache.remember(tmp_path, "week")
    half.write_bytes(b"code")
    other.write_bytes(b"from nowhere")
    compile_cache.drop_spoilt(tmp_path, "week")
    assert [path.exists() for path in (whole, half, other)] == [True, False, False]
    (tmp_path / f"week{compile_cache.SUMS}").write_text("{")
    compile_cache.drop_spoilt(tmp_path, "week")
    assert not whole.exists()


def test_a_spoilt_table_of_settings_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ICSIM_CACHE_DIR", str(tmp_path))
    own = tmp_path / settings_table.FOLDER / settings_table.NAME
    own.parent.mkdir()
    own.write_bytes(b"no table")
    before = settings_table._kept()
    assert before is None or before != own
    assert f"{own} is spoilt and left aside" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("spoil", ["meanings.json", "*/icsim_*.py"])
def test_a_spoilt_cache_is_made_anew(spoil: str, tmp_path: Path) -> None:
    assert process(cwd=tmp_path, program=WORLD, ICSIM_CACHE_DIR="cache").returncode == 0
    (first, *_) = (tmp_path / "cache").glob(spoil)
    kept = first.read_bytes()
    for content in (b"", b"\xff\0", kept[: len(kept) // 2]):
        first.write_bytes(content)
        made = process(cwd=tmp_path, program=WORLD, ICSIM_CACHE_DIR="cache")
        assert made.returncode == 0, made.stderr
        assert b"Traceback" not in made.stderr
    assert first.read_bytes() == kept or spoil == "meanings.json"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have a name")
@pytest.mark.parametrize("words", ["test --check PIPE.yaml", "run place=PIPE.yaml", "import PIPE.csv"])
def test_a_pipe_among_files_is_one_line_and_no_endless_wait(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("PIPE.yaml", "PIPE.csv"):
        os.mkfifo(name)
    assert entry.main(words.split()) == 2
    assert "is a pipe, which may never end; save what comes out of it as a file" in capsys.readouterr().err


def test_what_cannot_be_printed_is_no_matter_of_folders(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(args: list[str]) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(entry, "dispatch", full)
    assert entry.main(["list", "levers"]) == 2
    assert capsys.readouterr().err == "icsim: No space left on device; what is printed has nowhere to go\n"


def test_ctrl_c_that_comes_while_something_is_tidied_up_is_not_lost() -> None:
    """Python cannot let it out of there, says so on the screen, and goes on."""
    code = """
import time
from icsim.base.streams import lose_no_ctrl_c
lose_no_ctrl_c()
class Gone:
    def __del__(self):
        raise KeyboardInterrupt
Gone()
try:
    time.sleep(60)
except KeyboardInterrupt:
    print("stopped")
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50, check=True)
    assert (ran.stdout, ran.stderr) == ("stopped\n", "")
