"""Small worlds for the tests of the engine: rich settings, blocks run for some weeks, and fields by entity name."""

import random
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from icsim.config.compose import compose
from icsim.config.settings import Settings, validate
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import COUNT, DERIVED, FLOW, GRIDS, STATE, Block
from icsim.engine.ensemble import BlockRunner

LIVING = [name for table in (STATE, FLOW, COUNT) for names in table.values() for name in names]
KEPT = [name for table in (STATE, COUNT, DERIVED) for names in table.values() for name in names]
PLACES = (
    "place", "neighbourhood", "merged_hospital", "vocational_rehabilitation", "two_site_merger", "mental_health_trust",
    "central_governance", "equal_power", "pair",
)  # fmt: skip

# Settings in which everything can act: something of each lever, strong circumstances, a full timeline. `pair` has no
# leaders of the system, so that team leaders do what else is theirs.
TEAM, SYSTEM = "leadership.team.", "leadership.system."
RICH: dict[str, dict[str, Any]] = {
    "place": {
        **dict.fromkeys([TEAM + "taking_wider_view.contacts", SYSTEM + "taking_wider_view.contacts"], "like_minded"),
        TEAM + "creating_conditions.cost_cutting": 0.4, SYSTEM + "creating_conditions.cost_cutting": 0.5,
        TEAM + "working_with_power.threat": 0.3, SYSTEM + "working_with_power.threat": 0.3,
        TEAM + "inspiring_intent.framing": "collective", SYSTEM + "inspiring_intent.framing": "relational",
        TEAM + "balancing_perspectives.conflict": "hold", SYSTEM + "inspiring_intent.level": 0.8,
        TEAM + "working_with_power.consult": 0.6, TEAM + "working_with_power.share": 0.25,
        TEAM + "attention": 0.2, SYSTEM + "idle": 0.2, SYSTEM + "balancing_perspectives.advocacy": 0.9,
        TEAM + "balancing_perspectives.advocacy": 0.9, "parameters.balancing_perspectives.advocacy_tolerance": 0.5,
        "context.prior_ties": 0.3, "context.uneven_load": 0.8, "context.demand": 0.7, "context.urgency": 0.4,
        "context.complexity": 0.8, "context.power_imbalance": 1.0, "rules.output": "off",
        "context.user_influence": 0.2, "parameters.exits.vacancy": 4.0, "parameters.taking_wider_view.detection": 0.02,
        "timeline": [
            {"week": 3, "change": {"size": 2.0}},
            {"week": 4, "decision": {"by": "system", "mode": "consulted", "about": "structure", "stakes": 0.9}},
            {"week": 6, "restructure": {"lines": 3}},
            {"week": 8, "crisis": {"size": 0.6}},
            {"week": 9, "set": {"context.demand": 0.6, "leadership.team.inspiring_intent.vision": 0.9}},
            {"week": 10, "decision": {"by": "team", "mode": "told", "about": "priorities", "stakes": 0.7}},
        ],
    },
    "merged_hospital": {
        TEAM + "balancing_perspectives.conflict": "avoid", TEAM + "working_with_power.threat": 0.2,
        TEAM + "working_with_power.share": 0.3, SYSTEM + "creating_conditions.cost_cutting": 0.6,
        TEAM + "inspiring_intent.framing": "relational", SYSTEM + "inspiring_intent.framing": "collective",
        SYSTEM + "taking_wider_view.contacts": "like_minded", SYSTEM + "inspiring_intent.authenticity": 0.2,
        TEAM + "coordinating": 0.9, SYSTEM + "coordinating": 0.9, "context.uneven_load": 1.0, "context.prior_ties": 0.6,
        "context.urgency": 0.3, "context.user_influence": 0.3, "context.culture_at_stake": 0.9,
        "rules.trust": "confirmatory", "rules.opinion": "deffuant", "rules.output": "additive",
        "rules.fairness": "any_voice", "leader": {"popular": {"balancing_perspectives": {"conflict": "resolve"}}},
        "timeline": [
            {"week": 2, "programme_move": {"from": "site_a", "harm": 0.8}},
            {"week": 5, "leader_exit": {"who": "popular", "successor": "insider"}},
            {"week": 6, "decision": {"by": "team", "mode": "shared", "about": "resources", "stakes": 0.8}},
            {"week": 7, "change": {"size": 3.0, "who": "hospital_b"}},
        ],
    },
    "pair": {
        TEAM + "creating_conditions.cost_cutting": 0.3, TEAM + "inspiring_intent.framing": "collective",
        TEAM + "coordinating": 0.8, "rules.trust": "symmetric", "context.demand": 0.9,
        "timeline": [
            {"week": 2, "programme_move": {"from": "care", "harm": 0.7}},
            {"week": 5, "decision": {"by": "health/lead", "mode": "consulted", "about": "resources"}},
        ],
    },
}  # fmt: skip


@cache
def plain(place: str) -> Settings:
    return compose("run", [f"place={place}", "weeks=104"])


@cache
def rich(place: str) -> Settings:
    return changed(plain(place), RICH[place])


def changed(settings: Settings, paths: Mapping[str, Any]) -> Settings:
    """The settings with other values, a timeline among them."""
    values = settings.resolved()
    for path, value in paths.items():
        *stem, last = path.split(".")
        node = values
        for part in stem:
            node = node[part]
        node[last] = value
    return validate("run", values)


def replicates(count: int, first: int = 1) -> tuple[ReplicateSeeds, ...]:
    return tuple(ReplicateSeeds(n, n) for n in range(first, first + count))


def run(arms: Sequence[Settings], chances: Sequence[ReplicateSeeds], weeks: int) -> Block:
    """A block after some weeks, with its timeline."""
    block = build_block(arms, chances)
    for _ in stepped(block, arms, weeks):
        pass
    return block


def stepped(block: Block, arms: Sequence[Settings], weeks: int) -> Any:
    """Run a block, week by week: yields after every week."""
    runner = BlockRunner(block, arms)
    for week in range(1, weeks + 1):
        runner.until(week)
        yield week


def differs(block: Block, lane: int, base: int, fields: Sequence[str] = LIVING) -> set[str]:
    """The fields in which two lanes differ."""
    return {name for name in fields if not np.array_equal(getattr(block, name)[:, lane], getattr(block, name)[:, base])}


def names(settings: Settings, block: Block) -> dict[str, list[Any]]:
    """By carrier, what its rows stand for: names of entities, whatever their position."""
    world = settings.world
    teams, posts = [team.name for team in world.teams], [post.name for post in world.posts]
    pairs = zip(block.tie_a.tolist(), block.tie_b.tolist(), strict=True)
    leaders = zip(block.lt_a.tolist(), block.lt_b.tolist(), strict=True)
    return {
        "team": teams,
        "leader": posts,
        "leading": [(name, tier) for name in teams for tier in (0, 1)],
        "organisation": [organisation.name for organisation in world.organisations],
        "user_group": [group.name for group in world.users],
        "tie": [(teams[a], teams[b]) for a, b in pairs],
        "leader_tie": [(posts[a], posts[b]) for a, b in leaders],
        "place": ["place"],
    }


def by_name(settings: Settings, block: Block, lane: int, fields: Sequence[str] = KEPT) -> dict[tuple[str, Any], bytes]:
    """A lane's fields by name of entity, as bits; candidate ties that this lane could never have are left out."""
    found: dict[tuple[str, Any], bytes] = {}
    rows = names(settings, block)
    never = (block.present[:, lane] <= 0.0) & (block.openable[:, lane] <= 0.0)
    for field in fields:
        grid: NDArray[np.float64] = getattr(block, field)
        for row, name in enumerate(rows[GRIDS[field]]):
            if not (GRIDS[field] == "tie" and never[row]):
                found[field, name] = grid[row, lane].tobytes()
    return found


def shuffled(tree: Any, luck: random.Random) -> Any:
    """The same place data with its keys and lists, at every level, in another order."""
    if isinstance(tree, dict):
        keys = list(tree)
        luck.shuffle(keys)
        return {key: shuffled(tree[key], luck) for key in keys}
    return luck.sample(tree, len(tree)) if isinstance(tree, list) else tree
