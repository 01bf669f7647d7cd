"""The RO-Crate of a run, a trace, a scoreboard or the mechanisms: command, versions, seeds, hashes, and every file there is."""

from collections.abc import Sequence
from pathlib import Path

from icsim.base import fingerprint
from icsim.config.provenance import origin_record
from icsim.config.settings import Settings
from icsim.results.ro_crate import CRATE, CrateOrigin, write_crate

ABOUT = "Worlds simulated by icsim. They explore a theory; they are no forecast of any real system."
SOURCE = "source hash of icsim"


def write_result_crate(
    folder: Path, name: str, command: str, content: Sequence[tuple[str, str]], settings: Sequence[Settings],
    citations: Sequence[str] = (), files: Sequence[Path] | None = None,
) -> None:  # fmt: skip
    """Write the crate of a folder that is whole. `content`: what has which hash; `files`: of all in it where nothing is given."""
    made_with = origin_record(settings[0])
    properties = [(f"content hash of {what}", value) for what, value in content]
    properties += [(SOURCE, fingerprint.numbers()), ("version of icsim", made_with.icsim)]
    properties += [(f"version of {package}", version) for package, version in made_with.versions.items()]
    for seed, structure in dict.fromkeys((one.seed, one.structure_seed) for one in settings):
        properties += [("first seed", str(seed)), ("first structure seed", str(structure))]
    if files is None:
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != CRATE]
    write_crate(folder, CrateOrigin(name, ABOUT, command, properties, citations, files), files)
