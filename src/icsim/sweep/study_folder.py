"""The folder of a study: a manifest from which every row can be made again, and a guard against mixing two studies."""

import platform
from dataclasses import replace
from pathlib import Path

from icsim.base import fingerprint
from icsim.base.atomic_output import write_atomically
from icsim.base.errors import UserError
from icsim.base.plain_data import hashed
from icsim.config.provenance import origin_record
from icsim.statistics.fractional_factorial import listed_generators, stated
from icsim.sweep.points import ABSENT, CrossedPoints, GridPoints, grown_grid
from icsim.sweep.run_table import TABLE, TIME_SERIES, ChunkStore
from icsim.sweep.study_record import AxisRecord, BaseRecord, Fraction, Study, Until
from icsim.sweep.sweep_study import SweepStudy

HINT = "give a folder that is new or empty, out=PATH, or leave out= out"


def study_folder_path(study: SweepStudy) -> Path:
    """Where a study's results lie: the same content and the same source, always the same place."""
    out = study.first.values["out"]
    if out is not None:
        return Path(out)
    return Path("results", "runs", f"{study.name}-{hashed([study.content, fingerprint.numbers()])[:8]}")


def study_record(study: SweepStudy) -> Study:
    """All that a study is: identity, design, and the whole configuration of each of its bases."""
    known = origin_record(study.first)
    design = dict(study.asked.design)
    if design["kind"] == "factorial":
        axes = len(study.points.axes)
        design["generators"] = list(listed_generators(axes, design["generators"]))
        design["fraction"] = Fraction.model_validate(stated(axes, design["generators"]))
    return Study.model_validate(
        {
            "study": study.content,
            "around": study.around,
            "source": fingerprint.numbers(),
            "title": study.asked.title,
            "question": study.asked.question,
            "command": study.command,
            "icsim": known.icsim,
            "versions": known.versions,
            "machine": platform.machine(),
            "design": design,
            "points": study.points.count,
            "arms": study.arms,
            "replicates": study.first.replicates,
            "stages": study.stages if len(study.stages) > 1 else (),
            "levels": study.levels or ((study.points.values,) if isinstance(study.points, GridPoints) else ()),
            "until": Until.from_object(study.asked.until) if study.asked.until.measure else None,
            "axes": [
                AxisRecord(**axis.plain(), targets=axis.targets, chooses=axis.chosen, decided=_decided(study, n))
                for n, axis in enumerate(study.points.axes)
            ],
            "measures": study.reading.queries,
            "weeks": study.reading.weeks,
            "bases": [
                BaseRecord(choices=tuple(None if value is ABSENT else value for value in row), arm=arm, config=base.resolved())
                for (row, arm), base in study.bases.items()
            ],
        }
    )


def _decided(study: SweepStudy, place: int) -> bool | None:
    return place < len(study.points.policies.axes) if isinstance(study.points, CrossedPoints) else None


CANNOT_GROW = {
    "lhs": "one of its points lies in each slice of an axis, so that more points are other points; design=sobol_sequence grows",
    "morris": "its trajectories are chosen together, so that more of them are others; design=saltelli grows",
    "grid": "it can get new levels beside those it has, and this one leaves some of them out, or varies a choice of files",
    "sobol_sequence": "it goes on with its own sequence, and this one has another seed or other ranges",
    "saltelli": "it goes on with its own sequence, and this one has another seed, other ranges or another second_order",
    "factorial": "it has all the combinations that it can have; other generators or axes make another design",
}
"""By the kind of design: why more points are not added to those that are there."""
OTHERWISE = "its points are a list that was given as a whole"


def continued(study: SweepStudy) -> tuple[SweepStudy, Study | None]:
    """The study as it goes on in its folder, with what it was before; and the record of that, where it holds more than is asked.

    UserError where it would have to grow one way and shrink the other.
    """
    folder = study_folder_path(study)
    if not (folder / Study.FILE).is_file():
        return study, None
    held = Study.from_file(folder, "out")
    if held.source != fingerprint.numbers():
        return study, None  # refused where the folder is opened
    if held.levels and isinstance(study.points, GridPoints) and held.around == study.around:
        study, inside = _with_levels(study, study.points, held)
        if inside:
            return study, held
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


def _why_not_this(study: SweepStudy, held: Study, folder: Path) -> str | None:
    """Why a folder that holds a study is not gone on with; None where it is."""
    if held.study != study.content:
        if held.around and held.around == study.around:
            kind, asked = held.design.kind, study.asked.design["kind"]
            if kind != asked:
                what = f"the same study of design={kind}, to which points of design={asked} cannot be added"
                return f"out: {folder} holds {what}; {HINT}"
            why = CANNOT_GROW.get(kind, OTHERWISE)
            return f"out: {folder} holds the same study of other points, and design={kind} cannot grow: {why}; {HINT}"
        return f"out: {folder} holds a study made from other settings ({held.command}); nothing was changed; {HINT}"
    if held.source != fingerprint.numbers():
        return f"out: {folder} holds a study made by another state of icsim ({held.command}); nothing was changed; {HINT}"
    return None


def open_folder(study: SweepStudy, folder: Path) -> tuple[ChunkStore, ChunkStore]:
    """The folder made ready, with its manifest. UserError for one that holds anything but parts of this very study."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"out: {folder} is a file; {HINT}")
    path = folder / Study.FILE
    there = [item.name for item in folder.iterdir() if not item.name.startswith(".")] if folder.is_dir() else []
    if path.is_file():
        held = Study.from_file(path, "out")
        if (why := _why_not_this(study, held, folder)) is not None:
            raise UserError(why)
        if (held.points, held.replicates) != study.stages[-1]:
            write_atomically(path, study_record(study).to_json())  # it grows: on the disk before the first new part is
    elif there:
        raise UserError(f"out: {folder.resolve()} holds other files ({there[0]}) and no {Study.FILE}; {HINT}")
    else:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, study_record(study).to_json())  # on the disk before the first part is
    stores = ChunkStore(folder / TABLE), ChunkStore(folder / TIME_SERIES)
    for store in stores:
        store.sweep_up()
    return stores


def refuse_strangers(store: ChunkStore, planned: set[str]) -> None:
    """UserError for a part that the study did not make: read together, its rows would be mixed in."""
    for name in sorted(store.names() - planned):
        raise UserError(f"{store.path(name)}: is no part of this study; take it away, and repeat the command")

