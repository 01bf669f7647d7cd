"""One room of a class: who sits in it, what they predicted, and who may do what. It has no clock: time is told to it."""

import hmac
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from icsim.base.errors import UserError
from icsim.teach.classroom import prediction_scoring
from icsim.teach.classroom.prediction_scoring import Asked, Close, Guess, Own, PredictionRound, Spread
from icsim.teach.classroom.steering import SeenSteering, Steering
from icsim.teach.page_types import SentTruth
from icsim.teach.request_limits import Forbidden, NotFound
from icsim.teach.road_types import SentRoads

COLOURS = (
    "amber", "blue", "bronze", "cobalt", "copper", "coral", "crimson", "emerald", "golden", "green", "indigo", "ivory", "jade",
    "lilac", "maroon", "olive", "orange", "pearl", "plum", "purple", "ruby", "russet", "saffron", "sandy", "scarlet", "silver",
    "teal", "violet",
)  # fmt: skip
ANIMALS = (
    "avocet", "badger", "beaver", "bittern", "crane", "curlew", "dolphin", "dormouse", "dunlin", "egret", "finch", "hare",
    "hedgehog", "heron", "kestrel", "kingfisher", "lapwing", "linnet", "lynx", "marten", "merlin", "moose", "nightingale",
    "osprey", "otter", "owl", "pipit", "plover", "puffin", "robin", "seal", "sparrow", "squirrel", "starling", "stork",
    "swallow", "swift", "tern", "thrush", "wren",
)  # fmt: skip
MOST = len(COLOURS) * len(ANIMALS)


def fresh(taken: Collection[str]) -> str:
    """One that nobody has. Raises IndexError where all are taken, which a full room comes long before."""
    return secrets.choice([name for colour in COLOURS for animal in ANIMALS if (name := f"{colour} {animal}") not in taken])


OPEN, CLOSED, RUN, TOLD = PHASES = ("open", "closed", "run", "told")
"""Phones predict; the class's spread is shown; the worlds run; what happened, and who was close."""
VOTE, VOTED, ROAD = STEPS = ("vote", "voted", "road")
"""Of a room that steers, for each decision: phones vote; the count is shown; both roads run up to the next. Then PHASES."""
STEERED = {(VOTE, VOTED), (VOTED, VOTE), (VOTED, ROAD), (ROAD, VOTE), (VOTED, OPEN)}
MOST_SEATS = 500
MOST_OF_ONE = 250  # seats of one address: a class may sit behind one, yet one phone cannot fill the room
AWAY = 20.0  # seconds after which a phone that does not ask is not counted as here


class Seen(TypedDict):
    """What everybody sees of a room."""

    code: str
    version: int
    phase: str
    lesson: str
    title: str
    asked: Asked
    spread: Spread | None
    truth: SentTruth | None
    close: Close | None
    steering: SeenSteering | None


class SeenByScreen(Seen):
    """What the facilitator's screen shows."""

    joined: int
    here: int
    locked: int  # or have voted, while there is a vote
    query: str


class SeenByPhone(Seen):
    """What one phone shows."""

    label: str
    guess: int | list[float] | None
    yours: Own | None
    votes: list[int | None]  # what it voted at each decision so far


@dataclass
class ClassSeat:
    """One phone's: its secret is the key under which the room keeps it."""

    label: str
    address: str
    seen: float
    guess: Guess | None = None


@dataclass
class ClassRoom:
    """A code for everybody, a secret for whoever opened it, and a round that is predicted, run and told.

    `version` changes with what phones see: the phase and the round, not how many have locked.
    """

    code: str
    secret: str
    address: str
    round: PredictionRound
    opened: float
    used: float  # when its facilitator was last heard of
    steering: Steering | None = None
    phase: str = OPEN
    version: int = 1
    seats: dict[str, ClassSeat] = field(default_factory=dict)
    _spread: Spread | None = None  # worked out once, when predictions close: 200 phones ask for it
    _close: Close | None = None
    _own: dict[str, Own] = field(default_factory=dict)

    @property
    def last_seen(self) -> float:
        """When anybody was last heard of, its facilitator or a phone."""
        return max(self.used, *(seat.seen for seat in self.seats.values())) if self.seats else self.used

    def is_led_by(self, key: str) -> bool:
        """Whether somebody holds the facilitator's secret."""
        return hmac.compare_digest(key.encode(), self.secret.encode())

    def check(self, key: str) -> None:
        """Forbidden for everybody who does not hold the facilitator's secret."""
        if not self.is_led_by(key):
            raise Forbidden("room: only whoever opened it can steer it")

    def knows(self, key: str) -> bool:
        """Whether somebody is the facilitator or has a seat."""
        return key in self.seats or self.is_led_by(key)

    def join(self, key: str, address: str, now: float) -> str:
        """The secret of a seat: the one that the phone has already, or a new one. UserError where there is no room."""
        if key in self.seats:
            self.seats[key].seen = now
            return key
        if len(self.seats) >= MOST_SEATS:
            raise UserError(f"room: it is full; allowed: {MOST_SEATS} phones")
        if sum(seat.address == address for seat in self.seats.values()) >= MOST_OF_ONE:
            raise UserError(f"room: too many phones behind one address; allowed: {MOST_OF_ONE}")
        made = secrets.token_urlsafe(18)
        self.seats[made] = ClassSeat(fresh({seat.label for seat in self.seats.values()}), address, now)
        return made

    def lock(self, key: str, choice: int | None, curve: Sequence[float] | None, now: float) -> None:
        """Lock a prediction; it is never changed in this round. The same once more does no harm."""
        seat = self._seat(key, now)
        if self.phase in STEPS:
            raise UserError("prediction: nothing is predicted before all is decided")
        guess = self.round.read(choice, curve)
        if seat.guess is not None and seat.guess != guess:
            raise UserError("prediction: it is locked; wait for the next one")
        if self.phase != OPEN and seat.guess is None:
            raise UserError("prediction: predictions are closed; watch with the others")
        seat.guess = guess

    def vote(self, key: str, choice: int, now: float) -> None:
        """Vote; it is never changed. Who comes while the vote is open votes with the others."""
        self._seat(key, now)
        if self.steering is None or self.phase != VOTE:
            raise UserError("vote: there is none now; watch with the others")
        self.steering.ballot.vote(key, choice)

    def decide(self, key: str, choice: int, now: float) -> None:
        """The host decides alone, whatever was voted; until it has run, voting again takes that back. Forbidden for phones."""
        self._led(key, now)
        if self.steering is None or self.phase not in (VOTE, VOTED):
            raise UserError("choice: there is nothing to decide now")
        self.steering.ballot.check(choice)
        self.steering.ballot.host = choice
        self._turn(VOTED)

    def checked_way(self, key: str, to: str) -> None:
        """UserError where the room cannot go there from where it is; Forbidden for phones."""
        self.check(key)
        steers = self.steering is not None and self.phase in STEPS
        if to in STEPS and not steers:
            raise UserError(f"to: {to}: nothing is decided in this room now")
        if steers:
            assert self.steering is not None
            if (self.phase, to) not in STEERED or (to == ROAD and self.steering.last) or (to == OPEN and not self.steering.last):
                raise UserError(f"to: {to} is not the next step; the room stands at {self.phase}")
            if to == VOTED:
                self.steering.decided()
        elif PHASES.index(to) < PHASES.index(self.phase) and (self.phase, to) != (CLOSED, OPEN):
            raise UserError(f"to: {to} lies behind; the class has seen more by now. Begin a new round with a lesson")

    def steer(self, key: str, to: str, now: float, fresh: PredictionRound | None = None, roads: SentRoads | None = None) -> None:
        """Go on to a later phase, or open predictions or a vote again as long as nothing has run. Forbidden for phones.

        `fresh`: the prediction, where all has been decided. `roads`: those not taken, where a class that steered is told.
        """
        self._led(key, now)
        if to == self.phase:
            return
        self.checked_way(key, to)
        if self.steering is not None:
            if (self.phase, to) == (ROAD, VOTE):
                self.steering.go_on()
            elif (self.phase, to) == (VOTED, VOTE):
                self.steering.ballot.host = None
            self.steering.told = roads if to == TOLD else None
        self.round = fresh or self.round
        self._turn(to)

    def begin(self, key: str, fresh: PredictionRound, now: float, steering: Steering | None = None) -> None:
        """A new round, with the same phones and no predictions or votes. Forbidden for phones."""
        self._led(key, now)
        self.round, self.steering = fresh, steering
        for seat in self.seats.values():
            seat.guess = None
        self._turn(VOTE if steering else OPEN)

    def seen_by_screen(self, key: str, now: float) -> SeenByScreen:
        """What the facilitator's screen shows. Forbidden for phones."""
        self._led(key, now)
        done = self.steering.ballot.cast if self.steering and self.phase in STEPS else self._predicted()
        here = sum(now - seat.seen <= AWAY or key in done for key, seat in self.seats.items())
        locked = len(done)
        query = self.steering.query() if self.steering and self.phase in (VOTED, ROAD) else self.round.query
        return {**self._seen(), "joined": len(self.seats), "here": here, "locked": locked, "query": query}

    def news(self, key: str, since: str, now: float) -> SeenByPhone | None:
        """What a phone shows, or None where that is still the version `since`. NotThere without a seat."""
        self._seat(key, now)
        return None if since == str(self.version) else self.seen_by_phone(key, now)

    def seen_by_phone(self, key: str, now: float) -> SeenByPhone:
        """What one phone shows. NotThere without a seat."""
        seat = self._seat(key, now)
        guess = list(seat.guess) if isinstance(seat.guess, tuple) else seat.guess
        votes = self.steering.votes_of(key) if self.steering else []
        return {**self._seen(), "label": seat.label, "guess": guess, "yours": self._own.get(seat.label), "votes": votes}

    def _seen(self) -> Seen:
        """What everybody may see; nobody's prediction before they are closed, no truth before it is told."""
        return {
            "code": self.code, "version": self.version, "phase": self.phase, "lesson": self.round.lesson,
            "title": self.round.title, "asked": self.round.asked(),
            "spread": self._spread, "truth": self.round.truth() if self.phase == TOLD else None, "close": self._close,
            "steering": self.steering.seen(self.phase != VOTE) if self.steering else None,
        }  # fmt: skip

    def _turn(self, to: str) -> None:
        """To a phase, with what may be seen in it and nothing else."""
        guesses = self._guesses()
        self.phase = to
        self.version += 1
        shown = to not in (OPEN, *STEPS)
        self._spread = prediction_scoring.prediction_summary(self.round, [guess for _, guess in guesses]) if shown else None
        self._close, self._own = prediction_scoring.results(self.round, guesses) if to == TOLD else (None, {})

    def _guesses(self) -> list[tuple[str, Guess]]:
        return [(seat.label, seat.guess) for seat in self.seats.values() if seat.guess is not None]

    def _predicted(self) -> dict[str, ClassSeat]:
        return {key: seat for key, seat in self.seats.items() if seat.guess is not None}

    def _seat(self, key: str, now: float) -> ClassSeat:
        found = self.seats.get(key)
        if found is None:
            raise NotFound("room: this phone has no seat in it; join first")
        found.seen = now
        return found

    def _led(self, key: str, now: float) -> None:
        self.check(key)
        self.used = now
