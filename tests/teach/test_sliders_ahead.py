"""Sliders of a class: one question in one form and worked out once, a slider's other steps ahead, and all of it within bounds."""

import asyncio
import gzip
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor

import pytest
from pages import PAIR, Client, listening, run

from icsim.teach import slider_workers
from icsim.teach.api import TeachApi, zipped
from icsim.teach.link_query import parse_link
from icsim.teach.request_queue import AnswerCache, RequestQueue
from icsim.teach.serving.start_server import server
from icsim.teach.slider_steps import STEPS, other_steps, slider_moved, worlds_question
from icsim.teach.slider_workers import SliderWorkers
from icsim.teach.sliders_ahead import CLIENTS, MOST, SlidersAhead

LEVER = "leadership.{}.working_with_power.level"
BOTH = "&".join(f"a={LEVER.format(tier)}={{0}}" for tier in ("team", "system"))
ENDS = "&replicate=1&show=fairness,attendance&brief=1"


def moved(value: str, more: str = "") -> str:
    return f"{PAIR}&{BOTH.format(value)}{more}{ENDS}"


def form(query: str) -> str:
    return worlds_question(query)[1]


def test_the_same_question_has_one_form_however_it_is_spelt() -> None:
    one = form(moved("0.5", "&b=context.demand=0.3"))
    other = "b=context.demand=0.30&brief=1&show=attendance,fairness,fairness&luck=1&weeks=20&week=7&set=place=pair&"
    other += BOTH.format("0.500")
    assert form(other) == form(one) == one
    assert form(moved("0.55")) != form(moved("0.5"))
    assert form(f"{PAIR}&replicate=1") != form(f"{PAIR}&replicate=1&brief=1")


def test_a_slider_that_was_moved_is_told_from_other_changes() -> None:
    asked = [parse_link(text, ("brief", "show")) for text in (moved("0.5"), moved("0.55"), moved("0.55", "&b=context.demand=0.3"))]
    assert sorted(path for _, _, path in slider_moved(asked[1], asked[0])) == [LEVER.format("system"), LEVER.format("team")]
    assert [path for _, _, path in slider_moved(asked[2], asked[1])] == ["context.demand"]
    assert slider_moved(asked[2], asked[0]) == []  # two at once
    assert slider_moved(asked[0], asked[0]) == []
    assert slider_moved(asked[0], asked[2]) == []
    other = parse_link(moved("0.5").replace("weeks=20", "weeks=30"), ("brief", "show"))
    assert slider_moved(other, asked[1]) == []


def test_the_other_steps_are_as_the_page_asks_them_and_the_nearest_come_first() -> None:
    before, now = (parse_link(moved(value), ("brief", "show")) for value in ("0.5", "0.55"))
    found = list(other_steps(now, slider_moved(now, before)))
    assert set(found) == {form(moved(f"{n / STEPS:.10g}")) for n in range(STEPS + 1) if n != 11}
    assert set(found[:2]) == {form(moved("0.5")), form(moved("0.6"))}
    assert found[-1] == form(moved("0"))


class Hands(Executor):
    """Workers that are held until they are let go."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Future[bytes]]] = []

    def submit(self, work: Callable[..., bytes], /, *given: object, **named: object) -> Future[bytes]:  # type: ignore[override]
        self.asked.append((str(*getattr(work, "args", ())), Future()))
        return self.asked[-1][1]

    def let_go(self) -> None:
        for question, one in self.asked:
            if not one.done():
                one.set_result(question.encode())


def held(count: int = 2) -> SliderWorkers:
    found = SliderWorkers(16, count)
    found.pool, found.ready = Hands(), True  # type: ignore[assignment]
    return found


async def turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_idle_workers_go_on_with_the_slider_and_stop_while_somebody_waits() -> None:
    gate = threading.Event()

    async def touch() -> None:
        desk, sliders = RequestQueue(threads=1), held()
        hands = sliders.pool
        assert isinstance(hands, Hands)
        ahead = SlidersAhead(desk, sliders, str)
        ahead.touched("one", worlds_question(moved("0.5"))[0], known=False)
        waits = asyncio.create_task(desk.answer("k", "one", lambda: b"1" if gate.wait(5) else b""))
        await turns()
        ahead.go_on()
        await turns()
        assert hands.asked == []
        gate.set()
        await waits
        ahead.go_on()
        await turns()
        assert {question for question, _ in hands.asked} == {form(moved("0.45")), form(moved("0.55"))}
        mine = asyncio.create_task(desk.answer(form(moved("0.45")), "other", lambda: b"never"))  # joins them
        await turns()
        hands.let_go()
        await turns()
        assert await mine == form(moved("0.45")).encode()
        while len(hands.asked) < STEPS:
            seen = len(hands.asked)
            hands.let_go()
            await turns()
            ahead.go_on()
            await turns()
            assert len(hands.asked) > seen
        hands.let_go()
        await turns()
        now = worlds_question(moved("0.5"))[0]
        assert {question for question, _ in hands.asked} == set(other_steps(now, slider_moved(now, parse_link(PAIR))))
        assert all(question in desk.kept for question, _ in hands.asked)
        ahead.go_on()
        await turns()
        assert len(hands.asked) == STEPS
        desk.close()

    run(touch())


def test_what_is_to_be_worked_out_ahead_and_who_is_remembered_have_an_end() -> None:
    async def many() -> None:
        desk = RequestQueue(threads=1)
        ahead = SlidersAhead(desk, held(), str)
        for n in range(CLIENTS + 50):
            ahead.touched(f"client {n}", worlds_question(moved("0.5", f"&b=context.demand={n / 2000:.4f}"))[0], known=False)
            ahead.touched(f"client {n}", worlds_question(moved("0.55", f"&b=context.demand={n / 2000:.4f}"))[0], known=False)
        assert len(ahead._list) == MOST
        assert len(ahead._asked) == CLIENTS
        desk.close()

    run(many())


def test_what_nobody_has_asked_for_yet_pushes_nothing_out_and_goes_first() -> None:
    kept = AnswerCache(most=10)
    kept.put("asked", b"12345")
    kept.put("spare", b"123", spare=True)
    kept.put("too much", b"123", spare=True)
    assert ("spare" in kept, "too much" in kept, kept.size) == (True, False, 8)
    kept.put("next", b"12345")
    assert ("asked" in kept, "spare" in kept, kept.size) == (True, False, 10)


def test_when_workers_are_lost_who_joined_them_is_answered_all_the_same() -> None:
    async def lose() -> list[bytes]:
        desk, hands = RequestQueue(threads=1), Hands()
        ahead = asyncio.create_task(desk.ahead("k", hands, lambda: b"never"))
        await turns()
        mine = [asyncio.create_task(desk.answer("k", f"client {n}", lambda: b"mine")) for n in range(5)]
        await turns()
        hands.asked[0][1].set_exception(BrokenExecutor("lost"))
        found = await asyncio.gather(*mine)
        await ahead
        desk.close()
        return list(found)

    assert run(lose()) == [b"mine"] * 5


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that a server works out in its threads."""
    asked: list[str] = []
    own = TeachApi.worlds

    def worlds(self: TeachApi, query: str) -> object:
        asked.append(query)
        return own(self, query)

    monkeypatch.setattr(TeachApi, "worlds", worlds)
    return asked


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a machine has one address of its own")
def test_fifty_clients_who_ask_the_same_have_it_worked_out_once_and_what_is_kept_is_what_is_worked_out_anew(
    counted: list[str],
) -> None:
    spelt = [moved("0.5"), moved("0.50"), f"{PAIR}{ENDS}&{BOTH.format('0.5')}"]
    with listening(server(TeachApi(16), "")) as port:
        with ThreadPoolExecutor(50) as pool:
            found = list(pool.map(lambda n: Client(port, f"127.0.3.{1 + n}").get(f"/api/worlds?{spelt[n % 3]}"), range(50)))
        assert {(status, body) for status, _, body in found} == {(200, found[0][2])}
        assert counted == [form(moved("0.5"))]
        _, headers, body = Client(port).get(f"/api/worlds?{moved('0.5')}")
        assert (headers["server-timing"], len(counted)) == ("kept", 1)
    assert body == gzip.decompress(zipped(TeachApi(16).worlds(form(moved("0.5")))))
    assert slider_workers.worlds(TeachApi(16), form(moved("0.5"))) == zipped(TeachApi(16).worlds(moved("0.500")))
