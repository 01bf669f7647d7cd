"""What was different in what was done: levers, circumstances, rules, numbers and dated events, near one team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.base.plain_data import PlainMapping
from icsim.catalogue import catalogue
from icsim.catalogue.labels import parameter_label
from icsim.catalogue.load import CONTEXT, LEVERS, PARAMETERS, VARIANTS
from icsim.engine.block_fields import DERIVED
from icsim.engine.measures import WINDOW
from icsim.trace.labels import format_pair
from icsim.trace.paired_run import EgoNetwork, PairedRun

COMMON = (("ctx", "context", CONTEXT), ("par", "parameters", PARAMETERS), ("var", "rules", VARIANTS))


@dataclass(frozen=True)
class InputDifference:
    """One thing that was done differently, or was different all round: since which week, and how in each world."""

    name: str  # such as lever.heed or context.demand
    who: str  # the leader; empty where it holds for everybody
    display: str
    week: int
    values: tuple[str, str]  # in words


def local_differences(pair: PairedRun, near: EgoNetwork) -> list[InputDifference]:
    """Everything about the team's leaders, the circumstances and the events that differs, the earliest first."""
    found = [*_levers(pair, near.leaders), *_all_round(pair), *_events(pair)]
    return sorted(found, key=lambda one: one.week)


def distant_differences(pair: PairedRun, near: EgoNetwork) -> list[InputDifference]:
    """What leaders further away did differently."""
    return _levers(pair, tuple(p for p in range(len(pair.world.posts)) if p not in near.leaders))


def changed_inputs(pair: PairedRun, near: EgoNetwork, by: int) -> frozenset[str]:
    """The same by a week, as the steps of the week read it: what can enter an equation of this team.

    Levers of its own leaders only, and of whoever sees to its organisation's conditions; what follows from settings
    counts where the team, its leaders or its ties have it.
    """
    world = pair.world.teams[near.team]
    posts = {*near.leaders, int(pair.block.org_post[world.organisation])}
    lever = pair.tables["lever_set"][: by + 1]
    set_apart = [n for n in range(len(LEVERS)) if _apart(lever[:, n, sorted(posts)])]
    found = {f"lever.{LEVERS[n]}" for n in set_apart}
    found |= {"lever" for n in set_apart if pair.block.lever_hours[n] >= 0}  # their hours, all added up
    for table, head, names in COMMON:
        until = pair.tables[table][: by + 1]
        found |= {f"{head}.{name}" for n, name in enumerate(names) if _apart(until[:, n])}
    for carrier, names in DERIVED.items():
        rows = list(near.rows(carrier))
        found |= {name for name in names if name != "hours" and _apart(pair.field(name)[: by + 1][:, rows])}
    return frozenset(found.union(*(fields for week, fields in pair.brought.items() if week <= by)))


def _apart(values: NDArray[np.float64]) -> bool:
    return bool((values[..., 0] != values[..., 1]).any())


def _levers(pair: PairedRun, posts: tuple[int, ...]) -> list[InputDifference]:
    """Levers set differently, with what was enacted: the mean of the first weeks in which they were."""
    known, found = catalogue().levers, []
    apart = pair.tables["lever_set"][1:, ..., 0] != pair.tables["lever_set"][1:, ..., 1]  # [week, lever, post]
    ever = apart.any(axis=0)
    for n, name in enumerate(LEVERS):
        theirs = [p for p in posts if ever[n, p]]
        enacted = pair.enacted(name) if theirs else None
        for p in theirs:
            was, weeks = pair.tables["lever_set"][1:, n, p], np.flatnonzero(apart[:, n, p])
            if known[name].choices:
                options = list(known[name].choices.values())
                first, second = (options[int(x)] for x in was[weeks[0]])
            else:
                assert enacted is not None
                done = enacted[1 + weeks[:WINDOW]][:, p].mean(axis=0)
                first, second = format_pair(float(done[0]), float(done[1]))
            who = pair.world.posts[p].name
            found.append(InputDifference(f"lever.{name}", who, known[name].display, int(weeks[0]) + 1, (first, second)))
    return found


def _all_round(pair: PairedRun) -> list[InputDifference]:
    known, found = catalogue(), []
    for table, head, names in COMMON:
        for n, name in enumerate(names):
            was = pair.tables[table][1:, n]
            weeks = np.flatnonzero(was[:, 0] != was[:, 1])
            if not weeks.size:
                continue
            one, other = (float(x) for x in was[weeks[0]])
            if head == "rules":
                options = list(known.variants[name].choices.values())
                display, values = known.variants[name].display, (options[int(one)], options[int(other)])
            else:
                display = known.context[name].display if head == "context" else parameter_label(name)
                values = format_pair(one, other)
            found.append(InputDifference(f"{head}.{name}", "", display, int(weeks[0]) + 1, values))
    return found


def _events(pair: PairedRun) -> list[InputDifference]:
    """Dated events of one world that the other has not, or has otherwise."""
    first, second = (_by_event(arm.timeline) for arm in pair.arms)
    found = []
    for week, name in sorted({*first, *second}):
        one, other = first.get((week, name), []), second.get((week, name), [])
        if one != other and name != "set":
            what, values = _event(name, one, other)
            found.append(InputDifference(f"event.{name}", "", what, week, values))
    return found


def _by_event(timeline: Sequence[PlainMapping]) -> dict[tuple[int, str], list[Mapping[str, object]]]:
    found: dict[tuple[int, str], list[Mapping[str, object]]] = {}
    for item in timeline:
        for name in item.keys() & catalogue().events.keys():
            found.setdefault((item["week"], name), []).append(item[name])
    return found


def _event(name: str, one: list[Mapping[str, object]], other: list[Mapping[str, object]]) -> tuple[str, tuple[str, str]]:
    """What differs between the events of one kind in a week: a field where there is one each, else whether they came."""
    event = catalogue().events[name]
    if len(one) == len(other) == 1:
        keys = [key for key in one[0] if one[0][key] != other[0][key]]
        said = " and ".join(event.fields[key].help.rstrip(".") for key in keys)
        values = [" and ".join(str(item[key]) for key in keys) for item in (one[0], other[0])]
        return f"{event.display} ({said})", (values[0], values[1])
    counts = ["not" if not items else "once" if len(items) == 1 else f"{len(items)} times" for items in (one, other)]
    return event.display, (counts[0], counts[1])
