"""Designs: how points are laid over the axes. Each is an option of the config group `design`, with its own settings."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

import numpy as np
from pydantic import Field, ValidationError

from icsim.base.complaints import complaint, format_value
from icsim.base.errors import UserError
from icsim.base.resources import conf_dir
from icsim.base.strict_model import StrictModel
from icsim.base.suggest import did_you_mean
from icsim.base.yaml_io import read_yaml
from icsim.config.config_paths import merged
from icsim.statistics import fractional_factorial
from icsim.statistics.strata import grown_hypercube
from icsim.sweep import points_file, ramp_schedule
from icsim.sweep.axes import MOST_LEVELS, Axis, check_cells, parse_axes, refuse_overlaps, refuse_twins
from icsim.sweep.axis_groups import check_groups, group_names
from icsim.sweep.distributions import satisfying
from icsim.sweep.points import ConcatPoints, CrossedPoints, GridPoints, ListedPoints, Points, UnitCubePoints
from icsim.world.place import Place

DRAWN = ("lhs", "sobol_sequence", "saltelli")
"""Designs that draw from the ranges of their axes, and so from distributions over them."""
LAID = 250_000_000
"""Coordinates of points, of eight bytes each, that a design may hold in memory."""


class Design(StrictModel):
    """What every design has; its defaults stand in conf/design."""

    kind: str
    axes: dict[str, object] = Field(default_factory=dict)


class GridDesign(Design):
    """Every combination; a range without a number of its own has `levels` values."""

    levels: int = Field(ge=2, le=MOST_LEVELS)


class RampDesign(GridDesign):
    """One axis up and down again within a run, each value held for some weeks."""

    hold_weeks: int


class SampledDesign(Design):
    """Points spread over the ranges by chance."""

    points: int = Field(ge=1, le=1_000_000_000)
    seed: int = Field(ge=0)
    constraints: list[str] = Field(default_factory=list)


class MorrisDesign(Design):
    """Elementary effects: trajectories through a lattice, each step along one axis."""

    n_trajectories: int = Field(ge=2, le=1_000_000)
    levels: int = Field(ge=2)
    seed: int = Field(ge=0)
    groups: dict[str, str | list[str]] = Field(default_factory=dict)


class SaltelliDesign(Design):
    """The points that Sobol's indices are worked out from."""

    base_samples: int = Field(ge=2, le=100_000_000)
    second_order: bool
    seed: int = Field(ge=0)


class FileDesign(Design):
    """Points from a CSV or Parquet file, one column for each axis."""

    path: str | None


class FactorialDesign(Design):
    """Low and high of every axis, all combinations or a fraction with its generators."""

    generators: list[str] | Literal["resolution_iv"]


class ConcatDesign(Design):
    """Several designs end to end."""

    parts: list[dict[str, object]]


class CrossedDesign(Design):
    """Policies in uncertain settings, each a design of its own."""

    policies: dict[str, object]
    uncertain: dict[str, object]


def design_points(given: Mapping[str, object], place: Place, where: str = "design") -> Points:
    """The points of a design from its configuration. UserError for the first thing that is wrong."""
    kind = _kind(given, where)
    model, make = KINDS[kind]
    if "groups" in given and kind != "morris":
        raise UserError(f"{where}.groups: design={kind} varies each axis by itself; groups that step together are of design=morris")
    try:
        design = model.model_validate(dict(given))
    except ValidationError as error:
        raise UserError(complaint(error, model, where)) from None
    made = make(design, place, where)
    if kind not in (*DRAWN, "concat", "crossed") and (spread := [axis for axis in made.axes if axis.spread is not None]):
        raise UserError(
            f"{where}.axes.{spread[0].path}.distribution: has no meaning in design={kind}, which draws nothing; "
            f"allowed: {', '.join(DRAWN)}"
        )
    return made


def refuse_unlaid(count: int, axes: int, where: str) -> None:
    """UserError for points that would not fit into memory, in which all of them are laid out before the first is run."""
    if count * axes > LAID:
        many = "1 axis" if axes == 1 else f"{axes} axes"
        raise UserError(
            f"{where}: {count:,} points of {many} would take {count * axes * 8 / 1e9:,.0f} GB of memory before the first is "
            f"run; give {LAID // axes:,} points or fewer, or design=grid, which lays none of them out"
        )


def _grid(design: GridDesign, place: Place, where: str) -> Points:
    found = parse_axes(design.axes, f"{where}.axes", place)
    refuse_twins(found, f"{where}.axes")
    return GridPoints(found, tuple(axis.listed(design.levels) for axis in found))


def _paired(design: GridDesign, place: Place, where: str) -> Points:
    found = parse_axes(design.axes, f"{where}.axes", place)
    columns = tuple(axis.listed(design.levels) for axis in found)
    lengths = [len(column) for column in columns]
    if len(set(lengths)) > 1:
        each = ", ".join(f"{axis.path} {length}" for axis, length in zip(found, lengths, strict=True))
        raise UserError(f"{where}: the lists differ in length: {each}; give each as many values, or design=grid")
    return ListedPoints(found, columns)


def _ramp(design: RampDesign, place: Place, where: str) -> Points:
    if where != "design":
        raise UserError(f"{where}: a ramp is a study of its own, read at its own weeks; give design=ramp alone")
    found = parse_axes(design.axes, f"{where}.axes", place)
    refuse_twins(found, f"{where}.axes")
    return ramp_schedule.ramp_points(found, design.levels, design.hold_weeks, where)


def _lhs(design: SampledDesign, place: Place, where: str) -> Points:
    found = parse_axes(design.axes, f"{where}.axes", place)
    refuse_unlaid(design.points, len(found), f"{where}.points")
    return lhs_points(found, design.seed, (design.points,), design.constraints, where)


def lhs_points(
    axes: tuple[Axis, ...], seed: int, counts: Sequence[int], constraints: Sequence[str] = (), where: str = "design"
) -> UnitCubePoints:
    """A Latin hypercube, drawn as large as it was each time it grew, without the points that do not meet the constraints.

    Those that came first stay first, so that what is kept of them does too.
    """
    columns = [grown_hypercube(counts, seed, axis.path) for axis in axes]  # by name: a further axis leaves the others
    return _constrained(UnitCubePoints(axes, np.stack(columns, axis=1)), constraints, where)


def _sobol(design: SampledDesign, place: Place, where: str) -> Points:
    from scipy.stats import qmc  # slow to import

    found = parse_axes(design.axes, f"{where}.axes", place)
    _power_of_two(design.points, f"{where}.points")
    refuse_unlaid(design.points, len(found), f"{where}.points")
    drawn = qmc.Sobol(len(found), scramble=True, rng=np.random.default_rng(design.seed)).random(design.points)
    return _constrained(UnitCubePoints(found, drawn, f"{design.kind} {design.seed}"), design.constraints, where)


def _constrained(points: UnitCubePoints, constraints: Sequence[str], where: str) -> UnitCubePoints:
    """The points that meet the constraints, in their order, so that a sequence with them is one too."""
    if not constraints:
        return points
    places = [n for n, axis in enumerate(points.axes) if not axis.words and not axis.chosen and axis.named is None]
    table = np.array([[row[n] for n in places] for row in points.rows(range(points.count))], dtype=np.float64)
    kept = satisfying(constraints, [points.axes[n].path for n in places], table, f"{where}.constraints")
    told = f"{points.sequence} {sorted(constraints)}" if points.sequence else ""
    return UnitCubePoints(points.axes, points.shares[kept], told)


def _morris(design: MorrisDesign, place: Place, where: str) -> Points:
    from SALib.sample import morris

    found = parse_axes(design.axes, f"{where}.axes", place)
    if design.levels % 2:
        raise UserError(f"{where}.levels: {design.levels} is odd; steps go half the way, so give an even number")
    check_groups(design.groups, found, f"{where}.groups")
    groups = group_names(design.groups, [axis.path for axis in found])
    refuse_unlaid(design.n_trajectories * (len(set(groups)) + 1), len(found), f"{where}.n_trajectories")
    problem = salib_problem(found) | {"groups": list(groups)}
    made = morris.sample(problem, design.n_trajectories, num_levels=design.levels, seed=design.seed)
    told = f" {list(groups)}" if design.groups else ""
    return UnitCubePoints(found, np.asarray(made), f"{design.kind} {design.seed} {design.levels}{told}")


def _saltelli(design: SaltelliDesign, place: Place, where: str) -> Points:
    from SALib.sample import sobol

    found = parse_axes(design.axes, f"{where}.axes", place)
    _power_of_two(design.base_samples, f"{where}.base_samples")
    each = 2 * len(found) + 2 if design.second_order else len(found) + 2
    refuse_unlaid(design.base_samples * each, len(found), f"{where}.base_samples")
    made = sobol.sample(salib_problem(found), design.base_samples, calc_second_order=design.second_order, seed=design.seed)
    return UnitCubePoints(found, np.asarray(made), f"{design.kind} {design.seed} {design.second_order}")


def salib_problem(found: tuple[Axis, ...]) -> dict[str, object]:
    """The axes as SALib names them, over the unit cube."""
    return {"num_vars": len(found), "names": [axis.path for axis in found], "bounds": [[0.0, 1.0]] * len(found)}


def _factorial(design: FactorialDesign, place: Place, where: str) -> Points:
    found = parse_axes(design.axes, f"{where}.axes", place)
    generators = fractional_factorial.listed_generators(len(found), design.generators)
    refuse_unlaid(1 << max(0, len(found) - len(generators)), len(found), f"{where}.generators")
    signs = fractional_factorial.fraction_signs(len(found), generators, f"{where}.generators")
    low_high = [axis.ends() for axis in found]
    return ListedPoints(found, tuple(tuple(low_high[k][int(sign > 0)] for sign in signs[:, k]) for k in range(len(found))))


def _file(design: FileDesign, place: Place, where: str) -> Points:
    if design.axes:
        raise UserError(f"{where}.axes: the columns of the file are the axes; leave axes out")
    if design.path is None:
        raise UserError(f"{where}.path: missing; give a CSV or Parquet file, one column for each axis")
    table = points_file.read_points(design.path, f"{where}.path")
    said = points_file.labels(table)
    columns = {path: values for path, values in table.columns.items() if path not in said}
    if not columns:
        raise UserError(f"{where}.path: {design.path}, row 1: no column is an axis; head one with its path, as in context.demand")
    for path, values in columns.items():
        points_file.refuse_gaps(table, path)
        check_cells(path, values, partial(table.cell, column=path), place)
    tree = {path: list(dict.fromkeys(values)) for path, values in columns.items()}
    found = parse_axes(tree, f"{where}.path: {design.path}", place)
    made = []
    for axis, (path, values) in zip(found, columns.items(), strict=True):
        as_held = dict(zip(tree[path], axis.values, strict=True))
        made.append(tuple(as_held[value] for value in values))
    return ListedPoints(found, tuple(made), said)


def _concat(design: ConcatDesign, place: Place, where: str) -> Points:
    if design.axes:
        raise UserError(f"{where}.axes: each part has axes of its own; put them below {where}.parts")
    if not design.parts:
        raise UserError(f"{where}.parts: empty; give designs, as in {where}.parts=[{{kind: grid, axes: {{…}}}}, …]")
    parts = tuple(
        design_points(with_defaults(part, f"{where}.parts.{n}"), place, f"{where}.parts.{n}") for n, part in enumerate(design.parts)
    )
    together = {axis.path: axis for part in parts for axis in part.axes}
    return ConcatPoints(tuple(together.values()), parts)


def _crossed(design: CrossedDesign, place: Place, where: str) -> Points:
    if design.axes:
        raise UserError(f"{where}.axes: say of each axis whether it is decided on: {where}.policies.axes or {where}.uncertain.axes")
    made = []
    for name in ("policies", "uncertain"):
        at = f"{where}.{name}"
        part = with_defaults(getattr(design, name), at)
        if part["kind"] in ("concat", "crossed"):
            raise UserError(f"{at}.kind: {part['kind']} cannot stand in a crossed design; give a design with axes of its own")
        made.append(design_points(part, place, at))
    policies, uncertain = made
    refuse_overlaps((*policies.axes, *uncertain.axes), f"{where}.uncertain.axes")
    return CrossedPoints(policies, uncertain)


def with_defaults(part: Mapping[str, object], where: str) -> dict[str, object]:
    """A part of a joined design with the defaults of its kind, which stand in conf/design."""
    return merged(read_yaml(conf_dir() / "design" / f"{_kind(part, where)}.yaml"), part)


def _kind(given: Mapping[str, object], where: str) -> str:
    kind = given.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        allowed = f"{', '.join(KINDS)}{did_you_mean(str(kind), KINDS)}"
        raise UserError(f"{where}.kind: {format_value(kind)} is unknown; allowed: {allowed}")
    return kind


def _power_of_two(count: int, where: str) -> None:
    if count & (count - 1):
        below = 1 << (count.bit_length() - 1)
        raise UserError(f"{where}: {count} is no power of two, and the sequence is balanced at these; give {below} or {2 * below}")


MakePoints = Callable[[Any, Place, str], Points]  # Any: each kind's own design, which stands beside it in the table
KINDS: dict[str, tuple[type[Design], MakePoints]] = {
    "grid": (GridDesign, _grid), "zip": (GridDesign, _paired), "concat": (ConcatDesign, _concat), "lhs": (SampledDesign, _lhs),
    "sobol_sequence": (SampledDesign, _sobol), "morris": (MorrisDesign, _morris), "saltelli": (SaltelliDesign, _saltelli),
    "file": (FileDesign, _file), "factorial": (FactorialDesign, _factorial), "ramp": (RampDesign, _ramp),
    "crossed": (CrossedDesign, _crossed),
}  # fmt: skip
