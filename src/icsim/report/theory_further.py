"""The further questions in plain words: who loses, was it needed, whose sign is it, where is the boundary."""

from collections.abc import Iterator
from typing import Any

from icsim.report.theory_counts import of_100, quantity
from icsim.theory.whom import MOST

Plain = dict[str, Any]


def further(found: Plain) -> Iterator[tuple[str, str]]:
    """What each line is about, and its text."""
    yield from _role(found)
    yield from _boundary(found)
    yield from _whom(found)
    if found["necessity"] is not None:
        yield "needed", _needed(found["necessity"])


def _role(found: Plain) -> Iterator[tuple[str, str]]:
    role = found["role_found"]
    if role is None:
        return
    how = f"in {role['draws']} settings, {role['lucks']} lucks"
    if role["found"] is None:
        yield "sign", f"declared {found['role']}; what it is cannot be computed: {role['reason']}"
    elif role["differs"]:
        yield "sign", f"declared {found['role']}, found {role['found']} ({how}): {role['reason']}"
    else:
        yield "sign", f"found {role['found']}, as declared ({how}): {role['reason']}"


def _boundary(found: Plain) -> Iterator[tuple[str, str]]:
    boundary = found["boundary"]
    if boundary is None:
        return
    for one in boundary["found"]:
        yield "boundary", f"{one['display']}, {one['counted']}: {one['words']}"
    for one in boundary["without"]:
        yield "boundary", f"{one['display']}: {one['reason']}"


def _whom(found: Plain) -> Iterator[tuple[str, str]]:
    if found["for_whom"] is None:
        return
    losers = [row for row in found["for_whom"] if row["loses"]]
    told = "; ".join(f"{row['group']['label']} ({row['display']}, {size_of(row)})" for row in losers)
    half = f"{of_100(MOST)} of 100 settings or more"
    yield "whom", f"worse off in {half}: {told}" if losers else f"nobody is worse off in {half}"


def size_of(row: Plain) -> str:
    """The effect on a group, with its interval."""
    return quantity(row["effect"], row["smallest_effect"])


def _needed(found: Plain) -> str:
    start = f"counted as having come about: {found['happened']}"
    parts = [
        (found["necessary"], "where it came about with, it had not without", found["with_it"]),
        (found["sufficient"], "where it had not come about without, it did with", found["pairs"] - found["without"]),
    ]
    told = [
        f"{what}, in {of_100(share['value'])} of 100 of {many} pairs of worlds"
        if share["value"] is not None
        else f"{what}: there is no such pair"
        for share, what, many in parts
    ]
    return f"{start}; {'; '.join(told)}"
