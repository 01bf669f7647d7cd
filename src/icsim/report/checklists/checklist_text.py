"""The checklists as rows, and as Markdown for the documentation and beside a study's supplement."""

from collections.abc import Iterator

from icsim.report.checklists.checklist import Checklist, ChecklistItem, answer, checklists
from icsim.results.verdict import VerdictsFile

HEAD = ("item", "what it asks", "what icsim answers", "where", "left to the author")
TABLE_HEAD = ("item", "what icsim answers, and where", "left to the author")
INTRO = (
    "Items in words of our own, with what icsim answers of each, filled in from the code, and where it stands. What only whoever "
    "writes the paper can say is left open and called so. The published lists are the ones to follow; this says where to look."
)


def row(one: ChecklistItem, study: VerdictsFile | None = None) -> tuple[str, ...]:
    """An item as in HEAD."""
    return (one.id, one.item, answer(one, study) or "nothing", "; ".join(one.where), one.author)


def markdown(study: VerdictsFile | None = None) -> str:
    """All checklists, each as a table; of a study where one is given."""
    parts = ["# Reporting checklists", INTRO]
    for one in checklists():
        parts += [f"## {one.title}", one.cite, one.note, _counts(one), "\n".join(_table(one, study))]
    return "\n\n".join(parts) + "\n"


def _counts(one: Checklist) -> str:
    counts: dict[str, int] = {}
    for item in one.items:
        counts[item.status] = counts.get(item.status, 0) + 1
    return f"{len(one.items)} items: " + "; ".join(f"{count} {status}" for status, count in counts.items()) + "."


def _table(one: Checklist, study: VerdictsFile | None) -> Iterator[str]:
    rows = ((f"{number} {asked}", f"{said} ({where})" if where else said, author) for number, asked, said, where, author in (
        row(item, study) for item in one.items
    ))  # fmt: skip
    for cells in (TABLE_HEAD, ("---",) * len(TABLE_HEAD), *rows):
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
