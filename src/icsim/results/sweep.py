"""`analysis.json`: what the report of a sweep says, section by section, numbers in full; null is what cannot be said.

What the sweep itself leaves, `study.json`, is `icsim.sweep.study_record`.
"""

from typing import Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from icsim.base.document import Document, Number, Record
from icsim.sweep.axes import Value

Interval = tuple[Number, Number]
Nested = TypeAliasType("Nested", "Number | tuple[Nested, ...]")
"""Numbers of an array of one dimension or more."""


class Comparison(Record):
    """Two scenarios: the first less the second, at the same points with the same replicates."""

    outcome: str
    first: str
    second: str
    difference: Number
    interval: Interval
    alone: Interval
    """The interval of this comparison alone; `interval` holds for all together."""
    smallest: float
    verdict: str
    other_way: Number
    """Share of worlds in which it goes the other way."""
    same: Number
    worlds: int
    points_the_other_way: int
    points: tuple[Number, ...]
    """The difference at each point."""


class EmulatorQuality(Record):
    """How well a smooth through the points foresees points that it has not seen."""

    points: int
    foreseen: float
    missed: float
    luck: Number


class Surface(Record):
    """Means of an outcome along one, two or three axes, [panel, up, across]."""

    series: str
    axes: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    averaged: tuple[str, ...]
    means: tuple[Nested, ...]
    half_widths: tuple[Nested, ...]
    smooth: EmulatorQuality | None
    """Null where the points are a whole grid."""


class Bistability(Record):
    """Whether the start decides how worlds end, along an axis."""

    outcome: str
    start: str
    starts: tuple[float, ...]
    along: str
    fixed: dict[str, Value]
    arm: str
    verdict: str
    says: str
    region: tuple[float, float] | None
    edges: tuple[tuple[float, float] | None, tuple[float, float] | None]
    next_values: tuple[float, ...]
    in_the_middle: Interval | None
    upper_half: tuple[tuple[Number, ...], ...]
    kept: Interval | None


class Hysteresis(Record):
    """A ramp up and down again: the way back less the way there, at each pace."""

    outcome: str
    along: tuple[str, ...]
    values: tuple[float, ...]
    hold: int
    arm: str
    fixed: dict[str, Value]
    verdict: str
    says: str
    smallest: float
    height: dict[str, tuple[Number, Number, Number]]
    """By pace: the difference and its interval."""
    still: dict[str, Number]
    slow_to_quick: Interval
    unsettled: Number
    middle: Number
    passes: Interval
    width: Interval | None


class Effect(Record):
    """What an axis does, or two beyond their sum."""

    axes: tuple[str, ...]
    not_told_from: tuple[tuple[str, ...], ...]
    size: Number
    interval: Interval
    verdict: str


class Effects(Record):
    """All effects on one outcome."""

    series: str
    effects: tuple[Effect, ...]
    share_of_a_sum: Number
    share_of_a_sum_interval: Interval


class Missing(Record):
    """Why there are no effects or indices of an outcome."""

    series: str
    none: str


class AxisIndex(Record):
    """The index of an axis: in all that it does (`value`), and alone."""

    path: str
    value: Number
    low: Number
    high: Number
    alone: Number
    alone_low: Number
    alone_high: Number
    counts: bool
    """Whether either of two tests finds it, for all axes and both tests together."""
    negligible: bool
    """Whether it surely does no more than a dummy axis and the margin (equivalence test); neither of the two: it is open."""
    way: int
    """1 where the outcome rises with the axis, -1 where it falls, 0 where neither."""
    sigma: Number = None
    """Of Morris' effects of an axis: their standard deviation from place to place; null for groups, words and other methods."""
    axes: tuple[str, ...] = ()
    """Of a group in a Morris design: the axes that stepped together, whose effects have no sign (`alone` is null)."""


class WorldShares(Record):
    """Shares of the variance between single worlds: by the axes, by luck everywhere alike, by luck here and there."""

    axes: Number
    everywhere: Number
    here: Number


class LuckShares(Record):
    """What luck makes of the variance."""

    of_the_means: Number
    of_worlds: WorldShares


class Sensitivity(Record):
    """Indices of one outcome."""

    series: str
    method: str
    axes: tuple[AxisIndex, ...]
    dummy: Number
    enough: bool
    widest_interval_of_largest_index: Number
    same_order_in_both_halves: bool | None
    points_more: int | None
    units: int
    units_with_gaps: int
    luck: LuckShares
    pairs: tuple[tuple[str, str, Number, Number, Number], ...]


class GivenAxis(Record):
    """An axis of points that are given or drawn: Borgonovo's delta, and the share of the variance it makes alone."""

    path: str
    delta: Number
    low: Number
    high: Number
    first: Number
    first_low: Number
    first_high: Number
    beyond: bool
    """Whether the whole interval of delta lies beyond what a shuffled axis gets."""


class GivenData(Record):
    """Indices of one outcome from points as they lie."""

    series: str
    points: int
    """Those that it is worked out from."""
    dummy: Number
    of_settings: bool
    """Whether points are settings of a crossed design, each with the mean over its policies."""
    axes: tuple[GivenAxis, ...]


class Edge(Record):
    """A side of a box: ends of a range, or words."""

    path: str
    low: Number
    high: Number
    words: str | None

    def __str__(self) -> str:
        if self.words is not None:
            return f"{self.path} in [{self.words}]"
        low, high = (None if end is None or end != end else f"{end:.4g}" for end in (self.low, self.high))
        if low is not None and high is not None:
            return f"{self.path} between {low} and {high}"
        return f"{self.path} >= {low}" if high is None else f"{self.path} <= {high}"


class Fit(Record):
    """How well a box tells: coverage, density, and the mean of what it tells right of both kinds of points."""

    coverage: Number
    density: Number
    accuracy: Number


class Peel(Fit):
    """A box on the way of peeling; `mass`: the share of the points inside."""

    edges: tuple[Edge, ...]
    mass: float


class BoxRecord(Fit):
    """A box found by PRIM; `unseen`: on points that it was not made from."""

    real: bool
    edges: tuple[Edge, ...]
    unseen: Fit
    placebo_accuracy: Number
    peeling: tuple[Peel, ...]
    """From the whole space to the last box that was peeled."""


class Leaf(Record):
    """A branch of the tree."""

    where: str
    holds_at: int
    of_points: int = Field(validation_alias="of", serialization_alias="of")


class Tree(Record):
    """A tree found by CART."""

    real: bool
    unseen_accuracy: Number
    guessing: Number
    leaves: tuple[Leaf, ...]


class Discovery(Record):
    """In which part of the space a condition holds."""

    where: str
    arm: str
    limits: tuple[Number, ...]
    """Those of the condition as numbers, quantiles among them."""
    points: int
    holds_at: int
    near: int
    boxes: tuple[BoxRecord, ...]
    """One after another, each in the points that those before it leave; none where too few points tell."""
    tree: Tree | None


class PolicyRank(Record):
    """A policy among the others: its place from 1, the interval of that, and the share of resamples in which it is the first."""

    policy: str
    arm: str
    values: dict[str, Value]
    place: int
    places: tuple[int, int]
    first: float


class PolicyRegret(PolicyRank):
    """What the best policy has beyond this one, over the uncertain settings."""

    mean: Number
    worst: Number
    """Its own value where that is worst."""
    regret: float
    regret_interval: Interval
    mean_regret: Number
    mean_regret_interval: Interval
    largest_regret: Number
    good_enough: Number
    """Share of settings in which the best has no more than the smallest difference that counts beyond it."""
    good_enough_interval: Interval


class Regrets(Record):
    """Policies in uncertain settings, by what each gives away in one outcome; the best first."""

    series: str
    better: str
    percentile: float
    smallest: float
    settings: int
    settings_without_value: int
    drawn: bool
    policies: tuple[PolicyRegret, ...]


class PolicyShare(PolicyRank):
    """In what share of the settings a policy meets what is asked."""

    share: Number
    interval: Interval


class Satisficing(Record):
    """Policies in uncertain settings, by whether they meet what is asked; the best first."""

    meets: str
    limits: tuple[Number, ...]
    settings: int
    settings_without_value: int
    drawn: bool
    policies: tuple[PolicyShare, ...]


SectionData = (
    tuple[Comparison, ...]
    | tuple[Surface, ...]
    | tuple[Bistability, ...]
    | tuple[Hysteresis, ...]
    | Effects
    | Sensitivity
    | GivenData
    | Discovery
    | Regrets
    | Satisficing
    | Missing
)


class Section(Record):
    """A section, and the parts of it; sentences have the most important first."""

    title: str
    sentences: tuple[str, ...]
    data: SectionData
    parts: dict[str, "Section"]


class Request(Record):
    """What was asked for."""

    outcomes: tuple[str, ...]
    arms: tuple[str, ...]
    where: tuple[str, ...]
    axes: tuple[str, ...]
    policies: tuple[str, ...] | None
    meets: tuple[str, ...]


class Analysis(Document):
    """The report of a sweep as data."""

    FILE = "analysis.json"
    COMMAND = "icsim report"

    schema_number: Literal[3] = Field(default=3, alias="schema")
    title: str
    command: str
    study: str
    """The command that made the study."""
    icsim: str
    made_from: str
    """A hash of the table, the request and the version."""
    asked: Request
    points: int
    worlds: int
    sections: dict[str, Section]
    files: tuple[str, ...]
