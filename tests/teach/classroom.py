"""A class on a real server with stand-in answers: the tests of rooms need no engine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import standin
import uvicorn
from pages import Client, listening

from icsim.base.errors import UserError
from icsim.teach.serving.server import application

BOX, LINE = "lesson=asked&replicate=1", "lesson=curve&replicate=1"


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
    app = application(StandIn(), phones=phones)  # type: ignore[arg-type]
    with listening(uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))) as port:
        yield Client(port)
