"""`calibration.json`: which settings of the rules' numbers resemble what was observed, what that cost, and what follows."""

from typing import ClassVar, Literal

from pydantic import Field

from icsim.base.document import Document, Number, Record


class MiddleRecord(Record):
    """A distribution: where the middle 90 % lie, and the median."""

    low: Number
    value: Number
    high: Number


class TargetRecord(Record):
    """A target, and how it was met."""

    name: str
    looked_at: str
    """What is read, of whom, where and when."""
    observed_from: float
    observed_to: float
    """A value, or all in between these two, was observed."""
    observation: float
    discrepancy: float
    luck: float | None
    """Standard deviations: of the observation, of the model, of a single world (null: what worlds show)."""
    source: str
    met: Number
    """Share of the prior that meets it."""
    others: int
    """Explored draws that meet all other targets."""
    met_with_others: Number
    """Share of these that meet it too."""
    before: MiddleRecord
    after: MiddleRecord
    """What it is over the prior, and over the table on fresh replicates."""


class PairRecord(Record):
    """Two targets that are met together less often than by chance."""

    first: str
    second: str
    both: float
    by_chance: float


class NumberRecord(Record):
    """A number of the rules, as a share of the way through its prior."""

    name: str
    moved: bool
    """Whether it moved beyond what chance does, over all numbers together."""
    how: str
    strength: float
    """Largest distance between the distributions before and after."""
    middle: MiddleRecord


class FactRecord(Record):
    """A stylised fact over settings."""

    id: str
    what: str
    test: bool
    """Whether it tests the model: no target is made of it."""
    prior_hits: Number
    table_hits: Number
    """Share of settings that hit it, of the prior and of the table."""
    prior: MiddleRecord
    table: MiddleRecord


class FactsRecord(Record):
    """All facts over settings."""

    settings: int
    """Settings of each kind that were looked at."""
    tests: int
    prior: MiddleRecord
    table: MiddleRecord
    """Tests that are hit in a setting."""
    facts: tuple[FactRecord, ...]


class CalibrationRequest(Document):
    """What was asked for; it tells the folder of a calibration from any other, from its first second."""

    FILE: ClassVar[str] = "request.json"
    COMMAND: ClassVar[str] = "icsim calibrate"

    schema_number: Literal[1] = Field(default=1, alias="schema")
    """Number of this schema."""
    command: str
    called: str
    """Name of the targets."""


class CalibrationFile(Document):
    """What `icsim calibrate` found."""

    FILE: ClassVar[str] = "calibration.json"
    COMMAND: ClassVar[str] = "icsim calibrate"

    schema_number: Literal[1] = Field(default=1, alias="schema")
    """Number of this schema."""
    note: str
    command: str
    content_hash: str
    rules: str
    """Fingerprint of the rules under which settings were matched."""
    targets_hash: str
    called: str
    title: str
    cut: float
    """Standard deviations beyond which a setting does not resemble what was observed."""
    seed: int
    numbers: int
    """Numbers of the rules that varied."""
    tried: int
    """Draws of the prior, or of what was narrowed down before."""
    passed: int
    """Draws that passed the first look."""
    again: Number
    """Share of fresh sets of replicates that these passed."""
    share: Number
    """Share of the prior that resembles what was observed."""
    narrowed: bool
    """Whether so few draws survived that settings were moved towards what was observed."""
    wanted: int
    settings: int
    """Settings in the table."""
    explored: int
    """Draws in which every target was looked at."""
    left_out: dict[str, str]
    """What is no target, and why."""
    targets: tuple[TargetRecord, ...]
    pairs: tuple[PairRecord, ...]
    moved: tuple[NumberRecord, ...]
    """All numbers that varied, those that moved most first."""
    facts: FactsRecord | None
    sentences: tuple[str, ...]
    """The same in words."""
