"""A server of the page in this process, and a client that asks it as a browser does."""

import asyncio
import base64
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

import numpy as np
import uvicorn
from numpy.typing import NDArray

from icsim.teach.api import TeachApi
from icsim.teach.lessons import load_lesson
from icsim.teach.serving.start_server import listen_socket, server

LESSONS = sorted((Path(__file__).parent / "lessons").glob("*.yaml"))
WEEKS = 40  # of these lessons
PAIR = "set=place=pair&weeks=20"
SHARING = "a=leadership.team.working_with_power.level=0.9"


def numbers_of(text: str, worlds: int, weeks: int, wide: bool = True) -> NDArray[np.int64]:
    """What the server sends as steps, [world, what stands between, week]; added up here and not by the page."""
    raw = base64.b64decode(text)
    count = len(raw) // 2 if wide else len(raw)
    folded = [raw[n] + 256 * raw[count + n] for n in range(count)] if wide else list(raw)
    steps = np.array([one // 2 if one % 2 == 0 else -(one + 1) // 2 for one in folded], dtype=np.int64)
    found = steps.reshape(worlds, -1, weeks + 1).cumsum(axis=2)
    found[1:] += found[0]
    return np.asarray(found % (65536 if wide else 256))


def line_of(told: Any, name: str) -> NDArray[np.float64]:
    """A line of an answer, [world, week], nan for none."""
    one = next(each for each in told["measures"] if each["name"] == name)
    found = numbers_of(one["values"], len(told["names"]), told["weeks"])[:, 0].astype(float)
    return np.where(found > one["top"], np.nan, one["low"] + found * (one["high"] - one["low"]) / one["top"])


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives, in a thread of its own: a browser that is open keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


class Client:
    """Asks one server."""

    def __init__(self, port: int, address: str = "") -> None:
        """`address`: of this machine, from which it asks (there are many on Linux)."""
        self.port, self.own = port, (address, 0) if address else None

    def get(self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Any:
        """Status, headers (small letters) and body."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=self.own)
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
