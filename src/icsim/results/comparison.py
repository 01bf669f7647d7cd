"""`comparison.json` of `icsim compare`: two versions of a theory in the same parameter sets, and their place in the log."""

from typing import ClassVar, Literal

from pydantic import Field

from icsim.base.document import Document, Record
from icsim.results.values import Estimate
from icsim.results.verdict import ClauseRecord, ComparisonRecord, EffortRecord, VerdictRecord
from icsim.theory.theory_schema import RoleName

FIRST, SECOND = "first", "second"
"""The versions, and the folders of what belongs to one of them."""


class ChangedKey(Record):
    """A key of which the two files say something else."""

    key: str
    first: str
    """What the first version says, or `not there`."""
    second: str
    words_only: bool
    """Whether no world depends on it."""


class VersionRecord(Record):
    """One version: what it compares, and what came."""

    file: str
    """Name of the theory file."""
    id: str
    title: str
    role: RoleName
    version: str
    """Hash of what its file says, as the log has it."""
    content_hash: str
    """Of theory, arms and budget."""
    command: str
    """What to type to test this version alone."""
    cited: str
    """Its source as one would cite it; empty where that is the review of the model."""
    comparison: ComparisonRecord
    effort: EffortRecord
    """Robustness checks are not run here."""
    verdict: VerdictRecord
    """Of a parameter-dependent theory no boundary is sought here."""
    headline: str
    """The verdict as a sentence."""
    why: str
    """What leaves more than one word, as a sentence; empty where one is left."""
    clauses: tuple[ClauseRecord, ...]


class ClauseMove(Record):
    """A clause in both versions: clauses that read the same of the same people in the same part."""

    first: str | None
    """Name of the clause in the first version; null: it has none such."""
    second: str | None
    difference: Estimate | None
    """Second less first, averaged over the parameter sets in which both have a value; null: there are none."""
    text: str
    """Whether it moved, in words; empty where one version has no such clause."""


class HeldTogether(Record):
    """In how many parameter sets which version held; they add up to all that were tried."""

    both: int
    first: int
    """The first alone."""
    second: int
    """The second alone."""
    neither: int


class LoggedVersion(Record):
    """One line of the log of versions: a prediction, and what came."""

    when: str
    """Date and time, UTC."""
    theory: str
    version: str
    changed: str
    """What was changed since the version before."""
    predicted: str
    """Each key clause as it was expected, written before anything ran."""
    came: str


class ComparisonFile(Document):
    """Two versions of a theory side by side."""

    FILE: ClassVar[str] = "comparison.json"
    SEALED: ClassVar[bool] = True
    COMMAND: ClassVar[str] = "icsim compare"

    schema_number: Literal[1] = Field(default=1, alias="schema")
    """Number of this schema; it rises when a key changes its name or meaning."""
    note: str
    """What this is not."""
    command: str
    """What to type to get it again."""
    source_hash: str
    """Of the program."""
    versions: dict[str, str]
    """Of icsim and what it rests on."""
    changes: tuple[ChangedKey, ...]
    first: VersionRecord
    second: VersionRecord
    clauses: tuple[ClauseMove, ...]
    held: HeldTogether
    log: tuple[LoggedVersion, ...]
    """Every time that one of the two theories was tried, as the log has it."""
    sentences: tuple[str, ...]
    """What moved, in sentences."""

    @property
    def both(self) -> tuple[VersionRecord, VersionRecord]:
        """The versions."""
        return self.first, self.second

    def pair(self, move: ClauseMove) -> tuple[ClauseRecord | None, ClauseRecord | None]:
        """A clause as it came out in each version."""
        first, second = ({one.clause: one for one in each.clauses} for each in self.both)
        return (first[move.first] if move.first else None), (second[move.second] if move.second else None)
