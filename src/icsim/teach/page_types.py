"""The shapes of what the server answers, as `static/types.js` has them on the page's side; tests/teach compares the two."""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

from icsim.teach.road_types import SentSteer

Numbers = Sequence[float | None]
"""By week; None for no value."""
SentTask = TypedDict("SentTask", {"do": str, "ask": str, "try": str, "lines": list[str]})
"""A task of a lesson, the link that does it, and the lines that it is about."""


class SentField(TypedDict):
    """Something on an axis."""

    name: str
    display: str
    low: float
    high: float
    top: int  # steps from low to high; one more stands for no value


class SentMeasure(SentField):
    """A measure's course in every world, [world, week], as `state_encoding.pack_line` packs it."""

    unit: str
    good: str
    smallest: float  # the smallest difference that counts
    count: bool  # whether it counts events: whole numbers, in total
    users: bool
    subject: str  # what it is called as the subject of a sentence
    who: str  # whom it is about, as the subject of a sentence
    did: str  # and what they did or felt where it is higher
    values: str
    measure: NotRequired[str]  # of a lesson's own line: what it is a reading of
    week: NotRequired[int]  # of such a line: when it is read
    pair: NotRequired[list[int]]  # and between which two worlds
    leader: NotRequired[int]  # whose own line it is, which ends when that leader leaves


class SentCaption(TypedDict):
    """What a caption says, of which weeks and which team."""

    week: int
    until: int
    kind: str
    text: str
    badge: str | None
    badgetext: str | None
    team: int | None
    detail: NotRequired[str]  # all of it, with its numbers, one click away
    leader: NotRequired[int]  # of what happened to somebody: whom
    line: NotRequired[str]  # of a lesson's own: the line that it is read from


class SentDeed(TypedDict):
    """The first thing that somebody did in one world only; -1 for nobody in particular."""

    week: int
    text: str
    team: int
    leader: int


class SentParting(TypedDict):
    """Where the worlds part, for a team."""

    week: int | None
    text: str
    team: int | None
    event: NotRequired[SentDeed | None]


class SentGone(TypedDict):
    """Who left or came, or what was dated."""

    week: int
    world: int
    leader: int
    kind: Literal["left", "came", "event"]
    text: str


class SentOrganisation(TypedDict):
    """An organisation as the page draws it."""

    id: str
    name: str
    sector: str
    kind: str
    site: str
    power: float


class SentTeam(TypedDict):
    """A team; organisation and leader by position."""

    id: str
    name: str
    full: str
    organisation: int
    profession: str
    site: str
    size: int
    users: bool
    leader: int


class SentLeader(TypedDict):
    """A leader; organisation, teams led and whom it follows by position."""

    id: str
    name: str
    full: str
    organisation: int
    tier: str
    leads: list[int]
    reports_to: int


class SentUsers(TypedDict):
    """People served together; teams by position."""

    id: str
    name: str
    teams: list[int]


class SentEverybody(TypedDict):
    """Who there is."""

    organisations: list[SentOrganisation]
    teams: list[SentTeam]
    leaders: list[SentLeader]
    users: list[SentUsers]


class SentTruth(TypedDict):
    """What was right in a run, a choice or a curve, and why."""

    said: str
    choice: NotRequired[int | None]
    curve: NotRequired[Numbers | None]


class SentDepartment(TypedDict):
    """Whom the story is about as people in a room, by world and week: a seat is taken, cut away or empty."""

    leader: int
    teams: list[int]
    seats: int
    doctors: int
    came: list[list[int]]  # of an ordinary joint meeting of the four weeks that end there
    cut: list[list[int]]
    waiting: list[list[int]]
    gave_up: list[list[int]]  # in total
    morale: list[list[float]]


class SentTold(TypedDict):
    """What a lesson says of a run of its worlds."""

    name: str
    truth: SentTruth
    answers: list[str]
    leading: list[str]  # the lesson's lines, the one that moves most first
    department: SentDepartment | None


class SentCard(TypedDict):
    """A small picture of a lesson's own run: one line that its prediction does not ask for."""

    name: str
    display: str
    low: float
    high: float
    weeks: list[int]
    rows: list[list[float | None]]
    same: bool  # whether nothing differs by enough to matter at the end
    users: bool


class SentWorlds(SentEverybody):
    """Two or three worlds, week by week."""

    version: int
    query: str
    names: list[str]
    difference: str
    place: dict[str, str]
    weeks: int
    replicate: int
    representative_text: str
    ties: list[list[int]]
    fields: dict[str, list[SentField]]
    states: dict[str, str]
    measures: list[SentMeasure]
    brief: bool
    parting: SentParting
    captions: list[SentCaption]
    gone: list[SentGone]
    settings: list[dict[str, float | str]]


class SentLessonWorlds(SentWorlds):
    """The worlds of a lesson."""

    lesson: SentTold


class SentMany(TypedDict):
    """The difference in many pairs of worlds."""

    measure: str
    display: str
    worlds: list[int]
    pairs: int
    weeks: list[int]
    gap: dict[Literal["low", "median", "high"], Numbers]
    last: list[float]
    other_way: int
    same: int
    smallest: float
    replicate: int
    said: str


class SentStory(TypedDict):
    """What happened to a team or a leader."""

    who: str
    parting: SentParting
    captions: list[SentCaption]


class SentTerm(TypedDict):
    """One of a team's reasons."""

    display: str
    value: float | None


class SentReasons(TypedDict):
    """A team's reasons in one world."""

    name: str
    decision: str
    chance: float | None
    terms: list[SentTerm]
    total: float | None


class SentWhy(TypedDict):
    """Why a team came to joint work or stayed away, in each world."""

    who: str
    week: int
    worlds: list[SentReasons]
    said: str


class SentCurveAsked(TypedDict):
    """What is to be drawn."""

    measure: str
    display: str
    low: float
    high: float
    world: int


class SentPredict(TypedDict):
    """What a lesson asks for."""

    ask: str
    rule: str
    reading: str
    choices: NotRequired[list[str]]
    curve: NotRequired[SentCurveAsked]


class SentLessonTitle(TypedDict):
    """A lesson on the shelf."""

    name: str
    title: str
    minutes: int
    group: str
    decisions: int  # moments at which a class may decide


class SentProtagonist(TypedDict):
    """Whom a story is about: a leader or a team by its id, and what the story calls it."""

    kind: Literal["team", "leader"]
    id: str
    called: str


class SentTally(TypedDict):
    """Of pairs with other luck: in how many the first world had more of what the lesson counts, less, or as much."""

    pairs: int
    more: int
    less: int
    same: int


class SentLesson(SentLessonTitle):
    """A lesson, without the numbers, which come with its run."""

    story: list[str]
    afterwards: str | None  # what the study found, told after the prediction
    place: str
    query: str
    difference: str
    worlds: list[dict[str, str]]
    protagonist: SentProtagonist | None
    predict: SentPredict
    watch: list[str]
    colour: str
    tasks: list[SentTask]
    closing: list[str]
    wondering: str | None
    facilitator: list[dict[Literal["minutes", "text"], int | str]]
    steer: SentSteer | None
    weeks: int
    representative_text: str | None
    tally: SentTally | None
