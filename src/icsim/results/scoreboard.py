"""`scoreboard.json`, the part of each theory and model that it is made from, and what it takes from other studies."""

from typing import ClassVar, Literal

from pydantic import Field

from icsim.base.document import Document, Number, Record
from icsim.results.mechanisms import VarianceRecord
from icsim.results.values import Estimate, Measured
from icsim.results.verdict import VerdictRecord
from icsim.statistics.effect_shares import Band
from icsim.theory.model_comparison import PassOutcome
from icsim.theory.theory_schema import ClausePart, RoleName

SentenceKind = Literal["passes", "together", "discriminating_clause"]


class ScoreEffort(Record):
    """How much was run, the same for every model."""

    draws: int
    """Parameter sets."""
    replicates: int
    """Replicates of each."""
    seed: int
    """Seed of the first replicate."""


class ClauseInWords(Measured):
    """A clause as a comparison of models names it."""

    part: ClausePart
    week: int
    cumulative: bool
    """Whether it counts what happened until then."""
    contrast: str
    """What is compared, in words."""
    expected: str
    """Which way it is expected to go, in words."""


class ClauseScore(ClauseInWords):
    """A clause and its share under one model."""

    primary: bool
    bands: tuple[Band, ...]
    share: Estimate
    """Share of parameter sets as expected."""
    draws: int
    effect: Estimate
    smallest_effect: float


class ScoreFile(Document):
    """A theory under one model: `verdict.json` of a part of a scoreboard."""

    FILE: ClassVar[str] = "verdict.json"
    COMMAND: ClassVar[str] = "icsim scoreboard"

    schema_number: Literal[5] = Field(default=5, alias="schema")
    """Number of this schema; it rises when a key changes its name or meaning."""
    id: str
    title: str
    role: RoleName
    mechanism: str
    model: str
    content_hash: str
    source_hash: str
    versions: dict[str, str]
    effort: ScoreEffort
    verdict: VerdictRecord
    held: tuple[Number, ...]
    """Of each parameter set: 1 it holds, 0 not, null the resource did not arrive."""
    clauses: tuple[ClauseScore, ...]


class ModelRecord(Record):
    """A model that is compared."""

    name: str
    display: str
    """Its name in words."""
    about: str
    """What it claims."""


class CellRecord(Record):
    """A theory under one model."""

    verdict_text: str
    bands: tuple[Band, ...]
    """The words that the interval leaves possible."""
    tested: bool
    pattern: str
    resource_delivered: Estimate
    share: Estimate
    """Share of parameter sets in which all primary clauses hold together."""
    draws: int
    missing: int
    outcome: PassOutcome | None
    """Null of a parameter-dependent theory."""


class DiscriminatingShare(ClauseInWords):
    """The clause that tells a rival from the model best."""

    here: Estimate
    """Share as expected under the model."""
    draws_here: int = 0
    """Parameter sets with a value, of which that is the share."""
    there: Estimate
    """Share under the rival."""
    draws_there: int = 0
    """Parameter sets with a value under the rival."""


class ScoreRow(Record):
    """A theory under all models."""

    id: str
    title: str
    role: RoleName
    mechanism: str
    cells: dict[str, CellRecord]
    """By model."""
    passes: tuple[str, ...]
    """Models that pass: their interval leaves only supported and leaning."""
    open: tuple[str, ...]
    """Models whose interval leaves one of them and another word."""
    fails: tuple[str, ...]
    no_information: bool
    """Whether every rival that was tried passes."""
    rivals_only: bool
    """Whether a rival passes where the model does not."""
    discriminating_clause: dict[str, DiscriminatingShare | None]
    """By rival; null where no clause does."""


class JointRecord(Record):
    """All theories in the same parameter set, under one model."""

    share: Estimate
    held: int
    """Parameter sets."""
    draws: int
    missing: int
    """Parameter sets in which the resource of a theory did not arrive; they count as not held."""


class WordCount(Record):
    """How many theories have a verdict."""

    count: int
    open: int
    """How many of them have an interval that leaves another word possible."""


class FindingRecord(Record):
    """An emergent statement and what it missed."""

    id: str
    title: str
    mechanism: str
    word: str
    """The word of the share itself."""
    verdict_text: str
    held: str | None
    """In how many parameter sets, in words."""
    pattern: str
    role_found: RoleName | None
    missed: tuple[str, ...]
    """Primary clauses whose interval leaves neither supported nor leaning, in words."""


class StatementCounts(Record):
    """The theories of a finished study, counted."""

    file: str
    """Where it was read."""
    command: str
    theories: int
    preliminary: bool
    """Whether any of them is preliminary."""
    by_role: dict[str, dict[str, WordCount]]
    """By role and verdict."""
    by_mechanism: dict[str, dict[str, WordCount]]
    findings: tuple[FindingRecord, ...]


class VarianceOutcome(VarianceRecord):
    """Shares of the variance of one outcome."""

    display: str
    """The outcome in words."""


class VarianceReading(Record):
    """Shares of the variance from a finished `icsim mechanisms`."""

    file: str
    """Where it was read."""
    command: str
    place: str
    week: int
    outcomes: tuple[VarianceOutcome, ...]


class ScoreSentence(Record):
    """A sentence of the report."""

    about: str
    """A theory, or together."""
    kind: SentenceKind
    text: str


class ScoreboardFile(Document):
    """Theories under the model and its rivals."""

    FILE: ClassVar[str] = "scoreboard.json"
    COMMAND: ClassVar[str] = "icsim scoreboard"

    schema_number: Literal[4] = Field(default=4, alias="schema")
    """Number of this schema; it rises when a key changes its name or meaning."""
    note: str
    """What this is not."""
    verification: str
    """What passing a box means."""
    command: str
    """What to type to get it again."""
    versions: dict[str, str]
    effort: ScoreEffort
    preliminary: bool
    """Whether there are too few parameter sets to call anything supported."""
    complete: bool
    """Whether all rivals were tried."""
    models: tuple[ModelRecord, ...]
    """The model itself first."""
    theories: tuple[ScoreRow, ...]
    together: dict[str, JointRecord]
    """By model."""
    statements: StatementCounts | None
    variance: VarianceReading | None
    sentences: tuple[ScoreSentence, ...]


class ScoreboardRequest(Document):
    """What was asked of a scoreboard; it tells the folder of one from any other, from its first second."""

    FILE: ClassVar[str] = "request.json"
    COMMAND: ClassVar[str] = "icsim scoreboard"

    schema_number: Literal[1] = Field(default=1, alias="schema")
    """Number of this schema."""
    command: str
    theories: tuple[str, ...]
    """Their ids."""
    models: tuple[str, ...]
