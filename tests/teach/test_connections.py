"""Connections of the page's server: silent ones are closed, one address has so many, and a class with six each is served."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from pages import listening

from icsim.teach.api import TeachApi
from icsim.teach.serving import connections, start_server

ASK = b"GET /static/join.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PATIENT = 30.0  # seconds: for a test, not for the server


@contextmanager
def served(silent: float = connections.SILENT, most: int = connections.MOST_OF_ONE) -> Iterator[int]:
    """The server as it is started, with another patience; gives its port."""
    made = connections.protocol(silent, most)
    with patch.object(start_server, "protocol", lambda: made), listening(start_server.server(TeachApi(16), "")) as port:
        yield port


def line(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENT)


def is_closed(one: socket.socket) -> bool:
    """Whether the server closes it, within the patience of the test."""
    try:
        return one.recv(65536) == b""
    except ConnectionResetError:
        return True


def answer(one: socket.socket) -> bytes:
    """The head of an answer."""
    found = b""
    while b"\r\n\r\n" not in found and (part := one.recv(65536)):
        found += part
    return found


@pytest.mark.parametrize("said", [b"", b"G", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"])
def test_who_asks_nothing_or_never_ends_is_closed(said: bytes) -> None:
    with served(silent=0.3) as port, line(port) as one:
        one.sendall(said)
        assert is_closed(one)


def test_a_question_that_comes_in_drops_has_one_patience_and_not_one_for_each_drop() -> None:
    with served(silent=1.0) as port, line(port) as one:
        try:
            for _ in range(100):
                one.sendall(b"X")
                time.sleep(0.1)
        except (BrokenPipeError, ConnectionResetError):
            return
        raise AssertionError("it was kept open")


def test_a_second_question_that_never_ends_is_closed_as_well() -> None:
    with served(silent=0.5) as port, line(port) as one:
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert answer(one).startswith(b"HTTP/1.1 200")
        one.sendall(b"GET /healthz HTTP/1.1\r\n")
        while not is_closed(one):
            pass


def test_one_address_has_so_many_and_has_room_again_when_one_goes() -> None:
    with served(most=5) as port:
        held = [line(port) for _ in range(5)]
        for one in held:
            one.sendall(ASK)
            assert answer(one).startswith(b"HTTP/1.1 200")
        with line(port) as more:
            assert is_closed(more)
        held.pop().close()
        for _ in range(100):  # until the server has heard of it
            with line(port) as again:
                again.sendall(ASK)
                try:
                    if answer(again).startswith(b"HTTP/1.1 200"):
                        break
                except ConnectionResetError:
                    pass
                time.sleep(0.05)
        else:
            raise AssertionError("no room again")
        for one in held:
            one.close()


@pytest.mark.slow
def test_two_hundred_phones_with_six_connections_each_are_served_from_behind_one_address() -> None:
    assert connections.MOST_OF_ONE > 250 * 6
    assert connections.raise_file_limit() > 200 * 6
    with served(silent=PATIENT) as port:
        held = [line(port) for _ in range(200 * 6)]
        try:
            for one in held:
                one.sendall(ASK)
            assert all(answer(one).startswith(b"HTTP/1.1 200") for one in held)
        finally:
            for one in held:
                one.close()
