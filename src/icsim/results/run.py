"""`summary.json`: an ensemble in numbers, each measure at each reported week and each lever as enacted, over worlds."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from icsim.base.document import Document, Record
from icsim.engine.block import ReplicateSeeds
from icsim.statistics.replicate_summary import ReplicateSummary


class WorldCount(Record):
    """How many worlds, and the luck of the first; the next has the next structure and the next seed."""

    count: int
    first_structure: int
    first_seed: int


class Meaning(Record):
    """What the ends of a summary are."""

    half: str
    low: str
    high: str


class MeasureByWeek(Record):
    """A measure at each reported week."""

    display: str
    unit: str
    carrier: str
    by_week: dict[int, ReplicateSummary]


@dataclass(frozen=True)
class LeverSummary(ReplicateSummary):
    """A lever as enacted, beside what is set for its tier."""

    set: float


class Summary(Document):
    """All of it; a value that no world has is null."""

    FILE = "summary.json"
    COMMAND = "icsim run"

    schema_number: Literal[1] = Field(default=1, alias="schema")
    note: str
    icsim: str
    command: str
    content_hash: str
    versions: dict[str, str]
    place: str
    title: str
    weeks: int
    worlds: WorldCount
    portrait: ReplicateSeeds
    """The world that the figures draw."""
    meaning: Meaning
    measures: dict[str, MeasureByWeek]
    levers: dict[str, dict[str, LeverSummary]]
    """By tier."""
