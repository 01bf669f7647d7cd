"""Who is linked to whom in a block: candidate ties between teams, pairs of leaders, and the lists that steps walk along.

Never all pairs: a tie is a candidate when some lane could have it. What a lane has of them is decided by its own
draws, so the union does not move a bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from icsim.week.array_types import EntityGrid, IndexArray
from icsim.week.rng import Process, draw4_array
from icsim.world.population import Population


@dataclass(frozen=True)
class CandidateTies:
    """Candidate ties in the order of their ends: positions a < b, and each luck's draws, [tie, replicate]."""

    a: IndexArray
    b: IndexArray
    tie_luck: EntityGrid
    open_luck: EntityGrid


def candidate_ties(world: Population, structures: Sequence[int], prior: float, within: float, most_ties: float) -> CandidateTies:
    """The ties that any of these structures could have, when shares of acquaintance go up to `prior` and `within`."""
    count = len(world.teams)
    a, b = (ends.astype(np.int64) for ends in np.triu_indices(count, 1))
    ids = np.array([team.id for team in world.teams], dtype=np.int64)
    across, bound, together = (pairs[a, b] for pairs in (_across(world), _bound(world), _together(world)))
    share = np.where(across, prior, within)
    key = np.array(structures, dtype=np.int64)[None, :]
    tie_luck = draw4_array(int(Process.TIE), 0, ids[a][:, None], ids[b][:, None], key)[0]
    open_luck = draw4_array(int(Process.OPENABLE), 0, ids[a][:, None], ids[b][:, None], key)[0]
    could = (tie_luck < share[:, None]) | (open_luck * (count - 1.0) < most_ties)
    kept = could.any(axis=1) | bound | together
    return CandidateTies(a[kept], b[kept], tie_luck[kept], open_luck[kept])


def leader_pairs(world: Population) -> tuple[IndexArray, IndexArray]:
    """Leaders who meet: all of the system tier, team leaders whose teams sit in one joint group, and its chair with them."""
    together = _together(world)
    system = [p for p, post in enumerate(world.posts) if post.tier == "system"]
    pairs = {(p, q) for n, p in enumerate(system) for q in system[n + 1 :]}
    for i, j in zip(*np.nonzero(np.triu(together, 1)), strict=True):
        p, q = sorted((world.teams[i].leader, world.teams[j].leader))
        if p != q:
            pairs.add((p, q))
    for group in world.groups:
        leads = {world.teams[i].leader for i in group.members} - {group.chair}
        pairs |= {(min(group.chair, lead), max(group.chair, lead)) for lead in leads}
    ordered = sorted(pairs)
    return _index(p for p, _ in ordered), _index(q for _, q in ordered)


def leader_tie_of(world: Population, a: IndexArray, b: IndexArray, lt_a: IndexArray, lt_b: IndexArray) -> IndexArray:
    """For each tie of teams, the tie between their leaders: the near ones', else the far ones', else -1."""
    at = {pair: e for e, pair in enumerate(zip(lt_a.tolist(), lt_b.tolist(), strict=True))}
    found = []
    for i, j in zip(a.tolist(), b.tolist(), strict=True):
        one, other = world.teams[i], world.teams[j]
        near, far = sorted((one.leader, other.leader)), sorted((one.system, other.system))
        found.append(at.get((near[0], near[1]), at.get((far[0], far[1]), -1)))
    return _index(found)


def csr_lists(members: Sequence[Sequence[int]]) -> tuple[IndexArray, IndexArray]:
    """Lists end to end: members of x stand at positions start[x] up to start[x + 1]."""
    start = np.cumsum([0] + [len(m) for m in members]).astype(np.int64)
    return start, _index(x for m in members for x in m)


def incident_links(count: int, a: IndexArray, b: IndexArray) -> tuple[IndexArray, IndexArray, IndexArray]:
    """For each entity, its links in their order, and its side of each: 0 where it is a, 1 where it is b."""
    links: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for e, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        links[i].append((e, 0))
        links[j].append((e, 1))
    start, of = csr_lists([[e for e, _ in link] for link in links])
    return start, of, _index(side for link in links for _, side in link)


def share_joint_group(world: Population, a: IndexArray, b: IndexArray) -> NDArray[np.float64]:
    """1 where both ends of a tie sit in one joint group."""
    return np.asarray(_together(world)[a, b], dtype=np.float64)


def across_sectors(world: Population, a: IndexArray, b: IndexArray) -> IndexArray:
    """1 where a tie crosses sectors."""
    return np.asarray(_across(world)[a, b], dtype=np.int64)


def same_leader(world: Population, a: IndexArray, b: IndexArray) -> IndexArray:
    """1 where both ends have one leader."""
    return np.asarray(_bound(world)[a, b], dtype=np.int64)


def _across(world: Population) -> NDArray[np.bool_]:
    sector = np.array([world.organisations[team.organisation].sector for team in world.teams])
    return np.asarray(sector[:, None] != sector[None, :])


def _bound(world: Population) -> NDArray[np.bool_]:
    leader = np.array([team.leader for team in world.teams])
    return np.asarray(leader[:, None] == leader[None, :])


def _together(world: Population) -> NDArray[np.bool_]:
    sits = np.zeros((len(world.teams), len(world.groups)), dtype=bool)
    for g, group in enumerate(world.groups):
        sits[list(group.members), g] = True
    return np.asarray((sits[:, None, :] & sits[None, :, :]).any(axis=2))


def _index(values: object) -> IndexArray:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]
