"""What axes and outcomes of a sweep are called: the catalogue's labels, never a path alone."""

from collections.abc import Iterable

import numpy as np

from icsim.catalogue import catalogue
from icsim.config.config_paths import entry_at
from icsim.report.theory.clause_text import path_label
from icsim.report.words import readable_name
from icsim.sweep.analysis.report_request import OutcomeSeries
from icsim.sweep.analysis.sweep_results import CHOICE, LESS, AxisColumn, OutcomeColumn, SweepResults
from icsim.sweep.axes import BOTH, CHOICES, COMMAND, PARAMETERS
from icsim.theory.boundary import parameter_label

OF_GROUPS = {"place": "place", "leadership": "leadership", "context": "circumstances", "rules": "forms of the rules"}


def axis_name(path: str) -> str:
    """An axis in words."""
    match path.split("."):
        case [group] if group in CHOICES:
            return OF_GROUPS[group]
        case ["timeline"]:
            return "events"
        case ["timeline", _, "week"]:
            return "week of the event"
        case ["timeline", _, "set", *rest]:
            return f"later {path_label('.'.join(rest))}"
        case ["timeline", _, event, name]:
            entry = entry_at(COMMAND, path)
            return f"{readable_name(event)}, {entry.display if entry is not None and entry.display else readable_name(name)}"
        case ["parameters", *rest]:
            return parameter_label(".".join(rest))
        case ["leadership", "both", *rest]:
            return f"all leaders, {path_label('leadership.team.' + '.'.join(rest)).partition(', ')[2]}"
        case _:
            return path_label(path)


def short_axis_name(path: str) -> str:
    """An axis for the edge of a figure: as few words as tell it."""
    if path.startswith(f"{PARAMETERS}."):
        said, _, of = axis_name(path).partition("” (")
        return f"hours of {of.removesuffix(')')}" if path.startswith(f"{PARAMETERS}.hours.") else said.removeprefix("“")
    return axis_name(path).removeprefix("all leaders, ") if path.startswith(BOTH) else axis_name(path)


def value(one: AxisColumn, at: float) -> str:
    """A value of an axis, from its column, in words."""
    if np.isnan(at):
        return "–"
    return readable_name(str(one.values[int(at)])) if one.kind == CHOICE else f"{at:.3g}"


def fixed_labels(arm_: str, fixed: Iterable[tuple[AxisColumn, float]]) -> list[str]:
    """What is the same all over a figure: the arm, if one is named, and axes at one value."""
    return [*([arm(arm_)] if arm_ else []), *(f"{short_axis_name(axis.path)} {value(axis, at)}" for axis, at in fixed)]


def outcome_name(one: OutcomeColumn) -> str:
    """An outcome in words: `trust between teams, week 260`."""
    base, _, lever = one.query.measure.partition(".")
    measure = catalogue().measures[base]
    label = f"{catalogue().levers[lever].display}, {measure.display}" if lever in catalogue().levers else measure.display
    chosen = one.query.key.partition("[")[2].partition("]")[0]
    stat = "" if one.query.stat == "mean" else f" ({one.query.stat})"
    return f"{label}{stat}{f' [{chosen}]' if chosen else ''}, week {one.week}"


def series_name(frame: SweepResults, one: OutcomeSeries) -> str:
    """What is analysed, in words."""
    label = outcome_name(frame.columns[one.outcome])
    return f"{label} ({arm(one.arm)})" if one.arm else label


def arm(name: str) -> str:
    """An arm in words, or the difference of two."""
    return readable_name(name.replace(LESS, " less "))
