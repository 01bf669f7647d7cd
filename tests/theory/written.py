"""Theories of a test's own as files, planned the way a user's own file is."""

from pathlib import Path
from typing import Any

import yaml
from theories import smallest

from icsim.theory.theory_cases import TheoryCase, load_cases


def written(folder: Path, *overrides: str, **changes: Any) -> TheoryCase:
    """The smallest theory with other values at its top level, ready to run."""
    path = folder / "mine.yaml"
    path.write_text(yaml.safe_dump(smallest(**changes), sort_keys=False), encoding="utf-8")
    (only,) = load_cases([str(path)], list(overrides))
    return only
