"""Panels made by hand: what a theory would have read if its worlds had been these."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from theories import smallest

from icsim.engine.block import ReplicateSeeds
from icsim.theory.arms import compose_all
from icsim.theory.clause_results import clause_results
from icsim.theory.clauses import BoundClause, bind_clauses
from icsim.theory.effects import resource_delivered
from icsim.theory.load_theory import parse_theory
from icsim.theory.panel import ReplicatePanel, bootstrap_weights
from icsim.theory.theory_cases import dose_name
from icsim.theory.verdict import ClauseResult, Verdict

Numbers = NDArray[np.float64]


def asked_of(**changes: object) -> tuple[BoundClause, ...]:
    """The clauses of the smallest theory with other values."""
    theory = parse_theory(smallest(**changes), "mine.yaml")
    return bind_clauses(theory, compose_all(theory, [], "mine.yaml"), "mine.yaml")


def panel(asked: tuple[BoundClause, ...], values: Mapping[tuple[str, str], Numbers], draws: int, replicates: int) -> ReplicatePanel:
    """`values` by (arm, column of the clause), each [draw, replicate]; everything else is 0."""
    arms = list(dict.fromkeys([*(arm for one in asked for arm in one.weights), *(arm for arm, _ in values)]))
    places = {}
    for one in asked:
        for query, _ in (*one.terms, *one.less):
            places.setdefault((query.key, one.week), len(places))
    found = np.zeros((len(arms), draws, len(places), replicates))
    for (arm, column), own in values.items():
        one = next(one for one in asked if one.column == column)
        found[arms.index(arm), :, places[one.terms[0][0].key, one.week]] = own
    return ReplicatePanel(tuple(arms), draws, tuple(ReplicateSeeds(n, n) for n in range(replicates)), places, found)


def verdict(asked: tuple[BoundClause, ...], made: ReplicatePanel) -> tuple[tuple[ClauseResult, ...], Verdict]:
    return clause_results(asked, made, resource_delivered(asked, made), bootstrap_weights(made.draws, len(made.replicates)))


def noisy(means: Numbers, replicates: int, spread: float, seed: int = 0) -> Numbers:
    """Readings [draw, replicate] whose means over replicates lie around the given ones."""
    return np.asarray(means[:, None] + spread * np.random.default_rng(seed).standard_normal((means.size, replicates)))


def dosed(arm: str, lever: str, step: int) -> str:
    return dose_name(arm, lever, step)
