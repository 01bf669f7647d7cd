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


class SentRoadTold(TypedDict):
    """What another road would have brought, by reading that differs by as much as counts."""

    said: list[str]
    often: list[str]
    users: list[bool]
    same: bool  # whether nothing differs


class SentRoad(SentRoadTold):
    """A road on which one decision was another one, beside the road that was taken."""

    week: int
    taken: str
    other: str
    roads: str


class SentRoads(TypedDict):
    """The roads not taken, and in a sentence what became of whoever might leave; empty where the lesson reads nobody's."""

    headline: str
    roads: list[SentRoad]
