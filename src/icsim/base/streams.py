"""Output that never fails: a closed stream goes nowhere, and a sign that a terminal cannot show is replaced."""

import io
import os
import sys


def make_streams_safe() -> None:
    """Give the process streams that any text can be written to; what was said of their encoding stays."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the shell: `icsim run >&-`
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # lives as long as the process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
