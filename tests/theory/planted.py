"""Panels made by hand: what a theory would have read if its worlds had been these."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from theories import smallest

from icsim.engine.block import Luck
from icsim.theory.arms import compose_all
from icsim.theory.asked import Asked, ask
from icsim.theory.cases import dose_name
from icsim.theory.effects import seen
from icsim.theory.findings import judged
from icsim.theory.load import parse
from icsim.theory.panel import Panel, resampled
from icsim.theory.verdict import Finding, Verdict

Numbers = NDArray[np.float64]


def asked_of(**changes: object) -> tuple[Asked, ...]:
    """The clauses of the smallest theory with other values."""
    theory = parse(smallest(**changes), "mine.yaml")
    return ask(theory, compose_all(theory, [], "mine.yaml"), "mine.yaml")


def panel(asked: tuple[Asked, ...], values: Mapping[tuple[str, str], Numbers], draws: int, lucks: int) -> Panel:
    """`values` by (arm, column of the clause), each [draw, luck]; everything else is 0."""
    arms = list(dict.fromkeys([*(arm for one in asked for arm in one.weights), *(arm for arm, _ in values)]))
    places = {}
    for one in asked:
        for query, _ in (*one.terms, *one.less):
            places.setdefault((query.key, one.week), len(places))
    found = np.zeros((len(arms), draws, len(places), lucks))
    for (arm, column), own in values.items():
        one = next(one for one in asked if one.column == column)
        found[arms.index(arm), :, places[one.terms[0][0].key, one.week]] = own
    return Panel(tuple(arms), draws, tuple(Luck(n, n) for n in range(lucks)), places, found)


def verdict(asked: tuple[Asked, ...], made: Panel) -> tuple[tuple[Finding, ...], Verdict]:
    return judged(asked, made, seen(asked, made), resampled(made.draws, len(made.lucks)))


def noisy(means: Numbers, lucks: int, spread: float, seed: int = 0) -> Numbers:
    """Readings [draw, luck] whose means over lucks lie around the given ones."""
    return np.asarray(means[:, None] + spread * np.random.default_rng(seed).standard_normal((means.size, lucks)))


def dosed(arm: str, lever: str, step: int) -> str:
    return dose_name(arm, lever, step)
