"""The folder of a study: a manifest from which every row can be made again, and a guard against mixing two studies."""

import platform
from pathlib import Path

from icsim.base import fingerprint
from icsim.base.atomic_output import write_atomically
from icsim.base.errors import UserError
from icsim.base.plain_data import hashed
from icsim.config.provenance import origin_record
from icsim.statistics.fractional_factorial import listed_generators, stated
from icsim.sweep.growing import HINT, drawn_each_time, laid_each_time, why_not_this
from icsim.sweep.points import ABSENT, CrossedPoints, GridPoints
from icsim.sweep.run_table import TABLE, TIME_SERIES, ChunkStore
from icsim.sweep.study_record import AxisRecord, BaseRecord, Fraction, Study, Until
from icsim.sweep.sweep_study import SweepStudy


def study_folder_path(study: SweepStudy) -> Path:
    """Where a study's results lie: the same content and the same source, always the same place."""
    return study.first.results_folder(f"{study.name}-{hashed([study.content, fingerprint.numbers()])[:8]}")


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
            "laid": laid_each_time(study),
            "drawn": drawn_each_time(study),
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


def open_folder(study: SweepStudy, folder: Path) -> tuple[ChunkStore, ChunkStore]:
    """The folder made ready, with its manifest. UserError for one that holds anything but parts of this very study."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"out: {folder} is a file; {HINT}")
    path = folder / Study.FILE
    there = [item.name for item in folder.iterdir() if not item.name.startswith(".")] if folder.is_dir() else []
    if path.is_file():
        held = Study.from_file(path, "out")
        if (why := why_not_this(study, held, folder)) is not None:
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

