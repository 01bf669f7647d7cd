"""What someone probably meant, and what could have been said instead."""

import contextlib
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path


def closest_name(given: str, names: Iterable[str]) -> str | None:
    """The closest of the names. Of dotted paths: a neighbour with a similar last part, else one like it anywhere."""
    names = list(names)
    top = [name for name in names if "." not in name]
    if "." not in given and (found := get_close_matches(given, top, 1, 0.7)):
        return found[0]
    stem, dot, last = given.rpartition(".")
    ends: dict[str, list[str]] = {}
    for name in names:
        ends.setdefault(name.rpartition(".")[2], []).append(name)
    beside = [end for end, alike in ends.items() if f"{stem}{dot}{end}" in alike]
    if found := get_close_matches(last, beside, 1, 0.6):
        return f"{stem}{dot}{found[0]}"
    if found := get_close_matches(last, ends, 1, 0.7):
        return max(ends[found[0]], key=lambda name: SequenceMatcher(None, given, name).ratio())
    return None


def did_you_mean(given: object, names: Iterable[str]) -> str:
    """`; did you mean NAME?`, or nothing."""
    found = closest_name(str(given), names)
    return f"; did you mean {found}?" if found else ""


def file_or_name(given: str, names: Iterable[str]) -> str:
    """The same, or the file of that name that lies in the working folder without its ending having been typed."""
    with contextlib.suppress(OSError, ValueError):  # a word that can be no path
        there = next((f"{given}{end}" for end in (".yaml", ".yml") if Path(f"{given}{end}").expanduser().is_file()), None)
        if there:
            return f"; did you mean {there}?"
    return did_you_mean(given, names)


def list_names(names: Iterable[str], most: int = 30) -> str:
    """Names, cut off where a line would become a page."""
    known = list(names)
    rest = f" and {len(known) - most} more" if len(known) > most else ""
    return (", ".join(known[:most]) or "nothing") + rest
