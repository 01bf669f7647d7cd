"""Whether calibration finds known settings again: surveys are simulated in settings that are known, and matched as usual.

    python benchmarks/recovery.py                     prints the coverage of 90 % intervals
    python benchmarks/recovery.py --surveys 200 --draws 20000

Each survey is of one world of a merged hospital, whose luck no setting that is tried shares: means of a few measures at two
waves, each with the noise of its respondents. Settings are tried as `icsim calibrate targets=FILE.csv` tries them, by the same
targets and the same distance. Counted is how often the middle 90 % of the settings that survive hold the true number, over all
numbers that vary, over those of which a survey tells anything, and of what comes a year after the survey, which it did not ask.
Intervals that are honest hold it in 90 % or more.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kstest

from icsim.calibrate.judging import LANES, distance
from icsim.calibrate.prior import as_draw, draw_batch, varied
from icsim.calibrate.survey import CUT, SCREEN
from icsim.calibrate.targets import Target
from icsim.calibrate.what_moved import shares_of
from icsim.catalogue import catalogue
from icsim.config.compose import compose
from icsim.engine.block import ReplicateSeeds, build_block
from icsim.engine.ensemble import run_queries
from icsim.engine.measures import Query

PLACE, WAVES, LATER = "merged_hospital", (26, 52), 104
MEASURES = ("trust", "collaboration", "fairness", "morale", "clarity", "trust_in_leader")
RESPONDENTS, SD = 60, 0.2
APART = 9_000_000  # seeds of the worlds that are surveyed
EXAMPLE = Path(__file__).parents[1] / "experiments" / "synthetic_survey.csv"
LEAST = 20  # settings that survive, at least, for an interval

Grid = NDArray[np.float64]


def readings(draws: Grid, names: tuple[str, ...], replicates: list[ReplicateSeeds]) -> Grid:
    """All measures at all waves and a year later, of every draw and luck: [measure and week, draw, luck]."""
    settings = compose("calibrate", [f"place={PLACE}", f"weeks={LATER}"])
    wanted = [(Query(name), week) for name in MEASURES for week in (*WAVES, LATER)]
    many, found = max(1, LANES // len(replicates)), []
    for first in range(0, len(draws), many):
        points = [settings.with_draw(as_draw(names, row).parameters, {}) for row in draws[first : first + many]]
        block = build_block(points, replicates)
        found.append(run_queries(block, points, wanted, LATER).reshape(len(wanted), len(points), len(replicates)))
    return np.concatenate(found, axis=1)


def survivors(library: Grid, truth: Grid, rng: np.random.Generator) -> Iterator[NDArray[np.bool_]]:
    """For each survey, which draws of the library survive; `truth` [measure and week, survey]."""
    asked = [n for n in range(len(truth)) if n % (len(WAVES) + 1) < len(WAVES)]
    means, spreads = library.mean(axis=2), library.std(axis=2, ddof=1)
    known, error = catalogue().measures, SD / np.sqrt(RESPONDENTS)
    for survey in range(truth.shape[1]):
        alive = np.ones(library.shape[1], dtype=bool)
        for n in asked:
            name = MEASURES[n // (len(WAVES) + 1)]
            if not np.isfinite(truth[n, survey]):
                continue  # nothing to ask anybody
            target = Target(
                measure=name, value=float(truth[n, survey] + error * rng.normal()), observation=error,
                discrepancy=known[name].smallest_effect, luck=None, one_place=True, source="simulated",
            )  # fmt: skip
            alive &= distance(target, CUT, means[n], spreads[n], SCREEN) <= 1.0
        yield alive


def holds(values: Grid, truth: float) -> bool:
    low, high = np.quantile(values, (0.05, 0.95), method="weibull")  # holds one more in 90 % whatever their number
    return bool(low <= truth <= high)


def write_example() -> None:
    """A survey made by the model itself at default numbers, for people to try: it is called synthetic wherever it is named."""
    rng, error = np.random.default_rng(3), SD / np.sqrt(RESPONDENTS)
    seen = readings(np.empty((1, 0)), (), [ReplicateSeeds(APART, APART)])[:, 0, 0]
    lines = ["measure,of,week,mean,n,sd"]
    for m, name in enumerate(MEASURES):
        for w, week in enumerate(WAVES):
            mean = np.clip(seen[m * (len(WAVES) + 1) + w] + error * rng.normal(), 0.0, 1.0)
            lines.append(f"{name},,{week},{mean:.3f},{RESPONDENTS},{SD}")
    EXAMPLE.write_text("\n".join([*lines, ""]), encoding="utf-8")


def main() -> None:
    """Simulate, match, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--surveys", type=int, default=64)
    parser.add_argument("--draws", type=int, default=8192)
    parser.add_argument("--write", action="store_true", help="write the synthetic survey of experiments/ anew, and nothing else")
    asked = parser.parse_args()
    if asked.write:
        write_example()
        return
    names, rng = varied(), np.random.default_rng(1)
    draws = np.concatenate([draw_batch(n, 1, names) for n in range(-(-asked.draws // 256))])[: asked.draws]
    true = np.concatenate([draw_batch(n, 2, names) for n in range(-(-asked.surveys // 256))])[: asked.surveys]
    library = readings(draws, names, [ReplicateSeeds(n, n) for n in range(1, 1 + SCREEN)])
    seen = readings(true, names, [ReplicateSeeds(APART, APART)])[:, :, 0]
    every, told, later, few, left = [], [], [], 0, []
    for survey, alive in enumerate(survivors(library, seen, rng)):
        left.append(int(alive.sum()))
        if alive.sum() < LEAST:
            few += 1
            continue
        for n, name in enumerate(names):
            inside = holds(draws[alive, n], true[survey, n])
            every.append(inside)
            if kstest(shares_of(name, draws[alive, n]), "uniform").pvalue < 0.05 / len(names):
                told.append(inside)
        for m in range(len(MEASURES)):
            row = m * (len(WAVES) + 1) + len(WAVES)
            there = library[row, alive][np.isfinite(library[row, alive])]
            if there.size and np.isfinite(seen[row, survey]):
                later.append(holds(there, float(seen[row, survey])))
    print(f"{asked.surveys} simulated surveys, {len(draws)} draws: {np.median(left):.0f} settings survive (median); "
          f"{few} surveys left fewer than {LEAST} and are not counted")  # fmt: skip
    for what, inside in (("all numbers", every), ("numbers that the survey moved", told), ("a year later", later)):
        share = f"{100 * np.mean(inside):.1f} %" if inside else "–"
        print(f"{what:32s} the 90 % interval holds the truth in {share} of {len(inside)}")


if __name__ == "__main__":
    main()
