"""Processes for sliders: started when several ask, they answer what threads answer, and end with the server however it ends."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest
from pages import PAIR, SHARING, Client, listening, small_lessons

from icsim.base.errors import UserError
from icsim.teach import slider_workers
from icsim.teach.api import TeachApi, zipped
from icsim.teach.serving.start_server import server
from icsim.teach.slider_workers import FROM, SliderWorkers

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up under /proc")]
MOVE = f"/api/worlds?{PAIR}&{SHARING}&replicate={{}}&brief=1"


def warm(workers: SliderWorkers) -> bool:
    """Whether they are ready within two minutes."""
    for _ in range(1200):
        if workers.ready:
            return True
        time.sleep(0.1)
    return False


def gone(pid: int) -> bool:
    """Whether a process ends within twenty seconds; one that nobody has buried yet has ended."""
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def workers() -> Iterator[SliderWorkers]:
    with small_lessons():
        found = SliderWorkers(16, 1)
        yield found
        found.close()


def test_they_start_for_several_clients_and_not_for_one(workers: SliderWorkers) -> None:
    workers.wanted(FROM - 1)
    assert workers.pool is None
    workers.wanted(FROM)
    workers.wanted(FROM)
    assert warm(workers)
    none = SliderWorkers(16, 0)
    none.wanted(100)
    assert none.pool is None


def test_one_that_is_lost_costs_nobody_an_answer_and_closing_ends_all() -> None:
    with listening(server(TeachApi(16), "", workers=1)) as port:
        client = Client(port)
        before = set(multiprocessing.active_children())
        found: set[multiprocessing.process.BaseProcess] = set()
        for round_ in range(600):  # from addresses of their own, until there is a process
            with ThreadPoolExecutor(FROM + 1) as pool:
                asked = list(pool.map(lambda n, r=round_: _from(port, n, MOVE.format(100 + 10 * r + n)), range(FROM + 1)))
            assert set(asked) == {200}
            if found := set(multiprocessing.active_children()) - before:
                break
        assert found
        os.kill(next(iter(found)).pid or 0, signal.SIGKILL)
        for n in range(5):
            assert client.get(MOVE.format(2000 + n))[0] == 200
    assert all(gone(one.pid or 0) for one in found)


def _from(port: int, n: int, path: str) -> int:
    """The status of an answer to somebody with an address of one's own."""
    line = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(f"127.0.0.{2 + n}", 0))
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def test_they_answer_bit_for_bit_as_threads_do_and_a_mistake_is_the_same_sentence(workers: SliderWorkers) -> None:
    workers.wanted(FROM)
    assert warm(workers)
    assert workers.pool is not None
    own = TeachApi(16)
    for query in (f"{PAIR}&{SHARING}&replicate=3&brief=1", "lesson=asked&replicate=2&brief=1"):  # a lesson of one's own as well
        assert workers.pool.submit(slider_workers.work, query).result() == zipped(own.worlds(query))
    with pytest.raises(UserError, match="weeks: x is not allowed"):
        workers.pool.submit(slider_workers.work, "weeks=x&brief=1").result()


def test_closing_does_not_wait_for_one_that_still_gets_ready(workers: SliderWorkers) -> None:
    before = set(multiprocessing.active_children())
    workers.wanted(FROM)
    while not (found := set(multiprocessing.active_children()) - before):
        time.sleep(0.01)
    workers.close()
    for one in found:
        one.join(60)
        assert one.exitcode == -signal.SIGKILL  # 0 where it was let come to its end, which Python waits for


def test_they_end_with_a_server_that_was_killed() -> None:
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    parent = context.Process(target=_serve_and_wait, args=(told,))
    parent.start()
    pid = told.get(timeout=180)
    parent.kill()
    parent.join()
    assert gone(pid)


def _serve_and_wait(told: "multiprocessing.Queue[int]") -> None:
    workers = SliderWorkers(16, 1)
    workers.wanted(FROM)
    warm(workers)
    told.put(multiprocessing.active_children()[0].pid)
    time.sleep(600)
