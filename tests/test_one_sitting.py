"""The page "The model in one sitting": its code runs, is short, and prints what the page shows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "one_sitting.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    return found


@pytest.mark.slow
def test_the_code_prints_what_the_page_shows() -> None:
    ran = subprocess.run([sys.executable, "-c", block("python")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == block("text")


def test_it_fits_a_sitting_and_uses_the_rulebook_and_its_numbers_alone() -> None:
    lines = [line for line in block("python").splitlines() if line.strip()]
    assert len(lines) <= 45  # about forty
    imported = set(re.findall(r"^from (icsim[\w.]*)", block("python"), flags=re.MULTILINE))
    assert all(name == "icsim.catalogue" or name.startswith("icsim.rules.") for name in imported), imported
