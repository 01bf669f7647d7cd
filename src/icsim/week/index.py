"""Names as numbers: where a lever, a context variable, a parameter or a variant stands in the engine's tables.

`par[P.trust.gain, lane]` is resolved when the week is compiled, so a name costs nothing at run time.
"""

from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from icsim.catalogue import catalogue
from icsim.catalogue.load import CONTEXT, LEVERS, PARAMETERS, VARIANTS


def _positions(title: str, names: Sequence[str]) -> Any:
    return _named(title, names, range(len(names)))


def _by_home(keys: Sequence[str]) -> Any:
    homes: dict[str, dict[str, int]] = {}
    for position, key in enumerate(keys):
        home, name = key.split(".")
        homes.setdefault(home, {})[name] = position
    return _named("Parameters", list(homes), [_named(home, list(names), list(names.values())) for home, names in homes.items()])


def _named(title: str, names: Sequence[str], values: Sequence[Any]) -> Any:
    """A named tuple made of data; Any, since its names are data."""
    made: Any = namedtuple(title, names)  # type: ignore[misc]
    return made(*values)


__all__ = ["C", "L", "P", "V"]

L = _positions("Levers", LEVERS)
C = _positions("Context", CONTEXT)
V = _positions("Variants", VARIANTS)
P = _by_home(PARAMETERS)


def _choice(variant: str, word: str) -> int:
    return list(catalogue().variants[variant].choices).index(word)


GENERIC_TRUST, HERO = _choice("leading", "generic_trust"), _choice("leading", "hero")
BOUNDLESS = _choice("expectation", "boundless")
CONTRACT = _choice("cooperation", "contract")  # from here on joint work rests on its footing alone
