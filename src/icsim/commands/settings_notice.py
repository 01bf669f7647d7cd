"""One line where the settings that a command draws were matched under other rules than those of now."""

import sys
from collections.abc import Iterable


def print_if_outdated(chosen: Iterable[str | None]) -> None:
    """Say it once for each table, beside the results, which may be piped."""
    from icsim.theory.settings_table import choose_settings, outdated_line

    for one in dict.fromkeys(chosen):
        line = outdated_line(choose_settings(one))
        if line is not None:
            print(f"icsim: {line}", file=sys.stderr, flush=True)
