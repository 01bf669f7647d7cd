"""The RO-Crate of a sweep's folder: its record and its tables; reports are made anew from them, and stand outside."""

from pathlib import Path

from icsim.results.ro_crate import CrateOrigin, write_crate
from icsim.sweep.run_table import TABLE, TIME_SERIES
from icsim.sweep.study_record import Study

ABOUT = "Worlds simulated over a design of settings. They explore a theory; they are no forecast of any real system."


def write_sweep_crate(folder: Path) -> None:
    """Write the crate of a sweep whose table is there."""
    study = Study.from_file(folder, "sweep")
    properties = [("content hash of the study", study.study), ("source hash of icsim", study.source)]
    properties += [(f"version of {name}", version) for name, version in study.versions.items()]
    seeds = dict.fromkeys((str(base.config.get("seed")), str(base.config.get("structure_seed"))) for base in study.bases)
    for seed, structure in seeds:
        properties += [("first seed", seed), ("first structure seed", structure)]
    properties += [("points", str(study.points)), ("replicates", str(study.replicates))]
    paths = [folder / Study.FILE, *(path for name in (TABLE, TIME_SERIES) for path in (folder / name).glob("*.parquet"))]
    origin = CrateOrigin(study.title or "A sweep", study.question or ABOUT, study.command, properties, [], paths)
    write_crate(folder, origin, paths)
