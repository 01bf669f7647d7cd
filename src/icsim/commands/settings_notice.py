"""One line where the settings that a command draws were matched under other rules than those of now, or are too few."""

import sys
from collections.abc import Iterable

from icsim.config.settings import Settings


def print_if_unfit(points: Iterable[Settings]) -> None:
    """Say it once for each table, beside the results, which may be piped."""
    from icsim.theory.settings_table import settings_of, unfit_lines

    wanted: dict[str, int] = {}
    for point in points:
        budget, chosen = point.values["budget"], settings_of(point)
        wanted[chosen] = max(wanted.get(chosen, 0), int(budget["draws"]), int(budget["scope_draws"]))
    for chosen, draws in wanted.items():
        for line in unfit_lines(chosen, draws):
            print(f"icsim: {line}", file=sys.stderr, flush=True)
