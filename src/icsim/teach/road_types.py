"""The shapes of what a class decides, and of what is told of the roads not taken."""

from typing import TypedDict


class SentDecisionChoice(TypedDict):
    """One way to decide: what a link, the page's world and a phone call it."""

    id: str
    name: str
    text: str


class SentMoment(TypedDict):
    """A moment at which a class decides, and from which week on it counts."""

    week: int
    ask: str
    choices: list[SentDecisionChoice]


class SentSteer(TypedDict):
    """What a class decides in a lesson, and as whom."""

    who: str
    moments: list[SentMoment]


class SentScene(TypedDict):
    """A department in one week: who is there, at the table and at the door."""

    left: int | None  # the week in which its leader left
    fresh: bool  # whether somebody new came
    mood: float  # of the leader
    seats: int
    doctors: int
    came: int
    cut: int
    staff: float  # their morale
    waiting: int
    gave_up: int


class SentRoadTold(TypedDict):
    """What another road would have brought, by reading that differs by as much as counts."""

    said: list[str]
    often: list[str]
    times: list[int]  # in so many runs with other luck it differed the same way
    users: list[bool]
    same: bool  # whether nothing differs


class SentRoad(SentRoadTold):
    """A road on which one decision was another one, beside the road that was taken."""

    week: int
    taken: str
    other: str
    roads: str
    scene: SentScene | None  # how it stood at the end


class SentRoads(TypedDict):
    """The roads not taken, and in a sentence what became of whoever might leave; empty where the lesson reads nobody's."""

    headline: str
    many: int  # runs with other luck
    called: str  # whom the story is about
    scene: SentScene | None  # of the road that was taken
    roads: list[SentRoad]
