"""The words a lesson file may use: a story, two or three worlds, a prediction, tasks, and how to find what really happened."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from icsim.base.strict_model import StrictModel, said_as
from icsim.theory.theory_schema import Name, Selection, Text

Slot = Literal["a", "b", "c"]
SLOTS: tuple[Slot, ...] = ("a", "b", "c")
"""What the worlds are called in a link, in their order."""
ClauseName = Annotated[
    str,
    StringConstraints(pattern=r"^(resource|reasoning|outcome|secondary)\.[1-9][0-9]*$"),
    said_as("a part of the theory and a number in it, such as outcome.1"),
]
EVERYBODY = "all"
"""In a task's `try`: in every world."""


class LessonWorld(StrictModel):
    """One of the worlds: what it is called, and what is different in it."""

    id: Name
    """What the file calls it, in readings and placeholders. It never shows."""
    name: Text
    """What the page calls it: two to four words."""
    summary: Text
    """What is different in it, in one sentence."""
    arm: Name | None = None
    """Of a lesson with a theory: which of its arms this world is."""
    set: dict[str, object] = Field(default_factory=dict)
    """Of any other lesson: settings by their path."""
    timeline: list[dict[str, object]] = Field(default_factory=list)
    """Of any other lesson: dated events of this world, after those of the lesson."""


class LessonReading(StrictModel):
    """Something to read in the worlds: a measure, of whom and when; or a clause of the lesson's theory."""

    clause: ClauseName | None = None
    """A clause of the theory, such as `outcome.1`: it gives all but `who`."""
    measure: Text | None = None
    """A measure (`icsim list measures`)."""
    of: Selection = Field(default_factory=dict)
    """Of whom, as in a theory; left out, of everybody."""
    stat: Literal["mean", "sd", "range", "sum"] = "mean"
    """As in a theory."""
    week: int | None = Field(None, ge=0)
    """The week that counts: the mean of the four weeks that end there. 0 is before the first week."""
    by_week: int | None = Field(None, ge=1)
    """Of a count: what has happened until then."""
    who: Text | None = None
    """Of whom, in plain words; left out, of everybody. It stands behind the measure's name on the page."""
    between: Annotated[list[Name], Field(min_length=2, max_length=2)] | None = None
    """The two worlds that it compares; left out, the first two."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.clause is None) == (self.measure is None):
            raise ValueError("give clause (of the theory) or measure, one of the two")
        if self.clause is not None and (self.of or self.week is not None or self.by_week is not None or self.stat != "mean"):
            raise ValueError("a clause brings its own of, stat and week; leave them out")
        return self


class ReadingInWorld(StrictModel):
    """A reading in one world."""

    reading: Name
    """One of `readings`."""
    world: Name
    """One of `worlds`."""


class CompareRule(StrictModel):
    """Is the first higher than the second, lower, or about the same?"""

    first: ReadingInWorld
    """What is compared."""
    second: ReadingInWorld
    """With what."""


class OccurredRule(StrictModel):
    """In which of its two worlds did a reading reach a size?"""

    reading: Name
    """One of `readings`."""
    at_least: float
    """From this size on it has happened."""


class CurveRule(StrictModel):
    """How did a line go?"""

    reading: Name
    """One of `readings`: its line is drawn."""
    world: Name
    """In which world."""


class Protagonist(StrictModel):
    """Whom the story is about. One of the two is given."""

    leader: Text | None = None
    """A leader, by its name in the place."""
    team: Text | None = None
    """A team, by its name in the place."""
    called: Text
    """What the story calls it, such as `the popular leader`."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.leader is None) == (self.team is None):
            raise ValueError("give leader or team, one of the two")
        return self


class AnswerChoice(StrictModel):
    """One answer to choose. Which one is right is worked out from the run."""

    text: Text
    """The answer."""
    when: Name | None = None
    """When it is right: `higher`, `same`, `lower` (compare); a world or `none` (most, least); one of the two
    worlds, `both` or `neither` (happened)."""
    upto: float | None = None
    """Of `size`: right up to this size; the last choice leaves it out."""


class PredictionSpec(StrictModel):
    """What everybody predicts before the run, and the rule by which the run itself tells what was right. One rule is given."""

    ask: Text
    """The question."""
    compare: CompareRule | None = None
    """Choices `higher`, `same` and `lower`."""
    most: Name | None = None
    """A reading: which world has most of it? Choices: every world, and `none` for no difference that counts."""
    least: Name | None = None
    """The same, with least of it."""
    happened: OccurredRule | None = None
    """Choices: the two worlds of the reading, `both` and `neither`."""
    size: Name | None = None
    """A reading: how far apart are its two worlds? Choices `upto` a size."""
    curve: CurveRule | None = None
    """A curve to draw, without choices."""
    within: float | None = Field(None, gt=0.0)
    """Up to this difference it is about the same; left out, the smallest effect that counts."""
    choices: list[AnswerChoice] = Field(default_factory=list)
    """The answers to choose from."""

    @property
    def rule(self) -> str:
        """Which of the rules is given."""
        return next(name for name in RULES if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        given = [name for name in RULES if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"give one rule out of {', '.join(RULES)}; here are {len(given)}")
        if (self.curve is None) != (len(self.choices) >= 2):
            raise ValueError("give two choices or more, or a curve without choices")
        return self


RULES = ("compare", "most", "least", "happened", "size", "curve")


class CaptionTrigger(StrictModel):
    """The first week in which a reading passes a size, in one world or between two."""

    reading: Name
    """One of `readings`; its line counts, whatever its week."""
    world: Name | None = None
    """In which world. With `gap`: the one that has more; left out, either."""
    above: float | None = None
    """It is above this."""
    below: float | None = None
    """It is below this."""
    gap: float | None = Field(None, gt=0.0)
    """Its two worlds are this far apart or further."""
    since: int = Field(1, ge=0)
    """The first week that counts."""

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        given = [name for name in ("above", "below", "gap") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("give one of above, below and gap")
        if self.gap is None and self.world is None:
            raise ValueError("above and below are said of a world; give it")
        return self


class LessonCaption(StrictModel):
    """A caption of the lesson's own, beside those that the trace tells: it stands where something measured happened."""

    when: CaptionTrigger
    """The event."""
    text: Text
    """What is said. Placeholders: `{week}`, and `{WORLD}` for the reading in a world in that week."""


class DecisionChoice(StrictModel):
    """One way to decide. What it changes, it changes from the decision's week on."""

    id: Name
    """What a link calls it."""
    name: Text
    """What the page calls the world in which it was chosen: two to four words."""
    text: Text
    """What a phone offers, such as `Ask the team first`."""
    set: dict[str, object] = Field(default_factory=dict)
    """Settings from that week on, by their path."""
    timeline: list[dict[str, object]] = Field(default_factory=list)
    """Dated events, none before that week."""


class DecisionMoment(StrictModel):
    """A moment at which the class decides."""

    week: int = Field(ge=1)
    """From which week on it counts. The run stops before it."""
    ask: Text
    """The question."""
    choices: list[DecisionChoice] = Field(min_length=2, max_length=4)
    """The ways to decide. The first is what stands beside a choice that nobody voted against."""


class Decisions(StrictModel):
    """What a class decides on its phones. The worlds are then `taken`, the road of most votes, and `other`, beside it."""

    who: Text
    """Who decides, in plain words, such as `the chief`: the page says that this is you."""
    set: dict[str, object] = Field(default_factory=dict)
    """Settings of all roads, by path, besides those of the lesson."""
    moments: list[DecisionMoment] = Field(min_length=2, max_length=4)
    """Two to four, in order of their weeks."""
    told: list[Name] = Field(min_length=1, max_length=6)
    """The readings by which the road not taken is told, for each decision the three that differ most; none with `between`."""
    predict: PredictionSpec
    """What is predicted when all is decided. Its worlds are `taken` and `other`: the last decision, and the other way."""


class LessonTask(StrictModel):
    """Something to do, a question about it, and an answer that opens after doing."""

    do: Text
    """What to do."""
    ask: Text
    """What to look for."""
    answer: Text
    """What was there to see. Numbers come from the run, by placeholder."""
    try_: dict[str, dict[str, object]] = Field(default_factory=dict, alias="try")
    """What is set when it is done: for `all` worlds or a world by its id, settings by path. The answer is read there."""


class SessionStep(StrictModel):
    """A step of the session."""

    minutes: int = Field(ge=1, le=30)
    """How long it takes."""
    text: Text
    """What the facilitator does."""


class PairCounts(StrictModel):
    """How the pairs of worlds went, by one reading: first world of the two less the second."""

    more: int = Field(ge=0)
    """Pairs in which there was more of it in the first."""
    less: int = Field(ge=0)
    """Pairs in which there was less of it."""
    same: int = Field(ge=0)
    """Pairs in which there was no difference at all."""
    counts: int = Field(ge=0)
    """Pairs in which the difference was at least the smallest that counts."""


class PairSummary(StrictModel):
    """What many pairs of worlds say, worked out once and written down; a test works it out again."""

    pairs: int = Field(ge=16)
    """How many."""
    shown: int = Field(ge=0)
    """The luck that is shown first: of the pair nearest the median, by the reading of `representative_by`."""
    tally: dict[Name, PairCounts]
    """By reading."""


class Lesson(StrictModel):
    """A lesson: 20 to 30 minutes in which a class predicts, runs two or three worlds with the same luck, and finds out why."""

    name: Name
    """Its name, and that of its file."""
    title: Text
    """Its title on the page."""
    group: Literal["box", "more"]
    """A box of the review, or one of the others."""
    minutes: int = Field(ge=10, le=60)
    """How long a session takes: the sum of the facilitator's steps."""
    theory: Name | None = None
    """The theory that it shows: place, weeks, circumstances, events and worlds are the theory's."""
    place: Text | None = None
    """Of a lesson without a theory: where it happens (`icsim list places`)."""
    weeks: int | None = Field(None, ge=4, le=520)
    """Of a lesson without a theory: how long."""
    set: dict[str, object] = Field(default_factory=dict)
    """Of a lesson without a theory: settings of all worlds, by path."""
    timeline: list[dict[str, object]] = Field(default_factory=list)
    """Of a lesson without a theory: dated events of all worlds."""
    setting: Text
    """The place and the time in words."""
    story: list[Text] = Field(min_length=3, max_length=5)
    """Three to five short paragraphs. They say what was done, and never how it went: the class is to predict that."""
    afterwards: Text | None = None
    """What the study or the review found. It is told with the comparison, once everybody has predicted."""
    difference: Text
    """The one difference between the worlds, in a sentence."""
    worlds: list[LessonWorld] = Field(min_length=2, max_length=3)
    """The worlds, in the order in which they are shown."""
    protagonist: Protagonist | None = None
    """Whom the story is about: named and ringed on the page. Left out, nobody is."""
    readings: dict[Name, LessonReading] = Field(min_length=1)
    """What is read, by names of the lesson's own."""
    representative_by: Name
    """The reading by which the pair of worlds shown first is chosen: the one nearest the median of many."""
    counted: list[Name] = Field(default_factory=list)
    """Readings that are counted over many pairs, besides that of `representative_by`."""
    predict: PredictionSpec
    """The prediction."""
    lines: list[Name] = Field(min_length=1, max_length=5)
    """Lines on the page: measures, or readings. One of them is about the people served."""
    colour: Name
    """The measure that colours the teams."""
    captions: list[LessonCaption] = Field(default_factory=list)
    """Captions of its own."""
    tasks: list[LessonTask] = Field(min_length=1, max_length=5)
    """Tasks."""
    decisions: Decisions | None = None
    """Of a lesson without a theory that a class may steer: what it decides on the way."""
    closing_questions: list[Text] = Field(min_length=3, max_length=3)
    """The three questions at the end: where it did not work, who lost, what in your place is unlike this."""
    open_question: Text | None = None
    """What the review cannot decide, or where the model says something else: a question to the class."""
    facilitator: list[SessionStep] = Field(min_length=3)
    """Notes with timings."""
    pair_counts: PairSummary | None = None
    """What many pairs say; left out, it is worked out when the lesson is opened."""

    def world(self, name: str) -> int:
        """The position of a world."""
        return [world.id for world in self.worlds].index(name)

    def pair(self, reading: str) -> tuple[int, int]:
        """The positions of the two worlds that a reading compares."""
        first, second = self.readings[reading].between or (self.worlds[0].id, self.worlds[1].id)
        return self.world(first), self.world(second)
