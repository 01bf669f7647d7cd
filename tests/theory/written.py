"""Theories of a test's own as files, planned the way a user's own file is."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from theories import smallest

from icsim.base.errors import UserError, lines_of
from icsim.theory.theory_cases import TheoryCase, load_cases


def theory_file(folder: Path, name: str = "mine", **changes: Any) -> Path:
    """The smallest theory with other values at its top level, as NAME.yaml."""
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(smallest(**changes), sort_keys=False), encoding="utf-8")
    return path


def written(folder: Path, *overrides: str, **changes: Any) -> TheoryCase:
    """The same, ready to run."""
    (only,) = load_cases([str(theory_file(folder, **changes))], list(overrides))
    return only


def mistakes(*paths: Path) -> tuple[str, ...]:
    """All that is wrong with some files."""
    with pytest.raises(UserError) as caught:
        load_cases([str(path) for path in paths], [])
    return lines_of(caught.value)
