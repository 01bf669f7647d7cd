"""Theories for tests: the smallest one as plain data, with changes by path."""

from functools import cache
from pathlib import Path
from typing import Any

from icsim.base.yaml_io import read_yaml
from icsim.theory.load_theory import parse_theory
from icsim.theory.theory_cases import TheoryCase, load_cases
from icsim.theory.theory_schema import Theory

HERE = Path(__file__).parent
VALID = sorted((HERE / "valid").glob("*.yaml"))
INVALID = sorted((HERE / "invalid").glob("*.yaml"))


def smallest(**changes: Any) -> dict[str, Any]:
    """The smallest theory with other values at its top level; None takes a key away."""
    data = read_yaml(HERE / "valid" / "smallest.yaml") | changes
    return {key: value for key, value in data.items() if value is not None}


def theory(**changes: Any) -> Theory:
    return parse_theory(smallest(**changes), "mine.yaml")


@cache
def case(name: str, *overrides: str) -> TheoryCase:
    """One of the valid theories, or of the catalogue, ready to run."""
    path = HERE / "valid" / f"{name}.yaml"
    (only,) = load_cases([str(path) if path.exists() else name], list(overrides))
    return only
