"""The table of settings as a file, and how it becomes the one that all commands draw from."""

from pathlib import Path

from icsim.base import fingerprint
from icsim.base.atomic_output import atomic_file
from icsim.base.version import __version__
from icsim.calibrate.search import Survivors
from icsim.theory.settings_table import kept_path, write_settings

FILE = "settings.csv.gz"


def write_table(found: Survivors, folder: Path, command: str) -> Path:
    """Write the table into a folder, whole or not at all; where it is."""
    made_from = {
        "icsim": __version__,
        "rules": fingerprint.rules(),
        "targets": found.plan.targets_hash,
        "called": found.plan.called,
        "command": command,
        "seed": found.plan.seed,
        "tried": found.tried,
    }
    path = folder / FILE
    with atomic_file(path) as file:
        write_settings(file, found.plan.names, found.values, found.drawn, found.weights, made_from)
    return path


def adopt_table(table: Path) -> Path:
    """Put a table where all commands look for one; where that is."""
    place = kept_path()
    place.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file(place) as file:
        file.write(table.read_bytes())
    return place
