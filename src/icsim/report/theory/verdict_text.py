"""What a verdict says in plain words, from its model: one truth for the terminal, the page and `verdict.json`."""

import math
from collections.abc import Iterator, Sequence

from icsim.base.plain_text import and_list
from icsim.report.page import BarSlice, whole_parts
from icsim.report.theory.actors_text import actors_sentence
from icsim.report.theory.clause_text import NONE, ROLES, role_text, week_phrase
from icsim.report.theory.further_text import further_lines
from icsim.report.theory.retroduction_text import retroduction_lines
from icsim.report.theory.route_text import route_lines
from icsim.report.theory.share_text import (
    SETTINGS,
    count_of_draws,
    distinct_name,
    held_count,
    held_text,
    interval_of_share,
    of_100,
    quantity,
    share_range,
)
from icsim.report.theory.unsettled_text import why_sentence
from icsim.report.theory.verdict_words import NO_ROUTE, NOT_SOUGHT, QUICK, headline, is_unreached, kinds_sentence, settle_sentence
from icsim.results.values import Sentence
from icsim.results.verdict import ClauseRecord, RobustnessRecord, VerdictFile, VerdictRecord
from icsim.statistics.effect_shares import LEANING, told_apart
from icsim.theory.role import ENOUGH
from icsim.theory.run_theory import SHRINKS
from icsim.theory.theory_schema import PARAMETER_DEPENDENT
from icsim.theory.verdict import NOT_TESTED, SAID, ReasoningOutcomeCell

NO_EVIDENCE = "the model cannot test this theory, which speaks neither for it nor against it"
NOT_A_FORECAST = "A theory explored, not a forecast of any real system."
MOST_OF_IT = 0.5  # of an effect
LABELS = {"measured": "measured", "recalled": "recalled from papers", "convention": "conventions", "assumption": "assumptions"}


def verdict_lines(found: VerdictFile) -> Iterator[Sentence]:
    """Every line that belongs to a verdict, in reading order: what it is about, and the text."""
    for part in (_verdict, _routes, _how_sure, _robustness, _mediation, retroduction_lines, further_lines, _basis):
        yield from (Sentence(about=about, text=text) for about, text in part(found))


def is_quick(judged: VerdictRecord) -> bool:
    """Whether a verdict is to be marked as preliminary; one for which no boundary was sought says so already."""
    return judged.preliminary and judged.verdict_text != NOT_SOUGHT


def _verdict(found: VerdictFile) -> Iterator[tuple[str, str]]:
    judged, three = found.verdict, found.verdict.shares
    yield "role", f"Declared {role_text(found.role)}; {_found_role(found)}. {_role_means(found)}"
    if found.actors is not None:
        yield "actors", actors_sentence(found.actors)
    if found.comparison.follows is not None:
        yield "chain", f"follows {found.comparison.follows}, in the worlds that its resource leaves"
    yield "compared", found.comparison.sentence.rstrip(".")
    yield from (("warning", text) for text in found.comparison.warnings)
    yield "verdict", verdict_sentence(judged, found.clauses)
    if not (judged.tested and judged.routed and three.draws):
        return
    if why := why_sentence(judged, found.clauses, found.effort.replicates):
        yield "why", why
    yield "kinds", kinds_sentence(judged)
    cell = ReasoningOutcomeCell(judged.pattern)
    if judged.patterns[cell].value is not None:
        yield "pattern", f"{cell}, in {count_of_draws(judged.patterns[cell], three.draws)}: {SAID[cell]}{_as_often(judged, cell)}"
    if cell == ReasoningOutcomeCell.FOR_THE_REASON_GIVEN and (beside := _passed_beside(found)):
        yield "passage", beside


def _as_often(judged: VerdictRecord, cell: ReasoningOutcomeCell) -> str:
    """The patterns that were as common as the one that is told."""
    value = judged.patterns[cell].value
    same = [other for other, share in judged.patterns.items() if other != cell and share.value == value]
    return f"; as often: {' or '.join(same)}" if same else ""


def verdict_sentence(judged: VerdictRecord, clauses: Sequence[ClauseRecord]) -> str:
    """The word, what became of each key clause, and how often all of them held together."""
    primary = [one for one in clauses if one.primary]
    if not judged.routed:
        missing = [f"“{distinct_name(one, primary)}” of {one.who}" for one in primary if is_unreached(one)]
        where = f"no rule leads from what differs between the worlds to {' or to '.join(missing)}"
        return f"{NO_ROUTE}: {where}; {NO_EVIDENCE}"
    if not judged.tested:
        arrived = count_of_draws(judged.resource_delivered, judged.draws)
        return f"{NOT_TESTED}: the resource arrived in {arrived} {SETTINGS}, so nothing can be said of what follows"
    if not judged.shares.draws:
        return f"{judged.verdict_text}: all key clauses together {held_text(judged)}"
    came = headline(judged, [(distinct_name(one, primary), one) for one in primary])
    how = f"all key clauses together {held_text(judged)} ({interval_of_share(judged.shares.expected, judged.shares.draws)})"
    return f"{judged.verdict_text}: {came}; {how}"


def _passed_beside(found: VerdictFile) -> str:
    """Outcomes that came with the reasoning, and most of whose effect did not pass through it: together is not yet through."""
    outcomes = found.part("outcome")
    names = {one.clause: distinct_name(one, outcomes) for one in outcomes if one.mediated}
    told = [
        f"“{names[one.clause]}” {share_range((one.tnie_share, one.pnie_share))}"
        for one in found.mediation.outcomes
        if one.clause in names and one.tnie_share is not None and one.pnie_share is not None
        if max(one.tnie_share, one.pnie_share) < MOST_OF_IT
    ]
    if not told:
        return ""
    little = "less than half of the effect passed through the reasoning"
    return f"reasoning and outcome came together, but {little}: of {and_list(told)}"


def _role_means(found: VerdictFile) -> str:
    """What a role means, as a fact only where it was computed: what a file declares may be wrong."""
    computed = found.role_found.found if found.role_found is not None else None
    if computed is not None and computed != found.role:
        hangs = found.role == PARAMETER_DEPENDENT
        given = "a boundary, and no word for how often it held" if hangs else "a word for how often it held"
        return f"{ROLES[computed]} The verdict follows the role declared ({given}); the role found does not change it."
    if computed is not None:
        return f"{ROLES[computed]}{_as_declared(found)}"
    declared = ROLES[found.role]
    return f"If that is right, {declared[0].lower()}{declared[1:]}{_as_declared(found)}"


def _as_declared(found: VerdictFile) -> str:
    """What a parameter-dependent theory gets in place of a word."""
    return " It gets no word, but a boundary, where one can be found." if found.role == PARAMETER_DEPENDENT else ""


def _found_role(found: VerdictFile) -> str:
    """What was found of the role that a file declares, in a few words; the reason stands further below."""
    if found.role_found is None:
        return f"not checked, which takes {ENOUGH} settings of budget.robustness_draws"
    if found.role_found.found is None:
        return "what it is could not be computed"
    return f"found {role_text(found.role_found.found)}"


def _routes(found: VerdictFile) -> Iterator[tuple[str, str]]:
    named = {distinct_name(one, found.clauses): one for one in found.clauses}
    yield from (("route", line) for line in route_lines(named))


def _how_sure(found: VerdictFile) -> Iterator[tuple[str, str]]:
    judged, effort = found.verdict, found.effort
    if judged.verdict_text == NOT_SOUGHT:
        now = f"budget.draws={judged.draws}, budget.robustness_draws={effort.robustness_draws}"
        few = f"too few settings to look for a boundary in ({now})"
        yield "effort", f"{few}: it takes {ENOUGH} or more of each; budget=standard has them"
    elif judged.preliminary and found.role != PARAMETER_DEPENDENT:
        yield "effort", f"{QUICK}: {judged.draws} settings are too few to call anything supported; budget=standard tries more"
    if found.role != PARAMETER_DEPENDENT:
        yield from _how_settled(judged)
    primary = [one for one in found.clauses if one.primary]
    near = [
        f"{distinct_name(one, primary)} in {one.undecided_draws} (about {one.settling_replicates} replicates would call half)"
        for one in primary
        if one.undecided_draws
    ]
    if near:
        near_to = f"too near the smallest effect that counts to be called with {effort.replicates} replicates"
        yield "near", f"{near_to}, of {effort.draws} settings: {', '.join(near)}"
    if counted := _counted(found):
        yield "counted", counted
    right = [one for one in found.part("outcome") if one.replicates_as_predicted is not None]
    if right and judged.tested:
        told = "; ".join(f"{distinct_name(one, right)} {_single_pairs(one)}" for one in right)
        yield "replicates", f"in single pairs of worlds, of 100: {told}"


def _counted(found: VerdictFile) -> str:
    """Which counts are of fewer settings than were tried, and why; empty where all are of all."""
    tried = found.verdict.draws
    fewer = [one for one in found.clauses if one.shares.draws < tried]
    told = [f"{distinct_name(one, found.clauses)} in {tried - one.shares.draws}" for one in fewer]
    if not told:
        return ""
    why = "the resource did not arrive in any replicate, or nobody was there of whom it could be read"
    return f"settings left out where there is no value, of {tried} ({why}): {', '.join(told)}; counts are of the others"


def _single_pairs(one: ClauseRecord) -> str:
    """How often single pairs went as expected, the other way, or neither: most often the last, where little happens."""
    right, same = one.replicates_as_predicted or 0.0, one.replicates_same or 0.0
    if one.expect == "none":
        return f"was within the smallest effect that counts in {of_100(right)}"
    counts = whole_parts([BarSlice("", share, "") for share in (right, same, max(0.0, 1.0 - right - same))])
    return f"went as expected in {counts[0]}, came out the same in {counts[1]} and went the other way in {counts[2]}"


def _how_settled(judged: VerdictRecord) -> Iterator[tuple[str, str]]:
    """What is excluded, and whether other smallest effects change the word."""
    if judged.readable and (settled := settle_sentence(judged)):
        yield "excluded", settled
    if judged.readable:
        scales = (("half", judged.at_half), ("twice", judged.at_double))
        changed = [f"{how} as large: {band}" for how, band in scales if band != judged.at_one]
        if changed:
            word = "word that the share itself gives, whatever its interval leaves open," if len(judged.bands) > 1 else "word"
            now = f"the {word} changes with the smallest effects that count (now: {judged.at_one})"
            yield "smallest", f"{now}; {'; '.join(changed)}"


KINDS = ("attention", "weaker", "rival", "variant", "settings")


def _robustness(found: VerdictFile) -> Iterator[tuple[str, str]]:
    of_kind = {kind: [one for one in found.robustness if one.kind == kind] for kind in KINDS}
    for one in of_kind["attention"]:
        note = f" ({one.note})" if one.note else ""
        yield "attention", f"against the same hours of mere attention: {_short(one.verdict)}{note}"
    yield from (("weaker", _weaker(one)) for one in of_kind["weaker"])
    yield from (("rival", _rival(one)) for one in of_kind["rival"])
    yield from (("settings", _settings(found, one)) for one in of_kind["settings"])
    if of_kind["variant"] and found.verdict.tested:
        yield "forms", (_shares_of if found.role == PARAMETER_DEPENDENT else _forms)(of_kind["variant"])


def _short(judged: VerdictRecord) -> str:
    if not judged.tested:
        return f"{NOT_TESTED}, the resource arrived in {count_of_draws(judged.resource_delivered, judged.draws)} {SETTINGS}"
    return held_text(judged)


def _settings(found: VerdictFile, one: RobustnessRecord) -> str:
    """Both shares, in settings that resemble what was observed and in all, and whether they say the same."""
    here, there = found.verdict, one.verdict
    text = f"in {one.differs}: {_short(there)}"
    if not (here.tested and there.tested):
        return text
    low, high, below, above = (
        end if end is not None else math.nan
        for one in (here, there) for end in (one.shares.expected.low, one.shares.expected.high)
    )  # fmt: skip
    if low > above or below > high:
        how = "more" if low > above else "less"
        return f"{text}; the two disagree: it holds {how} often in settings that resemble what was observed"
    return f"{text}; the two agree within their intervals"


def _weaker(one: RobustnessRecord) -> str:
    share, much = one.weaker, f"{SHRINKS:.0%}".replace("%", " %")
    where = f"with {one.differs}, the effect on the {one.about} should shrink by {much} or more"
    if share is None or share.low is None or share.high is None:
        return f"{where}: it counts in no setting here, so there is nothing to shrink"
    came = "as it does" if share.low >= LEANING else "and does not reliably" if share.high < LEANING else "and perhaps does"
    counted = f"{count_of_draws(share, share.draws)} {SETTINGS} in which it counts"
    return f"{where}, {came}: in {counted} ({interval_of_share(share, share.draws)})"


def _rival(one: RobustnessRecord) -> str:
    claim = f" ({one.note.rstrip('.')})" if one.note else ""
    text = f"{one.name.replace('_', ' ')}{claim}, with {one.differs}: {_short(one.verdict)}"
    clause = one.discriminating_clause
    if clause is None or clause.here == clause.there:
        return f"{text}; no clause tells the two apart"
    best = (
        f"{clause.display}, {clause.who}, {week_phrase(clause.week)}: {clause.expected} in "
        f"{_count(clause.here, clause.draws_here)} settings, under the rival in {_count(clause.there, clause.draws_there)}"
    )
    if told_apart(clause.here or 0.0, clause.draws_here, clause.there or 0.0, clause.draws_there):
        return f"{text}; told apart best by {best}"
    return f"{text}; nothing that was read tells the two apart (most of all {best}, which so few settings leave open)"


def _count(share: float | None, of: int) -> str:
    return NONE if share is None else f"{round(share * of)} of {of}"


def _forms(variants: Sequence[RobustnessRecord]) -> str:
    """Never averaged: each other form of a rule counts as one."""
    tested = [one for one in variants if one.verdict.tested]
    fails = [one.differs for one in tested if not one.holds]
    untested = [one.differs for one in variants if not one.verdict.tested]
    text = f"holds in {len(tested) - len(fails)} of {len(tested)} other forms of the rules"
    text += f", not under {'; '.join(fails)}" if fails else ""
    return text + (f"; {NOT_TESTED} under {'; '.join(untested)}" if untested else "")


def _shares_of(variants: Sequence[RobustnessRecord]) -> str:
    """The same where no word is given: how often it held under each."""
    told = [f"{one.differs} {held_count(one.verdict.shares) if one.verdict.readable else NOT_TESTED}" for one in variants]
    return f"held under other forms of the rules in, of plausible settings: {'; '.join(told)}"


def _mediation(found: VerdictFile) -> Iterator[tuple[str, str]]:
    mediation = found.mediation
    if not mediation.outcomes and mediation.reason:
        yield "mediation", f"not traced: {mediation.reason}"
    beside = {clause.clause for clause in found.clauses if not clause.mediated}
    for one in mediation.outcomes:
        total = f"{one.display}, {one.who}: {quantity(one.total, one.smallest_effect)} in all"
        total += " (said to pass beside the reasoning)" if one.clause in beside else ""
        if one.total.value is None:
            total = f"{one.display}, {one.who}: has no value, so nothing of it can be traced"
        elif not one.has_path:
            total += "; no rule leads from this reasoning to it, whatever comes between: it can only go along with it"
        elif one.tnie_share is None or one.pnie_share is None:
            total += ", below the smallest effect that counts, so no share of it is told"
        else:
            tnie, pnie = (quantity(size, one.smallest_effect) for size in (one.tnie, one.pnie))
            total += f"; through the reasoning {tnie} with the resource there (TNIE), {pnie} without it (PNIE)"
            total += f": {share_range((one.tnie_share, one.pnie_share))}"
        yield "mediation", total


def _basis(found: VerdictFile) -> Iterator[tuple[str, str]]:
    counts = found.evidence.drawn
    told = ", ".join(f"{count} {LABELS[label]}" for label, count in counts.items() if count)
    yield "basis", f"of {sum(counts.values())} numbers drawn over their ranges: {told}"
