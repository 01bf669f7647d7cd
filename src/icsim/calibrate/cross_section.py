"""One cross-section of worlds whose leaders differ: the states of teams, ties and leaders that stylised facts speak of.

Leaders differ by mechanism, and by lever within it: scales of leadership hang together (the four of transformational
leadership make up one factor: Lievens, Van Geit & Coetsier 1997). Leadership is what teams would rate (icsim.engine.survey):
what leaders enact, not what is set, coloured by the team's disposition; the error of ratings is what a rho is corrected for. Teams
and leaders whose post is vacant in that week are left out. A block may hold worlds of several settings side by side.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import numpy as np

from icsim.calibrate.correlation import Grid, standardised
from icsim.catalogue import MECHANISMS, catalogue
from icsim.catalogue.load import CONTEXT, LEVERS, PARAMETERS, VARIANTS
from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.compiled_week import initialisation_kernel, week_kernel
from icsim.engine.survey import answers, heads, rated
from icsim.rules.commitment_to_learning import idea_chance
from icsim.rules.cooperation import engagement_chance, joint_capability, partner_reason, success_chance, tie_costs
from icsim.rules.exits import exit_hazard, satisfaction
from icsim.rules.inspiring_intent import message_heard
from icsim.rules.voice import speaking_up_chance
from icsim.statistics.agreement import icc1
from icsim.week.array_types import IndexArray

OWN = ("fairness", "safety", "morale", "expectation_gap", "skill", "turnout_reputation", "attendance")  # states as they are
WEEK, YEAR, SPREAD = 156, 52, 0.25
SUCCESS = ("base", "trust", "capability", "complexity", "conflict", "told")  # numbers of the chance that joint work succeeds


def run(place: str, weeks: Sequence[int], worlds: int, together: bool = True) -> Iterator[Block]:
    """A block of worlds with different leaders at default numbers, as it stands at each of the weeks; see `differ`."""
    spread = {f"leadership.{tier}.spread": SPREAD for tier in ("team", "system")}
    settings = compose("run", [f"place={place}", f"weeks={max(weeks)}"], context={} if together else spread)
    replicates = [ReplicateSeeds(n, n) for n in range(1, worlds + 1)]
    yield from run_settings([settings], replicates, weeks, leaders=1 if together else None)


def run_settings(
    points: Sequence[Settings], replicates: Sequence[ReplicateSeeds], weeks: Sequence[int], leaders: int | None = 1
) -> Iterator[Block]:
    """A block of worlds of several settings, each with every luck, at each of the weeks; `leaders` seeds how they differ."""
    block = build_block(points, replicates)
    if leaders is not None:
        differ(block, leaders)
    for first, last in zip((0, *weeks), weeks, strict=False):
        week_kernel().weeks(block.packed, first + 1, last)
        yield block


def differ(block: Block, seed: int = 1) -> None:
    """A level of each mechanism for each post; the levers in it lie about that, as far apart as the model's default says.

    The n-th world has the same leaders under every setting of a block.
    """
    rng = np.random.default_rng(seed)
    worlds = block.seeds.size
    shape, settings = (block.spread.shape[0], worlds), block.lanes // worlds
    levels = {name: np.tile(0.5 + SPREAD * (2.0 * rng.random(shape) - 1.0), settings) for name in MECHANISMS}
    for n, lever in enumerate(catalogue().levers[name] for name in LEVERS):
        if lever.default is None and not lever.choices:
            block.lever_set[n] = levels[lever.mechanism]
    initialisation_kernel().weeks(block.packed, 0, 0)


def enacted(block: Block, lever: str) -> Grid:
    """What each leader does of a lever; nan where the post is vacant."""
    n = LEVERS.index(lever)
    share = block.time_share if block.lever_hours[n] >= 0 else block.in_post
    return np.where(block.in_post > 0.0, block.lever[n] * share, np.nan)


def numbers(block: Block, *keys: str) -> list[Grid]:
    """Numbers of the rules as each lane has them."""
    return [np.asarray(block.par[PARAMETERS.index(key)]) for key in keys]


def each(rule: Callable[..., float]) -> np.vectorize:
    """A rule for whole arrays, entry by entry."""
    return np.vectorize(rule, otypes=[np.float64])


def team_states(block: Block, ties: Mapping[str, Grid]) -> dict[str, Grid]:
    """States of teams, nan where the leader's post is vacant: those they have, and chances that the rules work out."""
    return team_records(block, ties) | _filled(block, _team_chances(block))


def team_records(block: Block, ties: Mapping[str, Grid]) -> dict[str, Grid]:
    """States that teams have, and what is made of them without a rule."""
    own = rows_of(block)
    near = block.rel_post[own][0::2]
    done = {name: enacted(block, name)[near] for name in LEVERS}
    seen = {name: rated(block, conduct) for name, conduct in done.items()}
    graded = [name for name, lever in catalogue().levers.items() if lever.key.startswith("inspiring_intent.") and not lever.choices]
    trust, output = block.trust_leading[own][0::2], block.capacity_week / block.size[:, None]
    found = {
        **{name: getattr(block, name) for name in OWN},
        "territoriality": block.territoriality,
        **{name: seen[name] for name in ("explanation", "vision", "consult", "share")},
        "inspiring": np.mean([seen[name] for name in graded], axis=0),
        "participation": (seen["share"] + seen["consult"]) / 2.0,
        "participation_told": (done["share"] + done["consult"]) / 2.0,
        "shared": (seen["share"] + seen["yield_lead"]) / 2.0,
        "trust_leader": trust,
        "mistrust": 1.0 - trust,
        "ambiguity": 1.0 - block.clarity,
        "commitment": (block.intent + block.ownership) / 2.0,
        "performance": output,
        "effectiveness": standardised(block.morale) + standardised(block.attendance) + standardised(output),
        "trust_partners": at_teams(block, ties["trust_ab"], ties["trust_ba"]),
        "joint_succeeded": at_teams(block, ties["succeeded"], ties["succeeded"]),
    }
    return _filled(block, found)


def _team_chances(block: Block) -> dict[str, Grid]:
    return {
        "ideas": each(idea_chance)(block.willingness, block.skill, *numbers(block, "commitment_to_learning.idea_rate")),
        "speaking": _speaking(block, slice(None), block.below),
    }


def person_records(block: Block, week: int, names: Collection[str]) -> dict[str, Grid]:
    """What persons answer, of these names, nan where their leader's post is vacant; role ambiguity is the want of clarity."""
    team, near = heads(block), block.rel_post[rows_of(block)][0::2]
    there = block.in_post[near][team] > 0.0
    found = {}
    for name in names:
        said = 1.0 - answers(block, "clarity", week) if name == "ambiguity" else answers(block, name, week)
        found[name] = np.where(there, said, np.nan)
    return found


def rows_of(block: Block) -> slice:
    """The rows of leading relations with near and far leaders, two a team; seats at tables come after them."""
    return slice(0, 2 * block.team_id.size)


def _recognised(block: Block) -> Grid:
    """How far each team hears its effort recognised, by both leaders together."""
    own = rows_of(block)
    posts, there, reach = block.rel_post[own], block.rel_on[own], block.reach[own]
    says, hearing = block.time_share * block.lever[LEVERS.index("recognition")], int(block.var[VARIANTS.index("hearing"), 0])
    shares = numbers(block, "inspiring_intent.passed_on", "inspiring_intent.system_weight")
    return np.asarray(
        each(message_heard)(
            hearing, reach[0::2], says[posts[0::2]], reach[1::2], says[posts[1::2]], *shares, there[1::2, None] > 0
        )
    )


def _speaking(block: Block, teams: IndexArray | slice, gap: Grid) -> Grid:
    """How much of what they know teams say, who stand so far below those they say it to."""
    weights = numbers(block, *(f"voice.{name}" for name in ("base", "b_safety", "b_status", "b_futility")))
    recognised = _recognised(block)[teams]
    return np.asarray(each(speaking_up_chance)(block.safety[teams], gap, recognised, 1.0 - block.fairness[teams], *weights))


def _filled(block: Block, found: Mapping[str, Grid]) -> dict[str, Grid]:
    there = block.in_post[block.rel_post[rows_of(block)][0::2]] > 0.0
    return {name: np.where(there, values, np.nan) for name, values in found.items()}


def at_teams(block: Block, at_a: Grid, at_b: Grid) -> Grid:
    """Mean over the ties that a team has, of values at its own end; nan without a tie."""
    total, number = (np.zeros((block.team_id.size, block.lanes)) for _ in range(2))
    for end, values in ((block.tie_a, at_a), (block.tie_b, at_b)):
        np.add.at(total, end, np.nan_to_num(values))
        np.add.at(number, end, np.isfinite(values))
    return np.where(number > 0.0, total / np.maximum(number, 1.0), np.nan)


def tie_states(block: Block, joint: Grid | None = None, success: Grid | None = None) -> dict[str, Grid]:
    """States of ties that exist: those they have, and chances that the rules work out."""
    return tie_records(block, joint, success) | _present(block, _tie_chances(block))


def tie_records(block: Block, joint: Grid | None = None, success: Grid | None = None) -> dict[str, Grid]:
    """States that ties have; what has a direction has `_ab` and `_ba`. `joint`, `success`: joint work of a year, and what came."""
    a, b = block.tie_a, block.tie_b
    power_gap = np.abs(block.power[a] - block.power[b])
    found = {
        "trust_ab": block.trust_ab,
        "trust_ba": block.trust_ba,
        "trust": (block.trust_ab + block.trust_ba) / 2.0,
        "power_gap": power_gap,
        "equals": np.where(power_gap < np.median(power_gap[block.present > 0.0]), 1.0, 0.0),
        "conflict": block.conflict_open,
        "disagreement": np.abs(block.outlook[a] - block.outlook[b]),
        "familiarity": block.familiarity,
        "distance": block.distance,
    }
    if joint is not None and success is not None:
        found["succeeded"] = np.where(joint > 0.0, success / np.maximum(joint, 1.0), np.nan)
    return _present(block, found)


def _tie_chances(block: Block) -> dict[str, Grid]:
    a, b = block.tie_a, block.tie_b
    costs = numbers(block, *(f"cooperation.{name}" for name in ("w_distance", "w_conflict", "w_risk")))
    terms = numbers(block, *(f"cooperation.success_{name}" for name in SUCCESS))
    benefit, beta = numbers(block, "cooperation.benefit", "cooperation.beta")
    own = rows_of(block)
    seen = np.where(block.rel_on[own][1::2, None] > 0, block.perceived_sectional[block.rel_post[own][1::2]], 0.0)
    told = np.mean(
        [_speaking(block, one, np.maximum(0.0, block.power[other] - block.power[one])) for one, other in ((a, b), (b, a))], axis=0
    )
    trust, found = {"ab": block.trust_ab, "ba": block.trust_ba}, {}
    for way, one, other in (("ab", a, b), ("ba", b, a)):
        reason = each(partner_reason)(block.turnout_reputation[other], trust[way], benefit)
        bad = block.against_team[one] + each(tie_costs)(block.distance, block.conflict_open, seen[other], *costs)
        found[f"turns_up_{way}"] = each(engagement_chance)(block.willing_team[one] + reason + block.chemistry, bad, beta)
    output = int(block.var[VARIANTS.index("output"), 0])
    able = each(joint_capability)(output, block.able_team[a], block.able_team[b], 0.5)
    complexity = block.ctx[CONTEXT.index("complexity")]
    found["success"] = each(success_chance)((trust["ab"] + trust["ba"]) / 2.0, able, complexity, block.conflict_open, told, *terms)
    return found | {"viability": found["turns_up_ab"] * found["turns_up_ba"]}


def _present(block: Block, found: Mapping[str, Grid]) -> dict[str, Grid]:
    return {name: np.where(block.present > 0.0, values, np.nan) for name, values in found.items()}


def leader_states(block: Block) -> dict[str, Grid]:
    """States of leaders in post; who `left` is known a year later."""
    mood = np.stack([block.morale[block.led_of[s:e]].mean(axis=0) if e > s else np.full(block.lanes, 0.5)
                     for s, e in zip(block.led_start[:-1], block.led_start[1:], strict=True)])  # fmt: skip
    weights = numbers(block, *(f"exits.{name}" for name in ("w_strain", "w_misfit", "w_morale")))
    content = each(satisfaction)(block.leader_strain, block.misfit, mood, *weights)
    found = {
        "satisfaction": content,
        "dissatisfied": -content,
        "quit_intention": each(exit_hazard)(block.exit_weekly, content, *numbers(block, "exits.sharpness")),
        "exits": block.exits,
    }
    return {name: np.where(block.in_post > 0.0, values, np.nan) for name, values in found.items()}


def weeks_of_cross_section(week: int = WEEK, later: bool = True) -> tuple[int, ...]:
    """The weeks that a cross-section is read at: each of the year before, and a year later for who left."""
    year = tuple(range(max(1, week - YEAR + 1), week + 1))
    return (*year, week + YEAR) if later else year


def cross_section(blocks: Iterator[Block], week: int = WEEK) -> dict[str, dict[str, Grid]]:
    """All states that facts speak of, by level, from a block at `weeks_of_cross_section(week)`."""
    joint, success = np.array(0.0), np.array(0.0)
    for _ in weeks_of_cross_section(week, later=False):
        block = next(blocks)
        joint, success = joint + block.joint, success + block.success
    ties, leaders = tie_states(block, joint, success), leader_states(block)
    levels = {"team": team_states(block, ties), "tie": ties, "leader": leaders}
    ways = {"trust_given": "trust", "turns_up": "turns_up"}
    levels["tie, each way"] = {name: np.vstack([ties[f"{of}_ab"], ties[f"{of}_ba"]]) for name, of in ways.items()}
    block = next(blocks)
    leaders["left"] = np.where(np.isfinite(leaders["exits"]), block.exits > leaders["exits"], np.nan)
    return levels


def climate(block: Block, question: str, week: int, setting: int = 0) -> float:
    """ICC(1) of what persons of one team answer in a survey; each world of a setting is a team."""
    worlds = block.seeds.size
    said = answers(block, question, week)[:, setting * worlds : (setting + 1) * worlds]
    return icc1(said.T.reshape(-1, 1), np.repeat(np.arange(worlds), said.shape[0]))
