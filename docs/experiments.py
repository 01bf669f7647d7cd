"""Runs the experiments and keeps what they gave below results/: `python docs/experiments.py [NAME ...]`; `make results` runs all.

A study goes on where it was stopped. What is kept of each: `points.csv` (means over replicates, with their standard errors),
`rows.csv` (single worlds, which a test runs again), `answers.csv` (contrasts, luck by luck) and figures and tables of its report.
"""

import csv
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from answers import ANSWERS

from icsim.base.resources import experiments_dir
from icsim.commands.report import main as report
from icsim.commands.sweep import run_sweep
from icsim.sweep.analysis.sweep_results import SweepResults, load_results
from icsim.sweep.sweep_study import plan_sweep

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "results"
RUNS = RESULTS / "runs" / "experiments"
SCREENED = ("morris", "saltelli")  # designs whose points are kept by nobody: their indices are what they are for
AXES = [f"leadership.both.{name}.level" for name in ("inspiring_intent", "creating_conditions", "taking_wider_view")]
AT_ONCE = "large_at_once_early - no_reorganisation, large_phased_early - no_reorganisation"
ROWS = 6  # single worlds kept of each study
DIGITS = 5
REPORTS: dict[str, Sequence[str]] = {  # what the report is asked, and which of its files are kept
    "power_and_clarity": (["measures=[trust,collaboration]"], ["response_2.png"]),
    "seven_mechanisms": (
        ["measures=[collaboration]", "arms=[middling_demand]", f"axes=[{','.join(AXES)}]"],
        ["response_1.png"],
    ),
    "imbalance": (["measures=[ownership[power_rank=bottom],collaboration,user_experience]"], ["response_2.png"]),
    "tipping": (["measures=[collaboration]"], ["ramp_3.png", "ramp_4.png", "ramps.csv"]),
    "reorganisation": (
        ["measures=[collaboration_w52,collaboration_w78,collaboration_w130,morale_w52,morale_w78]", f"arms=[{AT_ONCE}]"],
        ["scenarios.png"],
    ),
    "sensitivity": ([], ["sensitivity_collaboration_w156.png", "sensitivity_*.csv"]),
    "sensitivity_largest": ([], ["sensitivity_collaboration_w156.png", "sensitivity_*.csv"]),
}


def keep(name: str) -> None:
    """Run one experiment, as far as it has not been run, and keep what it gave."""
    into = RESULTS / name
    into.mkdir(parents=True, exist_ok=True)
    folder = RUNS / name
    run_sweep(plan_sweep([f"experiment={name}", f"out={folder}", "report=false"]))
    frame = load_results(folder)
    write(into / "rows.csv", *rows(frame))
    if frame.design not in SCREENED:
        write(into / "points.csv", *points(frame))
    if name in ANSWERS:
        write(into / "answers.csv", ("asked", "value", "low", "high"), ANSWERS[name](frame))
    asked, kept = REPORTS[name]
    made = RUNS / "reports" / name  # beside the study: its own report answers other questions
    if kept:
        report([str(folder)], [*asked, f"out={made}"])
    for pattern in kept:
        for path in sorted(made.glob(pattern)):
            shorter(path, into / path.name) if path.suffix == ".csv" else shutil.copyfile(path, into / path.name)


def points(frame: SweepResults) -> tuple[list[str], Iterable[Sequence[object]]]:
    """Every point and arm: its axes, how many worlds, and mean and standard error of every outcome."""
    columns = list(frame.columns)
    head = ["point", *(axis.path for axis in frame.axes), "arm", "worlds"]
    head += [f"{column}{of}" for column in columns for of in ("", " error")]
    made = {(arm, column): (frame.mean(column, arm), frame.error(column, arm)) for arm in frame.arms for column in columns}

    def lines() -> Iterable[Sequence[object]]:
        for point in range(frame.points):
            for n, arm in enumerate(frame.arms):
                numbers = [array[point] for column in columns for array in made[arm, column]]
                yield [point, *(axis.value(point) for axis in frame.axes), arm, int(frame.there[point, n].sum()), *numbers]

    return head, lines()


def rows(frame: SweepResults) -> tuple[list[str], Iterable[Sequence[object]]]:
    """Some single worlds, spread over the study, with all their digits."""
    columns = list(frame.columns)
    shape = frame.there.shape
    some = np.unique(np.linspace(0, frame.there.size - 1, ROWS).astype(int))
    places = [tuple(map(int, np.unravel_index(one, shape))) for one in some]
    worlds = {column: frame.worlds(column) for column in columns}
    lines = [[point, frame.arms[arm], replicate, *(repr(float(worlds[c][point, arm, replicate])) for c in columns)]
             for point, arm, replicate in places]  # fmt: skip
    return ["point", "arm", "replicate", *columns], lines


def write(path: Path, head: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """A table; numbers to so many digits."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([short(cell) for cell in line] for line in lines)


def short(cell: object) -> object:
    """A number to the digits that are kept; a missing one is empty."""
    if not isinstance(cell, float):
        return cell
    return "" if np.isnan(cell) else f"{cell:.{DIGITS}g}"


def shorter(given: Path, into: Path) -> None:
    """A table of the report, its numbers to the digits that are kept."""
    with given.open(newline="", encoding="utf-8") as file:
        head, *lines = list(csv.reader(file))
    write(into, head, ([number(cell) for cell in line] for line in lines))


def number(text: str) -> object:
    """A cell as a number, if it is one."""
    try:
        return float(text)
    except ValueError:
        return text


if __name__ == "__main__":
    for chosen in sys.argv[1:] or sorted(path.stem for path in experiments_dir().glob("*.yaml")):
        keep(chosen)
