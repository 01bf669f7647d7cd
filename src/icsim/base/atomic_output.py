"""Writing results so that nothing half-made is ever found: a file, or a folder of files.

What is being written has a random name beside its place, and only its maker takes it away.
"""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from icsim.base.errors import UserError

MAKING = ".making"  # how the name of a file ends that is not whole yet


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write into; it takes its place when all is on the disk, or vanishes. OSError names the folder."""
    making = ""
    try:
        handle, making = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=MAKING)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(making, 0o644)
        os.replace(making, path)
    except OSError as error:
        if error.filename is None:  # such as a full disk
            raise OSError(error.errno, error.strerror or str(error), str(path.parent)) from error
        raise
    finally:
        with contextlib.suppress(OSError):
            os.unlink(making)


def write_atomically(path: Path, text: str) -> None:
    """A text as a file, the same way."""
    with atomic_file(path) as file:
        file.write(text.encode())


@contextmanager
def atomic_folder(folder: Path, sign: str) -> Iterator[Path]:
    """A folder to write into, beside the one meant; its files take their places when all are complete, or vanish.

    A folder that holds anything but results of the same kind, told by the file `sign`, is refused before anything runs.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"out: {folder} is a file; give a folder that is new, empty, or holds results of the same kind")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / sign).is_file():
        raise UserError(
            f"out: {folder.resolve()} holds other files; give a folder that is new, empty, or holds such results ({sign})"
        )
    making: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        making.chmod(0o755)
        yield making
        if not folder.exists() or not any(folder.iterdir()):
            os.replace(making, folder)  # at once: a process killed here leaves all or nothing
            return
        for made in sorted(path for path in making.rglob("*") if path.is_file()):
            place = folder / made.relative_to(making)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(made, place)
    except OSError as error:
        cure = "make room and repeat the command, or choose" if error.errno == errno.ENOSPC else "choose"
        raise UserError(f"{folder}: cannot write results: {error.strerror or error}; {cure} another folder, out=PATH") from error
    finally:
        if making is not None:
            shutil.rmtree(making, ignore_errors=True)


class _TriedError(Exception):
    """Ends a folder that was only tried."""


def try_folder(folder: Path, sign: str) -> None:
    """The same refusals before anything is computed, where the folder is written at the end; nothing is left of it."""
    with contextlib.suppress(_TriedError), atomic_folder(folder, sign):
        raise _TriedError
