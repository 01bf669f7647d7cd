"""Spoilt files of every kind that a user can hand in: a command says one line and ends with 0 or 2, soon, in bounded memory.

    python tests/cases/spoilt_files.py 10000 --seed 1

Each input is made from its number alone, so that one that fails can be made again: python tests/cases/spoilt_files.py --only 17
One process loads all that commands need; each input then has a process of its own, which is a copy of that one. The table that
this prints is kept in benchmarks/results/spoilt_files.md.
"""

import argparse
import contextlib
import gc
import io
import multiprocessing
import os
import pickle
import random
import resource
import selectors
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spoilt_kinds import KINDS, StudyFolder, make_studies

SECONDS, SLOW = 2.0, "slow"  # of a processor's time: others may be at work on the machine
HANGS = 60  # seconds of a processor after which a process is ended; of the clock, on a busy machine, twenty times as many
MEGABYTES = 500.0
MORE = 2 * 2**30  # bytes of addresses that an input may ask for: beyond that it is told that there are no more
LONGEST = 5000  # letters of a complaint
SIDE_BY_SIDE = 4  # processes, where --jobs says nothing


@dataclass(frozen=True)
class Outcome:
    """What came of an input; `fault` is empty where all is well."""

    number: int
    kind: str
    code: int
    fault: str
    said: str
    seconds: float
    megabytes: float = 0.0


def megabytes() -> float:
    """The most memory, in MB, that this program has held since it began.

    Linux's ru_maxrss also counts what the process held before it became this program, which is all of whoever started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM:")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def kind_of(number: int, seed: int, only: Sequence[str] = ()) -> tuple[str, random.Random]:
    """Which kind an input is of, and the chance that makes the rest of it. A study's folder comes half as often as a file."""
    chance = random.Random(f"{seed}/{number}")
    names = list(only or KINDS)
    return chance.choices(names, [0.5 if isinstance(KINDS[name], StudyFolder) else 1.0 for name in names])[0], chance


def tried(number: int, seed: int, folder: Path, only: Sequence[str] = ()) -> Outcome:
    """What comes of the input of a number, in this process and in this folder, which is empty."""
    from icsim.base.plain_text import CONTROL
    from icsim.commands import crash

    kind, chance = kind_of(number, seed, only)
    words = KINDS[kind].spoilt(folder, chance)
    allowed = SECONDS + sound_seconds.get(kind, 0.0)
    crash.crash_line = lambda error, args: "".join(traceback.format_exception(error))  # in place of a file in the user's folder
    code, out, said, seconds = ran(words)
    lines = said.splitlines()
    faults = {
        "a fault of the program": code not in (0, 2),
        "a traceback or a warning": any(sign in said + out for sign in ("Traceback (most recent", "Warning: ")),
        "not a line a mistake": code == 2 and (not lines or not all(line.startswith("icsim: ") for line in lines)),
        "too long": len(said) > LONGEST,
        "a sign that commands a terminal": CONTROL.search(said + out) is not None,
        f"more than {MEGABYTES:g} MB": megabytes() > MEGABYTES,
        SLOW: seconds > allowed,
    }
    fault = next((what for what, so in faults.items() if so), "")
    return Outcome(number, kind, code, fault, f"{words}\n{said[-3000:]}", seconds, megabytes())


sound_seconds: dict[str, float] = {}
"""How long the commands of a kind take for an input that is sound: a large design, and a picture, take a second or two."""


def ran(words: Sequence[str]) -> tuple[int, str, str, float]:
    """A command in this process: its exit code, what it printed, what it complained of, seconds of a processor."""
    from icsim.commands import entry

    out, err = io.StringIO(), io.StringIO()
    before = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = entry.main(list(words))
        except BaseException:
            code, _ = -1, err.write(traceback.format_exc())
    return code, out.getvalue(), err.getvalue(), time.process_time() - before


def _load(folder: Path, only: Sequence[str]) -> None:
    """Read something sound of every kind: what is loaded once costs nobody's time, and what is sound may take its own."""
    place = folder / "sound"
    place.mkdir()
    os.chdir(place)
    for name in only or KINDS:
        for words in KINDS[name].sound(place):
            if (seconds := ran(words)[3]) > SECONDS / 2:  # what is loaded is no part of it
                seconds = ran(words)[3]
            sound_seconds[name] = max(seconds, sound_seconds.get(name, 0.0))
    gc.collect()
    gc.freeze()  # copies of this process share what is there already


def begun(number: int, seed: int, folder: Path, only: Sequence[str]) -> tuple[int, int]:
    """A process for an input, and where its outcome is read."""
    reads, writes = os.pipe()
    process = os.fork()
    if process:
        os.close(writes)
        return process, reads
    try:  # from here on in a copy of this process, which never returns
        os.close(reads)
        place = folder / str(number)
        place.mkdir()
        os.chdir(place)
        resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS + 1))
        addresses = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (addresses + MORE, addresses + MORE))
        with os.fdopen(writes, "wb") as pipe:
            pickle.dump(tried(number, seed, place, only), pipe)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _serve(pipe: Any, numbers: Sequence[int], seed: int, folder: Path, only: Sequence[str], jobs: int) -> None:
    """Load everything, then try each input in a copy of this process."""
    os.environ["NUMBA_DISABLE_JIT"] = "1"  # what is computed is two teams for four weeks
    warnings.simplefilter("ignore", DeprecationWarning)  # that processes are copied while others' threads are idle
    _load(folder, only)
    waiting, running, left = selectors.DefaultSelector(), 0, iter(numbers)
    while True:
        while running < jobs and (number := next(left, None)) is not None:
            process, reads = begun(number, seed, folder, only)
            waiting.register(reads, selectors.EVENT_READ, (number, process, [], time.monotonic()))
            running += 1
        if not running:
            break
        for key in [key for key, _ in waiting.select(10)]:
            more = os.read(key.fd, 65536)
            key.data[2].append(more)
            if not more:
                waiting.unregister(key.fd)
                os.close(key.fd)
                running -= 1
                status = os.waitpid(key.data[1], 0)[1]
                pipe.send(outcome(key.data[0], seed, only, status, b"".join(key.data[2])))
                shutil.rmtree(folder / str(key.data[0]), ignore_errors=True)
        for key in list(waiting.get_map().values()):
            if time.monotonic() - key.data[3] > 20 * HANGS:
                os.kill(key.data[1], signal.SIGKILL)
    pipe.close()


def outcome(number: int, seed: int, only: Sequence[str], status: int, sent: bytes) -> Outcome:
    """What an input's process sent before it ended; one that sent nothing ended otherwise."""
    if sent:
        return pickle.loads(sent)
    said = f"ended with signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else "left no outcome"
    return Outcome(number, kind_of(number, seed, only)[0], -9, "the process ended or hung", said, float(HANGS))


def run_inputs(numbers: Sequence[int], seed: int, only: Sequence[str] = (), jobs: int = SIDE_BY_SIDE) -> Iterator[Outcome]:
    """What comes of each, in the order in which they end."""
    context = multiprocessing.get_context("spawn")  # a process that holds nothing of this one
    with tempfile.TemporaryDirectory(prefix="spoilt-") as name:
        folder = Path(name)
        (folder / "studies").mkdir()
        if any(isinstance(KINDS[kind], StudyFolder) for kind in only or KINDS):
            make_studies(folder / "studies")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_serve, args=(theirs, numbers, seed, folder, tuple(only), jobs), daemon=True)
        process.start()
        theirs.close()
        try:
            for _ in numbers:
                yield ours.recv()
        finally:
            process.kill()
            process.join()


def table(found: Sequence[Outcome]) -> str:
    """A row for each kind, and one for all."""
    rows = ["| kind | inputs | taken | refused | fell | slowest, s | most, MB |", "|---|--:|--:|--:|--:|--:|--:|"]
    for kind in [*KINDS, "all"]:
        own = [one for one in found if kind in (one.kind, "all")]
        if own:
            ended = [sum(one.code == code for one in own) for code in (0, 2)]
            counts = [len(own), *ended, sum(bool(one.fault) for one in own)]
            most = f"{max(one.seconds for one in own):.2f} | {max(one.megabytes for one in own):.0f}"
            rows.append(f"| {kind} | {' | '.join(map(str, counts))} | {most} |")
    return "\n".join(rows)


def main() -> int:
    """Try so many inputs and say what fell."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("inputs", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=SIDE_BY_SIDE, help="inputs side by side")
    parser.add_argument("--only", type=int, help="this one again")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), default=[])
    given = parser.parse_args()
    numbers = range(given.first, given.first + given.inputs) if given.only is None else [given.only]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    found: list[Outcome] = []
    with contextlib.suppress(KeyboardInterrupt):  # what was tried until then is told all the same
        for one in run_inputs(numbers, given.seed, given.kind, given.jobs):
            found.append(one)
            if len(found) % 500 == 0:
                print(f"{len(found)} of {len(numbers)}", file=sys.stderr, flush=True)
            if one.fault or given.only is not None:
                what = f"{one.number} {one.kind}: {one.fault or one.code}, {one.seconds:.1f} s"
                print(f"{what}\n{one.said}", file=sys.stderr, flush=True)
    print(table(found))
    stopped = f", stopped after {len(found)}" if len(found) < len(numbers) else ""
    command = f"python tests/cases/spoilt_files.py {len(numbers)} --seed {given.seed}"
    print(f"\n`{command}`{stopped}: taken is exit code 0, refused is 2.")
    return 1 if any(one.fault for one in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
