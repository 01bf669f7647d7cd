"""What is written beside every result, so that it can be made again: configuration, versions and content hash."""

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import yaml

from icsim.base.strict_model import StrictModel
from icsim.base.version import __version__
from icsim.config.settings import Settings

_DUMPER: type[yaml.SafeDumper] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the same text in a tenth of the time
MATTER = ("hydra-core", "mesa", "numba", "numpy", "pyarrow", "scipy")


class ResultOrigin(StrictModel):
    """What a result was made with; the configuration is told apart by its hash."""

    icsim: str
    command: str
    content_hash: str
    versions: dict[str, str]


class Provenance(ResultOrigin):
    """The same with the whole configuration, resolved: what `config.yaml` holds."""

    config: dict[str, object]


def provenance_record(settings: Settings) -> Provenance:
    """The record of a result."""
    return Provenance(**dict(origin_record(settings)), config=settings.resolved())


def origin_record(settings: Settings) -> ResultOrigin:
    """What a table says of where it comes from; the whole configuration lies beside it."""
    return ResultOrigin(
        icsim=__version__,
        command=settings.command,
        content_hash=settings.content_hash(),
        versions={"python": platform.python_version()} | {name: _version(name) for name in MATTER},
    )


def write_provenance(settings: Settings, folder: Path) -> None:
    """The record as `config.yaml` in a folder."""
    plain = provenance_record(settings).model_dump()
    text = yaml.dump(plain, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=120)
    (folder / "config.yaml").write_text(text, encoding="utf-8")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
