"""The further questions in plain words: who loses, was it needed, whose sign is it, where is the boundary."""

from collections.abc import Iterator, Sequence
from typing import Any

from icsim.report.theory.share_text import distinct_name, of_100, quantity
from icsim.theory.subgroups import MOST

Plain = dict[str, Any]

MOST_TOLD = 6  # of those who are worse off


def further_lines(found: Plain) -> Iterator[tuple[str, str]]:
    """What each line is about, and its text."""
    yield from _role(found)
    yield from _boundary(found)
    yield from _whom(found)
    if found["fails"] is not None:
        yield from (("fails", sentence.rstrip(".")) for sentence in found["fails"]["sentences"])
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
    outcomes = {one["column"]: one for one in found["clauses"] if one["part"] == "outcome"}
    named = {column: distinct_name(one, list(outcomes.values())) for column, one in outcomes.items()}
    for one in boundary["found"]:
        yield "boundary", f"{named[one['column']]}, {one['counted']}: {one['words']}"
    for one in boundary["without"]:
        yield "boundary", f"{named[one['column']]}: {one['reason']}"


def _whom(found: Plain) -> Iterator[tuple[str, str]]:
    if found["for_whom"] is None:
        return
    who = worse_off(found["for_whom"])
    told = "; ".join(f"{row['group']['label']} ({row['display']}, {size_of(row)})" for row in who[:MOST_TOLD])
    if len(who) > MOST_TOLD:
        told += f"; and {len(who) - MOST_TOLD} more"
    half = f"{of_100(MOST)} of 100 settings or more"
    yield "whom", f"worse off in {half}: {told}" if who else f"nobody is worse off in {half}"


def worse_off(rows: Sequence[Plain]) -> list[Plain]:
    """Who is worse off; where everybody is, the parts of the place go without saying."""
    everywhere = {_asked(row) for row in rows if row["loses"] and row["group"]["kind"] == "everybody"}
    return [row for row in rows if row["loses"] and (row["group"]["kind"] == "everybody" or _asked(row) not in everywhere)]


def _asked(row: Plain) -> tuple[str, int]:
    return row["measure"], row["week"]


def size_of(row: Plain) -> str:
    """The effect on a group, with its interval."""
    return quantity(row["effect"], row["smallest_effect"])


def _needed(found: Plain) -> str:
    start = f"counted as having come about: {found['happened']}"
    first, second = (f"“{found[which]}”" for which in ("first", "second"))
    parts = [
        (found["necessary"], found["with_it"], f"it came about in {first}", f"it did not in {second}"),
        (found["sufficient"], found["pairs"] - found["without"], f"it did not in {second}", f"it did in {first}"),
    ]
    told = [
        f"of {many} pairs of worlds in which {given}, {then} in {of_100(share['value'])} of 100"
        if share["value"] is not None
        else f"there is no pair of worlds in which {given}"
        for share, many, given, then in parts
    ]
    return f"{start}; {'; '.join(told)}"
