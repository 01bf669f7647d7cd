"""The teaching page's server, measured: first picture, slider to answer, bytes of a run, frames, many clients, memory.

python benchmarks/teach.py                 all of it, some minutes
python benchmarks/teach.py --clients 30 200 --seconds 10
"""

import argparse
import gzip
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from typing import Any

from icsim.config.compose import groups
from icsim.teach.api import TeachApi, zipped

SLIDER = "a=leadership.team.working_with_power.level={0:.3f}&a=leadership.system.working_with_power.level={0:.3f}&replicate=0"


CHROMIUM = "/usr/bin/chromium"
COUNT = """(wanted) => new Promise((done) => { let count = 0; const from = performance.now();
  const next = (now) => { count += 1; now - from < wanted ? requestAnimationFrame(next) : done(count); };
  requestAnimationFrame(next); })"""


class Page:
    """A server in a process of its own, as `icsim teach` starts it."""

    def __init__(self, *words: str) -> None:
        """Waits until the address is printed."""
        self.started = time.perf_counter()
        command = [sys.executable, "-m", "icsim", "teach", *words, "port=0", "open=off"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                break
        self.ready = time.perf_counter() - self.started

    def line(self, client: int = 0) -> HTTPConnection:
        """A connection that stays open, as a browser's does; each client has an address of its own, as in a classroom."""
        own = f"127.0.{1 + client // 200}.{1 + client % 200}" if client and sys.platform == "linux" else "127.0.0.1"
        return HTTPConnection("127.0.0.1", self.port, timeout=120, source_address=(own, 0))

    def memory(self) -> float:
        """MB that the process holds now; 0 where the system does not say."""
        try:
            with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * resource.getpagesize() / 1e6
        except OSError:
            return 0.0

    def processor(self, whole: bool = False) -> float:
        """Seconds of processor time that the process has used, and its workers where `whole`; 0 where the system does not say."""
        found = 0.0
        for pid in [self.process.pid, *(_children(self.process.pid) if whole else [])]:
            try:
                with open(f"/proc/{pid}/stat", encoding="ascii") as file:
                    user, system = file.read().rsplit(")", 1)[1].split()[11:13]
                found += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
            except OSError:
                continue
        return found

    def end(self) -> None:
        """Stop it. It is closed within three seconds; what Python then puts away takes longer where the machine is busy."""
        self.process.terminate()
        self.process.wait(60)


def _children(pid: int) -> list[int]:
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            own = [int(one) for one in file.read().split()]
    except OSError:
        return []
    return own + [below for one in own for below in _children(one)]


def ask(line: HTTPConnection, path: str) -> tuple[int, bytes, float]:
    """Status, body as it came, and seconds."""
    begun = time.perf_counter()
    line.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    body = answer.read()
    return answer.status, body, time.perf_counter() - begun


def spread(seconds: Sequence[float]) -> str:
    """Times in words."""
    if not seconds:
        return "none"
    times = sorted(1000 * one for one in seconds)
    return f"{statistics.median(times):.0f} ms in the middle, {times[int(0.95 * len(times))]:.0f} ms at most in 95 of 100"


def first_picture() -> None:
    """From the command to the first worlds, with the kernels compiled on an earlier run."""
    Page("place=pair").end()  # compiles where nothing was compiled yet
    for words in (("place=pair",), ("place=place",), ()):
        page = Page(*words)
        line = page.line()
        begun = time.perf_counter()
        _, start, _ = ask(line, "/api/start")
        told = json.loads(gzip.decompress(start))
        opens = told["open"] or f"lesson={told['lessons'][0]['name']}"
        ask(line, "/")
        ask(line, f"/api/worlds?{opens}")
        shown = time.perf_counter() - begun
        where = " ".join(words) or "first lesson"
        print(f"first picture, {where}: server ready after {page.ready:.1f} s, then {1000 * shown:.0f} ms to the worlds")
        page.end()


def slider(tries: int) -> None:
    """From a slider's new value to its worlds, over the wire, one client."""
    page = Page("place=pair")
    line = page.line()
    for place in ("pair", "merged_hospital", "place"):
        for part, word in (("numbers, while it moves", "&brief=1"), ("with the captions, after it", "")):
            taken = []
            used = page.processor()
            for n in range(tries + 2):
                value = (n + 1) / (tries + 3) + (0.0 if word else 0.0005)  # a run of its own, so that nothing is remembered
                status, _, seconds = ask(line, f"/api/worlds?set=place={place}&" + SLIDER.format(value) + word)
                assert status == 200
                taken.append(seconds)
            used = 1000 * (page.processor() - used) / len(taken)
            taken = taken[2:]
            print(f"slider, {place}, {part}: {spread(taken)}; {used:.0f} ms of processor time each")
    page.end()


def sizes() -> None:
    """Bytes of one twin run on the wire, five years, for every place."""
    answers = TeachApi(16)
    for place in groups("teach")["place"]:
        told = answers.worlds(f"set=place={place}&" + SLIDER.format(0.9))
        body = zipped(told)
        whole = f"{len(told['teams'])} teams, {len(told['leaders'])} leaders, {len(told['ties'])} ties, {told['weeks']} weeks"
        print(f"bytes, {place}: {len(body) / 1000:.0f} kB zipped ({len(gzip.decompress(body)) / 1000:.0f} kB plain), {whole}")


def crowd(page: Page, clients: int, seconds: float, path: Callable[[int, int], str]) -> tuple[int, list[float], int]:
    """Many clients at once, each asking as soon as it is answered: answers, their times and refusals."""
    times: list[float] = []
    refused = [0]
    ends = time.perf_counter() + seconds

    def one(n: int) -> None:
        line, k = page.line(n + 1), 0
        while time.perf_counter() < ends:
            status, _, taken = ask(line, path(n, k))
            k += 1
            if status == 200:
                times.append(taken)
            else:
                refused[0] += 1
                time.sleep(0.2)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times), times, refused[0]


def crowds(counts: Sequence[int], seconds: float) -> None:
    """A class that opens one link; a class in which everybody moves a slider of their own, all the time."""
    page = Page("place=pair")
    print(f"memory at the start: {page.memory():.0f} MB")
    wanted: dict[str, Callable[[int, int], str]] = {
        "the same link": lambda n, k: "/api/worlds?" + SLIDER.format(0.9),
        "everybody a slider of their own": lambda n, k: "/api/worlds?" + SLIDER.format(((n * 97 + k * 31) % 997) / 997),
        "the same while it moves": lambda n, k: "/api/worlds?" + SLIDER.format((n + k / 2000) / 1000) + "&brief=1",
    }
    for clients in counts:
        for what, path in wanted.items():
            done, times, refused = crowd(page, clients, seconds, path)
            rate = f"{done / seconds:.0f} answers a second, {spread(times)}"
            print(f"{clients} clients, {what}: {rate}; {refused} told to wait; memory {page.memory():.0f} MB")
    page.end()


def hour(runs: int) -> None:
    """As many runs as one screen asks for in an hour of play, one every five seconds: is the memory flat?"""
    page = Page("place=pair")
    line = page.line()
    held = []
    for n in range(runs):
        status, _, _ = ask(line, "/api/worlds?set=place=merged_hospital&" + SLIDER.format((n + 1) / (runs + 2)))
        assert status == 200
        if (n + 1) % max(1, runs // 6) == 0:
            held.append(f"{page.memory():.0f}")
    print(f"memory over {runs} runs, an hour of play: {', '.join(held)} MB")
    page.end()


def frames(seconds: float) -> None:
    """Frames a second while the default place plays, in Debian's chromium; left out without it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("frames a second: left out, for playwright is not there")
        return
    if not os.path.exists(CHROMIUM):
        print(f"frames a second: left out, for {CHROMIUM} is not there")
        return
    page = Page("place=pair")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for place in ("pair", "place"):
            shown = browser.new_page(viewport={"width": 1280, "height": 800})
            shown.goto(f"http://127.0.0.1:{page.port}/?set=place={place}&{SLIDER.format(0.9)}&week=0")
            shown.wait_for_selector("#page:not([aria-busy])")
            shown.get_by_role("button", name="Play").click()
            count = shown.evaluate(COUNT, 1000 * seconds)
            print(f"frames a second, {place}: {count / seconds:.0f}")
            shown.close()
        browser.close()
    page.end()


def many() -> None:
    """200 pairs of worlds, each measure of the default place, without a server."""
    answers = TeachApi(200)
    for place in ("pair", "place"):
        query = f"set=place={place}&" + SLIDER.format(0.9)
        answers.many(query)
        begun = time.perf_counter()
        told: Any = answers.many(query)
        print(f"many runs, {place}: {told['pairs']} pairs in {time.perf_counter() - begun:.2f} s")


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, nargs="*", default=[30, 200])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--tries", type=int, default=40)
    parser.add_argument("--runs", type=int, default=720, help="of an hour of play")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    first_picture()
    slider(given.tries)
    sizes()
    frames(3.0)
    many()
    hour(given.runs)
    crowds(given.clients, given.seconds)


if __name__ == "__main__":
    main()
