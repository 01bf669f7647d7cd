"""What is written beside every result, so that it can be made again: configuration, versions and content hash."""

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml

from icsim.base.version import __version__
from icsim.config.settings import Settings

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the same text in a tenth of the time, where it is built
MATTER = ("hydra-core", "mesa", "numba", "numpy", "pyarrow", "scipy")


def provenance_record(settings: Settings) -> dict[str, Any]:
    """The record as plain data."""
    return {
        "icsim": __version__,
        "command": settings.command,
        "content_hash": settings.content_hash(),
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in MATTER},
        "config": settings.resolved(),
    }


def write_provenance(settings: Settings, folder: Path) -> None:
    """The record as `config.yaml` in a folder."""
    text = yaml.dump(provenance_record(settings), Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=120)
    (folder / "config.yaml").write_text(text, encoding="utf-8")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
