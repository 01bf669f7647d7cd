"""What a verdict says in plain words, from its plain data: one truth for the terminal, the page and `verdict.json`."""

from collections.abc import Iterator, Sequence
from typing import Any

from icsim.report.theory.clause_text import ROLES
from icsim.report.theory.further_text import further_lines
from icsim.report.theory.share_text import (
    SETTINGS,
    count_of_draws,
    distinct_name,
    held_text,
    interval_of_share,
    of_100,
    quantity,
    share_range,
)
from icsim.statistics import effect_shares
from icsim.statistics.effect_shares import LEANING
from icsim.theory.boundary import Boundaries
from icsim.theory.role import ENOUGH
from icsim.theory.run_theory import SHRINKS
from icsim.theory.verdict import NOT_TESTED, SAID, ReasoningOutcomeCell, Verdict

Plain = dict[str, Any]

NOT_A_FORECAST = "A theory explored, not a forecast of any real system."
QUICK = "a quick look"
PARAMETER_DEPENDENT = "P"  # the role whose theories get a boundary instead of a word
BOUNDARY, NO_BOUNDARY, NOT_SOUGHT = "boundary found", "no boundary found", "no boundary sought"
LABELS = {"measured": "measured", "recalled": "recalled from papers", "convention": "conventions", "assumption": "assumptions"}


def verdict_phrase(judged: Verdict, role: str, boundary: Boundaries | None) -> str:
    """The verdict in as few words as there are. A sign that hangs on numbers gets no word of a share: it may have a boundary."""
    if not judged.tested:
        return NOT_TESTED
    if role != PARAMETER_DEPENDENT or not judged.shares.draws:
        return effect_shares.band_text(judged.bands)
    if boundary is None:
        return NOT_SOUGHT
    return BOUNDARY if boundary.found else NO_BOUNDARY


def verdict_lines(found: Plain) -> list[dict[str, str]]:
    """Every line that belongs to a verdict, in reading order: what it is about, and the text."""
    lines = [*_verdict(found), *_how_sure(found), *_looked(found), *_chain(found), *further_lines(found), *_basis(found)]
    return [{"about": about, "text": text} for about, text in lines]


def _verdict(found: Plain) -> Iterator[tuple[str, str]]:
    judged = found["verdict"]
    yield "role", ROLES[found["role"]]
    three = judged["shares"]
    if not judged["tested"]:
        arrived = count_of_draws(judged["arrived"], judged["draws"])
        yield "verdict", f"{NOT_TESTED}: the resource arrived in {arrived} {SETTINGS}, so nothing can be said of what follows"
        return
    how = f" ({interval_of_share(three['expected'])})" if three["draws"] else ""
    yield "verdict", f"{judged['says']}: all key clauses together {held_text(judged)}{how}"
    if judged["cells"][judged["headline"]]["value"] is not None:
        cell = ReasoningOutcomeCell(judged["headline"])
        yield "headline", f"{cell}, in {count_of_draws(judged['cells'][cell], three['draws'])}: {SAID[cell]}"


def _how_sure(found: Plain) -> Iterator[tuple[str, str]]:
    judged, worlds = found["verdict"], found["worlds"]
    if judged["says"] == NOT_SOUGHT:
        few = f"{min(judged['draws'], worlds['side_draws'])} settings are too few to look for a boundary in"
        yield "effort", f"{few}: it takes {ENOUGH} (budget.draws, budget.side_draws); budget=standard has them"
    elif found["role"] == PARAMETER_DEPENDENT:
        pass
    elif judged["quick"]:
        yield "effort", f"{QUICK}: {judged['draws']} settings are too few to call anything supported; budget=standard tries more"
    if found["role"] != PARAMETER_DEPENDENT:
        yield from _how_settled(judged)
    key = [one for one in found["clauses"] if one["key"]]
    near = [f"{distinct_name(one, key)} in {one['straddling']}" for one in key if one["straddling"]]
    if near:
        near_to = f"too near the smallest effect that counts to be called with {worlds['lucks']} lucks"
        yield "near", f"{near_to}, of {worlds['draws']} settings: {', '.join(near)}"
    right = [one for one in found["clauses"] if one["part"] == "outcome" and one["lucks_right"] is not None]
    if right and judged["tested"]:
        told = "; ".join(f"{distinct_name(one, right)} {of_100(one['lucks_right'])}" for one in right)
        what = "sign was right" if any(one["expect"] != "none" for one in right) else "effect was within the smallest"
        yield "lucks", f"in single pairs of worlds the {what} in, of 100 lucks: {told}"


def _how_settled(judged: Plain) -> Iterator[tuple[str, str]]:
    """What it would take before one word is left, and whether other smallest effects change it."""
    more = judged["more_draws"]
    if judged["tested"] and more and not judged["quick"]:
        yield "effort", f"needs about {more} more settings before one word is left"
    elif judged["tested"] and judged["more_lucks"]:
        yield "effort", "there are settings enough, and only more lucks can leave one word (budget.lucks, budget.most_lucks)"
    elif judged["tested"] and more is None and judged["shares"]["draws"]:
        yield "effort", "lies so near the border of two words that more settings would hardly settle which"
    yield from _at_scales(judged)


def _at_scales(judged: Plain) -> Iterator[tuple[str, str]]:
    if not judged["tested"] or not judged["shares"]["draws"]:
        return
    here, half, double = judged["at_one"], judged["at_half"], judged["at_double"]
    changed = [f"{how} as large: {band}" for how, band in (("half", half), ("twice", double)) if band != here]
    if changed:
        yield "smallest", f"the word changes with the smallest effects that count (now: {here}); {'; '.join(changed)}"


def _looked(found: Plain) -> Iterator[tuple[str, str]]:
    looks = found["looks"]
    for look in looks:
        if look["kind"] == "attention":
            note = f" ({look['note']})" if look["note"] else ""
            yield "attention", f"against the same hours of mere attention: {_short(look['verdict'])}{note}"
    for look in looks:
        if look["kind"] == "weaker":
            yield "weaker", _weaker(look)
    for look in looks:
        if look["kind"] == "rival":
            yield "rival", _rival(look)
    variants = [look for look in looks if look["kind"] == "variant"]
    if variants and found["verdict"]["tested"]:
        yield "forms", _shares_of(variants) if found["role"] == PARAMETER_DEPENDENT else _forms(variants)


def _short(judged: Plain) -> str:
    if not judged["tested"]:
        return f"{NOT_TESTED}, the resource arrived in {count_of_draws(judged['arrived'], judged['draws'])} {SETTINGS}"
    return f"{held_text(judged)}"


def _weaker(look: Plain) -> str:
    share, much = look["weaker"], f"{SHRINKS:.0%}".replace("%", " %")
    where = f"with {look['differs']}, the effect on the {look['about']} should shrink by {much} or more"
    if share is None or share["value"] is None:
        return f"{where}: it counts in no setting here, so there is nothing to shrink"
    sure, known = share["low"] >= LEANING, share["high"] < LEANING
    came = "as it does" if sure else "and does not reliably" if known else "and perhaps does"
    return f"{where}, {came}: in {count_of_draws(share, share['draws'])} {SETTINGS} in which it counts ({interval_of_share(share)})"


def _rival(look: Plain) -> str:
    claim = f" ({look['note'].rstrip('.')})" if look["note"] else ""
    text = f"{look['name'].replace('_', ' ')}{claim}, with {look['differs']}: {_short(look['verdict'])}"
    apart = look["apart"]
    if apart is None or apart["here"] == apart["there"]:
        return f"{text}; no clause tells the two apart"
    what = f"{apart['display']}, {apart['who']}, week {apart['week']}"
    return (
        f"{text}; told apart best by {what}: {apart['expected']} in {of_100(apart['here'])} of 100 settings, "
        f"under the rival in {of_100(apart['there'])}"
    )


def _forms(variants: Sequence[Plain]) -> str:
    """Never averaged: each other form of a rule counts as one."""
    tested = [look for look in variants if look["verdict"]["tested"]]
    fails = [look["differs"] for look in tested if not look["holds"]]
    untested = [look["differs"] for look in variants if not look["verdict"]["tested"]]
    text = f"holds in {len(tested) - len(fails)} of {len(tested)} other forms of the rules"
    text += f", not under {'; '.join(fails)}" if fails else ""
    return text + (f"; {NOT_TESTED} under {'; '.join(untested)}" if untested else "")


def _shares_of(variants: Sequence[Plain]) -> str:
    """The same where no word is given: how often it held under each."""
    told = [
        f"{look['differs']} {count_of_draws(look['verdict']['shares']['expected'], look['verdict']['shares']['draws'])}"
        if look["verdict"]["tested"] and look["verdict"]["shares"]["draws"]
        else f"{look['differs']} {NOT_TESTED}"
        for look in variants
    ]
    return f"held under other forms of the rules in, of plausible settings: {'; '.join(told)}"


def _chain(found: Plain) -> Iterator[tuple[str, str]]:
    chain = found["chain"]
    if not chain["passages"]:
        if chain["reason"]:
            yield "chain", f"not traced: {chain['reason']}"
        return
    beside = {clause["column"] for clause in found["clauses"] if clause["through"] == "beside"}
    for one in chain["passages"]:
        small = one["smallest_effect"]
        total = f"{one['display']}, {one['who']}: {quantity(one['total'], small)} in all"
        total += " (said to pass beside the reasoning)" if one["column"] in beside else ""
        if not one["leads"]:
            yield "chain", f"{total}; no rule leads from this reasoning to it, whatever comes between: it can only go along with it"
            continue
        if one["share_with"] is None:
            yield "chain", f"{total}, below the smallest effect that counts, so no share of it is told"
            continue
        with_, without = (quantity(one[way], small) for way in ("through_with", "through_without"))
        through = f"through the reasoning {with_} with the resource there, {without} without it"
        yield "chain", f"{total}; {through}: {share_range((one['share_with'], one['share_without']))}"


def _basis(found: Plain) -> Iterator[tuple[str, str]]:
    counts = found["assumption"]["drawn"]
    told = ", ".join(f"{count} {LABELS[label]}" for label, count in counts.items() if count)
    yield "basis", f"of {sum(counts.values())} numbers drawn over their ranges: {told}"
