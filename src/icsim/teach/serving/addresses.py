"""The addresses by which others reach this machine: on the network of the way out, and on a hotspot of its own."""

import socket
from contextlib import suppress

from icsim.teach.request_limits import is_loopback

OUT = "192.0.2.1"  # an address kept for documents: the system says by which of its own it would go there
HOTSPOTS = ("10.42.0.2", "192.168.137.2", "192.168.2.2")
"""A guest's address on a hotspot, as NetworkManager, Windows and macOS give them out."""


def addresses_of_this_machine() -> list[str]:
    """That of the way out first; its name where it has none. Nothing is sent."""
    found = [address for target in (OUT, *HOTSPOTS) if (address := _own_towards(target)) is not None]
    with suppress(OSError):
        found += [str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [one for one in dict.fromkeys(found) if not is_loopback(one)] or [socket.gethostname()]


def _own_towards(target: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect((target, 9))
        return str(probe.getsockname()[0])
    return None
