"""Scores the stylised facts: correlations that meta-analyses report, looked for in one cross-section of the default place.

    python benchmarks/facts.py            prints the table
    python benchmarks/facts.py --write    also writes it to docs/figures/stylised_facts.md

Which states are compared was fixed before anything was computed, and nothing is tuned: what the model misses is a miss.

The cross-section: 64 worlds, each with a structure and a luck of its own, leaders as different as can be set, week 156.
A world is to the model what a study is to a meta-analysis, one place at one time. So the mean of each world is removed
and the correlation is pooled over what varies within worlds. A published rho is corrected for unreliability and is held
against true states (chances where behaviour is drawn); a published raw r against .80 times that, as two measures of
reliability .80 would show it. Intervals are a bootstrap over worlds. Leaders count by what they enact, not by what is
set; teams and leaders whose post is vacant in that week are left out.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from icsim.catalogue import catalogue
from icsim.catalogue.orders import LEVERS, VARIANTS
from icsim.config.compose import compose
from icsim.config.settings import Settings
from icsim.engine.block import Luck, build
from icsim.engine.fields import Block
from icsim.engine.week import running
from icsim.rules.commitment_to_learning import idea_chance
from icsim.rules.cooperation import engage, joint_capability, partner_reason, success_chance, tie_costs
from icsim.rules.exits import exit_hazard, satisfaction
from icsim.rules.inspiring_intent import heard
from icsim.rules.voice import speaks

Grid = NDArray[np.float64]

WORLDS, WEEK, YEAR, SPREAD = 64, 156, 52, 0.25
RELIABILITY = 0.80
WIDTH = 0.15  # of the band on either side, unless the source gives a band
PAGE = Path(__file__).parents[1] / "docs" / "figures" / "stylised_facts.md"


@dataclass(frozen=True)
class Fact:
    """A published correlation and its counterpart: `x` and `y` are states of those at `level`."""

    id: str
    what: str
    level: str
    x: str
    y: str
    expected: float
    source: str
    band: tuple[float, float] | None = None  # None: expected ± WIDTH
    kind: str = "rho"  # or r: raw; sign: that of `expected`; order: larger than between the two of `than`
    than: tuple[str, str] = ("", "")
    where: str = ""  # a state that is 1 where the fact is looked for

    @property
    def range(self) -> tuple[float, float]:
        return self.band or (round(self.expected - WIDTH, 2), round(self.expected + WIDTH, 2))

    @property
    def calibration(self) -> bool:
        """It may be used to set a scale, and so tests nothing."""
        return self.id.rstrip("abcde") in ("SF1", "SF3", "SF5", "SF6")


DIRKS, WANG, FRAZIER = "Dirks & Ferrin 2002", "Wang 2014", "Frazier 2017"
GREER, DE_WIT, PETTIGREW = "Greer 2018", "de Wit 2012", "Pettigrew & Tropp 2006"
DECHURCH, COLQUITT, GRIFFETH = "DeChurch & Mesmer-Magnus 2009, 2010", "Colquitt 2007", "Griffeth 2000"

FACTS = (
    Fact("SF1", "transformational leadership – trust in leader", "team", "inspiring", "trust_leader", 0.72, DIRKS, (0.45, 0.8)),
    Fact("SF2a", "procedural justice – trust in leader", "team", "fairness", "trust_leader", 0.61, DIRKS),
    Fact("SF2b", "participative decisions – trust in leader", "team", "participation", "trust_leader", 0.46, DIRKS),
    Fact("SF2d", "trust in leader – performance", "team", "trust_leader", "performance", 0.16, DIRKS),
    Fact("SF3", "trust within – joint performance", "tie", "trust", "success", 0.30, "De Jong 2016"),
    Fact("SF4a", "safety – learning behaviour", "team", "safety", "ideas", 0.60, FRAZIER, (0.45, 0.70)),
    Fact("SF4b", "safety – information sharing", "team", "safety", "speaking", 0.50, FRAZIER, (0.40, 0.60)),
    Fact("SF4c", "safety – performance", "team", "safety", "performance", 0.40, FRAZIER, (0.20, 0.45)),
    Fact("SF4d", "relation with leader – safety", "team", "trust_leader", "safety", 0.40, FRAZIER, (0.40, 1.0)),
    Fact("SF5a", "shared leadership – effectiveness", "team", "shared", "effectiveness", 0.34, WANG),
    Fact("SF5b", "the same, attitudes above performance", "team", "shared", "morale", 0.0, WANG, kind="order",
         than=("shared", "performance")),
    Fact("SF6a", "role ambiguity – performance", "team", "ambiguity", "performance", -0.21, "Tubre & Collins 2000"),
    Fact("SF7a", "hierarchy – joint performance", "tie", "power_gap", "success", -0.08, GREER),
    Fact("SF7b", "hierarchy – viability", "tie", "power_gap", "viability", -0.11, GREER),
    Fact("SF8a", "participation – performance", "team", "participation", "performance", 0.11, "Wagner 1994"),
    Fact("SF8b", "participation – satisfaction", "team", "participation", "morale", 0.11, "Wagner 1994"),
    Fact("SF9a", "relationship conflict – joint performance", "tie", "conflict", "success", -0.16, DE_WIT),
    Fact("SF9c", "task conflict – joint performance", "tie", "disagreement", "success", -0.01, DE_WIT),
    Fact("SF10a", "contact – prejudice", "tie", "familiarity", "distance", -0.21, PETTIGREW, kind="r"),
    Fact("SF10b", "the same at equal status", "tie", "familiarity", "distance", -0.29, PETTIGREW, kind="r", where="equals"),
    Fact("SF11a", "breach – mistrust", "team", "gap", "mistrust", 0.65, "Zhao 2007"),
    Fact("SF12b", "rational persuasion – commitment", "team", "explanation", "commitment", 1.0, "Lee 2017", kind="sign"),
    Fact("SF12c", "inspirational appeal – commitment", "team", "vision", "commitment", 1.0, "Lee 2017", kind="sign"),
    Fact("SF12d", "consultation – commitment", "team", "consult", "commitment", 1.0, "Lee 2017", kind="sign"),
    Fact("SF12e", "collaboration – commitment", "team", "share", "commitment", 1.0, "Lee 2017", kind="sign"),
    Fact("SF13a", "team cognition – joint performance", "team", "skill", "joint_success", 0.38, DECHURCH),
    Fact("SF13b", "information sharing – performance", "team", "speaking", "performance", 0.42, DECHURCH),
    Fact("SF13c", "teamwork processes – joint performance", "team", "turnout", "joint_success", 0.30, "LePine 2008"),
    Fact("SF14a", "trust – risk taking", "tie, each way", "trust_given", "turns_up", 0.42, COLQUITT),
    Fact("SF14b", "trust – task performance", "team", "trust_partners", "performance", 0.33, COLQUITT),
    Fact("SF14c", "trust – citizenship", "team", "trust_partners", "attendance", 0.27, COLQUITT),
    Fact("SF14d", "trust – counterproductive behaviour", "team", "trust_partners", "territoriality", -0.33, COLQUITT),
    Fact("SF15a", "intention to quit – turnover", "leader", "quit_intention", "left", 0.38, GRIFFETH),
    Fact("SF15b", "satisfaction – turnover", "leader", "satisfaction", "left", -0.19, GRIFFETH),
    Fact("SF15e", "intention tells more than dissatisfaction", "leader", "quit_intention", "left", 0.0, GRIFFETH, kind="order",
         than=("dissatisfied", "left")),
)  # fmt: skip

WITHOUT = {
    "SF2c, SF11b, SF11c": "staff's intent to quit, and turnover of staff: leaders leave in the model, teams do not",
    "SF6b": "role conflict: reporting lines do not differ within this place",
    "SF9b": "process conflict: nobody quarrels about who does what",
    "SF10c": "contact in trials (d .39): an intervention, not a cross-section",
    "SF12a": "pressure: nobody threatens unless it is set, so nothing varies",
    "SF15c, SF15d": "leaver's own leader relation and role clarity: leaders have neither as a state",
}

# What stands for what, one meaning each for all facts; a state not named here is the model's own of that name.
MEANINGS = {
    "inspiring": "enacted inspiring intent (mean of its graded levers)",
    "participation": "enacted share and consult (mean)", "shared": "enacted share and yield_lead (mean)",
    **{name: f"enacted {name}" for name in ("explanation", "vision", "consult", "share")},
    "trust_leader": "trust in the team leader", "mistrust": "1 − trust in the team leader",
    "trust_partners": "trust in partners (mean over ties)", "ambiguity": "1 − clarity",
    "gap": "gap between promised and delivered", "commitment": "intent and ownership (mean)",
    "performance": "cases a head that the team can serve in a week",
    "effectiveness": "morale, attendance and cases a head (standardised, mean)",
    "ideas": "chance of proposing something new", "speaking": "chance of saying what it knows",
    "joint_success": "chance that joint work succeeds (mean over ties)",
    "trust": "trust (mean of both ways)", "success": "chance that joint work succeeds",
    "viability": "chance that both turn up for the next case", "power_gap": "difference in power",
    "conflict": "open conflict", "disagreement": "difference in outlook",
    "trust_given": "trust in the partner", "turns_up": "chance of turning up for the partner",
    "quit_intention": "weekly chance of resigning", "satisfaction": "satisfaction with the post",
    "dissatisfied": "dissatisfaction", "left": "gone within the next year",
}  # fmt: skip

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


def run(place: str, weeks: Sequence[int]) -> Iterator[tuple[Settings, Block]]:
    """A block of worlds with leaders as different as can be, as it stands at each of the weeks."""
    spread = {f"leadership.{tier}.spread": SPREAD for tier in ("team", "system")}
    settings = compose("run", [f"place={place}", f"weeks={max(weeks)}"], context=spread)
    block = build([settings], [Luck(n, n) for n in range(1, WORLDS + 1)])
    for first, last in zip((0, *weeks), weeks, strict=False):
        running().weeks(block.packed, first + 1, last)
        yield settings, block


def enacted(block: Block, lever: str) -> Grid:
    """What each leader does of a lever; nan where the post is vacant."""
    n = LEVERS.index(lever)
    share = block.pace if block.lever_hours[n] >= 0 else block.manner
    return np.where(block.manner > 0.0, block.lever[n] * share, np.nan)


def team_states(settings: Settings, block: Block, ties: Mapping[str, Grid]) -> dict[str, Grid]:
    """States of teams, nan where the leader's post is vacant."""
    near, far, par = block.rel_post[0::2], block.rel_post[1::2], settings.parameters
    done = {name: enacted(block, name)[near] for name in LEVERS}
    graded = [name for name, lever in catalogue().levers.items() if lever.key.startswith("inspiring_intent.") and not lever.choices]
    trust = block.trust_leading[0::2]
    recognised = [block.reach[n::2] * block.pace[p] * block.lever[LEVERS.index("recognition")][p] for n, p in ((0, near), (1, far))]
    inclusive = each(heard)(*recognised, par["inspiring_intent.system_weight"], block.rel_on[1::2, None] > 0)
    weights = [par[f"voice.{name}"] for name in ("base", "b_safety", "b_status", "b_futility")]
    output = block.capacity_week / block.size[:, None]
    found = {
        **{name: getattr(block, name) for name in ("fairness", "safety", "morale", "gap", "skill", "turnout", "attendance")},
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
        "speaking": each(speaks)(block.safety, 1.0 - block.power, inclusive, 1.0 - block.fairness, *weights),
        "performance": output,
        "effectiveness": standardised(block.morale) + standardised(block.attendance) + standardised(output),
        "trust_partners": at_teams(block, ties["trust_ab"], ties["trust_ba"]),
        "joint_success": at_teams(block, ties["success"], ties["success"]),
    }
    filled = block.manner[near] > 0.0
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


def tie_states(settings: Settings, block: Block) -> dict[str, Grid]:
    """States of ties that exist; what has a direction has `_ab` and `_ba`."""
    a, b, par = block.tie_a, block.tie_b, settings.parameters
    costs = [par[f"cooperation.{name}"] for name in ("w_distance", "w_conflict", "w_risk")]
    terms = [par[f"cooperation.success_{name}"] for name in ("base", "trust", "capability", "complexity", "conflict")]
    seen = np.where(block.rel_on[1::2, None] > 0, block.seen[block.rel_post[1::2]], 0.0)
    found = {"trust_ab": block.trust_ab, "trust_ba": block.trust_ba, "trust": (block.trust_ab + block.trust_ba) / 2.0}
    for way, one, other in (("ab", a, b), ("ba", b, a)):
        reason = each(partner_reason)(block.turnout[other], found[f"trust_{way}"], par["cooperation.benefit"])
        bad = block.against_team[one] + each(tie_costs)(block.distance, block.conflict_open, seen[other], *costs)
        found[f"turns_up_{way}"] = each(engage)(block.willing_team[one] + reason, bad, par["cooperation.beta"])
    usual, output = par["cooperation.usual_capability"], int(block.var[VARIANTS.index("output"), 0])
    able = each(joint_capability)(output, block.able_team[a], block.able_team[b], usual)
    power_gap = np.abs(block.power[a] - block.power[b])
    found |= {
        "success": each(success_chance)(found["trust"], able, settings.context["complexity"], block.conflict_open, *terms),
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
    return {name: np.where(block.manner > 0.0, values, np.nan) for name, values in found.items()}


def cross_section() -> dict[str, dict[str, Grid]]:
    """All states that facts speak of, by level."""
    later = run("place", (WEEK, WEEK + YEAR))
    settings, block = next(later)
    ties, leaders = tie_states(settings, block), leader_states(settings, block)
    levels = {"team": team_states(settings, block, ties), "tie": ties, "leader": leaders}
    ways = {"trust_given": "trust", "turns_up": "turns_up"}
    levels["tie, each way"] = {name: np.vstack([ties[f"{of}_ab"], ties[f"{of}_ba"]]) for name, of in ways.items()}
    _, block = next(later)
    leaders["left"] = np.where(np.isfinite(leaders["exits"]), block.exits > leaders["exits"], np.nan)
    return levels


def climates() -> dict[str, float]:
    """ICC(1) of what persons of one team have in common."""
    _, block = next(iter(run("neighbourhood", (WEEK,))))
    return {name: icc1(getattr(block, name)) for name in CLIMATES}


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


def page(scores: Sequence[Score], climate: Mapping[str, float]) -> str:
    """The Markdown that the documentation includes."""
    head = ("", "fact", "states compared", "source", "role", "expected", "band", "found (95 % interval)", "")
    table = [head, tuple("---" for _ in head), *rows(scores)]
    return "\n".join([
        "Printed by `python benchmarks/facts.py --write`.", "", f"**{counted(scores)}** {condition(climate)}", "",
        *(f"| {' | '.join(cells)} |" for cells in table), "",
        "Without a counterpart in this cross-section:", "", *(f"- {ids}: {why}." for ids, why in WITHOUT.items()), "",
    ])  # fmt: skip


def main() -> None:
    """Score everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the table into the documentation too")
    asked = parser.parse_args()
    levels, climate = cross_section(), climates()
    scores = [score(fact, levels[fact.level]) for fact in FACTS]
    for cells in rows(scores):
        name, what, states, _, role, expected, band, found, hit = cells
        print(f"{name:6s}{what:50s}{states.partition(':')[0]:15s}{role:13s}{expected:10s}{band:15s}{found:24s}{hit}")
    print(f"\n{counted(scores)}\n{condition(climate)}\n\nWithout a counterpart:")
    print(*(f"{ids}: {why}" for ids, why in WITHOUT.items()), sep="\n")
    if asked.write:
        PAGE.write_text(page(scores, climate), encoding="utf-8")


if __name__ == "__main__":
    main()
