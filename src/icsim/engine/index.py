"""Names as numbers: where a lever, a context variable, a parameter or a variant stands in the engine's tables.

`par[P.trust.gain, lane]` is resolved when the week is compiled, so a name costs nothing at run time.
"""

from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from icsim.catalogue.orders import CONTEXT, LEVERS, PARAMETERS, VARIANTS


def _positions(title: str, names: Sequence[str]) -> Any:
    """A named tuple that holds each name's position; Any, since the names are data."""
    return namedtuple(title, names)(*range(len(names)))  # type: ignore[misc]


def _by_home(keys: Sequence[str]) -> Any:
    homes: dict[str, dict[str, int]] = {}
    for position, key in enumerate(keys):
        home, name = key.split(".")
        homes.setdefault(home, {})[name] = position
    parts = [namedtuple(home, names)(*names.values()) for home, names in homes.items()]  # type: ignore[misc]
    return namedtuple("Parameters", list(homes))(*parts)  # type: ignore[misc]


__all__ = ["C", "L", "P", "V"]

L = _positions("Levers", LEVERS)
C = _positions("Context", CONTEXT)
V = _positions("Variants", VARIANTS)
P = _by_home(PARAMETERS)
