"""Controls of the verdict: what it says where the truth is known.

    python benchmarks/controls.py                        prints every section
    python benchmarks/controls.py nulls --n 500          only that one; also: losers, coverage, planted, reach, placebos
    python benchmarks/controls.py --write                also writes docs/figures/controls_SECTION.md, for docs/controls.md

`nulls`: random real contrasts in which no direction is favoured. `losers`: who is said to lose in them. `coverage`: how often
the interval of E holds the E of a run that is many times larger. `planted`: outcomes made up with a known E.
`reach`: a lever that arrives, read on measures that no path reaches. `placebos`: attention
against idle hours, and resilience with and without exits.
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

from icsim.catalogue import catalogue
from icsim.engine.block import ReplicateSeeds
from icsim.report.theory.verdict_words import NOT_SETTLED, word_with_excluded
from icsim.statistics.effect_shares import ENOUGH_DRAWS, Band, Estimate95
from icsim.theory.panel import run_panel
from icsim.theory.parameter_draws import draw_parameters
from icsim.theory.verdict import ClauseResult
from loser_controls import NullLosers, null_losers
from null_controls import (
    FIRST,
    SECOND,
    NullPanels,
    NullTheory,
    make_null,
    null_results,
    random_theory,
    reversed_clauses,
    run_null,
)
from positive_controls import SPREAD, PlantedEffect, classify_readings, is_misclassified

FOLDER = Path(__file__).parents[1] / "docs" / "figures"
QUICK = (32, 16)
SEEDS = 16  # sets of plausible settings that the nulls take in turn
PILOT, LARGE = (32, 8), (256, 64)
BUDGETS = ((32, 16), (64, 32), (256, 64))
NOISES = (0.0, 1.4, 4.0, 8.0)  # of single worlds, in smallest effects
EXPECTED = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0)
EXITS = (26, 52, 104, 156, 260)
RECOGNITION = "leadership.team.inspiring_intent.recognition"
HEAD = ("clause", "mean effect", "smallest", "expected", "E", "N", "O", "verdict")
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
    """The confusion matrix of verdicts where no direction is right."""
    efforts = {f"{asked.draws} × {asked.replicates}": (asked.draws, asked.replicates), f"quick, {QUICK[0]} × {QUICK[1]}": QUICK}
    counts: dict[tuple[str, str], Counter[str]] = {}
    possible: dict[tuple[str, str], Counter[bool]] = {}
    exchanged, differ, since = 0, Counter[str](), time.time()
    for n in range(asked.n):
        made = make_null(asked.first + n)
        worlds = run_null(made, draw_parameters(asked.draws, 1 + n % SEEDS), asked.replicates)
        differ[made.differ] += 1
        for effort, size in efforts.items():
            for kind, found in judged_kinds(made, worlds.fewer(*size)).items():
                counts.setdefault((kind, effort), Counter()).update(word_with_excluded(f.bands, size == QUICK) for f in found)
                open_to = possible.setdefault((kind, effort), Counter())
                open_to.update(Band.SUPPORTED in f.bands for f in found)
        exchanged += exchanges(made, worlds)
        tell(n + 1, asked.n, since)
    return matrix(counts, possible, asked.n, exchanged, differ)


def losers(asked: argparse.Namespace) -> list[str]:
    """In how many contrasts somebody is named as worse or better off, where nobody can be and where somebody may."""
    found: dict[str, list[NullLosers]] = {}
    since = time.time()
    for n in range(asked.n):
        made = make_null(asked.first + n)
        draws = list(draw_parameters(asked.draws, 1 + n % SEEDS))
        for kind, one in null_losers(made, draws, asked.replicates).items():
            found.setdefault(kind, []).append(one)
        tell(n + 1, asked.n, since)
    head = (
        "contrasts", "readings, median", "somebody worse off", "somebody better off", "worse off, not corrected",
        "worse in half of the settings, whatever chance does",
    )  # fmt: skip
    rows = [
        [
            kind, int(np.median([one.readings for one in every])),
            *(f"{sum(getattr(one, of) > 0 for one in every)} of {len(every)}" for of in ("named", "gaining", "alone", "half")),
        ]
        for kind, every in found.items()
    ]  # fmt: skip
    return [f"{asked.n} contrasts, {asked.draws} × {asked.replicates}.", "", *table(head, rows)]


def judged_kinds(made: NullTheory, worlds: NullPanels) -> dict[str, list[ClauseResult]]:
    """The clauses that count (not the resource, which is there for form) in each of the three panels."""
    panels = {"coin": worlds.coin(), "same": worlds.same(), "real": worlds.real()}
    return {kind: [f for f in null_results(made.asked, panel) if f.asked.key] for kind, panel in panels.items()}


def exchanges(made: NullTheory, worlds: NullPanels) -> bool:
    """Whether E and O change places exactly, intervals included, when every expectation is turned round."""
    panels = (worlds.coin(), worlds.real())
    pairs = [
        (a, b)
        for p in panels
        for a, b in zip(null_results(made.asked, p), null_results(reversed_clauses(made.asked), p), strict=True)
    ]
    return all(
        np.array_equal(np.array(a.shares[:3]), np.array(b.shares[:3][::-1]), equal_nan=True) for a, b in pairs if a.asked.key
    )


def matrix(
    counts: dict[tuple[str, str], Counter[str]], possible: dict[tuple[str, str], Counter[bool]], n: int, exchanged: int,
    differ: Counter[str],
) -> list[str]:  # fmt: skip
    """Verdicts by kind of null and effort, and what is asked of them."""
    words = {word for found in counts.values() for word in found}
    order = sorted(words, key=lambda word: (NOT_SETTLED in word, -word.count(","), word))
    rows = [[word, *(found[word] for found in counts.values())] for word in order]
    rows.append(["**supported, of all**", *(f"**{found['supported'] / found.total():.1%}**" for found in counts.values())])
    rows.append(["supported is not excluded", *(f"{found[True] / found.total():.1%}" for found in possible.values())])
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
        made = make_null(APART + tried)
        tried += 1
        pilot = run_null(made, draw_parameters(PILOT[0], APART), PILOT[1] // 2)
        if not any(0.1 < beyond(f) < 0.9 for f in null_results(made.asked, pilot.real()) if f.asked.key):
            continue
        found += 1
        large = judged_kinds(made, run_null(made, draw_parameters(LARGE[0], APART + 1), LARGE[1]))["real"]
        small = judged_kinds(made, run_null(made, draw_parameters(asked.draws, 1 + found % SEEDS), asked.replicates))
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
        f"draws, the verdict from {asked.draws} × {asked.replicates}.", "",
        *table(["kind", "clauses", "intervals of E that hold the truth", "mean error of E", "its spread"], rows),
    ]  # fmt: skip


def beyond(found: ClauseResult) -> float:
    """The share of draws with an effect that counts, whichever way."""
    return found.shares.expected.value + found.shares.opposite.value


def holds(interval: Estimate95, truth: float) -> bool:
    """Whether a truth lies in an interval."""
    return bool(interval.low <= truth <= interval.high)


def planted(asked: argparse.Namespace) -> list[str]:
    """What comes out for effects that are made up, by budget, noise and shape."""
    head = ["budget", "noise", "E", "verdicts, most common first", "mean error of E", "intervals that hold E", "one word, wrong"]
    rows, since = [], time.time()
    plans = [
        PlantedEffect(expected, noise, *size, skewed=skewed)
        for skewed, noises in ((False, NOISES), (True, NOISES[2:3]))
        for size in BUDGETS for noise in noises for expected in EXPECTED
    ]  # fmt: skip
    for n, plan in enumerate(plans):
        chance = np.random.default_rng(n)
        words, errors, held, astray = Counter[str](), [], 0, 0
        for _ in range(asked.repeats):
            found, possible = classify_readings(plan.readings(chance))
            words[word_with_excluded(possible, plan.draws < ENOUGH_DRAWS)] += 1
            errors.append(found.expected.value - plan.expected)
            held += holds(found.expected, plan.expected)
            astray += is_misclassified(plan, possible)
        common = ", ".join(f"{word} {many / asked.repeats:.0%}" for word, many in words.most_common(3))
        size = f"{plan.draws} × {plan.replicates}{', skewed' if plan.skewed else ''}"
        share = (f"{held / asked.repeats:.0%}", f"{astray / asked.repeats:.0%}")
        noise = f"{plan.noise / np.sqrt(plan.replicates):.2f}"
        rows.append([size, noise, plan.expected, common, f"{np.mean(errors):+.3f}", *share])
        tell(n + 1, len(plans), since)
    note = (
        f"{asked.repeats} panels each. Noise: standard error of a draw's mean effect, in smallest effects. Half of the luck is "
        f"common to all draws. The means of draws spread by {SPREAD:g} smallest effects; E of 0 is no effect in any draw."
    )
    return [note, "", *table(head, rows)]


def reach(asked: argparse.Namespace) -> list[str]:
    """A lever that arrives, read on measures that nothing leads to, and on the same ones where something does."""
    cut = {"rules.morale": "off", "rules.exits": "off"}
    measures = ("morale", "leader_exits", "job_fear")
    rows = []
    for words, rules in (("as they are", {}), ("morale and exits off", cut)):
        outcome = [clause(name, 26, "up") for name in measures]
        arms = {FIRST: {RECOGNITION: 0.9}, SECOND: {RECOGNITION: 0.1}}
        came = {"measure": "enacted.recognition", "of": {"tier": "team"}, "week": 26, "expect": "up"}
        made = random_theory({"place": "place", "weeks": 26, **rules}, arms, 26, [clause("intent", 13, "up")], outcome, came)
        rows += [[words, *row] for row in judged_rows(made, asked)]
    return table(["rules", *HEAD], rows)


def placebos(asked: argparse.Namespace) -> list[str]:
    """Attention against idle hours; resilience without exits, and with them at high demand."""
    tiers = ("leadership.team.", "leadership.system.")
    hours = {name: {tier + name: 0.6 for tier in tiers} for name in ("attention", "idle")}
    doses = [{tier + "resilience": dose for tier in tiers} for dose in (0.9, 0.1)]
    busy: dict[str, object] = {"place": "place", "context.demand": 0.9, "context.complexity": 0.9}
    every = [clause(m.name, 52, "up") for m in catalogue().measures.values() if not m.per_lever]
    lines: list[str] = []
    unread = {"measure": "enacted.vision", "week": 52, "expect": "none"}
    for title, arms, rules in (
        ("attention - idle", list(hours.values()), {}),
        ("resilience, exits off", doses, {"rules.exits": "off"}),
    ):
        pair = dict(zip((FIRST, SECOND), arms, strict=True))
        made = random_theory({**busy, **rules, "weeks": 52}, pair, 52, every[:1], every[1:], unread)
        moved = [f for f in judged_once(made, asked) if f.asked.key and np.nan_to_num(f.effects).any()]
        what = ", ".join(f"{f.asked.clause.measure} ({f.size.value:+.2f})" for f in moved) or "nothing"
        lines.append(f"- {title}: of {len(every)} measures at week 52, these differ in any bit: {what}.")
    exits = [clause("leader_exits", week, "down") for week in EXITS]
    first = [clause("leader_strain", 26, "down")]
    came = {"measure": "enacted.resilience", "week": 26, "expect": "up"}
    made = random_theory({**busy, "weeks": max(EXITS)}, dict(zip((FIRST, SECOND), doses, strict=True)), 26, first, exits, came)
    return [*lines, "", "Resilience at high demand (.9), exits on:", "", *table(HEAD, judged_rows(made, asked))]


def clause(measure: str, week: int, expect: str) -> dict[str, object]:
    """A clause for everybody who has the measure."""
    when = "by_week" if catalogue().measures[measure].kind == "count" else "week"
    return {"measure": measure, when: week, "expect": expect}


def judged_once(made: NullTheory, asked: argparse.Namespace) -> tuple[ClauseResult, ...]:
    """Its arms as they are, with the same replicates."""
    replicates = [ReplicateSeeds(n, n) for n in range(1, asked.replicates + 1)]
    return null_results(made.asked, run_panel(made.arms, draw_parameters(asked.draws, 1), replicates, made.wanted))


def judged_rows(made: NullTheory, asked: argparse.Namespace) -> list[list[object]]:
    """One line for each clause."""
    return [
        [
            f"{f.asked.clause.measure}, week {f.asked.week}", f"{f.size.value:+.3f} ({f.size.low:+.3f} to {f.size.high:+.3f})",
            f"{f.asked.smallest:.3g}", f.asked.clause.expect,
            *(f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})" for share in f.shares[:3]),
            word_with_excluded(f.bands, quick=False),
        ]
        for f in judged_once(made, asked)
    ]  # fmt: skip


SECTIONS: dict[str, Callable[[argparse.Namespace], list[str]]] = {
    "nulls": nulls, "losers": losers, "coverage": coverage, "planted": planted, "reach": reach, "placebos": placebos,
}  # fmt: skip


def main() -> None:
    """Run the sections asked for, and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"out of {', '.join(SECTIONS)}; none: all")
    parser.add_argument("--n", type=int, default=500, help="random contrasts")
    parser.add_argument("--first", type=int, default=0, help="seed of the first of them")
    parser.add_argument("--draws", type=int, default=64, help="plausible settings of each")
    parser.add_argument("--replicates", type=int, default=32, help="replicates of each")
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
