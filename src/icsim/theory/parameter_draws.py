"""Plausible settings: the uncertain numbers of the rules, drawn from their ranges in the evidence."""

from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from icsim.catalogue import Entry, catalogue
from icsim.config.config_paths import flatten
from icsim.engine.crossed_design import ParameterDraw
from icsim.statistics.strata import sequences
from icsim.theory.settings_table import PRIOR, settings_table

if TYPE_CHECKING:
    from icsim.theory.theory_cases import TheoryCase

SCRAMBLES = 8
"""Independent ways of spreading the draws, which take turns: what they do not share tells how good the coverage is."""


def draw_parameters(
    count: int, seed: int, fixed: Collection[str] = (), around: Collection[str] = (), settings: str = PRIOR
) -> tuple[ParameterDraw, ...]:
    """Draws of every uncertain number but the `fixed` ones, and of the context variables in `around`.

    Half of the draws of a number lie below its default and half above, evenly on each side: the default stays what is
    thought most likely and the whole range of the evidence is reached (a convention; the evidence gives ranges, not
    distributions). Context variables are drawn evenly from their ranges.

    Draw n of a number is the same for every theory and every count, and hangs on nothing but the seed, n and the number's own
    name and range: a number that is new, gone or elsewhere in its file leaves all others as they are. So no two numbers
    are spread together as a joint sequence would spread them; `icsim.statistics.strata` says what that costs.

    `settings` names a table of settings that resemble what was observed: draw n is then its row n, but for the `fixed` numbers
    and for those that the table does not know, which are drawn as ever.
    """
    if not count:
        return ()
    drawn = _plausible(count, seed, frozenset(fixed), frozenset(around))
    table = settings_table(settings)
    return drawn if table is None else tuple(_from_row(one, table.row(n)) for n, one in enumerate(drawn))


def _from_row(drawn: ParameterDraw, row: Mapping[str, float]) -> ParameterDraw:
    return ParameterDraw({name: row.get(name, value) for name, value in drawn.parameters.items()}, drawn.context)


@lru_cache(maxsize=4)  # every look at a theory asks for the same draws, and so do most theories
def _plausible(count: int, seed: int, fixed: frozenset[str], around: frozenset[str]) -> tuple[ParameterDraw, ...]:
    known = catalogue()
    parameters = {
        name: [about_default(entry, u) for u in _shares(count, seed, f"parameters.{name}")]
        for name, entry in known.parameters.items()
        if name not in fixed and uncertain(entry)
    }
    context = {
        name: [_even(entry, u) for u in _shares(count, seed, f"context.{name}")]
        for name, entry in known.context.items()
        if name in around and uncertain(entry)
    }
    return tuple(
        ParameterDraw(
            {name: values[n] for name, values in parameters.items()}, {name: values[n] for name, values in context.items()}
        )
        for n in range(count)
    )


def uncertain(entry: Entry) -> bool:
    """Whether the evidence leaves a number open."""
    return entry.range is not None and entry.range[0] < entry.range[1]


def fixed_parameters(case: "TheoryCase") -> frozenset[str]:
    """Numbers of the rules that the theory or the user has settled, which are therefore not drawn."""
    default = {key: parameter.default for key, parameter in catalogue().parameters.items()}
    differ = {key for arm in case.arms.values() for key, value in arm.parameters.items() if value != default[key]}
    patches: list[Mapping[str, object]] = [case.theory.context, *case.theory.arms.values()]
    given = [path for patch in patches for path, _ in flatten(patch)]
    given += [override.partition("=")[0].lstrip("+~") for override in case.overrides]
    return frozenset(differ | {path.removeprefix("parameters.") for path in given if path.startswith("parameters.")})


@cache
def _shares(count: int, seed: int, name: str) -> tuple[float, ...]:
    """Shares of the way through a number's range, one for each draw: an equal part from each scramble, taken in turn."""
    each = -(-count // SCRAMBLES)
    return tuple(sequences(each, SCRAMBLES, seed, name).T.ravel()[:count].tolist())


def _even(entry: Entry, u: float) -> float:
    assert entry.range is not None
    low, high = entry.range
    return _whole(entry, low + (high - low) * u)


def about_default(entry: Entry, u: float) -> float:
    """The value at a share u of the way: half of the way lies below the default and half above."""
    assert entry.range is not None
    (low, high), middle = entry.range, float(entry.default or 0.0)
    return _whole(entry, low + (middle - low) * 2.0 * u if u < 0.5 else middle + (high - middle) * (2.0 * u - 1.0))


def _whole(entry: Entry, value: float) -> float:
    return float(round(value)) if entry.type == "integer" else float(value)
