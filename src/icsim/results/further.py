"""The further questions about a theory in `verdict.json`: computed role, boundary, subgroups, necessity, scope, what is open."""

from icsim.base.document import Number, Record
from icsim.results.values import Estimate, Measured
from icsim.statistics.effect_shares import Band
from icsim.theory.theory_schema import RoleName
from icsim.theory.unsettled import Because, Share


class ClauseRoleRecord(Record):
    """The computed role of one outcome."""

    clause: str
    found: RoleName | None
    """Null: cannot be computed."""
    reason: str | None


class RoleRecord(Record):
    """Where a theory's sign comes from, computed between two teams."""

    found: RoleName | None
    """Null: cannot be computed."""
    differs: bool
    """Whether it is another than the file declares."""
    reason: str | None
    draws: int
    replicates: int
    clauses: tuple[ClauseRoleRecord, ...]


class BoundaryRecord(Record):
    """The parameter, or ratio of two, that separates the parameter sets with an outcome from those without."""

    clause: str
    display: str
    """The outcome in words."""
    counted: str
    """What changes at the boundary, in words."""
    above: str
    """The parameter, or the numerator of the ratio."""
    below: str | None
    """The denominator, if it is a ratio."""
    threshold: Number
    holds_above: bool
    """Whether it holds above the threshold."""
    accuracy: Number
    """Balanced accuracy in the parameter sets that were not used to find it."""
    right: int
    """How many of those lie on the side they should."""
    of: int
    """How many there are."""
    side: Number
    """Share of parameter sets on the side on which it holds."""
    alone: Number
    """The same threshold between two teams; null: none there."""
    rule: str
    """The rule in words."""
    words: str
    """The rule, how well it separates, and what lies on that side."""


class NoBoundary(Record):
    """An outcome without a boundary."""

    clause: str
    display: str
    reason: str | None


class BoundariesRecord(Record):
    """Boundaries of the outcomes, and the outcomes that have none."""

    found: tuple[BoundaryRecord, ...]
    without: tuple[NoBoundary, ...]


class GroupRecord(Record):
    """A part of the place."""

    kind: str
    """everybody, sector, site, profession, power_rank, led_by, tier, leader, bystanders or served."""
    value: str
    """Its name within its kind."""
    label: str
    """The same in words."""


class SubgroupRecord(Record):
    """The effect in one part of the place."""

    measure: str
    display: str
    """The measure in words."""
    group: GroupRecord
    week: int
    contrast: str
    """What is compared, in words: of an interaction, the difference of two differences."""
    own_contrast: bool
    """Whether that is a clause's own contrast, and not the theory's."""
    interaction: bool
    """Whether the effect is a difference of two differences."""
    unit: str
    smallest_effect: float
    effect: Estimate
    """Mean over parameter sets."""
    better: Estimate
    """Share of parameter sets in which the group is better off, beyond the smallest effect of interest. Intervals of these
    shares are over parameter sets alone; that of a clause also leaves room for what luck leaves open, and may be wider."""
    worse: Estimate
    """Share in which it is worse off."""
    moved: Estimate
    """Share with an effect beyond the smallest effect of interest, in either direction."""
    draws: int
    corrected: Number
    """The chance of a mean effect so far from 0 if it were 0, over parameter sets and replicates, corrected for all readings that
    were looked at (Benjamini-Hochberg)."""
    worse_off: bool
    """Worse off in half of the parameter sets or more, beyond what chance does: the corrected chance is .05 or less."""
    better_off: bool
    """Better off in half or more, by the same rule."""
    spared: tuple[str, ...]
    """Of everybody, worse off: the parts of the place that are not, in half of the parameter sets."""
    note: str
    drawn: bool
    """Whether it is in the figure."""
    declared: bool
    """Whether it is of a declared outcome, of leaders' strain or of the people served; else it was found by looking everywhere."""


class LookedAtRecord(Record):
    """How much was looked at to say who loses, whatever came of it."""

    measures: int
    groups: int
    """Parts of the place, everybody included."""
    readings: int
    unreached: int
    """Readings to which no rule leads from what the arms set."""
    week: int
    """When what is no declared outcome was read."""
    draws: int
    """Parameter sets of that."""
    replicates: int
    begins: int
    """The first week in which what is compared can differ."""


class NecessityRecord(Record):
    """Of replicate pairs: how often the outcome would not have occurred without, and did with."""

    occurred_if: str
    """When the outcome counts as having occurred, in words."""
    first: str
    """The first arm, in words."""
    second: str
    """The second arm."""
    pn: Estimate
    """Probability of necessity: of pairs in which it occurred in the first arm, in which it did not in the second."""
    ps: Estimate
    """Probability of sufficiency: of pairs in which it did not occur in the second arm, in which it did in the first."""
    pns: Estimate
    """Of all pairs: it occurred in the first arm and not in the second."""
    with_it: int
    """Pairs in which it occurred in the first arm."""
    without: int
    """Pairs in which it occurred in the second arm."""
    pairs: int
    missing: int
    """Pairs left out: the resource did not arrive, or the measure has no value."""


class MovedStateRecord(Record):
    """A state that moved before an outcome, where that came and the reasoning did not."""

    measure: str
    display: str
    """The measure in words."""
    who: str
    """Of whom, in words."""
    rose: bool
    """Whether it rose, in most of those settings, or fell."""
    share: Number
    """Share of the settings read in which the outcome came without the reasoning: it moved by what counts, and before the
    outcome."""
    otherwise: Number
    """Share of the settings read in which not every outcome came: it moved by what counts as well. Null: there are none."""
    week: int
    """Median of the weeks in which it had first moved."""
    steps: int
    """States in between it and the outcome, by the shortest way that rules lead."""
    declared: bool
    """Whether the theory has its measure as a reasoning."""


class RetroducedOutcomeRecord(Record):
    """What moved before one outcome, most often first."""

    clause: str
    display: str
    states: tuple[MovedStateRecord, ...]
    looked_at: int
    """States that were read."""


class RetroductionRecord(Record):
    """Where every outcome came and not every reasoning: through what it may have come. To come before is not to bring about."""

    settings: int
    """Parameter sets of that kind."""
    of: int
    """Parameter sets in which the resource arrived."""
    read: int
    """How many of them were read week by week."""
    otherwise: int
    """Parameter sets in which not every outcome came and that were read beside them."""
    replicates: int
    outcomes: tuple[RetroducedOutcomeRecord, ...]


class ScopeRecord(Record):
    """What came of the theory with the context drawn over its whole range."""

    settings: int
    """Parameter sets tried."""
    came: dict[str, int]
    """How many held, and what came of the others."""
    near: int
    """Parameter sets with an effect too near the smallest effect of interest to be called."""
    sentences: tuple[str, ...]
    """Where it fails, in words."""


class UnsettledRecord(Record):
    """Why the interval of the share leaves more than one word."""

    about: Share
    """The share whose interval holds the limit between two words."""
    because: Because
    """What makes it too wide: so few settings, so few replicates, or each of them."""
    undecided: int
    """Parameter sets in which replicates leave open whether they count towards that share."""
    widest: str | None
    """Name of the key clause that leaves most of them open; null: none does so by itself."""
    of_widest: int
    """Parameter sets that would be decided if that clause were as it came."""
    words: tuple[Band, ...]
    """The words that so many parameter sets would leave with as many replicates as one likes."""
    times: int | None
    """So many times the replicates would leave these alone; null: they do already, or it takes more than anybody runs."""


class DiscriminatingClause(Measured):
    """The clause whose share as expected differs most between a theory and its rival."""

    week: str
    """When it is read, in words."""
    expected: str
    """Which way it is expected to go, in words."""
    here: Number
    """Share of parameter sets as expected under the theory."""
    draws_here: int = 0
    """Parameter sets with a value, of which that is the share."""
    there: Number
    """Share under the rival."""
    draws_there: int = 0
    """Parameter sets with a value under the rival."""
