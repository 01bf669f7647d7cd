"""Builds a block: one place, its posts, teams and candidate ties, with lanes side by side."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from icsim.catalogue import Lever, catalogue
from icsim.catalogue.load import CONTEXT, LEVERS, PARAMETERS, VARIANTS
from icsim.config.settings import Settings
from icsim.engine import candidate_ties
from icsim.engine.block_fields import HELD, Arrays, Block
from icsim.engine.compiled_week import initialisation_kernel
from icsim.engine.leading_maps import leading_maps
from icsim.rules.contact import culture_difference
from icsim.rules.exits import weekly_hazard
from icsim.week.array_types import IndexArray
from icsim.week.initialisation import MOST_TIES
from icsim.world.population import LeaderPost, OrganisationRecord, Population, entity_id


@dataclass(frozen=True)
class ReplicateSeeds:
    """What chance a world has: the structure of week 0, and the luck of all that follows."""

    structure_seed: int
    seed: int


def build_block(arms: Sequence[Settings], replicates: Sequence[ReplicateSeeds]) -> Block:
    """A block ready for week 1. Lane k has arm k // replicates and replicate k % replicates; all arms are in one place.

    Raises ValueError when arms are in different places.
    """
    world = arms[0].world
    if any(_entities(arm.world) != _entities(world) for arm in arms[1:]):
        raise ValueError("the arms of a block are in one place")
    maps, ties = _map(world, arms, replicates)
    fields = maps | tables_by_lane(world, arms, len(replicates))
    counts = {
        "team": len(world.teams), "leading": fields["rel_post"].size, "tie": fields["tie_a"].size, "leader": len(world.posts),
        "leader_tie": fields["lt_a"].size, "organisation": len(world.organisations), "user_group": len(world.users), "place": 1,
    }  # fmt: skip
    block = Block(counts, len(arms) * len(replicates), fields)
    set_traits(block, world, arms)
    block.tie_luck[:] = np.tile(ties.tie_luck, len(arms))
    block.open_luck[:] = np.tile(ties.open_luck, len(arms))
    initialisation_kernel().weeks(block.packed, 0, 0)
    return block


def tables(world: Population, arm: Settings) -> Arrays:
    """An arm's numbers in the catalogue's orders: levers [lever, post], parameters, context and variants."""
    set_by = {tier: arm.levers(tier) for tier in ("team", "system")}
    tiers = {tier: np.array([given[name] for name in LEVERS]) for tier, given in set_by.items()}
    lever = np.stack([tiers[post.tier] for post in world.posts], axis=-1)
    for p, post in enumerate(world.posts):
        for name, value in arm.leaders[post.name].levers.items() if post.name in arm.leaders else ():
            lever[LEVERS.index(name), p] = value
    return {
        "lever_set": lever,
        "par": np.array([arm.parameters[key] for key in PARAMETERS]),
        "ctx": np.array([arm.context[name] for name in CONTEXT]),
        "var": np.array([arm.variants[name] for name in VARIANTS], dtype=np.int64),
    }


def tables_by_lane(world: Population, arms: Sequence[Settings], replicates: int) -> Arrays:
    """Each arm's numbers over the lanes that it has."""
    made = [tables(world, arm) for arm in arms]
    found = {name: np.repeat(np.stack([arm[name] for arm in made], axis=-1), replicates, axis=-1) for name in made[0]}
    return found | {"lever": found["lever_set"].copy(), "practice": found["lever_set"].copy()}


def set_traits(block: Block, world: Population, arms: Sequence[Settings]) -> None:
    """What leaders are, by arm."""
    replicates = block.seeds.size
    spreads = [{tier: arm.levers(tier)["spread"] for tier in ("team", "system")} for arm in arms]
    tiers = [post.tier for post in world.posts]
    block.spread[:] = np.repeat(np.array([[spread[tier] for spread in spreads] for tier in tiers]), replicates, axis=1)
    worlds = {id(arm.world): arm.world for arm in arms}  # most arms share one
    for name, trait in TRAITS.items():
        columns = {key: np.array([trait(post) for post in one.posts]) for key, one in worlds.items()}
        getattr(block, name)[:] = np.repeat(np.stack([columns[id(arm.world)] for arm in arms], axis=-1), replicates, axis=1)


TRAITS: dict[str, Callable[[LeaderPost], float]] = {
    "authority": lambda post: post.authority,
    "loyalty": lambda post: post.loyalty,
    "values_first": lambda post: post.values,
    "cross_sector": lambda post: post.cross_sector,
    "past_success": lambda post: post.past_success,
    "personality": lambda post: post.personality,
    "exit_weekly": lambda post: weekly_hazard(post.annual_exit),
}
"""Fields of leaders, and what they are of a post's first holder."""


def _entities(world: Population) -> tuple[object, ...]:
    posts = tuple((post.name, post.tier, post.reports_to) for post in world.posts)
    return world.place, world.organisations, world.teams, posts, world.users, world.groups


SHARES = 8  # of acquaintance: rounded up to eighths, so that blocks of other draws have the same candidates
KEPT = 32  # maps: blocks of one study follow one another

_known: deque[tuple[Population, tuple[object, ...], Arrays, candidate_ties.CandidateTies]] = deque(maxlen=KEPT)


def _map(
    world: Population, arms: Sequence[Settings], replicates: Sequence[ReplicateSeeds]
) -> tuple[Arrays, candidate_ties.CandidateTies]:
    """Who belongs to whom, for the lanes of a block: the same for all blocks of a place with the same replicates.

    More candidates than any lane could have move no bit of any.
    """
    prior, within = (
        ceil(SHARES * most) / SHARES
        for most in (max(arm.context["prior_ties"] for arm in arms), max(arm.parameters["start.within_ties"] for arm in arms))
    )
    of = (tuple(replicates), prior, within)
    for place, those, fields, ties in tuple(_known):
        if place is world and those == of:
            return fields, ties
    fields, ties = _mapped(world, [replicate.structure_seed for replicate in replicates], prior, within)
    fields["seeds"] = np.array([replicate.seed for replicate in replicates], dtype=np.int64)
    _known.append((world, of, fields, ties))
    return fields, ties


def _mapped(
    world: Population, structures: Sequence[int], prior: float, within: float
) -> tuple[Arrays, candidate_ties.CandidateTies]:
    ties = candidate_ties.candidate_ties(world, structures, prior, within, MOST_TIES)
    lt_a, lt_b = candidate_ties.leader_pairs(world)
    fields = (
        _teams(world)
        | leading_maps(world)
        | _ties(world, ties.a, ties.b)
        | _posts(world, lt_a, lt_b)
        | _users(world, ties.a, ties.b)
        | _levers()
    )
    fields["tie_lead"] = candidate_ties.leader_tie_of(world, ties.a, ties.b, lt_a, lt_b)
    fields["structures"] = np.array(structures, dtype=np.int64)
    fields |= {f"hold_{what}": _whole(()) for what in ("from", "to", *HELD)}  # nothing is held unless engine.crossed says so
    fields["hold_shift"] = np.zeros(0)
    return fields, ties


def _levers() -> Arrays:
    known = catalogue().levers
    keys = [f"hours.{name}" for name in LEVERS]
    worth = [0.0 if known[name].choices else float(known[name].valence) for name in LEVERS]
    return {
        "lever_id": _whole(entity_id(name) for name in LEVERS),
        "lever_ranked": _whole(0 if known[name].choices or known[name].source == "placebo" else 1 for name in LEVERS),
        "lever_hours": _whole(PARAMETERS.index(key) if key in PARAMETERS else -1 for key in keys),
        "lever_usual": np.array([_usual(known[name]) for name in LEVERS]),
        "lever_worth": np.array(worth),
        "lever_inspires": np.array([known[name].mechanism == "inspiring_intent" for name in LEVERS]) * np.array(worth),
    }


def _usual(lever: Lever) -> float:
    """The default of a lever, which is its mechanism's where it has none of its own."""
    default = catalogue().levels[lever.mechanism].default if lever.default is None else lever.default
    return lever.number(default if default is not None else 0.0)


def _teams(world: Population) -> Arrays:
    teams, homes = world.teams, world.organisations
    power = np.array([team.power for team in teams])
    total = 0.0
    for value in power.tolist():
        total += value
    grouped = {i for group in world.groups for i in group.members}
    return {
        "team_id": _whole(team.id for team in teams),
        "team_org": _whole(team.organisation for team in teams),
        "size": np.array([float(team.size) for team in teams]),
        "expertise": np.array([team.expertise for team in teams]),
        "power_given": power,
        "power_mean": np.array([total / len(teams)]),
        "team_count": np.array([float(len(teams))]),
        "team_values": np.array([homes[team.organisation].values for team in teams]),
        "team_hero": _whole(_top(world, team.system) for team in teams),
        "has_group": np.array([1.0 if i in grouped else 0.0 for i in range(len(teams))]),
    }


def _top(world: Population, p: int) -> int:
    """The post at the top of the line that a post stands in; -1 for -1, nobody."""
    while p >= 0 and world.posts[p].reports_to >= 0:
        p = world.posts[p].reports_to
    return p


def _ties(world: Population, a: IndexArray, b: IndexArray) -> Arrays:
    homes = [world.organisations[team.organisation] for team in world.teams]
    ids = np.array([team.id for team in world.teams], dtype=np.int64)
    start, of, side = candidate_ties.incident_links(len(world.teams), a, b)
    return {
        "tie_a": a, "tie_b": b, "tie_id_a": ids[a], "tie_id_b": ids[b], "tie_start": start, "tie_of": of, "tie_side": side,
        "tie_together": candidate_ties.share_joint_group(world, a, b),
        "tie_across": candidate_ties.across_sectors(world, a, b),
        "tie_bound": candidate_ties.same_leader(world, a, b),
        "tie_difference": np.array([culture_distance(homes[i], homes[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True)]),
        "tie_profession": _whole(
            world.teams[i].profession != world.teams[j].profession for i, j in zip(a.tolist(), b.tolist(), strict=True)
        ),
    }  # fmt: skip


def culture_distance(one: OrganisationRecord, other: OrganisationRecord) -> float:
    """Difference of two organisations' cultures, in [0, 1]."""
    return culture_difference(
        abs(one.language - other.language), abs(one.attitude - other.attitude), abs(one.values - other.values)
    )


def _posts(world: Population, a: IndexArray, b: IndexArray) -> Arrays:
    posts = world.posts
    ids = np.array([post.id for post in posts], dtype=np.int64)
    start, of, side = candidate_ties.incident_links(len(posts), a, b)
    followers = [sum(1 for post in posts if post.reports_to == p) for p in range(len(posts))]
    led = [sum(1 for team in world.teams if team.leader == p) for p in range(len(posts))]
    return {
        "post_id": ids,
        "post_system": _whole(1 if post.tier == "system" else 0 for post in posts),
        "post_above": _whole(p if post.reports_to < 0 else post.reports_to for p, post in enumerate(posts)),
        "post_horizon": np.array([_horizon(world, p) for p in range(len(posts))]),
        "post_span": _whole(followers[p] if post.tier == "system" else led[p] for p, post in enumerate(posts)),
        "post_difference": np.array([_group_difference(world, p) for p in range(len(posts))]),
        "org_post": _whole(_head(world, o) for o in range(len(world.organisations))),
        "org_first": np.array([home.conditions for home in world.organisations]),
        "lt_a": a, "lt_b": b, "lt_id_a": ids[a], "lt_id_b": ids[b], "lt_start": start, "lt_of": of, "lt_side": side,
    }  # fmt: skip


def _horizon(world: Population, p: int) -> float:
    """The budget horizon a leader works under: the own organisation's, else the mean of the organisations led, in order."""
    post = world.posts[p]
    if post.organisation >= 0:
        return float(world.organisations[post.organisation].horizon)
    homes = sorted({team.organisation for team in world.teams if p in (team.leader, team.system)})
    horizons = [float(world.organisations[o].horizon) for o in homes] or [float(home.horizon) for home in world.organisations]
    return _mean(horizons)


def _group_difference(world: Population, p: int) -> float:
    """Mean difference of culture between a leader's teams and their partners in joint groups; 0 without a group."""
    found = [
        culture_distance(world.organisations[world.teams[i].organisation], world.organisations[world.teams[j].organisation])
        for group in world.groups
        for i in group.members
        if p in (world.teams[i].leader, world.teams[i].system)
        for j in group.members
        if world.teams[j].organisation != world.teams[i].organisation
    ]
    return _mean(found) if found else 0.0


def _head(world: Population, o: int) -> int:
    """The leader at the top of an organisation: the system leader of its first team, else that team's leader."""
    first = next((team for team in world.teams if team.organisation == o), None)
    if first is None:
        return next((p for p, post in enumerate(world.posts) if post.organisation == o), 0)
    return first.system if first.system >= 0 else first.leader


def _users(world: Population, a: IndexArray, b: IndexArray) -> Arrays:
    groups = [frozenset(group.teams) for group in world.users]
    ties = list(zip(a.tolist(), b.tolist(), strict=True))
    ug_start, ug_of = candidate_ties.csr_lists([sorted(group) for group in groups])
    tie_start, tie_of = candidate_ties.csr_lists(
        [[e for e, (i, j) in enumerate(ties) if i in group and j in group] for group in groups]
    )
    return {
        "ug_id": _whole(group.id for group in world.users), "ug_needs": np.array([group.needs for group in world.users]),
        "ug_start": ug_start, "ug_of": ug_of, "ug_tie_start": tie_start, "ug_tie_of": tie_of,
    }  # fmt: skip


def _mean(values: Sequence[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def _whole(values: Iterable[int]) -> IndexArray:
    return np.array([int(value) for value in values], dtype=np.int64)
