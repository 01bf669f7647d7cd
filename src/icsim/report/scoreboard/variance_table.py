"""Whose doing it is: leaders' share of outcomes' variance beside circumstances, structure and luck, from `icsim mechanisms`."""

from collections.abc import Sequence
from typing import Any

from icsim.catalogue import catalogue
from icsim.report.mechanisms.write_mechanisms import MARKER_FILE, SCHEMA
from icsim.report.scoreboard.scoreboard_text import NONE, ends
from icsim.report.scoreboard.statement_counts import read_linked_result
from icsim.report.theory.share_text import of_100

Plain = dict[str, Any]

HEAD = "whose doing it is: shares of the variance between worlds"
READING = (
    "Of 100 parts of an outcome's variance, how many each explains alone [95 % interval], then how many with all that it does "
    "together with others. Circumstances hold the resources; structure is who knows whom and what single leaders are like."
)


def read_variance(path: str) -> Plain:
    """The shares, from a `mechanisms.json` or the folder that holds it."""
    found, file = read_linked_result("mechanisms", path, MARKER_FILE, SCHEMA, "variance", "icsim mechanisms")
    return {
        "file": str(file),
        "command": found["command"],
        "place": found["place"],
        "week": found["week"],
        "outcomes": [_outcome(one) for one in found["variance"]],
    }


def head(found: Plain) -> tuple[str, ...]:
    """The titles of the columns."""
    return "outcome", *(group["group"] for group in found["outcomes"][0]["groups"])


def variance_rows(found: Plain) -> Sequence[tuple[str, ...]]:
    """A row for each outcome."""
    return [(one["display"], *map(_cell, one["groups"])) for one in found["outcomes"]]


def _outcome(one: Plain) -> Plain:
    measure = catalogue().measures.get(one["measure"])
    kept = {key: one[key] for key in ("measure", "groups", "together", "deviation")}
    return {"display": measure.display if measure else one["measure"], **kept}


def _cell(group: Plain) -> str:
    """`12 [8, 15] 30`."""
    alone, whole = group["alone"], group["whole"]
    if alone["value"] is None or whole["value"] is None:
        return NONE
    interval = f" {ends(alone)}" if alone["low"] is not None else ""
    return f"{of_100(alone['value'])}{interval} {of_100(whole['value'])}".replace("-0", "0").replace("-", "−")
