"""A class on a real server with stand-in answers: the tests of rooms need no engine."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import standin
import uvicorn
from pages import Client

from icsim.errors import UserError
from icsim.teach.server import application
from icsim.teach.serving import take

BOX, LINE = "lesson=asked&luck=1", "lesson=curve&luck=1"


class StandIn:
    """Answers of the agreed shape, as the server asks for them."""

    def __getattr__(self, name: str) -> Any:
        def answer(query: str) -> dict[str, Any]:
            try:
                return dict(getattr(standin, name)(query) if name != "start" else standin.start())
            except standin.Wrong as error:
                raise UserError(str(error)) from None

        return answer

    def lesson(self, name: str) -> dict[str, Any]:
        """A lesson by its name."""
        if name not in standin.LESSONS:
            raise UserError(f"lesson: {name} is unknown")
        return standin.LESSONS[name]


@dataclass
class Asker:
    """A screen or a phone: sends JSON with its key."""

    client: Client
    key: str = ""

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and answer; a body makes it a POST."""
        given = {"X-Class-Key": self.key, **headers}
        if body is None:
            status, _, found = self.client.get(f"/api/class{path}", headers=given)
        else:
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            given.setdefault("Content-Type", "application/json")
            status, _, found = self.client.get(f"/api/class{path}", method="POST", headers=given, body=raw)
        return status, json.loads(found) if found else None


@contextmanager
def classroom(phones: str = "http://192.0.2.7:8765") -> Iterator[Client]:
    """A server on a free port until the block ends; `phones`: what it takes for its address on the network."""
    listening = take("127.0.0.1", 0)
    running = uvicorn.Server(
        uvicorn.Config(application(StandIn(), phones=phones), log_level="error", access_log=False, ws="none")  # type: ignore[arg-type]
    )
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    try:
        yield Client(int(listening.getsockname()[1]))
    finally:
        running.should_exit = True
        thread.join(10)
        listening.close()
