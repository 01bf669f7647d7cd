"""Tried theories made by hand: as if their worlds had been these."""

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from icsim.base.yaml_io import read_yaml
from icsim.engine.block import ReplicateSeeds
from icsim.statistics.effect_shares import Estimate95
from icsim.theory.clause_results import clause_results
from icsim.theory.effects import resource_delivered
from icsim.theory.mediation import MediatedEffect, MediationResult
from icsim.theory.panel import ReplicatePanel, bootstrap_weights
from icsim.theory.robustness import RobustnessCheck
from icsim.theory.theory_cases import TheoryCase, load_cases
from icsim.theory.theory_result import DefaultTrajectories, RobustnessResult, TheoryResult

VALID = Path(__file__).parents[1] / "theory" / "valid"
LUCKS = 4
WORKS = {"resource": 0.8, "reasoning": 0.2, "outcome": 0.2, "secondary": 0.2}


def case(folder: Path, *overrides: str, draws: int = 64, **changes: Any) -> TheoryCase:
    """The smallest theory with other values, from a file in the folder."""
    data = read_yaml(VALID / "smallest.yaml") | changes
    path = folder / f"{data['id']}.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    effort = [f"budget.draws={draws}", f"budget.replicates={LUCKS}", "budget.robustness_draws=0"]
    (only,) = load_cases([str(path)], [*effort, *overrides])
    return only


def tried(made: TheoryCase, draws: int = 64, looked: tuple[RobustnessResult, ...] = (), **effects: Any) -> TheoryResult:
    """By part, or by column of a clause, the effect in every draw, or one for all; parts not named do what the theory expects."""
    given = WORKS | effects
    clauses = made.asked
    places: dict[tuple[str, int], int] = {}
    for one in clauses:
        for query, _ in one.terms:
            places.setdefault((query.key, one.week), len(places))
    values = np.zeros((2, draws, len(places), LUCKS))
    for one in clauses:
        values[0, :, places[one.terms[0][0].key, one.week]] = np.broadcast_to(given.get(one.column, given[one.part]), (draws,))[
            :, None
        ]
    panel = ReplicatePanel(made.theory.contrasted, draws, tuple(ReplicateSeeds(n, n) for n in range(LUCKS)), places, values)
    findings, verdict = clause_results(clauses, panel, resource_delivered(clauses, panel), bootstrap_weights(draws, LUCKS))
    weeks = tuple(range(1, made.pair[0].weeks + 1))
    paths = {one.column: np.full((2, len(weeks), LUCKS), 0.5) for one in clauses}
    return TheoryResult(
        made,
        panel,
        findings,
        verdict,
        MediationResult((), "not looked at"),
        looked,
        DefaultTrajectories(made.theory.contrasted, weeks, panel.replicates, paths),
        {},
    )


def look(
    made: TheoryCase, kind: Any, name: str, weaker: Estimate95 | None = None, note: str = "", **effects: Any
) -> RobustnessResult:
    """Another look at the same theory, in 8 draws."""
    there = tried(made, 8, **effects)
    return RobustnessResult(RobustnessCheck(kind, name, made.arms, note), there.findings, there.verdict, weaker)


def passage(made: TheoryResult, total: float, through: float | None) -> MediatedEffect:
    """What passes through the reasoning of the first outcome; None: too small to share out."""
    asked = next(one for one in made.case.asked if one.part == "outcome")
    sizes = [Estimate95(size, size - 0.01, size + 0.01) for size in (total, total / 2, total / 4, total / 4)]
    return MediatedEffect(asked, *sizes, through, None if through is None else through / 2)
