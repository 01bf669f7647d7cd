"""Runs the server: takes the port, gets the engine ready, says where the page is, and ends with Ctrl-C."""

import io
import os
import socket
import sys
import threading
import webbrowser
from contextlib import suppress

import segno
import uvicorn

from icsim.base.errors import UserError
from icsim.config.settings import Settings
from icsim.teach.api import TeachApi, zipped
from icsim.teach.request_limits import is_loopback
from icsim.teach.request_queue import THREADS
from icsim.teach.serving.addresses import addresses_of_this_machine
from icsim.teach.serving.connections import protocol, raise_file_limit
from icsim.teach.serving.server import application
from icsim.teach.start_data import FRONT

EVERY = ("0.0.0.0", "::")
READY = 0.6  # seconds after which the browser is opened: by then the server listens
GRACE = 2  # seconds that answers under way get when the server ends
FIRST = f"lesson={FRONT}"  # what the front page plays; worked out before anybody asks


def serve_page(settings: Settings, opens: str, terminal: bool) -> None:
    """Serve the page until Ctrl-C. UserError where the address cannot be taken."""
    host, port = str(settings.values["host"]), int(settings.values["port"])
    listening = listen_socket(host, port)
    port = int(listening.getsockname()[1])
    try:
        answers = TeachApi(int(settings.values["pairs"]))
        print("icsim teach: getting the engine ready…", flush=True)
        zipped(answers.worlds(opens or FIRST))  # loads or compiles the kernels, and what the page shows first is there at once
        address = page_url(host, port, opens)
        print("\n".join(startup_lines(host, port, opens, terminal)), flush=True)
        if settings.values["open"] == "on":
            timer = threading.Timer(READY, lambda: webbrowser.open(address))
            timer.daemon = True
            timer.start()
        run_until_stopped(answers, opens, listening, shared_url(host, port))
    finally:
        listening.close()
    print("icsim teach: closed", flush=True)
    if _is_at_work():
        os._exit(0)  # what nobody waits for any longer holds nothing up


def _is_at_work() -> bool:
    """Whether a thread still works at an answer, after those that do not have had time to go."""
    working = [one for one in threading.enumerate() if one.name.startswith(THREADS)]
    for one in working:
        one.join(0.1)
    return any(one.is_alive() for one in working)


def run_until_stopped(answers: TeachApi, opens: str, listening: socket.socket, phones: str = "") -> None:
    """Answer on a socket until the server is told to end."""
    with suppress(KeyboardInterrupt):  # how a server ends
        server(answers, opens, phones, workers=None).run(sockets=[listening])


def server(answers: TeachApi, opens: str, phones: str = "", workers: int | None = 0) -> uvicorn.Server:
    """The server, not yet running; `phones`: its address as phones see it, empty where they cannot; `workers`: as `application`."""
    config = uvicorn.Config(
        application(answers, opens, phones=phones, workers=workers),
        log_level="critical",  # what goes wrong the application prints itself; that some are cut off at the end is no fault
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        limit_concurrency=raise_file_limit(),
        http=protocol(),
        ws="none",
        lifespan="on",
    )
    return uvicorn.Server(config)


def listen_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; UserError where it cannot."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(2048)
    except (OSError, OverflowError, UnicodeError) as error:
        made.close()
        reason = getattr(error, "strerror", None) or str(error)
        if isinstance(error, OSError) and "in use" in reason.lower():
            raise UserError(f"port: {port} is taken; close what uses it, or take another with port={port + 1}") from None
        raise UserError(f"host: {host} port: {port}: {reason}; give an address of this machine, such as host=127.0.0.1") from None
    return made


def page_url(host: str, port: int, opens: str) -> str:
    """The address of the page on this machine."""
    name = "127.0.0.1" if host in EVERY else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/{'?' + opens if opens else ''}"


def shared_url(host: str, port: int) -> str:
    """The address of the server for everybody on the network, without a path; empty where only this machine can reach it."""
    if is_loopback(host):
        return ""
    return page_url(addresses_of_this_machine()[0] if host in EVERY else host, port, "").rstrip("/")


def startup_lines(host: str, port: int, opens: str, terminal: bool) -> list[str]:
    """What is printed: the address; for a classroom, its address and a QR code."""
    lines = [f"icsim teach: {page_url(host, port, opens)}"]
    if not is_loopback(host):
        found = f"{shared_url(host, port)}/{'?' + opens if opens else ''}"
        lines.append(f"for the class, on the same network: {found}")
        if terminal:
            lines.append(qr(found))
        for other in addresses_of_this_machine()[1:] if host in EVERY else ():
            lines.append(f"or, for phones on another of its networks, such as its hotspot: {page_url(other, port, opens)}")
        lines.append("everybody on this network can open the page; nothing that they do changes anything on this machine")
    return [*lines, "Ctrl-C ends it"]


def qr(text: str) -> str:
    """A QR code as lines of text."""
    out = io.StringIO()
    segno.make(text, error="m").terminal(out, compact=True)
    return out.getvalue().rstrip("\n")
