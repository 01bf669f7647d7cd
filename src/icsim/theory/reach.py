"""Which states of whom a difference can reach, and over how many steps: found from what the week's steps read and write.

Nothing runs. A difference starts in levers, settings or states of some rows and passes along the edges of
`icsim.engine.influences`, from an entity to those that it stands in a relation with. Whatever is left out here is left out for
good: a state that is not reached is the same in both worlds, to the last bit. What is reached may still hardly differ: the
search errs on the side of reaching (what is read of others of a kind counts as read of all).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue.load import LEVERS
from icsim.engine.block_fields import CARRIERS, GRIDS, Block
from icsim.engine.influences import dependency_edges, is_transient
from icsim.world.population import Population

Rows = NDArray[np.bool_]  # [entity]
Sources = Mapping[str, Rows | None]  # by name of an edge's source; None: everywhere

LEVER = "lever."
EVERY_LEVER = ("spread", "incumbent", "came_new")
"""What every lever of a leader hangs on: a successor does each as much as the successor does."""
SPENT = ("hours", "practice_hours")  # what a lever that takes time goes into besides its own effects
COUNTED = ("given_timed", "given_untimed")  # what levers go into under rival models of leading
TURNOVER = "left"
"""That a leader goes: almost everything moves that a little, and through successors it moves almost everything."""


@dataclass(frozen=True)
class Reached:
    """Where a difference gets: for each field and row the number of states in between, -1 where it does not."""

    steps: Mapping[str, NDArray[np.int64]]
    before: Mapping[tuple[str, int], tuple[str, int]]  # the field and row that it first came from

    def nearest(self, field: str, rows: NDArray[np.int64]) -> int | None:
        """The fewest steps to any of some rows of a field; None where none is reached."""
        found = self.steps[field][rows] if field in self.steps else np.array([], dtype=np.int64)
        return int(found[found >= 0].min()) if (found >= 0).any() else None

    def way(self, field: str, rows: NDArray[np.int64]) -> tuple[str, ...]:
        """The names on a shortest way to any of some rows: the source first, the field last."""
        fewest = self.nearest(field, rows)
        if fewest is None:
            return ()
        at: tuple[str, int] | None = (field, int(next(row for row in rows if self.steps[field][row] == fewest)))
        names: list[str] = []
        while at is not None:
            if not names or names[0] != at[0]:
                names.insert(0, at[0])
            at = self.before.get(at)
        return tuple(names)


def reach(world: Population, block: Block, sources: Sources, counted: bool = True, turnover: bool = True) -> Reached:
    """Everything that a difference in the sources can get to; `counted`: whether a rival model of leading is at work.

    Without `turnover`, only what it gets to while nobody leaves who would not leave anyway.
    A step is a state that remembers or is somebody else's; what only passes within an equation costs nothing.
    """
    ties, carried, edges, passing = _Relations(world, block), _carried(), _edges(counted), _passing()
    steps = {name: [-1] * ties.count[carrier] for name, carrier in carried.items()}  # lists: each number is asked for by itself
    before: dict[tuple[str, int], tuple[str, int]] = {}
    now: list[tuple[str, int]] = []
    for given, rows in sources.items():
        name = given if given in steps else given.partition(".")[0]  # some numbers are read by position: any of them may be meant
        if name not in steps:
            continue  # no step reads it
        for start in np.flatnonzero(np.ones(ties.count[carried[name]], dtype=bool) if rows is None else rows):
            steps[name][start] = 0
            now.append((name, int(start)))
    level = 0
    while now:
        later: list[tuple[str, int]] = []
        for at in now:  # grows while it is walked: what passes within an equation costs nothing
            if at[0] == TURNOVER and not turnover:
                continue
            for target, others in edges.get(at[0], ()):
                cost, there = 0 if target in passing else 1, steps[target]
                for row in ties.of(carried[at[0]], carried[target], at[1], others):
                    if 0 <= there[row] <= level + cost:
                        continue
                    there[row] = level + cost
                    before[target, row] = at
                    (later if cost else now).append((target, row))
        now, level = [at for at in later if steps[at[0]][at[1]] == level + 1], level + 1
    return Reached({name: np.array(those, dtype=np.int64) for name, those in steps.items()}, before)


@cache
def _carried() -> dict[str, str]:
    """Who carries each name that an edge starts or ends in."""
    found = {**GRIDS, **{LEVER + name: "leader" for name in LEVERS}}
    for edge in dependency_edges():
        found.setdefault(edge.source, "place")
    return found


@cache
def _passing() -> frozenset[str]:
    return frozenset(name for name in GRIDS if is_transient(name)) | {LEVER + name for name in LEVERS}


@cache
def _edges(counted: bool) -> dict[str, tuple[tuple[str, bool], ...]]:
    """Targets by source, each once, and whether it is somebody else's; with what kernels by hand do to levers as wholes."""
    found: dict[str, dict[tuple[str, bool], None]] = {}
    for edge in dependency_edges():
        if edge.source != edge.target or edge.others:
            found.setdefault(edge.source, {})[edge.target, edge.others or edge.lever_of_another] = None
    for name in LEVERS:
        for source in EVERY_LEVER:
            found.setdefault(source, {})[LEVER + name, False] = None
        for target in (*SPENT, *(COUNTED if counted else ())):
            found.setdefault(LEVER + name, {})[target, False] = None
    return {source: tuple(targets) for source, targets in found.items()}


class _Relations:
    """Who stands in a relation with whom, by the teams and leaders that each entity is, has or joins."""

    def __init__(self, world: Population, block: Block) -> None:
        self.teams, self.posts = _memberships(world, block)
        self.count = {carrier: self.teams[carrier].shape[0] for carrier in CARRIERS}
        self.known: dict[tuple[str, str], list[list[int]]] = {}

    def of(self, carrier: str, target: str, row: int, others: bool) -> list[int] | range:
        """Rows of the target's carrier that read a row of the source's."""
        if carrier == target and not others:
            return [row]
        if others or "place" in (carrier, target):
            return range(self.count[target])
        if (carrier, target) not in self.known:
            shared = self.teams[carrier] @ self.teams[target].T | self.posts[carrier] @ self.posts[target].T
            self.known[carrier, target] = [list(map(int, np.flatnonzero(one))) for one in shared]
        return self.known[carrier, target][row]


def _memberships(world: Population, block: Block) -> tuple[dict[str, Rows], dict[str, Rows]]:
    """For each carrier: the teams that each entity is or joins, and the leaders: [entity, team], [entity, post]."""
    teams, posts = np.eye(len(world.teams), dtype=bool), np.eye(len(world.posts), dtype=bool)
    leads = np.zeros((len(world.posts), len(world.teams)), dtype=bool)
    on = block.rel_on.astype(bool)
    leads[block.rel_post[on], block.rel_team[on]] = True
    heroes = [(p, i) for i, p in enumerate(block.team_hero.tolist()) if p >= 0]
    for p, i in heroes:
        leads[p, i] = True
    of_team = {
        "team": teams,
        "leader": leads,
        "leading": teams[block.rel_team],
        "tie": teams[block.tie_a] | teams[block.tie_b],
        "leader_tie": leads[block.lt_a] | leads[block.lt_b],
        "organisation": np.array([[team.organisation == o for team in world.teams] for o in range(len(world.organisations))]),
        "user_group": np.array([[i in users.teams for i in range(len(world.teams))] for users in world.users]).reshape(
            len(world.users), len(world.teams)
        ),
        "place": np.ones((1, len(world.teams)), dtype=bool),
    }
    of_post = {carrier: rows @ leads.T for carrier, rows in of_team.items()}
    of_post |= {
        "leader": posts,
        "leading": posts[block.rel_post],
        "leader_tie": posts[block.lt_a] | posts[block.lt_b],
        "organisation": posts[block.org_post],
    }
    return of_team, of_post
