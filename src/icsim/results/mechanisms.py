"""`mechanisms.json`: what each mechanism adds, which need one another, and shares of the variance."""

from typing import ClassVar, Literal

from pydantic import Field

from icsim.base.document import Document, Record
from icsim.results.values import Estimate


class MechanismRecord(Record):
    """One mechanism and one outcome."""

    mechanism: str
    effect: Estimate
    """Effect from low to high, averaged over all levels of the others."""
    enough: Estimate
    """It alone high, minus none high."""
    needed: Estimate
    """All high, minus all high but this one."""
    enough_in: Estimate
    """Share of parameter sets in which it alone makes the outcome better, beyond the smallest effect of interest."""
    needed_in: Estimate
    """Share in which leaving it out makes the outcome worse."""
    main: Estimate
    """Share of the variance between combinations: its main effect."""
    shapley: Estimate
    """The same with an equal part of every interaction that it is in."""


class InteractionRecord(Record):
    """Two mechanisms: what both high do beyond the sum of each alone."""

    first: str
    second: str
    counts: bool
    """Whether it goes beyond the smallest effect of interest in most parameter sets, always the same way."""
    size: Estimate
    more_in: Estimate
    """Share of parameter sets in which it is more than the smallest effect of interest."""
    less_in: Estimate
    """Share in which it is as much less."""


class FactorialRecord(Record):
    """One outcome of the factorial."""

    measure: str
    smallest_effect: float
    deviation_between_arms: Estimate
    """Standard deviation between combinations."""
    additive: Estimate
    """Share of the variance between combinations that a sum of all effects explains."""
    additive_on_logit_scale: Estimate | None
    """Null where the outcome is no share."""
    pairs: Estimate
    """Share of all pairs."""
    three_and_more: Estimate
    """Share of three and more at once."""
    mechanisms: tuple[MechanismRecord, ...]
    interactions: tuple[InteractionRecord, ...]


class VarianceGroup(Record):
    """What one group of causes explains."""

    group: str
    """leaders, circumstances, structure or replicates."""
    alone: Estimate
    """Share that it explains by itself."""
    whole: Estimate
    """Share with all that it does together with others."""


class VarianceRecord(Record):
    """Shares of the variance of one outcome between runs."""

    measure: str
    deviation: Estimate
    """Standard deviation between runs, in the outcome's unit."""
    groups: tuple[VarianceGroup, ...]
    together: Estimate
    """What no group explains alone."""


class MechanismsEffort(Record):
    """How much was run."""

    settings: int
    """Settings of the rules' numbers in which all combinations were run."""
    replicates: int
    """Replicates of each."""
    sets: int
    """Sets of worlds behind the shares of the variance."""
    seed: int
    """First seed."""
    structure_seed: int
    """First structure seed."""


class MechanismsFile(Document):
    """What each mechanism adds at a place."""

    SEALED: ClassVar[bool] = True
    FILE: ClassVar[str] = "mechanisms.json"
    COMMAND: ClassVar[str] = "icsim mechanisms"

    schema_number: Literal[3] = Field(default=3, alias="schema")
    """Number of this schema; it rises when a key changes its name or meaning."""
    note: str
    """What this is not."""
    command: str
    """What to type to get it again."""
    content_hash: str
    """Of the configuration."""
    versions: dict[str, str]
    """Of icsim and what it rests on."""
    place: str
    week: int
    """When the outcomes are read."""
    effort: MechanismsEffort
    levels: dict[str, float]
    """Levels low and high."""
    outcomes: tuple[FactorialRecord, ...]
    variance: tuple[VarianceRecord, ...] = Field(min_length=1)
