"""What the tests here share: inputs, theories that differ from the template in one line, and a command in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from icsim.commands.new import TEMPLATE

INPUTS = Path(__file__).parent / "inputs"
TITLE = "title: A leader who shares decisions makes joint work more of one's own"
PLACE = "  place: neighbourhood"
THEORIES = {
    "mine.yaml": (TITLE, "title: Mine"),
    "t_dollar.yaml": (TITLE, "title: Cut $2m (5%) and keep $1m"),
    "t_colon.yaml": (TITLE, "title: Box 4: a leader who shares decisions makes joint work more of one's own"),
    "t_null.yaml": (TITLE, "title:"),
    "t_comma.yaml": ("share: 0.9}", "share: 0,9}"),
    "t_weekcomma.yaml": ("ownership, week: 13,", "ownership, week: 1,3,"),
    "t_relplace.yaml": (PLACE, "  place: beside.yaml"),
    "t_noplace.yaml": (PLACE, "  place: nowhere.yaml"),
}
PLAINLY = {"NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}  # a few weeks of two teams: compiling takes longer

Command = Callable[..., tuple[int, str, str]]


def theory(name: str) -> str:
    """The template with one line changed."""
    line, other = THEORIES[name]
    text = TEMPLATE.read_text(encoding="utf-8").replace("my_theory", "mine")
    assert text.count(line) == 1
    return text.replace(line, other)


def process(
    *args: str, before: str = "", after: str = "", cwd: Path | None = None, **environment: str | None
) -> subprocess.CompletedProcess[bytes]:
    """The command in a shell of its own, with `before` and `after` around it; an environment of None takes a variable away."""
    surroundings = {**os.environ, **PLAINLY, **environment}
    return subprocess.run(
        ["bash", "-c", f'{before} "$0" -m icsim "$@" {after}', sys.executable, *args],
        capture_output=True,
        check=False,
        cwd=cwd,
        env={name: value for name, value in surroundings.items() if value is not None},
        timeout=300,
    )
