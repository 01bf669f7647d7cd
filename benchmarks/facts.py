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
from collections.abc import Iterator, Mapping, Sequence
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
    kind: str = "rho"  # or r: raw; sign: that of `expected`; order: stronger with `y` than with `than`
    than: str = ""
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
    Fact("SF5b", "the same, attitudes above performance", "team", "shared", "morale", 0.0, WANG, kind="order", than="performance"),
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
         than="dissatisfied"),
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
    "participation": "enacted share and consult (mean)",
    "shared": "enacted share and yield_lead (mean)",
    **{name: f"enacted {name}" for name in ("explanation", "vision", "consult", "share")},
    "trust_leader": "trust in the team leader",
    "mistrust": "1 − trust in the team leader",
    "performance": "cases a head that the team can serve in a week",
    "effectiveness": "morale, attendance and cases a head (standardised, mean)",
    "commitment": "intent and ownership (mean)",
    "ideas": "chance of proposing something new",
    "speaking": "chance of saying what it knows",
    "ambiguity": "1 − clarity",
    "trust_partners": "trust in partners (mean over ties)",
    "joint_success": "chance that joint work succeeds (mean over ties)",
    "trust": "trust (mean of both ways)",
    "success": "chance that joint work succeeds",
    "viability": "chance that both turn up for the next case",
    "power_gap": "difference in power",
    "conflict": "open conflict",
    "disagreement": "difference in outlook",
    "trust_given": "trust in the partner",
    "turns_up": "chance of turning up for the partner",
    "quit_intention": "weekly chance of resigning",
    "satisfaction": "satisfaction with the post",
    "dissatisfied": "dissatisfaction",
    "left": "gone within the next year",
}

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
    apart = within(values)
    return np.asarray(apart / np.nanstd(apart))


def pooled(x: Grid, y: Grid, counts: Grid) -> Grid:
    """Correlation pooled within worlds, of those that have both; `counts` [draw, world]: how often a world counts."""
    both = np.isfinite(x) & np.isfinite(y)
    a, b = (np.where(both, within(np.where(both, values, np.nan)), 0.0) for values in (x, y))
    over, left, right = (counts @ products.sum(axis=0) for products in (a * b, a * a, b * b))
    varies = (left > 1e-18) & (right > 1e-18)
    return np.where(varies, over / np.sqrt(np.where(varies, left * right, 1.0)), np.nan)


def score(fact: Fact, states: Mapping[str, Grid], draws: int = 2000) -> Score:
    """Look for a fact in the states of its level, [entity, world] each."""
    x, worlds = states[fact.x], states[fact.x].shape[1]
    if fact.where:
        x = np.where(states[fact.where] > 0.0, x, np.nan)
    again = np.random.default_rng(1).multinomial(worlds, np.full(worlds, 1.0 / worlds), draws)
    found = pooled(x, states[fact.y], np.vstack([np.ones(worlds), again]))
    if fact.kind == "order":
        other = states[fact.than]
        found = found - (pooled(x, other, again_first(again)) if fact.y != "left" else pooled(other, states[fact.y], again_first(again)))
    found = found * RELIABILITY if fact.kind == "r" else found
    low, high = np.quantile(found[1:], (0.025, 0.975))
    return Score(fact, float(found[0]), float(low), float(high))
