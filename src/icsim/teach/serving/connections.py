"""Connections of the page's server: closed early where nothing is asked, and so many of one address at most."""

import asyncio
from collections import Counter
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

SILENT = 8.0  # seconds within which a request has to come whole, its body apart; an answered connection waits 5 for the next
MOST_OF_ONE = 2000  # of one address: a class of 250 phones may sit behind one, with six connections each
MOST = 6000  # of all: 500 phones with six, twice


def protocol(silent: float = SILENT, most: int = MOST_OF_ONE) -> type[H11Protocol]:
    """The protocol of one server, which counts that server's connections by address."""
    held: Counter[str] = Counter()

    class WatchedConnection(H11Protocol):
        """HTTP as uvicorn speaks it, with an end to silence."""

        def __init__(self, config: Config, *given: Any, **named: Any) -> None:
            super().__init__(config, *given, **named)
            self._patience: asyncio.TimerHandle | None = None
            self._address = ""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            """Count it; one too many of an address is closed at once."""
            super().connection_made(transport)
            self._address = (self.client or ("",))[0]
            held[self._address] += 1
            if held[self._address] > most:
                transport.abort()
                return
            self._wait()

        def data_received(self, data: bytes) -> None:
            """A request that is under way is not closed; one of which only a part has come has so long and no longer."""
            super().data_received(data)
            if not getattr(self.cycle, "response_complete", True):  # there is none before the first request
                self._go_on()
            elif self._patience is None:
                self._wait()

        def on_response_complete(self) -> None:
            """From here on uvicorn waits for the next request itself, until a part of it comes."""
            super().on_response_complete()
            self._go_on()

        def connection_lost(self, exc: Exception | None) -> None:
            """No longer counted."""
            self._go_on()
            held[self._address] -= 1
            if held[self._address] <= 0:
                del held[self._address]
            super().connection_lost(exc)

        def _wait(self) -> None:
            self._patience = self.loop.call_later(silent, self.transport.abort)

        def _go_on(self) -> None:
            if self._patience is not None:
                self._patience.cancel()
                self._patience = None

    return WatchedConnection


def raise_file_limit(wanted: int = MOST + 200) -> int:
    """How many connections the system lets this process have, after asking for as many as are wanted."""
    try:
        import resource
    except ImportError:  # Windows counts sockets apart from files
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
            soft = allowed
        except (OSError, ValueError):
            pass
    return MOST if soft == resource.RLIM_INFINITY else max(64, min(MOST, soft - 200))
