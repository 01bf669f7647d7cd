"""The words a theory file may use: no key beyond these, and no value that means nothing."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Expect = Literal["up", "down", "none", "interior"]
Part = Literal["resource", "reasoning", "outcome", "also"]

PARTS: tuple[Part, ...] = ("resource", "reasoning", "outcome", "also")
BYSTANDERS = "bystanders"


class Strict(BaseModel):
    """No unknown key, no guessing of types, no change once read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Source(Strict):
    """Where the theory stands: in which part of the review, and what it rests on."""

    where: Text
    mechanism: Text
    provenance: Annotated[str, StringConstraints(pattern=r"^[BTESD](,[BTESD])*$")]
    """B a box, T the text, E its evidence, S its stakeholders, D deduced from it."""
    papers: int | None = Field(None, ge=0)
    study: int | None = Field(None, ge=1)
    """The number of the one study behind it, in the review's list."""


class Chain(Strict):
    """Context, resource, reasoning and outcome in plain words."""

    context: Text
    resource: Text
    reasoning: Text
    outcome: Text


class StrongerFor(Strict):
    """Two groups whose effects are compared: it should be stronger for the first."""

    of: dict[str, Any]
    than: dict[str, Any]


class Clause(Strict):
    """One thing that the theory says: a measure, of whom, when, and which way it goes in the contrast's first arm."""

    measure: Text
    of: Literal["bystanders"] | dict[str, Any] = Field(default_factory=dict)
    stat: Literal["mean", "spread", "gap"] = "mean"
    week: int | None = Field(None, ge=1)
    by_week: int | None = Field(None, ge=1)
    """For a count: what has happened until then."""
    expect: Expect
    """`interior`: some dose between the ends does more than both ends, along `dose`."""
    dose: Text | None = None
    """The lever that goes from none to all in the contrast's first arm; only with `expect: interior`."""
    contrast: Text | None = None
    """Which arms this clause compares, if not those of the theory."""
    stronger_for: StrongerFor | None = None
    """In place of `of`: the effect goes further in the expected direction for the first group than for the second."""
    through: Literal["beside"] | None = None
    """For an outcome: it is not expected to pass through the reasoning."""


class Happened(Strict):
    """What counts as the outcome having come about in one world: for necessity and sufficiency."""

    measure: Text
    of: Literal["bystanders"] | dict[str, Any] = Field(default_factory=dict)
    stat: Literal["mean", "spread", "gap"] = "mean"
    week: int | None = Field(None, ge=1)
    by_week: int | None = Field(None, ge=1)
    at_least: float | None = None
    at_most: float | None = None
    """One of the two: on the measure's own scale."""


class Rival(Strict):
    """Another explanation: what is different, in one arm or in all of them, if it holds."""

    id: Name
    claim: Text | None = None
    arm: Name | None = None
    patch: dict[str, Any] = Field(min_length=1)


class Theory(Strict):
    """A programme theory: what is compared with what, and what should follow, clause by clause."""

    id: Name
    title: Text
    source: Source
    role: Literal["I", "P", "X"]
    """Where its sign comes from: I one rule, P the sizes of parameters, X it emerges."""
    as_written: Chain | None = None
    recast: Chain | None = None
    context: dict[str, Any]
    arms: dict[Name, dict[str, Any]]
    contrast: Text
    resource: list[Clause] = Field(min_length=1)
    reasoning: list[Clause] = Field(min_length=1)
    outcome: list[Clause] = Field(min_length=1)
    also: list[Clause] = Field(default_factory=list)
    weaker_where: list[dict[str, Any]] = Field(default_factory=list)
    """Circumstances, as patches of the context, in which the effect shrinks; `clause` names the part it is about."""
    happened: Happened | None = None
    rival: list[Rival] = Field(default_factory=list)

    def clauses(self) -> list[tuple[Part, int, Clause]]:
        """All clauses in reading order: the part they stand in, their place in it, and themselves."""
        return [(part, n, clause) for part in PARTS for n, clause in enumerate(getattr(self, part))]

    @property
    def contrasted(self) -> tuple[str, str]:
        """The arms that the story is about: the first less the second (of an interaction: its first pair)."""
        first, second, *_ = contrast(self.contrast) or {"": 1.0, " ": -1.0}
        return first, second

    def weights(self, clause: "Clause") -> dict[str, float]:
        """How the arms add up to the effect of a clause."""
        return contrast(clause.contrast or self.contrast) or {}


PAIR = re.compile(r"^([a-z][a-z0-9_]*) - ([a-z][a-z0-9_]*)$")
PAIRS = re.compile(r"^\(([^()]*)\) - \(([^()]*)\)$")
CONTRASTS = "A - B, or (A - B) - (C - D) for an interaction,"


def contrast(text: str) -> dict[str, float] | None:
    """The weight of each arm in `A - B` or `(A - B) - (C - D)`; None where the text is neither."""
    both = PAIRS.match(text)
    found = [PAIR.match(part) for part in (both.groups() if both else (text,))]
    weights: dict[str, float] = {}
    for sign, match in zip((1.0, -1.0), found, strict=False):
        if match is None:
            return None
        for weight, name in zip((sign, -sign), match.groups(), strict=True):
            weights[name] = weights.get(name, 0.0) + weight
    return weights if len(weights) == 2 * len(found) else None


def is_interaction(weights: Mapping[str, float]) -> bool:
    """Whether a contrast is a difference of differences."""
    return len(weights) == 4
