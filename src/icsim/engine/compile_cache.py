"""Where compiled code is kept between runs: one folder per state of the source, safe for several processes."""

import contextlib
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import llvmlite.binding
import numba
import numpy as np

KEPT = 5  # folders of the most recent states of the source
OURS = re.compile(r"[0-9a-f]{24}")  # a name of source_hash: nothing else is ever removed

_said: set[str] = set()


def say_once(text: str) -> None:
    """One line to the user, once per process."""
    if text not in _said:
        _said.add(text)
        print(text, file=sys.stderr, flush=True)


def user_folder() -> Path:
    """The folder for this program's caches: $ICSIM_CACHE_DIR, or `icsim` in the user's cache folder."""
    if chosen := os.environ.get("ICSIM_CACHE_DIR"):
        return Path(chosen)
    if base := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(base) / "icsim"
    return Path(os.path.expanduser("~")) / ".cache" / "icsim"


def source_hash(paths: Iterable[Path]) -> str:
    """A name for what compiled code depends on: the files (of folders, all .py, .yaml and .j2), versions and processor.

    Data counts as source, because the order of the parameters in it becomes constants of the compiled code.
    """
    digest = hashlib.blake2b(digest_size=12)
    cpu = (llvmlite.binding.get_host_cpu_name(), llvmlite.binding.get_host_cpu_features().flatten())
    made_by = (sys.version, platform.machine(), numba.__version__, np.__version__, llvmlite.__version__, *cpu)
    digest.update(repr(made_by).encode())
    for path in sorted(set(paths)):
        found = (p for p in path.rglob("*") if p.suffix in {".py", ".yaml", ".j2"}) if path.is_dir() else [path]
        for file in sorted(found):
            content = file.read_bytes()
            digest.update(f"{file.relative_to(path.parent).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def folder_for(paths: Iterable[Path]) -> Path:
    """The cache folder of this state of the source, made where it is missing; OSError where it cannot be."""
    folder = user_folder() / source_hash(paths)
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # in use is new, for what `trim` keeps
        os.utime(folder)
    trim(folder.parent)
    return folder


def trim(parent: Path, kept: int = KEPT) -> None:
    """Remove all but the folders used last; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        folders = [p for p in parent.iterdir() if OURS.fullmatch(p.name) and p.is_dir()]
        for old in sorted(folders, key=lambda p: p.stat().st_mtime, reverse=True)[kept:]:
            shutil.rmtree(old, ignore_errors=True)


def store(path: Path, text: str) -> None:
    """Write a file so that no other process ever sees a part of it; one with this text is left as it is."""
    with contextlib.suppress(OSError):
        if path.read_text(encoding="utf-8") == text:
            return
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


@contextlib.contextmanager
def compile_lock(folder: Path) -> Iterator[None]:
    """Let one process compile while others wait to load what it made; without file locks, all may compile."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(ImportError, OSError):
            import fcntl  # not on Windows

            file = held.enter_context((folder / "lock").open("w"))
            fcntl.flock(file, fcntl.LOCK_EX)  # ends with the file, also when the process is killed
        yield
