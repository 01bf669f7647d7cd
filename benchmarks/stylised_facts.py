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
reliability .80 would show it. Intervals are a bootstrap over worlds. Leadership is what teams would rate (icsim.engine.survey):
what leaders enact, not what is set, coloured by the team's disposition; the error of ratings is what a rho is corrected for.
Teams and leaders whose post is vacant in that week are left out.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from icsim.calibrate.correlation import Grid, Score, score
from icsim.calibrate.cross_section import (
    WEEK,
    climate,
    cross_section,
    run,
    weeks_of_cross_section,
)
from icsim.calibrate.stylised_facts import FACTS
from icsim.engine.survey import answers, heads
from icsim.statistics.agreement import icc1

WORLDS = 64
PAGE = Path(__file__).parents[1] / "docs" / "figures" / "stylised_facts.md"

# Only if teams differ in climate neither too little nor too much does a correlation between teams mean anything.
# Persons in teams are needed, so the place is the neighbourhood: twelve persons under one leader are one team of a study.
PEOPLE, CLIMATES, CLIMATE_BAND = "neighbourhood", ("safety", "fairness", "clarity", "morale"), (0.05, 0.30)

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
    "inspiring": "rated inspiring intent (mean of its graded levers)",
    "participation": "rated share and consult (mean)", "participation_told": "enacted share and consult (mean)",
    "shared": "rated share and yield_lead (mean)",
    **{name: f"rated {name}" for name in ("explanation", "vision", "consult", "share")},
    "trust_leader": "trust in the team leader", "mistrust": "1 − trust in the team leader",
    "trust_partners": "trust in partners (mean over ties)", "ambiguity": "1 − clarity",
    "expectation_gap": "gap between promised and delivered", "commitment": "intent and ownership (mean)",
    "performance": "cases a head that the team can serve in a week",
    "effectiveness": "morale, attendance and cases a head (standardised, mean)",
    "ideas": "chance of proposing something new", "speaking": "chance of saying what it knows",
    "joint_succeeded": "joint work of the past year that succeeded (share, mean over ties)",
    "trust": "trust (mean of both ways)", "succeeded": "joint work of the past year that succeeded (share)",
    "viability": "chance that both turn up for the next case", "power_gap": "difference in power",
    "conflict": "open conflict", "disagreement": "difference in outlook",
    "trust_given": "trust in the partner", "turns_up": "chance of turning up for the partner",
    "quit_intention": "weekly chance of resigning", "satisfaction": "satisfaction with the post",
    "dissatisfied": "dissatisfaction", "left": "gone within the next year",
}  # fmt: skip


def levels_of(together: bool = True) -> dict[str, dict[str, Grid]]:
    """All states that facts speak of, by level, at default numbers."""
    return cross_section(run("place", weeks_of_cross_section(WEEK), WORLDS, together), WEEK)


def climates() -> dict[str, float]:
    """ICC(1) of what persons of one team answer in a survey."""
    block = next(run(PEOPLE, (WEEK,), WORLDS))
    return {name: climate(block, name, WEEK) for name in CLIMATES}


def climates_of_teams() -> dict[str, float]:
    """The same between the teams of one place."""
    block = next(run("place", (WEEK,), WORLDS))
    return {name: icc1(answers(block, name, WEEK), heads(block)) for name in CLIMATES}


def otherwise(levels: Mapping[str, Mapping[str, Grid]]) -> str:
    """What two facts would be if they were read in another way."""
    by_id = {fact.id: fact for fact in FACTS}
    apart = score(by_id["SF1"], levels_of(together=False)["team"]).found
    chance = score(replace(by_id["SF3"], y="success"), levels["tie"]).found
    between = ", ".join(f"{name} {value:.2f}" for name, value in climates_of_teams().items())
    return (
        f"Read otherwise: SF1 {apart:.2f} if each lever is drawn by itself; SF3 {chance:.2f} against the chance of success. "
        f"ICC(1) between the teams of one place: {between}."
    )


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
    levels, agreement = levels_of(), climates()
    scores, other = [score(fact, levels[fact.level]) for fact in FACTS], otherwise(levels)
    for cells in rows(scores):
        name, what, states, _, role, expected, band, found, hit = cells
        print(f"{name:6s}{what:50s}{states.partition(':')[0]:15s}{role:13s}{expected:10s}{band:15s}{found:24s}{hit}")
    print(f"\n{counted(scores)}\n{condition(agreement)}\n{other}\n\nWithout a counterpart:")
    print(*(f"{ids}: {why}" for ids, why in WITHOUT.items()), sep="\n")
    if asked.write:
        PAGE.write_text(page(scores, agreement, other), encoding="utf-8")


if __name__ == "__main__":
    main()
