"""The words a theory file may use: no key beyond these, and no value that means nothing."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from icsim.base.strict_model import StrictModel, said_as
from icsim.base.suggest import did_you_mean, list_names
from icsim.catalogue import catalogue
from icsim.engine.people_served import EVERY_GROUP, SERVED
from icsim.statistics.effect_shares import Expect
from icsim.theory.lever_paths import with_full_paths
from icsim.world.selection import HALVES, KEYS, TIE_KEYS

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$"), said_as("a word of small letters, digits and _")]
Paths = Annotated[dict[str, object], BeforeValidator(with_full_paths)]  # levers may go by their names
Text = Annotated[str, StringConstraints(min_length=1)]
ClausePart = Literal["resource", "reasoning", "outcome", "secondary"]

ActorKind = Literal["leaders", "teams", "nobody"]
PARTS: tuple[ClausePart, ...] = ("resource", "reasoning", "outcome", "secondary")
BYSTANDERS, PEOPLE = "bystanders", "people_served"
RoleName = Literal["imposed", "parameter_dependent", "emergent"]
IMPOSED: RoleName = "imposed"
PARAMETER_DEPENDENT: RoleName = "parameter_dependent"
EMERGENT: RoleName = "emergent"
ROLE_LETTERS: Mapping[RoleName, str] = {IMPOSED: "I", PARAMETER_DEPENDENT: "P", EMERGENT: "X"}
"""The short form of each role, which a theory file may use as well."""
_BY_LETTER: Mapping[object, RoleName] = {letter: role for role, letter in ROLE_LETTERS.items()}
ALL = "all"
CANDIDATES = ("coordinating", "adaptability", "resilience")
"""Mechanisms that the review names and that have no chapter of rules."""
UNNAMED = "no mechanism named"
_ORIGIN = "(box|first_table|papers|stakeholders|discussion)"
_KEYS = ", ".join(dict.fromkeys([*(key for keys in KEYS.values() for key in keys), SERVED, *TIE_KEYS]))


def _in_one_word(value: object) -> object:
    """`of: weaker` and `of: people_served` say it all."""
    return {"power_half": value} if value in HALVES else {SERVED: EVERY_GROUP} if value == PEOPLE else value


_HALF = BeforeValidator(_in_one_word)
Group = Annotated[dict[str, object], _HALF, said_as(f"weaker, stronger, or keys out of: {_KEYS}")]
Selection = Annotated[
    Literal["bystanders"] | dict[str, object],
    _HALF,
    said_as(f"bystanders, {PEOPLE}, weaker, stronger, or keys out of: {_KEYS}"),
]


def _mechanism(key: str) -> str:
    known = (*catalogue().mechanisms, *catalogue().processes, *CANDIDATES, ALL)
    if key not in known:
        raise ValueError(f"{key} is no mechanism; allowed: {list_names(known)}, or leave it out{did_you_mean(key, known)}")
    return key


class TheorySource(StrictModel):
    """Where the theory comes from: a part of the review that the model is made from, or any other source."""

    where: Text | None = None
    """The part of the source, such as `Box 4`. Without `citation` it is a part of the review that the model is made from."""
    citation: Text | None = None
    """Another source, as one would cite it: authors, year, title, journal."""
    doi: Annotated[
        str, StringConstraints(pattern=r"^10\.[0-9]{4,9}/\S+$"), said_as("the DOI alone, in quotes, such as '10.5334/ijic.5936'")
    ] | None = None
    """Its DOI, without the address in front."""
    pages: Annotated[str, StringConstraints(min_length=1), said_as("pages as a text in quotes, such as '421-456'")] | None = None
    """The pages, or the article number."""
    quotes: list[Text] = Field(default_factory=list)
    """What it says word for word, each quotation with its page."""
    sources: int | None = Field(None, ge=0)
    """How many primary sources it rests on there: a count, and no size of an effect."""
    confidence: Literal["high", "moderate", "low", "very_low"] | None = None
    """How sure the source is of it, in the words of GRADE-CERQual."""
    left_out: Text | None = None
    """What of the source's configuration the file does not express, in words: it stands beside the verdict."""
    mechanism: Annotated[str, AfterValidator(_mechanism)] | None = None
    """Which mechanism of the model it is about, or which process, by its key; `all` for every one."""
    provenance: (
        Annotated[
            str,
            StringConstraints(pattern=rf"^{_ORIGIN}(, ?{_ORIGIN})*$"),
            said_as("words out of box, first_table, papers, stakeholders, discussion, with commas between them"),
        ]
        | None
    ) = None
    """What it rests on in the review, out of `box`, `first_table`, `papers`, `stakeholders`, `discussion`; several with commas."""
    papers: int | None = Field(None, ge=0)
    """How many papers of the review mention the mechanism: a count, and no size of an effect."""
    study: int | None = Field(None, ge=1)
    """The number of the one study behind it, in the review's list."""

    @property
    def is_the_review(self) -> bool:
        """Whether it is the review that the model is made from; of any other source nothing here was checked."""
        return self.citation is None


class ChainText(StrictModel):
    """Context, resource, reasoning and outcome in plain words."""

    context: Text
    """The circumstances."""
    resource: Text
    """What is offered or withheld."""
    reasoning: Text
    """What those who receive it make of it."""
    outcome: Text
    """What comes of that."""


class ActorsSpec(StrictModel):
    """Who acts on the resource, and towards whom: a slot beside context, resource, reasoning and outcome (ICAMO)."""

    as_written: Text | None = None
    """Who acts, in the words of the source."""
    who: ActorKind
    """`leaders`: what the arms set is theirs to do. `teams`: staff who lead nobody; what they do has to be read as the resource.
    `nobody`: circumstances are compared, and nobody acts."""
    of: Group = Field(default_factory=dict)
    """Which leaders, or which teams, by the keys of a clause's `of`; left out, all whom the arms concern."""
    towards: Group | None = None
    """The teams who are to respond; left out, all, or those that `staff` leaves."""
    staff: Literal["own", "partner"] | None = None
    """Whether those who respond are the actors' own staff (led by them, near or far; of teams, of their organisation), or a
    partner's; left out, either."""


class GroupContrast(StrictModel):
    """Two groups whose effects are compared: it should be stronger for the first."""

    of: Group
    """The group for whom it should be stronger."""
    than: Group
    """The group it is compared with."""


class ReadingSpec(StrictModel):
    """What is read of the worlds: a measure, of whom, and when."""

    measure: Text
    """What is read; `enacted.LEVER` is how far leaders got round to a lever."""
    of: Selection = Field(default_factory=dict)
    """Of whom; left out, of everybody. `bystanders`: teams that the arms do not concern, and who only hear of it. `weaker`,
    `stronger`: the half with less power, or with more; of people served, those whose teams have less or more than is usual.
    `people_served`: all of them; `served: NAME` one group of the place, `sector: NAME` those on the side of a sector."""
    stat: Literal["mean", "sd", "range", "sum"] = "mean"
    """`sd` is the standard deviation over them, `range` the highest less the lowest."""
    week: int | None = Field(None, ge=1)
    """The week it is read: the mean of the four weeks that end there. A resource needs none: the first reasoning's counts."""
    by_week: int | None = Field(None, ge=1)
    """For a count: what has happened until then."""


class ClauseSpec(ReadingSpec):
    """One thing that the theory says: a measure, of whom, when, and which way it goes in the contrast's first arm."""

    expect: Expect
    """Which way the effect goes. `none`: within the smallest effect that counts. `inverted_u`: some dose between the ends does
    more than both ends, along `dose`."""
    dose: Text | None = None
    """The lever that goes from none to all in the contrast's first arm; only with `expect: inverted_u`."""
    contrast: Text | None = None
    """Which arms this clause compares, if not those of the theory."""
    stronger_for: GroupContrast | None = None
    """In place of `of`: the effect goes further in the expected direction for the first group than for the second."""
    mediated: bool = True
    """For an outcome: whether it is expected to pass through the reasoning."""


class OccurrenceSpec(ReadingSpec):
    """What counts as the outcome having come about in one world: for necessity and sufficiency."""

    at_least: float | None = None
    """It happened if the measure is this much or more, on its own scale."""
    at_most: float | None = None
    """It happened if the measure is this much or less. One of the two is given."""


class RivalSpec(StrictModel):
    """Another explanation: what is different, in one arm or in all of them, if it holds."""

    id: Name
    """Its name."""
    claim: Text | None = None
    """What would be seen instead, in one sentence."""
    arm: Name | None = None
    """The one arm that it changes; left out, all of them."""
    patch: Paths = Field(min_length=1)
    """What is different if it holds, by path, such as a form of a rule."""


class Theory(StrictModel):
    """A programme theory: what is compared with what, and what should follow, clause by clause."""

    id: Name
    """Its name, and that of its file."""
    title: Text
    """The claim, as a plain sentence."""
    source: TheorySource
    """Where it comes from."""
    role: Annotated[RoleName, BeforeValidator(lambda given: _BY_LETTER.get(given, given) if isinstance(given, str) else given)]
    """Where its sign comes from: `imposed` by one rule, `parameter_dependent` on sizes, or `emergent`; I, P, X for short."""
    as_written: ChainText | None = None
    """What the source says, in words of one's own."""
    recast: ChainText | None = None
    """The same, where what the source calls reasoning is the leader's own act: the reasoning is given back to those who receive."""
    actors: ActorsSpec | None = None
    """Who acts on the resource, and towards whom, checked against the place and the arms."""
    follows: Name | None = None
    """The theory whose outcome is this one's context: a file beside this one, or one that comes with icsim, by its id. All worlds
    then have what its first arm sets."""
    context: Paths
    """What all arms share: a place, how many weeks, dated events, and any setting by its path."""
    arms: dict[Name, Paths]
    """The worlds that are compared, by name: what each of them sets, by path. A lever by its name alone is set for all leaders."""
    contrast: Text
    """`A - B`: the effect is arm A less arm B. `(A - B) - (C - D)`: the difference of two differences, an interaction."""
    resource: list[ClauseSpec] = Field(min_length=1)
    """What has to arrive, or nothing was tested. No part of the verdict."""
    reasoning: list[ClauseSpec] = Field(min_length=1)
    """What those who receive it make of it. Every clause counts for the verdict."""
    outcome: list[ClauseSpec] = Field(min_length=1)
    """What comes of it. Every clause counts for the verdict."""
    secondary: list[ClauseSpec] = Field(default_factory=list)
    """What else is looked at, without a say in the verdict."""
    weaker_where: list[Paths] = Field(default_factory=list)
    """Circumstances, as patches of the context, in which the effect shrinks; `clause` names the part it is
    about: reasoning, or outcome unless it is named."""
    occurred_if: OccurrenceSpec | None = None
    """When the outcome counts as having come about in one world."""
    rival: list[RivalSpec] = Field(default_factory=list)
    """Other explanations, each run as a world of its own."""

    def clauses(self) -> list[tuple[ClausePart, int, ClauseSpec]]:
        """All clauses in reading order: the part they stand in, their place in it, and themselves."""
        return [(part, n, clause) for part in PARTS for n, clause in enumerate(getattr(self, part))]

    @property
    def contrasted(self) -> tuple[str, str]:
        """The arms that the story is about: the first less the second (of an interaction: its first pair)."""
        first, second, *_ = parse_contrast(self.contrast) or {"": 1.0, " ": -1.0}
        return first, second

    def weights(self, clause: "ClauseSpec") -> dict[str, float]:
        """How the arms add up to the effect of a clause."""
        return parse_contrast(clause.contrast or self.contrast) or {}


PAIR = re.compile(r"^([a-z][a-z0-9_]*) - ([a-z][a-z0-9_]*)$")
PAIRS = re.compile(r"^\(([^()]*)\) - \(([^()]*)\)$")
CONTRASTS = "A - B, or (A - B) - (C - D) for an interaction,"


def parse_contrast(text: str) -> dict[str, float] | None:
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


FILE_MODELS: tuple[type[StrictModel], ...] = (
    Theory, TheorySource, ChainText, ActorsSpec, ClauseSpec, GroupContrast, OccurrenceSpec, RivalSpec,
)  # fmt: skip
"""What a theory's file is made of, top down: whoever tells of its keys goes through these."""
