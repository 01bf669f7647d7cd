"""Works out the other steps of a slider once somebody has touched it: in worker processes with nothing to do, and only while
nobody waits for an answer."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial

from icsim.teach import slider_workers
from icsim.teach.link_query import LinkQuery
from icsim.teach.request_queue import RequestQueue
from icsim.teach.slider_steps import BRIEF, other_steps, slider_moved, untouched
from icsim.teach.slider_workers import SliderWorkers

MOST = 256  # questions that are on the list at once: some twelve sliders
REMEMBERED = 8  # of one address, behind which a class may sit: its latest questions
CLIENTS = 1024  # whose questions are remembered


class SlidersAhead:
    """What to work out next; newer touches first."""

    def __init__(self, desk: RequestQueue, sliders: SliderWorkers, key: Callable[[str], str]) -> None:
        """`key`: under what the answer to a question is kept."""
        self._desk, self._sliders, self._key = desk, sliders, key
        self._list: deque[str] = deque()
        self._asked: OrderedDict[str, deque[LinkQuery]] = OrderedDict()
        self._hands: set[asyncio.Task[None]] = set()

    def touched(self, client: str, ask: LinkQuery, known: bool) -> None:
        """Somebody asks for worlds: if a slider was moved, its other steps are next. `known`: to where somebody has moved it
        already, so that they were next then."""
        before = self._asked.pop(client, deque(maxlen=REMEMBERED))
        if ask.more.get(BRIEF) and ask.replicate is not None and not known:
            moved = next(filter(None, (slider_moved(ask, one) for one in (*reversed(before), untouched(ask)))), None)
            steps = other_steps(ask, moved) if moved else ()
            wanted = dict.fromkeys([*(one for one in steps if self._key(one) not in self._desk.kept), *self._list])
            self._list = deque(list(wanted)[:MOST])
        before.append(ask)
        self._asked[client] = before
        while len(self._asked) > CLIENTS:
            self._asked.popitem(last=False)

    @property
    def clients(self) -> int:
        """How many have asked for worlds."""
        return len(self._asked)

    def go_on(self) -> None:
        """As many at work as there are workers, as long as nobody waits."""
        while self._may() and len(self._hands) < self._sliders.count:
            one = asyncio.get_running_loop().create_task(self._work())
            self._hands.add(one)
            one.add_done_callback(self._hands.discard)

    def _may(self) -> Executor | None:
        return self._sliders.pool if self._list and self._desk.idle and self._sliders.ready else None

    async def _work(self) -> None:
        while (pool := self._may()) is not None:
            question = self._list.popleft()
            await self._desk.ahead(self._key(question), pool, partial(slider_workers.work, question))
