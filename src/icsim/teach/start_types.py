"""The shapes of what the server offers to choose from; the page has them in `static/types.js`, and tests/teach compares the two."""

from typing import NotRequired, TypedDict

from icsim.teach.page_types import SentLessonTitle


class SentEntry(TypedDict):
    """What can be set, and between which ends."""

    display: str
    help: str
    low: float | None
    high: float | None
    default: object
    unit: str
    choices: NotRequired[list[dict[str, str]]]


class SentSlider(SentEntry):
    """An entry that moves several paths at once."""

    paths: list[str]


class SentLever(SentSlider):
    """A lever of both tiers."""

    path: str


class SentMechanism(TypedDict):
    """A mechanism: the slider of its level, and its levers."""

    name: str
    display: str
    short: str
    about: str
    slider: SentSlider
    levers: list[SentLever]


class SentContext(SentEntry):
    """A condition around everybody."""

    path: str


class OfferedMeasure(TypedDict):
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


class SentFormLimits(TypedDict):
    """What the form for one's own place offers."""

    organisations: list[int]
    teams: list[int]
    power: list[int]
    sectors: list[str]
    name: int
    example: str


class SentMoves(TypedDict):
    """A control of the free lab that moves something at a place, and the lines that it moves, most first."""

    control: str
    lines: list[str]


class SentPlace(TypedDict):
    """A place, and what can be moved in it, most first."""

    name: str
    display: str
    about: str
    moves: list[SentMoves]


class SentOffered(TypedDict):
    """What there is to choose from before anything runs, but for lessons and words."""

    version: str
    front: str
    places: list[SentPlace]
    mechanisms: list[SentMechanism]
    ours: SentFormLimits | None
    context: list[SentContext]
    measures: list[OfferedMeasure]


class SentStart(SentOffered):
    """All there is to choose from."""

    lessons: list[SentLessonTitle]
    glossary: list[dict[str, str]]
