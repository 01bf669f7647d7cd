"""Why a verdict is not one word, in a plain sentence: which clause makes the interval wide, and what would settle it."""

import math
from collections.abc import Mapping, Sequence

from icsim.base.plain_text import and_list
from icsim.report.theory.share_text import count_of_draws, distinct_name, interval_of_share, quoted
from icsim.results.further import UnsettledRecord
from icsim.results.verdict import ClauseRecord, VerdictRecord
from icsim.statistics.effect_shares import ENOUGH_DRAWS, SUPPORTED
from icsim.theory.unsettled import Share, open_shares

COUNTED: Mapping[Share, str] = {
    "expected": "that it held", "negligible": "that no key clause moved", "opposite": "that a key clause went the other way",
}  # fmt: skip
WHETHER: Mapping[Share, str] = {
    "expected": "all key clauses came", "negligible": "any key clause moved", "opposite": "a key clause went the other way",
}  # fmt: skip
IF_SO = "if effects stay what they are"


def why_sentence(judged: VerdictRecord, clauses: Sequence[ClauseRecord], replicates: int) -> str | None:
    """What makes the interval of the count wide, and what would settle it; None where one word is left."""
    one = judged.unsettled
    if one is None:
        return None
    counts = _open_counts(judged)
    few = f"{judged.shares.draws} settings are too few to tell {and_list(one.words)} apart"
    left_open = _replicates(one, clauses, replicates)
    beside = f"{few} (beside that, {left_open})" if one.undecided else few
    why = {"settings": beside, "replicates": left_open, "both": f"{left_open}, and {few}"}[one.because]
    firm = f"{and_list(counts)} {'is' if len(counts) == 1 else 'are'} not firm yet"
    return f"{firm}: {why}; {_settles(judged, one, replicates)}"


def _open_counts(judged: VerdictRecord) -> list[str]:
    """The counts whose intervals hold the limit between two words."""
    three = judged.shares
    open_ = ((COUNTED[about], getattr(three, about)) for about in open_shares(three, judged.preliminary))
    return [f"{what} in {count_of_draws(share, three.draws)} ({interval_of_share(share, three.draws)})" for what, share in open_]


def why_short(judged: VerdictRecord, clauses: Sequence[ClauseRecord]) -> str:
    """The same in a few words: `few replicates for “leaders who left”`; empty where one word is left."""
    one = judged.unsettled
    if one is None:
        return ""
    name = _name(one, clauses)
    replicates = f"few replicates{f' for {quoted(name)}' if name else ''}"
    return {"settings": "few settings", "replicates": replicates, "both": f"{replicates}, and few settings"}[one.because]


def _replicates(one: UnsettledRecord, clauses: Sequence[ClauseRecord], replicates: int) -> str:
    """What so few replicates leave open, and the clause that most of it hangs on."""
    name = _name(one, clauses)
    if not one.undecided:
        return f"with {replicates} replicates of each setting the effects themselves are not sharp enough"
    left = f"with {replicates} replicates it is open in {one.undecided} of the settings whether {WHETHER[one.about]}"
    if not name:
        return f"{left}, and no clause decides that alone"
    which = "all of them" if one.of_widest == one.undecided else f"{one.of_widest} of them"
    near = "is too near its smallest effect to be called"
    others = one.undecided - one.of_widest
    rest = f", and in the other {others} another clause is, or several at once" if others else ""
    return f"{left}, because {quoted(name)} {near}" + (f" in {which}{rest}" if one.undecided > 1 else "")


def _settles(judged: VerdictRecord, one: UnsettledRecord, replicates: int) -> str:
    """What would leave one word."""
    many = (one.times or 0) * replicates
    how = f"budget.replicates={many} budget.max_replicates={many}" if many else "budget.replicates, budget.max_replicates"
    extra = _to_try(judged)
    more = f"budget.draws={judged.draws + extra}" if extra else "budget.draws"
    if one.because == "replicates":
        if not many:
            return f"only many more replicates would settle it ({how}), and more settings would not"
        return f"{IF_SO}, about {many} replicates would leave one word ({how}), and more settings would not"
    if one.because == "both":
        enough = f"{IF_SO}, about {many} replicates would leave {and_list(one.words)}" if many else "it takes more replicates"
        return f"{enough} ({how}), and one word takes more settings, too ({more})"
    if judged.more_draws is None:
        return "it lies so near the border of two words that more settings would hardly settle which"
    about = f"about {extra} more settings" if extra else "more settings"
    if _supported_too(judged):
        also = f", supported among them, which takes {ENOUGH_DRAWS} settings to be called"
        return f"{IF_SO}, {about} would leave one of all words{also} ({more})"
    return f"{IF_SO}, {about} would leave one word ({more})"


def _to_try(judged: VerdictRecord) -> int:
    """How many more settings to try: in as large a part of them as now there is a value."""
    return math.ceil((judged.more_draws or 0) * judged.draws / judged.shares.draws)


def _supported_too(judged: VerdictRecord) -> bool:
    """Whether a quick look, which calls nothing supported, leaves that open as well: more settings have to tell it apart, too."""
    high = judged.shares.expected.high
    return judged.preliminary and high is not None and high >= SUPPORTED


def _name(one: UnsettledRecord, clauses: Sequence[ClauseRecord]) -> str:
    primary = [clause for clause in clauses if clause.primary]
    return next((distinct_name(clause, primary) for clause in primary if clause.clause == one.widest), "")
