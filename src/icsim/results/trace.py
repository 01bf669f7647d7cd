"""`trace.json`: one team followed through the two worlds of a theory; `first` and `second` are the worlds, null is no value."""

from typing import Literal

from pydantic import Field

from icsim.base.document import Document, Number, Record
from icsim.trace.captions import CaptionKind
from icsim.trace.step_origin import Origin


class ByWorld(Record):
    """A number for each week in each world: of `weeks` from week 0; below `why`, from week 1."""

    first: tuple[Number, ...]
    second: tuple[Number, ...]


class TheoryName(Record):
    """Whose two worlds these are."""

    id: str
    title: str


class WorldNames(Record):
    """The names that the theory gives its worlds, and how they are read."""

    first: str
    second: str
    displays: tuple[str, str]


class ChosenPair(Record):
    """Which pair of worlds is shown, by the effect on the first outcome, and how many of all pairs went which way."""

    structure_seed: int
    seed: int
    position: int
    pairs: int = Field(validation_alias="of", serialization_alias="of")
    effect: float
    median: float
    higher: int
    lower: int
    same: int
    other_way: int
    text: str


class FollowedTeam(Record):
    """Whom it is about."""

    name: str
    profession: str


class FirstDifference(Record):
    """Where the worlds part: the week, the step of the week, and the first state that differs."""

    week: int
    step: str
    state: str
    carrier: str
    display: str
    first: float
    second: float
    text: str


class Badge(Record):
    """How a difference reached a state: imposed by one step that the rules state, or emergent by way of others."""

    origin: Origin
    display: str
    through: tuple[str, ...]
    """Labels of the states in between."""
    others: bool
    """Other teams are part of the way."""
    rules: tuple[str, ...]


class CaptionLine(Record):
    """A sentence or two of the story. `week_from`: when it began; `week`: that its numbers are of."""

    number: int
    kind: CaptionKind
    heading: str
    week_from: int
    week: int
    text: str
    measure: str | None
    who: str | None
    first: Number
    second: Number
    badge: Badge | None


class ClauseCourse(ByWorld):
    """A clause of the theory as it went for the followed team, week by week."""

    measure: str
    display: str
    who: str
    week: int
    expect: str
    smallest_effect: float


class ChainPart(Record):
    """The clauses of one part of the theory."""

    part: str
    clauses: tuple[ClauseCourse, ...]


class LedBy(Record):
    """What the team holds of one of its leaders."""

    leader: str
    states: dict[str, ByWorld]


class LeaderStates(LedBy):
    """One of the team's leaders."""

    tier: str


class TieMeans(Record):
    """Means and sums over the ties that there are; trust of the team in its partners, and of theirs in it."""

    trust_given: ByWorld
    trust_received: ByWorld
    partners: ByWorld
    cases: ByWorld
    joint: ByWorld


class States(Record):
    """What the team, its leaders and its relations were, as each week left them."""

    team: dict[str, ByWorld]
    leading: tuple[LedBy, ...]
    """Its own leader, then the system leader above."""
    leaders: tuple[LeaderStates, ...]
    ties: TieMeans


class ChoiceTerm(ByWorld):
    """A term of the choice to work jointly, in units of utility, mean over the ties."""

    name: str
    display: str
    speaks_for: bool = Field(validation_alias="for", serialization_alias="for")
    """Joint work, or against it."""


class Choice(Record):
    """The weekly choice to work jointly: its terms, and the chance of coming when a case calls for it."""

    terms: tuple[ChoiceTerm, ...]
    chance: ByWorld


WorldName = Literal["first", "second"]


class TeamEvent(Record):
    """What happened to the team or its leaders: a dated event, a decision, a leader who left, a successor who arrived."""

    week: int
    world: WorldName
    event: str
    who: str
    display: str


class Trace(Document):
    """All of it."""

    FILE = "trace.json"
    COMMAND = "icsim trace"

    schema_number: Literal[2] = Field(default=2, alias="schema")
    icsim: str
    command: str
    content_hash: str
    theory: TheoryName
    worlds: WorldNames
    pair: ChosenPair
    team: FollowedTeam
    divergence: FirstDifference | None
    """Null where the worlds stay the same."""
    captions: tuple[CaptionLine, ...]
    chain: tuple[ChainPart, ...]
    weeks: tuple[int, ...]
    labels: dict[str, str]
    """Of each state below `states`."""
    states: States
    why: Choice
    events: tuple[TeamEvent, ...]

    def to_json(self) -> str:
        """The text of the file, in one line: there are thousands of numbers."""
        return self.model_dump_json(by_alias=True) + "\n"
