"""Class mode over a real socket: the whole story, what a hostile phone gets, and noise."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from classroom import BOX, LINE, Asker, classroom
from pages import Client

from icsim.teach import request_limits
from icsim.teach.classroom import messages, room, round, routes
from icsim.teach.request_limits import RateLimiter


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with classroom() as found:
        yield found


@pytest.fixture
def screen(client: Client) -> Iterator[Callable[..., tuple[Asker, str]]]:
    """Opens rooms, and ends them after the test, for one address may have few."""
    made: list[tuple[Asker, str]] = []

    def opened(query: str = BOX) -> tuple[Asker, str]:
        status, told = Asker(client).ask("", {"query": query})
        assert status == 201, told
        made.append((Asker(client, told["key"]), told["code"]))
        return made[-1]

    yield opened
    for asker, code in made:
        asker.ask(f"/{code}/steer", {"to": "ended"})


def joined(client: Client, code: str) -> Asker:
    status, told = Asker(client).ask(f"/{code}/join", {})
    assert status == 201
    return Asker(client, told["key"])


@pytest.mark.slow
def test_the_whole_story(client: Client, screen: Callable[..., tuple[Asker, str]]) -> None:
    teacher, code = screen()
    one, two = joined(client, code), joined(client, code.lower())
    status, told = one.ask(f"/{code}/lock", {"choice": 0})
    assert (status, told["guess"], told["spread"], told["truth"]) == (200, 0, None, None)
    assert two.ask(f"/{code}/lock", {"choice": 2})[0] == 200
    version = told["version"]
    assert two.ask(f"/{code}?since={version}") == (204, None)
    status, told = teacher.ask(f"/{code}")
    assert (status, told["locked"], told["here"], told["spread"], told["close"]) == (200, 2, 2, None, None)
    assert teacher.ask(f"/{code}/steer", {"to": "closed"})[1]["spread"]["counts"] == [1, 0, 1]
    status, told = two.ask(f"/{code}?since={version}")
    assert (status, told["phase"], told["spread"]["counts"], told["truth"]) == (200, "closed", [1, 0, 1], None)
    late = joined(client, code)
    assert late.ask(f"/{code}/lock", {"choice": 0}) == (400, {"error": "prediction: predictions are closed; watch with the others"})
    teacher.ask(f"/{code}/steer", {"to": "run"})
    teacher.ask(f"/{code}/steer", {"to": "told"})
    status, told = one.ask(f"/{code}")
    assert (told["truth"]["choice"], told["close"]["right"], told["yours"]["right"]) == (0, 1, True)
    assert told["close"]["nearest"][0]["label"] == told["label"]
    status, told = teacher.ask(f"/{code}/lesson", {"query": LINE})
    assert (status, told["lesson"], told["phase"], told["locked"]) == (200, "curve", "open", 0)
    curve = told["asked"]["curve"]
    assert (curve["low"], curve["high"], curve["weeks"]) == (0, 1, 40)
    assert 0.0 < curve["start"] < 1.0
    assert one.ask(f"/{code}/lock", {"curve": [50, 60, 70.5]})[0] == 200
    for to in ("closed", "told"):
        teacher.ask(f"/{code}/steer", {"to": to})
    told = one.ask(f"/{code}")[1]
    assert len(told["truth"]["curve"]) == 41
    assert told["yours"]["place"] == 1
    assert teacher.ask(f"/{code}/steer", {"to": "ended"}) == (200, {"ended": True})
    assert one.ask(f"/{code}") == (404, {"error": "room: no room has this code; look at the screen again"})


def test_who_comes_back_is_who_it_was(client: Client, screen: Callable[..., tuple[Asker, str]]) -> None:
    _, code = screen()
    phone = joined(client, code)
    before = phone.ask(f"/{code}/lock", {"choice": 1})[1]
    status, again = phone.ask(f"/{code}/join", {})
    assert (status, again["key"]) == (200, phone.key)
    assert {key: again[key] for key in ("label", "guess")} == {key: before[key] for key in ("label", "guess")}


def test_a_hostile_phone_cannot_steer_see_or_speak_for_another(client: Client, screen: Callable[..., tuple[Asker, str]]) -> None:
    teacher, code = screen()
    other_teacher, other_code = screen()
    victim, hostile = joined(client, code), joined(client, code)
    victim.ask(f"/{code}/lock", {"choice": 1})
    before = teacher.ask(f"/{code}")[1]
    for asker in (hostile, Asker(client), Asker(client, "x" * 200), other_teacher):
        for to in ("closed", "run", "told", "ended"):
            assert asker.ask(f"/{code}/steer", {"to": to})[0] == 403
        assert asker.ask(f"/{code}/lesson", {"query": LINE})[0] == 403
    for asker in (Asker(client), other_teacher):
        assert asker.ask(f"/{code}")[0] == 404  # no seat, nothing to see
        assert asker.ask(f"/{code}/lock", {"choice": 0})[0] == 404
    assert hostile.ask(f"/{other_code}/lock", {"choice": 0})[0] == 404
    seen = json.dumps(hostile.ask(f"/{code}")[1])
    for secret in (teacher.key, victim.key, victim.ask(f"/{code}")[1]["label"], '"locked"', '"joined"', '"query"'):
        assert secret not in seen
    for extra in ({"choice": 0, "key": victim.key}, {"choice": 0, "label": "ruby wren"}, {"to": "closed"}):
        assert hostile.ask(f"/{code}/lock", extra)[0] == 400
    assert teacher.ask(f"/{code}")[1] == before
    assert victim.ask(f"/{code}")[1]["guess"] == 1


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/lock", {}, "choice: missing; this lesson asks for"), ("/lock", {"choice": 9}, "choice: 9 is not there"),
        ("/lock", {"choice": "0"}, "choice: '0' is not allowed; give a whole number, as in 0"),
        ("/lock", {"choice": True}, "choice: true is not allowed; give a whole number"),
        ("/lock", {"choice": 0.5}, "choice: 0.5 is not allowed; give a whole number"),
        ("/lock", {"choice": 0, "more": 1}, "more: unknown key (given 1); allowed: choice, curve"),
        ("/lock", {"curve": [1, 2]}, "choice: missing"), ("/lock", {"curve": ["a"]}, "curve.0: a is not allowed; give a number"),
        ("/lock", {"curve": [1] * 65}, "curve: [1, 1, 1"), ("/lock", [], "[] is not allowed; give keys out of: choice, curve"),
        ("/lock", b"{", "body: not JSON; give keys"), ("/lock", b"\xff\xfe", "body: not JSON; give keys"),
        ("/lock", b'{"choice":1e999}', "choice: inf is not allowed; give a whole number"),
        ("/lock", b'{"curve":[NaN,1]}', "curve.0: nan is not allowed; give a number"),
        ("/lock", b"[" * 3000, "body: not JSON"), ("/join", {"name": "<b>"}, "name: unknown key (given <b>)"),
        ("/steer", {"to": "begin"}, "to: begin is not allowed; give one of: open, closed"),
        ("/steer", {}, "to: missing; give one of: open"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(
    client: Client, screen: Callable[..., tuple[Asker, str]], path: str, body: Any, said: str
) -> None:
    teacher, code = screen()
    asker = teacher if path == "/steer" else joined(client, code)
    status, told = asker.ask(f"/{code}{path}", body)
    assert status == 400
    assert list(told) == ["error"]
    assert told["error"].startswith(said)
    assert "\n" not in told["error"]


def test_a_room_wants_a_lesson_whose_question_has_an_answer(client: Client) -> None:
    asker = Asker(client)
    for query, said in (
        ("replicate=1", "query: a class predicts a lesson"),
        ("lesson=nothing", "lesson: nothing is unknown"),
        ("lesson=asked&x=1", "x: "),
    ):
        status, told = asker.ask("", {"query": query})
        assert (status, told["error"].startswith(said)) == (400, True), told
    assert asker.ask("", {"query": "x" * 9000})[0] == 400
    with pytest.raises(request_limits.UserError, match="no answer in it"):
        round.make_round({"predict": {}}, {"lesson": {"truth": {"choice": None, "said": "changed"}}})
    with pytest.raises(request_limits.UserError, match="no answer in it"):
        round.make_round({"predict": {}}, {"lesson": {"truth": {"curve": [None, None], "said": ""}}})


def test_a_page_elsewhere_cannot_send_here(client: Client, screen: Callable[..., tuple[Asker, str]]) -> None:
    """What a foreign page may send without asking first is refused; what it has to ask for is not granted."""
    teacher, code = screen()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        assert teacher.ask(f"/{code}/steer", {"to": "closed"}, **{"Content-Type": kind})[1] == {
            "error": "content-type: send application/json"
        }
    status, headers, _ = client.get(f"/api/class/{code}/steer", method="OPTIONS", headers={"Origin": "http://evil.example"})
    assert status == 405
    assert not [name for name in headers if name.startswith("access-control")]


def test_a_body_has_an_end_however_it_is_sent(client: Client, screen: Callable[..., tuple[Asker, str]]) -> None:
    _, code = screen()
    phone = joined(client, code)
    assert phone.ask(f"/{code}/lock", b" " * (request_limits.BODY + 1))[0] == 413
    chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
    head = (
        f"POST /api/class/{code}/lock HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Class-Key: {phone.key}\r\n"
    )
    said = client.raw(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 5 + b"0\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 413")


def test_a_body_that_does_not_come_is_not_waited_for(
    client: Client, screen: Callable[..., tuple[Asker, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "PATIENCE", 0.05)
    _, code = screen()
    phone = joined(client, code)
    head = (
        f"POST /api/class/{code}/lock HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Class-Key: {phone.key}\r\n"
    )
    assert client.raw(head.encode() + b"Content-Length: 20\r\n\r\n{").startswith(b"HTTP/1.1 400")


def test_one_phone_is_held_back_and_the_others_are_not(client: Client, screen: Callable[..., tuple[Asker, str]]) -> None:
    teacher, code = screen()
    greedy, modest = joined(client, code), joined(client, code)
    line = [greedy.ask(f"/{code}")[0] for _ in range(int(routes.SEAT[1]) + 40)]
    assert line[0] == 200
    assert 429 in line
    assert modest.ask(f"/{code}")[0] == 200
    assert teacher.ask(f"/{code}")[0] == 200


def test_codes_cannot_be_guessed_for_long() -> None:
    with classroom() as client:
        asker = Asker(client)
        line = [asker.ask(f"/BBB{n:02d}/join", {})[0] for n in range(int(routes.WRONG[1]) + 10)]
        assert line[0] == 404
        assert line[-1] == 429
        assert asker.ask("", {"query": BOX})[0] == 201  # and nothing else is held back


def test_who_has_guessed_too_often_hears_of_a_code_that_exists_no_more_than_of_another() -> None:
    """A right guess after too many wrong ones would else be told from them. Who is in the room already stays in it."""
    with classroom() as client:
        teacher, guesser = Asker(client), Asker(client)
        _, room = teacher.ask("", {"query": BOX})
        teacher.key = room["key"]
        phone = joined(client, room["code"])
        for n in range(int(routes.WRONG[1]) + 1):
            guesser.ask(f"/BBB{n:02d}/join", {})
        real, none = (guesser.ask(f"/{code}/join", {}) for code in (room["code"], "BBBBB"))
        assert real == none
        assert real[0] == 429
        assert phone.ask(f"/{room['code']}")[0] == 200
        assert teacher.ask(f"/{room['code']}")[0] == 200


@pytest.mark.slow
def test_a_class_behind_one_address_is_served(client: Client, screen: Callable[..., tuple[Asker, str]]) -> None:
    _, code = screen()
    found = {joined(client, code).ask(f"/{code}")[1]["label"] for _ in range(200)}
    assert len(found) == 200


def test_a_bucket_of_a_phone_does_not_grow_without_end() -> None:
    rate = RateLimiter(*routes.SEAT)
    for n in range(request_limits.CLIENTS + 5):
        rate.allows(f"BBBBB {n}")
    assert len(rate._left) == request_limits.CLIENTS


def test_the_screen_says_where_phones_join(client: Client, screen: Callable[..., tuple[Asker, str]]) -> None:
    teacher, code = screen()
    told = teacher.ask(f"/{code}")[1]
    assert (told["address"], told["unreached"]) == ("http://192.0.2.7:8765/join", None)
    own = teacher.ask(f"/{code}", Host="192.168.1.9:8765")[1]
    assert own["address"] == "http://192.168.1.9:8765/join"  # by which the screen itself came
    status, headers, body = client.get(f"/api/class/{code}/qr.svg")
    assert (status, headers["content-type"]) == (200, "image/svg+xml")
    assert body.startswith(b"<?xml")
    assert headers["content-security-policy"] == request_limits.CONTENT_SECURITY


def test_on_loopback_it_says_what_to_type_instead() -> None:
    with classroom(phones="") as client:
        told = Asker(client).ask("", {"query": BOX})[1]
        assert told["address"] is None
        assert told["unreached"].endswith("start it again with: icsim teach asked --host")
        assert client.get(f"/api/class/{told['code']}/qr.svg")[0] == 404


def test_the_join_page_is_one_whatever_the_code(client: Client) -> None:
    status, headers, page = client.get("/join")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    for path in ("/join/BBBBB", "/join/%3Cscript%3E", "/join/..%2fserver.py"):
        status, _, found = client.get(path)
        assert (status, found) in ((200, page), (404, b'{"error":"There is nothing here; the page is at /"}')), path
    assert b"<script>" not in page


@pytest.mark.slow
def test_noise_never_makes_a_fault(client: Client, screen: Callable[..., tuple[Asker, str]]) -> None:
    """Random methods, paths, keys and bodies: a plain answer each time, and the room is as it was."""
    teacher, code = screen()
    phone = joined(client, code)
    before = teacher.ask(f"/{code}")[1]
    luck = random.Random("rooms")
    values: list[Any] = [None, True, -1, 0, 3, 10**30, 0.5, "", "0", "<b>", "é💥\x00", [], [1], [0, 101], [[1]], {}, {"a": 1}]
    names = ["choice", "curve", "to", "query", "key", "label", "phase", "__proto__", ""]
    paths = [
        "",
        f"/{code}",
        f"/{code}/lock",
        f"/{code}/steer",
        f"/{code}/vote",
        f"/{code}/decide",
        f"/{code}/lesson",
        f"/{code}/join/x",
        "/%00/lock",
        f"/{code}/qr.svg/x",
    ]
    seen = set()
    for _ in range(400):
        body = json.dumps({luck.choice(names): luck.choice(values) for _ in range(luck.randint(0, 3))}).encode()
        if luck.random() < 0.3:
            body = luck.randbytes(luck.randint(0, 60))
        given = {"Content-Type": "application/json", "X-Class-Key": luck.choice(["", "x", "\xe9", phone.key[:-1], "a" * 300])}
        method = luck.choice(["GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD"])
        status, _, told = client.get(f"/api/class{luck.choice(paths)}", method=method, headers=given, body=body)
        seen.add(status)
        assert status in (204, 400, 403, 404, 405, 429), (method, body, told)
        if method != "HEAD":
            assert list(json.loads(told)) == ["error"]
    assert {400, 403, 404, 405} <= seen
    after = teacher.ask(f"/{code}")[1]
    assert after == before
    assert room.PHASES[0] == after["phase"]
