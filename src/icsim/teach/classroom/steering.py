"""What a class decides in a lesson, one moment after the other, and the roads that come of it."""

from dataclasses import dataclass, field
from typing import TypedDict

from icsim.base.errors import UserError
from icsim.teach import road_types as page
from icsim.teach.classroom.ballot import Ballot, How, Outcome

SILENCE = "to: nobody has voted; wait, or decide alone"


class PastDecision(TypedDict):
    """A decision that lies behind: which way the class went and which way ran beside it, by position."""

    week: int
    ask: str
    choices: list[str]
    taken: int
    other: int


class SeenSteering(TypedDict):
    """What everybody sees of it. `counts` and what follows are None until the vote is closed."""

    who: str
    moment: int
    moments: int
    week: int
    ask: str
    choices: list[str]
    counts: list[int] | None
    taken: int | None
    other: int | None
    how: How | None
    wanted: bool | None  # whether anybody voted for the way beside it
    past: list[PastDecision]
    told: page.SentRoads | None  # the roads not taken, at the end


@dataclass
class Steering:
    """The decisions of a lesson, and the votes so far."""

    plan: page.SentSteer
    base: str  # the lesson and its luck, as a link has them
    ballots: list[Ballot] = field(init=False)
    moment: int = 0
    told: page.SentRoads | None = None

    def __post_init__(self) -> None:
        self.ballots = [Ballot(len(moment["choices"])) for moment in self.plan["moments"]]

    @property
    def ballot(self) -> Ballot:
        """The vote of now."""
        return self.ballots[self.moment]

    @property
    def last(self) -> bool:
        """Whether the decision of now is the last."""
        return self.moment == len(self.ballots) - 1

    def decided(self) -> Outcome:
        """The decision of now; UserError in silence."""
        found = self.ballot.outcome()
        if found is None:
            raise UserError(SILENCE)
        return found

    def go_on(self) -> None:
        """To the next decision."""
        self.moment += 1

    def query(self) -> str:
        """The road taken and the one beside it, as far as they are decided, as a link."""
        done = [self._outcome(n) for n in range(self.moment + 1)]
        road = [self._id(n, one.taken) for n, one in enumerate(done)]
        beside = [*road[:-1], self._id(self.moment, done[-1].other)]
        return f"{self.base}&roads={'.'.join(road)},{'.'.join(beside)}"

    def others(self) -> list[str]:
        """At each moment the way that was not taken, by its id."""
        return [self._id(n, self._outcome(n).other) for n in range(len(self.ballots))]

    def seen(self, closed: bool) -> SeenSteering:
        """What everybody sees; nobody's vote before it is closed."""
        now = self.plan["moments"][self.moment]
        outcome = self.ballot.outcome() if closed else None
        return {
            "who": self.plan["who"], "moment": self.moment, "moments": len(self.ballots),
            "week": now["week"], "ask": now["ask"], "choices": [one["text"] for one in now["choices"]],
            "counts": self.ballot.counts() if closed else None,
            "taken": outcome.taken if outcome else None, "other": outcome.other if outcome else None,
            "how": outcome.how if outcome else None, "wanted": outcome.wanted if outcome else None,
            "past": [self._past(n) for n in range(self.moment)], "told": self.told,
        }  # fmt: skip

    def votes_of(self, voter: str) -> list[int | None]:
        """What one voted at each moment so far, the one of now included; None where it did not."""
        return [ballot.cast.get(voter) for ballot in self.ballots[: self.moment + 1]]

    def _past(self, n: int) -> PastDecision:
        moment, outcome = self.plan["moments"][n], self._outcome(n)
        return {
            "week": moment["week"],
            "ask": moment["ask"],
            "choices": [one["text"] for one in moment["choices"]],
            "taken": outcome.taken,
            "other": outcome.other,
        }

    def _outcome(self, n: int) -> Outcome:
        found = self.ballots[n].outcome()
        if found is None:
            raise UserError(SILENCE)
        return found

    def _id(self, moment: int, choice: int) -> str:
        return self.plan["moments"][moment]["choices"][choice]["id"]
