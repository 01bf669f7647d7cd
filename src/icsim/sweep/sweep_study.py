"""A study: a design over settings that were composed once, and everything about it checked before anything runs."""

import copy
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from icsim.base.complaints import format_value
from icsim.base.errors import UserError
from icsim.base.plain_data import hashed
from icsim.config.as_text import override_text
from icsim.config.compose import assignments, compose_dict
from icsim.config.config_paths import entry_at, flatten
from icsim.config.defaults import EXPERIMENT
from icsim.config.settings import Settings, validate
from icsim.sweep import settings_axis
from icsim.sweep.axes import CHOICES, COMMAND, Axis, leader_path
from icsim.sweep.designs import design_points
from icsim.sweep.output_plan import OutputPlan, plan_outputs
from icsim.sweep.overlay import Node, overlay_values
from icsim.sweep.points import ABSENT, Levels, PointRow, Points
from icsim.sweep.ramp_schedule import ramp_axes, ramp_weeks
from icsim.sweep.sweep_options import SweepOptions, parse_sweep_options, run_settings

Stages = tuple[tuple[int, int], ...]
MANY = 10_000_000
"""Worlds beyond which a study begins only with force=true."""
VARIED = ("context", "leadership", "leader", "parameters", "rules")
"""First words of settings that an axis may vary."""
ALONE = ""
"""The name of the only arm where none is named."""


@dataclass(frozen=True)
class SweepStudy:
    """Points x arms x replicates; `bases` holds the settings of each combination of choices in each arm."""

    asked: SweepOptions
    points: Points
    bases: Mapping[tuple[PointRow, str], Settings]
    choosing: tuple[int, ...]  # the columns of points that choose among the bases
    reading: OutputPlan
    name: str
    command: str
    grown: Stages = ()
    """Points and replicates that the study had each time before it grew."""
    levels: Levels = ()
    """Of a grid that got new levels: all its lists."""
    drawn: tuple[int, ...] = ()
    """Of a hypercube with constraints that grew: how many points were drawn each time."""
    known_as: str = ""
    """The content of such a study, which is that of its first time."""

    @cached_property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms; one without a name where none is named."""
        return tuple(self.asked.arms) or (ALONE,)

    @cached_property
    def first(self) -> Settings:
        """The settings that decide for the whole study: how long, which luck, how many worlds, how it is computed."""
        return next(iter(self.bases.values()))

    @property
    def most(self) -> int:
        """Worlds at a point and arm, at most."""
        return self.asked.until.max_replicates if self.asked.until.measure is not None else self.first.replicates

    def settings(self, row: PointRow, arm: str) -> Settings:
        """The settings of a point, checked beforehand."""
        return overlay_values(self.base(row, arm), self.targets(row) | self._timeline(row))

    def base(self, row: PointRow, arm: str) -> Settings:
        """The settings that a point's values are laid over."""
        return self.bases[tuple(row[column] for column in self.choosing), arm]

    def targets(self, row: PointRow) -> dict[str, object]:
        """Path and value of all that a point sets on its base."""
        return point_values(self.points.axes, row)

    def _timeline(self, row: PointRow) -> dict[str, object]:
        """A whole timeline that the point chooses, with every field of its events, as settings hold it."""
        for axis, value in zip(self.points.axes, row, strict=True):
            if axis.named is not None and value is not ABSENT:
                return {"timeline": self._timelines[str(value)]}
        return {}

    @cached_property
    def _timelines(self) -> dict[str, object]:
        axis = next(axis for axis in self.points.axes if axis.named is not None)
        return {
            name: in_full(self.first.values, {"timeline": items}).values["timeline"] for name, items in (axis.named or {}).items()
        }

    @property
    def stages(self) -> Stages:
        """Points and replicates each time, the last of them as asked now."""
        now = (self.points.count, self.first.replicates)
        return self.grown if self.grown and self.grown[-1] == now else (*self.grown, now)

    @cached_property
    def content(self) -> str:
        """A hash of all that the numbers depend on, besides the source; a study that has only grown has the same."""
        if self.known_as:
            return self.known_as
        rounds = self.asked.until.measure is not None  # which points have more worlds then hangs on all of them
        return hashed([self.around, self.points.digest() if rounds else self.points.family()])

    @cached_property
    def around(self) -> str:
        """The same without the points."""
        growing = ("replicates",) if self.asked.until.measure is None else ()
        return hashed(
            {
                "axes": [[axis.path, axis.targets, dict(axis.named or {})] for axis in self.points.axes],
                "bases": sorted([[*map(str, row), arm, base.content_hash(growing)] for (row, arm), base in self.bases.items()]),
                "arms": self.arms,
                "reading": self.reading.columns,
                "until": self.asked.until.model_dump() if self.asked.until.measure else None,
                "time_series": self.asked.time_series,
            }
        )


def plan_sweep(
    overrides: Sequence[str], more: Mapping[str, object] | None = None, command: str | None = None, name: str = "sweep"
) -> SweepStudy:
    """The study that a command asks for; `more` are paths and values below the overrides.

    UserError for the first thing that is wrong with any of its points.
    """
    more = dict(more or {})
    _refuse_lists(overrides)
    data = compose_dict("sweep", overrides, more)
    wanted = parse_sweep_options(data)
    plain = validate(COMMAND, run_settings(data))
    laid = design_points(wanted.design, plain.place_file)
    wanted = wanted.model_copy(update={"report_weeks": ramp_weeks(laid.axes, wanted.report_weeks, plain.weeks)})
    _leave_alone(assignments(overrides), wanted, (*laid.axes, *ramp_axes(laid.axes)))
    choosing = tuple(n for n, axis in enumerate(laid.axes) if axis.chosen)
    bases = _bases(overrides, more, wanted, laid, choosing)
    _one_length(bases, plain)
    named = assignments(overrides).get(EXPERIMENT)
    called = Path(str(named)).stem if named else name
    said = command or shlex.join(["icsim", "sweep", *overrides])
    made = SweepStudy(wanted, laid, bases, choosing, plan_outputs(wanted, plain.weeks), called, said)
    _check_points(made)
    return made


def _refuse_lists(overrides: Sequence[str]) -> None:
    """UserError for a list of values where a setting has one: it was meant for an axis."""
    for key, value in assignments(overrides).items():
        path = key.lstrip("+~")
        entry = entry_at(COMMAND, path) if isinstance(value, list) and path.partition(".")[0] in VARIED else None
        if entry is not None and entry.type in ("number", "integer", "choice"):
            word = shlex.quote(f"design.axes.{path}={override_text(value)}")
            raise UserError(f"{path}: a list of values is an axis; give {word}")


def point_values(axes: Sequence[Axis], row: PointRow) -> dict[str, object]:
    """Path and value of all that a point sets; choices are no paths, and what is absent is left as it is."""
    found: dict[str, object] = {}
    for axis, value in zip(axes, row, strict=True):
        if axis.path == settings_axis.PATH and value is not ABSENT:
            found |= settings_axis.row_parameters(value, axis.targets[0])
    for axis, value in zip(axes, row, strict=True):
        if value is ABSENT or axis.chosen or axis.path == settings_axis.PATH:
            continue
        for target in axis.targets:
            found[target] = copy.deepcopy(axis.named[str(value)]) if axis.named is not None else value
    return found


def in_full(base: Mapping[str, object], values: Mapping[str, object]) -> Settings:
    """The settings of a point the long way: everything is checked against the schema. UserError where it fails."""
    data = copy.deepcopy(dict(base))
    for path, value in values.items():
        node: Node = data
        *stem, last = path.split(".")
        for step in stem:
            if isinstance(node, list):
                if not step.isdigit() or int(step) >= len(node):
                    raise UserError(f"design.axes.{path}: the timeline has {len(node)} items, from 0; give one of these")
                node = node[int(step)]
            else:
                if node.get(step) is None:
                    node[step] = {}
                node = node[step]
        node[last] = value
    return validate(COMMAND, data)


def _bases(
    overrides: Sequence[str], more: Mapping[str, object], wanted: SweepOptions, laid: Points, choosing: Sequence[int]
) -> dict[tuple[PointRow, str], Settings]:
    made = {}
    for combination in sorted(laid.combinations(choosing), key=str):
        choices = {laid.axes[n].path: value for n, value in zip(choosing, combination, strict=True) if value is not ABSENT}
        for arm, patch in (wanted.arms or {ALONE: {}}).items():
            made[combination, arm] = validate(COMMAND, run_settings(compose_dict("sweep", overrides, {**more, **choices}, patch)))
    return made


def _one_length(bases: Mapping[tuple[PointRow, str], Settings], first: Settings) -> None:
    """All worlds of a study run as long and have the same replicates: they stand in one table."""
    for (_, arm), base in bases.items():
        for key in ("weeks", "seed", "structure_seed", "replicates"):
            if base.values[key] != first.values[key]:
                raise UserError(f"arms.{arm}.{key}: is the same for all arms of a study; set {key}=… itself")


def _leave_alone(given: Mapping[str, object], wanted: SweepOptions, axes: Sequence[Axis]) -> None:
    """What an axis varies is set by nothing else: neither side would win in a way that anybody could guess."""
    set_by = [(key.lstrip("+~"), f"{key}=…") for key in given]
    for arm, patch in wanted.arms.items():
        set_by += [(path, f"arms.{arm}.{path}") for path, _ in flatten(patch)]
        set_by += [(key, f"arms.{arm}.{key}") for key in patch if key in CHOICES]
    for axis in axes:
        for target in axis.targets:
            for path, where in set_by:
                below = f"{path}.".startswith(f"{target.replace('/', '.')}.") and target not in CHOICES
                if path == target or below:
                    raise UserError(f"{where}: {axis.path} is an axis of the design; leave one of the two out")


def _check_points(made: SweepStudy) -> None:
    """One whole point of each base, and every timeline that differs in more than sizes, the long way."""
    axes = made.points.axes
    for axis in axes:
        for target in axis.targets:
            if target.startswith("leader."):
                for base in made.bases.values():
                    leader_path(target.replace("/", "."), f"design.axes.{axis.path}", base.place_file)
    dated = [n for n, axis in enumerate(axes) if axis.path.startswith("timeline")]
    telling = [n for n in dated if not axes[n].is_range or axes[n].whole]
    columns = sorted({*made.choosing, *telling})
    seen: set[PointRow] = set()
    one_each = made.points.count > len(made.bases) and not columns
    refused = made.points.count > MANY and not made.asked.force  # by its size, before anything runs
    for first in range(0, 1 if one_each or refused else made.points.count, 4096):
        for place, row in enumerate(made.points.rows(range(first, min(first + 4096, made.points.count))), start=first):
            key = tuple(str(row[n]) for n in columns)
            if key not in seen:
                seen.add(key)
                for arm in made.arms:
                    _check_point(made, place, row, arm)


def _check_point(made: SweepStudy, place: int, row: PointRow, arm: str) -> None:
    base = made.base(row, arm)
    try:
        in_full(base.values, made.targets(row))
    except UserError as error:
        where = ", ".join(
            f"{axis.path}={format_value(v)}" for axis, v in zip(made.points.axes, row, strict=True) if v is not ABSENT
        )
        raise UserError(f"design: point {place} ({where}{', arm ' + arm if arm else ''}): {error}") from None
