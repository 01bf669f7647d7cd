"""A folder with the small inputs that people of this work exchange, and commands that run there."""

import shutil
from pathlib import Path

import pytest
from case_kit import INPUTS, THEORIES, Command, theory

from icsim.base.resources import conf_dir
from icsim.commands import entry


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, which is where the test runs."""
    here = tmp_path / "cases"
    shutil.copytree(INPUTS, here)
    for name in THEORIES:
        (here / name).write_text(theory(name), encoding="utf-8")
    shutil.copy(conf_dir() / "place" / "neighbourhood.yaml", here / "beside.yaml")
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def icsim(capsys: pytest.CaptureFixture[str]) -> Command:
    """A command in this process: its exit code, what it printed and what it complained of."""

    def run(*args: str) -> tuple[int, str, str]:
        code = entry.main(list(args))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
