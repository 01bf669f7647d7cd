"""The statements of a finished study, counted by role and by mechanism, and its findings, misses first."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from icsim.base.errors import UserError
from icsim.report.scoreboard.scoreboard_text import clause_label
from icsim.report.theory.share_text import count_of_draws
from icsim.report.theory.verdict_json import SCHEMA
from icsim.report.theory.verdict_text import BOUNDARY, NO_BOUNDARY, NOT_SOUGHT
from icsim.statistics.effect_shares import Band
from icsim.theory.verdict import NOT_TESTED

Plain = dict[str, Any]


def read_linked_result(key: str, path_given: str, file: str, schema: int, holds: str, made_by: str) -> tuple[Plain, Path]:
    """The plain data of a file that must hold something under the name `holds`, and its path; else a UserError."""
    path = Path(path_given).expanduser()
    path = path / file if path.is_dir() else path
    hint = f"give the {file} that {made_by} leaves"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{key}: {path}: {error.strerror or error}; {hint}") from error
    except ValueError as error:
        raise UserError(f"{key}: {path} is no JSON; {hint}") from error
    if not isinstance(found, dict) or found.get("schema") != schema or not found.get(holds):
        raise UserError(f"{key}: {path} holds no {holds} of this version; {hint}")
    return found, path


FILE = "verdicts.json"
COUNTED = (
    Band.SUPPORTED, Band.LEANING, Band.UNRESOLVED, Band.NO_EFFECT, Band.CONTRADICTED, BOUNDARY, NO_BOUNDARY, NOT_SOUGHT,
    Band.NO_VALUE, NOT_TESTED,
)  # fmt: skip
ORDER = (Band.CONTRADICTED, Band.UNRESOLVED, Band.NO_EFFECT, NOT_TESTED, Band.NO_VALUE, Band.LEANING, Band.SUPPORTED)
"""Of findings: what speaks against the model comes first."""
FINDING = "X"
COUNTS = (
    "Counted by the word of the share itself; in brackets, how many of them have an interval that leaves another word possible, "
    "so that they are not settled. A theory whose sign hangs on numbers (P) is counted by its boundary."
)


def read_statements(path: str) -> Plain:
    """The statements of a study, from its `verdicts.json` or the folder that holds it."""
    found, file = read_linked_result("study", path, FILE, SCHEMA, "theories", "icsim test all")
    return count_statements(found["theories"], str(found["command"]), str(file))


def count_statements(found: Sequence[Plain], command: str, path: str) -> Plain:
    """How many statements have each verdict, by role and by mechanism, and every finding with what it missed."""
    findings = sorted((one for one in found if one["role"] == FINDING), key=lambda one: ORDER.index(word(one)))
    return {
        "study": path,
        "command": command,
        "theories": len(found),
        "quick": any(one["verdict"]["quick"] for one in found),
        "by_role": _counts(found, [one["role"] for one in found]),
        "by_mechanism": _counts(found, [one["source"]["mechanism"] for one in found]),
        "findings": [_finding(one) for one in findings],
    }


def word(found: Plain) -> str:
    """The one word that its share lies in, whatever the interval."""
    judged = found["verdict"]
    return str(judged["at_one"] or judged["says"]) if judged["tested"] else NOT_TESTED


def _counts(found: Sequence[Plain], groups: Sequence[str]) -> Plain:
    made: Plain = {}
    for one, group in sorted(zip(found, groups, strict=True), key=lambda pair: pair[1]):
        row = made.setdefault(group, {str(band): {"count": 0, "open": 0} for band in COUNTED})
        row[word(one)]["count"] += 1
        row[word(one)]["open"] += one["verdict"]["tested"] and len(one["verdict"]["bands"]) > 1
    return made


def _finding(found: Plain) -> Plain:
    judged, role = found["verdict"], found.get("role_found")
    return {
        "id": found["id"],
        "title": found["title"],
        "mechanism": found["source"]["mechanism"],
        "word": word(found),
        "says": judged["says"],
        "held": count_of_draws(judged["shares"]["expected"], judged["shares"]["draws"]) if judged["tested"] else None,
        "headline": judged["headline"],
        "role_found": role["found"] if role else None,
        "missed": [_missed(one) for one in found["clauses"] if one["key"] and _is_missed(one)],
    }


def _is_missed(clause: Plain) -> bool:
    return not set(clause["bands"]) & {Band.SUPPORTED, Band.LEANING}


def _missed(clause: Plain) -> str:
    """A key clause that came in too few settings, in words."""
    three = clause["shares"]
    came = f"in {count_of_draws(three['expected'], three['draws'])}" if three["draws"] else "could not be read"
    return f"{clause_label(clause)}: expected {clause['expected']}, {came} ({' or '.join(clause['bands'])})"
