"""What a client may ask of the server, and what every answer says to the browser."""

import ipaddress
import socket
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from icsim.base.errors import UserError

RATE, BURST = 40.0, 160.0
"""Requests of one client: so many a second in the long run, so many at once. A class may sit behind one address."""
LIGHT = ("/static/", "/join", "/api/class")
"""Beginnings of paths that are answered from memory: all phones of a class may ask for them from behind one address."""
LIGHT_RATE, LIGHT_BURST = 400.0, 4000.0
CLIENTS = 4096  # that are remembered
BODY = 16 * 1024  # bytes
MOST_RUNS = 3_000_000  # teams × weeks × pairs of one question
MOST_STATES = 66_000  # teams × weeks × worlds of one answer

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
        "connect-src 'self'", "media-src 'self' blob:", "worker-src 'self' blob:", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class TooManyRequests(UserError):
    """Too much at once."""


class TooLarge(UserError):
    """A question or a body longer than allowed."""


class NotFound(UserError):
    """Something by a name that does not exist."""


class Forbidden(UserError):
    """Something that only another may do."""


class RateLimiter:
    """A bucket of requests for each client, filled at a steady rate."""

    def __init__(self, rate: float = RATE, burst: float = BURST, now: Callable[[], float] = monotonic) -> None:
        """`now` in seconds."""
        self.rate, self.burst, self.now = rate, burst, now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, client: str) -> bool:
        """Whether a client may ask now; if so, it is counted."""
        now = self.now()
        left = self._has(client, now)
        self._left.pop(client, None)
        self._left[client] = (left - 1.0 if left >= 1.0 else left, now)
        while len(self._left) > CLIENTS:
            self._left.popitem(last=False)
        return left >= 1.0

    def would(self, client: str) -> bool:
        """Whether a client may ask now, without counting it."""
        return self._has(client, self.now()) >= 1.0

    def _has(self, client: str, now: float) -> float:
        left, since = self._left.get(client, (self.burst, now))
        return min(self.burst, left + (now - since) * self.rate)


def known_host(given: str, own: frozenset[str]) -> bool:
    """Whether a Host header names this machine: an address, or one of its own names.

    A page elsewhere that points a name of its own at this machine could else read what the server says.
    """
    name = given.rsplit(":", 1)[0] if not given.endswith("]") else given
    name = name.strip("[]").lower().rstrip(".")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in own
    return True


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def own_names() -> frozenset[str]:
    """What this machine is called."""
    name = socket.gethostname().lower()
    return frozenset({"localhost", name, name.partition(".")[0], f"{name.partition('.')[0]}.local"})


def check_states(teams: int, weeks: int, worlds: int) -> None:
    """UserError where an answer would be too large."""
    if teams * (weeks + 1) * worlds > MOST_STATES:
        most = MOST_STATES // (teams * worlds) - 1
        raise UserError(
            f"weeks: {weeks} weeks of {worlds} worlds with {teams} teams are too much at once; allowed here: up to {most}"
        )


def most_pairs(teams: int, weeks: int) -> int:
    """How many pairs of worlds one question may run."""
    return max(16, MOST_RUNS // (teams * max(1, weeks)))
