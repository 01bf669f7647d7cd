"""`verdict.json` of a theory and `verdicts.json` of a study of theories."""

from typing import ClassVar, Literal

from pydantic import Field

from icsim.base.document import Document, Number, Record
from icsim.results.further import (
    BoundariesRecord,
    DiscriminatingClause,
    LookedAtRecord,
    NecessityRecord,
    RetroductionRecord,
    RoleRecord,
    ScopeRecord,
    SubgroupRecord,
    UnsettledRecord,
)
from icsim.results.values import Estimate, Measured, Sentence, Shares
from icsim.statistics.effect_shares import Band, Expect
from icsim.theory.robustness import CheckKind
from icsim.theory.theory_schema import ActorKind, ChainText, ClausePart, GroupContrast, RoleName, TheorySource
from icsim.theory.verdict import ReasoningOutcomeCell


class VerdictRecord(Record):
    """The verdict on a theory."""

    verdict_text: str
    """The verdict in as few words as there are; of a parameter-dependent theory whether a boundary was found. `at least
    leaning` where the intervals leave supported and leaning alone, and `not settled` where they leave several others."""
    excluded: tuple[Band, ...]
    """The words that the intervals exclude."""
    tested: bool
    """Whether the resource arrived in 80% of the parameter sets or more."""
    routed: bool
    """Whether rules lead to every primary clause that should move; if not, the theory cannot be tested here."""
    preliminary: bool
    """Whether there are too few parameter sets to call anything supported."""
    draws: int
    """Parameter sets tried."""
    bands: tuple[Band, ...]
    """The words that the intervals leave possible; none of a parameter-dependent theory."""
    pattern: str
    """The commonest of the four patterns, or `not tested`."""
    resource_delivered: Estimate
    """Share of parameter sets in which the resource arrived."""
    shares: Shares
    patterns: dict[ReasoningOutcomeCell, Estimate]
    """Shares of the four patterns of reasoning and outcome."""
    at_half: Band | None
    """The word with the smallest effects halved; null of a parameter-dependent theory, as the two below."""
    at_one: Band | None
    """The word as they are, by the shares alone."""
    at_double: Band | None
    """The word with the smallest effects doubled."""
    more_draws: int | None
    """About how many more parameter sets would leave one word; 0: none are needed; null: a share lies too near a limit."""
    needs_replicates: bool
    """Whether only more replicates can leave one word."""
    unsettled: UnsettledRecord | None = None
    """What leaves more than one word; null: one is left, or the theory gets none."""

    @property
    def readable(self) -> bool:
        """Whether the theory was tested and there are draws with a value."""
        return self.tested and self.routed and self.shares.draws > 0


class EffortRecord(Record):
    """How many runs, of what length, from which seeds."""

    place: str
    """Title of the place."""
    weeks: int
    draws: int
    """Parameter sets."""
    replicates: int
    """Replicates of each parameter set, the same for all."""
    robustness_draws: int
    """Parameter sets of every robustness check."""
    robustness_replicates: int
    """Replicates of every robustness check."""
    seed: int
    """Seed of the first replicate."""
    structure_seed: int
    """Structure seed of the first replicate."""


class RouteRecord(Record):
    """How what the arms set gets to a clause, read from the rules before anything ran."""

    steps: int | None
    """How many steps the way told in `way` has; null: no rule leads there, so nothing that the arms set can move it."""
    way: tuple[str, ...]
    """What stands on a shortest way, in words, the measure last: also what only passes on within a week, or stands there twice as
    that of others, and not what has no name of its own."""
    by_leaving: bool
    """Whether every way leads over a leader who leaves."""
    next_to_nothing: bool
    """Whether there is a way, and all that it carries is below a tenth of the smallest effect of interest."""
    people: tuple[str, ...]
    """Where there is none: of whom the same measure can be reached, nearest first."""
    measures: tuple[str, ...]
    """Where there is none: what of the same people can be reached, nearest first."""
    read_before: bool = False
    """Whether the clause is read before anything differs between the worlds, so that what the route carries was not tried."""


class ArmRecord(Record):
    """One arm: what it sets, and the dated events that not all arms share."""

    name: str
    values: dict[str, str]
    """By path, every value that any arm sets, as it counts in this one."""
    events: tuple[str, ...]


class ComparisonRecord(Record):
    """What was compared, with every value that the arms set."""

    sentence: str
    """All of it in a sentence."""
    place: str
    weeks: int
    context: dict[str, str]
    """What all arms share and the theory sets, in words, with its value."""
    events: tuple[str, ...]
    """Dated events of all arms, in words."""
    labels: dict[str, str]
    """What the paths of the arms are, in words."""
    arms: tuple[ArmRecord, ...]
    first: str
    """The arm whose outcome the other's is taken from."""
    second: str
    overrides: tuple[str, ...]
    """What the command line set besides."""
    warnings: tuple[str, ...]
    """What a reader should know of the design, and of the table that the settings come from."""
    follows: str | None = None
    """Id of the theory in whose worlds, as its resource leaves them, this one begins; null: it follows none."""
    inherited: tuple[str, ...] = ()
    """What all arms share and not this theory's file says, but the one that it follows: place, weeks, and words of context and
    events."""


class ActorsRecord(Record):
    """Who acts on the resource, and towards whom."""

    as_written: str | None
    """Who acts, in the words of the source."""
    who: ActorKind
    """leaders, teams, or nobody where circumstances are compared."""
    of: dict[str, object]
    """Which of them, as the theory file has it."""
    towards: dict[str, object] | None
    """Which teams are to respond, as the theory file has it."""
    staff: Literal["own", "partner"] | None
    """Whether those are the actors' own staff or a partner's; null: either."""
    leaders: tuple[str, ...]
    """Leaders of the place who act, and whose doing the arms set."""
    acting_teams: tuple[str, ...]
    """Teams of the place that act."""
    teams: tuple[str, ...]
    """Teams of the place that are to respond."""
    words: str
    """All of it in words."""


class ClauseRecord(Measured):
    """A clause of a theory and its result."""

    part: ClausePart
    """The part of the theory that it stands in."""
    primary: bool
    """Whether it enters the verdict: a reasoning or an outcome."""
    measure: str
    of: str | dict[str, object]
    """Of whom, as the theory file has it."""
    stronger_for: GroupContrast | None
    """The two groups that are compared, or null."""
    stat: str
    week: int
    """When it is read."""
    cumulative: bool
    """Whether it counts what happened until then."""
    contrast: str
    """What is compared, in words."""
    own_contrast: bool
    """Whether that is the clause's own contrast."""
    dose: str | None
    """The lever that goes from none to all, or null."""
    mediated: bool
    """False: an outcome that is not expected to be mediated by the reasoning."""
    expect: Expect
    """Which way the effect is expected to go."""
    expected: str
    """The same in words."""
    unit: str
    """Unit of the effect."""
    smallest_effect: float
    """The smallest effect of interest."""
    verdict_text: str = ""
    """The clause's own word, as tables have it: that of the theory's verdict, with the clause as the only one that counts. Empty
    where it has none: of a choice, and of an outcome of a parameter-dependent theory."""
    bands: tuple[Band, ...]
    """The words that the intervals leave possible; none of an outcome of a parameter-dependent theory."""
    shares: Shares
    effect: Estimate
    """Mean over parameter sets."""
    choice: str
    """What each arm chose, in words, where what is measured is a choice: its effect is then no amount. Else empty."""
    p05_p95: tuple[Number, Number]
    """5th and 95th percentile of the effects of single parameter sets."""
    effect_in_sd: Number
    """The effect in standard deviations between runs of one arm."""
    replicates_as_predicted: Number
    """Share of single replicates with the expected sign; of no effect, of those within the smallest effect of interest."""
    replicates_same: Number
    """Share of single replicates without any difference: the rest of the two went the other way."""
    undecided_draws: int
    """Parameter sets whose effect is too near the smallest effect of interest to be called."""
    route: RouteRecord | None
    """How what the arms set gets there; null: not looked at."""
    settling_replicates: int | None
    """About how many replicates would call half of those; null where there are none."""


class MediatedOutcome(Measured):
    """How much of the effect on one outcome is mediated by the reasoning."""

    smallest_effect: float
    total: Estimate
    """The whole effect."""
    tnie: Estimate
    """Total natural indirect effect: what the effect loses when the reasoning is held at its path without the resource."""
    pnie: Estimate
    """Pure natural indirect effect: what the reasoning brings without the resource."""
    interaction: Estimate
    """TNIE minus PNIE: beyond 0, resource and reasoning need each other."""
    tnie_share: Number
    """TNIE as a share of the whole effect; null where that is below the smallest effect of interest."""
    pnie_share: Number
    """PNIE as a share of the whole effect."""
    has_path: bool
    """Whether any rule leads from the reasoning to the outcome."""


class MediationRecord(Record):
    """Which part of the effects is mediated by the reasoning."""

    outcomes: tuple[MediatedOutcome, ...]
    reason: str | None
    """Why there are none."""


class AttenuationRecord(Estimate):
    """Share of parameter sets in which an effect shrinks as predicted."""

    draws: int
    """Parameter sets in which there is an effect to shrink."""


class RobustnessRecord(Record):
    """A robustness check: the same clauses with something else different."""

    kind: CheckKind
    """attention: attention control; weaker: predicted attenuation; rival; variant: an alternative rule."""
    name: str
    differs: str
    """What is different, in words."""
    note: str
    about: str
    """Of an attenuation: the part whose effect should shrink."""
    holds: bool
    """Whether the theory holds here: leaning or better."""
    verdict: VerdictRecord
    weaker: AttenuationRecord | None
    discriminating_clause: DiscriminatingClause | None
    """Of a rival: the clause that tells it from the theory."""


class DoseResponse(Measured):
    """An outcome along a lever, from none to all."""

    along: str
    """The lever, in words."""
    at: tuple[float, ...]
    """Doses from 0 to 1."""
    low: tuple[Number, ...]
    """5th percentile over parameter sets."""
    median: tuple[Number, ...]
    high: tuple[Number, ...]
    """95th percentile."""


class EvidenceCounts(Record):
    """How many of the parameters drawn have which evidence label."""

    drawn: dict[str, int]
    """Of all rules, by label."""
    mechanism: str | None
    """The theory's mechanism, or null where its file names none."""
    of_mechanism: dict[str, int]
    """Of the rules of that mechanism, by label."""


class VerdictFile(Document):
    """A theory that was tested."""

    FILE: ClassVar[str] = "verdict.json"
    SEALED: ClassVar[bool] = True
    COMMAND: ClassVar[str] = "icsim test"

    schema_number: Literal[5] = Field(default=5, alias="schema")
    """Number of this schema; it rises when a key changes its name or meaning."""
    note: str
    """What this is not."""
    id: str
    """The theory's id."""
    title: str
    role: RoleName
    """Where its sign comes from, as its file declares."""
    source: TheorySource
    """Where it comes from: a part of the review, or another source."""
    as_written: ChainText | None
    """The chain as its source has it."""
    recast: ChainText | None
    """The chain as it is tested."""
    actors: ActorsRecord | None = None
    """Who acts, and towards whom; null: the theory file does not say."""
    compared: str
    """What is compared with what, in words."""
    comparison: ComparisonRecord
    """The same in full: place, arms, events and context."""
    file: str
    """Name of the theory file."""
    command: str
    """What to type to get this theory alone."""
    content_hash: str
    """Of theory, arms and budget."""
    source_hash: str
    """Of the program."""
    versions: dict[str, str]
    """Of icsim and what it rests on."""
    effort: EffortRecord
    verdict: VerdictRecord
    clauses: tuple[ClauseRecord, ...]
    mediation: MediationRecord
    robustness: tuple[RobustnessRecord, ...]
    doses: tuple[DoseResponse, ...]
    """Of clauses that expect most in between."""
    evidence: EvidenceCounts
    role_found: RoleRecord | None
    """The role that was computed, and why."""
    boundary: BoundariesRecord | None
    """Of a parameter-dependent theory, declared or found: which parameter separates the sets with an outcome from those without."""
    subgroups: tuple[SubgroupRecord, ...] | None
    """A row for each group and measure: of outcomes, leaders and the people served all of them, of all else what moves."""
    looked_at: LookedAtRecord | None
    """How much was looked at for `subgroups`."""
    retroduction: RetroductionRecord | None = None
    """Where the outcome came for another reason: what moved before it; null: it came nowhere without the reasoning."""
    necessity: NecessityRecord | None
    scope: ScopeRecord | None
    sentences: tuple[Sentence, ...]
    """The same in sentences."""

    def part(self, *names: str) -> tuple[ClauseRecord, ...]:
        """The clauses of these parts."""
        return tuple(one for one in self.clauses if one.part in names)

    def lines(self, *about: str) -> list[str]:
        """The sentences about something, in the order asked for."""
        return [one.text for name in about for one in self.sentences if one.about == name]


class VerdictsFile(Document):
    """All theories of a study."""

    FILE: ClassVar[str] = "verdicts.json"
    SEALED: ClassVar[bool] = True
    COMMAND: ClassVar[str] = "icsim test"

    schema_number: Literal[5] = Field(default=5, alias="schema")
    """Number of this schema; it rises when a key changes its name or meaning."""
    note: str
    """What this is not."""
    command: str
    """What to type to get all of it."""
    theories: tuple[VerdictFile, ...] = Field(min_length=1)
    """The theories in the order asked for, each as in its own `verdict.json`."""
