"""The folder of a study: a manifest from which every row can be made again, and a guard against mixing two studies."""

import json
import platform
from pathlib import Path
from typing import Any

from icsim.base import fingerprint
from icsim.base.atomic_output import write_atomically
from icsim.base.errors import UserError
from icsim.config.provenance import provenance_record
from icsim.statistics.fractional_factorial import listed_generators, stated
from icsim.sweep.points import ABSENT, hashed
from icsim.sweep.run_table import TABLE, TRAJECTORIES, ChunkStore
from icsim.sweep.sweep_study import SweepStudy

MANIFEST = "study.json"
HINT = "give a folder that is new or empty, out=PATH, or leave out= out"

Plain = dict[str, Any]


def study_folder_path(study: SweepStudy) -> Path:
    """Where a study's results lie: the same content and the same source, always the same place."""
    out = study.first.values["out"]
    if out is not None:
        return Path(out)
    return Path("results", "runs", f"{study.name}-{hashed([study.content, fingerprint.numbers()])[:8]}")


def manifest(study: SweepStudy) -> Plain:
    """All that a study is: identity, design, and the whole configuration of each of its bases."""
    known = provenance_record(study.first)
    design = dict(study.asked.design)
    if design["kind"] == "factorial":
        axes = len(study.points.axes)
        design["generators"] = list(listed_generators(axes, design["generators"]))
        design["fraction"] = stated(axes, design["generators"])
    return {
        "study": study.content,
        "source": fingerprint.numbers(),
        "title": study.asked.title,
        "question": study.asked.question,
        "command": study.command,
        "icsim": known["icsim"],
        "versions": known["versions"],
        "machine": platform.machine(),
        "design": design,
        "points": study.points.count,
        "arms": list(study.arms),
        "replicates": study.first.replicates,
        "until": study.asked.until.model_dump() if study.asked.until.measure else None,
        "axes": [axis.plain() | {"targets": list(axis.targets), "chooses": axis.chosen} for axis in study.points.axes],
        "measures": [{"measure": q.measure, "of": dict(q.of), "stat": q.stat} for q in study.reading.queries],
        "weeks": list(study.reading.weeks),
        "bases": [
            {"choices": [None if value is ABSENT else value for value in row], "arm": arm, "config": base.resolved()}
            for (row, arm), base in study.bases.items()
        ],
    }


def open_folder(study: SweepStudy, folder: Path) -> tuple[ChunkStore, ChunkStore]:
    """The folder made ready, with its manifest. UserError for one that holds anything but parts of this very study."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"out: {folder} is a file; {HINT}")
    path = folder / MANIFEST
    there = [item.name for item in folder.iterdir() if not item.name.startswith(".")] if folder.is_dir() else []
    if path.is_file():
        held = read_manifest(path)
        for key, what in (("study", "made from other settings"), ("source", "made by another state of icsim")):
            if held.get(key) != manifest_identity(study)[key]:
                raise UserError(f"out: {folder} holds a study {what} ({held.get('command')}); nothing was changed; {HINT}")
    elif there:
        raise UserError(f"out: {folder.resolve()} holds other files ({there[0]}) and no {MANIFEST}; {HINT}")
    else:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(manifest(study), indent=1, ensure_ascii=False) + "\n")
    return ChunkStore(folder / TABLE), ChunkStore(folder / TRAJECTORIES)


def manifest_identity(study: SweepStudy) -> dict[str, str]:
    """What has to be the same for two studies to share a folder."""
    return {"study": study.content, "source": fingerprint.numbers()}


def read_manifest(path: Path) -> Plain:
    """A manifest. UserError where it cannot be read."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(held, dict) or "bases" not in held:
            raise ValueError("it is no study")
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be read: {error}; give the folder of a sweep, or another one, out=PATH") from error
    return held


def refuse_strangers(store: ChunkStore, planned: set[str]) -> None:
    """UserError for a part that the study did not make: read together, its rows would be mixed in."""
    for name in sorted(store.names() - planned):
        raise UserError(f"{store.path(name)}: is no part of this study; take it away, and repeat the command")

