"""The server behind the page: routes, and what surrounds every one of them. It keeps no state of anybody's."""

import asyncio
import gzip
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from icsim.base.errors import UserError
from icsim.teach import request_limits, slider_workers
from icsim.teach.api import ApiCall, TeachApi, api_routes, zipped
from icsim.teach.classroom.routes import ClassRoutes
from icsim.teach.refusals import client_of, refusal
from icsim.teach.request_queue import Away, RequestQueue, no_away
from icsim.teach.serving import static_files
from icsim.teach.serving.offline_page import gzip_of
from icsim.teach.slider_steps import BRIEF, worlds_question
from icsim.teach.slider_workers import SliderWorkers
from icsim.teach.sliders_ahead import SlidersAhead

WRONG = "Something went wrong in the server; what, stands where it was started. Another question may well be answered."
ENDING = "The server has ended; start it again and load the page again."
UNKNOWN = "There is nothing here; the page is at /"
CACHED = 60  # seconds that a browser may keep an answer: the same question has the same one
Handler = Callable[[Request], Awaitable[Response]]
Refusal = Callable[[Request, Exception], Awaitable[Response]]


def application(
    answers: TeachApi, opens: str = "", threads: int | None = None, phones: str = "", workers: int | None = 0
) -> ASGIApp:
    """The whole application. `opens`: the query that the page shows when its link has none; `phones`: its address for a class;
    `workers`: processes for sliders, as `SliderWorkers` has it."""
    desk = RequestQueue(threads)
    sliders = SliderWorkers(answers.pairs, workers)
    join = _file(static_files.load_static_files(), static_files.JOIN)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        sliders.close()
        desk.close()

    asked = api_routes(answers) | {"start": lambda query: {**answers.start(query), "open": opens}}
    asked.pop("worlds")  # apart from the others: sliders ask for them
    routes = [Route(f"/api/{name}", _api(desk, name, question)) for name, question in asked.items()]
    routes += [
        Route("/api/worlds", _worlds(desk, answers, sliders)),
        Route("/api/lesson/{name}", _lesson(desk, answers)),
        Route("/api/offline", _offline(desk, answers)),
        Route("/", _file(static_files.load_static_files(), static_files.PAGE)),
        Route("/static/{path:path}", _file(static_files.load_static_files())),
        Route("/favicon.ico", _file(static_files.load_static_files(), "icon.svg")),
        Route("/healthz", _alive),
        Route("/join", join),
        Route("/join/{code}", join),
        *ClassRoutes(desk, answers, phones).routes(),
    ]
    handlers: dict[int | type[Exception], Refusal] = {HTTPException: _refused, 404: _refused, 405: _refused}
    return RequestGuard(Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan))


async def _alive(request: Request) -> Response:
    return JSONResponse({"alive": True}, 200)


async def _refused(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    return JSONResponse({"error": UNKNOWN if status == 404 else f"{request.method} is not taken here"}, status)


def _api(desk: RequestQueue, name: str, question: ApiCall) -> Handler:
    async def answer(request: Request) -> Response:
        query = _query(request)
        return await _answered(desk, request, f"{name}?{query}", lambda: zipped(question(query)))

    return answer


def _worlds(desk: RequestQueue, answers: TeachApi, sliders: SliderWorkers) -> Handler:
    """Worlds: kept by what is asked, however it is spelt; while a slider moves, worked out by the workers, its other steps too."""
    ahead = SlidersAhead(desk, sliders, _worlds_key)

    async def answer(request: Request) -> Response:
        try:
            ask, question = worlds_question(_query(request))
        except UserError as error:
            return refusal(error)
        key = _worlds_key(question)
        known = key in desk.kept
        ahead.touched(client_of(request.scope), ask, known)
        sliders.wanted(ahead.clients)

        def away() -> tuple[Executor, Callable[[], bytes]] | None:
            return (sliders.pool, partial(slider_workers.work, question)) if sliders.ready and sliders.pool else None

        work = partial(slider_workers.worlds, answers, question)
        found = await _answered(desk, request, key, work, away=away if ask.more.get(BRIEF) else no_away)
        ahead.go_on()
        found.headers["Server-Timing"] = "kept" if known else "worked-out"
        return found

    return answer


def _worlds_key(question: str) -> str:
    return f"worlds?{question}"


def _query(request: Request) -> str:
    return str(request.scope["query_string"].decode("latin-1"))


def _lesson(desk: RequestQueue, answers: TeachApi) -> Handler:
    async def answer(request: Request) -> Response:
        name = request.path_params["name"]
        return await _answered(desk, request, f"lesson/{name}", lambda: zipped(answers.lesson(name)))

    return answer


def _offline(desk: RequestQueue, answers: TeachApi) -> Handler:
    """The page with a lesson's data inside, as a file to keep."""

    async def answer(request: Request) -> Response:
        query = _query(request)
        packed = partial(gzip_of, answers, query)
        return await _answered(desk, request, f"offline?{query}", packed, "text/html; charset=utf-8")

    return answer


async def _answered(
    desk: RequestQueue, request: Request, key: str, work: Callable[[], bytes], kind: str = "application/json", away: Away = no_away
) -> Response:
    """An answer, which `work` gives gzipped; or what was wrong with the question in one sentence."""
    try:
        body = await desk.answer(key, client_of(request.scope), work, away)
    except UserError as error:
        return refusal(error)
    headers = {"Cache-Control": f"private, max-age={CACHED}", "Vary": "Accept-Encoding"}
    if kind != "application/json":
        headers["Content-Disposition"] = "attachment"
    if _takes_gzip(request.headers):
        return Response(body, headers=headers | {"Content-Encoding": "gzip"}, media_type=kind)
    return Response(gzip.decompress(body), headers=headers, media_type=kind)


def _file(table: dict[str, static_files.StaticFile], name: str | None = None) -> Handler:
    """One file of the table, or the one that the path names exactly."""

    async def answer(request: Request) -> Response:
        found = table.get(request.path_params["path"] if name is None else name)
        if found is None:
            return JSONResponse({"error": UNKNOWN}, 404)
        headers = {"ETag": found.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == found.tag:
            return Response(status_code=304, headers=headers)
        if found.zipped is not None and _takes_gzip(request.headers):
            return Response(found.zipped, headers=headers | {"Content-Encoding": "gzip"}, media_type=found.kind)
        return Response(found.body, headers=headers, media_type=found.kind)

    return answer


class RequestGuard:
    """What holds for every request: who may ask, how often and how much; and the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Around an application."""
        self.app, self.rate, self.names = app, request_limits.RateLimiter(), request_limits.own_names()
        self.light = request_limits.RateLimiter(request_limits.LIGHT_RATE, request_limits.LIGHT_BURST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the server's own start and end."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in request_limits.HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            refusal = self._refusal(scope)
            await (refusal or self.app)(scope, receive, guarded)
        except asyncio.CancelledError:  # it ends, and what was under way has had its time: no fault, so no traceback for each
            if not begun:
                await JSONResponse({"error": ENDING}, 503)(scope, receive, guarded)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            if not begun:
                await JSONResponse({"error": WRONG}, 500)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not request_limits.known_host(headers.get("host", ""), self.names):
            return JSONResponse({"error": "This server is known by its address only; open the address that it printed."}, 400)
        rate = self.light if scope["path"].startswith(request_limits.LIGHT) else self.rate
        if not rate.allows(client_of(scope)):
            return JSONResponse({"error": "Too many requests from this address; wait a moment."}, 429)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > request_limits.BODY:
            return JSONResponse({"error": f"The body is too long; allowed: {request_limits.BODY} bytes."}, 413)
        return None


def _takes_gzip(headers: Headers) -> bool:
    return "gzip" in headers.get("accept-encoding", "")
