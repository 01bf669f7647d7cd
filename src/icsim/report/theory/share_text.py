"""How shares and sizes are said: as counts of plausible settings, never as probabilities."""

from collections.abc import Iterable, Sequence
from typing import Any

from icsim.report.theory.clause_text import format_to_precision

Plain = dict[str, Any]

SETTINGS = "plausible settings"


def held_text(found: Plain) -> str:
    """`held in 97 of 100 plausible settings`; of those in which the resource arrived, where it did not in all."""
    three, draws = found["shares"], found["draws"]
    if not three["draws"]:
        return f"could be read in none of {draws} {SETTINGS}"
    where = SETTINGS if three["draws"] == draws else f"{SETTINGS} in which the resource arrived and could be read, of {draws} tried"
    return f"held in {count_of_draws(three['expected'], three['draws'])} {where}"


def count_of_draws(share: Plain, of: int) -> str:
    """`97 of 100`."""
    return f"{round((share['value'] or 0.0) * of)} of {of}"


def interval_of_share(share: Plain) -> str:
    """The 95 % interval of a share, of 100."""
    return f"95 % interval {100 * share['low']:.0f} to {100 * share['high']:.0f} of 100"


def quantity(found: Plain, smallest: float, signed: bool = True) -> str:
    """A size with its interval."""
    value, low, high = (format_to_precision(found[end], smallest, signed) for end in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def of_100(share: float) -> str:
    """A share as so many of 100, without the `of 100`."""
    return f"{round(100 * share)}".replace("-", "−")


def share_range(ends: Iterable[float]) -> str:
    """Two shares that say the same thing, counted two ways: `47 to 48 of 100 parts`."""
    return f"{' to '.join(dict.fromkeys(of_100(end) for end in sorted(ends)))} of 100 parts"


def distinct_name(clause: Plain, clauses: Sequence[Plain]) -> str:
    """What tells a clause from the others, in as few words as do."""
    alike = [one for one in clauses if one["display"] == clause["display"]]
    if len(alike) == 1:
        return str(clause["display"])
    for key in ("who", "contrast", "week", "expected"):
        if len({one[key] for one in alike}) == len(alike):
            return f"{clause['display']} ({'week ' if key == 'week' else ''}{clause[key]})"
    return f"{clause['display']} ({clause['part']} {clause['column'].split('_')[1]})"
