"""Writes what the catalogue and the scoreboard gave into the documentation: `python docs/findings.py VERDICTS SCOREBOARD`.

VERDICTS is the `verdicts.json` of `icsim test all`, SCOREBOARD the folder of `icsim scoreboard`. `make results` runs all three.
"""

import csv
import json
import shlex
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tables import table

HERE = Path(__file__).parent
TABLE = HERE.parent / "results" / "catalogue" / "verdicts.csv"
COLUMNS = (
    "id", "role", "role_found", "mechanism", "tested", "verdict", "headline", "draws", "expected", "low", "high", "none", "other",
    "at_half", "at_double",
)  # fmt: skip
WORST_FIRST = (
    "contradicted", "unresolved", "no effect", "leaning", "supported", "no boundary found", "boundary found", "no boundary sought",
    "no value",
)  # fmt: skip
ROUNDED = 4

Plain = dict[str, Any]


def row(theory: Plain) -> dict[str, object]:
    """One theory as a line of the committed table."""
    verdict, shares = theory["verdict"], theory["verdict"]["shares"]
    found = theory["role_found"]["found"] if theory["role_found"] else None
    expected = shares["expected"]
    return {
        "id": theory["id"], "role": theory["role"], "role_found": found or "", "mechanism": theory["source"]["mechanism"],
        "tested": verdict["tested"], "verdict": verdict["says"], "headline": verdict["headline"], "draws": shares["draws"],
        "expected": said(expected["value"]), "low": said(expected["low"]), "high": said(expected["high"]),
        "none": said(shares["none"]["value"]), "other": said(shares["other"]["value"]),
        "at_half": verdict["at_half"], "at_double": verdict["at_double"],
    }  # fmt: skip


def said(value: float | None) -> object:
    """A number as the table has it; empty where it cannot be said."""
    return "" if value is None else round(value, ROUNDED)


def worst_first(theory: Plain) -> tuple[int, str]:
    """What goes against the review comes first."""
    verdict = theory["verdict"]
    word = (verdict["at_one"] or verdict["says"]) if verdict["tested"] else "no value"
    return WORST_FIRST.index(word), theory["id"]


def line(theory: Plain) -> tuple[str, ...]:
    """One theory as a line of the page."""
    verdict, shares = theory["verdict"], theory["verdict"]["shares"]
    if not verdict["tested"] or shares["expected"]["value"] is None:
        return f"`{theory['id']}`", theory["title"], "–", "–", verdict["says"], verdict["headline"]
    e, n, o = (f"{100 * shares[name]['value']:.0f}" for name in ("expected", "none", "other"))
    low, high = (f"{100 * shares['expected'][end]:.0f}" for end in ("low", "high"))
    held = f"{e} [{low}, {high}]"
    return f"`{theory['id']}`", theory["title"], held, f"{n} / {o}", verdict["says"] + rules(theory), verdict["headline"]


def rules(theory: Plain) -> str:
    """The boundaries of a theory that has some instead of a word."""
    found = theory["boundary"]["found"] if theory["verdict"]["says"] == "boundary found" else []
    return "".join(f"; {one['display']} {one['rule']}" for one in found)


HEAD = ("theory", "claim", "held in, of 100 settings [95 %]", "none / other way", "verdict", "mostly")


def page(theories: Iterable[Plain]) -> str:
    """The tables of the page: boxes, findings, and the rest by role."""
    every = list(theories)
    boxes = [one for one in every if one["id"].startswith("box")]
    parts = ["**The boxes of the review: verification**", "", table(HEAD, [line(one) for one in boxes]), ""]
    for role, title in (
        ("X", "Findings: statements that must emerge, contradictions first"),
        ("P", "Statements whose sign hangs on the sizes of numbers"),
        ("I", "Statements that are written into a rule: verification"),
    ):
        chosen = sorted((one for one in every if one["role"] == role and one not in boxes), key=worst_first)
        parts += [f"**{title}**", "", table(HEAD, [line(one) for one in chosen]), ""]
    differ = [one for one in every if one["role_found"] and one["role_found"]["found"] and one["role_found"]["differs"]]
    parts += ["**Roles that the model finds otherwise**", "", table(("theory", "declared", "found"), [
        (f"`{one['id']}`", one["role"], one["role_found"]["found"]) for one in differ
    ]), ""]  # fmt: skip
    return "\n".join(parts)


def board(scoreboard: Plain) -> str:
    """Patterns and models as a table."""
    models = [model["name"] for model in scoreboard["models"]]
    head = ("theory", *(model["display"] for model in scoreboard["models"]))
    rows = [(f"`{one['id']}`", *(cell(one["cells"][name]) for name in models)) for one in scoreboard["theories"]]
    together = scoreboard["together"]
    rows.append(("all together in the same draw", *(cell(together[name]) for name in models)))
    lines = [f"- {one['about']}: {one['text']}" for one in scoreboard["said"] if one["kind"] != "apart"]
    return "\n".join([scoreboard["verification"], "", table(head, rows), "", *lines, ""])


def cell(found: Plain) -> str:
    """Of 100 settings, with the interval, and the word."""
    share = found["share"]
    if share is None or share["value"] is None:
        return "–"
    word = f" {found['says']}" if "says" in found else ""
    return f"{100 * share['value']:.0f} [{100 * share['low']:.0f}, {100 * share['high']:.0f}]{word}"


def told(command: str) -> str:
    """A command without the folders of whoever ran it."""
    return shlex.join(word for word in shlex.split(command) if not word.startswith(("out=", "study=")))


def main(verdicts: Path, scoreboard: Path) -> None:
    """Write the committed table, and the tables and the figure of the page."""
    found = json.loads(verdicts.read_text(encoding="utf-8"))
    theories = found["theories"]
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row(one) for one in theories)
    command = f"Made by `{told(found['command'])}`.\n\n"
    (HERE / "figures" / "findings.md").write_text(command + page(theories), encoding="utf-8")
    data = json.loads((scoreboard / "scoreboard.json").read_text(encoding="utf-8"))
    (HERE / "figures" / "patterns.md").write_text(f"Made by `{told(data['command'])}`.\n\n{board(data)}", encoding="utf-8")
    shutil.copyfile(scoreboard / "scoreboard.png", HERE / "figures" / "scoreboard.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
