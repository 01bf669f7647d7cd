"""Reading a file that a user named: a place, an experiment, a theory, a lesson."""

from pathlib import Path
from typing import Any

from icsim.base.errors import UserError
from icsim.base.yaml_io import YamlError, read_yaml


def read_user_yaml(path: Path, what: str, instead: str = "") -> dict[str, Any]:
    """The mapping in it. UserError where there is none to read; `instead`: what could be given in place of a path."""
    try:
        return read_yaml(path)
    except YamlError as error:
        raise UserError(f"{what}: {error}; mend the file") from error
    except OSError as error:
        hint = instead or f"give the path of a {what} file"
        raise UserError(f"{what}: {path}: {error.strerror or error}; {hint}") from error
