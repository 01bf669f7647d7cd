"""The terms of the weekly choice are those of the engine, and series are read as measures are."""

from typing import Any

import numpy as np
import pytest
from traces import CARE, HEALTH, heeded, team

from icsim.catalogue import catalogue
from icsim.engine.ensemble import run_ensemble
from icsim.engine.measures import Query
from icsim.trace.choice_terms import OWN_AGAINST, OWN_FOR, PARTNER_AGAINST, PARTNER_FOR, TERMS, ChoiceTerms, choice_terms
from icsim.trace.paired_run import PairedRun, ego_network
from icsim.trace.series import measure_series
from icsim.week.rng import Process, draw4_python


@pytest.mark.parametrize(("names", "field"), [(OWN_FOR, "willing_team"), (OWN_AGAINST, "against_team")])
def test_own_terms_add_up_to_what_the_engine_weighed(names: Any, field: str) -> None:
    pair = heeded()
    for position in range(len(pair.world.teams)):
        terms = choice_terms(pair, ego_network(pair, position)).terms
        total = sum(terms[name] for name in names)
        assert np.abs(total - pair.field(field)[1:, position]).max() < 1e-12


@pytest.mark.parametrize("name", [HEALTH, CARE])
def test_the_chance_decides_who_came(name: str) -> None:
    """With one tie, the terms are the tie's own, and a team came when the engine's draw fell below the chance."""
    pair: PairedRun = heeded()
    near = team(pair, name)
    found = choice_terms(pair, near)
    assert set(found.terms) == set(TERMS)
    ((tie, side),) = zip(near.ties, near.sides, strict=True)
    ends = int(pair.block.tie_id_a[tie]), int(pair.block.tie_id_b[tie])
    came, cases = pair.field(("came_a", "came_b")[side])[:, tie], pair.field("cases")[:, tie]
    assert cases.sum() > 10
    for week, world in np.argwhere(cases > 0.0).tolist():
        draw = draw4_python(int(Process.ENCOUNTER), week, *ends, pair.replicate.seed)[1 + side]
        assert (draw < found.chance[week - 1, world]) == (came[week, world] > 0.0)
    utility = sum(sign * found.terms[one] for one in TERMS for sign in [1.0 if ChoiceTerms.speaks_for(one) else -1.0])
    beta = pair.arms[0].parameters["cooperation.beta"]
    assert np.abs(1.0 / (1.0 + np.exp(-beta * utility)) - found.chance).max() < 1e-9


def test_signs_and_names_of_terms() -> None:
    assert [name for name in TERMS if ChoiceTerms.speaks_for(name)] == [*OWN_FOR, *PARTNER_FOR]
    assert all(ChoiceTerms.display(name) for name in (*TERMS, *PARTNER_AGAINST))
    assert ChoiceTerms.display("intent") == catalogue().measures["intent"].display


MEASURES = [
    name for name, one in catalogue().measures.items()
    if one.carrier in ("team", "leading", "place", "user_group", "tie") and name != "enacted"
]  # fmt: skip


@pytest.mark.parametrize("name", MEASURES)
def test_a_series_is_what_the_engine_reads(name: str) -> None:
    pair = heeded()
    near = team(pair, HEALTH)
    carrier = catalogue().measures[name].carrier
    of = {"sector": "health"} if carrier in ("team", "leading") else {}
    weeks = (0, 1, 3, 12, 40)
    read = run_ensemble(pair.arms, [pair.replicate], [Query(name, of)], weeks)
    for week in weeks:
        expected = read.of(0, week)[:, 0]
        assert measure_series(pair, near, name, of).values[week] == pytest.approx(expected, nan_ok=True, abs=1e-12)


@pytest.mark.parametrize("lever", ["heed", "vision"])
def test_enacted_levers_are_what_the_leader_does(lever: str) -> None:
    pair = heeded()
    near = team(pair, HEALTH)
    of = {"leader": "health/lead"}
    read = run_ensemble(pair.arms, [pair.replicate], [Query(f"enacted.{lever}", of)], (12,)).of(0, 12)[:, 0]
    assert measure_series(pair, near, f"enacted.{lever}", of).values[12] == pytest.approx(read, abs=1e-12)
