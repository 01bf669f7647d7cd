"""The numbers of the rules that a verdict hangs on most, out of a study's tables: rank correlations with each clause."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from scipy.special import stdtrit

from icsim.base.errors import UserError
from icsim.results.theory_study import PARTS

EFFECTS, SETS = "effects.parquet", "parameter_sets.parquet"
ERROR = 0.05  # of all numbers of a clause together (Bonferroni)
LEAST = 16  # settings; with fewer, nothing can be told from chance


@dataclass(frozen=True)
class NumberBehind:
    """A number of the rules that a clause's effect follows, from setting to setting."""

    clause: str
    parameter: str
    correlation: float  # Spearman's


@dataclass(frozen=True)
class NumbersBehind:
    """All of a theory, strongest first, and what was looked at."""

    found: tuple[NumberBehind, ...]
    settings: int
    parameters: int
    clauses: int
    least: float  # the correlation from which on it is told from chance


def numbers_behind(folder: Path, theory: str) -> NumbersBehind:
    """Of one theory of a study. UserError where the study has no such theory, or its tables are not there."""
    from scipy.stats import rankdata  # slow to import

    part = folder / PARTS / theory
    try:
        effects, sets = pq.read_table(part / EFFECTS), pq.read_table(part / SETS)
        names = [name for name in sets.column_names if name != "draw"]
        drawn = {name: sets[name].to_numpy() for name in names}
        rows = effects.select(["clause", "primary", "draw", "effect"]).to_pylist()
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"study: {part} cannot be read ({error}); give the folder that icsim test {theory} wrote") from error
    count = sets.num_rows
    names = [name for name in names if np.ptp(drawn[name]) > 0.0]
    least = _least(count, max(len(names), 1))
    clauses = list(dict.fromkeys(row["clause"] for row in rows if row["primary"]))
    found = []
    for clause in clauses:
        effect = np.full(count, np.nan)
        for row in rows:
            if row["clause"] == clause and row["effect"] is not None:
                effect[row["draw"]] = row["effect"]
        known = np.isfinite(effect)
        if known.sum() < LEAST or np.ptp(effect[known]) == 0.0:
            continue
        limit = _least(int(known.sum()), len(names))
        ranks = rankdata(effect[known])
        for name in names:
            rho = float(np.corrcoef(ranks, rankdata(drawn[name][known]))[0, 1])
            if abs(rho) >= limit:
                found.append(NumberBehind(clause, name, rho))
    found.sort(key=lambda one: -abs(one.correlation))
    return NumbersBehind(tuple(found), count, len(names), len(clauses), least)


def _least(settings: int, parameters: int) -> float:
    """The smallest correlation that chance alone reaches in one of twenty such tables at most."""
    if settings < LEAST:
        return 1.0
    beyond = -float(stdtrit(settings - 2, ERROR / parameters / 2))
    return beyond / float(np.sqrt(settings - 2 + beyond**2))
