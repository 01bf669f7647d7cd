"""A class that steers over a real socket: the whole way with one luck, who may do what, and what is refused in one sentence."""

from collections.abc import Iterator
from typing import Any

import pytest
from classroom import Asker, classroom
from pages import Client
from test_class_server import joined

STEERED = "lesson=steered&replicate=3"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with classroom() as found:
        yield found


@pytest.fixture
def room(client: Client) -> Iterator[tuple[Asker, str]]:
    status, told = Asker(client).ask("", {"query": STEERED, "steer": True})
    assert (status, told["phase"], told["query"]) == (201, "vote", STEERED)
    teacher = Asker(client, told["key"])
    yield teacher, told["code"]
    teacher.ask(f"/{told['code']}/steer", {"to": "ended"})


def asked(told: tuple[int, Any]) -> Any:
    assert told[0] == 200, told
    return told[1]


def test_the_whole_way(client: Client, room: tuple[Asker, str]) -> None:
    teacher, code = room
    phones = [joined(client, code) for _ in range(3)]
    for phone, choice in zip(phones, (1, 0, 1), strict=True):
        assert asked(phone.ask(f"/{code}/vote", {"choice": choice}))["steering"]["counts"] is None
    told = asked(teacher.ask(f"/{code}/steer", {"to": "voted"}))
    assert told["steering"]["counts"] == [1, 2]
    assert told["query"] == f"{STEERED}&roads=override,heed"
    status, worlds = client.json(f"/api/worlds?{told['query']}")
    assert (status, worlds["weeks"], worlds["replicate"], worlds["names"]) == (200, 19, 3, ["overrode", "heeded"])
    asked(teacher.ask(f"/{code}/steer", {"to": "road"}))
    asked(teacher.ask(f"/{code}/steer", {"to": "vote"}))
    asked(phones[0].ask(f"/{code}/vote", {"choice": 1}))
    asked(teacher.ask(f"/{code}/steer", {"to": "voted"}))
    told = asked(teacher.ask(f"/{code}/steer", {"to": "open"}))
    assert told["asked"]["choices"] == ["On our road", "No difference", "On the other road"]
    assert (told["truth"], told["locked"]) == (None, 0)
    for n, phone in enumerate(phones):
        asked(phone.ask(f"/{code}/lock", {"choice": n}))
    for to in ("closed", "run"):
        asked(teacher.ask(f"/{code}/steer", {"to": to}))
    told = asked(teacher.ask(f"/{code}/steer", {"to": "told"}))
    assert told["query"] == "lesson=steered&roads=override.go,override.stay&replicate=3"
    right = client.json(f"/api/worlds?{told['query']}")[1]["lesson"]["truth"]["choice"]
    assert told["truth"]["choice"] == right
    roads = told["steering"]["told"]
    assert [one["roads"] for one in roads["roads"]] == ["override.go,heed.go", "override.go,override.stay"]
    assert roads["headline"] == "A road not taken would have kept the leader."
    phone = asked(phones[right].ask(f"/{code}"))
    assert phone["yours"]["right"] is True
    assert phone["steering"]["told"] == roads
    assert asked(phones[0].ask(f"/{code}"))["votes"] == [1, 1]
    assert asked(phones[1].ask(f"/{code}"))["votes"] == [0, None]


def test_who_may_do_what(client: Client, room: tuple[Asker, str]) -> None:
    teacher, code = room
    phone, stranger = joined(client, code), Asker(client, "nobody")
    assert teacher.ask(f"/{code}/steer", {"to": "voted"}) == (400, {"error": "to: nobody has voted; wait, or decide alone"})
    assert phone.ask(f"/{code}/decide", {"choice": 0})[0] == 403
    assert phone.ask(f"/{code}/steer", {"to": "voted"})[0] == 403
    assert teacher.ask(f"/{code}/vote", {"choice": 0})[0] == 404  # the screen has no seat
    assert stranger.ask(f"/{code}/vote", {"choice": 0})[0] == 404
    assert phone.ask(f"/{code}/vote", {"choice": 2}) == (400, {"error": "choice: 2 is not there; give a whole number from 0 to 1"})
    assert phone.ask(f"/{code}/vote", {"choice": -1})[0] == 400
    assert phone.ask(f"/{code}/vote", {"choice": "0"})[0] == 400
    assert phone.ask(f"/{code}/lock", {"choice": 0}) == (400, {"error": "prediction: nothing is predicted before all is decided"})
    assert asked(teacher.ask(f"/{code}/decide", {"choice": 1}))["steering"]["how"] == "host"
    assert teacher.ask(f"/{code}/steer", {"to": "run"})[0] == 400
    assert teacher.ask(f"/{code}/steer", {"to": "told"})[0] == 400


def test_a_lesson_without_decisions_is_not_steered_and_one_with_them_may_be_only_predicted(client: Client) -> None:
    status, told = Asker(client).ask("", {"query": "lesson=asked", "steer": True})
    assert (status, told["error"].split(";")[0]) == (400, "steer: in the lesson asked nothing is decided")
    assert Asker(client).ask("", {"query": "lesson=nowhere", "steer": True})[0] == 400
    assert Asker(client).ask("", {"query": "", "steer": True})[0] == 400
    status, told = Asker(client).ask("", {"query": "lesson=steered"})
    assert (status, told["phase"], told["steering"]) == (201, "open", None)
    teacher = Asker(client, told["key"])
    status, again = teacher.ask(f"/{told['code']}/lesson", {"query": "lesson=steered", "steer": True})  # the next round may
    assert (status, again["phase"]) == (200, "vote")
    teacher.ask(f"/{told['code']}/steer", {"to": "ended"})
