"""Class mode under load: phones open the page, join, lock a line and ask for news, on a server as `icsim teach` starts it.

python benchmarks/class_load.py                     30 and 200 phones, each as it asks in a browser
python benchmarks/class_load.py --phones 200 --seconds 20
"""

import argparse
import json
import os
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from teach import Page, spread

LESSON = "lesson=box3"  # asks for a drawn line, which is more to send than a choice
EVERY, APART = 2.0, 0.5  # seconds between two questions of a phone, as in static/join.js
FILES = (
    "join.js", "dom.js", "keep.js", "predict.js", "source.js", "spread.js", "vote.js", "figures.js", "scene.js", "difference.js",
    "words.js", "colour.js", "style.css", "class.css",
)  # fmt: skip
AT_ONCE = 6  # connections that a browser opens to one server


class Phone:
    """One phone: an address and a connection of its own, as in a classroom."""

    def __init__(self, page: Page, number: int) -> None:
        self.page, self.line, self.key, self.version = page, page.line(number + 1), "", 0
        self.more = [page.line(number + 1) for _ in range(AT_ONCE - 1)]
        self.luck = random.Random(number)

    def send(self, path: str, body: dict[str, Any] | None = None) -> tuple[Any, float]:
        """The answer (None where nothing is new) and its seconds; AssertionError where it is refused."""
        begun = time.perf_counter()
        method, raw = ("GET", None) if body is None else ("POST", json.dumps(body))
        try:
            found = self._asked(method, path, raw)
        except (ConnectionError, OSError):  # closed by the server while idle; a browser opens another as well
            self.line.close()
            found = self._asked(method, path, raw)
        return found, time.perf_counter() - begun

    def _asked(self, method: str, path: str, raw: str | None) -> Any:
        self.line.request(method, f"/api/class{path}", raw, {"X-Class-Key": self.key, "Content-Type": "application/json"})
        answer = self.line.getresponse()
        found = answer.read()
        assert answer.status < 300, (answer.status, found)
        return json.loads(found) if found else None


def together(phones: list[Phone], act: Callable[[Phone], None]) -> None:
    """All phones do the same at once. AssertionError where one could not."""
    wrong: list[BaseException] = []
    start = threading.Barrier(len(phones))

    def one(phone: Phone) -> None:
        start.wait()
        try:
            act(phone)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=one, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, (len(wrong), wrong[0])


class Lesson:
    """A class from the first page to the last phone that has seen the class's spread."""

    def __init__(self, page: Page, count: int, seconds: float) -> None:
        """Opens the room."""
        self.page, self.seconds, self.closed = page, seconds, 0.0
        self.screen = Phone(page, 10_000)
        room, opened = self.screen.send("", {"query": LESSON})
        self.screen.key, self.code = room["key"], room["code"]
        self.phones = [Phone(page, n) for n in range(count)]
        self.times: dict[str, list[float]] = {"page": [], "join": [], "lock": [], "news": [], "seen": []}
        print(f"{count} phones: room open after {1000 * opened:.0f} ms")

    def load(self, phone: Phone) -> None:
        """The page and its files, over as many connections as a browser opens."""
        begun = time.perf_counter()
        lines = [phone.line, *phone.more]
        paths = [f"/join/{self.code}", *(f"/static/{name}" for name in FILES)]
        for first in range(0, len(paths), AT_ONCE):
            under_way = list(zip(lines, paths[first : first + AT_ONCE], strict=False))
            for line, path in under_way:
                line.request("GET", path, headers={"Accept-Encoding": "gzip"})
            for line, path in under_way:
                answer = line.getresponse()
                answer.read()
                assert answer.status == 200, (answer.status, path)
        self.times["page"].append(time.perf_counter() - begun)

    def join(self, phone: Phone) -> None:
        """Takes a seat."""
        told, taken = phone.send(f"/{self.code}/join", {})
        phone.key, phone.version = told["key"], told["version"]
        self.times["join"].append(taken)

    def predict(self, phone: Phone) -> None:
        """Asks for news until the time is up, and locks at some moment of it."""
        ends = time.perf_counter() + self.seconds
        locks = time.perf_counter() + phone.luck.uniform(0.0, 0.8) * self.seconds
        while time.perf_counter() < ends:
            if time.perf_counter() >= locks:
                locks = float("inf")
                line = [phone.luck.randint(0, 100) for _ in range(7)]
                self.times["lock"].append(phone.send(f"/{self.code}/lock", {"curve": line})[1])
            self.times["news"].append(phone.send(f"/{self.code}?since={phone.version}")[1])
            time.sleep(EVERY + phone.luck.uniform(0.0, APART))

    def see(self, phone: Phone) -> None:
        """Asks as it does until the spread has come."""
        time.sleep(phone.luck.uniform(0.0, EVERY))
        while not (told := phone.send(f"/{self.code}?since={phone.version}")[0]):
            time.sleep(EVERY + phone.luck.uniform(0.0, APART))
        assert len(told["spread"]["lines"]) == len(self.phones)
        self.times["seen"].append(time.perf_counter() - self.closed)

    def close(self) -> None:
        """Closes the predictions and waits until every phone has seen the spread."""
        told, _ = self.screen.send(f"/{self.code}/steer", {"to": "closed"})
        self.closed = time.perf_counter()
        together(self.phones, self.see)
        assert told["locked"] == len(self.phones), told["locked"]
        self.screen.send(f"/{self.code}/steer", {"to": "ended"})


def measured(page: Page, count: int, seconds: float) -> None:
    """One class, and what it was like for it."""
    lesson = Lesson(page, count, seconds)
    together(lesson.phones, lesson.load)
    together(lesson.phones, lesson.join)
    used, begun = page.processor(), time.perf_counter()
    together(lesson.phones, lesson.predict)
    used, lasted = page.processor() - used, time.perf_counter() - begun
    lesson.close()
    print(f"  all served: {count} phones with {AT_ONCE} connections each")
    for what, said in (("page", "all at once, the page"), ("join", "all at once, join"), ("lock", "lock"), ("news", "news")):
        print(f"  {said}: {spread(lesson.times[what])}")
    print(f"  spread seen: {max(lesson.times['seen']):.1f} s after predictions were closed, by the last phone")
    print(f"  server: {100 * used / lasted:.0f} % of one core while they predict, {page.memory():.0f} MB")


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--phones", type=int, nargs="*", default=[30, 200])
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    page = Page("box3")
    print(f"server before anybody came: {page.memory():.0f} MB")
    try:
        for count in given.phones:
            measured(page, count, given.seconds)
    finally:
        page.end()


if __name__ == "__main__":
    main()
