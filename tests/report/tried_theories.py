"""Tried theories made by hand: as if their worlds had been these."""

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from icsim.catalogue.yamlfile import read_yaml
from icsim.engine.block import Luck
from icsim.theory.cases import Case, plan
from icsim.theory.chain import Chain, Passage
from icsim.theory.effects import seen
from icsim.theory.findings import judged
from icsim.theory.looks import Look
from icsim.theory.panel import Panel, resampled
from icsim.theory.result import AtDefaults, Looked, Tried
from icsim.theory.shares import Interval

VALID = Path(__file__).parents[1] / "theory" / "valid"
LUCKS = 4
WORKS = {"resource": 0.8, "reasoning": 0.2, "outcome": 0.2, "also": 0.2}


def case(folder: Path, *overrides: str, draws: int = 64, **changes: Any) -> Case:
    """The smallest theory with other values, from a file in the folder."""
    data = read_yaml(VALID / "smallest.yaml") | changes
    path = folder / f"{data['id']}.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    (only,) = plan([str(path)], [f"budget.draws={draws}", f"budget.lucks={LUCKS}", "budget.side_draws=0", *overrides])
    return only


def tried(made: Case, draws: int = 64, looked: tuple[Looked, ...] = (), **effects: Any) -> Tried:
    """By part, the effect in every draw, or one for all; parts not named do what the theory expects."""
    given = WORKS | effects
    clauses = made.asked
    places: dict[tuple[str, int], int] = {}
    for one in clauses:
        for query, _ in one.terms:
            places.setdefault((query.key, one.week), len(places))
    values = np.zeros((2, draws, len(places), LUCKS))
    for one in clauses:
        values[0, :, places[one.terms[0][0].key, one.week]] = np.broadcast_to(given[one.part], (draws,))[:, None]
    panel = Panel(made.theory.contrasted, draws, tuple(Luck(n, n) for n in range(LUCKS)), places, values)
    findings, verdict = judged(clauses, panel, seen(clauses, panel), resampled(draws, LUCKS))
    weeks = tuple(range(1, made.pair[0].weeks + 1))
    paths = {one.column: np.full((2, len(weeks), LUCKS), 0.5) for one in clauses}
    return Tried(made, panel, findings, verdict, Chain((), "not looked at"), looked, AtDefaults(weeks, panel.lucks, paths), {})


def look(made: Case, kind: Any, name: str, weaker: Interval | None = None, note: str = "", **effects: Any) -> Looked:
    """Another look at the same theory, in 8 draws."""
    there = tried(made, 8, **effects)
    return Looked(Look(kind, name, made.arms, note), there.findings, there.verdict, weaker)


def passage(made: Tried, total: float, through: float | None) -> Passage:
    """What passes through the reasoning of the first outcome; None: too small to share out."""
    asked = next(one for one in made.case.asked if one.part == "outcome")
    sizes = [Interval(size, size - 0.01, size + 0.01) for size in (total, total / 2, total / 4, total / 4)]
    return Passage(asked, *sizes, through, None if through is None else through / 2)
