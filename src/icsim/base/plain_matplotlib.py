"""Keeps a user's settings for matplotlib out of what a command draws, even those that matplotlib cannot read."""

import importlib
import os
from importlib.util import find_spec
from pathlib import Path

FILE = "matplotlibrc"  # what matplotlib reads as it is imported: first of all one in the folder that one stands in


def keep_settings_out() -> None:
    """For a process of our own, before it imports matplotlib, which fails at a file or a backend that it does not understand."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        return
    its_own = Path(found.origin).parent / "mpl-data"
    os.environ |= {"MPLBACKEND": "agg", "MATPLOTLIBRC": str(its_own / FILE)}
    if os.path.lexists(FILE) and its_own.is_dir():
        here = Path.cwd()
        os.chdir(its_own)
        try:
            importlib.import_module("matplotlib")
        finally:
            os.chdir(here)
