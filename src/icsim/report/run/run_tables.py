"""An ensemble in tables, from `summary.json`: every measure by who carries it, and levers as they are enacted."""

from collections.abc import Sequence

from icsim.catalogue import Measure, catalogue
from icsim.report.words import axis_label, count_worlds
from icsim.results.run import Summary
from icsim.statistics.replicate_summary import ReplicateSummary

PARTS = {
    "tie": "between teams",
    "team": "in teams",
    "leading": "between teams and their leaders",
    "leader": "in leaders",
    "leader_tie": "between leaders",
    "place": "in the place as a whole",
    "user_group": "for the people served",
}
COUNTED = {"team": "since the start, for each team", "leader": "since the start, for each leader"}
MISSING = "–"
MEANS = "mean over worlds ± half of its 95 % interval; the last column is for the last week"

TextRow = tuple[str, ...]
TableSection = tuple[str, Sequence[TextRow]]  # a heading, and the rows below it


def run_line(found: Summary) -> str:
    """What was run, in a line."""
    first, many = found.worlds.first_seed, found.worlds.count
    seeds = f"seed {first}" if many == 1 else f"seeds {first} to {first + many - 1}"
    return f"{found.title}: {count_worlds(many)} of {found.weeks} weeks, {seeds}"


def reported_weeks(found: Summary) -> list[int]:
    """The weeks of which there are numbers."""
    return list(next(iter(found.measures.values())).by_week)


def measures_table(found: Summary, weeks: Sequence[int], ranged: bool) -> tuple[TextRow, list[TableSection]]:
    """The head, and the parts; `ranged`: the last week with the middle of the worlds."""
    parts: dict[str, list[TextRow]] = {}
    for name, read in found.measures.items():
        measure = catalogue().measures.get(name)
        if measure is None:
            continue  # trust by power is in the figure and the tables
        cells = [read.by_week[week] for week in weeks]
        ends = (_ends(cells[-1]),) if ranged else ()
        parts.setdefault(heading(measure), []).append((axis_label(measure), *map(cell, cells), *ends))
    order = [*PARTS.values(), *COUNTED.values()]
    head = ("", *(f"week {week}" for week in weeks), *(("90 in 100 worlds",) if ranged else ()))
    return head, sorted(parts.items(), key=lambda part: order.index(part[0]))


def levers_table(found: Summary, tier: str) -> tuple[TextRow, list[TextRow]]:
    """Head and rows: every lever of a tier as it is set, and as it is enacted in the last weeks."""
    known = catalogue().levers
    rows: list[TextRow] = [(known[name].display, f"{one.set:.2f}", cell(one)) for name, one in found.levers[tier].items()]
    return ("", "set", "enacted"), rows


def heading(measure: Measure) -> str:
    """The part of the table where a measure stands."""
    return (COUNTED if measure.kind == "count" else PARTS)[measure.carrier]


def cell(found: ReplicateSummary) -> str:
    """A mean and half of its interval."""
    if found.mean is None:
        return MISSING
    places = decimals(found.mean)
    return f"{found.mean:.{places}f}" + ("" if found.half is None else f" ±{found.half:.{places}f}")


def _ends(found: ReplicateSummary) -> str:
    if found.low is None or found.high is None:
        return MISSING
    places = decimals(found.high)
    return f"{found.low:.{places}f} to {found.high:.{places}f}"


def decimals(value: float) -> int:
    """Digits behind the point: as many as say something."""
    return 2 if abs(value) < 10.0 else 1 if abs(value) < 100.0 else 0
