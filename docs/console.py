"""What the console blocks of a page show is what their commands print: `python docs/console.py` writes it anew.

A block is marked `console`; a line that begins with `$ ` is typed in a shell, the lines below it are what came. A line `…`
stands for any lines: when the output is written anew, as many lines as now stay before and after it. All blocks of a page run
in one folder, which holds docs/first.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

DOCS = Path(__file__).parent
PAGES = ("first_theory", "first_sweep", "first_class", "trace")
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"
WIDE = "96"


@dataclass(frozen=True)
class Typed:
    """A command of a page, and what the page says came of it."""

    command: str
    shown: tuple[str, ...]


def typed_in(block: str) -> list[Typed]:
    """The commands of a block, in order."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [Typed(first, tuple(rest)) for first, *rest in (part.rstrip("\n").split("\n") for part in parts)]


def run_in(folder: Path, command: str) -> list[str]:
    """What a command prints to a terminal of WIDE letters. RuntimeError where it fails."""
    shell = 'icsim() { "$PYTHON" -m icsim "$@"; }\n' + command
    surroundings = {**os.environ, "PYTHON": sys.executable, "COLUMNS": WIDE}
    ran = subprocess.run(["bash", "-c", shell], cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise RuntimeError(f"{command}: {ran.stderr}")
    return [line.rstrip() for line in ran.stdout.rstrip("\n").split("\n")] if ran.stdout else []


def is_shown(shown: tuple[str, ...], came: list[str]) -> bool:
    """Whether lines are those that came, where `…` stands for any."""
    pattern = "\n".join(r"(?:.*)" if line == LEFT_OUT else re.escape(line) for line in shown)
    return re.fullmatch(pattern, "\n".join(came), flags=re.DOTALL) is not None


def shortened(shown: tuple[str, ...], came: list[str]) -> list[str]:
    """What came, with as many lines left as are shown before and after the one `…`, if there is one."""
    if LEFT_OUT not in shown:
        return came
    before = shown.index(LEFT_OUT)
    after = len(shown) - before - 1
    if len(came) <= before + after:
        return came
    return [*came[:before], LEFT_OUT, *came[len(came) - after :]]


def folder_of(here: Path) -> Path:
    """A folder, and in it the files that the pages begin with."""
    shutil.copytree(DOCS / "first", here / "first")
    return here


def written_anew(text: str, folder: Path) -> str:
    """A page whose commands were run again."""

    def again(block: re.Match[str]) -> str:
        lines: list[str] = []
        for one in typed_in(block[0]):
            lines += [f"$ {one.command}", *shortened(one.shown, run_in(folder, one.command))]
        return "\n".join(lines) + "\n"

    return BLOCK.sub(again, text)


def main() -> None:
    """Write the outputs of all pages, or of those that are named."""
    for name in sys.argv[1:] or PAGES:
        path = DOCS / f"{name}.md"
        with TemporaryDirectory() as here:
            path.write_text(written_anew(path.read_text(encoding="utf-8"), folder_of(Path(here))), encoding="utf-8")


if __name__ == "__main__":
    main()
