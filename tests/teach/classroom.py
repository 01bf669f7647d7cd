"""A class on the served page, with the small lessons of the tests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from pages import Client, listening, small_lessons

from icsim.teach.api import TeachApi
from icsim.teach.serving.server import application

BOX, LINE = "lesson=asked&replicate=1", "lesson=curve&replicate=1"


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
    app = application(TeachApi(16), phones=phones)
    with small_lessons(), listening(uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))) as port:
        yield Client(port)
