"""The shapes of what the server answers, as `static/types.js` has them on the page's side; tests/teach compares the two."""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

Numbers = Sequence[float | None]
"""By week; None for no value."""
Tried = TypedDict("Tried", {"do": str, "ask": str, "try": str})
"""A task of a lesson, and the link that does it."""


class Shown(TypedDict):
    """Something on an axis."""

    name: str
    display: str
    low: float
    high: float


class SentMeasure(Shown):
    """A measure's course in every world, [world, week], as `state_encoding.to_uint16_base64` packs it."""

    unit: str
    good: str
    smallest: float
    users: bool
    values: str
    measure: NotRequired[str]  # of a lesson's own line: what it is a reading of


class Caption(TypedDict):
    """What a caption says, of which weeks and which team."""

    week: int
    until: int
    kind: str
    text: str
    badge: str | None
    badgetext: str | None
    team: int | None


class Deed(TypedDict):
    """The first thing that somebody did in one world only; -1 for nobody in particular."""

    week: int
    text: str
    team: int
    leader: int


class Parting(TypedDict):
    """Where the worlds part, for a team."""

    week: int | None
    text: str
    team: int | None
    event: NotRequired[Deed | None]


class Gone(TypedDict):
    """Who left or came, or what was dated."""

    week: int
    world: int
    leader: int
    text: str


class Organisation(TypedDict):
    """An organisation as the page draws it."""

    id: str
    name: str
    sector: str
    kind: str
    site: str
    power: float


class Team(TypedDict):
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


class Leader(TypedDict):
    """A leader; organisation, teams led and whom it follows by position."""

    id: str
    name: str
    full: str
    organisation: int
    tier: str
    leads: list[int]
    follows: int


class Users(TypedDict):
    """People served together; teams by position."""

    id: str
    name: str
    teams: list[int]


class Everybody(TypedDict):
    """Who there is."""

    organisations: list[Organisation]
    teams: list[Team]
    leaders: list[Leader]
    users: list[Users]


class Truth(TypedDict):
    """What was right in a run, a choice or a curve, and why."""

    said: str
    choice: NotRequired[int | None]
    curve: NotRequired[Numbers | None]


class Told(TypedDict):
    """What a lesson says of a run of its worlds."""

    name: str
    truth: Truth
    answers: list[str]


class Worlds(Everybody):
    """Two or three worlds, week by week."""

    version: int
    query: str
    names: list[str]
    difference: str
    place: dict[str, str]
    weeks: int
    luck: int
    lucksaid: str
    ties: list[list[int]]
    fields: dict[str, list[Shown]]
    states: dict[str, str]
    measures: list[SentMeasure]
    brief: bool
    parting: Parting
    captions: list[Caption]
    gone: list[Gone]
    settings: list[dict[str, float | str]]


class LessonWorlds(Worlds):
    """The worlds of a lesson."""

    lesson: Told


class Many(TypedDict):
    """The difference in many pairs of worlds."""

    measure: str
    display: str
    pairs: int
    weeks: list[int]
    gap: dict[Literal["low", "median", "high"], Numbers]
    last: list[float]
    other_way: int
    same: int
    smallest: float
    luck: int
    said: str


class Story(TypedDict):
    """What happened to a team or a leader."""

    who: str
    parting: Parting
    captions: list[Caption]


class Term(TypedDict):
    """One of a team's reasons."""

    display: str
    value: float | None


class Reasons(TypedDict):
    """A team's reasons in one world."""

    name: str
    decision: str
    chance: float | None
    terms: list[Term]
    total: float | None


class Why(TypedDict):
    """Why a team came to joint work or stayed away, in each world."""

    who: str
    week: int
    worlds: list[Reasons]
    said: str


class CurveAsked(TypedDict):
    """What is to be drawn."""

    measure: str
    display: str
    low: float
    high: float
    world: int


class Predict(TypedDict):
    """What a lesson asks for."""

    ask: str
    rule: str
    choices: NotRequired[list[str]]
    curve: NotRequired[CurveAsked]


class LessonTitle(TypedDict):
    """A lesson on the shelf."""

    name: str
    title: str
    minutes: int
    group: str


class Lesson(LessonTitle):
    """A lesson, without the numbers, which come with its run."""

    story: list[str]
    place: str
    query: str
    difference: str
    worlds: list[dict[str, str]]
    predict: Predict
    watch: list[str]
    colour: str
    tasks: list[Tried]
    closing: list[str]
    wondering: str | None
    facilitator: list[dict[Literal["minutes", "text"], int | str]]
    lucksaid: str | None


class Entry(TypedDict):
    """What can be set, and between which ends."""

    display: str
    help: str
    low: float | None
    high: float | None
    default: object
    unit: str
    choices: NotRequired[list[dict[str, str]]]


class Slider(Entry):
    """An entry that moves several paths at once."""

    paths: list[str]


class Lever(Slider):
    """A lever of both tiers."""

    path: str


class Mechanism(TypedDict):
    """A mechanism: the slider of its level, and its levers."""

    name: str
    display: str
    short: str
    about: str
    slider: Slider
    levers: list[Lever]


class Context(Entry):
    """A condition around everybody."""

    path: str


class Measure(TypedDict):
    """What charts can show; without a number in `high` it has no end."""

    name: str
    display: str
    help: str
    low: float
    high: float | None
    unit: str
    smallest: float
    good: str
    users: bool


class FormLimits(TypedDict):
    """What the form for one's own place offers."""

    organisations: list[int]
    teams: list[int]
    power: list[int]
    sectors: list[str]
    name: int
    example: str


class Offered(TypedDict):
    """What there is to choose from before anything runs, but for lessons and words."""

    version: str
    places: list[dict[str, str]]
    mechanisms: list[Mechanism]
    ours: FormLimits | None
    context: list[Context]
    measures: list[Measure]


class Start(Offered):
    """All there is to choose from."""

    lessons: list[LessonTitle]
    glossary: list[dict[str, str]]
