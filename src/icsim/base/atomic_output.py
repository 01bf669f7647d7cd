"""Writing results so that nothing half-made is ever found."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from icsim.base.errors import UserError

MAKING = ".making"  # how the name of a file ends that is not whole yet


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
    making = folder.parent / f".{folder.name}.{os.getpid()}"
    try:
        making.mkdir(parents=True)
        yield making
        if not folder.exists() or not any(folder.iterdir()):
            os.replace(making, folder)  # at once: a process killed here leaves all or nothing
            return
        for made in sorted(path for path in making.rglob("*") if path.is_file()):
            place = folder / made.relative_to(making)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(made, place)
    except OSError as error:
        raise UserError(
            f"{folder}: cannot write results: {error.strerror or error}; choose another folder, out=PATH"
        ) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


@contextmanager
def atomic_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into, under another name until it is whole and on the disk. OSError, with a path, where it cannot be."""
    handle, making = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=MAKING)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(making, 0o644)
        os.replace(making, path)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(making)
        if isinstance(error, OSError) and error.filename is None:
            raise OSError(error.errno, error.strerror or str(error), str(path.parent)) from error
        raise
