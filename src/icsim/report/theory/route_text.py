"""How what the arms set gets to a clause, in words: no route, one that carries next to nothing, one over a leader who leaves."""

from collections.abc import Iterator, Mapping
from itertools import groupby

import numpy as np

from icsim.catalogue import catalogue
from icsim.report.theory.clause_text import group_text, path_label
from icsim.results.verdict import ClauseRecord, RouteRecord
from icsim.theory.reach import LEVER
from icsim.theory.routes import Route
from icsim.theory.verdict import ClauseResult
from icsim.trace.labels import has_label, state

NOTHING = 0.1  # of the smallest effect: a way that carries less carries next to nothing


def route_record(route: Route | None, finding: ClauseResult, first: int) -> RouteRecord | None:
    """The route to a clause; `first`: the week in which the worlds first differ."""
    if route is None:
        return None
    carried = max(abs(finding.size.value), abs(finding.size.low), abs(finding.size.high))  # nan stays nan, and is no small number
    before = finding.asked.week < first and not finding.asked.doses
    small = route.steps is not None and bool(carried < NOTHING * finding.asked.smallest)
    own = finding.asked.measure.display  # a value may hang on who is there to have it: the way then ends in that
    known, carrier = catalogue().measures, finding.asked.measure.carrier
    way = tuple(name for name, _ in groupby([*filter(None, map(source_label, route.way)), *([own] if route.way else [])]))
    return RouteRecord(
        steps=None if route.steps is None else max(0, len(way) - 1),
        way=way,
        by_leaving=route.turnover,
        next_to_nothing=small and finding.asked.clause.expect != "none",
        people=tuple(group_text(of, carrier) for of in route.people),
        measures=tuple(known[name].display for name in route.measures),
        read_before=before,
    )


def source_label(name: str) -> str:
    """What a stop on a way is called; empty for what has no name of its own."""
    if name.startswith(LEVER):
        return catalogue().levers[name.removeprefix(LEVER)].display
    if "." in name:
        return path_label(name)
    return state(name) if has_label(name) else ""


def route_lines(named: Mapping[str, ClauseRecord]) -> Iterator[str]:
    """A sentence for each clause that nothing leads to, read too early, with next to nothing, or only over a leader who leaves."""
    for name, clause in named.items():
        route = clause.route
        if route is None:
            continue
        if route.steps is None:
            yield _none(name, clause, route)
        elif route.read_before:
            yield (
                f"“{name}” ({clause.who}): a route{_shown(route)} leads there ({' → '.join(route.way)}), but it was read before "
                "anything differed between the worlds: what the route carries was not tried"
            )
        elif route.next_to_nothing:
            only = ", only where a leader leaves who would not have," if route.by_leaving else ""
            yield (
                f"“{name}” ({clause.who}): a route{_shown(route)} ({' → '.join(route.way)}){only} carries "
                f"{plain(clause.effect.value)}, next to nothing beside what counts ({clause.smallest_effect:g})"
            )
        elif route.by_leaving:
            way = " → ".join(route.way)
            yield f"“{name}” ({clause.who}): what differs between the worlds gets there only over a leader who leaves ({way})"


def _none(name: str, clause: ClauseRecord, route: RouteRecord) -> str:
    text = f"no rule leads from what differs between the worlds to “{name}” of {clause.who}, so it cannot move"
    text += "; this is no evidence against it"
    text += f"; the same measure can be reached of: {', '.join(route.people)}" if route.people else ""
    return text + (f"; of {clause.who} one can reach: {', '.join(route.measures)}" if route.measures else "")


def _shown(route: RouteRecord) -> str:
    """How long it is."""
    return f" of {count(route.steps)}" if route.steps else ""


def count(steps: int) -> str:
    """`1 step`, `4 steps`."""
    return f"{steps} step{'' if steps == 1 else 's'}"


def plain(value: float | None) -> str:
    """A small number with two digits that are not 0: 0.0000062."""
    if not value:
        return "0"
    return np.format_float_positional(value, precision=2, fractional=False, trim="-").replace("-", "−")
