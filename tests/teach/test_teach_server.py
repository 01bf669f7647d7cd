"""The server over a real socket: routes, headers, what is refused, and that one client cannot hold up others."""

import asyncio
import json
import posixpath
import re
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

import pytest
from pages import PAIR, SHARING, Client, run, served

from icsim.base.errors import UserError
from icsim.teach import request_limits
from icsim.teach.request_queue import AT_ONCE, WAITING, AnswerCache, RequestQueue
from icsim.teach.serving import static_files
from icsim.teach.serving.server import WRONG, RequestGuard


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with served(opens=PAIR) as found:
        yield found


def test_every_answer_has_the_headers(client: Client) -> None:
    for path in ("/healthz", f"/api/worlds?{PAIR}&replicate=1", "/nothing", "/static/nothing.js"):
        _, headers, _ = client.get(path)
        for name, value in request_limits.HEADERS.items():
            assert headers[name.lower()] == value, path
        assert "server" not in headers
    policy = request_limits.CONTENT_SECURITY
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_worlds_come_zipped_or_not(client: Client) -> None:
    status, headers, body = client.get(f"/api/worlds?{PAIR}&{SHARING}&replicate=1")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert json.loads(body)["query"] == f"{PAIR.split('&')[0]}&{SHARING}&replicate=1&weeks=20"
    status, headers, plain = client.get(f"/api/worlds?{PAIR}&{SHARING}&replicate=1", headers={"Accept-Encoding": "identity"})
    assert status == 200
    assert "content-encoding" not in headers
    assert plain == body


def test_what_the_page_opens_with_is_told(client: Client) -> None:
    status, told = client.json("/api/start")
    assert (status, told["open"]) == (200, PAIR)
    assert {"places", "mechanisms", "context", "measures", "lessons", "glossary", "version"} <= set(told)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/worlds?foo=1", 400, "foo: unknown word; allowed: lesson, roads, place_form, set, a, b, c, replicate, weeks"),
        ("/api/worlds?set=place=pear", 400, "place: pear is not known; allowed: "),
        ("/api/worlds?a=" + "x" * 9000, 413, "query: 9002 characters; allowed: 8000"),
        (f"/api/story?{PAIR}&replicate=1&team=nobody", 404, "team: nobody is not there; allowed: "),
        ("/api/lesson/nothing", 404, "lesson: nothing is unknown; allowed: "),
        ("/api/worlds?lesson=nothing", 400, "lesson: nothing is unknown; allowed: "),
        (f"/api/why?{PAIR}&replicate=1&week=21", 400, "week: 21 is not allowed; give a whole number from 1 to 20"),
        ("/api/nothing", 404, "There is nothing here; the page is at /"),
        ("/api/lesson/../../etc/passwd", 404, "There is nothing here"),
        ("/static/../server.py", 404, "There is nothing here"),
        ("/static/%2e%2e/server.py", 404, "There is nothing here"),
        ("/static//etc/passwd", 404, "There is nothing here"),
        ("/static/vendor/", 404, "There is nothing here"),
    ],
)
def test_what_is_wrong_is_one_sentence(client: Client, path: str, status: int, said: str) -> None:
    found, told = client.json(path)
    assert found == status
    assert list(told) == ["error"]
    assert told["error"].startswith(said)
    assert "\n" not in told["error"]
    assert "Traceback" not in told["error"]


def test_only_questions_are_taken(client: Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        status, _, body = client.get("/api/start", method=method)
        assert status == 405
        assert json.loads(body) == {"error": f"{method} is not taken here"}
    assert client.get("/healthz", method="HEAD")[0] == 200


def test_a_body_has_an_end(client: Client) -> None:
    status, _, body = client.get("/api/start", headers={"Content-Length": str(request_limits.BODY + 1)})
    assert status == 413
    assert "allowed: 16384 bytes" in json.loads(body)["error"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", ""])
def test_a_foreign_name_for_this_machine_is_refused(client: Client, host: str) -> None:
    status, _, body = client.get("/healthz", headers={"Host": host})
    assert status == 400
    assert "the address that it printed" in json.loads(body)["error"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:80", "192.168.1.7:8765", "[::1]:8765", "[fe80::1]"])
def test_this_machines_own_names_are_known(host: str) -> None:
    assert request_limits.known_host(host, request_limits.own_names())


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\n\r\n", b"\x00\xff\xfe\r\n\r\n", b"GET /api/worlds?\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /api/worlds?a=%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    ],
)  # fmt: skip
def test_noise_is_refused_and_does_no_harm(client: Client, request_: bytes) -> None:
    first = client.raw(request_).split(b"\r\n", 1)[0]
    assert b" 4" in first or first == b""
    assert client.json("/healthz") == (200, {"alive": True})


def test_files_come_from_a_table(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (tmp_path / "sub" / "a.js").write_text("export const a = 1", encoding="utf-8")
    (tmp_path / "secret.yaml").write_text("x: 1", encoding="utf-8")
    found = static_files.load_static_files(tmp_path)
    assert set(found) == {"index.html", "sub/a.js"}
    assert found["sub/a.js"].kind == "text/javascript; charset=utf-8"
    (tmp_path / "sub" / "a.js").write_text("export const a = 2", encoding="utf-8")
    assert static_files.load_static_files(tmp_path)["sub/a.js"].tag != found["sub/a.js"].tag


def test_a_file_that_is_known_is_not_sent_again(client: Client) -> None:
    name = next(iter(static_files.load_static_files()))
    status, headers, body = client.get(f"/static/{name}")
    assert status == 200
    assert body == (static_files.FOLDER / name).read_bytes()
    again, _, nothing = client.get(f"/static/{name}", headers={"If-None-Match": headers["etag"]})
    assert (again, nothing) == (304, b"")


def test_who_asks_too_often_waits() -> None:
    clock = [0.0]
    rate = request_limits.RateLimiter(rate=2.0, burst=3.0, now=lambda: clock[0])
    assert [rate.allows("one") for _ in range(5)] == [True, True, True, False, False]
    assert rate.allows("other")
    clock[0] = 1.0
    assert [rate.allows("one") for _ in range(3)] == [True, True, False]
    for n in range(request_limits.CLIENTS + 10):
        rate.allows(str(n))
    assert len(rate._left) == request_limits.CLIENTS


def test_a_flood_is_answered_with_429(monkeypatch: pytest.MonkeyPatch) -> None:
    still = partial(request_limits.RateLimiter, now=lambda: 0.0)  # a busy machine is no flood
    monkeypatch.setattr(request_limits, "RateLimiter", still)
    with served() as client:
        line = [client.get("/healthz")[0] for _ in range(int(request_limits.BURST) + 60)]
    assert line[0] == 200
    assert 429 in line


def test_what_is_kept_has_an_end() -> None:
    kept = AnswerCache(most=10)
    kept.put("a", b"12345")
    kept.put("b", b"12345")
    assert kept.get("a") == b"12345"
    kept.put("c", b"1234")
    assert (kept.get("b"), kept.get("a"), kept.size) == (None, b"12345", 9)
    kept.put("d", b"12345678901")
    assert kept.get("d") is None
    kept.put("a", b"1")
    assert kept.size == 5


def test_the_same_question_is_worked_out_once() -> None:
    asked: list[str] = []

    def work() -> bytes:
        asked.append("x")
        time.sleep(0.05)
        return b"answer"

    async def all_at_once() -> list[bytes]:
        desk = RequestQueue(threads=2)
        found = await asyncio.gather(*(desk.answer("key", f"client {n}", work) for n in range(30)))
        found.append(await desk.answer("key", "late", work))
        return found

    assert run(all_at_once()) == [b"answer"] * 31
    assert asked == ["x"]


def test_one_client_cannot_hold_up_another() -> None:
    """One client fills its line; who comes later, with one question, is served after two of those, not after all."""
    order: list[str] = []
    gate = threading.Event()

    def work(name: str) -> bytes:
        gate.wait(5)
        order.append(name)
        return name.encode()

    async def both() -> None:
        desk = RequestQueue(threads=1)
        greedy = [asyncio.create_task(desk.answer(f"g{n}", "greedy", lambda n=n: work(f"g{n}"))) for n in range(WAITING)]
        await asyncio.sleep(0.01)
        with pytest.raises(request_limits.TooManyRequests):
            await desk.answer("more", "greedy", lambda: work("more"))
        modest = asyncio.create_task(desk.answer("m", "modest", lambda: work("m")))
        await asyncio.sleep(0.01)
        gate.set()
        await asyncio.gather(modest, *greedy)
        assert not desk._clients

    run(both())
    assert order.index("m") <= AT_ONCE
    assert len(order) == WAITING + 1


def test_a_mistake_is_told_to_all_who_asked_and_not_kept() -> None:
    def wrong() -> bytes:
        raise UserError("no")

    async def ask_twice() -> list[object]:
        desk = RequestQueue(threads=1)
        found: list[object] = list(await asyncio.gather(*(desk.answer("k", "c", wrong) for _ in range(2)), return_exceptions=True))
        found.append(await desk.answer("k", "c", lambda: b"right"))
        return found

    *errors, right = run(ask_twice())
    assert [str(error) for error in errors] == ["no", "no"]
    assert right == b"right"


def test_a_fault_of_the_server_shows_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(scope: object, receive: object, send: object) -> None:
        raise RuntimeError("secret")

    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"localhost")], "client": ("1.2.3.4", 5)}
    run(RequestGuard(broken)(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 500
    assert json.loads(sent[1]["body"]) == {"error": WRONG}  # type: ignore[arg-type]
    assert "secret" in capsys.readouterr().err


def test_the_page_asks_for_nothing_but_its_own_files(client: Client) -> None:
    """Every address in the page and in its modules is a file of the table; nothing stands inline, for the policy forbids it."""
    status, headers, body = client.get("/")
    page = body.decode()
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", page)
    asked = set(re.findall(r'(?:src|href)="([^"#]+)"', page))
    assert asked
    known = static_files.load_static_files()
    for name, file in known.items():
        if name.endswith(".js"):
            folder = PurePosixPath("/static", name).parent
            for found in re.findall(r'(?:from|import)\s*\(?\s*"(\.[^"]+)"', file.body.decode()):
                asked.add(posixpath.normpath(f"{folder}/{found}"))
    for path in sorted(asked):
        assert client.get(path)[0] == 200, path
