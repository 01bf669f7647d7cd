"""`study.json`: all that a sweep is, from which every row of its table can be made again."""

from typing import Literal

from pydantic import Field

from icsim.base.document import Document, Record
from icsim.engine.measures import Query
from icsim.sweep.axes import Value
from icsim.sweep.designs import (
    ConcatDesign,
    CrossedDesign,
    FactorialDesign,
    FileDesign,
    GridDesign,
    MorrisDesign,
    RampDesign,
    SaltelliDesign,
    SampledDesign,
)


class Until(Record):
    """Rounds of worlds were added at each point until the mean of a measure was known to this half-width."""

    measure: str
    half_width: float
    week: int | None
    max_replicates: int


class Fraction(Record):
    """Which part of a factorial's combinations was run, and what it cannot tell apart; letters are axes in their order."""

    resolution: int | Literal["full"]
    defining_relation: tuple[str, ...] = ()
    confounded_pairs: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class FractionalDesignRecord(FactorialDesign):
    """A factorial with its fraction."""

    fraction: Fraction


class AxisRecord(Record):
    """An axis: a list of values, whole timelines by name, or a range."""

    path: str
    targets: tuple[str, ...]
    """The paths that it sets."""
    chooses: bool
    """Whether it chooses an option of a config group."""
    decided: bool | None = None
    """In a crossed design: whether it belongs to the policies, or is uncertain."""
    values: tuple[Value, ...] = ()
    """The list; empty for a range."""
    low: float | None = None
    high: float | None = None
    named: dict[str, tuple[dict[str, object], ...]] | None = None
    distribution: dict[str, str | float] | None = None
    """How likely the values of a range were; null: all alike."""


class BaseRecord(Record):
    """The whole configuration that the points of one choice, in one arm, are laid over."""

    choices: tuple[Value, ...]
    arm: str
    config: dict[str, object]


class Study(Document):
    """The record of a sweep's folder."""

    FILE = "study.json"
    COMMAND = "icsim sweep"

    schema_number: Literal[1] = Field(default=1, alias="schema")
    study: str
    """A hash of all that the numbers depend on, besides the source."""
    around: str = ""
    """The same without the points."""
    source: str
    """A hash of the source that made it."""
    title: str | None
    question: str | None
    command: str
    icsim: str
    versions: dict[str, str]
    machine: str
    design: (
        GridDesign | RampDesign | SampledDesign | MorrisDesign | SaltelliDesign | FileDesign | FractionalDesignRecord | ConcatDesign
        | CrossedDesign
    )  # fmt: skip
    points: int
    arms: tuple[str, ...]
    replicates: int
    stages: tuple[tuple[int, int], ...] = ()
    """Points and replicates each time that it grew, from the first time on; none: it never did."""
    laid: tuple[str, ...] = ()
    """Of a list of points: a hash of them each time."""
    drawn: tuple[int, ...] = ()
    """Of a hypercube with constraints: how many points were drawn each time, of which some are kept."""
    levels: tuple[tuple[tuple[Value, ...], ...], ...] = ()
    """Of a grid: the lists of its axes, each time that it got new levels."""
    until: Until | None
    """Null where every point has the same number of worlds."""
    axes: tuple[AxisRecord, ...]
    measures: tuple[Query, ...]
    weeks: tuple[int, ...]
    bases: tuple[BaseRecord, ...]
