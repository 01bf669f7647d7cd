"""A server of the page in this process, and a client that asks it as a browser does."""

import asyncio
import gzip
import json
import socket
import threading
import time
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import uvicorn

from icsim.teach.api import TeachApi
from icsim.teach.lessons import load_lesson
from icsim.teach.serving.start_server import listen_socket, server

LESSONS = sorted((Path(__file__).parent / "lessons").glob("*.yaml"))
WEEKS = 40  # of these lessons
PAIR = "set=place=pair&weeks=20"
SHARING = "a=leadership.team.working_with_power.level=0.9"


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives, in a thread of its own: a browser that is open keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


class Client:
    """Asks one server."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Any:
        """Status, headers (small letters) and body."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request(method, path, body=body, headers={"Accept-Encoding": "gzip", **(headers or {})})
        answer = line.getresponse()
        found = answer.read()
        line.close()
        given = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, given, gzip.decompress(found) if given.get("content-encoding") == "gzip" else found

    def json(self, path: str) -> Any:
        """Status and the answer."""
        status, _, body = self.get(path)
        return status, json.loads(body)

    def raw(self, request: bytes) -> bytes:
        """What comes back for bytes that are no proper request."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(request)
            line.settimeout(5)
            found = b""
            try:
                while b"\r\n\r\n" not in found and (part := line.recv(65536)):
                    found += part
            except TimeoutError:
                pass
            return found


@contextmanager
def small_lessons() -> Iterator[None]:
    """The lessons of the tests are known until the block ends."""
    before = dict(load_lesson._OWN)
    for path in LESSONS:
        load_lesson.register_lesson(path)
    try:
        yield
    finally:
        load_lesson._OWN.clear()
        load_lesson._OWN.update(before)


@contextmanager
def served(pairs: int = 16, opens: str = "") -> Iterator[Client]:
    """The page's server on a free port until the block ends."""
    with listening(server(TeachApi(pairs), opens)) as port:
        yield Client(port)


@contextmanager
def listening(running: uvicorn.Server) -> Iterator[int]:
    """A server in a thread until the block ends; gives its port."""
    door = listen_socket("127.0.0.1", 0)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    try:
        yield int(door.getsockname()[1])
    finally:
        running.should_exit = True
        thread.join(10)
        door.close()
