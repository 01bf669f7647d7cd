"""The README keeps its promises: its examples run, its commands and files exist."""

import csv
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


def test_the_demo_shows_the_verdicts_of_the_committed_quick_look() -> None:
    table = (ROOT / "results" / "catalogue" / "verdicts.csv").read_text(encoding="utf-8")
    boxes = {row["id"]: row for row in csv.DictReader(table.splitlines()) if row["id"].startswith("box")}
    if {row["draws"] for row in boxes.values()} != {"32"}:
        pytest.skip("the committed table is of a larger budget than the README's quick look")
    shown = dict(re.findall(r"^(box\d) .*?  (\d+ of 32  [a-z]+(?: [a-z]+)*)  ?", README, flags=re.MULTILINE))
    assert shown == {name: f"{float(row['expected']) * 32:.0f} of 32  {row['verdict']}" for name, row in boxes.items()}
    assert f"predicted in {float(boxes['box4']['expected']) * 32:.0f} of 32 parameter sets" in README
