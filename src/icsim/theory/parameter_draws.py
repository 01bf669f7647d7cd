"""Plausible settings: the uncertain numbers of the rules, drawn from their ranges in the evidence."""

from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import Entry, catalogue
from icsim.config.config_paths import flatten
from icsim.engine.crossed_design import ParameterDraw

if TYPE_CHECKING:
    from icsim.theory.theory_cases import TheoryCase

SCRAMBLES = 8
"""Independent scrambles of the Sobol sequence: what they do not share tells how good the coverage is."""


def draw_parameters(count: int, seed: int, fixed: Collection[str] = (), around: Collection[str] = ()) -> tuple[ParameterDraw, ...]:
    """Draws of every uncertain number but the `fixed` ones, and of the context variables in `around`.

    Half of the draws of a number lie below its default and half above, evenly on each side: the default stays what is
    thought most likely and the whole range of the evidence is reached (a convention; the evidence gives ranges, not
    distributions). Context variables are drawn evenly from their ranges. Draw n is the same for every theory.
    """
    return _plausible(count, seed, frozenset(fixed), frozenset(around)) if count else ()


@lru_cache(maxsize=4)  # every look at a theory asks for the same draws, and so do most theories
def _plausible(count: int, seed: int, fixed: frozenset[str], around: frozenset[str]) -> tuple[ParameterDraw, ...]:
    known = catalogue()
    points = _points(count, seed, len(known.parameters) + len(known.context))
    names = [*known.parameters, *known.context]
    entries: list[Entry] = [*known.parameters.values(), *known.context.values()]
    free = [name in around if n >= len(known.parameters) else name not in fixed for n, name in enumerate(names)]
    found = []
    for row in points:
        own: tuple[dict[str, float], dict[str, float]] = ({}, {})
        for n, (name, entry) in enumerate(zip(names, entries, strict=True)):
            if free[n] and entry.range is not None and entry.range[0] < entry.range[1]:
                is_context = n >= len(known.parameters)
                own[is_context][name] = _even(entry, row[n]) if is_context else _about_default(entry, row[n])
        found.append(ParameterDraw(*own))
    return tuple(found)


def fixed_parameters(case: "TheoryCase") -> frozenset[str]:
    """Numbers of the rules that the theory or the user has settled, which are therefore not drawn."""
    default = {key: parameter.default for key, parameter in catalogue().parameters.items()}
    differ = {key for arm in case.arms.values() for key, value in arm.parameters.items() if value != default[key]}
    patches: list[Mapping[str, object]] = [case.theory.context, *case.theory.arms.values()]
    given = [path for patch in patches for path, _ in flatten(patch)]
    given += [override.partition("=")[0].lstrip("+~") for override in case.overrides]
    return frozenset(differ | {path.removeprefix("parameters.") for path in given if path.startswith("parameters.")})


@cache
def _points(count: int, seed: int, dimensions: int) -> NDArray[np.float64]:
    """Points of the unit cube: an equal share from each scramble, the scrambles taken in turn.

    Each scramble deals the coordinates out anew: among hundreds of them a short Sobol sequence has pairs that move
    together, and these must not be the same two numbers every time.
    """
    from scipy.stats import qmc  # slow to import, and only needed here

    each = -(-count // SCRAMBLES)
    size = 1 << (each - 1).bit_length()  # the sequence is balanced at powers of two
    made = []
    for scramble in range(SCRAMBLES):
        chance = np.random.default_rng([seed, scramble])
        points = qmc.Sobol(dimensions, scramble=True, seed=chance).random(size)[:each]
        made.append(points[:, chance.permutation(dimensions)])
    return np.stack(made, axis=1).reshape(-1, dimensions)[:count]


def _even(entry: Entry, u: float) -> float:
    assert entry.range is not None
    low, high = entry.range
    return _whole(entry, low + (high - low) * u)


def _about_default(entry: Entry, u: float) -> float:
    assert entry.range is not None
    (low, high), middle = entry.range, float(entry.default or 0.0)
    return _whole(entry, low + (middle - low) * 2.0 * u if u < 0.5 else middle + (high - middle) * (2.0 * u - 1.0))


def _whole(entry: Entry, value: float) -> float:
    return float(round(value)) if entry.type == "integer" else float(value)
