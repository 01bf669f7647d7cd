"""How a study goes on in its folder with more points, levels or replicates; and why it cannot, where it cannot."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from icsim.base import fingerprint
from icsim.base.complaints import format_value
from icsim.base.errors import UserError
from icsim.base.plain_data import hashed
from icsim.config.config_paths import flatten
from icsim.sweep.designs import SampledDesign, lhs_points, with_defaults
from icsim.sweep.points import CrossedPoints, GridPoints, ListedPoints, Points, UnitCubePoints, grown_grid
from icsim.sweep.run_table import ENDING, TABLE
from icsim.sweep.study_record import Study
from icsim.sweep.sweep_study import SweepStudy

HINT = "give a folder that is new or empty, out=PATH, or leave out= out"
WHEN = {
    "lhs": "it goes on with its own points, and these have another seed, other ranges or other constraints",
    "morris": "it goes on with its own trajectories, and these have another seed, other ranges, levels or groups",
    "grid": "it can get new levels beside those it has, and this one leaves some of them out, or varies a choice of files",
    "sobol_sequence": "it goes on with its own sequence, and this one has another seed, other ranges or other constraints",
    "saltelli": "it goes on with its own sequence, and this one has another seed, other ranges or another second_order",
    "factorial": "it has all the combinations that it can have; other generators or axes make another design",
    "file": "more rows may follow those that it has, and here some of those are others, or fewer",
    "zip": "more values may follow those that it has, and here some of those are others, or fewer",
    "crossed": "it can get more settings of the same kind, seed and ranges, and here these or the policies are others",
}
"""By the kind of design: when points are added to those that are there, and what is otherwise here."""
OTHERWISE = "its points are a list that was given as a whole"
FROM_THE_FIRST = "a world is run from its first week on, so that longer or shorter ones are all run anew"
COUNTED = ("points", "n_trajectories", "base_samples", "path", "generators")
"""Settings of designs that may differ between a design and a larger one, or that the record has in another form."""
LISTS = ("file", "zip")
"""Designs whose points are listed, so that further ones may follow."""


def continued(study: SweepStudy, folder: Path) -> tuple[SweepStudy, Study | None]:
    """The study as it goes on in its folder, with what it was before; and the record of that, where it holds more than is asked.

    UserError where it would have to grow one way and shrink the other.
    """
    if not (folder / Study.FILE).is_file():
        return study, None
    held = Study.from_file(folder, "out")
    if held.source != fingerprint.numbers():
        return study, None  # refused where the folder is opened
    if held.levels and isinstance(study.points, GridPoints) and held.around == study.around:
        study, inside = _with_levels(study, study.points, held)
        if inside:
            return study, held
    elif held.around == study.around and study.asked.until.measure is None:
        study = _with_points(study, held, folder)
    if held.study != study.content:
        return study, None
    asked, there = (study.points.count, study.first.replicates), (held.points, held.replicates)
    if asked[0] >= there[0] and asked[1] >= there[1]:
        return replace(study, grown=held.stages or (there,)), None
    if asked[0] <= there[0] and asked[1] <= there[1]:
        return study, held
    raise UserError(
        f"out: {folder} holds {there[0]:,} points x {there[1]:,} replicates; a study grows in both or stays: "
        f"give {max(asked[0], there[0])} points and replicates={max(asked[1], there[1])}, or a folder of its own"
    )


def _with_levels(study: SweepStudy, grid: GridPoints, held: Study) -> tuple[SweepStudy, bool]:
    """A grid as it goes on from the levels that a folder has; and whether it is only a part of them."""
    if hashed([study.around, GridPoints(grid.axes, held.levels[0]).digest()]) != held.study:
        return study, False
    pairs = list(zip(grid.values, held.levels[-1], strict=True))
    if all(set(old) <= set(new) for new, old in pairs):
        times = held.levels if all(set(old) == set(new) for new, old in pairs) else (*held.levels, grid.values)
        return replace(study, points=grown_grid(grid.axes, times), levels=times, known_as=held.study), False
    return study, all(set(new) <= set(old) for new, old in pairs) and study.first.replicates <= held.replicates


def counts_each_time(held: Study) -> tuple[int, ...]:
    """How many points a study had each time that it got more."""
    return tuple(dict.fromkeys(points for points, _ in held.stages or ((held.points, held.replicates),)))


def _with_points(study: SweepStudy, held: Study, folder: Path) -> SweepStudy:
    """A hypercube or a list as it goes on from the points that a folder has; any other study as it is."""
    counts, asked = counts_each_time(held), study.points.count
    if held.design.kind != study.asked.design["kind"]:
        return study
    if isinstance(study.points, ListedPoints) and held.design.kind in LISTS:
        first = tuple(_head(study.points, count).digest() for count in counts if count <= asked)
        known = held.laid[: len(first)] == first and asked >= counts[0] and (asked > counts[-1] or asked in counts)
        return replace(study, known_as=held.study) if known else study
    if (cube := _hypercube(study.points, study.asked.design)) is None:
        return study
    grow, wanted, many = cube
    drawn = held.drawn or tuple(count // many for count in counts)
    if hashed([study.around, grow(drawn[:1]).family()]) != held.study:
        return study
    times = drawn[: drawn.index(wanted) + 1] if wanted in drawn else (*drawn, wanted)
    if wanted in drawn or (wanted > drawn[-1] and wanted % drawn[-1] == 0):
        return replace(study, points=grow(times), known_as=held.study, drawn=times if held.drawn else ())
    near = max(1, round(wanted / drawn[-1])) * drawn[-1]
    raise UserError(
        f"out: {folder} holds a Latin hypercube of {drawn[-1]:,} points, which grows to a multiple of them, for each lies in a "
        f"slice of its own; give {near:,} or {near + drawn[-1]:,} in place of {wanted:,}, or a folder of its own"
    )


def _hypercube(points: Points, design: Mapping[str, object]) -> tuple[Callable[[tuple[int, ...]], Points], int, int] | None:
    """What makes a hypercube from how many points were drawn each time; how many are drawn now; and how many each of them is.

    That is more than one in a crossed design, where a setting stands with every policy. None for any other design.
    """
    if isinstance(points, CrossedPoints):
        policies, inner = points.policies, design["uncertain"]
        assert isinstance(inner, Mapping)
        below = _hypercube(points.uncertain, with_defaults(inner, "design.uncertain"))
        if below is None:
            return None
        grow, drawn, many = below
        return lambda counts: CrossedPoints(policies, grow(counts)), drawn, many * policies.count
    if isinstance(points, UnitCubePoints) and design["kind"] == "lhs":
        asked = SampledDesign.model_validate(dict(design))
        return lambda counts: lhs_points(points.axes, asked.seed, counts, asked.constraints), asked.points, 1
    return None


def drawn_each_time(study: SweepStudy) -> tuple[int, ...]:
    """How many points of a hypercube were drawn each time, where constraints left only some of them; nothing of other designs."""
    if study.drawn:
        return study.drawn
    cube = _hypercube(study.points, study.asked.design) if constraints_of(study.asked.design) else None
    return () if cube is None else (cube[1],)


def constraints_of(design: Mapping[str, object]) -> object:
    """The constraints of a design, or of its settings."""
    inner = design.get("uncertain")
    return constraints_of(inner) if isinstance(inner, Mapping) else design.get("constraints")


def _head(points: ListedPoints, count: int) -> ListedPoints:
    """The first points of a list."""
    labels = {name: said[:count] for name, said in points.labels.items()}
    return ListedPoints(points.axes, tuple(column[:count] for column in points.columns), labels)


def laid_each_time(study: SweepStudy) -> tuple[str, ...]:
    """A hash of the points of a list each time that there were more; nothing of other designs, which can be laid again."""
    if not (isinstance(study.points, ListedPoints) and study.asked.design["kind"] in LISTS):
        return ()
    return tuple(_head(study.points, count).digest() for count in dict.fromkeys(count for count, _ in study.stages))


def why_not_this(study: SweepStudy, held: Study, folder: Path) -> str | None:
    """Why a folder that holds a study is not gone on with; None where it is."""
    if held.study != study.content:
        if held.around and held.around == study.around:
            kind, asked = held.design.kind, study.asked.design["kind"]
            if kind != asked:
                what = f"the same study of design={kind}, to which points of design={asked} cannot be added"
                return f"out: {folder} holds {what}; {HINT}"
            why = WHEN.get(kind, OTHERWISE)
            what = f"{_other_row(study, folder) or _other_setting(study, held)}{why}"
            return f"out: {folder} holds a study of other points (design={kind}), which cannot become this one: {what}; {HINT}"
        differs = next(_differences(study, held), "")
        return f"out: {folder} holds a study made from other settings{differs} ({held.command}); nothing was changed; {HINT}"
    if held.source != fingerprint.numbers():
        return f"out: {folder} holds a study made by another state of icsim ({held.command}); nothing was changed; {HINT}"
    return None


def _other_setting(study: SweepStudy, held: Study) -> str:
    """Which setting of the design is not as it was."""
    was, now = dict(flatten(held.design.model_dump())), dict(flatten(study.asked.design))
    for path in sorted(was.keys() & now.keys()):
        if path.rpartition(".")[2] not in COUNTED and hashed(was[path]) != hashed(now[path]):
            return f"design.{path} is {format_value(was[path])} there, {format_value(now[path])} here; "
    return ""


def _other_row(study: SweepStudy, folder: Path) -> str:
    """Of a list of points: the first that is not as in the table that is there, and in which column."""
    points, parts = study.points, sorted((folder / TABLE).glob(f"*{ENDING}"))
    if not isinstance(points, ListedPoints) or study.asked.design["kind"] not in LISTS or not parts:
        return ""
    columns = dict(zip((axis.path for axis in points.axes), points.columns, strict=True)) | dict(points.labels)
    there = pa.concat_tables([pq.read_table(path, partitioning=None) for path in parts]).sort_by("point")
    for name in columns:
        if name not in there.column_names:
            return f"the column {name} is not there; "
    for row in there.select(["point", *columns]).to_pylist():
        at = row["point"]
        head = f"row {at + 2} of the file" if study.asked.design["kind"] == "file" else f"value {at + 1}"
        for name, here in columns.items():
            if at < len(here) and here[at] != row[name]:
                return f"{head}, {name}, is {format_value(row[name])} there, {format_value(here[at])} here; "
    return ""


def _differences(study: SweepStudy, held: Study) -> Iterator[str]:
    """What is not as it was, the most telling first, as a part of a sentence."""
    was, now = (dict(flatten(config)) for config in (held.bases[0].config, study.first.resolved()))
    if was.get("weeks") != now.get("weeks"):
        yield f": weeks={was.get('weeks')} there, {now.get('weeks')} here; {FROM_THE_FIRST}"
    if tuple(axis.path for axis in held.axes) != tuple(axis.path for axis in study.points.axes):
        yield ": other axes"
    if held.arms != study.arms:
        yield ": other arms"
    for path in sorted(was.keys() | now.keys()):
        if was.get(path) != now.get(path) and path.partition(".")[0] not in ("out", "replicates", "engine"):
            yield f": {path} is {format_value(was.get(path))} there, {format_value(now.get(path))} here"
    if tuple(held.measures) != tuple(study.reading.queries) or tuple(held.weeks) != tuple(study.reading.weeks):
        yield ": other measures or weeks are reported"
