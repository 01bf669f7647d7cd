"""Controls of the verdict: what it says where the truth is known.

    python benchmarks/controls.py                        prints every section
    python benchmarks/controls.py nulls --n 500          only that one; also: coverage, planted, reach, placebos
    python benchmarks/controls.py --write                also writes docs/figures/controls_SECTION.md, which docs/controls.md includes

`nulls`: random real contrasts in which no direction is favoured. `coverage`: how often the interval of E holds the E of a run
that is many times larger. `planted`: outcomes made up with a known E. `reach`: a lever that arrives, read on measures that no
path reaches. `placebos`: attention against idle hours, and resilience with and without exits.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small: more threads only wait for each other

import numpy as np

from icsim.theory.controls import Null, Worlds, findings, flipped, null, run_null
from icsim.theory.draws import plausible
from icsim.theory.shares import Interval, said
from icsim.theory.verdict import Finding

FOLDER = Path(__file__).parents[1] / "docs" / "figures"
QUICK = (32, 16)
SEEDS = 16  # sets of plausible settings that the nulls take in turn
PILOT, LARGE = (32, 8), (256, 64)
APART = 10_000  # seeds of other draws and contrasts begin here


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(str(cell) for cell in line)} |" for line in lines]


def tell(done: int, of: int, since: float) -> None:
    """One line on the terminal, written over."""
    spent = time.time() - since
    print(f"\r{done} of {of}, {spent:.0f} s", end="" if done < of else "\n", file=sys.stderr, flush=True)


def nulls(asked: argparse.Namespace) -> list[str]:
    """The confusion matrix of bands where no direction is right."""
    efforts = {f"{asked.draws} × {asked.lucks}": (asked.draws, asked.lucks), f"quick, {QUICK[0]} × {QUICK[1]}": QUICK}
    counts: dict[tuple[str, str], Counter[str]] = {}
    exchanged, differ, since = 0, Counter[str](), time.time()
    for n in range(asked.n):
        made = null(n)
        worlds = run_null(made, plausible(asked.draws, 1 + n % SEEDS), asked.lucks)
        differ[made.differ] += 1
        for effort, size in efforts.items():
            for kind, found in judged_kinds(made, worlds.fewer(*size)).items():
                counts.setdefault((kind, effort), Counter()).update(said(f.bands) for f in found)
        exchanged += exchanges(made, worlds)
        tell(n + 1, asked.n, since)
    return matrix(counts, asked.n, exchanged, differ)


def judged_kinds(made: Null, worlds: Worlds) -> dict[str, list[Finding]]:
    """The clauses that count (not the resource, which is there for form) in each of the three panels."""
    panels = {"coin": worlds.coin(), "same": worlds.same(), "real": worlds.real()}
    return {kind: [f for f in findings(made.asked, panel) if f.asked.key] for kind, panel in panels.items()}


def exchanges(made: Null, worlds: Worlds) -> bool:
    """Whether E and O change places exactly, intervals included, when every expectation is turned round."""
    panels = (worlds.coin(), worlds.real())
    pairs = [(a, b) for p in panels for a, b in zip(findings(made.asked, p), findings(flipped(made.asked), p), strict=True)]
    return all(
        np.array_equal(np.array(a.shares[:3]), np.array(b.shares[:3][::-1]), equal_nan=True) for a, b in pairs if a.asked.key
    )


def matrix(counts: dict[tuple[str, str], Counter[str]], n: int, exchanged: int, differ: Counter[str]) -> list[str]:
    """Verdicts by kind of null and effort, and what is asked of them."""
    order = sorted({word for found in counts.values() for word in found}, key=lambda word: (word.count(" or "), word))
    rows = [[word, *(found[word] for found in counts.values())] for word in order]
    rows.append(["**supported, of all**", *(f"**{found['supported'] / found.total():.1%}**" for found in counts.values())])
    any_word = [sum(many for word, many in found.items() if "supported" in word) / found.total() for found in counts.values()]
    rows.append(["supported, alone or with an or", *(f"{share:.1%}" for share in any_word)])
    kinds = ", ".join(f"{many} in {name}" for name, many in sorted(differ.items()))
    return [
        f"{n} contrasts ({kinds}), two clauses each.", "",
        *table(["verdict", *(f"{kind}: {effort}" for kind, effort in counts)], rows), "",
        f"With every expectation turned round, E and O changed places exactly in {exchanged} of {n} contrasts.",
    ]  # fmt: skip


def coverage(asked: argparse.Namespace) -> list[str]:
    """Intervals of E against the E of a large run, for contrasts in which neither all nor no draws have an effect."""
    hits: dict[str, list[bool]] = {"real": [], "coin": []}
    wrong: dict[str, list[float]] = {"real": [], "coin": []}
    tried, found, since = 0, 0, time.time()
    while found < asked.truths and tried < 40 * asked.truths:
        made = null(APART + tried)
        tried += 1
        pilot = run_null(made, plausible(PILOT[0], APART), PILOT[1] // 2)
        if not any(0.1 < beyond(f) < 0.9 for f in findings(made.asked, pilot.real()) if f.asked.key):
            continue
        found += 1
        large = judged_kinds(made, run_null(made, plausible(LARGE[0], APART + 1), LARGE[1]))["real"]
        small = judged_kinds(made, run_null(made, plausible(asked.draws, 1 + found % SEEDS), asked.lucks))
        for n, true in enumerate(large):
            if 0.02 < beyond(true) < 0.98:
                truth = {"real": true.shares.expected.value, "coin": beyond(true) / 2.0}
                for kind, e in truth.items():
                    own = small[kind][n].shares.expected
                    hits[kind].append(holds(own, e))
                    wrong[kind].append(own.value - e)
        tell(found, asked.truths, since)
    rows = [
        [kind, len(hits[kind]), f"{np.mean(hits[kind]):.0%}", f"{np.mean(wrong[kind]):+.3f}", f"{np.std(wrong[kind]):.3f}"]
        for kind in hits
    ]
    return [
        f"{found} contrasts whose effect counts in some draws and not in others; truth from {LARGE[0]} × {LARGE[1]} with other "
        f"draws, the verdict from {asked.draws} × {asked.lucks}.", "",
        *table(["kind", "clauses", "intervals of E that hold the truth", "mean error of E", "its spread"], rows),
    ]  # fmt: skip


def beyond(found: Finding) -> float:
    """The share of draws with an effect that counts, whichever way."""
    return found.shares.expected.value + found.shares.other.value


def holds(interval: Interval, truth: float) -> bool:
    """Whether a truth lies in an interval."""
    return bool(interval.low <= truth <= interval.high)


SECTIONS: dict[str, Callable[[argparse.Namespace], list[str]]] = {"nulls": nulls, "coverage": coverage}


def main() -> None:
    """Run the sections asked for, and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"out of {', '.join(SECTIONS)}; none: all")
    parser.add_argument("--n", type=int, default=500, help="random contrasts")
    parser.add_argument("--draws", type=int, default=64, help="plausible settings of each")
    parser.add_argument("--lucks", type=int, default=32, help="lucks of each")
    parser.add_argument("--truths", type=int, default=24, help="contrasts whose truth is found by a large run")
    parser.add_argument("--repeats", type=int, default=200, help="panels made up for each row of `planted`")
    parser.add_argument("--write", action="store_true", help="write the tables into the documentation too")
    asked = parser.parse_args()
    unknown = set(asked.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: no section; allowed: {', '.join(SECTIONS)}")
    for name in asked.sections or SECTIONS:
        since = time.time()
        lines = SECTIONS[name](asked)
        command = f"python benchmarks/controls.py {' '.join(sys.argv[1:] or ['--write'])}"
        said_by = f"Printed by `{command}` in {time.time() - since:.0f} s."
        print("\n".join(["", f"## {name}", "", *lines]))
        if asked.write:
            (FOLDER / f"controls_{name}.md").write_text("\n".join([said_by, "", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
