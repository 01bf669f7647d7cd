"""The last line of defence: what nobody foresaw is one line for the user and a file for whoever mends it."""

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence

from icsim.base.version import __version__


def crash_line(error: Exception, args: Sequence[str]) -> str:
    """What went wrong and where it is written down; the file has the command, the versions and the traceback."""
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    record = (
        f"icsim {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"icsim {' '.join(args)}\n\n{''.join(traceback.format_exception(error))}"
    )
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="icsim-", suffix=".log", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(record)
        kept = f"all of it is in {os.path.realpath(file.name)}: please send that file to those who look after icsim"
    except OSError:  # nowhere to write: better on the screen than lost
        sys.stderr.write(record)
        kept = "all of it stands above: please send it to those who look after icsim"
    return f"{what}: this is a fault of icsim, not yours; {kept}"
