"""Why a team came to joint work or stayed away: the terms of its choice in one week, in each world, and what it did."""

from collections.abc import Sequence

import numpy as np

from icsim.catalogue.labels import plain_name
from icsim.config.settings import Settings
from icsim.teach import page_types as page
from icsim.teach.page_text import apart
from icsim.trace.choice_terms import TERMS, ChoiceTerms, terms_of
from icsim.trace.paired_run import EgoNetwork, PairedRun

OTHERWISE = "under these rules a team does not weigh its own reasons, so there are none to show"


def why_payload(pair: PairedRun, near: EgoNetwork, week: int, names: Sequence[str]) -> page.SentWhy:
    """The terms of a team's choice in a week; what speaks against joint work is negative."""
    worlds: list[page.SentReasons] = []
    who = plain_name(pair.world.teams[near.team].name)
    for k in range(2):
        if other_rules(pair.arms[k]):
            worlds.append({"name": names[k], "decision": OTHERWISE, "chance": None, "terms": [], "total": None})
            continue
        terms, chance = terms_of(pair, near, week, k)
        signed = {name: value if ChoiceTerms.speaks_for(name) else -value for name, value in terms.items()}
        worlds.append(
            {
                "name": names[k],
                "decision": _did(pair, near, week, k, chance),
                "chance": None if np.isnan(chance) else round(chance, 4),
                "terms": [{"display": ChoiceTerms.display(name), "value": _plain(signed[name])} for name in TERMS],
                "total": _plain(float(np.nansum(list(signed.values())))),
            }
        )
    return {"who": who, "week": week, "worlds": worlds, "said": _said(worlds, who, week, names)}


def other_rules(arm: Settings) -> bool:
    """Whether a rival model stands in for a team's own weighing, so that its terms are not what it went by."""
    return bool(arm.values["rules"]["cooperation"] != "on" or arm.values["rules"]["leading"] == "hero")


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)


def _did(pair: PairedRun, near: EgoNetwork, week: int, k: int, chance: float) -> str:
    """What the team did that week, and how likely it was to."""
    if np.isnan(chance):
        return "knew no other team to work with"
    cases = pair.field("cases")[week, :, k]
    came = [pair.field(("came_a", "came_b")[side])[week, e, k] for e, side in zip(near.ties, near.sides, strict=True)]
    called = [e for e in near.ties if cases[e] > 0.0]
    likely = f"would come in {round(100.0 * chance)} of 100 cases"
    if not called:
        return f"was not called to joint work that week; it {likely}"
    there = sum(1 for e, x in zip(near.ties, came, strict=True) if x > 0.0 and cases[e] > 0.0)
    return f"came to {there} of {len(called)} cases that called for joint work; it {likely}"


def _said(worlds: Sequence[page.SentReasons], who: str, week: int, names: Sequence[str]) -> str:
    """The largest difference between the worlds, in a sentence."""
    if any(not one["terms"] for one in worlds):
        return f"In week {week} of this run: {OTHERWISE}."
    gaps = [
        (abs(one["value"] - other["value"]), one["display"], one["value"], other["value"])
        for one, other in zip(worlds[0]["terms"], worlds[1]["terms"], strict=True)
        if one["value"] is not None and other["value"] is not None
    ]
    start = (
        f"In week {week} of this run, {who} {worlds[0]['decision']} in “{names[0]}”; in “{names[1]}” it {worlds[1]['decision']}."
    )
    largest = max(gaps, default=(0.0, "", 0.0, 0.0))
    if largest[0] == 0.0:
        return f"{start} Nothing in its choice differed."
    way = "spoke more for" if largest[2] > largest[3] else "spoke less for"
    return f"{start} What differed most: {largest[1]} {way} joint work in “{names[0]}” (by {apart(largest[2], largest[3])})."
