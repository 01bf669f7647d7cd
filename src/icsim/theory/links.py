"""Links of ripple chains: a theory that follows another begins in the worlds that the other's resource leaves.

A link `follows: early` takes over what `early` shares and what its first arm sets; its own context comes on top.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.config.config_paths import flatten, paths_overlap
from icsim.theory.theory_schema import Theory

SHARED = ("place", "weeks", "timeline")


def first_link(follows: str, path: Path, shipped: Mapping[str, Path]) -> Path:
    """The file of the theory that the one at `path` follows: beside it, or one that comes with icsim."""
    beside = path.parent / f"{follows}.yaml"
    if beside.is_file():
        return beside
    if follows in shipped:
        return shipped[follows]
    near = [one.stem for one in sorted(path.parent.glob("*.yaml")) if one != path] + list(shipped)
    raise UserError(
        f"{path.name}: follows: {follows} is neither beside it nor comes with icsim; allowed: {list_names(near)}"
        f"{did_you_mean(follows, near)}"
    )


def linked(theory: Theory, first: Theory, where: str) -> Theory:
    """A theory in the worlds that the one before it leaves: its context with the other's, and what the other's first arm sets."""
    given = first.arms[first.contrasted[0]]
    inherited = {key: value for key, value in {**first.context, **given}.items() if key not in SHARED}
    for name, arm in theory.arms.items():
        for path, _ in flatten(arm):
            for other, _ in flatten(given):
                if paths_overlap(path, other):
                    what = f"arms.{name}: {path} contradicts {first.id}, which it follows and whose resource sets {other}"
                    raise UserError(f"{where}: {what}; leave it out")
    place = theory.context.get("place", first.context.get("place"))
    if place != first.context.get("place"):
        was = first.context.get("place")
        raise UserError(f"{where}: context: place: {place} is not that of {first.id}, which it follows: {was}; leave it out")
    context: dict[str, object] = {**inherited, **theory.context}
    weeks = [one for one in (first.context.get("weeks"), theory.context.get("weeks")) if isinstance(one, int)]
    dated = [one for part in (first.context, given, theory.context) for one in _list(part.get("timeline"))]
    own = {"place": place} | ({"weeks": max(weeks)} if weeks else {}) | ({"timeline": dated} if dated else {})
    return theory.model_copy(update={"context": {key: value for key, value in (own | context | own).items() if value is not None}})


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
