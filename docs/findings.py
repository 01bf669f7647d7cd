"""Writes what the catalogue and the scoreboard gave into the documentation: `python docs/findings.py VERDICTS SCOREBOARD`.

VERDICTS is the `verdicts.json` of `icsim test all`, SCOREBOARD the folder of `icsim scoreboard`. `make results` runs all three.
"""

import csv
import shlex
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from tables import table

from icsim.results.scoreboard import CellRecord, JointRecord, ScoreboardFile
from icsim.results.verdict import VerdictFile, VerdictsFile
from icsim.theory.theory_schema import EMERGENT, IMPOSED, PARAMETER_DEPENDENT

HERE = Path(__file__).parent
TABLE = HERE.parent / "results" / "catalogue" / "verdicts.csv"
COLUMNS = (
    "id", "role", "role_found", "mechanism", "tested", "verdict", "pattern", "draws", "expected", "low", "high", "negligible",
    "opposite", "at_half", "at_double",
)  # fmt: skip
WORST_FIRST = (
    "contradicted", "unresolved", "not settled", "no effect", "leaning", "supported", "no boundary found", "boundary found",
    "no boundary sought", "no route in the model", "no value",
)  # fmt: skip
ROUNDED = 4


def row(theory: VerdictFile) -> dict[str, object]:
    """One theory as a line of the committed table."""
    verdict, shares = theory.verdict, theory.verdict.shares
    found = theory.role_found.found if theory.role_found else None
    return {
        "id": theory.id, "role": theory.role, "role_found": found or "", "mechanism": theory.source.mechanism,
        "tested": verdict.tested, "verdict": verdict.verdict_text, "pattern": verdict.pattern, "draws": shares.draws,
        "expected": said(shares.expected.value), "low": said(shares.expected.low), "high": said(shares.expected.high),
        "negligible": said(shares.negligible.value), "opposite": said(shares.opposite.value),
        "at_half": verdict.at_half, "at_double": verdict.at_double,
    }  # fmt: skip


def said(value: float | None) -> object:
    """A number as the table has it; empty where it cannot be said."""
    return "" if value is None else round(value, ROUNDED)


def worst_first(theory: VerdictFile) -> tuple[int, str]:
    """What goes against the review comes first."""
    verdict = theory.verdict
    word = (verdict.at_one or verdict.verdict_text) if verdict.tested else "no value"
    return WORST_FIRST.index(word), theory.id


def line(theory: VerdictFile) -> tuple[str, ...]:
    """One theory as a line of the page."""
    verdict, shares = theory.verdict, theory.verdict.shares
    if not verdict.readable:
        return f"`{theory.id}`", theory.title, "–", "–", verdict.verdict_text, verdict.pattern
    e, n, o, low, high = (
        f"{100 * (share or 0.0):.0f}"
        for share in (
            shares.expected.value, shares.negligible.value, shares.opposite.value, shares.expected.low, shares.expected.high,
        )
    )  # fmt: skip
    held, others = f"{e} [{low}, {high}]", f"{n} / {o}"
    return f"`{theory.id}`", theory.title, held, others, verdict.verdict_text + rules(theory), verdict.pattern


def rules(theory: VerdictFile) -> str:
    """The boundaries of a theory that has some instead of a word."""
    found = theory.boundary.found if theory.boundary and theory.verdict.verdict_text == "boundary found" else ()
    return "".join(f"; {one.display} {one.rule}" for one in found)


HEAD = ("theory", "claim", "held in, of 100 settings [95 %]", "none / other way", "verdict", "mostly")


def page(theories: Iterable[VerdictFile]) -> str:
    """The tables of the page: boxes, findings, and the rest by role."""
    every = list(theories)
    boxes = [one for one in every if one.id.startswith("box")]
    parts = ["**The boxes of the review: verification**", "", table(HEAD, [line(one) for one in boxes]), ""]
    for role, title in (
        (EMERGENT, "Findings: statements that must emerge, contradictions first"),
        (PARAMETER_DEPENDENT, "Statements whose sign hangs on the sizes of numbers"),
        (IMPOSED, "Statements that are written into a rule: verification"),
    ):
        chosen = sorted((one for one in every if one.role == role and one not in boxes), key=worst_first)
        parts += [f"**{title}**", "", table(HEAD, [line(one) for one in chosen]), ""]
    differ = [one for one in every if one.role_found and one.role_found.found and one.role_found.differs]
    parts += ["**Roles that the model finds otherwise**", "", table(("theory", "declared", "found"), [
        (f"`{one.id}`", one.role, one.role_found.found) for one in differ
    ]), ""]  # fmt: skip
    return "\n".join(parts)


def board(scoreboard: ScoreboardFile) -> str:
    """Patterns and models as a table."""
    models = [model.name for model in scoreboard.models]
    head = ("theory", *(model.display for model in scoreboard.models))
    rows = [(f"`{one.id}`", *(cell(one.cells[name]) for name in models)) for one in scoreboard.theories]
    rows.append(("all together in the same draw", *(cell(scoreboard.together[name]) for name in models)))
    lines = [f"- {one.about}: {one.text}" for one in scoreboard.sentences if one.kind != "discriminating_clause"]
    return "\n".join([scoreboard.verification, "", table(head, rows), "", *lines, ""])


def cell(found: CellRecord | JointRecord) -> str:
    """Of 100 settings, with the interval, and the word."""
    share = found.share
    if share.value is None or share.low is None or share.high is None:
        return "–"
    word = f" {found.verdict_text}" if isinstance(found, CellRecord) else ""
    return f"{100 * share.value:.0f} [{100 * share.low:.0f}, {100 * share.high:.0f}]{word}"


def told(command: str) -> str:
    """A command without the folders of whoever ran it."""
    return shlex.join(word for word in shlex.split(command) if not word.startswith(("out=", "statements_from=")))


def main(verdicts: Path, scoreboard: Path | None = None) -> None:
    """Write the committed table and the tables of the page; with a scoreboard, its table and figure as well."""
    found = VerdictsFile.from_file(verdicts, "VERDICTS")
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row(one) for one in found.theories)
    command = f"Made by `{told(found.command)}`.\n\n"
    (HERE / "figures" / "findings.md").write_text(command + page(found.theories), encoding="utf-8")
    if scoreboard is None:
        return
    data = ScoreboardFile.from_file(scoreboard, "SCOREBOARD")
    (HERE / "figures" / "patterns.md").write_text(f"Made by `{told(data.command)}`.\n\n{board(data)}", encoding="utf-8")
    shutil.copyfile(scoreboard / "scoreboard.png", HERE / "figures" / "scoreboard.png")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
