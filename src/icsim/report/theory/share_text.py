"""How shares and sizes are said: as counts of plausible settings, never as probabilities."""

from collections.abc import Iterable, Sequence

from icsim.report.theory.clause_text import NONE, format_to_precision
from icsim.results.values import Estimate, Shares
from icsim.results.verdict import ClauseRecord, VerdictRecord

SETTINGS = "plausible settings"
INTERVALS = "a bootstrap over settings and replicates together"
"""How the intervals of effects, and of shares of settings, come about."""
KINDS = ("expected", "partly", "negligible", "opposite")


def held_text(found: VerdictRecord) -> str:
    """`held in 97 of 100 plausible settings`; of those in which the resource arrived, where it did not in all."""
    three, draws = found.shares, found.draws
    if not three.draws:
        return f"could be read in none of {draws} {SETTINGS}"
    where = SETTINGS if three.draws == draws else f"{SETTINGS} in which the resource arrived and could be read, of {draws} tried"
    return f"held in {held_count(three)} {where}"


def held_count(three: Shares) -> str:
    """`97 of 100`: in how many parameter sets with a value it came as expected; a dash where there are none."""
    return count_of_draws(three.expected, three.draws) if three.draws else NONE


def counts_of(three: Shares) -> dict[str, int]:
    """How many settings are of each kind; they add up to those with a value."""
    return {kind: round((getattr(three, kind).value or 0.0) * three.draws) for kind in KINDS}


def quoted(name: str) -> str:
    """A measure's label inside a sentence: labels are phrases of their own."""
    return f"“{name}”"


def count_of_draws(share: Estimate, of: int) -> str:
    """`97 of 100`."""
    return f"{round((share.value or 0.0) * of)} of {of}"


def interval_of_share(share: Estimate, of: int) -> str:
    """The 95 % interval of a share, in as many settings as the count beside it: `95 % interval 42 to 64 of 64`."""
    low, high = (NONE if end is None else str(round(end * of)) for end in (share.low, share.high))
    return f"95 % interval {low} to {high} of {of}"


def quantity(found: Estimate, smallest: float) -> str:
    """A size with its interval."""
    value, low, high = (format_to_precision(end, smallest, signed=True) for end in (found.value, found.low, found.high))
    return f"{value} [{low}, {high}]"


def effect_text(clause: ClauseRecord) -> str:
    """The effect of a clause with its interval; of a choice, what each arm chose."""
    return clause.choice or quantity(clause.effect, clause.smallest_effect)


def of_100(share: float | None) -> str:
    """A share as so many of 100, without the `of 100`."""
    return NONE if share is None else f"{round(100 * share)}".replace("-", "−")


def share_range(ends: Iterable[float]) -> str:
    """Two shares that say the same thing, counted two ways: `47 to 48 of 100 parts`."""
    return f"{' to '.join(dict.fromkeys(of_100(end) for end in sorted(ends)))} of 100 parts"


def distinct_name(clause: ClauseRecord, clauses: Sequence[ClauseRecord]) -> str:
    """What tells a clause from the others, in as few words as do."""
    alike = [one for one in clauses if one.display == clause.display]
    if len(alike) == 1:
        return clause.display
    for key in ("who", "contrast", "week", "expected"):
        if len({getattr(one, key) for one in alike}) == len(alike):
            return f"{clause.display} ({'week ' if key == 'week' else ''}{getattr(clause, key)})"
    return f"{clause.display} ({clause.part} {clause.clause.split('_')[1]})"
