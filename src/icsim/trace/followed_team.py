"""Which team is followed: the one asked for, or the one whose reasoning differs most between the two worlds."""

from collections.abc import Mapping, Sequence

import numpy as np

from icsim.base.errors import UserError
from icsim.base.suggest import did_you_mean, list_names
from icsim.theory.bystanders import bystanders
from icsim.theory.clauses import BoundClause
from icsim.theory.theory_schema import BYSTANDERS
from icsim.trace.paired_run import PairedRun, ego_network
from icsim.trace.series import all_series, measure_series
from icsim.world.population import Population
from icsim.world.selection import select_entities

SHARED = ("leading", "team")  # carriers whose selections are selections of teams


def team_position(world: Population, name: str) -> int:
    """The position of a team."""
    names = [team.name for team in world.teams]
    if name not in names:
        raise UserError(f"team: {name} is no team of {world.place}; allowed: {list_names(names)}{did_you_mean(name, names)}")
    return names.index(name)


def most_affected_team(pair: PairedRun, reasoning: BoundClause) -> int:
    """Of the teams that a clause is about, the one whose value differs most when it is read; the first of equals.

    Where the clause is about something that all of them have in common, the sum of all the team's differences decides.
    """
    teams = selected_teams(pair, reasoning)
    of, week = reasoning.clause.of, reasoning.week
    sizes = []
    for team in teams:
        gap = measure_series(pair, ego_network(pair, team), reasoning.clause.measure, of).gap[week]
        sizes.append(0.0 if np.isnan(gap) else abs(float(gap)))
    if len({round(size, 12) for size in sizes}) == 1 and len(teams) > 1:
        sizes = [_all_in_all(pair, team, week) for team in teams]
    return teams[int(np.argmax(sizes))]


def selected_teams(pair: PairedRun, asked: BoundClause) -> Sequence[int]:
    """The teams that a clause selects, or those who belong to whom it selects; all where it selects none."""
    world, of, carrier = pair.world, asked.clause.of, asked.measure.carrier
    everybody = tuple(range(len(world.teams)))
    if of == BYSTANDERS:
        return tuple(sorted(bystanders(world, pair.arms)))
    assert isinstance(of, Mapping)
    if carrier in SHARED and not {"tier", "leader"} & of.keys():
        return select_entities(world, "team", of)
    if carrier == "leading":
        return select_entities(world, "team", {key: value for key, value in of.items() if key != "tier"})
    if carrier in ("leader", "team"):
        posts = set(select_entities(world, "leader", of))
        return tuple(i for i in everybody if {world.teams[i].leader, world.teams[i].system} & posts) or everybody
    if carrier == "tie" and isinstance(side := of.get("from"), Mapping):
        return select_entities(world, "team", side)
    return everybody


def _all_in_all(pair: PairedRun, team: int, week: int) -> float:
    found = [one.gap[week] / one.smallest[week] for one in all_series(pair, ego_network(pair, team))]
    return float(np.abs(np.nan_to_num(found)).sum())
