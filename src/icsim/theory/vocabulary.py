"""The words a theory file may use: no key beyond these, and no value that means nothing."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Expect = Literal["up", "down", "none"]
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


class Clause(Strict):
    """One thing that the theory says: a measure, of whom, when, and which way it goes in the contrast's first arm."""

    measure: Text
    of: Literal["bystanders"] | dict[str, Any] = Field(default_factory=dict)
    stat: Literal["mean", "spread", "gap"] = "mean"
    week: int | None = Field(None, ge=1)
    by_week: int | None = Field(None, ge=1)
    """For a count: what has happened until then."""
    expect: Expect


class Rival(Strict):
    """Another explanation: what is different in an arm if it holds."""

    id: Name
    arm: Name
    patch: dict[str, Any]


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
    rival: list[Rival] = Field(default_factory=list)

    def clauses(self) -> list[tuple[Part, int, Clause]]:
        """All clauses in reading order: the part they stand in, their place in it, and themselves."""
        return [(part, n, clause) for part in PARTS for n, clause in enumerate(getattr(self, part))]

    @property
    def contrasted(self) -> tuple[str, str]:
        """The two arms of the contrast: the first less the second."""
        first, _, second = self.contrast.partition(" - ")
        return first.strip(), second.strip()
