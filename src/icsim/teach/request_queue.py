"""Where answers are worked out: in a few threads, each question once, in turn for every client, kept within bounds."""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from typing import Any

from icsim.teach.request_limits import TooManyRequests

KEPT = 128 * 2**20  # bytes of answers: of what a class asks of a large place, a thousand
WAITING = 12  # questions of one client that wait or are worked on; more are turned away
AT_ONCE = 2  # of these, how many may stand in line with everybody's
THREADS = "teach"  # what its threads are called, and a number
LINE = 512  # questions of all clients together


Away = Callable[[], tuple[Executor, Callable[[], bytes]] | None]
"""Other hands, and what they do for an answer; None where there are none now."""


def no_away() -> None:
    """None."""


class AnswerCache:
    """Answers by question, the oldest forgotten first when they are too many bytes."""

    def __init__(self, most: int = KEPT) -> None:
        """Nothing kept."""
        self.most, self.size = most, 0
        self._found: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        """An answer that is still there."""
        if key in self._found:
            self._found.move_to_end(key)
        return self._found.get(key)

    def __contains__(self, key: str) -> bool:
        """Whether an answer is still there; it is no younger for that."""
        return key in self._found

    def put(self, key: str, answer: bytes, spare: bool = False) -> None:
        """Keep one; what is larger than all the room is not kept. One to spare, which nobody has asked for yet, pushes
        out no other, and is the first to be forgotten."""
        self.size -= len(self._found.pop(key, b""))
        if len(answer) > self.most - (self.size if spare else 0):
            return
        self._found[key] = answer
        self.size += len(answer)
        if spare:
            self._found.move_to_end(key, last=False)
        while self.size > self.most:
            self.size -= len(self._found.popitem(last=False)[1])


class RequestQueue:
    """Takes questions and gives answers. A client who asks a lot waits for its own, not others for it."""

    def __init__(self, threads: int | None = None, most: int = KEPT) -> None:
        """As many threads as cores, unless said."""
        count = threads or max(1, os.cpu_count() or 1)
        self.kept = AnswerCache(most)
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=THREADS)
        self._line = asyncio.Semaphore(count)
        self._flights: dict[str, asyncio.Task[bytes]] = {}
        self._clients: dict[str, _Client] = {}
        self._waiting = 0

    async def answer(
        self, key: str, client: str, work: Callable[[], bytes], away: Away = no_away
    ) -> bytes:
        """The answer to a question: kept from before, from whoever asks the same now, or worked out by `work`.

        `away` gives other hands that can work it out, and what they do; None where there are none now.
        """
        if (found := self.kept.get(key)) is not None:
            return found
        mine = self._clients.setdefault(client, _Client())
        if mine.waiting >= WAITING or self._waiting >= LINE:
            raise TooManyRequests("too many questions at once; wait for the answers to those that were asked")
        mine.waiting += 1
        self._waiting += 1
        try:
            try:
                return await asyncio.shield(self._flights.get(key) or self._take_off(key, self._work(key, mine, work, away)))
            except BrokenExecutor:  # hands that worked ahead are lost; who is asked has others
                return await asyncio.shield(self._flights.get(key) or self._take_off(key, self._work(key, mine, work, away)))
        finally:
            mine.waiting -= 1
            self._waiting -= 1
            if not mine.waiting:
                self._clients.pop(client, None)

    @property
    def clients(self) -> int:
        """How many clients wait for an answer now."""
        return len(self._clients)

    @property
    def idle(self) -> bool:
        """Whether nobody waits for an answer."""
        return not self._waiting

    async def ahead(self, key: str, executor: Executor, work: Callable[[], bytes]) -> None:
        """Work out what nobody has asked yet; whoever asks it meanwhile gets it too. What goes wrong is told to them alone."""
        if key in self.kept or key in self._flights:
            return
        await asyncio.wait([self._take_off(key, self._spare(key, executor, work))])

    async def _spare(self, key: str, executor: Executor, work: Callable[[], bytes]) -> bytes:
        found = await asyncio.get_running_loop().run_in_executor(executor, work)
        self.kept.put(key, found, spare=True)
        return found

    def close(self) -> None:
        """Let the threads go; what they are at is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _work(self, key: str, mine: "_Client", work: Callable[[], bytes], away: Away) -> bytes:
        async with mine.turn:
            found = await self._other_hands(away)
            if found is None:
                async with self._line:
                    found = await asyncio.get_running_loop().run_in_executor(self._pool, work)
        self.kept.put(key, found)
        return found

    async def _other_hands(self, away: Away) -> bytes | None:
        """What they worked out; None where there are none, or they are lost."""
        if (other := away()) is None:
            return None
        try:
            return await asyncio.get_running_loop().run_in_executor(*other)
        except BrokenExecutor:
            return None

    def _take_off(self, key: str, work: Coroutine[Any, Any, bytes]) -> "asyncio.Task[bytes]":
        """One who works at a question, whom all others join that ask it."""
        flight = asyncio.get_running_loop().create_task(work)
        self._flights[key] = flight
        flight.add_done_callback(lambda done: self._landed(key, done))
        return flight

    def _landed(self, key: str, flight: "asyncio.Task[bytes]") -> None:
        self._flights.pop(key, None)
        if not flight.cancelled():
            flight.exception()  # whoever asked has it; nobody else need hear of it


class _Client:
    """What one client has asked and not yet heard."""

    def __init__(self) -> None:
        self.waiting = 0
        self.turn = asyncio.Semaphore(AT_ONCE)
