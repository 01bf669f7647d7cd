"""All rooms of a server, in memory: opened, found by code, ended, and forgotten when nobody comes back."""

import secrets

from icsim.base.errors import UserError
from icsim.teach.classroom.prediction_scoring import PredictionRound
from icsim.teach.classroom.room import VOTE, ClassRoom
from icsim.teach.classroom.steering import Steering
from icsim.teach.request_limits import NotFound

ALPHABET = "2345679BCDFGHJKMNPQRTVWXZ"  # no vowels, so no words; nothing that looks like something else
LETTERS = 5  # of a code: one in ten million, and guesses are counted
MOST_ROOMS = 40
MOST_OF_ONE = 4  # rooms of one address: a phone that opens some does not keep the teacher from opening one
IDLE, OLDEST = 2 * 3600.0, 12 * 3600.0  # seconds: without its facilitator, and at all
ALONE = 20 * 60.0  # seconds without its facilitator and without a phone: longer than a break


class ClassRooms:
    """Rooms by their codes. Every method takes the time in seconds, on any clock that does not go back."""

    def __init__(self) -> None:
        """None."""
        self._rooms: dict[str, ClassRoom] = {}

    def __len__(self) -> int:
        return len(self._rooms)

    def open(self, first: PredictionRound, address: str, now: float, steering: Steering | None = None) -> ClassRoom:
        """A new room for whoever holds its secret, which votes first if it steers; UserError where there are too many."""
        self._forget(now)
        own = [room for room in self._rooms.values() if room.address == address]
        if len(self._rooms) >= MOST_ROOMS or len(own) >= MOST_OF_ONE:
            count, whose = (MOST_OF_ONE, "this address has") if len(own) >= MOST_OF_ONE else (MOST_ROOMS, "this server has")
            raise UserError(f"room: {whose} {count} open, and more are not allowed; end one, or wait until one is forgotten")
        code = _code()
        while code in self._rooms:
            code = _code()
        self._rooms[code] = room = ClassRoom(code, secrets.token_urlsafe(24), address, first, now, now, steering)
        if steering is not None:
            room.phase = VOTE
        return room

    def find(self, code: str, now: float) -> ClassRoom:
        """A room by its code, in any case and with any spaces; NotThere where there is none."""
        self._forget(now)
        found = self._rooms.get("".join(code.split()).upper())
        if found is None:
            raise NotFound("room: no room has this code; look at the screen again")
        return found

    def end(self, room: ClassRoom) -> None:
        """Forget a room and everything that was said in it."""
        self._rooms.pop(room.code, None)

    def _forget(self, now: float) -> None:
        ends = (
            one for one in self._rooms.values() if now - one.used > IDLE or now - one.opened > OLDEST or now - one.last_seen > ALONE
        )
        for room in list(ends):
            self.end(room)


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
