"""Drafts checked as `icsim test --check` would, each mistake told of its row; places that are left open are none."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from icsim.base.errors import UserError, raise_all
from icsim.drafts.configurations import Configuration
from icsim.theory.all_mistakes import NOT_CHECKED, all_mistakes
from icsim.theory.load_theory import OPEN_STILL, load_theory
from icsim.theory.theory_cases import make_case

COLUMN = (
    ("id", "id"), ("title", "title"), ("source.citation", "source"), ("source.quotes", "quote"), ("source", None), ("role", "role"),
    ("follows", "follows"), ("actors.as_written", "actors"), ("actors", "set_actors"),
    ("context.place", "place"), ("context.weeks", "weeks"), ("context", "set_context"),
    ("arms", "set_resource"), ("contrast", "set_resource"), ("resource", "read_resource"), ("reasoning", "read_reasoning"),
    ("outcome", "read_outcome"),
)  # fmt: skip
"""Which column a key of a draft comes from; None: the last part of the key is its name."""


def check_drafts(name: str, found: Sequence[Configuration], folder: Path) -> tuple[str, ...]:
    """The ids of drafts that have open places. UserErrors hold all other mistakes of all drafts in `folder`, row by row."""
    unfinished, lines = [], []
    rows = {f"{one.id}.yaml": one.row for one in found}
    for one in found:
        told = list(_mistakes(folder / f"{one.id}.yaml"))
        if any(OPEN_STILL in line for line in told):
            unfinished.append(one.id)
        lines += [_of_row(name, line, rows, one.row) for line in told if OPEN_STILL not in line and NOT_CHECKED not in line]
    raise_all(list(dict.fromkeys(lines)))
    return tuple(unfinished)


def _mistakes(path: Path) -> Iterator[str]:
    try:
        make_case(path.stem, load_theory(path), path.name, ())
    except UserError as error:
        yield from all_mistakes(path, ()) or [str(error)]


def _of_row(name: str, line: str, rows: dict[str, int], row: int) -> str:
    """A line about a draft as one about the table: its row and column, and below it the key in the draft."""
    file, _, rest = line.partition(": ")
    if file not in rows:
        return f"{name}: row {row}: {line}"
    key, _, text = rest.partition(": ")
    if key == "context":  # of the whole, and of one of its keys
        key, _, text = text.partition(": ")
        column = key if key in ("place", "weeks") else "set_context"
    else:
        column = _column(key)
    own = key.removeprefix("context.") == column or key.startswith("source.")
    said = f"{column}: " if own else f"{column}: {key}: " if column else f"{key}: "
    return f"{name}: row {rows[file]}: {said}{text}"


def _column(key: str) -> str:
    for start, column in COLUMN:
        if f"{key}.".startswith(f"{start}."):
            return column or key.rpartition(".")[2]
    return ""
