"""Scores the stylised facts: correlations that meta-analyses report, looked for in one cross-section of the default place.

    python benchmarks/stylised_facts.py            prints the table
    python benchmarks/stylised_facts.py --write    also writes it to docs/figures/stylised_facts.md

Scales were set on the facts marked as calibration and on no other (docs/decisions.md); what the model misses is a miss.

The cross-section: 64 worlds, each with a structure and a luck of its own, week 156. Leaders differ by mechanism, and by
lever within it: scales of leadership hang together (the four of transformational leadership make up one factor: Lievens,
Van Geit & Coetsier 1997). A world is to the model what a study is to a meta-analysis, one place at one time. So the mean
of each world is removed and the correlation is pooled over what varies within worlds. A published rho is corrected for
unreliability and is held against true states: what somebody would do is a chance; joint performance is what came of the
joint work of the past year, for no study sees its chance. A raw r is held against .80 times that, as two measures of
reliability .80 would show it. Intervals are a bootstrap over worlds. Leaders count by what they enact, not by what is set;
teams and leaders whose post is vacant in that week are left out.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import MECHANISMS, catalogue
from icsim.catalogue.load import LEVERS, VARIANTS
from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import Block
from icsim.engine.compiled_week import initialisation_kernel, week_kernel
from icsim.rules.commitment_to_learning import idea_chance
from icsim.rules.cooperation import engagement_chance, joint_capability, partner_reason, success_chance, tie_costs
from icsim.rules.exits import exit_hazard, satisfaction
from icsim.rules.inspiring_intent import message_heard
from icsim.rules.voice import speaking_up_chance
from published import FACTS, MEANINGS, WITHOUT, Fact

Grid = NDArray[np.float64]

WORLDS, WEEK, YEAR, SPREAD = 64, 156, 52, 0.25
RELIABILITY = 0.80
PAGE = Path(__file__).parents[1] / "docs" / "figures" / "stylised_facts.md"

# Condition: only if teams differ in climate neither too little nor too much does a correlation between teams mean anything.
# Persons in teams are needed, so the place is the neighbourhood: twelve persons under one leader are one team of a study.
CLIMATES, CLIMATE_BAND = ("safety", "fairness", "clarity", "morale"), (0.05, 0.30)


@dataclass(frozen=True)
class Score:
    """What was found of a fact, its interval over worlds, and whether that is a hit."""

    fact: Fact
    found: float
    low: float
    high: float

    @property
    def hit(self) -> bool:
        """A value in its band; of a sign or an order the whole interval. Where nothing varies there is no hit."""
        if not np.isfinite([self.found, self.low, self.high]).all():
            return False
        if self.fact.kind in ("sign", "order"):
            return self.low > 0.0 if self.fact.expected >= 0.0 else self.high < 0.0
        low, high = self.fact.range
        return low <= self.found <= high


def within(values: Grid) -> Grid:
    """Values [entity, world] less the mean of their world."""
    number = np.maximum(np.isfinite(values).sum(axis=0), 1)
    return np.asarray(values - np.nansum(values, axis=0) / number)


def standardised(values: Grid) -> Grid:
    return np.asarray(within(values) / np.nanstd(within(values)))


def pooled(x: Grid, y: Grid, counts: Grid) -> Grid:
    """Correlation pooled within worlds, of those that have both; `counts` [draw, world]: how often a world counts."""
    both = np.isfinite(x) & np.isfinite(y)
    a, b = (np.where(both, within(np.where(both, values, np.nan)), 0.0) for values in (x, y))
    over, left, right = (counts @ products.sum(axis=0) for products in (a * b, a * a, b * b))
    varies = (left > 1e-18) & (right > 1e-18)
    return np.where(varies, over / np.sqrt(np.where(varies, left * right, 1.0)), np.nan)


def score(fact: Fact, states: Mapping[str, Grid], draws: int = 2000) -> Score:
    """Look for a fact in the states of its level, [entity, world] each."""
    x, y = states[fact.x], states[fact.y]
    if fact.where:
        x = np.where(states[fact.where] > 0.0, x, np.nan)
    worlds = x.shape[1]
    again = np.random.default_rng(1).multinomial(worlds, np.full(worlds, 1.0 / worlds), draws)
    counts = np.vstack([np.ones(worlds), again])
    found = pooled(x, y, counts) * (RELIABILITY if fact.kind == "r" else 1.0)
    if fact.kind == "order":
        found = found - pooled(states[fact.than[0]], states[fact.than[1]], counts)
    low, high = np.quantile(found[1:], (0.025, 0.975))
    return Score(fact, float(found[0]), float(low), float(high))


def icc1(values: Grid) -> float:
    """ICC(1), the share of variance that lies between groups, by analysis of variance; [member, group]."""
    members, groups = values.shape
    between = members * float(values.mean(axis=0).var(ddof=1))
    inside = float((within(values) ** 2).sum()) / (groups * (members - 1))
    return (between - inside) / (between + (members - 1) * inside)


def run(place: str, weeks: Sequence[int], together: bool = True) -> Iterator[tuple[Settings, Block]]:
    """A block of worlds with different leaders, as it stands at each of the weeks; see `differ`."""
    spread = {f"leadership.{tier}.spread": SPREAD for tier in ("team", "system")}
    settings = compose("run", [f"place={place}", f"weeks={max(weeks)}"], context={} if together else spread)
    block = build_block([settings], [ReplicateSeeds(n, n) for n in range(1, WORLDS + 1)])
    if together:
        differ(block)
    for first, last in zip((0, *weeks), weeks, strict=False):
        week_kernel().weeks(block.packed, first + 1, last)
        yield settings, block


def differ(block: Block) -> None:
    """A level of each mechanism for each post; the levers in it lie about that, as far apart as the model's default says.

    Else (`together` false) every lever is drawn by itself, and no leader is more inspiring than another on the whole.
    """
    rng = np.random.default_rng(1)
    levels = {name: 0.5 + SPREAD * (2.0 * rng.random(block.spread.shape) - 1.0) for name in MECHANISMS}
    for n, lever in enumerate(catalogue().levers[name] for name in LEVERS):
        if lever.default is None and not lever.choices:
            block.lever_set[n] = levels[lever.mechanism]
    initialisation_kernel().weeks(block.packed, 0, 0)


def enacted(block: Block, lever: str) -> Grid:
    """What each leader does of a lever; nan where the post is vacant."""
    n = LEVERS.index(lever)
    share = block.time_share if block.lever_hours[n] >= 0 else block.in_post
    return np.where(block.in_post > 0.0, block.lever[n] * share, np.nan)


def rows_of(block: Block) -> slice:
    """The rows of leading relations with near and far leaders, two a team; seats at tables come after them."""
    return slice(0, 2 * block.team_id.size)


def recognised(settings: Settings, block: Block) -> Grid:
    """How far each team hears its effort recognised, by both leaders together."""
    par, own = settings.parameters, rows_of(block)
    posts, there, reach = block.rel_post[own], block.rel_on[own], block.reach[own]
    says = block.time_share * block.lever[LEVERS.index("recognition")]
    return each(message_heard)(
        settings.variants["hearing"], reach[0::2], says[posts[0::2]], reach[1::2], says[posts[1::2]],
        par["inspiring_intent.passed_on"], par["inspiring_intent.system_weight"], there[1::2, None] > 0,
    )  # fmt: skip


def team_states(settings: Settings, block: Block, ties: Mapping[str, Grid]) -> dict[str, Grid]:
    """States of teams, nan where the leader's post is vacant."""
    par, own = settings.parameters, rows_of(block)
    near = block.rel_post[own][0::2]
    done = {name: enacted(block, name)[near] for name in LEVERS}
    graded = [name for name, lever in catalogue().levers.items() if lever.key.startswith("inspiring_intent.") and not lever.choices]
    trust = block.trust_leading[own][0::2]
    weights = [par[f"voice.{name}"] for name in ("base", "b_safety", "b_status", "b_futility")]
    output = block.capacity_week / block.size[:, None]
    found = {
        **{
            name: getattr(block, name)
            for name in ("fairness", "safety", "morale", "expectation_gap", "skill", "turnout_reputation", "attendance")
        },
        "territoriality": block.territoriality,
        **{name: done[name] for name in ("explanation", "vision", "consult", "share")},
        "inspiring": np.mean([done[name] for name in graded], axis=0),
        "participation": (done["share"] + done["consult"]) / 2.0,
        "shared": (done["share"] + done["yield_lead"]) / 2.0,
        "trust_leader": trust,
        "mistrust": 1.0 - trust,
        "ambiguity": 1.0 - block.clarity,
        "commitment": (block.intent + block.ownership) / 2.0,
        "ideas": each(idea_chance)(block.willingness, block.skill, par["commitment_to_learning.idea_rate"]),
        "speaking": each(speaking_up_chance)(
            block.safety, block.below, recognised(settings, block), 1.0 - block.fairness, *weights
        ),
        "performance": output,
        "effectiveness": standardised(block.morale) + standardised(block.attendance) + standardised(output),
        "trust_partners": at_teams(block, ties["trust_ab"], ties["trust_ba"]),
        "joint_succeeded": at_teams(block, ties["succeeded"], ties["succeeded"]),
    }
    filled = block.in_post[near] > 0.0
    return {name: np.where(filled, values, np.nan) for name, values in found.items()}


def each(rule: Callable[..., float]) -> np.vectorize:
    """A rule for whole arrays, entry by entry."""
    return np.vectorize(rule, otypes=[np.float64])


def at_teams(block: Block, at_a: Grid, at_b: Grid) -> Grid:
    """Mean over the ties that a team has, of values at its own end; nan without a tie."""
    total, number = (np.zeros((block.team_id.size, block.lanes)) for _ in range(2))
    for end, values in ((block.tie_a, at_a), (block.tie_b, at_b)):
        np.add.at(total, end, np.nan_to_num(values))
        np.add.at(number, end, np.isfinite(values))
    return np.where(number > 0.0, total / np.maximum(number, 1.0), np.nan)


def tells(settings: Settings, block: Block, one: Grid, other: Grid) -> Grid:
    """What one end of each tie tells the other of what it knows."""
    par = settings.parameters
    weights = [par[f"voice.{name}"] for name in ("base", "b_safety", "b_status", "b_futility")]
    gap = np.maximum(0.0, block.power[other] - block.power[one])
    return each(speaking_up_chance)(block.safety[one], gap, recognised(settings, block)[one], 1.0 - block.fairness[one], *weights)


def tie_states(settings: Settings, block: Block) -> dict[str, Grid]:
    """States of ties that exist; what has a direction has `_ab` and `_ba`."""
    a, b, par = block.tie_a, block.tie_b, settings.parameters
    costs = [par[f"cooperation.{name}"] for name in ("w_distance", "w_conflict", "w_risk")]
    terms = [par[f"cooperation.success_{name}"] for name in ("base", "trust", "capability", "complexity", "conflict", "told")]
    told = np.mean([tells(settings, block, one, other) for one, other in ((a, b), (b, a))], axis=0)
    own = rows_of(block)
    seen = np.where(block.rel_on[own][1::2, None] > 0, block.perceived_sectional[block.rel_post[own][1::2]], 0.0)
    found = {"trust_ab": block.trust_ab, "trust_ba": block.trust_ba, "trust": (block.trust_ab + block.trust_ba) / 2.0}
    for way, one, other in (("ab", a, b), ("ba", b, a)):
        reason = each(partner_reason)(block.turnout_reputation[other], found[f"trust_{way}"], par["cooperation.benefit"])
        bad = block.against_team[one] + each(tie_costs)(block.distance, block.conflict_open, seen[other], *costs)
        found[f"turns_up_{way}"] = each(engagement_chance)(block.willing_team[one] + reason, bad, par["cooperation.beta"])
    usual, output = par["cooperation.usual_capability"], int(block.var[VARIANTS.index("output"), 0])
    able = each(joint_capability)(output, block.able_team[a], block.able_team[b], usual)
    power_gap = np.abs(block.power[a] - block.power[b])
    found |= {
        "success": each(success_chance)(found["trust"], able, settings.context["complexity"], block.conflict_open, told, *terms),
        "viability": found["turns_up_ab"] * found["turns_up_ba"],
        "power_gap": power_gap,
        "equals": np.where(power_gap < np.median(power_gap[block.present > 0.0]), 1.0, 0.0),
        "conflict": block.conflict_open,
        "disagreement": np.abs(block.outlook[a] - block.outlook[b]),
        "familiarity": block.familiarity,
        "distance": block.distance,
    }
    return {name: np.where(block.present > 0.0, values, np.nan) for name, values in found.items()}


def leader_states(settings: Settings, block: Block) -> dict[str, Grid]:
    """States of leaders in post; who `left` is known a year later."""
    mood = np.stack([block.morale[block.led_of[s:e]].mean(axis=0) if e > s else np.full(block.lanes, 0.5)
                     for s, e in zip(block.led_start[:-1], block.led_start[1:], strict=True)])  # fmt: skip
    weights = [settings.parameters[f"exits.{name}"] for name in ("w_strain", "w_misfit", "w_morale")]
    content = each(satisfaction)(block.leader_strain, block.misfit, mood, *weights)
    found = {
        "satisfaction": content,
        "dissatisfied": -content,
        "quit_intention": each(exit_hazard)(block.exit_weekly, content, settings.parameters["exits.sharpness"]),
        "exits": block.exits,
    }
    return {name: np.where(block.in_post > 0.0, values, np.nan) for name, values in found.items()}


def cross_section(together: bool = True) -> dict[str, dict[str, Grid]]:
    """All states that facts speak of, by level."""
    year = range(max(1, WEEK - YEAR + 1), WEEK + 1)
    later, joint, success = run("place", (*year, WEEK + YEAR), together), np.array(0.0), np.array(0.0)
    for _ in year:
        settings, block = next(later)
        joint, success = joint + block.joint, success + block.success
    ties, leaders = tie_states(settings, block), leader_states(settings, block)
    ties["succeeded"] = np.where((joint > 0.0) & (block.present > 0.0), success / np.maximum(joint, 1.0), np.nan)
    levels = {"team": team_states(settings, block, ties), "tie": ties, "leader": leaders}
    ways = {"trust_given": "trust", "turns_up": "turns_up"}
    levels["tie, each way"] = {name: np.vstack([ties[f"{of}_ab"], ties[f"{of}_ba"]]) for name, of in ways.items()}
    _, block = next(later)
    leaders["left"] = np.where(np.isfinite(leaders["exits"]), block.exits > leaders["exits"], np.nan)
    return levels


def climates() -> dict[str, float]:
    """ICC(1) of what persons of one team have in common, as a survey shows it: its noise lies within teams."""
    _, block = next(iter(run("neighbourhood", (WEEK,))))
    return {name: RELIABILITY * icc1(getattr(block, name)) for name in CLIMATES}


def otherwise(levels: Mapping[str, Mapping[str, Grid]]) -> str:
    """What two facts would be if they were read in another way."""
    by_id = {fact.id: fact for fact in FACTS}
    apart = score(by_id["SF1"], cross_section(together=False)["team"]).found
    chance = score(replace(by_id["SF3"], y="success"), levels["tie"]).found
    return f"Read otherwise: SF1 {apart:.2f} if each lever is drawn by itself; SF3 {chance:.2f} against the chance of success."


def rows(scores: Sequence[Score]) -> Iterator[tuple[str, ...]]:
    """The table, cell by cell."""
    for one in scores:
        fact, (low, high) = one.fact, one.fact.range
        words = {"sign": ("above 0" if fact.expected > 0.0 else "below 0", ""), "order": ("larger", "")}
        expected, band = words.get(fact.kind, (f"{fact.kind} {fact.expected:.2f}", f"{low:.2f} to {high:.2f}"))
        states = f"{MEANINGS.get(fact.x, fact.x)} × {MEANINGS.get(fact.y, fact.y)}"
        if fact.kind == "order":
            states += f", less {' × '.join(MEANINGS.get(name, name) for name in fact.than)}"
        found = f"{one.found:.2f} ({one.low:.2f} to {one.high:.2f})"
        role = "calibration" if fact.calibration else "test"
        yield fact.id, fact.what, f"{fact.level}: {states}", fact.source, role, expected, band, found, "HIT" if one.hit else "miss"


def counted(scores: Sequence[Score]) -> str:
    """Hits of tests, and apart from them of what may be used to set a scale."""
    tests, scales = ([one for one in scores if one.fact.calibration is calibration] for calibration in (False, True))
    return (
        f"{sum(one.hit for one in tests)} of {len(tests)} tests hit; of the {len(scales)} kept for calibration, "
        f"{sum(one.hit for one in scales)}; {len(scores)} scored in all."
    )


def condition(found: Mapping[str, float]) -> str:
    """Whether teams differ in climate neither too little nor too much."""
    low, high = CLIMATE_BAND
    said = ", ".join(f"{name} {value:.2f}" for name, value in found.items())
    held = sum(low <= value <= high for value in found.values())
    verdict = "holds" if held == len(found) else f"does NOT hold: {held} of {len(found)} climates inside"
    return f"Condition, ICC(1) of team climate from {low:.2f} to {high:.2f}: {verdict} ({said})."


def page(scores: Sequence[Score], climate: Mapping[str, float], other: str = "") -> str:
    """The Markdown that the documentation includes."""
    head = ("", "fact", "states compared", "source", "role", "expected", "band", "found (95 % interval)", "")
    table = [head, tuple("---" for _ in head), *rows(scores)]
    return "\n".join([
        "Printed by `python benchmarks/stylised_facts.py --write`.", "", f"**{counted(scores)}** {condition(climate)}", "",
        *(f"| {' | '.join(cells)} |" for cells in table), "", *([other, ""] if other else []),
        "Without a counterpart in this cross-section:", "", *(f"- {ids}: {why}." for ids, why in WITHOUT.items()), "",
    ])  # fmt: skip


def main() -> None:
    """Score everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the table into the documentation too")
    asked = parser.parse_args()
    levels, climate = cross_section(), climates()
    scores, other = [score(fact, levels[fact.level]) for fact in FACTS], otherwise(levels)
    for cells in rows(scores):
        name, what, states, _, role, expected, band, found, hit = cells
        print(f"{name:6s}{what:50s}{states.partition(':')[0]:15s}{role:13s}{expected:10s}{band:15s}{found:24s}{hit}")
    print(f"\n{counted(scores)}\n{condition(climate)}\n{other}\n\nWithout a counterpart:")
    print(*(f"{ids}: {why}" for ids, why in WITHOUT.items()), sep="\n")
    if asked.write:
        PAGE.write_text(page(scores, climate, other), encoding="utf-8")


if __name__ == "__main__":
    main()
