"""What each step of the week costs against another state of the source: `python benchmarks/steps.py --against REV`.

The other state is taken from git into a temporary folder and imported beside this one under another name. Both kernels of
a step leave the same bits, and then run in one process on one block, turn about; what is printed is the ratio of their
medians, the step as it is now over the step as it was. Only ratios carry over to another machine, and a busy machine wants
more rounds. `--week`
compares the compiled week as a whole.
"""

import argparse
import importlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from icsim.catalogue import load
from icsim.config.compose import compose
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.block_fields import CARRIERS, Block
from icsim.engine.compile import kernel
from icsim.engine.compiled_week import week_kernel
from icsim.engine.translation import kernels
from icsim.week.week import STEPS

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "icsim_before"
ORDERS = ("CONTEXT", "LEVERS", "PARAMETERS", "VARIANTS")


def fetched(revision: str, folder: Path) -> None:
    """Put the package as it was at a revision into a folder, under its other name."""
    packed = subprocess.run(["git", "archive", revision, "src/icsim", "conf"], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    (folder / "src" / "icsim").rename(folder / "src" / BEFORE)
    for file in (folder / "src").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(^|\s)(from|import) icsim\b", rf"\1\2 {BEFORE}", text), encoding="utf-8")
    sys.path.insert(0, str(folder / "src"))


def earlier(*names: str) -> Any:
    """The first of these modules that there was then: rooms and modules have been renamed since."""
    for name in names:
        try:
            return importlib.import_module(f"{BEFORE}.{name}")
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith(BEFORE):
                raise
    raise SystemExit(f"that revision has none of {', '.join(names)}")


def before() -> list[Any]:
    """The kernels as they were, in the order of the week: the steps have other names since, and stand where they stood."""
    orders = earlier("catalogue.orders", "catalogue.load")
    for name in ORDERS:
        if getattr(orders, name) != getattr(load, name):
            raise SystemExit(f"the catalogue's {name} have changed since then, so the kernels cannot work on one block")
    steps = earlier("week.week", "engine.week").STEPS  # the latter: a time at which every step was a kernel by hand
    if len(steps) != len(STEPS):
        raise SystemExit(f"the week had {len(steps)} steps and has {len(STEPS)}: they cannot be paired by their place in it")
    if steps[0].__module__.startswith(f"{BEFORE}.week."):
        steps = earlier("engine.translation").kernels(steps)
    return [earlier("engine.compile").kernel(step) for step in steps]


def arguments(function: Any, block: Block, week: int) -> list[Any]:
    """What a kernel asks for, by name."""
    code = getattr(function, "py_func", function).__code__
    return [week if name == "week" else getattr(block, name) for name in code.co_varnames[: code.co_argcount]]


def turn_about(pair: list[Callable[[], Any]], rounds: int, calls: int) -> tuple[float, float]:
    """The medians of two actions that take turns, each in seconds a call."""
    times: tuple[list[float], list[float]] = ([], [])
    for n in range(rounds):
        for which in (0, 1) if n % 2 else (1, 0):
            began = time.perf_counter()
            for _ in range(calls):
                pair[which]()
            times[which].append((time.perf_counter() - began) / calls)
    return median(times[0]), median(times[1])


def main() -> None:
    """Run everything and print it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--against", required=True, help="a revision of git, such as a tag")
    asked.add_argument("--place", default="merged_hospital")
    asked.add_argument("--lanes", type=int, default=32)
    asked.add_argument("--rounds", type=int, default=200)
    asked.add_argument("--calls", type=int, default=10)
    asked.add_argument("--week", action="store_true", help="the compiled week, instead of step by step")
    asked.add_argument("steps", nargs="*", help="names of steps; all without any")
    given = asked.parse_args()
    arm = compose("run", [f"place={given.place}"])
    *blocks, timed = (build_block([arm], [ReplicateSeeds(n, n) for n in range(given.lanes)]) for _ in range(3))
    for block in (*blocks, timed):
        week_kernel().weeks(block.packed, 1, 30)
    with tempfile.TemporaryDirectory() as folder:
        fetched(given.against, Path(folder))
        if given.week:
            print(f"the week, {given.place}, {given.lanes} lanes: ratio {whole_week(blocks, given.rounds):.3f}")
            return
        was, now, total = before(), kernels(STEPS), [0.0, 0.0]
        print(f"{'step':26s}{'was, us':>10s}{'is, us':>10s}{'ratio':>8s}")
        for old, step in zip(was, now, strict=True):
            if given.steps and step.__name__ not in given.steps:
                continue
            both = (old, kernel(step))
            for function, block in zip(both, blocks, strict=True):
                function(*arguments(function, block, 31))
            assert all((getattr(blocks[0].packed, c) == getattr(blocks[1].packed, c)).all() for c in CARRIERS), step.__name__
            # timed on one block: where an array begins in memory costs more than most steps differ by
            given_to = [(function, arguments(function, timed, 31)) for function in both]
            pair = [lambda function=function, values=values: function(*values) for function, values in given_to]
            took = turn_about(pair, given.rounds, given.calls)
            total = [so_far + one for so_far, one in zip(total, took, strict=True)]
            print(f"{step.__name__:26s}{1e6 * took[0]:10.2f}{1e6 * took[1]:10.2f}{took[1] / took[0]:8.2f}", flush=True)
        print(f"{'all':26s}{1e6 * total[0]:10.2f}{1e6 * total[1]:10.2f}{total[1] / total[0]:8.2f}")


def whole_week(blocks: list[Block], rounds: int) -> float:
    """The week as it is over the week as it was, 26 weeks a call."""
    module = earlier("engine.compiled_week", "engine.week")
    packed = earlier("engine.block_fields", "engine.fields")
    old_week = module.week_kernel() if hasattr(module, "week_kernel") else module.running()
    old = packed.Block({c: getattr(blocks[0].packed, c).shape[1] for c in CARRIERS}, blocks[0].lanes, blocks[0].packed._asdict())
    for name in packed.GRIDS:
        getattr(old, name)[:] = getattr(blocks[0], name)
    actions: list[Callable[[], Any]] = [
        lambda: old_week.weeks(old.packed, 31, 56),
        lambda: week_kernel().weeks(blocks[1].packed, 31, 56),
    ]
    for action in actions:
        action()
    was, now = turn_about(actions, rounds, 1)
    return now / was


if __name__ == "__main__":
    main()
