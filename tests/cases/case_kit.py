"""What the tests here share: inputs, theories that differ from a sound one in one line, and a command in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

INPUTS = Path(__file__).parent / "inputs"
TITLE = "title: A leader who shares decisions makes joint work more of one's own"
PLACE = "  place: neighbourhood"
SOUND = f"""id: mine
{TITLE}
source: {{where: a small input}}
role: imposed
as_written: {{context: Two teams., resource: The leader decides with the team., reasoning: It is its own., outcome: More is joint.}}
context:
{PLACE}
  weeks: 104
arms:
  with: {{working_with_power.share: 0.9}}
  without: {{working_with_power.share: 0.1}}
contrast: with - without
resource:
  - {{measure: enacted.share, expect: up}}
reasoning:
  - {{measure: ownership, week: 13, expect: up}}
outcome:
  - {{measure: collaboration, week: 52, expect: up}}
"""
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
    """A sound theory with one line changed."""
    line, other = THEORIES[name]
    assert SOUND.count(line) == 1
    return SOUND.replace(line, other)


def process(
    *args: str, before: str = "", after: str = "", cwd: Path | None = None, program: str = "-m icsim", **environment: str | None
) -> subprocess.CompletedProcess[bytes]:
    """The command in a shell of its own, with `before` and `after` around it; an environment of None takes a variable away."""
    surroundings = {**os.environ, **PLAINLY, **environment}
    return subprocess.run(
        ["bash", "-c", f'{before} "$0" {program} "$@" {after}', sys.executable, *args],
        capture_output=True,
        check=False,
        cwd=cwd,
        env={name: value for name, value in surroundings.items() if value is not None},
        timeout=300,
    )
