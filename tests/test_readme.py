"""The README keeps its promises: its examples run, its commands and files exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_python_examples_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.S)
    assert len(blocks) == 2
    for block in blocks:
        ran = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr


def test_links_and_make_targets_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)\b", README)):
        assert f"\n{target}:" in makefile, target


@pytest.mark.slow
def test_commands_are_understood() -> None:
    commands = [line.split("#")[0].split() for line in README.splitlines() if line.startswith("icsim ")]
    assert len(commands) == 3
    for command in commands:
        more = [] if command[1] == "list" else ["--cfg", "job"]
        ran = subprocess.run([sys.executable, "-m", *command, *more], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
