"""Where compiled code is kept between runs: one folder per state of the source, safe for several processes."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from icsim.base import fingerprint
from icsim.base.caches import store, user_folder
from icsim.engine import kernel_cache

KEPT = 5  # folders of the most recent states of the source
SUMS = ".sums.json"  # beside compiled code: the hash of each of its files
OURS = re.compile(r"[0-9a-f]{24}")  # a fingerprint: nothing else is ever removed

_said: set[str] = set()


def say_once(text: str) -> None:
    """One line to the user, once per process."""
    if text not in _said:
        _said.add(text)
        print(text, file=sys.stderr, flush=True)


def folder_for(also: Iterable[Path]) -> Path:
    """The cache folder of this state of the source and of other files that are compiled, made where it is missing.

    OSError where it cannot be.
    """
    folder = user_folder() / fingerprint.compiled(also)
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # in use is new, for what `trim` keeps
        os.utime(folder)
    trim(folder.parent)
    kernel_cache.trim()
    return folder


def trim(parent: Path, kept: int = KEPT) -> None:
    """Remove all but the folders used last; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        folders = [p for p in parent.iterdir() if OURS.fullmatch(p.name) and p.is_dir()]
        for old in sorted(folders, key=lambda p: p.stat().st_mtime, reverse=True)[kept:]:
            shutil.rmtree(old, ignore_errors=True)


def drop_spoilt(folder: Path, module: str) -> None:
    """Remove what is kept of a module and is not as it was put there, so that it is made anew; half of a file can end a process."""
    sums = _sums(folder, module)
    for path in _parts(folder, module):
        if sums.get(path.name) != _sum(path):
            with contextlib.suppress(OSError):
                path.unlink()


def remember(folder: Path, module: str) -> None:
    """Note what is kept of a module, for `drop_spoilt`."""
    held = {path.name: _sum(path) for path in _parts(folder, module)}
    if held != _sums(folder, module):
        store(folder / f"{module}{SUMS}", json.dumps(held))


def _sums(folder: Path, module: str) -> dict[str, object]:
    with contextlib.suppress(OSError, ValueError):
        held = json.loads((folder / f"{module}{SUMS}").read_bytes())
        if isinstance(held, dict):
            return held
    return {}


def _parts(folder: Path, module: str) -> list[Path]:
    """What numba keeps of a module: an index, and a file for each signature, in a folder of its own."""
    return sorted(path for ending in ("nbi", "nbc") for path in folder.rglob(f"{module}.*.{ending}"))


def _sum(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


@contextlib.contextmanager
def compile_lock(folder: Path) -> Iterator[None]:
    """Let one process compile while others wait to load what it made; without file locks, all may compile."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(ImportError, OSError):
            import fcntl  # not on Windows

            file = held.enter_context((folder / "lock").open("w"))
            fcntl.flock(file, fcntl.LOCK_EX)  # ends with the file, also when the process is killed
        yield
