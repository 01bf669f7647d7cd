"""Why a verdict is not one word, in a plain sentence: which clause makes the interval wide, and what would settle it."""

from collections.abc import Sequence

from icsim.base.plain_text import and_list
from icsim.report.theory.share_text import count_of_draws, distinct_name, interval_of_share, quoted
from icsim.results.further import UnsettledRecord
from icsim.results.verdict import ClauseRecord, VerdictRecord
from icsim.statistics.effect_shares import CONTRADICTED, LEANING, NO_EFFECT, SUPPORTED


def why_sentence(judged: VerdictRecord, clauses: Sequence[ClauseRecord], replicates: int) -> str | None:
    """What makes the interval of the count wide, and what would settle it; None where one word is left."""
    one = judged.unsettled
    if one is None:
        return None
    counts = and_list(_open_counts(judged) or ["the verdict"])
    few = f"{judged.shares.draws} settings are too few to tell two words apart"
    why = {"settings": few, "replicates": _replicates(one, clauses, replicates), "both": few}[one.because]
    if one.because == "both":
        why += f", and {_replicates(one, clauses, replicates)}"
    return f"not yet firm is {counts}: {why}; {_settles(judged, one, replicates)}"


def _open_counts(judged: VerdictRecord) -> list[str]:
    """The counts whose intervals hold the limit between two words."""
    three, held = judged.shares, (LEANING,) if judged.preliminary else (SUPPORTED, LEANING)
    every = (
        ("that it held", three.expected, held), ("that no key clause moved", three.negligible, (NO_EFFECT,)),
        ("that a key clause went the other way", three.opposite, (CONTRADICTED,)),
    )  # fmt: skip
    return [
        f"{what} in {count_of_draws(share, three.draws)} ({interval_of_share(share, three.draws)})"
        for what, share, limits in every
        if share.low is not None and share.high is not None and any(share.low < limit <= share.high for limit in limits)
    ]


def why_short(judged: VerdictRecord, clauses: Sequence[ClauseRecord]) -> str:
    """The same in a few words: `few replicates for “leaders who left”`; empty where one word is left."""
    one = judged.unsettled
    if one is None:
        return ""
    name = _name(one, clauses)
    replicates = f"few replicates{f' for {quoted(name)}' if name else ''}"
    return {"settings": "few settings", "replicates": replicates, "both": f"few settings, and {replicates}"}[one.because]


def _replicates(one: UnsettledRecord, clauses: Sequence[ClauseRecord], replicates: int) -> str:
    """What so few replicates leave open, and the clause that most of it hangs on."""
    name = _name(one, clauses)
    if not one.undecided:
        return f"with {replicates} replicates of each setting the effects themselves are not sharp enough"
    left = f"with {replicates} replicates it is open in {one.undecided} of the settings whether all key clauses came"
    if not name:
        return f"{left}, and no clause decides that alone"
    which = "all of them" if one.of_widest == one.undecided else f"{one.of_widest} of them"
    near = "is too near its smallest effect to be called"
    return f"{left}, for {quoted(name)} {near}" + (f" in {which}" if one.undecided > 1 else "")


def _settles(judged: VerdictRecord, one: UnsettledRecord, replicates: int) -> str:
    """What would leave one word."""
    if one.because == "replicates":
        if one.times is None:
            return "only more replicates could settle it, and many more (budget.replicates, budget.max_replicates)"
        many = one.times * replicates
        how = f"budget.replicates={many} budget.max_replicates={many}"
        return f"about {many} replicates would leave one word ({how}), more settings would not"
    if judged.more_draws is None:
        return "it lies so near the border of two words that more settings would hardly settle which"
    more = f"budget.draws={judged.draws + judged.more_draws}" if judged.more_draws else "budget.draws"
    if one.because == "both":
        return f"it takes more of both ({more}, budget.replicates, budget.max_replicates)"
    about = f"about {judged.more_draws} more settings" if judged.more_draws else "more settings"
    return f"{about} would leave one word ({more})"


def _name(one: UnsettledRecord, clauses: Sequence[ClauseRecord]) -> str:
    primary = [clause for clause in clauses if clause.primary]
    return next((distinct_name(clause, primary) for clause in primary if clause.clause == one.widest), "")
