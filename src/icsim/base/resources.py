"""Where the configuration tree and the experiments lie: beside the source tree, or inside the installed wheel."""

from pathlib import Path

from icsim.base.errors import UserError

PACKAGE = Path(__file__).resolve().parents[1]


def conf_dir() -> Path:
    """The root of the Hydra tree, whatever the working directory."""
    return _folder("conf")


def experiments_dir() -> Path:
    """The folder of complete studies, one YAML file each, whatever the working directory."""
    return _folder("experiments")


def _folder(name: str) -> Path:
    for root in (*_source_root(), PACKAGE / "_data"):
        if (root / name).is_dir():
            return root / name
    raise UserError(f"{name}: not beside the sources, nor in {PACKAGE / '_data'}; install icsim again, or use a clone")


def _source_root() -> tuple[Path, ...]:
    """The clone that holds this file (`root/src/icsim`), if it is one: a `conf` near site-packages is not ours."""
    root = PACKAGE.parents[1]
    return (root,) if PACKAGE.parent.name == "src" and (root / "pyproject.toml").is_file() else ()
