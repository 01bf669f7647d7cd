"""Tables of configurations for tests, as rows and as files."""

import csv
from collections.abc import Sequence
from pathlib import Path

HEAD = ["context", "resource", "reasoning", "outcome", "source"]
ROW = ["a new partnership", "clear roles", "trust", "better teamwork", "A B (2020)"]
CHOSEN = {
    "role": "imposed", "place": "pair", "weeks": "8", "set_context": "context.demand = 0.4",
    "set_resource": "clarifying_complexity.structure = 0.9 | 0.1", "read_reasoning": "clarity up week 4",
    "read_outcome": "collaboration up week 8; waiting none week 8",
}  # fmt: skip


def table(folder: Path, *rows: Sequence[str], head: Sequence[str] = HEAD, name: str = "cmos.csv") -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def chosen(folder: Path, **other: str) -> Path:
    """One row in which everything is chosen, with other values."""
    values = {**dict(zip(HEAD, ROW, strict=True)), "id": "mine", **CHOSEN, **other}
    values = {key: value for key, value in values.items() if value}
    return table(folder, list(values.values()), head=list(values))
