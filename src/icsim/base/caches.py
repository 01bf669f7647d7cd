"""The folder for what can be made again at any time, and how a file is put there."""

import contextlib
import os
from pathlib import Path

from icsim.base.atomic_output import write_atomically


def user_folder() -> Path:
    """The folder for this program's caches: $ICSIM_CACHE_DIR, or `icsim` in the user's cache folder."""
    if chosen := os.environ.get("ICSIM_CACHE_DIR"):
        return Path(chosen)
    if base := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(base) / "icsim"
    return Path(os.path.expanduser("~")) / ".cache" / "icsim"


def store(path: Path, text: str) -> None:
    """Write a file so that no other process ever sees a part of it; one with this text is left as it is."""
    with contextlib.suppress(OSError, ValueError):  # ValueError: what is there is no text
        if path.read_text(encoding="utf-8") == text:
            return
    write_atomically(path, text)
