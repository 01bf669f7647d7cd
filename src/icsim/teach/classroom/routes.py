"""The addresses of class mode: open a room, join, look, lock a prediction, steer. Keys travel in a header, never in an address."""

import io
from collections.abc import Awaitable, Callable
from time import monotonic

import segno
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from icsim.base.errors import UserError
from icsim.teach import request_limits
from icsim.teach.api import TeachApi
from icsim.teach.classroom import messages
from icsim.teach.classroom.messages import EmptyMessage, PhaseMessage, PredictionMessage, RoundMessage, VoteMessage
from icsim.teach.classroom.prediction_scoring import PredictionRound
from icsim.teach.classroom.room import OPEN, TOLD, VOTED, ClassRoom
from icsim.teach.classroom.rooms import ClassRooms
from icsim.teach.classroom.round import roads_of, round_of, steering_of
from icsim.teach.classroom.steering import Steering
from icsim.teach.refusals import client_of, refusal
from icsim.teach.request_limits import RateLimiter, is_loopback
from icsim.teach.request_queue import RequestQueue

KEY = "x-class-key"  # the secret of whoever opened the room, or of a seat
ENDED = "ended"
WAIT = "Too many requests; wait a moment."
SEAT = (4.0, 24.0)  # requests of one phone or screen: so many a second in the long run, so many at once
DOOR = (20.0, 300.0)  # of one address without a seat: joining
WRONG = (0.5, 30.0)  # codes that do not exist, of one address
UNREACHED = (
    "Phones cannot reach this page: it is open to this machine only. "
    "End it with Ctrl-C and start it again with: icsim teach {lesson} --host"
)
Handler = Callable[[Request, str, float], Awaitable[Response]]


class ClassRoutes:
    """Rooms, asked for over HTTP."""

    def __init__(self, desk: RequestQueue, answers: TeachApi, shared: str = "", clock: Callable[[], float] = monotonic) -> None:
        """No room yet. `shared`: the address of the server as phones see it, `http://HOST:PORT`; empty where they cannot."""
        self.desk, self.answers, self.shared, self.clock = desk, answers, shared, clock
        self.rooms = ClassRooms()
        self.seat, self.door, self.wrong = (RateLimiter(*one, now=clock) for one in (SEAT, DOOR, WRONG))

    def routes(self) -> list[Route]:
        """Where everything is."""
        return [
            Route("/api/class", self._answered(self.open), methods=["POST"]),
            Route("/api/class/{code}", self._answered(self.look), methods=["GET"]),
            Route("/api/class/{code}/qr.svg", self._answered(self.qr), methods=["GET"]),
            Route("/api/class/{code}/join", self._answered(self.join), methods=["POST"]),
            Route("/api/class/{code}/lock", self._answered(self.lock), methods=["POST"]),
            Route("/api/class/{code}/vote", self._answered(self.vote), methods=["POST"]),
            Route("/api/class/{code}/decide", self._answered(self.decide), methods=["POST"]),
            Route("/api/class/{code}/steer", self._answered(self.steer), methods=["POST"]),
            Route("/api/class/{code}/lesson", self._answered(self.lesson), methods=["POST"]),
        ]

    async def open(self, request: Request, key: str, now: float) -> Response:
        """`{query, steer}`: a room on a lesson's worlds. Answers with its code and with the secret that steers it."""
        self._count(self.door, client_of(request.scope))
        first, steering = await self._first(request, await messages.read_message(request, RoundMessage))
        room = self.rooms.open(first, client_of(request.scope), now, steering)
        return JSONResponse(self._screen(request, room, room.secret, now) | {"key": room.secret}, 201)

    async def look(self, request: Request, key: str, now: float) -> Response:
        """The room as the holder of the key sees it; 204 where `since` is the version that a phone has already."""
        room = self._room(request, key, now)
        if room.is_led_by(key):
            return JSONResponse(self._screen(request, room, key, now))
        seen = room.news(key, request.query_params.get("since", ""), now)
        return Response(status_code=204) if seen is None else JSONResponse(seen)

    async def qr(self, request: Request, key: str, now: float) -> Response:
        """The address that phones join by, as a picture; NotThere where they cannot."""
        room = self._room(request, key, now)
        address = self._address_for_phones(request)
        if address is None:
            raise request_limits.NotFound(UNREACHED.format(lesson=room.round.lesson))
        out = io.BytesIO()
        segno.make(f"{address}/join/{room.code}", error="m").save(out, kind="svg", scale=8, border=3, light="#ffffff")
        return Response(out.getvalue(), media_type="image/svg+xml")

    async def join(self, request: Request, key: str, now: float) -> Response:
        """A seat: a new one with its key, or the one that the key is for."""
        await messages.read_message(request, EmptyMessage)
        room = self._room(request, key, now)
        seat = room.join(key, client_of(request.scope), now)
        return JSONResponse({"key": seat, **room.seen_by_phone(seat, now)}, 200 if seat == key else 201)

    async def lock(self, request: Request, key: str, now: float) -> Response:
        """`{choice}` or `{curve}`: locked for this round."""
        room = self._room(request, key, now)
        said = await messages.read_message(request, PredictionMessage)
        room.lock(key, said.choice, said.curve, now)
        return JSONResponse(room.seen_by_phone(key, now))

    async def vote(self, request: Request, key: str, now: float) -> Response:
        """`{choice}`: a vote, which stands."""
        room = self._room(request, key, now)
        room.vote(key, (await messages.read_message(request, VoteMessage)).choice, now)
        return JSONResponse(room.seen_by_phone(key, now))

    async def decide(self, request: Request, key: str, now: float) -> Response:
        """`{choice}`: what the host decides alone."""
        room = self._room(request, key, now)
        room.check(key)
        room.decide(key, (await messages.read_message(request, VoteMessage)).choice, now)
        return JSONResponse(self._screen(request, room, key, now))

    async def steer(self, request: Request, key: str, now: float) -> Response:
        """`{to}`: another phase, or the end of the room."""
        room = self._room(request, key, now)
        said = await messages.read_message(request, PhaseMessage)
        if said.to != ENDED:
            await self._turn(request, room, key, said.to, now)
            return JSONResponse(self._screen(request, room, key, now))
        room.check(key)
        self.rooms.end(room)
        return JSONResponse({"ended": True})

    async def lesson(self, request: Request, key: str, now: float) -> Response:
        """`{query}`: a new round for the same phones."""
        room = self._room(request, key, now)
        room.check(key)
        first, steering = await self._first(request, await messages.read_message(request, RoundMessage))
        room.begin(key, first, now, steering)
        return JSONResponse(self._screen(request, room, key, now))

    async def _first(self, request: Request, said: RoundMessage) -> tuple[PredictionRound, Steering | None]:
        """What a room begins with: a prediction, or what is decided before there is one."""
        client = client_of(request.scope)
        if said.steer:
            return await steering_of(said.query, self.desk, self.answers, client)
        return await round_of(said.query, self.desk, self.answers, client), None

    async def _turn(self, request: Request, room: ClassRoom, key: str, to: str, now: float) -> None:
        """To another phase, with what has to run first; whether it may go there is asked before that and after."""
        client, fresh, roads = client_of(request.scope), None, None
        if room.steering is not None and to != room.phase:
            room.checked_way(key, to)
            if (room.phase, to) == (VOTED, OPEN):
                fresh = await round_of(room.steering.query(), self.desk, self.answers, client)
            elif to == TOLD:
                roads = await roads_of(room.steering, self.desk, self.answers, client)
        room.steer(key, to, now, fresh, roads)

    def _room(self, request: Request, key: str, now: float) -> ClassRoom:
        """The room of an address, and its asker counted: by seat or screen, or at the door.

        Who guesses codes waits, and hears no more of a code that exists than of another; whoever is in a room stays in it.
        """
        client = client_of(request.scope)
        try:
            room = self.rooms.find(request.path_params["code"], now)
        except request_limits.NotFound:
            self._count(self.wrong, client)
            raise
        inside = room.knows(key)
        if not inside and not self.wrong.would(client):
            raise request_limits.TooManyRequests(WAIT)
        self._count(self.seat if inside else self.door, f"{room.code} {key}" if inside else client_of(request.scope))
        return room

    def _count(self, rate: RateLimiter, who: str) -> None:
        if not rate.allows(who):
            raise request_limits.TooManyRequests(WAIT)

    def _screen(self, request: Request, room: ClassRoom, key: str, now: float) -> dict[str, object]:
        """What the facilitator sees: the room, and how phones reach it."""
        address = self._address_for_phones(request)
        return {
            **room.seen_by_screen(key, now),
            "address": address and f"{address}/join",
            "unreached": None if address else UNREACHED.format(lesson=room.round.lesson),
        }

    def _address_for_phones(self, request: Request) -> str | None:
        """The address by which the screen itself came, if others can use that; else the one that was printed."""
        host = request.headers.get("host", "")
        name = request.url.hostname or ""
        return f"http://{host}" if self.shared and not is_loopback(name) else self.shared or None

    def _answered(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """A handler whose refusals are one sentence."""

        async def answer(request: Request) -> Response:
            try:
                return await handler(request, request.headers.get(KEY, "")[:100], self.clock())
            except UserError as error:
                return refusal(error)

        return answer
