"""Results of other commands that a scoreboard stands beside: found by the path of their file or of its folder."""

import json
from pathlib import Path
from typing import Any

from icsim.base.errors import UserError

Plain = dict[str, Any]


def read_linked_result(key: str, path_given: str, file: str, schema: int, holds: str, made_by: str) -> tuple[Plain, Path]:
    """The plain data of a file that must hold something under the name `holds`, and its path; else a UserError."""
    path = Path(path_given).expanduser()
    path = path / file if path.is_dir() else path
    hint = f"give the {file} that {made_by} leaves"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{key}: {path}: {error.strerror or error}; {hint}") from error
    except ValueError as error:
        raise UserError(f"{key}: {path} is no JSON; {hint}") from error
    if not isinstance(found, dict) or found.get("schema") != schema or not found.get(holds):
        raise UserError(f"{key}: {path} holds no {holds} of this version; {hint}")
    return found, path
