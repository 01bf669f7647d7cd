"""A scoreboard in the terminal: patterns and models, then what follows from them, line by line."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap

from icsim.report.scoreboard import variance_table
from icsim.report.scoreboard.scoreboard_text import (
    FEWER_NOTE,
    KEY,
    OURS,
    TOGETHER,
    VERIFICATION,
    any_missing,
    ends,
    interval_or_reason,
    letters,
    share_text,
)
from icsim.report.scoreboard.statement_counts import COUNTS
from icsim.report.theory.share_text import of_100
from icsim.report.theory.verdict_text import NOT_A_FORECAST
from icsim.report.theory.verdict_words import QUICK
from icsim.results.scoreboard import CellRecord, ScoreboardFile, StatementCounts, VarianceReading, WordCount
from icsim.statistics.effect_shares import ENOUGH_DRAWS

GAP = 2  # blanks between columns
PAGE = 100  # letters in a line, where there is no terminal to ask
HEADS = {
    "passes": "which models pass",
    "together": TOGETHER,
    "discriminating_clause": f"what tells the {OURS} from a rival best",
}

FINDINGS = "findings (no rule has their sign), what speaks against the model first"
NO_FINDINGS = "No statement of this study is a finding: each has its sign from a rule or from the sizes of numbers."


def print_scoreboard(found: ScoreboardFile, into: Path, reused: int) -> None:
    """All of it, then where the files lie."""
    width = get_terminal_size().columns if sys.stdout.isatty() else PAGE
    for line in scoreboard_output(found, width):
        print(line)
    if reused:
        print(f"{reused} of {len(found.models) * len(found.theories)} parts found already done")
    print(f"results: {into} (scoreboard.html, scoreboard.json, scoreboard.parquet, scoreboard.png, scoreboard.svg)")
    print(NOT_A_FORECAST)


def scoreboard_output(found: ScoreboardFile, width: int) -> Iterator[str]:
    """Every line, none longer than the width where its words can be parted."""
    quick = f" ({QUICK}: fewer than {ENOUGH_DRAWS} settings call nothing supported)" if found.preliminary else ""
    effort = found.effort
    yield from wrap(VERIFICATION, width)
    yield ""
    yield from matrix(found, width)
    yield ""
    yield from wrap(f"{KEY}{f' {FEWER_NOTE}.' if any_missing(found) else ''}", width)
    yield from wrap(f"{effort.draws} settings, {effort.replicates} replicates each, the same for every model{quick}.", width)
    for kind, head in HEADS.items():
        yield from ("", *wrap(f"{head}:", width))
        for line in found.sentences:
            if line.kind == kind:
                start = "  " if line.about == "together" else f"  {line.about} "
                yield from wrap(line.text, width, initial_indent=start, subsequent_indent=" " * 4)
    if found.statements:
        yield from _statements(found.statements, width)
    if found.variance:
        yield from _variance(found.variance, width)
    yield ""


def matrix(found: ScoreboardFile, width: int) -> list[str]:
    """Theories down, models across, two lines each; where that does not fit, a line for each theory and model."""
    models = found.models
    cells = [(row.id, [_cell(row.cells[one.name]) for one in models]) for row in found.theories]
    every = [found.together[one.name] for one in models]
    cells.append(("all together", [(of_100(one.share.value), ends(one.share)) for one in every]))
    heads = [_two(one.display) for one in models]
    first = max(len(name) for name, _ in cells)
    widths = [max(map(len, [*head, *(text for _, row in cells for text in row[n])])) for n, head in enumerate(heads)]
    if first + sum(widths) + GAP * len(widths) > width:
        names = [one.display for one in models]
        return [
            line
            for name, row in cells
            for line in (name, *(f"  {model}: {' '.join(both)}" for model, both in zip(names, row, strict=True)))
        ]
    lines = [_line("" if n else "theory", [head[n] for head in heads], first, widths) for n in (0, 1)]
    for name, row in cells:
        lines += [_line("" if n else name, [both[n] for both in row], first, widths) for n in (0, 1)]
    return lines


def _cell(cell: CellRecord) -> tuple[str, str]:
    return f"{share_text(cell)} {letters(cell)}".rstrip() if cell.tested else letters(cell), interval_or_reason(cell)


def _two(display: str) -> tuple[str, str]:
    """A heading on two lines."""
    above, _, rest = display.partition(" ")
    return above, rest


def _line(name: str, cells: Sequence[str], first: int, widths: Sequence[int]) -> str:
    return "".join([name.ljust(first), *(" " * GAP + cell.ljust(wide) for cell, wide in zip(cells, widths, strict=True))]).rstrip()


def _statements(found: StatementCounts, width: int) -> Iterator[str]:
    yield from ("", *wrap(f"statements of {found.file}: {found.theories}", width))
    for head in ("by_role", "by_mechanism"):
        yield from ("", *_counts(head.replace("_", " "), getattr(found, head), width))
    yield from ("", *wrap(COUNTS, width))
    yield from ("", *wrap(f"{FINDINGS}:" if found.findings else NO_FINDINGS, width))
    for one in found.findings:
        held = f", held in {one.held}" if one.held else ""
        yield from wrap(f"{one.id} {one.title}: {one.verdict_text}{held}", width, initial_indent="  ", subsequent_indent=" " * 4)
        for missed in one.missed:
            yield from wrap(f"missed: {missed}", width, initial_indent=" " * 4, subsequent_indent=" " * 6)


def _variance(found: VarianceReading, width: int) -> Iterator[str]:
    yield from ("", *wrap(f"{variance_table.HEAD} ({found.place}, week {found.week}):", width))
    names, body = variance_table.head(found), variance_table.variance_rows(found)
    first = max(len(row[0]) for row in (names, *body))
    widths = [max(map(len, column)) for column in list(zip(names, *body, strict=True))[1:]]
    if first + sum(widths) + GAP * len(widths) <= width:
        yield from (_line(name, row, first, widths) for name, *row in (names, *body))
    else:
        for name, *row in body:
            yield from (f"  {name}", *(f"    {group}: {cell}" for group, cell in zip(names[1:], row, strict=True)))
    yield from wrap(variance_table.READING, width)


def _counts(title: str, groups: Mapping[str, Mapping[str, WordCount]], width: int) -> list[str]:
    """Counts by group and verdict."""
    named = used(groups)
    body = [(group.replace("_", " "), [count(row[word]) for word in named]) for group, row in groups.items()]
    first = max(map(len, (title, *(group for group, _ in body))))
    widths = [max(map(len, (word, *(row[n] for _, row in body)))) for n, word in enumerate(named)]
    if first + sum(widths) + GAP * len(widths) > width:
        told = [", ".join(f"{word} {cell}" for word, cell in zip(named, row, strict=True) if cell) for _, row in body]
        return [f"{title}:", *(f"  {group}: {line}" for (group, _), line in zip(body, told, strict=True))]
    return [_line(title, named, first, widths), *(_line(group, row, first, widths) for group, row in body)]


def used(groups: Mapping[str, Mapping[str, WordCount]]) -> list[str]:
    """The verdicts that some group has; columns that are empty in all groups are left out."""
    return [word for word in next(iter(groups.values())) if any(row[word].count for row in groups.values())]


def count(cell: WordCount) -> str:
    """`5 (2)`: how many, and how many of them are not settled; nothing of none."""
    return "" if not cell.count else f"{cell.count} ({cell.open})" if cell.open else str(cell.count)
