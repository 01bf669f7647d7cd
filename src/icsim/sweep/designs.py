"""Designs: how points are laid over the axes. Each is an option of the config group `design`, with its own settings."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from pydantic import Field, ValidationError

from icsim.catalogue.yamlfile import read_yaml
from icsim.config.explain import shown
from icsim.config.knobs import merged
from icsim.config.schema import Strict
from icsim.errors import UserError
from icsim.nearest import did_you_mean
from icsim.resources import conf_dir
from icsim.sweep import fractions, pointfile, ramp
from icsim.sweep.axes import Axis, axes, refuse_twins
from icsim.sweep.points import Crossed, Cube, Joined, Listed, Points
from icsim.world.place import Place


class Design(Strict):
    """What every design has; its defaults stand in conf/design."""

    kind: str
    axes: dict[str, Any] = Field(default_factory=dict)


class Grid(Design):
    """Every combination; a range without a number of its own has `levels` values."""

    levels: int = Field(ge=2)


class Ramp(Grid):
    """One axis up and down again within a run, each value held for some weeks."""

    hold: int


class Sampled(Design):
    """Points spread over the ranges by chance."""

    points: int = Field(ge=1, le=1_000_000_000)
    seed: int = Field(ge=0)


class Morris(Design):
    """Elementary effects: paths through a lattice, each step along one axis."""

    paths: int = Field(ge=2, le=10_000_000)
    levels: int = Field(ge=2)
    seed: int = Field(ge=0)


class Saltelli(Design):
    """The points that Sobol's indices are worked out from."""

    samples: int = Field(ge=2, le=100_000_000)
    second_order: bool
    seed: int = Field(ge=0)


class File(Design):
    """Points from a CSV or Parquet file, one column for each axis."""

    path: str | None


class Factorial(Design):
    """Low and high of every axis, all combinations or a fraction with its generators."""

    generators: list[str]


class Concat(Design):
    """Several designs end to end."""

    parts: list[dict[str, Any]]


def points(given: Mapping[str, Any], place: Place, where: str = "design") -> Points:
    """The points of a design from its configuration. UserError for the first thing that is wrong."""
    kind = given.get("kind")
    if kind not in KINDS:
        raise UserError(f"{where}.kind: {shown(kind)} is unknown; allowed: {', '.join(KINDS)}{did_you_mean(str(kind), KINDS)}")
    model, make = KINDS[kind]
    try:
        design = model.model_validate(dict(given))
    except ValidationError as error:
        raise complaint(error, where, model) from None
    return make(design, place, where)


def complaint(error: ValidationError, where: str, model: type[Strict]) -> UserError:
    """What pydantic found first, as one line."""
    problem = error.errors(include_url=False)[0]
    path = ".".join(map(str, problem["loc"]))
    stem = f"{where}." if where else ""
    if problem["type"] == "extra_forbidden":
        names = list(model.model_fields)
        return UserError(f"{stem}{path}: unknown key; allowed: {', '.join(names)}{did_you_mean(path, names)}")
    if problem["type"] == "missing":
        return UserError(f"{stem}{path}: missing; give it a value")
    why = str(problem["msg"])
    return UserError(f"{stem}{path}: {shown(problem['input'])} is not allowed: {why[0].lower()}{why[1:]}")


def _grid(design: Grid, place: Place, where: str) -> Points:
    found = axes(design.axes, f"{where}.axes", place)
    refuse_twins(found, f"{where}.axes")
    return Crossed(found, tuple(axis.listed(design.levels) for axis in found))


def _paired(design: Grid, place: Place, where: str) -> Points:
    found = axes(design.axes, f"{where}.axes", place)
    columns = tuple(axis.listed(design.levels) for axis in found)
    lengths = [len(column) for column in columns]
    if len(set(lengths)) > 1:
        each = ", ".join(f"{axis.path} {length}" for axis, length in zip(found, lengths, strict=True))
        raise UserError(f"{where}: the paired lists differ in length: {each}; give each as many values, or design=grid")
    return Listed(found, columns)


def _ramp(design: Ramp, place: Place, where: str) -> Points:
    if where != "design":
        raise UserError(f"{where}: a ramp is a study of its own, read at its own weeks; give design=ramp alone")
    found = axes(design.axes, f"{where}.axes", place)
    refuse_twins(found, f"{where}.axes")
    return ramp.laid(found, design.levels, design.hold, where)


def _lhs(design: Sampled, place: Place, where: str) -> Points:
    from scipy.stats import qmc  # slow to import

    found = axes(design.axes, f"{where}.axes", place)
    return Cube(found, qmc.LatinHypercube(len(found), rng=np.random.default_rng(design.seed)).random(design.points))


def _sobol(design: Sampled, place: Place, where: str) -> Points:
    from scipy.stats import qmc

    found = axes(design.axes, f"{where}.axes", place)
    _power_of_two(design.points, f"{where}.points")
    return Cube(found, qmc.Sobol(len(found), scramble=True, rng=np.random.default_rng(design.seed)).random(design.points))


def _morris(design: Morris, place: Place, where: str) -> Points:
    from SALib.sample import morris

    found = axes(design.axes, f"{where}.axes", place)
    if design.levels % 2:
        raise UserError(f"{where}.levels: {design.levels} is odd; steps go half the way, so give an even number")
    return Cube(found, np.asarray(morris.sample(problem(found), design.paths, num_levels=design.levels, seed=design.seed)))


def _saltelli(design: Saltelli, place: Place, where: str) -> Points:
    from SALib.sample import sobol

    found = axes(design.axes, f"{where}.axes", place)
    _power_of_two(design.samples, f"{where}.samples")
    return Cube(
        found,
        np.asarray(sobol.sample(problem(found), design.samples, calc_second_order=design.second_order, seed=design.seed)),
    )


def problem(found: tuple[Axis, ...]) -> dict[str, Any]:
    """The axes as SALib names them, over the unit cube."""
    return {"num_vars": len(found), "names": [axis.path for axis in found], "bounds": [[0.0, 1.0]] * len(found)}


def _factorial(design: Factorial, place: Place, where: str) -> Points:
    found = axes(design.axes, f"{where}.axes", place)
    signs = fractions.design(len(found), design.generators, f"{where}.generators")
    low_high = [axis.ends() for axis in found]
    return Listed(found, tuple(tuple(low_high[k][int(sign > 0)] for sign in signs[:, k]) for k in range(len(found))))


def _file(design: File, place: Place, where: str) -> Points:
    if design.axes:
        raise UserError(f"{where}.axes: the columns of the file are the axes; leave axes out")
    if design.path is None:
        raise UserError(f"{where}.path: missing; give a CSV or Parquet file, one column for each axis")
    columns = pointfile.read(design.path, f"{where}.path")
    tree = {path: list(dict.fromkeys(values)) for path, values in columns.items()}
    found = axes(tree, f"{where}.path: {design.path}", place)
    made = []
    for axis, (path, values) in zip(found, columns.items(), strict=True):
        as_held = dict(zip(tree[path], axis.values, strict=True))
        made.append(tuple(as_held[value] for value in values))
    return Listed(found, tuple(made))


def _concat(design: Concat, place: Place, where: str) -> Points:
    if design.axes:
        raise UserError(f"{where}.axes: each part has axes of its own; put them below {where}.parts")
    if not design.parts:
        raise UserError(f"{where}.parts: empty; give designs, as in {where}.parts=[{{kind: grid, axes: {{…}}}}, …]")
    parts = tuple(points(completed(part, f"{where}.parts.{n}"), place, f"{where}.parts.{n}") for n, part in enumerate(design.parts))
    together = {axis.path: axis for part in parts for axis in part.axes}
    return Joined(tuple(together.values()), parts)


def completed(part: Mapping[str, Any], where: str) -> dict[str, Any]:
    """A part of a joined design with the defaults of its kind, which stand in conf/design."""
    kind = part.get("kind")
    if kind not in KINDS:
        raise UserError(f"{where}.kind: {shown(kind)} is unknown; allowed: {', '.join(KINDS)}{did_you_mean(str(kind), KINDS)}")
    return merged(read_yaml(conf_dir() / "design" / f"{kind}.yaml"), part)


def _power_of_two(count: int, where: str) -> None:
    if count & (count - 1):
        below = 1 << (count.bit_length() - 1)
        raise UserError(f"{where}: {count} is no power of two, and the sequence is balanced at these; give {below} or {2 * below}")


Make = Callable[[Any, Place, str], Points]
KINDS: dict[Any, tuple[type[Design], Make]] = {
    "grid": (Grid, _grid), "paired": (Grid, _paired), "concat": (Concat, _concat), "lhs": (Sampled, _lhs),
    "sobol": (Sampled, _sobol), "morris": (Morris, _morris), "saltelli": (Saltelli, _saltelli),
    "file": (File, _file), "factorial": (Factorial, _factorial), "ramp": (Ramp, _ramp),
}  # fmt: skip
