"""A class in which everybody moves sliders of their own, on a server as `icsim teach` starts it: how long an answer takes.

python benchmarks/sliders.py                            100 people, in each place without anything kept and then once more
python benchmarks/sliders.py --people 30 --moves 12 --out benchmarks/results/sliders.md
"""

import argparse
import json
import os
import random
import statistics
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from teach import Page, ask

STEPS = 20  # of a slider, beside the first (static/levers.js)
IN_VIEW = 6  # sliders of a page, of all its worlds (static/controls.js)
SHOWN = "attendance,collaboration,fairness,ownership"  # what a page shows while a slider moves
THINK = 0.5, 1.0  # seconds between an answer and the next move
OPENS, READS = 2.0, (4.0, 8.0)  # seconds in which all open the page, and before the first slider is moved
STAYS = 4  # moves of one slider, before somebody takes another and leaves the first where it is
QUESTIONS = ("lesson=box2", "set=place=pair", "set=place=place")


@dataclass
class Heard:
    """What a class heard."""

    seconds: list[float] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    kept: int = 0
    processor: float = 0.0

    def row(self, what: str) -> str:
        """One line of the table."""
        times = sorted(1000 * one for one in self.seconds)
        return (
            f"| {what} | {len(times)} | {len(set(self.asked))} | {100 * self.kept / len(times):.0f} % | "
            f"{statistics.median(times):.0f} | {times[int(0.95 * len(times))]:.0f} | {1000 * self.processor / len(times):.1f} |"
        )


def sliders(line: HTTPConnection) -> list[list[str]]:
    """The paths that each slider in view moves, in the first world."""
    line.request("GET", "/api/start")
    told: Any = json.loads(line.getresponse().read())
    return [one["slider"]["paths"] for one in told["mechanisms"][: IN_VIEW // 2]]


def walk(
    line: HTTPConnection, query: str, known: list[list[str]], luck: random.Random, moves: int, stays: int, heard: Heard
) -> None:
    """One person: takes a slider, moves it some steps at a time, thinks, and after a while takes another."""
    stands: dict[str, str] = {}
    time.sleep(luck.uniform(0.0, OPENS))
    ask(line, f"/api/worlds?{query}&replicate=0")  # the page is open
    line.close()  # the server closes what is silent so long, and a browser opens another
    time.sleep(luck.uniform(*READS))
    for move in range(moves):
        if move % stays == 0:
            world, paths, at = luck.choice("ab"), luck.choice(known), luck.randint(0, STEPS)
        at = min(STEPS, max(0, at + luck.choice((-2, -1, 1, 2))))
        stands |= {f"{world}={path}": f"{at / STEPS:.10g}" for path in paths}
        moved = "&".join(f"{key}={value}" for key, value in stands.items())
        path = f"/api/worlds?{query}&{moved}&replicate=0&show={SHOWN}&brief=1"
        begun = time.perf_counter()
        line.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        heard.seconds.append(time.perf_counter() - begun)
        heard.asked.append("&".join(sorted(moved.split("&"))))
        heard.kept += answer.getheader("Server-Timing") == "kept"
        time.sleep(luck.uniform(*THINK))


def one_class(page: Page, query: str, people: int, moves: int, stays: int, first: int) -> Heard:
    """All of them at once; `first`: of the lucks by which they move."""
    known = sliders(page.line())
    heard, used = Heard(), page.processor(whole=True)
    threads = [
        threading.Thread(target=walk, args=(page.line(n + 1), query, known, random.Random(first + n), moves, stays, heard))
        for n in range(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    heard.processor = page.processor(whole=True) - used
    return heard


ABOUT = f"""What `python benchmarks/sliders.py --people {{people}} --moves {{moves}}` printed on {{day}}: a server as
`icsim teach` starts it and all who ask, on one machine of {{cores}} cores that others use too (load before: {{load:.1f}}). All open
the page within {OPENS:.0f} seconds and read for {READS[0]:.0f} to {READS[1]:.0f}; then everybody moves a slider one or two steps of
{STEPS + 1}, {THINK[0]} to {THINK[1]} seconds after the last answer. One slider each: the same one all the time. More: after {STAYS}
moves another, and the first stays where it is, so that hardly two people ask the same. Cold: a server just started. Warm: the
next class on it, with other moves. Kept: answers that were there when they were asked for, from another or worked out ahead.
Times hold for this machine and its load; counts and shares for any."""
HEAD = """| class | answers | different questions | kept | median, ms | 95 %, ms | processor, ms an answer |
|---|--:|--:|--:|--:|--:|--:|"""


def main() -> None:
    """Print the table, and write it where one is to be written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--moves", type=int, default=12)
    parser.add_argument("--queries", nargs="*", default=list(QUESTIONS))
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    about = ABOUT.format(**vars(given), day=f"{datetime.now(UTC):%Y-%m-%d}", cores=os.cpu_count(), load=os.getloadavg()[0])
    lines = [f"# {given.people} people, each with sliders of their own", "", about, "", HEAD]
    print(HEAD)
    for query in given.queries:
        for each, stays in (("one slider each", given.moves), ("more", STAYS)):
            page = Page("place=pair")
            for what, first in (("cold", 0), ("warm", 100_000)):
                heard = one_class(page, query, given.people, given.moves, stays, first)
                lines.append(heard.row(f"`{query}`, {each}, {what}"))
                print(lines[-1], flush=True)
            page.end()
    if given.out:
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
